"""How the cast comes in: a client whose session holds the actor, as after signing in."""

from datetime import UTC, date, datetime

from django.test import Client

from sanxin.apps.organisation import actions as organisation
from sanxin.apps.registry import actions, queries
from sanxin.foundation.actor import Actor, Helper, Household, Staff
from tests.people import AT, WHEN, Cast

SIGNED = b"\xff\xd8\xff signed sheet"


def enter(actor: Actor | None = None, *, language: str = "zh", elder: bool = False) -> Client:
    """Give a client for an actor; nobody is the public."""
    client = Client()
    client.cookies["language"], client.cookies["elder"] = language, "yes" if elder else "no"
    session = client.session
    match actor:
        case Staff(account):
            session["actor"] = {"kind": "staff", "account": account}
        case Household(dwelling, token):
            session["actor"] = {"kind": "household", "dwelling": dwelling, "token": token}
        case Helper(account, dwelling):
            session["actor"] = {"kind": "helper", "account": account, "dwelling": dwelling}
    session.save()
    return client


def home_of(secretary: Staff, compound: str, room: str) -> str:
    """Give the public id of a dwelling by its room."""
    lines = queries.dwellings(secretary, compound, datetime.now(UTC))
    return next(line.public_id for line in lines if line.room == room)


def household_of(secretary: Staff, dwelling: str) -> Household:
    """Let a dwelling's household in by its card."""
    now = datetime.now(UTC)
    card = actions.invite(actor=secretary, dwelling=dwelling, occurred_at=now, recorded_at=now)
    return organisation.redeem_invitation(card=card.card, code=card.code, address="203.0.113.9", at=now)


def helper_of(cast: Cast, dwelling: str) -> Helper:
    """Let somebody act for a dwelling by a signed sheet, and in by the card that comes of it."""
    signed = queries.people_of(cast.secretary, dwelling, AT)[0].party
    card = actions.let_help(
        actor=cast.secretary, dwelling=dwelling, name="外甥女", party=signed, photo=SIGNED, until=date(2099, 1, 1),
        **WHEN,
    )  # fmt: skip
    came = actions.redeem(card=card.card, code=card.code, address="203.0.113.9", at=AT)
    assert isinstance(came, Helper)
    return came


def text(response: object) -> str:
    """Give a page's text."""
    return response.content.decode(errors="replace")  # type: ignore[attr-defined, no-any-return]
