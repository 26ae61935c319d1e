"""Reading the ledger: sources against uses, each household's share, the entries, and a statement held against them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django_scopes import scope, scopes_disabled

from sanxin.apps.funding.access import is_over, load_funded_for, sees_each
from sanxin.apps.funding.actions.statements import marks_of, open_rows
from sanxin.apps.funding.decided import AdoptedShares, ShareOnRecord, adopted_shares, own_share
from sanxin.apps.funding.models import BudgetLine, LedgerEntry, StatementRow
from sanxin.apps.funding.reconciling import settles, statement_line
from sanxin.apps.funding.writing import Home, books_of, homes_of, lines_of
from sanxin.apps.journal import actions as journal
from sanxin.apps.journal import queries as record
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.projects import queries as projects
from sanxin.apps.projects.queries import Project
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.calendar import When
from sanxin.foundation.refusal import Refusal
from sanxin.journey.ledger.books import Books, trial_balance
from sanxin.journey.ledger.cover import SOURCES, Cover, cover
from sanxin.journey.ledger.matching import Candidate, StatementLine

__all__ = [
    "SOURCES",
    "AdoptedShares",
    "EntryLine",
    "HomeState",
    "Ledger",
    "LineState",
    "OwnShare",
    "Project",
    "Receipt",
    "Reconciliation",
    "RowState",
    "ShareOnRecord",
    "adopted_shares",
    "ledger_of",
    "load_funded_for",
    "own_share",
    "own_shares",
    "proof_of",
    "receipt_of",
    "reconciliation_of",
    "seen_before",
    "sees_each",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineState:
    """A line of the budget: what it is of, and what was spent on it or has arrived from it, in fen."""

    public_id: str
    side: str
    item: str
    source: str
    document: str
    fen: int
    moved_fen: int
    entry: str

    @property
    def left_fen(self) -> int:
        """Give what is still to be spent or to arrive; below 0 if it was more."""
        return self.fen - self.moved_fen


@dataclass(frozen=True, slots=True)
class HomeState:
    """How a dwelling stands, in fen: its share, what it paid less refunds, its compensation and what it got of it."""

    public_id: str
    stairwell: str
    room: str
    pledged_fen: int
    paid_fen: int
    owed_fen: int
    compensated_fen: int

    @property
    def outstanding_fen(self) -> int:
        """Give what it still has to pay; below 0 if it paid more than its share."""
        return self.pledged_fen - self.paid_fen

    @property
    def over_fen(self) -> int:
        """Give what it paid beyond its share; 0 if it did not."""
        return max(0, -self.outstanding_fen)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as a list shows it: by room, never by name."""

    public_id: str
    kind: str
    of: str
    stairwell: str
    room: str
    item: str
    fen: int
    reference: str
    note: str
    occurred_at: datetime
    recorded_at: datetime
    leaf_index: int
    reverses: str | None
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """A project's ledger. Homes and entries are empty for whoever sees the sums only."""

    cover: Cover
    lines: tuple[LineState, ...]
    homes: tuple[HomeState, ...]
    entries: tuple[EntryLine, ...]
    account_fen: int
    debit_fen: int
    credit_fen: int
    dwellings_sharing: int
    dwellings_paid: int


@dataclass(frozen=True, slots=True)
class OwnShare:
    """A household's part in one project, with its own entries."""

    project: Project
    home: HomeState
    entries: tuple[EntryLine, ...]

    @property
    def receipts(self) -> tuple[EntryLine, ...]:
        """List the entries by which money moved."""
        return tuple(one for one in self.entries if one.kind not in ("pledge", "award"))


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of one entry of a dwelling, and where the log holds it."""

    project: Project
    entry: EntryLine
    home: HomeState
    kept: journal.Receipt


@dataclass(frozen=True, slots=True)
class RowState:
    """A line of a statement: settled, set aside, or what it may be."""

    public_id: str
    file: str
    number: int
    on: date
    fen: int
    payer: str
    memo: str
    serial: str
    state: str
    candidates: tuple[Candidate, ...]
    entry: EntryLine | None
    set_aside: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The statement against the ledger: every line of it, and the movements no line stands for yet."""

    rows: tuple[RowState, ...]
    unmatched: tuple[EntryLine, ...]
    statement_fen: int
    account_fen: int

    def count(self, state: str) -> int:
        """Count the lines in a state."""
        return sum(row.state == state for row in self.rows)


def ledger_of(actor: Actor, project: str, at: datetime) -> Ledger:
    """Give a project's ledger: to its households and who has a duty there in full, to others the sums."""
    found = load_funded_for(actor, project, Verb.FUNDING_SEE, at)
    each = sees_each(actor, found, at)
    homes = homes_of(actor, found, _now(at))
    with scope(neighbourhood=found.neighbourhood_id):
        kept, lines = books_of(found), lines_of(found)
        balance = trial_balance(kept)
        states = _homes(found, homes, kept)
        return Ledger(
            cover(lines, kept), _lines(found, kept), states if each else (),
            tuple(reversed(_entries(found))) if each else (), kept.account_fen,
            balance.debit_fen, balance.credit_fen, sum(one.pledged_fen > 0 for one in states),
            sum(one.pledged_fen > 0 and one.outstanding_fen <= 0 for one in states),
        )  # fmt: skip


def own_shares(actor: Household | Helper, at: datetime) -> list[OwnShare]:
    """Give a household's part in every project over its dwelling that has money in its ledger."""
    own = []
    for one in projects.projects(actor, at):
        if not is_over(one, actor.dwelling):
            continue
        homes = homes_of(actor, one, _now(at))
        with scope(neighbourhood=one.neighbourhood_id):
            kept = books_of(one)
            if kept.balances:
                entries = tuple(line for line in _entries(one) if line.of == actor.dwelling)
                states = _homes(one, homes, kept)
                home = next(state for state in states if state.public_id == actor.dwelling)
                own.append(OwnShare(one, home, entries))
    return own


def receipt_of(actor: Actor, entry: str, at: datetime) -> Receipt:
    """Give the receipt of a dwelling's entry: to that household, and to whoever sees single dwellings there.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        row = LedgerEntry.objects.select_related("project", "dwelling").filter(public_id=entry).first()
    if row is None or row.dwelling is None:
        raise Refusal(NOT_FOUND.because())
    found = load_funded_for(actor, row.project.public_id, Verb.FUNDING_SEE, at)
    other = isinstance(actor, Household | Helper) and actor.dwelling != row.dwelling.public_id
    if other or not sees_each(actor, found, at):
        raise Refusal(NOT_FOUND.because())
    homes = homes_of(actor, found, _now(at))
    with scope(neighbourhood=found.neighbourhood_id):
        line = next(one for one in _entries(found) if one.public_id == entry)
        states = _homes(found, homes, books_of(found))
    home = next(state for state in states if state.public_id == row.dwelling.public_id)
    return Receipt(found, line, home, journal.receipt_at(line.leaf_index))


def proof_of(actor: Actor, entry: str, at: datetime) -> dict[str, Any]:
    """Give the receipt file of a dwelling's entry: its record, salt, leaf and the proof."""
    found = receipt_of(actor, entry, at)
    with scope(neighbourhood=found.project.neighbourhood_id):
        return record.opening_of(found.entry.leaf_index)


def reconciliation_of(actor: Actor, project: str, at: datetime) -> Reconciliation:
    """Hold every imported statement line against the ledger, for whoever keeps it."""
    found = load_funded_for(actor, project, Verb.FUNDING_RECORD, at)
    with scope(neighbourhood=found.neighbourhood_id):
        waiting, standing, matched = open_rows(actor, found, _now(at))
        told = {one.line: one for one in matched.lines}
        entries = {line.public_id: line for line in _entries(found)}
        rows = []
        for row in StatementRow.objects.filter(project=found).order_by("on", "pk"):
            by = settles(row, standing)
            if by is not None:
                rows.append(_row(row, "settled", (), entries[by.public_id]))
            elif row.set_aside:
                rows.append(_row(row, "set_aside", (), None))
            else:
                rows.append(_row(row, told[row.public_id].state, told[row.public_id].candidates, None))
        kept = books_of(found)
    open_entries = tuple(entries[one] for one in matched.unmatched_entries)
    counted = sum(row.fen for row in rows if row.state != "set_aside")
    assert len(waiting) == len(told)  # noqa: S101 - every open row is looked at
    return Reconciliation(tuple(rows), open_entries, counted, kept.account_fen)


def seen_before(actor: Actor, project: str, lines: Sequence[StatementLine], at: datetime) -> list[bool]:
    """Tell for each line of a statement about to be imported whether it is there already."""
    found = load_funded_for(actor, project, Verb.FUNDING_RECORD, at)
    with scope(neighbourhood=found.neighbourhood_id):
        there = set(StatementRow.objects.filter(project=found).values_list("mark", flat=True))
    return [mark in there for mark in marks_of(lines)]


def _now(at: datetime) -> When:
    return {"occurred_at": at, "recorded_at": at}


def _lines(project: Project, kept: Books) -> tuple[LineState, ...]:
    """List the lines that were not taken back."""
    entries = {
        entry.line_id: entry.public_id
        for entry in LedgerEntry.objects.filter(project=project, kind__in=("plan", "grant"), reverses=None)
    }
    states = []
    for row in BudgetLine.objects.filter(project=project).order_by("pk"):
        ident, is_cost = row.public_id, row.side == "cost"
        fen = kept.debit("planned", ident) if is_cost else kept.debit("granted", ident)
        moved = kept.debit("spent", ident) if is_cost else kept.credit("received", ident)
        if fen or moved:
            states.append(
                LineState(ident, row.side, row.item, row.source, row.document, fen, moved, entries[row.pk])
            )
    return tuple(states)


def _homes(project: Project, homes: Sequence[Home], kept: Books) -> tuple[HomeState, ...]:
    """Say how each dwelling stands; one that is no longer there is kept while the books name it."""
    named: Mapping[str, tuple[str, str]] = {home.public_id: (home.stairwell, home.room) for home in homes}
    gone = [one for one in kept.kept_for("pledged", "paid", "owed", "compensated") if one not in named]
    if gone:
        rows = LedgerEntry.objects.filter(project=project, dwelling__public_id__in=gone)
        told = rows.values_list("dwelling__public_id", "dwelling__stairwell__code", "dwelling__room")
        named = {**named, **{ident: (code, room) for ident, code, room in told}}
    return tuple(
        HomeState(
            ident, stairwell, room, kept.debit("pledged", ident), kept.credit("paid", ident),
            kept.credit("owed", ident), kept.debit("compensated", ident),
        )
        for ident, (stairwell, room) in named.items()
    )  # fmt: skip


def _entries(project: Project) -> list[EntryLine]:
    """List every entry in the order it was written; call it within scope."""
    rows = LedgerEntry.objects.filter(project=project).select_related(
        "line", "dwelling__stairwell", "reverses"
    )
    listed = list(rows.order_by("pk"))
    taken_back = {row.reverses_id for row in listed}
    return [_entry(row, row.pk in taken_back) for row in listed]


def _entry(row: LedgerEntry, is_reversed: bool) -> EntryLine:  # noqa: FBT001 - told by whoever lists them all
    home, line = row.dwelling, row.line
    return EntryLine(
        row.public_id, row.kind, home.public_id if home else line.public_id if line else "",
        home.stairwell.code if home else "", home.room if home else "", line.item if line else "", row.fen,
        row.reference, row.note, row.occurred_at, row.recorded_at, row.leaf_index,
        row.reverses.public_id if row.reverses else None, is_reversed,
    )  # fmt: skip


def _row(
    row: StatementRow, state: str, candidates: tuple[Candidate, ...], entry: EntryLine | None
) -> RowState:
    said = statement_line(row)
    return RowState(
        row.public_id, row.file, row.number, row.on, row.fen, said.payer, said.memo, said.serial, state, candidates,
        entry, row.set_aside,
    )  # fmt: skip
