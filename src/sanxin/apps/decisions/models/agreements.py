"""Agreements generated from data, the sheets signed, and the contract for the works."""

from django.db import models

from sanxin.apps.decisions.models.rounds import Decision
from sanxin.apps.tenancy import PUBLIC_ID, Fact


class Agreement(Fact):
    """The agreement of a decision that passed; its file is kept as evidence and named by its digest."""

    public_id = models.CharField(**PUBLIC_ID)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=64)
    total_fen = models.BigIntegerField()
    # What the table says others bear; agreements of earlier releases did not keep the two apart.
    subsidy_fen = models.BigIntegerField(null=True)
    other_fen = models.BigIntegerField(null=True)
    table_sha256 = models.CharField(max_length=64)
    shares = models.TextField()  # [[dwelling, fen, compensation in fen], …] as JSON


class Signature(Fact):
    """One dwelling's signature under the agreement, with a photograph of the signed page."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey("registry.Dwelling", on_delete=models.PROTECT, related_name="+")
    photo = models.CharField(max_length=64)
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "dwelling"], name="signed_once")]


class Contract(Fact):
    """The contract for the works; its amount is the agreed one, or a variation is filed with its reason."""

    public_id = models.CharField(**PUBLIC_ID)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    supplier = models.CharField(max_length=120)
    signed_on = models.DateField()
    amount_fen = models.BigIntegerField()
    variation = models.TextField(blank=True)
    variation_document = models.CharField(max_length=64, blank=True)
    document = models.CharField(max_length=64)
    actor = models.CharField(max_length=80)
