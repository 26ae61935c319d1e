"""Writing rows in bulk: dwellings, parties, relations and the history of each, chunk by chunk."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sanxin.apps.journal import actions as journal
from sanxin.apps.registry.diff import DwellingDiff
from sanxin.apps.registry.models import Batch, Change, Compound, Dwelling, Party, Relation
from sanxin.apps.registry.persons import Person, person_of, sealed_columns
from sanxin.apps.registry.rows import Named, facts_of, named_in, row_record
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When, legal_day
from sanxin.foundation.canonical import canonical_bytes
from sanxin.record.leaf import SALT_BYTES, commitment
from sanxin.record.merkle import Frontier, leaf_hash


@dataclass(slots=True)
class Pen:
    """Writes one batch, and grows the tree of its rows."""

    batch: Batch
    when: When
    tree: Frontier = field(default_factory=Frontier)

    def write(self, diffs: Sequence[DwellingDiff], stairwells: dict[str, int]) -> None:
        """Write what a chunk's rows would do, and nothing else."""
        fresh = [diff for diff in diffs if diff.change.outcome == "new"]
        made = Dwelling.objects.bulk_create(
            [
                Dwelling(
                    **self._whose(), stairwell_id=stairwells[diff.row.stairwell],
                    position=diff.change.number, room=diff.row.room, **_columns(diff),
                )
                for diff in fresh
            ]
        )  # fmt: skip
        self._relate(
            (dwelling, place, named)
            for dwelling, diff in zip(made, fresh, strict=True)
            for place, named in enumerate(named_in(diff.row))
        )
        edited = [diff for diff in diffs if diff.change.outcome == "changed"]
        for diff in edited:
            self._edit(diff)
        history = [self._change(dwelling, diff, None) for dwelling, diff in zip(made, fresh, strict=True)]
        history += [self._change(diff.standing, diff, before) for diff, before in self._befores(edited)]
        Change.objects.bulk_create(history)

    def _whose(self) -> dict[str, Any]:
        compound = self.batch.compound
        return {"neighbourhood_id": compound.neighbourhood_id, "compound": compound, **self.when}

    def _befores(self, edited: list[DwellingDiff]) -> list[tuple[DwellingDiff, dict[str, Any]]]:
        return [(diff, facts_of(diff.standing)) for diff in edited if diff.standing]

    def _edit(self, diff: DwellingDiff) -> None:
        standing = diff.standing
        if standing is None:
            return
        Dwelling.objects.filter(pk=standing.pk).update(**_columns(diff))
        kept, told = list(diff.relations), named_in(diff.row)
        fresh = []
        for place, named in enumerate(told):
            match = next((old for old in kept if _same_relation(old, named)), None)
            if match is None:
                fresh.append((standing, place, named))
                continue
            kept.remove(match)
            _follow(match, place, named)
        end_relations(kept, self.when)
        self._relate(fresh, kept)

    def _relate(self, told: Iterable[tuple[Dwelling, int, Named]], former: Sequence[Relation] = ()) -> None:
        """Relate persons to dwellings; one who stood in another relation to it stays the same party."""
        told = list(told)
        known = {_who(person_of(old.party)): old.party for old in former}
        whose = self._whose()
        del whose["compound"]
        parties = []
        for _, _, named in told:
            party = known.get(_who(named.person))
            if party is None:
                party = _party(named.person, whose)
            else:
                _bring_up_to_date(party, named.person)
            parties.append(party)
        Party.objects.bulk_create([party for party in parties if party.pk is None])
        first, source = legal_day(self.when["occurred_at"]), self.batch.source
        Relation.objects.bulk_create(
            [
                Relation(
                    **whose, dwelling=dwelling, party=party, kind=named.kind, position=place,
                    is_contact=named.is_contact, source=source, first=first,
                )
                for (dwelling, place, named), party in zip(told, parties, strict=True)
            ]
        )  # fmt: skip

    def _change(self, dwelling: Dwelling | None, diff: DwellingDiff, before: dict[str, Any] | None) -> Change:
        if dwelling is None:
            raise ValueError("a change without a dwelling")
        salt = os.urandom(SALT_BYTES)
        committed = commitment(salt, {"dwelling": dwelling.public_id, "row": row_record(diff.row)})
        position = self.tree.size
        self.tree = self.tree.append(leaf_hash(bytes.fromhex(committed)))
        return Change(
            **self._whose(), batch=self.batch, position=position, subject=f"dwelling/{dwelling.public_id}",
            what=f"dwelling.{diff.change.outcome}", fields=",".join(diff.change.fields),
            before=canonical_bytes(before).decode() if before is not None else None,
            after=canonical_bytes(facts_of(diff.row)).decode(), commitment=committed, salt=salt,
            actor=self.batch.actor, source=self.batch.source,
        )  # fmt: skip


def end_relations(relations: Iterable[Relation], when: When) -> None:
    """End relations on the day it happened; that they stood before remains."""
    Relation.objects.filter(pk__in=[old.pk for old in relations]).update(
        until=legal_day(when["occurred_at"]), ended_at=when["recorded_at"]
    )


def enter(
    actor: Actor, compound: Compound, verb: str, subject: str, payload: dict[str, Any], when: When
) -> None:
    """Put a fact on the record of its compound."""
    journal.enter(
        actor=actor, stream=f"registry/compound/{compound.public_id}", verb=verb, subject=subject, payload=payload,
        neighbourhood=compound.neighbourhood_id, **when,
    )  # fmt: skip


def _party(person: Person, whose: dict[str, Any]) -> Party:
    party = Party(**whose)
    for column, value in sealed_columns(person, party.public_id).items():
        setattr(party, column, value)
    return party


def _columns(diff: DwellingDiff) -> dict[str, Any]:
    row = diff.row
    return {
        "floor": row.floor, "area_m2": row.area_m2, "area_source": row.area_source, "use": row.use,
        "sold": row.sold, "elder": row.elder, "reached": row.reached, "row_hmac": diff.hmac,
    }  # fmt: skip


def _who(person: Person) -> tuple[str, str]:
    return person.name, person.last4


def _same_relation(old: Relation, named: Named) -> bool:
    return old.kind == named.kind and _who(person_of(old.party)) == _who(named.person)


def _follow(relation: Relation, place: int, named: Named) -> None:
    """Bring a relation that stands to the row's place and telephone, under the person's own key."""
    _bring_up_to_date(relation.party, named.person)
    Relation.objects.filter(pk=relation.pk).update(position=place, is_contact=named.is_contact)


def _bring_up_to_date(party: Party, person: Person) -> None:
    """Seal what is now known of a person over what was; that it changed stands in the row's history."""
    if party.wrapped_key is not None and person_of(party) != person:
        columns = sealed_columns(person, party.public_id, bytes(party.wrapped_key))
        Party.objects.filter(pk=party.pk).update(**columns)
