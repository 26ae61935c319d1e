"""Parties, who are neither owners nor accounts until a dated relation says so."""

from django.db import models

from sanxin.apps.registry.models.places import Dwelling
from sanxin.apps.tenancy import PUBLIC_ID, Fact


class Party(Fact):
    """A person or a body of persons; name, telephone and last four digits sealed under its own key.

    Erasure destroys ``wrapped_key`` and the look-up digests. Backups hold neither (``KEYS`` lie apart,
    ``DERIVED`` is made again), so their copies become unreadable too.
    """

    KEYS = ("wrapped_key",)
    SEALED = {"wrapped_key": ("party", "public_id")}
    DERIVED = ("name_hmac", "phone_hmac", "namesake_hmac")

    public_id = models.CharField(**PUBLIC_ID)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    name_hmac = models.CharField(max_length=64, blank=True, db_index=True)
    phone_hmac = models.CharField(max_length=64, blank=True, db_index=True)
    namesake_hmac = models.CharField(max_length=64, blank=True, db_index=True)
    erased_at = models.DateTimeField(null=True)


class RelationKind(models.TextChoices):
    """How a party belongs to a dwelling."""

    OWNER = "owner", "业主"
    CO_OWNER = "co_owner", "共有人"
    TENANT = "tenant", "承租人"
    PUBLIC_HOUSING_TENANT = "public_housing_tenant", "公房承租人"
    OCCUPIER = "occupier", "住户"
    AGENT = "agent", "代理人"


OWNING = (RelationKind.OWNER, RelationKind.CO_OWNER)


class Relation(Fact):
    """A party belongs to a dwelling in some way, from a day until, and without, another."""

    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=RelationKind.choices)
    position = models.IntegerField(default=0)
    is_contact = models.BooleanField(default=False)
    source = models.CharField(max_length=120)
    first = models.DateField()
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["dwelling", "until"])]


class NamesakeDecision(Fact):
    """A person's answer, on record, whether two parties of one name are one person. The latest counts."""

    one = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    same = models.BooleanField()
    actor = models.CharField(max_length=80)
    reason = models.TextField()
