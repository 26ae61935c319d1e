"""Residents: invited by a printed card, let in by its code once, helped with recorded consent."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Unpack

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django_scopes import scope, scopes_disabled

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation import throttle
from sanxin.apps.organisation.access import require
from sanxin.apps.organisation.models import HelperConsent, HouseholdToken, Invitation
from sanxin.apps.organisation.roles import Verb
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.calendar import When, legal_day
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.ids import new_public_id
from sanxin.record.sealing import house_key, keyed_digest

STREAM = "organisation/residents"
Keep = Callable[[Household | Helper], None] | None
# Nothing that is mistaken for something else in print or on the telephone.
CODE_ALPHABET = "2345679ACDEFGHJKMNPQRTUVWXYZ"
CODE_LENGTH = 8
ATTEMPTS = 5
CARD_LIFE = timedelta(days=30)
TOKEN_LIFE = timedelta(days=180)

WRONG_CODE = Sentence(
    "organisation.wrong_code",
    "验证码不对、已用过或已过期。请核对卡片，或向居委会重新领取。",
    "The code is wrong, used or expired. Check the card, or ask the neighbourhood office for a new one.",
)
HELP_OVER = Sentence(
    "organisation.help_over",
    "这张代办卡的委托已于 {on} 结束，卡不能用了。还要代办的，请那一户再做一张代办卡，或到居委会签一张委托书。",
    "The help this card was made for ended on {on}, and the card is void. To go on, ask the household for another, or the neighbourhood office.",
)
CHANGED_HANDS = Sentence(
    "organisation.card_of_former_household",
    "这张卡做好以后，这一户的住户登记变了，卡不能再用。请现在的住户到居委会，当场再印一张。",
    "Since this card was made somebody recorded for the dwelling left it, and the card is void. Ask the neighbourhood office for a new one.",
)


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed for a dwelling: the card's id (in the QR code) and its code, known nowhere else."""

    card: str
    code: str


@transaction.atomic
def issue_invitation(*, actor: Actor, dwelling: str, neighbourhood: int, **when: Unpack[When]) -> Card:
    """Issue a dwelling's card; earlier cards of the dwelling that nobody used are void.

    Call ``registry.actions.invite``, which knows the dwelling.
    """
    require(actor, Verb.INVITATION_ISSUE, neighbourhood, when["occurred_at"])
    with scope(neighbourhood=neighbourhood):
        earlier = Invitation.objects.filter(dwelling=dwelling, used_at=None, helper=None)
        earlier.update(expires_at=when["occurred_at"])
    made = print_card(dwelling, neighbourhood, None, when)
    enter(actor, "invitation.issue", dwelling, {"card": made.card}, neighbourhood, when)
    return made


def redeem_invitation(
    *, card: str, code: str, address: str, at: datetime, left: bool = False, keep: Keep = None
) -> Household | Helper:
    """Exchange a card's code, once, for the session of a household, or of the helper it was made for.

    ``left`` says that the dwelling changed hands since; that is told only to who has the right code. ``keep`` keeps
    the session in the same transaction: a code is spent only where it let somebody in. Call
    ``registry.actions.redeem``, which knows who left.

    :raises Refusal: if card or code is wrong, used, expired, void or tried too often, or the help is over
    """
    throttle.refuse_if_locked(f"card-address:{address}", at)
    invitation = _take(card, code, at, left=left, keep=keep)
    if invitation is None:
        throttle.count_failure(f"card-address:{address}", throttle.PER_ADDRESS, at)
        raise Refusal(WRONG_CODE.because())
    return invitation


@transaction.atomic
def revoke_sessions(*, actor: Actor, dwelling: str, neighbourhood: int, **when: Unpack[When]) -> int:
    """End every session and helper's consent of a dwelling, as when its telephone was lost; give how many.

    Call it for a dwelling that was loaded.

    :raises Refusal: if the actor may not
    """
    require(actor, Verb.INVITATION_ISSUE, neighbourhood, when["occurred_at"])
    with scope(neighbourhood=neighbourhood):
        ended = HouseholdToken.objects.filter(dwelling=dwelling, revoked_at=None).update(
            revoked_at=when["occurred_at"]
        )
        today = legal_day(when["occurred_at"])
        standing = HelperConsent.objects.filter(HelperConsent.not_over(today), dwelling=dwelling)
        ended += standing.update(until=today)
    enter(actor, "household.revoke", dwelling, {"ended": ended}, neighbourhood, when)
    return ended


@transaction.atomic
def void_invitations(*, actor: Actor, **when: Unpack[When]) -> int:
    """Void every card that nobody used yet, as a new secret of the house does; give how many."""
    with scopes_disabled():
        waiting = Invitation.objects.filter(used_at=None, expires_at__gt=when["occurred_at"])
        voided = waiting.update(expires_at=when["occurred_at"])
    journal.enter(
        actor=actor, stream=STREAM, verb="invitation.void", subject="store", payload={"voided": voided},
        neighbourhood=None, **when,
    )  # fmt: skip
    return voided


@transaction.atomic
def _take(card: str, code: str, at: datetime, *, left: bool, keep: Keep) -> Household | Helper | None:
    with scopes_disabled():
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("helper")
            .filter(public_id=card, used_at=None, expires_at__gt=at, attempts_left__gt=0)
            .first()
        )
        if invitation is None:
            return None
        if not hmac.compare_digest(_digest(card, code), invitation.code_hmac):
            Invitation.objects.filter(pk=invitation.pk).update(attempts_left=F("attempts_left") - 1)
            return None
        helper = invitation.helper
        if helper is not None and helper.until is not None and helper.until <= legal_day(at):
            raise Refusal(HELP_OVER.because(on=helper.until))
        if left:
            raise Refusal(CHANGED_HANDS.because())
        Invitation.objects.filter(pk=invitation.pk).update(used_at=at)
    came = _household(invitation, at) if helper is None else Helper(helper.public_id, invitation.dwelling)
    when: When = {"occurred_at": at, "recorded_at": at}
    enter(came, "invitation.redeem", invitation.dwelling, {"card": card}, invitation.neighbourhood_id, when)
    if keep is not None:
        keep(came)
    return came


def _household(invitation: Invitation, at: datetime) -> Household:
    with scope(neighbourhood=invitation.neighbourhood_id):
        token = HouseholdToken.objects.create(
            neighbourhood_id=invitation.neighbourhood_id, dwelling=invitation.dwelling,
            expires_at=at + TOKEN_LIFE, recorded_at=at,
        )  # fmt: skip
    return Household(invitation.dwelling, token.public_id)


def print_card(dwelling: str, neighbourhood: int, helper: HelperConsent | None, when: When) -> Card:
    """Make a card for a dwelling's household, or for its helper; whoever calls puts it on record."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    card = new_public_id()
    with scope(neighbourhood=neighbourhood):
        Invitation.objects.create(
            public_id=card, neighbourhood_id=neighbourhood, dwelling=dwelling, code_hmac=_digest(card, code),
            attempts_left=ATTEMPTS, expires_at=when["occurred_at"] + CARD_LIFE, helper=helper,
            recorded_at=when["recorded_at"],
        )  # fmt: skip
    return Card(card, f"{code[:4]}-{code[4:]}")


def _digest(card: str, code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign in CODE_ALPHABET)
    return keyed_digest(house_key(settings.SECRET_KEY, "invitation"), f"{card}:{plain}")


def enter(
    actor: Actor, verb: str, dwelling: str, payload: dict[str, object], neighbourhood: int, when: When
) -> None:
    """Put a fact of a dwelling on the record of its neighbourhood's residents."""
    journal.enter(
        actor=actor, stream=f"{STREAM}/{neighbourhood}", verb=verb, subject=f"dwelling/{dwelling}",
        payload=payload, neighbourhood=neighbourhood, **when,
    )  # fmt: skip
