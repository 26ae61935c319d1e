"""A decision over a scope, its rounds, and the roll each round froze when it opened."""

from django.db import models

from sanxin.apps.tenancy import PUBLIC_ID, Fact


class Decision(Fact):
    """One matter that the owners of a stairwell, a building or a compound decide, for a project."""

    public_id = models.CharField(**PUBLIC_ID)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    compound = models.ForeignKey("registry.Compound", on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey("registry.Building", null=True, on_delete=models.PROTECT, related_name="+")
    stairwell = models.ForeignKey("registry.Stairwell", null=True, on_delete=models.PROTECT, related_name="+")
    matter = models.CharField(max_length=24)
    scope_kind = models.CharField(max_length=12)
    title = models.CharField(max_length=120)
    concluded_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)

    @property
    def stream(self) -> str:
        """Name its stream in the journal."""
        return f"decision/{self.public_id}"


class Round(Fact):
    """One round: what is asked under which rule, laid down when it opened and never changed after."""

    public_id = models.CharField(**PUBLIC_ID)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    question = models.CharField(max_length=300)
    text = models.TextField()
    laid_down = models.TextField()  # the payload of its opening, as the journal has it
    roll_sha256 = models.CharField(max_length=64)
    proxies_per_holder = models.IntegerField(null=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    publish_by = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    declared_at = models.DateTimeField(null=True)
    outcome = models.TextField(null=True)
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="round_once"),
            models.UniqueConstraint(
                fields=["decision"], condition=models.Q(closed_at=None), name="one_open_round"
            ),
        ]


class RollLine(Fact):
    """One dwelling on a frozen roll, whether or not anybody can be reached there."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey("registry.Dwelling", on_delete=models.PROTECT, related_name="+")
    sheet = models.IntegerField()
    area_m2 = models.DecimalField(max_digits=10, decimal_places=4)
    owners = models.TextField()  # public ids of the persons, as a JSON list
    unsold_developer = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "dwelling"], name="dwelling_once_on_roll"),
            models.UniqueConstraint(fields=["round", "sheet"], name="sheet_once"),
        ]


class Heartbeat(models.Model):
    """A span in which the house was up: the clock's job lengthens it; a gap between two is an outage."""

    first = models.DateTimeField()
    last = models.DateTimeField(db_index=True)
