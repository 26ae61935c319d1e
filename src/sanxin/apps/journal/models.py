"""Tables of the journal. ``Leaf`` is guarded by triggers; what may be erased lives beside it."""

from typing import ClassVar, Self

from django.db import models
from django_scopes import ScopedManager

HEX_HASH = 64


class Stream(models.Model):
    """A line of entries about one thing, such as a project or a decision.

    ``neighbourhood`` is the number of the neighbourhood's unit, which a room above keeps; a stream of
    the house itself (accounts, units) has none.
    """

    name = models.CharField(max_length=120, unique=True)
    neighbourhood = models.BigIntegerField(null=True, db_index=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")


class Leaf(models.Model):
    """One leaf of the log: digests only, never changed, never removed."""

    index = models.BigIntegerField(primary_key=True)
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT)
    sequence = models.BigIntegerField()
    previous = models.CharField(max_length=HEX_HASH)
    commitment = models.CharField(max_length=HEX_HASH)
    leaf_hash = models.CharField(max_length=HEX_HASH)
    root_after = models.CharField(max_length=HEX_HASH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "sequence"], name="leaf_once_in_stream")]


class Entry(models.Model):
    """What a leaf commits to. Salt and record may be erased; the leaf and every proof stay.

    In a backup the record is sealed under its salt, and the salt lies apart (``copies``).
    """

    KEYS = ("salt",)
    SEALED_IN_COPIES = ("record",)

    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, primary_key=True, related_name="+")
    neighbourhood = models.BigIntegerField(null=True, db_index=True)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, db_index=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    salt = models.BinaryField(null=True)
    record = models.TextField(null=True)  # canonical text: a JSON column would rewrite its numbers
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")


class Look(models.Model):
    """Somebody read what is a household's own, on a page: who, what, when. Kept beside the log, not in it."""

    neighbourhood = models.BigIntegerField(db_index=True)
    subject = models.CharField(max_length=120, db_index=True)
    what = models.CharField(max_length=20)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")


class Head(models.Model):
    """The one row that says how long the log is. Whoever appends holds its lock."""

    size = models.BigIntegerField(default=0)
    peaks = models.TextField(default="")  # hexadecimal, one after the other


class Evidence(models.Model):
    """A file kept as proof, named by the digest of its content and encrypted under its own key."""

    KEYS = ("wrapped_key",)
    SEALED = {"wrapped_key": ("evidence", "digest")}

    neighbourhood = models.BigIntegerField(db_index=True)
    digest = models.CharField(max_length=HEX_HASH)
    media_type = models.CharField(max_length=80)
    size_bytes = models.BigIntegerField()
    wrapped_key = models.BinaryField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["neighbourhood", "digest"], name="evidence_once")]
