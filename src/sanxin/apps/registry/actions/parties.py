"""Parties: related to dwellings by days, told apart from namesakes by a person, erased on request."""

from datetime import date
from typing import Unpack

from django.db import transaction
from django.db.models import QuerySet
from django_scopes import scope

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry.access import load_dwelling_for, load_party_for
from sanxin.apps.registry.diff import standing_relations
from sanxin.apps.registry.models import Change, Dwelling, NamesakeDecision, Party, Relation, RelationKind
from sanxin.apps.registry.persons import Person, sealed_columns
from sanxin.apps.registry.rows import row_hmac, row_of
from sanxin.apps.registry.writing import enter
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

NOT_BEFORE = Sentence(
    "registry.ends_before_it_began",
    "关系于{first}开始，不能在{on}结束。请核对日期。",
    "The relation began on {first} and cannot end on {on}. Check the date.",
)
THEMSELVES = Sentence(
    "registry.namesake_of_itself", "不能与自身比对。", "Somebody is not a namesake of themselves."
)


@transaction.atomic
def relate(
    *, actor: Actor, dwelling: str, person: Person | str, kind: RelationKind, first: date, source: str,
    **when: Unpack[When],
) -> str:  # fmt: skip
    """Relate a new person, or a party known by public id, to a dwelling from a day on; give the party.

    :raises Refusal: if the actor may not, or there is no such party in this neighbourhood
    """
    home = load_dwelling_for(actor, dwelling, Verb.PARTY_MANAGE, when["occurred_at"])
    with scope(neighbourhood=home.neighbourhood_id):
        party = _party(actor, home, person, when)
        place = len(standing_relations([home.pk]).get(home.pk, ()))
        Relation.objects.create(
            neighbourhood_id=home.neighbourhood_id, dwelling=home, party=party, kind=kind, position=place,
            is_contact=isinstance(person, Person) and bool(person.phone) and place == 0, source=source,
            first=first, **when,
        )  # fmt: skip
        reread([home])
        told = {"party": party.public_id, "kind": kind.value, "first": first, "source": source}
        enter(actor, home.compound, "party.relate", f"dwelling/{dwelling}", told, when)
    return party.public_id


@transaction.atomic
def end_relation(
    *, actor: Actor, dwelling: str, party: str, kind: RelationKind, on: date, source: str,
    **when: Unpack[When],
) -> None:  # fmt: skip
    """End a party's relation to a dwelling on a day, the first one without it. The past stays.

    :raises Refusal: if there is no such relation, or it had not begun
    """
    home = load_dwelling_for(actor, dwelling, Verb.PARTY_MANAGE, when["occurred_at"])
    with scope(neighbourhood=home.neighbourhood_id):
        held = Relation.objects.filter(dwelling=home, party__public_id=party, kind=kind, until=None).first()
        if held is None:
            raise Refusal(NOT_FOUND.because())
        if on < held.first:
            raise Refusal(NOT_BEFORE.because(first=held.first, on=on))
        Relation.objects.filter(pk=held.pk).update(until=on, ended_at=when["recorded_at"])
        reread([home])
        told = {"party": party, "kind": kind.value, "on": on, "source": source}
        enter(actor, home.compound, "party.end", f"dwelling/{dwelling}", told, when)


@transaction.atomic
def decide_namesake(
    *, actor: Actor, one: str, other: str, same: bool, reason: str, **when: Unpack[When]
) -> None:
    """Put on record whether two parties are one person. It changes heads; the latest answer counts.

    :raises Refusal: if the actor may not, or both are the same party
    """
    parties = [
        load_party_for(actor, who, Verb.PARTY_MANAGE, when["occurred_at"]) for who in sorted((one, other))
    ]
    if one == other:
        raise Refusal(THEMSELVES.because())
    if parties[0].neighbourhood_id != parties[1].neighbourhood_id:
        raise Refusal(NOT_FOUND.because())
    with scope(neighbourhood=parties[0].neighbourhood_id):
        NamesakeDecision.objects.create(
            neighbourhood_id=parties[0].neighbourhood_id, one=parties[0], other=parties[1], same=same,
            actor=actor.ref, reason=reason, **when,
        )  # fmt: skip
    journal.enter(
        actor=actor, stream=f"registry/parties/{parties[0].neighbourhood_id}", verb="party.namesake",
        subject=f"party/{parties[0].public_id}", payload={"other": parties[1].public_id, "same": same},
        neighbourhood=parties[0].neighbourhood_id, **when,
    )  # fmt: skip


@transaction.atomic
def erase_party(*, actor: Actor, party: str, reason: str, **when: Unpack[When]) -> None:
    """Erase a person's data for good by destroying their key, as PIPL 47 asks; relations stay, nameless.

    The salts of the rows that named them go too, so that what the log commits to cannot be guessed back.
    """
    person = load_party_for(actor, party, Verb.PARTY_ERASE, when["occurred_at"])
    with scope(neighbourhood=person.neighbourhood_id):
        forget(Party.objects.filter(pk=person.pk), when)
    journal.enter(
        actor=actor, stream=f"registry/parties/{person.neighbourhood_id}", verb="party.erase",
        subject=f"party/{party}", payload={"reason": reason}, neighbourhood=person.neighbourhood_id, **when,
    )  # fmt: skip


def forget(parties: QuerySet[Party], when: When) -> None:
    """Destroy the keys, texts and digests of some parties, and the salts of the rows that named them."""
    ids = Relation.objects.filter(party__in=list(parties)).values_list("dwelling", flat=True)
    homes = list(Dwelling.objects.filter(pk__in=list(ids)).select_related("stairwell"))
    parties.update(
        wrapped_key=None, sealed=None, name_hmac="", phone_hmac="", namesake_hmac="",
        erased_at=when["recorded_at"],
    )  # fmt: skip
    Change.objects.filter(subject__in=[f"dwelling/{home.public_id}" for home in homes]).update(salt=None)
    reread(homes)


def reread(homes: list[Dwelling]) -> None:
    """Bring the digests of some dwellings up to date after their parties changed."""
    relations = standing_relations([home.pk for home in homes])
    for home in homes:
        row = row_of(home, relations.get(home.pk, ()))
        Dwelling.objects.filter(pk=home.pk).update(row_hmac=row_hmac(row), reached=row.reached)


def _party(actor: Actor, home: Dwelling, person: Person | str, when: When) -> Party:
    if isinstance(person, Person):
        party = Party(neighbourhood_id=home.neighbourhood_id, **when)
        for column, value in sealed_columns(person, party.public_id).items():
            setattr(party, column, value)
        party.save()
        return party
    party = load_party_for(actor, person, Verb.PARTY_MANAGE, when["occurred_at"])
    if party.neighbourhood_id != home.neighbourhood_id:
        raise Refusal(NOT_FOUND.because())
    return party
