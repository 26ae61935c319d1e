"""A bank statement held against the books, line by line: matched, candidates for a person, or nothing. Never a guess."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["matched", "candidates", "unmatched"]
Ground = Literal["amount", "serial", "reference", "name", "date"]
WITHIN_DAYS = 7  # a payment written down at the counter reaches the bank within a week
BETWEEN = r"\s*(?:号门栋|号门洞|号单元|号楼|号门|门栋|单元|号|栋|幢|门)?\s*(?:[-—－–_/]\s*)?"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a bank statement. ``fen`` above 0 came in, below 0 went out; ``serial`` is the bank's own number."""

    id: str
    on: date
    fen: int
    payer: str = ""
    memo: str = ""
    serial: str = ""

    @property
    def words(self) -> str:
        """Give everything that may say whose money it is."""
        return f"{self.payer} {self.memo}"


@dataclass(frozen=True, slots=True)
class Home:
    """How a dwelling may be named on a transfer: its stairwell and room, its sheet of the last round, its owners."""

    id: str
    stairwell: str
    room: str
    sheet: int | None = None
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """What a line may be: an entry in the books (``on`` its day), or money still expected (``on`` None).

    ``fen`` is signed as on the statement; ``home`` is the dwelling it is of, if of one.
    """

    id: str
    fen: int
    on: date | None = None
    home: Home | None = None
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item a line may be, and what speaks for it."""

    item: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class LineMatch:
    """What is found for one line. ``matched`` has one candidate; ``candidates`` wait for a person."""

    line: str
    state: State
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """The lines in their order, and the entries in the books that no line of the statement stands for."""

    lines: tuple[LineMatch, ...]
    unmatched_entries: tuple[str, ...]


def match(lines: Sequence[StatementLine], items: Sequence[Item]) -> Matching:
    """Hold every line against every item.

    A line is matched only to an entry already in the books, of the same amount, named by serial, room or
    owner and of the same week, where no other line and no other entry fits as well. Money that is merely
    expected is never matched: somebody confirms it.
    """
    found = [(line, [each for item in items if (each := _candidate(line, item))]) for line in lines]
    entries = {item.id for item in items if item.on is not None}
    sure = [_sure(candidates, entries) for _, candidates in found]
    claimed = Counter(one.item for some in sure for one in some)
    told = []
    for (line, candidates), some in zip(found, sure, strict=True):
        if len(some) == 1 and claimed[some[0].item] == 1:
            told.append(LineMatch(line.id, "matched", (some[0],)))
        else:
            ranked = sorted(candidates, key=lambda each: (-len(each.grounds), each.item))
            told.append(LineMatch(line.id, "candidates" if ranked else "unmatched", tuple(ranked)))
    taken = {one.candidates[0].item for one in told if one.state == "matched"}
    return Matching(
        tuple(told), tuple(item.id for item in items if item.id in entries and item.id not in taken)
    )


def _candidate(line: StatementLine, item: Item) -> Candidate | None:
    """Give what speaks for an item: its amount, or that the line names it; a day alone says nothing."""
    if (line.fen > 0) != (item.fen > 0):
        return None
    named = _named(line, item)
    grounds: list[Ground] = ["amount"] if line.fen == item.fen else []
    grounds += named
    if not grounds or (item.on is not None and "amount" not in grounds and "serial" not in grounds):
        return None
    if item.on is not None and abs((line.on - item.on).days) <= WITHIN_DAYS:
        grounds.append("date")
    return Candidate(item.id, tuple(grounds))


def _named(line: StatementLine, item: Item) -> list[Ground]:
    found: list[Ground] = ["serial"] if line.serial and line.serial == item.serial else []
    if item.home is not None:
        if refers(line.words, item.home):
            found.append("reference")
        if any(len(owner) > 1 and owner in line.words for owner in item.home.owners):
            found.append("name")
    return found


def _sure(candidates: Sequence[Candidate], entries: set[str]) -> list[Candidate]:
    return [
        one
        for one in candidates
        if one.item in entries
        and "amount" in one.grounds
        and ("serial" in one.grounds or ("date" in one.grounds and {"reference", "name"} & {*one.grounds}))
    ]


def refers(words: str, home: Home) -> bool:
    """Tell whether words name a dwelling by its room or its sheet; another stairwell's room of that number is not it."""
    if home.sheet is not None and re.search(
        rf"(?:票号\s*[:：]?\s*0*{home.sheet}(?!\d)|(?<!\d)0*{home.sheet}\s*号票)", words
    ):
        return True
    if home.room not in words:
        return False
    room = re.escape(home.room)
    stairwells = [
        before[1] for before in re.finditer(rf"([0-9A-Za-z]+){BETWEEN}(?<![0-9A-Za-z]){room}(?![0-9A-Za-z])", words)
    ]  # fmt: skip
    if stairwells:
        return home.stairwell in stairwells
    return re.search(rf"(?<![0-9A-Za-z]){room}(?![0-9A-Za-z])", words) is not None
