"""A printed card lets a household in once; help needs consent on record."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django_scopes import scope

from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation import actions, queries
from sanxin.apps.organisation.models import Invitation
from sanxin.apps.organisation.roles import Role, Verb
from sanxin.foundation.actor import Helper, Household
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


def test_a_helper_acts_for_one_dwelling_while_it_consents(cast: Cast) -> None:
    household = redeem(card_of(cast))
    told = {
        "neighbourhood": cast.jinniu.pk, "account": cast.helper.account, "evidence_digest": "ab" * 32,
        "first": AT.date(), "until": None, **WHEN,
    }  # fmt: skip
    helper = actions.consent_to_helper(actor=household, dwelling="d402", **told)  # type: ignore[arg-type]
    assert helper == Helper(cast.helper.account, "d402")
    assert queries.can(helper, Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    assert not queries.can(helper, Verb.CONSENT_RECORD, cast.jinniu.pk, AT)
    assert not queries.can(Helper(cast.helper.account, "d401"), Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    with pytest.raises(Refusal, match="Not found"):
        actions.consent_to_helper(actor=household, dwelling="d401", **told)  # type: ignore[arg-type]
    ended = actions.revoke_sessions(
        actor=cast.secretary, dwelling="d402", neighbourhood=cast.jinniu.pk, **WHEN
    )
    assert ended == 2
    assert not queries.can(helper, Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    assert not queries.can(household, Verb.DWELLING_SEE, cast.jinniu.pk, AT)


def test_a_helper_with_a_day_to_go_ends_too_when_the_dwelling_changes_hands(cast: Cast) -> None:
    household = redeem(card_of(cast))
    helper = actions.consent_to_helper(
        actor=household, dwelling="d402", neighbourhood=cast.jinniu.pk, account=cast.helper.account,
        evidence_digest="ab" * 32, first=AT.date(), until=AT.date() + timedelta(days=90), **WHEN,
    )  # fmt: skip
    assert queries.can(helper, Verb.DWELLING_SEE, cast.jinniu.pk, AT)
    actions.revoke_sessions(actor=cast.secretary, dwelling="d402", neighbourhood=cast.jinniu.pk, **WHEN)
    assert not queries.can(helper, Verb.DWELLING_SEE, cast.jinniu.pk, AT)


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
            actions.consent_to_helper(
                actor=household, account=cast.helper.account, evidence_digest="ab" * 32, first=FIRST, until=day, **there
            )  # fmt: skip
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
    with pytest.raises(Refusal, match="used or expired"):
        redeem(unused)
    short = actions.invite_helper(
        actor=household, name="外甥女", until=AT.date() + timedelta(days=2), **there
    )
    with pytest.raises(Refusal, match="used or expired"):
        redeem(short, at=AT + timedelta(days=3))


def test_cards_are_issued_at_home_only(cast: Cast) -> None:
    for who in (cast.other[Role.SECRETARY], cast.visitor, cast.auditor):
        with pytest.raises(Refusal, match="Not found"):
            actions.issue_invitation(actor=who, dwelling="d402", neighbourhood=cast.jinniu.pk, **WHEN)
