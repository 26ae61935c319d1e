"""How long what is kept: each class goes when its term is over, on record, and what must stay stays."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django_scopes import scope, scopes_disabled

from sanxin.apps.consultation import actions as consultation
from sanxin.apps.consultation import queries as visits
from sanxin.apps.consultation.models import StanceTaken, Visit
from sanxin.apps.decisions import actions as decisions
from sanxin.apps.journal import actions as record
from sanxin.apps.journal import queries as journal
from sanxin.apps.journal.models import Entry, Look
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation import queries as who_is
from sanxin.apps.organisation import throttle
from sanxin.apps.organisation.models import HelperConsent, HouseholdToken, Invitation, Throttle
from sanxin.apps.privacy import actions, queries
from sanxin.apps.privacy.models import DataRequest, RequestAnswer
from sanxin.apps.registry import actions as registry_actions
from sanxin.apps.registry import queries as registry
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.refusal import Refusal
from tests.ballots import CLOSES, Asked, ask
from tests.interfaces.web.doors import home_of
from tests.people import AT, CLI, WHEN, Cast

THEN: When = {"occurred_at": CLOSES, "recorded_at": CLOSES}
IN_WINDOW, AFTER = datetime(2023, 4, 14, 9, tzinfo=UTC), datetime(2023, 4, 15, 9, tzinfo=UTC)


def at(moment: datetime) -> When:
    return {"occurred_at": moment, "recorded_at": moment}


def past(code: str, moment: datetime, **more: Any) -> int:
    return queries.counts(moment, **more)[code]


@pytest.fixture
def visited(cast: Cast) -> Asked:
    """A concluded decision, and what was said at two doors before it."""
    asked = ask(cast)
    told = {"actor": cast.visitor, **WHEN}
    consultation.record_visit(
        dwelling=asked.homes[0], means="door", outcome="delivered", note="怕挡光", **told
    )  # type: ignore[arg-type]
    consultation.record_stance(dwelling=asked.homes[1], stance="conditional", condition="装隔音", **told)  # type: ignore[arg-type]
    decisions.close_due(actor=CLI, at=CLOSES)
    decisions.declare(actor=cast.secretary, round=asked.round, **THEN)
    decisions.conclude(actor=cast.secretary, decision=asked.decision, **THEN)
    return asked


def test_words_of_visits_go_after_the_window_and_the_visit_stays(cast: Cast, visited: Asked) -> None:
    assert past("visit_words", IN_WINDOW) == 0
    assert past("visit_words", AFTER) == 2
    assert actions.let_go(actor=CLI, code="visit_words", **at(IN_WINDOW)) == 0
    assert actions.let_go(actor=CLI, code="visit_words", **at(AFTER)) == 2
    assert past("visit_words", AFTER) == 0
    newest = visits.visits_to(cast.visitor, visited.homes[0], AT)[0]
    assert (newest.outcome, newest.note) == ("delivered", "")
    (said,) = visits.said_by(cast.visitor, visited.homes[1], AT)
    assert (said.stance, said.condition) == ("conditional", "")
    with scopes_disabled():
        entry = Entry.objects.get(verb="words.let_go")
    assert entry.record is not None
    assert '"count":2' in entry.record
    assert entry.subject == f"decision/{visited.decision}"
    assert journal.first_break() is None


def test_a_decision_held_back_keeps_its_words(visited: Asked) -> None:
    assert past("visit_words", AFTER, hold=[visited.decision]) == 0
    assert actions.let_go(actor=CLI, code="visit_words", hold=[visited.decision], **at(AFTER)) == 0
    with scope(neighbourhood=visited.cast.jinniu.pk):
        assert Visit.objects.exclude(sealed_note=None).count() == 1


def test_a_mistyped_decision_holds_nothing_back_and_lets_nothing_go(visited: Asked) -> None:
    with pytest.raises(Refusal, match="the id of no decision"):
        actions.let_go(actor=CLI, code="visit_words", hold=["mistyped"], **at(AFTER))
    assert past("visit_words", AFTER) == 2


def test_words_stay_while_another_decision_over_the_home_is_not_past(cast: Cast, visited: Asked) -> None:
    decisions.open_decision(
        actor=cast.secretary, project=visited.project, matter="use_fund", scope_kind="stairwell", title="动用维修资金",
        **at(AFTER - timedelta(days=1)),
    )  # fmt: skip
    assert past("visit_words", AFTER) == 0
    assert actions.let_go(actor=CLI, code="visit_words", **at(AFTER)) == 0


def test_words_said_after_the_decision_stay(cast: Cast, visited: Asked) -> None:
    later = at(CLOSES + timedelta(days=2))
    consultation.record_stance(
        actor=cast.visitor, dwelling=visited.homes[2], stance="conditional", condition="补漏", **later
    )
    assert actions.let_go(actor=CLI, code="visit_words", **at(AFTER)) == 2
    with scope(neighbourhood=cast.jinniu.pk):
        assert StanceTaken.objects.exclude(sealed_condition=None).count() == 1


def test_photographs_go_through_the_same_door_unless_held(visited: Asked) -> None:
    hold = [visited.decision]
    assert actions.let_go(actor=CLI, code="ballot_photographs", hold=hold, **at(AFTER)) == 0
    assert past("ballot_photographs", AFTER) == 0


def test_the_words_of_a_request_go_with_its_key_and_that_it_was_answered_stays(
    cast: Cast, compound: str
) -> None:
    home = home_of(cast.secretary, compound, "402")
    told = {"actor": cast.secretary, "dwelling": home, "kind": "erase", "about": "phone"}
    one = actions.ask(words="请删电话", **told, **WHEN)  # type: ignore[arg-type]
    open_one = actions.ask(words="还没答复的", **told, **WHEN)  # type: ignore[arg-type]
    actions.answer_request(actor=cast.secretary, request=one, how="declined", reason="送达要用", **WHEN)
    year = AT + timedelta(days=365)
    assert (past("requests", year), past("requests", year + timedelta(seconds=1))) == (0, 1)
    assert actions.let_go(actor=CLI, code="requests", **at(year + timedelta(days=1))) == 1
    by_id = {line.public_id: line for line in queries.requests_of(cast.secretary, home, AT)}
    assert by_id[open_one].words == "还没答复的"
    gone = by_id[one]
    assert gone.answer is not None
    assert (gone.words, gone.answer.reason, gone.answer.how, gone.kind) == ("", "", "declined", "erase")
    assert gone.let_go_at is not None
    with scopes_disabled():
        row = DataRequest.objects.get(public_id=one)
        assert (row.wrapped_key, row.sealed, RequestAnswer.objects.get().sealed) == (None, None, None)
    assert journal.first_break() is None
    assert actions.let_go(actor=CLI, code="requests", **at(year + timedelta(days=2))) == 0


def test_who_looked_is_kept_two_years(cast: Cast, compound: str) -> None:
    record.note_look(
        actor=cast.visitor, neighbourhood=cast.jinniu.pk, subject="dwelling/x", what="people", at=AT
    )
    assert actions.let_go(actor=CLI, code="looks", **at(AT + timedelta(days=730))) == 0
    assert actions.let_go(actor=CLI, code="looks", **at(AT + timedelta(days=731))) == 1
    with scopes_disabled():
        assert not Look.objects.exists()
        entry = Entry.objects.get(verb="records.let_go")
    assert (entry.subject, entry.neighbourhood) == ("class/looks", None)


def test_spent_cards_and_sessions_go_and_those_in_use_stay(cast: Cast, compound: str) -> None:
    home, other = home_of(cast.secretary, compound, "402"), home_of(cast.secretary, compound, "101")
    used = registry_actions.invite(actor=cast.secretary, dwelling=home, **WHEN)
    organisation.redeem_invitation(card=used.card, code=used.code, address="203.0.113.9", at=AT)
    fresh = at(AT + timedelta(days=20))
    registry_actions.invite(actor=cast.secretary, dwelling=other, **fresh)
    assert past("cards", AT + timedelta(days=31)) == 1
    assert actions.let_go(actor=CLI, code="cards", **at(AT + timedelta(days=31))) == 1
    with scopes_disabled():
        assert [one.dwelling for one in Invitation.objects.all()] == [other]
        assert HouseholdToken.objects.count() == 1
    assert actions.let_go(actor=CLI, code="households", **at(AT + timedelta(days=180))) == 0
    assert actions.let_go(actor=CLI, code="households", **at(AT + timedelta(days=211))) == 1


def helped(cast: Cast, home: str, name: str, photo: bytes, until: date) -> str:
    """Let somebody help on paper; give the digest of the sheet."""
    (signer, *_) = registry.people_of(cast.secretary, home, AT)
    registry_actions.let_help(
        actor=cast.secretary, dwelling=home, name=name, party=signer.party, photo=photo, until=until, **WHEN
    )
    return sha256_hex(photo)


def test_who_helped_is_not_named_a_year_after_the_help_ended_and_that_somebody_did_stays(
    cast: Cast, compound: str
) -> None:
    home, other = home_of(cast.secretary, compound, "402"), home_of(cast.secretary, compound, "101")
    first = b"\xff\xd8\xff first"
    gone = helped(cast, home, "外甥女", first, date(2022, 4, 1))
    helped(cast, other, "侄子", b"\xff\xd8\xff second", date(2023, 4, 1))
    last_day, after = datetime(2023, 4, 1, 9, tzinfo=UTC), datetime(2023, 4, 2, 9, tzinfo=UTC)
    assert (past("helpers", last_day), past("helpers", after)) == (0, 1)
    assert actions.let_go(actor=CLI, code="helpers", **at(last_day)) == 0
    assert actions.let_go(actor=CLI, code="helpers", **at(after)) == 1
    with scopes_disabled():
        was, still = HelperConsent.objects.order_by("pk")
        entry = Entry.objects.get(verb="records.let_go")
    assert (was.sealed_name, was.first, was.until) == (None, AT.date(), date(2022, 4, 1))
    assert was.let_go_at == after
    assert still.sealed_name is not None
    with pytest.raises(Refusal, match="erased as the law asks"):
        journal.read_evidence(neighbourhood=cast.jinniu.pk, digest=gone)
    with pytest.raises(Refusal, match="Not found"):
        who_is.sheet_of(cast.secretary, home, cast.jinniu.pk, was.public_id, after)
    assert entry.subject == "class/helpers"
    assert past("helpers", after) == 0
    assert journal.first_break() is None


def test_one_sheet_signed_for_two_helpers_stays_until_both_are_past(cast: Cast, compound: str) -> None:
    home, sheet = home_of(cast.secretary, compound, "402"), b"\xff\xd8\xff for both"
    kept = helped(cast, home, "外甥女", sheet, date(2022, 4, 1))
    helped(cast, home, "侄子", sheet, date(2022, 5, 1))
    assert actions.let_go(actor=CLI, code="helpers", **at(datetime(2023, 4, 2, 9, tzinfo=UTC))) == 1
    assert journal.read_evidence(neighbourhood=cast.jinniu.pk, digest=kept) == ("image/jpeg", sheet)
    assert actions.let_go(actor=CLI, code="helpers", **at(datetime(2023, 5, 2, 9, tzinfo=UTC))) == 1
    with pytest.raises(Refusal, match="erased as the law asks"):
        journal.read_evidence(neighbourhood=cast.jinniu.pk, digest=kept)


def test_a_helper_is_named_while_the_decision_may_be_challenged_or_is_held_back(visited: Asked) -> None:
    helped(visited.cast, visited.homes[0], "外甥女", b"\xff\xd8\xff", date(2022, 3, 10))
    assert past("helpers", IN_WINDOW) == 0, "a year and more since it ended, but the window is open"
    assert past("helpers", AFTER, hold=[visited.decision]) == 0
    assert actions.let_go(actor=CLI, code="helpers", hold=[visited.decision], **at(AFTER)) == 0
    assert actions.let_go(actor=CLI, code="helpers", **at(AFTER)) == 1


def test_browser_sessions_and_failed_attempts_go_a_day_after_they_ended(cast: Cast) -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=AT)
    Session.objects.create(session_key="new", session_data="", expire_date=AT + timedelta(days=30))
    throttle.count_failure.__wrapped__("account:x", throttle.PER_ACCOUNT, AT)  # type: ignore[attr-defined]
    Throttle.objects.create(key="locked", window_started_at=AT, locked_until=AT + timedelta(days=9))
    day = at(AT + timedelta(days=1, seconds=1))
    assert actions.let_go(actor=CLI, code="sessions", **day) == 1
    assert actions.let_go(actor=CLI, code="throttles", **day) == 1
    assert [one.session_key for one in Session.objects.all()] == ["new"]
    assert [one.key for one in Throttle.objects.all()] == ["locked"]


def test_what_goes_by_no_term_is_refused_and_so_is_everybody_but_the_house(cast: Cast) -> None:
    for code in ("people", "log", "nosuch"):
        with pytest.raises(Refusal, match="nothing of it goes by time"):
            actions.let_go(actor=CLI, code=code, **WHEN)
    with pytest.raises(Refusal, match="Not found"):
        actions.let_go(actor=cast.secretary, code="looks", **WHEN)


def test_where_no_rule_on_challenges_is_held_ballots_are_kept_for_good(cast: Cast) -> None:
    by_code = {one.kind.code: one for one in queries.table(AT, place="nowhere")}
    assert "没有查到这里的撤销期限" in by_code["ballot_photographs"].until.zh
    assert by_code["ballot_photographs"].citation is None


def test_the_table_says_of_every_class_why_until_when_and_what_stays(cast: Cast) -> None:
    lines = queries.table(AT, place="cn/shanghai")
    assert [one.kind.code for one in lines if one.kind.code not in queries.counts(AT)] == [
        "people",
        "papers",
        "minutes",
        "ledger",
        "log",
    ]
    for one in lines:
        assert one.kind.why.zh
        assert one.kind.stays.zh
        assert "{" not in one.until.zh + one.until.en
    by_code = {one.kind.code: one for one in lines}
    assert by_code["looks"].until.zh == "730 天"
    assert by_code["ballot_photographs"].citation is not None
    assert by_code["ballot_photographs"].citation.standing.value == "verified"
