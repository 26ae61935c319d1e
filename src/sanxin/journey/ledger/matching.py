"""A bank statement held against the books, line by line: matched, candidates for a person, or nothing. Never a guess."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["matched", "candidates", "unmatched"]
Ground = Literal["amount", "serial", "reference", "name", "date"]
WITHIN_DAYS = 7  # a payment written down at the counter reaches the bank within a week
WORD = re.compile(r"[0-9A-Za-z]+")
# What stands between a stairwell and a room, as people write it: 9-402, 9号门402, 9 402.
BETWEEN = re.compile(r"\s*(?:号门栋|号门洞|号单元|号楼|号门|门栋|单元|号|栋|幢|门)?\s*(?:[-—－–_/]\s*)?")
SHEET = re.compile(r"票号\s*[:：]?\s*(\d{1,6})(?!\d)|(?<!\d)(\d{1,6})\s*号票")


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
    homes = {item.home.id: item.home for item in items if item.home is not None}.values()
    found = [(line, _candidates(line, items, _names(line, homes))) for line in lines]
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


def _candidates(
    line: StatementLine, items: Sequence[Item], names: Mapping[str, Sequence[Ground]]
) -> list[Candidate]:
    """List what a line may be, with what speaks for it: its amount, or that the line names it; a day alone says nothing."""
    found = []
    for item in items:
        if (line.fen > 0) != (item.fen > 0):
            continue
        grounds: list[Ground] = ["amount"] if line.fen == item.fen else []
        if line.serial and line.serial == item.serial:
            grounds.append("serial")
        if item.on is not None and not grounds:
            continue  # an entry in the books has its amount already; another sum is another entry
        if item.home is not None:
            grounds += names.get(item.home.id, ())
        if item.on is not None and abs((line.on - item.on).days) <= WITHIN_DAYS:
            grounds.append("date")
        if grounds:
            found.append(Candidate(item.id, tuple(grounds)))
    return found


def _names(line: StatementLine, homes: Iterable[Home]) -> dict[str, list[Ground]]:
    """Say which dwellings a line names: by room or sheet, or by an owner."""
    said, named = _said(line.words), dict[str, list[Ground]]()
    for home in homes:
        if said.names(home):
            named.setdefault(home.id, []).append("reference")
        if any(len(owner) > 1 and owner in line.words for owner in home.owners):
            named.setdefault(home.id, []).append("name")
    return named


def _sure(candidates: Sequence[Candidate], entries: set[str]) -> list[Candidate]:
    return [
        one
        for one in candidates
        if one.item in entries
        and "amount" in one.grounds
        and ("serial" in one.grounds or ("date" in one.grounds and {"reference", "name"} & {*one.grounds}))
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a transfer's words may name: sheets, and numbers with the number that stands before each as a stairwell would."""

    words: str
    sheets: frozenset[int]
    before: Mapping[str, frozenset[str]]

    def names(self, home: Home) -> bool:
        """Tell whether they name a dwelling; another stairwell's room of that number is not it."""
        if home.sheet in self.sheets:
            return True
        if not WORD.fullmatch(home.room):
            return home.room in self.words
        stairwells = self.before.get(home.room)
        return stairwells is not None and (not stairwells or home.stairwell in stairwells)


def _said(words: str) -> _Said:
    before: dict[str, frozenset[str]] = {}
    last = None
    for word in WORD.finditer(words):
        joined = last is not None and BETWEEN.fullmatch(words, last.end(), word.start())
        stairwell = {last[0]} if last is not None and joined else frozenset[str]()
        before[word[0]] = before.get(word[0], frozenset()) | stairwell
        last = word
    sheets = frozenset(int(found[1] or found[2]) for found in SHEET.finditer(words))
    return _Said(words, sheets, before)


def refers(words: str, home: Home) -> bool:
    """Tell whether words name a dwelling by its room, with its stairwell or without any, or by its sheet."""
    return _said(words).names(home)
