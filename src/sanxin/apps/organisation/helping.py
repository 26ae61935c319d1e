"""Who helps a household: the names it gave, read for itself and for whoever may record a consent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django_scopes import scope, scopes_disabled

from sanxin.apps.organisation.access import NOT_FOUND, named, neighbourhoods_for, require
from sanxin.apps.organisation.models import HelperConsent, HouseholdToken, Invitation
from sanxin.apps.organisation.roles import Verb
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.refusal import Refusal
from sanxin.record.sealing import house_key, unseal


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A consent in force or to come. ``until`` is the first day without help; ``waits`` while the card was not used.

    ``ref`` is how the journal names the helper; ``party`` is who signed a sheet for it, empty without one.
    """

    public_id: str
    name: str
    first: date
    until: date | None
    waits: bool
    ref: str
    recorded_at: datetime
    party: str = ""


def helpers_of(actor: Actor, dwelling: str, neighbourhood: int, at: datetime) -> list[HelpLine]:
    """List who acts for a dwelling, or will, for whoever may record a consent there; call it for a dwelling that was loaded.

    :raises Refusal: if the actor may not
    """
    require(actor, Verb.CONSENT_RECORD, neighbourhood, at)
    return _lines(Q(dwelling=dwelling) & HelperConsent.not_over(legal_day(at)), [neighbourhood])


def own_help(actor: Helper, at: datetime) -> HelpLine | None:
    """Give the consent by which a helper acts today."""
    today = HelperConsent.on(legal_day(at))
    where = neighbourhoods_for(actor, Verb.DWELLING_SEE, at)
    return next(iter(_lines(Q(today, named(actor), dwelling=actor.dwelling), where)), None)


def let_in_at(actor: Household | Helper) -> datetime | None:
    """Give when a household's session, or the latest consent by which somebody helps, was recorded."""
    with scopes_disabled():
        if isinstance(actor, Helper):
            found: QuerySet[Any] = HelperConsent.objects.filter(named(actor), dwelling=actor.dwelling)
        else:
            found = HouseholdToken.objects.filter(public_id=actor.token, dwelling=actor.dwelling)
        return found.order_by("-recorded_at").values_list("recorded_at", flat=True).first()


def ended_on(actor: Household | Helper, at: datetime) -> date | None:
    """Give the day on which a helper's consent, or a household's session, ended; nothing if it did not, or is forgotten."""
    today = legal_day(at)
    with scopes_disabled():
        if isinstance(actor, Helper):
            over = HelperConsent.objects.filter(named(actor), dwelling=actor.dwelling, until__lte=today)
            return over.order_by("-until").values_list("until", flat=True).first()
        token = HouseholdToken.objects.filter(public_id=actor.token, dwelling=actor.dwelling).first()
    ends = [] if token is None else [one for one in (token.revoked_at, token.expires_at) if one and one <= at]
    return legal_day(min(ends)) if ends else None


def sheet_of(actor: Actor, dwelling: str, neighbourhood: int, helper: str, at: datetime) -> str:
    """Give the digest of the sheet by which a dwelling consented to a helper, for whoever may record one there.

    :raises Refusal: if the actor may not, or there is no such sheet
    """
    require(actor, Verb.CONSENT_RECORD, neighbourhood, at)
    with scope(neighbourhood=neighbourhood):
        signed = HelperConsent.objects.filter(dwelling=dwelling, public_id=helper, let_go_at=None)
        digest = signed.exclude(evidence_digest="").values_list("evidence_digest", flat=True).first()
    if digest is None:
        raise Refusal(NOT_FOUND.because())
    return digest


def card_made(card: str) -> tuple[str, datetime] | None:
    """Give the dwelling a card was made for and when it was recorded, if there is such a card."""
    with scopes_disabled():
        found = Invitation.objects.filter(public_id=card)
        return found.values_list("dwelling", "recorded_at").first()


def helper_key() -> bytes:
    """Give the key under which helpers' names are sealed."""
    return house_key(settings.SECRET_KEY, "helper")


def _lines(which: Q, neighbourhoods: list[int]) -> list[HelpLine]:
    with scope(neighbourhood=neighbourhoods):
        found = list(HelperConsent.objects.filter(which).select_related("account").order_by("pk"))
        waiting = set(
            Invitation.objects.filter(helper__in=found, used_at=None).values_list("helper", flat=True)
        )
        return [
            HelpLine(
                one.public_id, _name(one), one.first, one.until, one.pk in waiting,
                Helper(one.account.public_id if one.account else one.public_id, one.dwelling).ref,
                one.recorded_at, one.party,
            )
            for one in found
        ]  # fmt: skip


def _name(one: HelperConsent) -> str:
    if one.account is not None:
        return one.account.display_name
    return unseal(helper_key(), bytes(one.sealed_name or b""), one.public_id).decode()
