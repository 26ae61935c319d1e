"""The condition survey becomes a room of its own; its tables are handed over as they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_places_parties_site")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("IssueVoice"),
                migrations.DeleteModel("Issue"),
                migrations.DeleteModel("Defect"),
            ]
        )
    ]
