"""Lines of the budget, entries of the ledger, rows of bank statements. Entries are never changed: another takes one back."""

from django.db import models
from django.db.models import Q

from sanxin.apps.tenancy import PUBLIC_ID, Fact


class BudgetLine(Fact):
    """A cost and who carries it, or a source and the paper it stands in. Its amount is in the entries."""

    public_id = models.CharField(**PUBLIC_ID)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8)
    item = models.CharField(max_length=120)
    source = models.CharField(max_length=12)
    document = models.CharField(max_length=120, blank=True)


class LedgerEntry(Fact):
    """One entry, of a line or of a dwelling. ``key`` is the sender's own mark: sent twice, it is one entry."""

    public_id = models.CharField(**PUBLIC_ID)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    line = models.ForeignKey(BudgetLine, null=True, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey("registry.Dwelling", null=True, on_delete=models.PROTECT, related_name="+")
    fen = models.BigIntegerField()
    reverses = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=64, blank=True)  # a receipt's number, or the bank's serial
    note = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    leaf_index = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="entry_key_once"),
            models.UniqueConstraint(fields=["reverses"], name="reversed_once"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="entry_above_zero"),
            models.CheckConstraint(
                condition=Q(line=None, dwelling__isnull=False) | Q(line__isnull=False, dwelling=None),
                name="entry_of_a_line_or_a_dwelling",
            ),
        ]


class StatementRow(Fact):
    """One line of a bank statement as it was imported; who paid and what for are sealed.

    ``mark`` is a keyed digest of what the bank printed, so that a line imported twice is seen. It is
    settled by the entry it turned out to be, or set aside with a reason.
    """

    SEALED = {"sealed_words": ("funding", "public_id")}

    public_id = models.CharField(**PUBLIC_ID)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=120)
    number = models.IntegerField()
    on = models.DateField()
    fen = models.BigIntegerField()
    sealed_words = models.BinaryField()
    mark = models.CharField(max_length=64)
    entry = models.ForeignKey(LedgerEntry, null=True, on_delete=models.PROTECT, related_name="+")
    set_aside = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "mark"], name="statement_row_once"),
            models.UniqueConstraint(fields=["entry"], name="entry_settles_one_row"),
        ]
