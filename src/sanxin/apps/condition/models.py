"""The condition of a compound: nine defects, and issues ranked by how many households have them."""

from django.db import models

from sanxin.apps.tenancy import PUBLIC_ID, Fact


class DefectKind(models.TextChoices):
    """The nine defects of an old compound (R009)."""

    BROKEN_ROAD = "broken_road", "道路破损"
    NO_GREEN = "no_green", "无绿化"
    LEAKING_ROOF = "leaking_roof", "楼顶漏水"
    FALLING_FACADE = "falling_facade", "外墙脱落"
    LOOSE_WIRES = "loose_wires", "线路乱拉"
    PARKING = "parking", "停车不足"
    MIXED_SEWER = "mixed_sewer", "雨污不分"
    NO_PROPERTY_ROOM = "no_property_room", "无物业用房"
    NO_ACTIVITY_SPACE = "no_activity_space", "无活动区"


class Defect(Fact):
    """A defect seen on a day, how bad, with a photograph by its digest. One recorded by mistake stays, withdrawn."""

    public_id = models.CharField(**PUBLIC_ID)
    compound = models.ForeignKey("registry.Compound", on_delete=models.PROTECT, related_name="+")
    stairwell = models.ForeignKey("registry.Stairwell", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=DefectKind.choices)
    severity = models.IntegerField()
    photo_digest = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    actor = models.CharField(max_length=80)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)


class Issue(Fact):
    """Something households complain of."""

    public_id = models.CharField(**PUBLIC_ID)
    compound = models.ForeignKey("registry.Compound", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compound", "title"], name="issue_once")]


class IssueVoice(Fact):
    """One household has this issue; saying it twice does not count twice."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey("registry.Dwelling", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "dwelling"], name="one_voice")]
