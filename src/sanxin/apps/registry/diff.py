"""What an import would do, row by row, streamed: preview and commit walk the same path."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal

from sanxin.apps.registry.models import Compound, Dwelling, Relation
from sanxin.apps.registry.rows import FACTS, PERSONS, row_hmac, row_of, row_record
from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.finding import Because, Sentence
from sanxin.journey.survey import DwellingRow

Outcome = Literal["new", "changed", "unchanged", "refused", "gone"]
CHUNK = 1000
FINEST_AREA = -4  # decimal places of m² that the table keeps
LONGEST_ROOM = 30

NO_STAIRWELL = Sentence(
    "registry.row.no_stairwell",
    "第{row}行：门栋“{found}”不在小区的门栋之中。请核对门栋号，或先导入场地。",
    "Row {row}: found stairwell “{found}”, expected one of the site's. Check it, or import the site.",
)
NO_ROOM = Sentence(
    "registry.row.no_room",
    "第{row}行：室号“{found}”为空或过长，应为室号，如 402。请补写。",
    "Row {row}: found room “{found}”, expected a room such as 402. Fill it in.",
)
TWICE = Sentence(
    "registry.row.twice",
    "第{row}行：{found}在本表中已出现，每户只应一行。请删去一行或合并。",
    "Row {row}: found {found} a second time, expected one row a dwelling. Remove or join them.",
)
OWNER_IDS = Sentence(
    "registry.row.owner_ids",
    "第{row}行：业主与证件号数目不符（{found}），应一一对应。请补齐，不知道的留空。",
    "Row {row}: found {found} owners and id digits, expected as many of each. Leave unknown ones empty.",
)
AREA = Sentence(
    "registry.row.area",
    "第{row}行：面积“{found}”应为不超过四位小数的正数。请核对。",
    "Row {row}: found area “{found}”, expected a positive one with up to four decimals. Check it.",
)


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one row would do, as the preview shows it."""

    number: int
    what: str
    ref: str
    outcome: Outcome
    fields: tuple[str, ...] = ()
    because: Because | None = None
    told: tuple[tuple[str, str, str], ...] = ()  # each field that changes: what it was, what it would be


@dataclass(slots=True)
class Tally:
    """Counts outcomes and digests everything that would happen, in order."""

    counts: Counter[str] = field(default_factory=Counter)
    hasher: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, change: RowChange, incoming: str, standing: str = "") -> None:
        """Take one row in, with the digests of what comes and of what stands."""
        self.counts[f"{change.what}.{change.outcome}"] += 1
        told = [change.what, change.ref, change.outcome, change.fields, incoming, standing]
        self.hasher.update(canonical_bytes(told))

    @property
    def digest(self) -> str:
        """Give the digest of everything seen so far."""
        return self.hasher.hexdigest()


@dataclass(frozen=True, slots=True)
class DwellingDiff:
    """A row, the dwelling that stands in its place, and what would happen."""

    row: DwellingRow
    hmac: str
    standing: Dwelling | None
    relations: tuple[Relation, ...]
    change: RowChange


def diff_dwellings(
    compound: Compound | None, codes: Mapping[str, int | None], rows: Iterable[DwellingRow], tally: Tally
) -> Iterator[list[DwellingDiff]]:
    """Compare rows with what stands, in chunks; ``codes`` maps each stairwell to its number, if it has one.

    Call it within the neighbourhood's scope.
    """
    seen: set[tuple[str, str]] = set()
    number, source = 1, iter(rows)
    while chunk := list(islice(source, CHUNK)):
        standing = _standing(compound, codes, chunk)
        hmacs = [row_hmac(row) for row in chunk]
        known = set(hmacs)
        edited = [one.pk for one in standing.values() if one.row_hmac not in known]
        relations = standing_relations(edited)
        diffs = []
        for place, (row, hmac) in enumerate(zip(chunk, hmacs, strict=True), start=number):
            key = (row.stairwell, row.room)
            because = refuse_row(place, row, codes)
            if because is None and key in seen:
                because = TWICE.because(row=place, found="-".join(key))
            seen.add(key)
            there = standing.get(key) if because is None else None
            diff = _diff(row, hmac, there, relations.get(there.pk, ()) if there else (), place, because)
            tally.add(diff.change, diff.hmac, there.row_hmac if there else "")
            diffs.append(diff)
        yield diffs
        number += len(chunk)


def standing_relations(dwellings: Iterable[int]) -> dict[int, tuple[Relation, ...]]:
    """Give the relations that stand for some dwellings, with their parties, in order."""
    found: dict[int, tuple[Relation, ...]] = {}
    standing = Relation.objects.filter(dwelling__in=list(dwellings), until=None).select_related("party")
    for relation in standing.order_by("dwelling", "position", "pk"):
        found[relation.dwelling_id] = (*found.get(relation.dwelling_id, ()), relation)
    return found


def refuse_row(number: int, row: DwellingRow, codes: Mapping[str, object]) -> Because | None:
    """Say what keeps a row out, if something does."""
    if row.stairwell not in codes:
        return NO_STAIRWELL.because(row=number, found=row.stairwell)
    if not row.room.strip() or len(row.room) > LONGEST_ROOM:
        return NO_ROOM.because(row=number, found=row.room)
    if row.owner_id and len(row.owner_id) != len(row.owners):
        return OWNER_IDS.because(row=number, found=f"{len(row.owners)}/{len(row.owner_id)}")
    if row.area_m2 is not None and not _is_area(row):
        return AREA.because(row=number, found=row.area_m2)
    return None


def _diff(
    row: DwellingRow, hmac: str, there: Dwelling | None, relations: tuple[Relation, ...], number: int,
    because: Because | None,
) -> DwellingDiff:  # fmt: skip
    outcome: Outcome
    told: tuple[tuple[str, str, str], ...] = ()
    if because is not None:
        outcome = "refused"
    elif there is None:
        outcome = "new"
    elif there.row_hmac == hmac:
        outcome = "unchanged"
    else:
        before = row_of(there, relations)
        row = _kept(row, before)
        hmac = row_hmac(row)
        outcome = "unchanged" if hmac == there.row_hmac else "changed"
        told = _told(before, row)
    fields = tuple(key for key, _, _ in told)
    change = RowChange(number, "dwelling", f"{row.stairwell}-{row.room}", outcome, fields, because, told)
    return DwellingDiff(row, hmac, there, relations, change)


def _kept(row: DwellingRow, before: DwellingRow) -> DwellingRow:
    """Keep what is known where a list is silent; a new owner does not inherit digits or telephone."""
    keep = {key for key in (*FACTS, *PERSONS) if key in row.blank}
    if "owners" in keep:
        keep.add("owner_id")
    elif row.owners != before.owners:
        keep -= {"owner_id", "phone"}
    return replace(row, **{key: getattr(before, key) for key in keep})


def _told(before: DwellingRow, after: DwellingRow) -> tuple[tuple[str, str, str], ...]:
    old, new = row_record(before), row_record(after)
    return tuple(
        (key, _written(old[key]), _written(new[key])) for key in (*FACTS, *PERSONS) if old[key] != new[key]
    )


def _written(value: Any) -> str:
    if isinstance(value, tuple | list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def _standing(
    compound: Compound | None, codes: Mapping[str, int | None], chunk: list[DwellingRow]
) -> dict[tuple[str, str], Dwelling]:
    if compound is None:
        return {}
    stairwells = {codes[row.stairwell] for row in chunk if codes.get(row.stairwell)}
    found = Dwelling.objects.filter(
        stairwell__in=stairwells, room__in={row.room for row in chunk}, ceased_on=None
    ).select_related("stairwell")
    return {(dwelling.stairwell.code, dwelling.room): dwelling for dwelling in found}


def _is_area(row: DwellingRow) -> bool:
    area = row.area_m2
    if area is None or not area.is_finite() or not 0 <= area < 10**6:
        return False
    exponent = area.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= FINEST_AREA
