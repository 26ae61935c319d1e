"""Fetching and checking in one call. Unseen and absent read alike."""

from datetime import datetime

from django.db.models import Q
from django_scopes import scopes_disabled

from sanxin.apps.organisation import queries as organisation
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry.models import Compound, Dwelling, Party, Relation, Stairwell
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.refusal import Refusal

UP_THE_TREE = "unit__parent__parent__parent__parent"


def load_compound_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Compound:
    """Fetch a compound and make sure that the actor may do this with it.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        compound = Compound.objects.filter(public_id=public_id).first()
    if compound is None or not _may_there(actor, verb, compound.neighbourhood_id, at):
        raise Refusal(NOT_FOUND.because())
    return compound


def hold_compound(compound: Compound) -> None:
    """Keep other writers out of a compound until the transaction ends: they wait, then see what changed.

    SQLite needs no row lock: its transactions start IMMEDIATE.
    """
    with scopes_disabled():
        Compound.objects.select_for_update().get(pk=compound.pk)


def load_stairwell_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Stairwell:
    """Fetch a stairwell with its building and compound, and make sure of access.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        found = Stairwell.objects.select_related("building", "compound").filter(public_id=public_id).first()
    if found is None or not _may_there(actor, verb, found.neighbourhood_id, at):
        raise Refusal(NOT_FOUND.because())
    return found


def load_dwelling_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Dwelling:
    """Fetch a dwelling with the units above it, and make sure of access; a household sees its own.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        wanted = Dwelling.objects.select_related("stairwell", "compound", UP_THE_TREE)
        dwelling = wanted.filter(public_id=public_id).first()
    if dwelling is None or not _may_with(actor, verb, dwelling, at):
        raise Refusal(NOT_FOUND.because())
    return dwelling


def load_party_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Party:
    """Fetch a party that was not erased, and make sure of access.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        party = Party.objects.filter(public_id=public_id, erased_at=None).first()
    if party is None or not organisation.can(actor, verb, party.neighbourhood_id, at):
        raise Refusal(NOT_FOUND.because())
    return party


def changed_hands(dwelling: str, since: datetime, at: datetime) -> bool:
    """Tell whether somebody who stood for a dwelling at an instant stands no more, or it ceased itself.

    Whoever is recorded anew under the same name, as after a correction of the list, has not left.
    """
    today = legal_day(at)
    with scopes_disabled():
        held = Relation.objects.filter(dwelling__public_id=dwelling)
        ended = held.filter(Q(ended_at__gt=since) | Q(until__gt=legal_day(since)), until__lte=today)
        stand = held.exclude(until__lte=today).exclude(party__name_hmac="")
        left = ended.exclude(party__name_hmac__in=stand.values("party__name_hmac"))
        return left.exists() or Dwelling.objects.filter(public_id=dwelling, ceased_on__lte=today).exists()


def _may_there(actor: Actor | None, verb: Verb, neighbourhood: int, at: datetime) -> bool:
    """Tell whether an actor may: someone of a part of the neighbourhood sees its shared things too."""
    if organisation.can(actor, verb, neighbourhood, at):
        return True
    return verb.endswith(".see") and neighbourhood in organisation.neighbourhoods_for(actor, verb, at)


def _may_with(actor: Actor | None, verb: Verb, dwelling: Dwelling, at: datetime) -> bool:
    if isinstance(actor, Household | Helper) and actor.dwelling != dwelling.public_id:
        return False
    return organisation.can(actor, verb, dwelling.unit_id or dwelling.neighbourhood_id, at)
