"""Ballots, and the two readings of each paper sheet before it counts."""

from django.db import models
from django.db.models import Q

from sanxin.apps.decisions.models.rounds import RollLine, Round
from sanxin.apps.tenancy import PUBLIC_ID, Fact


class Channel(models.TextChoices):
    """How a ballot was handed in."""

    PAPER = "paper", "纸质票"
    PHONE = "phone", "手机"
    DOOR = "door", "上门"
    PROXY = "proxy", "委托"


class Ballot(Fact):
    """One answer handed in. A correction is another ballot that replaces this one; this one stays.

    ``key`` is the sender's own mark of the act: sent twice, it is one ballot. ``replaced_at`` is set
    when a later one takes its place, so that the store itself forbids two that stand.
    """

    public_id = models.CharField(**PUBLIC_ID)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(RollLine, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=20, blank=True)
    choice = models.CharField(max_length=8)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    proxy_document = models.CharField(max_length=64, blank=True)
    proxy_holder = models.CharField(max_length=64, blank=True)
    photo = models.CharField(max_length=64, blank=True)
    witness = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    leaf_index = models.BigIntegerField()
    size = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="ballot_key_once"),
            models.UniqueConstraint(
                fields=["line", "by"], condition=Q(replaced_at=None), name="one_standing_ballot"
            ),
        ]


class SheetReading(Fact):
    """What one person read on a paper sheet. Two people who read the same make a ballot."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(RollLine, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8)
    photo = models.CharField(max_length=64)
    actor = models.CharField(max_length=80)
    settled_at = models.DateTimeField(null=True)  # it became a ballot, or was set aside as contradicted
    ballot = models.ForeignKey(Ballot, null=True, on_delete=models.PROTECT, related_name="+")
