"""What every row of a neighbourhood has: whose it is, and a manager that refuses to look beyond; and how one is added fast."""

from functools import cache
from typing import Any, ClassVar, Self

from django.db import connection, models
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


def add_row(row: models.Model) -> None:
    """Insert a new row where many wait their turn; a number that the store gives it is not read back.

    As its ``save`` would, but for the statement: it is composed once a table, not anew for every row.
    """
    statement, fields = _insertion(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@cache
def _insertion(table: type[models.Model]) -> tuple[str, tuple["models.Field[Any, Any]", ...]]:
    about, quoted = table._meta, connection.ops.quote_name  # noqa: SLF001 - Django's own way to a model's fields
    fields = tuple(one for one in about.concrete_fields if not isinstance(one, models.AutoField))
    columns = ", ".join(quoted(str(one.column)) for one in fields)
    blanks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quoted(about.db_table)} ({columns}) VALUES ({blanks})", fields  # noqa: S608 - only names
