"""What every row of a neighbourhood has: whose it is, and a manager that refuses to look beyond."""

from typing import Any, ClassVar, Self

from django.db import models
from django_scopes import ScopedManager

from sanxin.record.ids import new_public_id

PUBLIC_ID: dict[str, Any] = {"max_length": 20, "unique": True, "default": new_public_id, "editable": False}


class Tenant(models.Model):
    """A row of one neighbourhood. Nobody finds it without saying which neighbourhoods they may see.

    References carry no reverse accessor, because that would be a way round the scope.
    """

    neighbourhood = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")

    class Meta:
        abstract = True


class Fact(Tenant):
    """A tenant row that says when it happened and when it was recorded."""

    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
