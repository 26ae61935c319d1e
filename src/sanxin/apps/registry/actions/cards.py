"""A dwelling's cards: its household's, those of who helps it, and how long they are good."""

from datetime import date, datetime
from typing import Any, Unpack

from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation.actions import Card, Keep
from sanxin.apps.organisation.queries import Verb, card_made
from sanxin.apps.registry.access import changed_hands, load_dwelling_for
from sanxin.apps.registry.queries import people_of
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.calendar import When


def invite(*, actor: Actor, dwelling: str, **when: Unpack[When]) -> Card:
    """Issue the printed card by which a dwelling's household lets itself in.

    :raises Refusal: if the actor may not
    """
    return organisation.issue_invitation(**_there(actor, dwelling, Verb.INVITATION_ISSUE, when))


def redeem(*, card: str, code: str, address: str, at: datetime, keep: Keep = None) -> Household | Helper:
    """Exchange a card's code, once, for the session it opens, unless somebody left the dwelling since it was made.

    :raises Refusal: if card or code is wrong, used, expired or tried too often, the dwelling changed hands, or help is over
    """
    left = (made := card_made(card)) is not None and changed_hands(*made, at)
    return organisation.redeem_invitation(card=card, code=code, address=address, at=at, left=left, keep=keep)


def let_help(
    *, actor: Actor, dwelling: str, name: str, party: str, photo: bytes, until: date, **when: Unpack[When]
) -> Card:
    """Record that somebody of a dwelling signed that a person acts for it until a day; give the card to hand over.

    ``party`` is who signed, ``photo`` a JPEG of the signed sheet, kept as evidence.

    :raises Refusal: if the actor or who signed may not, there is no photograph, nobody is named, or the day is not to come
    """
    there = _there(actor, dwelling, Verb.CONSENT_RECORD, when)
    signers = {one.party for one in people_of(actor, dwelling, when["occurred_at"]) if one.may_sign}
    return organisation.consent_to_helper(
        name=name, party=party, signers=signers, photo=photo, until=until, **there
    )


def invite_helper(*, actor: Actor, dwelling: str, name: str, until: date, **when: Unpack[When]) -> Card:
    """Record that a household lets somebody act for it until a day; give the card it hands over to that person.

    :raises Refusal: if it is not this household, nobody is named, or the day is not in the future
    """
    return organisation.invite_helper(name=name, until=until, **_there(actor, dwelling, Verb.CONSENT_RECORD, when))  # fmt: skip


def end_help(*, actor: Actor, dwelling: str, helper: str, **when: Unpack[When]) -> None:
    """End at once that somebody acts for a dwelling; ``helper`` is the consent's public id.

    :raises Refusal: if the actor may not, or there is no such consent in force or to come
    """
    organisation.end_help(helper=helper, **_there(actor, dwelling, Verb.CONSENT_RECORD, when))


def _there(actor: Actor, dwelling: str, verb: Verb, when: When) -> dict[str, Any]:
    """Give what the organisation is told of a dwelling, once it is sure that the actor may."""
    home = load_dwelling_for(actor, dwelling, verb, when["occurred_at"])
    return {"actor": actor, "dwelling": dwelling, "neighbourhood": home.neighbourhood_id, **when}
