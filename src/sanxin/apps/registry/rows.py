"""Between a list's row and the tables: who it names, its digest, and the row read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sanxin.apps.registry.models import OWNING, Dwelling, Relation, RelationKind
from sanxin.apps.registry.persons import Person, look_up, person_of
from sanxin.foundation.canonical import canonical_bytes
from sanxin.journey.survey import DwellingRow

FACTS = ("floor", "area_m2", "area_source", "use", "sold", "elder")
PERSONS = ("owners", "owner_id", "occupier", "phone")


@dataclass(frozen=True, slots=True)
class Named:
    """A person a row names, in which relation, and whether the row's telephone is theirs."""

    person: Person
    kind: RelationKind
    is_contact: bool


def named_in(row: DwellingRow) -> list[Named]:
    """List the persons a row names. A telephone without a name is a person whose name nobody knows."""
    last4 = row.owner_id or ("",) * len(row.owners)
    owning = RelationKind.CO_OWNER if len(row.owners) > 1 else RelationKind.OWNER
    living = RelationKind.OCCUPIER if row.sold else RelationKind.PUBLIC_HOUSING_TENANT
    people = [(name, digits, owning) for name, digits in zip(row.owners, last4, strict=True)]
    if row.occupier or (row.phone and not people):
        people.append((row.occupier, "", living))
    return [
        Named(Person(name, row.phone if place == 0 else "", digits), kind, bool(row.phone) and place == 0)
        for place, (name, digits, kind) in enumerate(people)
    ]


def row_record(row: DwellingRow) -> dict[str, Any]:
    """Give a row as the value that is digested and committed to; 56.2 and 56.20 m² are the same."""
    record = {key: getattr(row, key) for key in ("stairwell", "room", *FACTS, *PERSONS)}
    record["area_m2"] = plain(row.area_m2)
    return record


def row_hmac(row: DwellingRow) -> str:
    """Give the keyed digest of a whole row."""
    return look_up("row", canonical_bytes(row_record(row)).decode())


def facts_of(source: DwellingRow | Dwelling) -> dict[str, Any]:
    """Give what a row says of the dwelling itself: nothing about persons."""
    return {key: getattr(source, key) for key in FACTS} | {"area_m2": plain(source.area_m2)}


def plain(area_m2: Decimal | None) -> str | None:
    """Write an area without trailing zeros."""
    return None if area_m2 is None else f"{area_m2.normalize():f}"


def row_of(dwelling: Dwelling, relations: Sequence[Relation]) -> DwellingRow:
    """Read a dwelling back as a row; its standing relations come with their parties, in order."""
    known = [(relation, person_of(relation.party)) for relation in relations]
    owners = [person for relation, person in known if relation.kind in OWNING]
    others = [person for relation, person in known if relation.kind not in OWNING]
    return DwellingRow(
        stairwell=dwelling.stairwell.code,
        room=dwelling.room,
        floor=dwelling.floor,
        area_m2=dwelling.area_m2,
        area_source=dwelling.area_source,
        use=dwelling.use,
        sold=dwelling.sold,
        owners=tuple(person.name for person in owners),
        owner_id=tuple(person.last4 for person in owners) if any(person.last4 for person in owners) else (),
        occupier=others[0].name if others else "",
        phone=next((person.phone for relation, person in known if relation.is_contact), ""),
        elder=dwelling.elder,
    )
