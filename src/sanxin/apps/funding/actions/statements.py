"""Bank statements: imported once, each line settled by the entry it is or becomes, or set aside with a reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Unpack

from django.conf import settings
from django.db import transaction
from django_scopes import scope, scopes_disabled

from sanxin.apps.funding.access import load_funded_for
from sanxin.apps.funding.actions.movements import move
from sanxin.apps.funding.models import LedgerEntry, StatementRow
from sanxin.apps.funding.reconciling import (
    Standing,
    items,
    named_homes,
    settles,
    signed,
    standing_movements,
    statement_line,
)
from sanxin.apps.funding.writing import enter, hold, homes_of, sealed
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.projects.queries import Project
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import CHINA, When
from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.money import yuan_text
from sanxin.foundation.refusal import Refusal
from sanxin.journey.ledger.books import KIND_WORDS
from sanxin.journey.ledger.matching import Matching, StatementLine, match
from sanxin.record.ids import new_public_id
from sanxin.record.sealing import house_key, keyed_digest

NOON = time(12)

ALL_SEEN = Sentence(
    "funding.all_seen",
    "这份流水的 {count} 行都已导入过，没有再记一次。",
    "All {count} lines of this statement were imported before; nothing was taken twice.",
)
OTHER_AMOUNT = Sentence(
    "funding.other_amount",
    "流水是 {line} 元，账上这一笔是 {entry} 元，不能互相勾对。请核对，或另记一笔。",
    "The line is of {line} yuan, the entry of {entry}; they do not settle each other. Check them, or record another entry.",
)
SETTLED = Sentence(
    "funding.row_settled",
    "这一行流水已经勾对过。如有错，请先冲销对应的账目。",
    "This line is settled already. If that is wrong, take its entry back first.",
)
ENTRY_TAKEN = Sentence(
    "funding.entry_taken",
    "账上这一笔已与另一行流水勾对，或已冲销。",
    "This entry stands for another line already, or was taken back.",
)
NO_REASON = Sentence(
    "funding.row_no_reason",
    "不入账要写明原因，如“转错账户，已退回”。",
    "To leave a line out of the ledger, say why, such as “sent to the wrong account, returned”.",
)
WRONG_WAY = Sentence(
    "funding.wrong_way",
    "这一行是{way}，不能记成“{kind}”。",
    "This line is money that {way}; it cannot be recorded as “{kind}”.",
)


@dataclass(frozen=True, slots=True)
class ImportedRows:
    """How many lines of a statement are new, and how many were there."""

    new: int
    seen: int


def marks_of(lines: Sequence[StatementLine]) -> list[str]:
    """Give each line's mark; lines alike in everything are told apart by their order in the file."""
    key, alike, marks = house_key(settings.SECRET_KEY, "statement"), Counter[str](), []
    for line in lines:
        said = canonical_bytes([line.on.isoformat(), line.fen, line.payer, line.memo, line.serial]).decode()
        marks.append(keyed_digest(key, f"{said}/{alike[said]}"))
        alike[said] += 1
    return marks


@transaction.atomic
def import_statement(
    *, actor: Actor, project: str, lines: Sequence[StatementLine], file: str, **when: Unpack[When]
) -> ImportedRows:
    """Keep the lines of a bank statement that were not there yet, to be settled one by one.

    ``id`` of each line is its row in the file.

    :raises Refusal: if the actor may not, or every line was imported before
    """
    funded = load_funded_for(actor, project, Verb.FUNDING_RECORD, when["recorded_at"])
    hold(funded)
    with scope(neighbourhood=funded.neighbourhood_id):
        there = set(StatementRow.objects.filter(project=funded).values_list("mark", flat=True))
        fresh = [(line, mark) for line, mark in zip(lines, marks_of(lines), strict=True) if mark not in there]
        if not fresh:
            raise Refusal(ALL_SEEN.because(count=len(lines)))
        StatementRow.objects.bulk_create(_row(funded, line, mark, file, when) for line, mark in fresh)
        told = {
            "rows": len(fresh), "seen": len(lines) - len(fresh),
            "in_fen": sum(line.fen for line, _ in fresh if line.fen > 0),
            "out_fen": -sum(line.fen for line, _ in fresh if line.fen < 0),
        }  # fmt: skip
        enter(actor, funded, "statement.import", told, when)
    return ImportedRows(len(fresh), len(lines) - len(fresh))


@transaction.atomic
def mark_again() -> None:
    """Make the mark of every row again, under the secret the house has now, file by file as they were imported."""
    with scopes_disabled():
        files: dict[tuple[int, str], list[StatementRow]] = {}
        for row in StatementRow.objects.order_by("pk"):
            files.setdefault((row.project_id, row.file), []).append(row)
        for rows in files.values():
            for row, mark in zip(rows, marks_of([statement_line(row) for row in rows]), strict=True):
                StatementRow.objects.filter(pk=row.pk).update(mark=mark)


def _row(project: Project, line: StatementLine, mark: str, file: str, when: When) -> StatementRow:
    said = canonical_bytes({"payer": line.payer, "memo": line.memo, "serial": line.serial})
    made = new_public_id()
    return StatementRow(
        public_id=made, neighbourhood_id=project.neighbourhood_id, project=project, file=file[:120],
        number=int(line.id), on=line.on, fen=line.fen, sealed_words=sealed(said, made), mark=mark, **when,
    )  # fmt: skip


@transaction.atomic
def settle_row(*, actor: Actor, row: str, entry: str, **when: Unpack[When]) -> None:
    """Settle a line of the statement by an entry that is in the ledger.

    :raises Refusal: if the actor may not, the amounts differ, or either is settled already
    """
    found, funded = _open_row(actor, row, when)
    with scope(neighbourhood=funded.neighbourhood_id):
        _settle(actor, funded, found, entry, standing_movements(funded), when)


@transaction.atomic
def settle_by_recording(*, actor: Actor, row: str, kind: str, of: str, **when: Unpack[When]) -> str:
    """Record what a line of the statement shows as an entry of its day, and settle it by that; give the entry's id.

    :raises Refusal: as recording the movement would, or if the line is settled already
    """
    found, funded = _open_row(actor, row, when)
    fen = signed(kind, found.fen)
    if fen < 0:
        way = Words("到账的钱", "came in") if found.fen > 0 else Words("付出的钱", "went out")
        raise Refusal(WRONG_WAY.because(way=way, kind=KIND_WORDS[kind]))
    line = statement_line(found)
    then: When = {**when, "occurred_at": min(_noon(found.on), when["recorded_at"])}
    key = f"row/{found.public_id}/{found.entry_id or 0}"
    made = move(actor, funded, kind, of, fen, (line.serial[:64], "", key), then)
    with scope(neighbourhood=funded.neighbourhood_id):
        _settle(actor, funded, found, made.public_id, {made.pk: made}, when)
    return made.public_id


@transaction.atomic
def settle_matched(*, actor: Actor, project: str, **when: Unpack[When]) -> int:
    """Settle every line whose entry is beyond doubt; give how many. The others wait for a person, one by one."""
    funded = load_funded_for(actor, project, Verb.FUNDING_RECORD, when["recorded_at"])
    hold(funded)
    with scope(neighbourhood=funded.neighbourhood_id):
        rows, standing, found = open_rows(actor, funded, when)
        matched = [one for one in found.lines if one.state == "matched"]
        for one in matched:
            _settle(actor, funded, rows[one.line], one.candidates[0].item, standing, when)
    return len(matched)


@transaction.atomic
def set_row_aside(*, actor: Actor, row: str, reason: str, **when: Unpack[When]) -> None:
    """Leave a line of the statement out of the ledger, for a reason that stays on record.

    :raises Refusal: if the actor may not, no reason is given, or it is settled
    """
    found, funded = _open_row(actor, row, when)
    if not reason.strip():
        raise Refusal(NO_REASON.because())
    with scope(neighbourhood=funded.neighbourhood_id):
        StatementRow.objects.filter(pk=found.pk).update(
            set_aside=reason.strip()[:200], settled_at=when["recorded_at"], entry=None
        )
    told = {"row": row, "fen": found.fen, "reason": reason.strip()[:200]}
    enter(actor, funded, "statement.set_aside", told, when)


def open_rows(
    actor: Actor, project: Project, when: When
) -> tuple[dict[str, StatementRow], Standing, Matching]:
    """Give the rows that nothing settles, the movements that stand, and what is found for each row; call it within scope."""
    standing = standing_movements(project)
    rows = list(StatementRow.objects.filter(project=project).order_by("on", "pk"))
    settled = {row.entry_id for row in rows if row.entry_id in standing and row.entry_id}
    waiting = {row.public_id: row for row in rows if not row.set_aside and settles(row, standing) is None}
    homes = named_homes(actor, project, homes_of(actor, project, when), when)
    found = match([statement_line(row) for row in waiting.values()], items(project, homes, standing, settled))
    return waiting, standing, found


def _open_row(actor: Actor, row: str, when: When) -> tuple[StatementRow, Project]:
    with scopes_disabled():
        found = StatementRow.objects.select_related("project").filter(public_id=row).first()
    if found is None:
        raise Refusal(NOT_FOUND.because())
    funded = load_funded_for(actor, found.project.public_id, Verb.FUNDING_RECORD, when["recorded_at"])
    hold(funded)
    with scope(neighbourhood=funded.neighbourhood_id):
        found = StatementRow.objects.get(pk=found.pk)
        if settles(found, standing_movements(funded)) is not None:
            raise Refusal(SETTLED.because())
    return found, funded


def _settle(
    actor: Actor, project: Project, row: StatementRow, entry: str, standing: Standing, when: When
) -> None:
    found: LedgerEntry | None = next((one for one in standing.values() if one.public_id == entry), None)
    if found is None or StatementRow.objects.filter(entry=found).exists():
        raise Refusal(ENTRY_TAKEN.because())
    if signed(found.kind, found.fen) != row.fen:
        sums = yuan_text(row.fen), yuan_text(signed(found.kind, found.fen))
        raise Refusal(OTHER_AMOUNT.because(line=sums[0], entry=sums[1]))
    StatementRow.objects.filter(pk=row.pk).update(entry=found, set_aside="", settled_at=when["recorded_at"])
    enter(actor, project, "statement.settle", {"row": row.public_id, "entry": entry, "fen": row.fen}, when)


def _noon(day: date) -> datetime:
    return datetime.combine(day, NOON, CHINA)
