"""Tables of publicity: notices, and the proof that each hung where it should."""

from django.db import models

from sanxin.apps.tenancy import PUBLIC_ID, Fact


class NoticeKind(models.TextChoices):
    """What a notice is about; where the rulebook has days for it, they are those of ``notices/<kind>``."""

    LIFT_PLAN = "lift_plan", "加装方案"
    GREEN_LAYOUT = "green_layout", "绿地调整"
    RESULT = "result", "表决结果"
    AGREEMENT = "agreement", "协议"


class Notice(Fact):
    """A notice as it was posted; it is never changed, a changed text is posted anew."""

    public_id = models.CharField(**PUBLIC_ID)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    title = models.CharField(max_length=120)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    posted_on = models.DateField()
    days = models.IntegerField()
    last_day = models.DateField()
    basis = models.TextField()  # the citation as JSON, or what the office gave as its ground
    ran_at = models.DateTimeField(null=True)


class Posting(Fact):
    """A photograph of a notice hanging in a stairwell."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    stairwell = models.ForeignKey("registry.Stairwell", on_delete=models.PROTECT, related_name="+")
    photo = models.CharField(max_length=64)
    actor = models.CharField(max_length=80)
