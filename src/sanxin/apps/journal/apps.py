"""The journal's place in Django, and the guard that is put back after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    """The journal room."""

    name = "sanxin.apps.journal"
    label = "journal"

    def ready(self) -> None:
        """Put the triggers back whenever tables were made or remade."""
        from sanxin.apps.journal.triggers import reinstall  # noqa: PLC0415 - models are not ready sooner

        post_migrate.connect(reinstall, sender=self, dispatch_uid="journal.triggers")
