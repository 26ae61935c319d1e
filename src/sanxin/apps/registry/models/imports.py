"""Batches of an import, and the history of every row: who, when, from what source."""

from django.db import models

from sanxin.apps.registry.models.places import Compound
from sanxin.apps.tenancy import PUBLIC_ID, Fact


class Batch(Fact):
    """One import. Its rows are leaves of a small tree whose root stands in the journal."""

    public_id = models.CharField(**PUBLIC_ID)
    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=80)
    source = models.CharField(max_length=200)
    preview_digest = models.CharField(max_length=64)
    root = models.CharField(max_length=64, blank=True)
    count = models.IntegerField(default=0)


class Change(Fact):
    """One change of one row. ``before`` and ``after`` hold no personal data.

    ``commitment`` covers the whole row, personal data too; its salt is destroyed with the person's key.
    """

    KEYS = ("salt",)

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField(default=0)
    subject = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=40)
    fields = models.CharField(max_length=200, blank=True)
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    commitment = models.CharField(max_length=64, blank=True)
    salt = models.BinaryField(null=True)
    actor = models.CharField(max_length=80)
    source = models.CharField(max_length=200)
