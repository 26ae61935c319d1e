"""Tables of projects."""

from django.db import models

from sanxin.apps.tenancy import PUBLIC_ID, Fact


class ScopeKind(models.TextChoices):
    """What a project is over."""

    STAIRWELL = "stairwell", "门栋"
    BUILDING = "building", "楼栋"
    COMPOUND = "compound", "小区"
    YARDS = "yards", "楼院"


class Project(Fact):
    """A project over a stairwell, a building, a compound or some yards."""

    public_id = models.CharField(**PUBLIC_ID)
    name = models.CharField(max_length=120)
    scope_kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    compound = models.ForeignKey("registry.Compound", null=True, on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey("registry.Building", null=True, on_delete=models.PROTECT, related_name="+")
    stairwell = models.ForeignKey("registry.Stairwell", null=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("organisation.Body", null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12)
    budget_fen = models.BigIntegerField(null=True)
    next_deadline = models.DateField(null=True)


class Yard(Fact):
    """One yard of a project, by its address."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "address"], name="yard_once")]


class Proof(Fact):
    """An entry of the journal that proves something a gate asks for."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    leaf_index = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "leaf_index"], name="proof_once")]


class StageEntry(Fact):
    """A project entered a stage. Going back opens a new round; nothing is deleted."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12)
    actor = models.CharField(max_length=80)
