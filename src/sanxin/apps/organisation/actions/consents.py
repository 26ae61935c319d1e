"""Who acts for a household: consented to on a signed sheet, or invited by the household with a card; and how that ends."""

from datetime import date
from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.organisation.access import NOT_FOUND, require
from sanxin.apps.organisation.actions.residents import Card, enter, print_card
from sanxin.apps.organisation.actions.structure import account_or_refuse
from sanxin.apps.organisation.helping import helper_key
from sanxin.apps.organisation.models import HelperConsent, Invitation
from sanxin.apps.organisation.roles import Verb
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.calendar import When, legal_day
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.sealing import seal

ENDS_TOO_SOON = Sentence(
    "organisation.help_ends_too_soon",
    "代办写到 {until} 结束，应当晚于 {first}。请选以后的日子；不想要人代办了，点“现在就结束”。",
    "The help would end on {until}, which is not after {first}. Choose a later day; to end help, press “End it now”.",
)
NO_HELPER_NAME = Sentence(
    "organisation.helper_name",
    "没有写代办人的姓名。请写清楚请谁代办。",
    "It does not say who helps. Write the helper's name.",
)


@transaction.atomic
def consent_to_helper(
    *, actor: Actor, dwelling: str, neighbourhood: int, account: str, evidence_digest: str,
    first: date, until: date | None, **when: Unpack[When],
) -> Helper:  # fmt: skip
    """Record that a dwelling consents to a person acting for it, with the signed sheet as evidence.

    Call ``registry.actions.let_help``, which knows the dwelling.

    :raises Refusal: if the actor may not, nobody has that account, or the consent would end before it begins
    """
    require(actor, Verb.CONSENT_RECORD, neighbourhood, when["occurred_at"])
    if isinstance(actor, Household) and actor.dwelling != dwelling:
        raise Refusal(NOT_FOUND.because())
    _refuse_no_time(first, until, legal_day(when["occurred_at"]))
    person = account_or_refuse(account)
    with scope(neighbourhood=neighbourhood):
        HelperConsent.objects.create(
            neighbourhood_id=neighbourhood, dwelling=dwelling, account=person, first=first, until=until,
            evidence_digest=evidence_digest, recorded_at=when["recorded_at"],
        )  # fmt: skip
    payload = {"account": account, "first": first, "until": until, "evidence": evidence_digest}
    enter(actor, "helper.consent", dwelling, payload, neighbourhood, when)
    return Helper(account, dwelling)


@transaction.atomic
def invite_helper(
    *, actor: Actor, dwelling: str, neighbourhood: int, name: str, until: date, **when: Unpack[When]
) -> Card:
    """Record that a household lets somebody act for it, from today and without ``until``; give the card to hand over.

    Only the household itself may: its entry in the journal is the consent. For whoever signs a sheet instead,
    see ``consent_to_helper``. Call ``registry.actions.invite_helper``, which knows the dwelling.

    :raises Refusal: if it is not this household, nobody is named, or the consent would end before it begins
    """
    require(actor, Verb.CONSENT_RECORD, neighbourhood, when["occurred_at"])
    if not isinstance(actor, Household) or actor.dwelling != dwelling:
        raise Refusal(NOT_FOUND.because())
    first = legal_day(when["occurred_at"])
    _refuse_no_time(first, until, first)
    if not name.strip():
        raise Refusal(NO_HELPER_NAME.because())
    helper = HelperConsent(
        neighbourhood_id=neighbourhood,
        dwelling=dwelling,
        first=first,
        until=until,
        recorded_at=when["recorded_at"],
    )
    helper.sealed_name = seal(helper_key(), name.strip().encode(), helper.public_id)
    with scope(neighbourhood=neighbourhood):
        helper.save()
    card = print_card(dwelling, neighbourhood, helper, when)
    payload = {"helper": helper.public_id, "first": first, "until": until, "card": card.card}
    enter(actor, "helper.invite", dwelling, payload, neighbourhood, when)
    return card


@transaction.atomic
def end_help(*, actor: Actor, dwelling: str, neighbourhood: int, helper: str, **when: Unpack[When]) -> None:
    """End at once that somebody acts for a dwelling; ``helper`` is the consent's public id.

    Call ``registry.actions.end_help``, which knows the dwelling.

    :raises Refusal: if the actor may not, or there is no such consent in force or to come
    """
    require(actor, Verb.CONSENT_RECORD, neighbourhood, when["occurred_at"])
    if isinstance(actor, Household) and actor.dwelling != dwelling:
        raise Refusal(NOT_FOUND.because())
    today = legal_day(when["occurred_at"])
    with scope(neighbourhood=neighbourhood):
        held = HelperConsent.objects.filter(
            HelperConsent.not_over(today), dwelling=dwelling, public_id=helper
        )
        if not held.update(until=today):
            raise Refusal(NOT_FOUND.because())
        waiting = Invitation.objects.filter(helper__public_id=helper, used_at=None)
        waiting.update(expires_at=when["occurred_at"])
    enter(actor, "helper.end", dwelling, {"helper": helper, "until": today}, neighbourhood, when)


def _refuse_no_time(first: date, until: date | None, today: date) -> None:
    """Make sure that help ends after it begins, and after today."""
    since = max(first, today)
    if until is not None and until <= since:
        raise Refusal(ENDS_TOO_SOON.because(until=until, first=since))
