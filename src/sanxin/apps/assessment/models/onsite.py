"""What people found on site and what experts advised, beside what the engine found."""

from django.db import models

from sanxin.apps.tenancy import PUBLIC_ID, Fact


class OnSiteAssessment(Fact):
    """A professional's own look at a stairwell (R013): who, of what organisation, when, with photographs.

    ``engine_class`` is what the engine said then; where ``verdict`` differs, ``reason`` says why it is overruled.
    """

    public_id = models.CharField(**PUBLIC_ID)
    stairwell = models.ForeignKey("registry.Stairwell", on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=120)
    assessor = models.CharField(max_length=60)
    assessed_on = models.DateField()
    verdict = models.CharField(max_length=12)
    engine_class = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    photo_digests = models.TextField()  # digests of evidence, one a line
    signature_digest = models.CharField(max_length=64, blank=True)
    actor = models.CharField(max_length=80)


class ExpertOpinion(Fact):
    """An expert's advice on one constraint, and the meeting that used it (R014)."""

    public_id = models.CharField(**PUBLIC_ID)
    stairwell = models.ForeignKey("registry.Stairwell", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=60)
    thing = models.CharField(max_length=60)
    expert = models.CharField(max_length=60)
    advice = models.TextField()
    meeting = models.CharField(max_length=120)
    met_on = models.DateField()
    adopted = models.BooleanField(null=True)
    because = models.TextField(blank=True)
    actor = models.CharField(max_length=80)


class GroundSurvey(Fact):
    """The ground survey of a stairwell (R017): open until its report is attached; drawings wait for it."""

    public_id = models.CharField(**PUBLIC_ID)
    stairwell = models.ForeignKey("registry.Stairwell", on_delete=models.PROTECT, related_name="+")
    report_digest = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True)
    drawings_digest = models.CharField(max_length=64, blank=True)
    drawings_released_at = models.DateTimeField(null=True)
    actor = models.CharField(max_length=80)


class HeritageApproval(Fact):
    """An approval to build in a heritage zone, or at a listed stairwell, with its document (R019)."""

    compound = models.ForeignKey("registry.Compound", on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=60)
    number = models.CharField(max_length=80)
    document_digest = models.CharField(max_length=64)
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compound", "thing"], name="approved_once")]
