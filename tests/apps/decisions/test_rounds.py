"""Rounds: the gate before, the sheet's lint, the frozen roll, two rounds in order, closing and concluding."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scopes_disabled

from sanxin.apps.decisions import actions, queries
from sanxin.apps.decisions.actions import closing
from sanxin.apps.decisions.models import RollLine, Round
from sanxin.apps.journal import queries as journal
from sanxin.apps.projects import actions as projects
from sanxin.apps.publicity import actions as publicity
from sanxin.apps.registry import actions as registry_actions
from sanxin.apps.registry import queries as registry
from sanxin.foundation.calendar import When
from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.rounds import Asking
from tests.ballots import (
    ASKING,
    CLOSES,
    OPENS,
    ROWS,
    STAIRWELL,
    TIMES,
    Asked,
    ask,
    build_stairwell,
    confirm_namesakes,
    open_round,
)  # fmt: skip
from tests.people import AT, CLI, WHEN, Cast
from tests.sites import bring_in

THEN: When = {"occurred_at": CLOSES, "recorded_at": CLOSES}


@pytest.fixture(scope="module")
def asked(cast: Cast) -> Asked:
    return ask(cast)


def decision_over(cast: Cast, compound: str, **scope: str) -> str:
    kind = "stairwell" if "stairwell" in scope else "building" if "building" in scope else "compound"
    project = projects.open_project(actor=cast.secretary, compound=compound, name="加梯", **scope, **WHEN)
    return actions.open_decision(
        actor=cast.secretary, project=project, matter="lift_retrofit", scope_kind=kind, title="加梯", **WHEN
    )


def test_nobody_votes_before_everybody_was_visited_r020(cast: Cast, compound: str) -> None:
    decision = decision_over(cast, compound)
    with pytest.raises(Refusal, match=r"6 dwellings have neither .* 1-101"):
        open_round(cast, decision)


def test_a_decision_over_a_building_waits_for_that_building_only(cast: Cast) -> None:
    compound, _, _ = build_stairwell(cast)
    confirm_namesakes(cast, compound)
    decision = decision_over(cast, compound, building="B1")
    open_round(cast, decision)
    (state,) = queries.round_states(cast.secretary, decision, OPENS)
    assert state.sheets == 24


def test_namesakes_nobody_confirmed_hold_the_roll_up(cast: Cast) -> None:
    compound, stairwell, _ = build_stairwell(cast)
    decision = decision_over(cast, compound, stairwell=stairwell)
    with pytest.raises(Refusal, match=r"3 pairs of owners .* 1-101"):
        open_round(cast, decision)


def test_a_roll_without_every_area_cannot_be_frozen(cast: Cast) -> None:
    compound, stairwell, _ = build_stairwell(cast)
    bring_in(
        cast.secretary, cast.jinniu, replace(STAIRWELL, dwellings=(replace(ROWS[0], area_m2=None), *ROWS[1:]))
    )
    with pytest.raises(Refusal, match=r"1 dwellings have no area.* 1-101"):
        open_round(cast, decision_over(cast, compound, stairwell=stairwell))


@pytest.mark.parametrize(
    ("asking", "said"),
    [
        (replace(ASKING, options=("for", "abstain")), "lack “against”"),
        (replace(ASKING, question="是否同意加装电梯并同意动用维修资金？"), "two questions"),
        (replace(ASKING, question="是否同意加梯？是否同意迁树？"), "two questions"),
        (replace(ASKING, text=" "), "Nothing is asked"),
    ],
)
def test_a_sheet_with_a_fault_is_refused_by_name(cast: Cast, asking: Asking, said: str) -> None:
    compound, stairwell, _ = build_stairwell(cast)
    decision = decision_over(cast, compound, stairwell=stairwell)
    with pytest.raises(Refusal, match=said):
        actions.open_round(actor=cast.secretary, decision=decision, asking=asking, times=TIMES, **WHEN)


def test_a_text_other_than_the_posted_one_is_refused(cast: Cast) -> None:
    compound, stairwell, _ = build_stairwell(cast)
    confirm_namesakes(cast, compound)
    project = projects.open_project(
        actor=cast.secretary, compound=compound, name="加梯", stairwell=stairwell, **WHEN
    )
    decision = actions.open_decision(
        actor=cast.secretary,
        project=project,
        matter="lift_retrofit",
        scope_kind="stairwell",
        title="加梯",
        **WHEN,
    )
    publicity.post_notice(
        actor=cast.secretary, project=project, kind="lift_plan", title="方案", text=ASKING.text, days=10,
        basis="街道通知", **WHEN,
    )  # fmt: skip
    other = replace(ASKING, text=ASKING.text + "（井道改到南侧）")
    with pytest.raises(Refusal, match="differs from the one posted"):
        actions.open_round(actor=cast.secretary, decision=decision, asking=other, times=TIMES, **WHEN)
    assert open_round(cast, decision)


def test_times_the_wrong_way_round_are_refused(cast: Cast) -> None:
    compound, stairwell, _ = build_stairwell(cast)
    decision = decision_over(cast, compound, stairwell=stairwell)
    with pytest.raises(Refusal, match="not after it opens"):
        open_round(cast, decision, actions.RoundTimes(CLOSES, OPENS, CLOSES))


def test_a_matter_the_rulebook_has_no_rule_for_opens_no_round(cast: Cast) -> None:
    compound, stairwell, _ = build_stairwell(cast)
    project = projects.open_project(
        actor=cast.secretary, compound=compound, name="加梯", stairwell=stairwell, **WHEN
    )
    with pytest.raises(Refusal, match="needs one"):
        actions.open_decision(
            actor=cast.secretary,
            project=project,
            matter="lift_retrofit",
            scope_kind="floor",
            title="加梯",
            **WHEN,
        )


def test_the_roll_is_frozen_with_every_dwelling_and_a_fingerprint(asked: Asked) -> None:
    with scopes_disabled():
        kept = Round.objects.get(public_id=asked.round)
        fifth = RollLine.objects.get(round=kept, sheet=5)
    opening, freezing = journal_records(asked, "round.open"), journal_records(asked, "roll.freeze")
    assert opening[0]["roll"] == {"sha256": kept.roll_sha256, "dwellings": 24}
    assert len(freezing[0]["lines"]) == 24
    registry_actions.end_relation(
        actor=asked.cast.secretary, dwelling=asked.homes[4], party=json.loads(fifth.owners)[0],
        kind=registry.RelationKind.OWNER, on=OPENS.date(), source="过户", occurred_at=OPENS, recorded_at=OPENS,
    )  # fmt: skip
    sheets = queries.roll_of(asked.cast.secretary, asked.round, OPENS)
    assert sheets[4].owners == tuple(json.loads(fifth.owners))
    assert [one.sheet for one in sheets] == list(range(1, 25))


def journal_records(asked: Asked, verb: str) -> list[dict]:  # type: ignore[type-arg]
    with scopes_disabled():
        return [
            one["payload"] for one in journal.records_of(f"decision/{asked.decision}") if one["verb"] == verb
        ]


def test_a_round_closes_at_its_minute_and_not_before(asked: Asked) -> None:
    asked.cast_at_door(5, "for")
    early = CLOSES - timedelta(seconds=1)
    assert actions.close_due(actor=CLI, at=early) == []
    with pytest.raises(Refusal, match="is not closed before"):
        actions.close_round(
            actor=asked.cast.secretary, round=asked.round, occurred_at=early, recorded_at=early
        )
    with pytest.raises(Refusal, match="no result yet"):
        actions.declare(actor=asked.cast.secretary, round=asked.round, occurred_at=early, recorded_at=early)
    assert actions.close_due(actor=CLI, at=CLOSES) == [asked.round]
    assert actions.close_due(actor=CLI, at=CLOSES) == []
    assert journal_records(asked, "round.close") == [{"round": 1, "ballots": 1}]
    with pytest.raises(Refusal, match="no ballot is taken now"):
        asked.cast_at_door(6, "for", CLOSES)


def test_a_closing_round_holds_the_log_before_it_counts_the_ballots(asked: Asked) -> None:
    asked.cast_at_door(5, "for")
    with CaptureQueriesContext(connection) as told:
        actions.close_due(actor=CLI, at=CLOSES)
    statements = [one["sql"] for one in told.captured_queries]
    held = next(number for number, one in enumerate(statements) if "FROM journal_head" in one)
    counted = next(number for number, one in enumerate(statements) if 'FROM "journal_entry"' in one)
    assert held < counted


def test_an_outage_lengthens_the_round_by_the_rule_it_opened_with(asked: Asked) -> None:
    down = CLOSES - timedelta(hours=2)
    for minute in range(3):
        actions.beat(at=down - timedelta(minutes=2 - minute))
    back = down + timedelta(minutes=45, seconds=30)
    actions.beat(at=back)
    actions.beat(at=CLOSES - timedelta(minutes=1))
    assert actions.close_due(actor=CLI, at=CLOSES) == []
    (extended,) = journal_records(asked, "round.extend")
    assert extended["because"] == "outage"
    (state,) = queries.round_states(asked.cast.secretary, asked.decision, CLOSES)
    # Down 45.5 minutes, then silent from back until one minute before closing: 45.5 + 73.5 minutes.
    assert state.closes_at == CLOSES + timedelta(minutes=119)
    assert state.is_open(CLOSES)
    actions.beat(at=CLOSES + timedelta(minutes=2))
    for minute in range(4, 120, 2):
        actions.beat(at=CLOSES + timedelta(minutes=minute))
    assert actions.close_due(actor=CLI, at=state.closes_at) == [asked.round]


def test_the_second_round_waits_until_the_first_is_closed_and_summarised_r032(asked: Asked) -> None:
    cast = asked.cast
    asked.cast_at_door(4, "against")
    asked.cast_at_door(5, "for")
    later = actions.RoundTimes(
        *(one + timedelta(days=60) for one in (TIMES.opens_at, TIMES.closes_at, TIMES.publish_by))
    )
    with pytest.raises(Refusal, match="Round 1 is not closed and summarised"):
        open_round(cast, asked.decision, later)
    with pytest.raises(Refusal, match="no result yet"):
        actions.summarise(actor=cast.secretary, round=asked.round, summary="两户意见", **THEN)
    actions.close_due(actor=CLI, at=CLOSES)
    with pytest.raises(Refusal, match="Round 1 is not closed and summarised"):
        open_round(cast, asked.decision, later)
    with pytest.raises(Refusal, match="says nothing"):
        actions.summarise(actor=cast.secretary, round=asked.round, summary=" ", **THEN)
    actions.summarise(actor=cast.secretary, round=asked.round, summary="一户担心采光，井道北移。", **THEN)
    second = open_round(cast, asked.decision, later)
    again = replace(asked, round=second)
    again.cast_at_door(4, "for", later.opens_at, key="second-4")
    again.cast_at_door(5, "for", later.opens_at, key="second-5")
    again.cast_at_door(6, "abstain", later.opens_at, key="second-6")
    assert queries.changes_between(cast.secretary, asked.decision, later.opens_at) == []
    actions.close_due(actor=CLI, at=later.closes_at)
    ((number, changed),) = queries.changes_between(cast.secretary, asked.decision, later.opens_at)
    assert number == 2
    assert {(one.dwelling, one.before, one.after) for one in changed} == {
        (asked.homes[3], "against", "for"),
        (asked.homes[5], "missing", "abstain"),
    }


def test_a_declared_result_is_the_tally_of_the_record(asked: Asked) -> None:
    for number in range(1, 21):
        asked.cast_at_door(number, "for")
    asked.cast_at_door(21, "against")
    actions.close_due(actor=CLI, at=CLOSES)
    outcome = actions.declare(actor=asked.cast.secretary, round=asked.round, **THEN)
    # Dwellings 1 to 3 have one owner: 24 dwellings are 22 heads, 21 ballots are 19 heads.
    assert outcome["heads"] == [22, 19, 18]
    assert outcome["passed"] is True
    assert actions.conclude(actor=asked.cast.secretary, decision=asked.decision, **THEN) is True
    with pytest.raises(Refusal, match="is concluded"):
        open_round(asked.cast, asked.decision)
    closing = journal_records(asked, "stream.close")
    with scopes_disabled():
        assert closing[0]["count"] == len(journal.records_of(f"decision/{asked.decision}")) - 1


def test_nothing_is_concluded_before_its_result_is_published(asked: Asked) -> None:
    with pytest.raises(Refusal, match="no published result"):
        actions.conclude(actor=asked.cast.secretary, decision=asked.decision, **THEN)


def test_only_who_runs_decisions_opens_or_closes_one(asked: Asked) -> None:
    for who in (asked.cast.visitor, asked.cast.designer, asked.cast.auditor, *asked.cast.other.values()):
        with pytest.raises(Refusal, match="Not found"):
            actions.close_round(actor=who, round=asked.round, **THEN)
    with pytest.raises(Refusal, match="Not found"):
        queries.roll_of(asked.cast.utility, asked.round, AT)
    with pytest.raises(Refusal, match="Not found"):
        queries.load_round_for(asked.cast.secretary, "nothing", queries.Verb.DECISION_SEE, AT)


def test_a_round_whose_record_cannot_be_told_does_not_hold_the_others_up(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = closing.close_round
    other = decision_over(asked.cast, asked.compound, stairwell=asked.stairwell)
    second = open_round(asked.cast, other)

    def broken(**told: object) -> bool:
        if told["round"] == asked.round:
            raise Refusal(closing.NO_SUMMARY.because())
        return real(**told)  # type: ignore[arg-type]

    monkeypatch.setattr(closing, "close_round", broken)
    assert actions.close_due(actor=CLI, at=CLOSES) == [second]
    with pytest.raises(Refusal, match="says nothing"):
        actions.close_due(actor=CLI, at=CLOSES)
