"""Heads and rolls: distinct sets of owners, and whose each dwelling is. Namesakes are one head only after a person said so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations

from django.db.models import Count, Q, QuerySet
from django_scopes import scope

from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry.access import load_compound_for
from sanxin.apps.registry.models import OWNING, Dwelling, NamesakeDecision, Party, Relation
from sanxin.apps.registry.persons import Person, person_of
from sanxin.foundation.actor import Actor


@dataclass(frozen=True, slots=True)
class Head:
    """One head of a decision: a set of owners, and every dwelling that set owns."""

    owners: tuple[str, ...]
    dwellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Owners of one name and one last four digits: proposed as one person, not yet decided."""

    parties: tuple[str, ...]


def heads(
    actor: Actor, compound: str, day: date, at: datetime, *, stairwells: Iterable[str] | None = None
) -> tuple[Head, ...]:
    """List the heads of a compound, or of some of its stairwells by public id, on a day.

    One owner of many dwellings is one head, co-owners of a dwelling are one. A dwelling nobody is known
    to own is in none.

    :raises Refusal: if the compound's dwellings are not for this actor
    """
    card = load_compound_for(actor, compound, Verb.DWELLING_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        owning = Relation.objects.filter(
            Q(until=None) | Q(until__gt=day), first__lte=day, kind__in=OWNING, dwelling__compound=card,
            dwelling__ceased_on=None,
        )  # fmt: skip
        if stairwells is not None:
            owning = owning.filter(dwelling__stairwell__public_id__in=list(stairwells))
        pairs = list(owning.values_list("dwelling__public_id", "party__public_id"))
        one_of = _same_persons()
    owners: dict[str, set[str]] = {}
    for dwelling, party in pairs:
        owners.setdefault(dwelling, set()).add(one_of.get(party, party))
    owned: dict[tuple[str, ...], list[str]] = {}
    for dwelling, persons in sorted(owners.items()):
        owned.setdefault(tuple(sorted(persons)), []).append(dwelling)
    return tuple(Head(persons, tuple(homes)) for persons, homes in sorted(owned.items()))


def namesakes(actor: Actor, compound: str, at: datetime) -> list[Namesakes]:
    """Propose owners of one name and last four digits as one person, where nobody decided yet."""
    card = load_compound_for(actor, compound, Verb.PARTY_MANAGE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        owners = Relation.objects.filter(dwelling__compound=card, kind__in=OWNING, until=None)
        named = Party.objects.filter(pk__in=owners.values("party")).exclude(namesake_hmac="")
        twice = named.values("namesake_hmac").annotate(n=Count("pk")).filter(n__gt=1)
        found: dict[str, list[str]] = {}
        for digest, party in named.filter(namesake_hmac__in=twice.values("namesake_hmac")).values_list(
            "namesake_hmac", "public_id"
        ):
            found.setdefault(digest, []).append(party)
        decided = set(_decisions())
    groups = [tuple(sorted(parties)) for parties in found.values()]
    return [Namesakes(group) for group in sorted(groups) if _undecided(group, decided)]


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of two parties who may be one person: who, and which dwellings they own."""

    party: str
    person: Person
    homes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamesakePair:
    """Two parties a person is asked about."""

    one: Namesake
    other: Namesake


def namesake_pairs(actor: Actor, compound: str, at: datetime) -> list[NamesakePair]:
    """List the pairs of namesakes that wait for an answer, with names and dwellings, to decide on.

    :raises Refusal: if the compound's parties are not for this actor
    """
    card = load_compound_for(actor, compound, Verb.PARTY_MANAGE, at)
    groups = namesakes(actor, compound, at)
    with scope(neighbourhood=card.neighbourhood_id):
        named = _described({party for group in groups for party in group.parties})
        decided = set(_decisions())
    return [
        NamesakePair(named[one], named[other])
        for group in groups
        for one, other in combinations(group.parties, 2)
        if (one, other) not in decided
    ]


def _described(parties: set[str]) -> dict[str, Namesake]:
    homes: dict[str, list[str]] = {}
    persons: dict[str, Person] = {}
    owned = Relation.objects.filter(party__public_id__in=parties, kind__in=OWNING, until=None)
    for one in owned.select_related("party", "dwelling__stairwell").order_by("pk"):
        home = one.dwelling
        homes.setdefault(one.party.public_id, []).append(f"{home.stairwell.code}-{home.room}")
        persons[one.party.public_id] = person_of(one.party)
    return {party: Namesake(party, person, tuple(homes[party])) for party, person in persons.items()}


def _undecided(group: tuple[str, ...], decided: set[tuple[str, str]]) -> bool:
    """Tell whether some pair of a group waits for an answer."""
    return any((a, b) not in decided for i, a in enumerate(group) for b in group[i + 1 :])


def _decisions() -> dict[tuple[str, str], bool]:
    told = NamesakeDecision.objects.order_by("pk").values_list("one__public_id", "other__public_id", "same")
    return {(one, other): same for one, other, same in told}


def _same_persons() -> dict[str, str]:
    """Map each party confirmed as somebody else to the first of that person's parties."""
    first: dict[str, str] = {}

    def root(party: str) -> str:
        while party in first:
            party = first[party]
        return party

    for (one, other), same in sorted(_decisions().items()):
        a, b = sorted((root(one), root(other)))
        if same and a != b:
            first[b] = a
    return {party: root(party) for party in first}


def is_over(dwelling: str, *, compound: int, building: int | None, stairwell: int | None) -> bool:
    """Tell whether a standing dwelling is in a compound, and in its building or stairwell where one is named.

    For rooms above that check access by it; call it with scopes disabled.
    """
    found = Dwelling.objects.filter(public_id=dwelling, compound=compound, ceased_on=None)
    return _within(found, building, stairwell).exists()


@dataclass(frozen=True, slots=True)
class OwnedHome:
    """A standing dwelling as a roll needs it: whose it is by public id, nobody in clear."""

    public_id: str
    number: int
    room: str
    stairwell: str
    area_m2: Decimal | None
    owners: tuple[str, ...]
    unsold: bool


def owned_homes(
    actor: Actor, compound: str, day: date, at: datetime, *, building: int | None, stairwell: int | None
) -> list[OwnedHome]:
    """List the dwellings of a compound, a building or a stairwell with who owns them on a day, for a roll.

    A dwelling nobody is known to own is on it, without owners.

    :raises Refusal: if the compound's dwellings are not for this actor
    """
    card = load_compound_for(actor, compound, Verb.DWELLING_SEE, at)
    owners = {home: head.owners for head in heads(actor, compound, day, at) for home in head.dwellings}
    with scope(neighbourhood=card.neighbourhood_id):
        standing = Dwelling.objects.filter(compound=card, ceased_on=None).select_related("stairwell")
        found = _within(standing, building, stairwell).order_by("position", "pk")
        return [
            OwnedHome(
                one.public_id, one.pk, one.room, one.stairwell.code, one.area_m2,
                owners.get(one.public_id, ()), not one.sold,
            )
            for one in found
        ]  # fmt: skip


def _within(found: QuerySet[Dwelling], building: int | None, stairwell: int | None) -> QuerySet[Dwelling]:
    if building is not None:
        found = found.filter(stairwell__building=building)
    if stairwell is not None:
        found = found.filter(stairwell=stairwell)
    return found
