"""Who helps a household: the names it gave, read for itself and for whoever may record a consent."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django_scopes import scope

from sanxin.apps.organisation.access import named, neighbourhoods_for, require
from sanxin.apps.organisation.models import HelperConsent, Invitation
from sanxin.apps.organisation.roles import Verb
from sanxin.foundation.actor import Actor, Helper
from sanxin.foundation.calendar import legal_day
from sanxin.record.sealing import house_key, unseal


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A consent in force or to come. ``until`` is the first day without help; ``waits`` while the card was not used.

    ``ref`` is how the journal names the helper.
    """

    public_id: str
    name: str
    first: date
    until: date | None
    waits: bool
    ref: str


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
            )
            for one in found
        ]  # fmt: skip


def _name(one: HelperConsent) -> str:
    if one.account is not None:
        return one.account.display_name
    return unseal(helper_key(), bytes(one.sealed_name or b""), one.public_id).decode()
