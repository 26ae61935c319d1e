"""A printed card lets a household in once; help needs consent on record."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django_scopes import scope

from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation import actions, queries
from sanxin.apps.organisation.models import Account, HelperConsent, Invitation
from sanxin.apps.organisation.roles import Role, Verb
from sanxin.foundation.actor import Helper, Household
from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.refusal import Refusal
from tests.people import AT, FIRST, WHEN, Cast

HOME = "203.0.113.7"


def card_of(cast: Cast) -> actions.Card:
    return actions.issue_invitation(
        actor=cast.secretary, dwelling="d402", neighbourhood=cast.jinniu.pk, **WHEN
    )


def redeem(card: actions.Card, code: str = "", **more: object) -> Household | Helper:
    told = {"code": code or card.code, "address": HOME, "at": AT, **more}
    return actions.redeem_invitation(card=card.card, **told)  # type: ignore[arg-type]


def test_a_card_opens_a_session_once_however_it_is_typed(cast: Cast) -> None:
    card = card_of(cast)
    household = redeem(card, card.code.lower().replace("-", " "))
    assert household.dwelling == "d402"
    assert queries.can(household, Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    assert not queries.can(household, Verb.DWELLING_SEE, cast.donghu.pk, AT)
    assert not queries.can(household, Verb.PARTY_SEE, cast.jinniu.pk, AT)
    with pytest.raises(Refusal, match="used"):
        redeem(card)
    assert not queries.can(household, Verb.DWELLING_SEE, cast.jinniu.pk, AT + timedelta(days=181))


def test_the_code_is_stored_nowhere_and_a_new_card_voids_the_old(cast: Cast) -> None:
    card, newer = card_of(cast), card_of(cast)
    with scope(neighbourhood=cast.jinniu.pk):
        assert all(card.code.replace("-", "") not in str(vars(row)) for row in Invitation.objects.all())
    with pytest.raises(Refusal):
        redeem(card)
    assert redeem(newer)


def test_five_wrong_codes_void_a_card_and_thirty_days_do_too(cast: Cast) -> None:
    card = card_of(cast)
    for _ in range(5):
        with pytest.raises(Refusal):
            redeem(card, "2222-2222")
    with pytest.raises(Refusal):
        redeem(card)
    with pytest.raises(Refusal):
        redeem(card_of(cast), at=AT + timedelta(days=31))


def test_one_address_cannot_try_many_cards(cast: Cast) -> None:
    for n in range(20):
        with pytest.raises(Refusal, match="wrong"):
            redeem(actions.Card(f"card{n}", "2222-2222"))
    with pytest.raises(Refusal, match="Too many"):
        redeem(card_of(cast))


SHEET = b"\xff\xd8\xff signed"


def signed(cast: Cast, actor: Any, **more: Any) -> actions.Card:
    told = {
        "dwelling": "d402", "neighbourhood": cast.jinniu.pk, "name": "外甥女", "party": "p1", "signers": {"p1"}, "photo": SHEET,
        "until": AT.date() + timedelta(days=90), **WHEN, **more,
    }  # fmt: skip
    return actions.consent_to_helper(actor=actor, **told)  # type: ignore[arg-type]


def test_a_helper_acts_for_one_dwelling_while_it_consents_on_paper(cast: Cast) -> None:
    household = redeem(card_of(cast))
    helper = redeem(signed(cast, cast.visitor))
    assert isinstance(helper, Helper)
    assert queries.can(helper, Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    assert not queries.can(helper, Verb.CONSENT_RECORD, cast.jinniu.pk, AT)
    assert not queries.can(replace(helper, dwelling="d401"), Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    (line,) = queries.helpers_of(cast.secretary, "d402", cast.jinniu.pk, AT)
    assert (line.name, line.party, line.ref) == ("外甥女", "p1", helper.ref)
    there: tuple[Any, ...] = ("d402", cast.jinniu.pk, line.public_id, AT)
    assert queries.sheet_of(cast.secretary, *there) == sha256_hex(SHEET)
    with pytest.raises(Refusal, match="Not found"):
        queries.sheet_of(cast.auditor, *there)
    with scope(neighbourhood=cast.jinniu.pk):
        (told,) = [
            one.record for one in journal.lines(subject="dwelling/d402") if one.verb == "helper.consent"
        ]
    assert told is not None
    assert (told["payload"]["party"], told["payload"]["evidence"]) == ("p1", sha256_hex(SHEET))
    with pytest.raises(Refusal, match="Not found"):
        signed(cast, household)
    ended = actions.revoke_sessions(
        actor=cast.secretary, dwelling="d402", neighbourhood=cast.jinniu.pk, **WHEN
    )
    assert ended == 2
    assert not queries.can(helper, Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    assert not queries.can(household, Verb.DWELLING_SEE, cast.jinniu.pk, AT)


def test_help_that_was_let_in_by_an_account_before_there_were_cards_is_still_help(cast: Cast) -> None:
    with scope(neighbourhood=cast.jinniu.pk):
        HelperConsent.objects.create(
            neighbourhood=cast.jinniu, dwelling="d402", account=Account.objects.get(public_id=cast.helper.account),
            first=FIRST, until=None, evidence_digest="ab" * 32, recorded_at=AT,
        )  # fmt: skip
    helper = Helper(cast.helper.account, "d402")
    assert queries.can(helper, Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    assert queries.ended_on(helper, AT) is None
    (line,) = queries.helpers_of(cast.secretary, "d402", cast.jinniu.pk, AT)
    assert (line.name, line.ref) == ("外甥女", helper.ref)


def test_a_session_tells_the_day_it_ended_until_that_is_forgotten(cast: Cast) -> None:
    household = redeem(card_of(cast))
    assert queries.ended_on(household, AT) is None
    assert queries.ended_on(household, AT + timedelta(days=200)) == AT.date() + timedelta(days=180)
    actions.revoke_sessions(actor=cast.secretary, dwelling="d402", neighbourhood=cast.jinniu.pk, **WHEN)
    assert queries.ended_on(household, AT + timedelta(days=200)) == AT.date()
    actions.forget_spent("households", AT + timedelta(days=1))
    assert queries.ended_on(household, AT + timedelta(days=200)) is None


def test_a_household_lets_its_niece_in_with_a_card_for_it_alone_and_ends_it_at_once(cast: Cast) -> None:
    household, until = redeem(card_of(cast)), AT.date() + timedelta(days=30)
    there: dict[str, Any] = {"dwelling": "d402", "neighbourhood": cast.jinniu.pk}
    card = actions.invite_helper(actor=household, name=" 外甥女 ", until=until, **there, **WHEN)
    (line,) = queries.helpers_of(household, "d402", cast.jinniu.pk, AT)
    assert (line.name, line.first, line.until, line.waits) == ("外甥女", AT.date(), until, True)
    own_card = card_of(cast)
    helper = redeem(card)
    assert isinstance(helper, Helper)
    assert helper.dwelling == "d402"
    assert queries.own_help(helper, AT) == replace(line, waits=False)
    assert helper.ref == line.ref
    assert queries.can(helper, Verb.BALLOT_CAST, cast.jinniu.pk, AT)
    assert not queries.can(helper, Verb.CONSENT_RECORD, cast.jinniu.pk, AT), "a helper lets nobody else help"
    assert not queries.can(replace(helper, dwelling="d401"), Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    assert not queries.can(helper, Verb.DWELLING_SEE, cast.jinniu.pk, AT + timedelta(days=30))
    assert isinstance(redeem(own_card), Household), (
        "a helper's card and the household's own do not void each other"
    )
    with pytest.raises(Refusal, match="used"):
        redeem(card)
    with scope(neighbourhood=cast.jinniu.pk):
        told = [one.record for one in journal.lines(subject="dwelling/d402")]
    assert "外甥女" not in str(told), "names are not in the journal"
    assert told[-1] is not None
    actions.end_help(actor=household, helper=line.public_id, **there, **WHEN)
    assert not queries.can(helper, Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    assert queries.own_help(helper, AT) is None
    assert queries.helpers_of(household, "d402", cast.jinniu.pk, AT) == []
    with pytest.raises(Refusal, match="Not found"):
        actions.end_help(actor=household, helper=line.public_id, **there, **WHEN)


def test_help_needs_a_name_a_day_to_come_and_the_household_itself(cast: Cast) -> None:
    household, until = redeem(card_of(cast)), AT.date() + timedelta(days=30)
    there: dict[str, Any] = {"dwelling": "d402", "neighbourhood": cast.jinniu.pk, **WHEN}
    for day in (AT.date(), AT.date() - timedelta(days=1)):
        with pytest.raises(Refusal, match="is not after 2022-03-01"):
            actions.invite_helper(actor=household, name="外甥女", until=day, **there)
        with pytest.raises(Refusal, match="is not after 2022-03-01"):
            signed(cast, cast.secretary, until=day)
    with pytest.raises(Refusal, match="does not say who helps"):
        actions.invite_helper(actor=household, name="  ", until=until, **there)
    with pytest.raises(Refusal, match="Not found"):
        actions.invite_helper(actor=cast.secretary, name="外甥女", until=until, **there)
    elsewhere = {**there, "dwelling": "d401"}
    with pytest.raises(Refusal, match="Not found"):
        actions.invite_helper(actor=household, name="外甥女", until=until, **elsewhere)
    unused = actions.invite_helper(actor=household, name="外甥女", until=until, **there)
    line = queries.helpers_of(cast.secretary, "d402", cast.jinniu.pk, AT)[0]
    with pytest.raises(Refusal, match="Not found"):
        actions.end_help(actor=household, helper=line.public_id, **elsewhere)
    actions.end_help(actor=cast.secretary, helper=line.public_id, **there)
    with pytest.raises(Refusal, match="The help this card was made for ended on 2022-03-01"):
        redeem(unused)
    with pytest.raises(Refusal, match="The code is wrong"):
        redeem(unused, "2222-2222")
    short = actions.invite_helper(
        actor=household, name="外甥女", until=AT.date() + timedelta(days=2), **there
    )
    with pytest.raises(Refusal, match="ended on 2022-03-03"):
        redeem(short, at=AT + timedelta(days=3))


def test_cards_are_issued_at_home_only(cast: Cast) -> None:
    for who in (cast.other[Role.SECRETARY], cast.visitor, cast.auditor):
        with pytest.raises(Refusal, match="Not found"):
            actions.issue_invitation(actor=who, dwelling="d402", neighbourhood=cast.jinniu.pk, **WHEN)
