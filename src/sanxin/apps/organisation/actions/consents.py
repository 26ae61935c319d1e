"""Who acts for a household: consented to on a signed sheet, or invited by the household itself; and how that ends."""

from collections.abc import Collection
from datetime import date
from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.journal.actions import JPEG, keep_evidence
from sanxin.apps.organisation.access import NOT_FOUND, require
from sanxin.apps.organisation.actions.residents import Card, enter, print_card
from sanxin.apps.organisation.helping import helper_key
from sanxin.apps.organisation.models import HelperConsent
from sanxin.apps.organisation.roles import Verb
from sanxin.foundation.actor import Actor, Household
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
NOT_OF_THIS_HOME = Sentence(
    "organisation.not_of_this_home",
    "签字的人不在这一户现在登记的住户里。请从列表中选；没有登记的，先在这一户的页面登记，再来办。代理人不能再请别人代办。",
    "Whoever signed is not recorded for this dwelling now. Choose from the list, or record them first. An agent lets nobody else act.",
)
NO_SHEET = Sentence(
    "organisation.no_signed_sheet",
    "要附一张签好字的委托书的照片（JPEG）。请用手机拍照，或另存为 .jpg。",
    "A photograph (JPEG) of the signed sheet is needed. Take it with a phone, or save it as .jpg.",
)


@transaction.atomic
def consent_to_helper(
    *, actor: Actor, dwelling: str, neighbourhood: int, name: str, party: str, signers: Collection[str],
    photo: bytes, until: date, **when: Unpack[When],
) -> Card:  # fmt: skip
    """Record that somebody of a dwelling signed that a person acts for it, from today and without ``until``.

    ``photo`` is a JPEG of the sheet, kept as evidence; ``signers`` are those who may sign. Give the card to hand over.
    Call ``registry.actions.let_help``, which knows the dwelling and who belongs to it.

    :raises Refusal: if the actor or who signed may not, nobody is named, there is no photograph, or it would end before it begins
    """
    require(actor, Verb.CONSENT_RECORD, neighbourhood, when["occurred_at"])
    if isinstance(actor, Household):
        raise Refusal(NOT_FOUND.because())
    made = _named(dwelling, neighbourhood, name, until, when)
    if party not in signers:
        raise Refusal(NOT_OF_THIS_HOME.because())
    if not photo.startswith(JPEG):
        raise Refusal(NO_SHEET.because())
    digest = keep_evidence(neighbourhood=neighbourhood, content=photo, media_type="image/jpeg", **when)
    made.party, made.evidence_digest = party, digest
    told: dict[str, object] = {"party": party, "evidence": digest}
    return _let(actor, made, "helper.consent", told, when)


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
    return _let(actor, _named(dwelling, neighbourhood, name, until, when), "helper.invite", {}, when)


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
    enter(actor, "helper.end", dwelling, {"helper": helper, "until": today}, neighbourhood, when)


def _named(dwelling: str, neighbourhood: int, name: str, until: date, when: When) -> HelperConsent:
    """Write a consent down, with the helper's name sealed, if it says who helps and ends after today."""
    first = legal_day(when["occurred_at"])
    if until <= first:
        raise Refusal(ENDS_TOO_SOON.because(until=until, first=first))
    if not name.strip():
        raise Refusal(NO_HELPER_NAME.because())
    made = HelperConsent(
        neighbourhood_id=neighbourhood,
        dwelling=dwelling,
        first=first,
        until=until,
        recorded_at=when["recorded_at"],
    )
    made.sealed_name = seal(helper_key(), name.strip().encode(), made.public_id)
    return made


def _let(actor: Actor, made: HelperConsent, verb: str, told: dict[str, object], when: When) -> Card:
    """Keep a consent, print its card, and put it on record."""
    with scope(neighbourhood=made.neighbourhood_id):
        made.save()
    card = print_card(made.dwelling, made.neighbourhood_id, made, when)
    payload = {
        "helper": made.public_id,
        "first": made.first,
        "until": made.until,
        "card": card.card,
        **told,
    }
    enter(actor, verb, made.dwelling, payload, made.neighbourhood_id, when)
    return card
