"""A household asks about its own data: its words are sealed, the fact is on record, and the office answers with a reason."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.journal import queries as journal
from sanxin.apps.journal.models import Entry
from sanxin.apps.organisation.queries import Role
from sanxin.apps.privacy import actions, queries
from sanxin.apps.privacy.models import DataRequest, RequestAnswer
from sanxin.apps.privacy.terms import due_on
from sanxin.apps.registry import actions as registry_actions
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor, Household
from sanxin.foundation.calendar import When
from sanxin.foundation.refusal import Refusal
from tests.interfaces.web.doors import helper_of, home_of, household_of
from tests.people import AT, WHEN, Cast

LATER: When = {"occurred_at": AT + timedelta(days=9), "recorded_at": AT + timedelta(days=9)}
WORDS, RIGHT = "面积写成 48.5，不对", "产证上是 49.2"


@pytest.fixture
def home(cast: Cast, compound: str) -> str:
    return home_of(cast.secretary, compound, "402")


@pytest.fixture
def household(cast: Cast, home: str) -> Household:
    return household_of(cast.secretary, home)


def asked(actor: Actor, home: str, kind: str = "correct", when: When = WHEN) -> str:
    return actions.ask(
        actor=actor, dwelling=home, kind=kind, about="dwelling", words=WORDS, right=RIGHT, **when
    )


def test_what_is_asked_is_on_record_and_its_words_are_not(household: Household, home: str) -> None:
    asked(household, home)
    with scopes_disabled():
        row = DataRequest.objects.get()
        entry = Entry.objects.get(verb="request.ask")
    assert WORDS.encode() not in bytes(row.sealed or b"")
    assert entry.record is not None
    assert WORDS not in entry.record
    assert '"kind":"correct"' in entry.record
    assert journal.record_matches(entry.pk)
    (line,) = queries.requests_of(household, home, LATER["occurred_at"])
    assert (line.words, line.right, line.days, line.due, line.answer) == (WORDS, RIGHT, 9, None, None)


def test_the_office_declines_only_with_a_reason_and_the_household_reads_it(
    cast: Cast, household: Household, compound: str, home: str
) -> None:
    one = asked(household, home)
    with pytest.raises(Refusal, match="No reason is written"):
        actions.answer_request(actor=cast.secretary, request=one, how="declined", reason=" ", **LATER)
    actions.answer_request(actor=cast.secretary, request=one, how="declined", reason="以产证为准", **LATER)
    (line,) = queries.requests_of(household, home, AT)
    assert line.answer is not None
    assert (line.answer.how, line.answer.reason, line.answer.correction) == ("declined", "以产证为准", None)
    assert queries.requests_in(cast.secretary, compound, AT) == ([], [line])
    with pytest.raises(Refusal, match="is answered"):
        actions.answer_request(actor=cast.secretary, request=one, how="done", reason="改了", **LATER)


def test_a_done_correction_points_to_the_entry_that_made_it_and_to_no_other(
    cast: Cast, household: Household, compound: str, home: str
) -> None:
    one = asked(household, home, "erase")
    assert queries.corrections_for(cast.secretary, one, AT) != [], (
        "the list itself was imported at that instant"
    )
    person = registry.people_of(cast.secretary, home, AT)[0].party
    registry_actions.erase_party(actor=cast.secretary, party=person, reason="本人申请", **LATER)
    found = queries.corrections_for(cast.secretary, one, LATER["occurred_at"])
    assert found[0].verb == "party.erase"
    told = {"actor": cast.secretary, "request": one, "reason": "已删除姓名电话"}
    with pytest.raises(Refusal, match="no correction made for this dwelling"):
        actions.answer_request(how="done", correction=found[0].index + 1, **told, **LATER)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="no correction made for this dwelling"):
        actions.answer_request(how="declined", correction=found[0].index, **told, **LATER)  # type: ignore[arg-type]
    actions.answer_request(how="done", correction=found[0].index, **told, **LATER)  # type: ignore[arg-type]
    (line,) = queries.requests_of(household, home, AT)
    assert line.answer is not None
    assert line.answer.correction == found[0].index
    assert journal.first_break() is None
    assert all(journal.record_matches(each) is not False for each in range(journal.tree_head().size))


def test_at_most_a_handful_wait_at_a_time(cast: Cast, household: Household, home: str) -> None:
    first, *_ = [asked(household, home) for _ in range(3)]
    with pytest.raises(Refusal, match="3 requests of yours wait"):
        asked(household, home)
    actions.answer_request(actor=cast.secretary, request=first, how="done", reason="已改", **LATER)
    assert asked(household, home)


def test_a_helper_asks_for_the_dwelling_and_the_office_for_who_comes_in_person(
    cast: Cast, compound: str, home: str
) -> None:
    helper = helper_of(cast, home)
    asked(helper, home)
    asked(cast.secretary, home)
    waiting, _ = queries.requests_in(cast.secretary, compound, AT)
    assert [one.actor for one in waiting] == [helper.ref, cast.secretary.ref]
    assert queries.waiting_by_compound(cast.clerk, AT) == {compound: 2}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": "buy"}, "There is no “buy”"),
        ({"about": "x"}, "There is no “x”"),
        ({"words": "  "}, "Nothing is written"),
    ],
)
def test_what_cannot_be_asked_is_said(
    household: Household, home: str, wrong: dict[str, str], told: str
) -> None:
    given = {"kind": "erase", "about": "phone", "words": "请删", **wrong}
    with pytest.raises(Refusal, match=told):
        actions.ask(actor=household, dwelling=home, **given, **WHEN)  # type: ignore[arg-type]


def test_an_answer_is_done_or_declined_and_nothing_else(cast: Cast, household: Household, home: str) -> None:
    one = asked(household, home)
    with pytest.raises(Refusal, match="There is no “later”"):
        actions.answer_request(actor=cast.secretary, request=one, how="later", reason="等", **LATER)


def test_nobody_reads_or_answers_what_is_not_theirs(
    cast: Cast, household: Household, compound: str, home: str
) -> None:
    one = asked(household, home)
    other_home = home_of(cast.secretary, compound, "101")
    neighbour = household_of(cast.secretary, other_home)
    assert queries.requests_of(neighbour, other_home, AT) == []
    strangers = (
        neighbour,
        cast.visitor,
        cast.auditor,
        cast.designer,
        cast.officer,
        cast.area_secretary,
        *cast.other.values(),
    )
    for who in strangers:
        with pytest.raises(Refusal, match="Not found"):
            queries.requests_of(who, home, AT)
        with pytest.raises(Refusal, match="Not found"):
            asked(who, home)
        with pytest.raises(Refusal, match="Not found"):
            queries.requests_in(who, compound, AT)
        with pytest.raises(Refusal, match="Not found"):
            actions.answer_request(actor=who, request=one, how="done", reason="x", **LATER)
        assert queries.waiting_by_compound(who, AT) == {}
    with pytest.raises(Refusal, match="Not found"):
        actions.answer_request(
            actor=cast.other[Role.SECRETARY], request="nosuch", how="done", reason="x", **LATER
        )


def test_a_request_whose_key_a_restore_did_not_bring_back_is_shut_and_takes_no_answer(
    cast: Cast, household: Household, home: str
) -> None:
    one = asked(household, home)
    with scopes_disabled():
        DataRequest.objects.update(wrapped_key=None)
    (line,) = queries.requests_of(household, home, AT)
    assert (line.words, line.right) == ("", "")
    with pytest.raises(Refusal, match="is answered"):
        actions.answer_request(actor=cast.secretary, request=one, how="done", reason="x", **LATER)
    with scopes_disabled():
        assert not RequestAnswer.objects.exists()


def test_an_answer_is_due_only_where_a_rule_names_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert due_on("cn/shanghai", AT) is None
    assert due_on("nowhere", AT) is None
    own = tmp_path / "pack" / "cn" / "records" / "personal_requests.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(
        "id: records/personal_requests\nplace: cn\ntopic: records\nkind: choice\ntitle: {zh: 本街道, en: ours}\n"
        "versions:\n  - document: 街道约定\n    clause: '-'\n    standing: verified\n    checked_on: 2022-01-01\n"
        "    source: 会议\n    values: {answer_days: 15}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("SANXIN_PACK", str(tmp_path / "pack"))
    assert due_on("cn/shanghai", AT) == date(2022, 3, 16)
