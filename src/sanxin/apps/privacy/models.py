"""Tables of privacy: requests of households about their own data, and the one answer to each."""

from django.db import models
from django.db.models import Q

from sanxin.apps.tenancy import PUBLIC_ID, Fact


class DataRequest(Fact):
    """What a household asks about its own data; the words are sealed under a key of the request's own.

    Letting go destroys ``wrapped_key`` and the words, its answer's too: that it was asked, when, and how it was
    answered stays. Backups keep the key apart, so their copies become unreadable too.
    """

    KEYS = ("wrapped_key",)
    SEALED = {"wrapped_key": ("privacy", "public_id")}

    public_id = models.CharField(**PUBLIC_ID)
    dwelling = models.ForeignKey("registry.Dwelling", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    about = models.CharField(max_length=12)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    actor = models.CharField(max_length=80)
    answered_at = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["neighbourhood"], condition=Q(answered_at=None), name="request_waiting")
        ]


class RequestAnswer(Fact):
    """The answer to a request: done, with the correction that was made where there is one, or declined with the reason."""

    request = models.OneToOneField(DataRequest, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10)
    sealed = models.BinaryField(null=True)
    correction = models.BigIntegerField(null=True)  # the journal's entry
    actor = models.CharField(max_length=80)
