"""Objections in writing, and the replies to them. Neither is ever removed."""

from django.db import models

from sanxin.apps.decisions.models.rounds import Decision
from sanxin.apps.tenancy import PUBLIC_ID, Fact


class Objection(Fact):
    """What a household objects to; the words are sealed, the fact is on record."""

    SEALED = {"sealed_words": ("decisions", "public_id")}

    public_id = models.CharField(**PUBLIC_ID)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey("registry.Dwelling", on_delete=models.PROTECT, related_name="+")
    sealed_words = models.BinaryField()
    settled_at = models.DateTimeField(null=True)
    settled_how = models.CharField(max_length=12, blank=True)
    actor = models.CharField(max_length=80)


class Reply(Fact):
    """A written reply to an objection."""

    SEALED = {"sealed_words": ("decisions", "public_id")}

    public_id = models.CharField(**PUBLIC_ID)
    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="+")
    sealed_words = models.BinaryField()
    actor = models.CharField(max_length=80)
