"""Tables of consultation: visits, stances and meetings, never changed once written."""

from django.db import models

from sanxin.apps.tenancy import PUBLIC_ID, Fact

DWELLING = "registry.Dwelling"


class Means(models.TextChoices):
    """How a household was sought."""

    DOOR = "door", "上门"
    PHONE = "phone", "电话"
    LETTER = "letter", "书面送达"


class Visit(Fact):
    """One attempt to reach a dwelling: who, when, how, and what came of it."""

    SEALED = {"sealed_note": ("consultation", "public_id")}

    public_id = models.CharField(**PUBLIC_ID)
    dwelling = models.ForeignKey(DWELLING, on_delete=models.PROTECT, related_name="+")
    means = models.CharField(max_length=12, choices=Means.choices)
    outcome = models.CharField(max_length=12)
    sealed_note = models.BinaryField(null=True)
    actor = models.CharField(max_length=80)


class StanceTaken(Fact):
    """What a household said it thinks, on one day; a later one does not change an earlier one."""

    SEALED = {"sealed_condition": ("consultation", "public_id")}

    public_id = models.CharField(**PUBLIC_ID)
    dwelling = models.ForeignKey(DWELLING, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=12)
    sealed_condition = models.BinaryField(null=True)
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=80)


class Meeting(Fact):
    """One version of a meeting's minutes; a correction is another that names the one it replaces.

    ``asked`` counts the dwellings it was for, as they stood then.
    """

    SEALED = {"sealed_words": ("consultation", "public_id")}

    public_id = models.CharField(**PUBLIC_ID)
    compound = models.ForeignKey("registry.Compound", on_delete=models.PROTECT, related_name="+")
    stairwell = models.ForeignKey("registry.Stairwell", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    held_at = models.DateTimeField()
    asked = models.IntegerField()
    sealed_words = models.BinaryField()
    sheet_digest = models.CharField(max_length=64, blank=True)
    content_sha256 = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compound", "content_sha256"], name="meeting_once")]


class Attended(Fact):
    """A dwelling came to a meeting, or somebody for it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey(DWELLING, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "dwelling"], name="attends_once")]
