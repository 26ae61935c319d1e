"""Objections: never lost, each answered in writing before anything is concluded as passed (R049)."""

from datetime import timedelta

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.decisions import actions, queries
from sanxin.apps.decisions.models import Objection
from sanxin.apps.journal import queries as journal
from sanxin.foundation.calendar import When
from sanxin.foundation.refusal import Refusal
from tests.apps.decisions.test_ballots import household_of
from tests.ballots import CLOSES, OPENS, Asked, ask
from tests.people import CLI, Cast

NOW: When = {"occurred_at": OPENS, "recorded_at": OPENS}
THEN: When = {"occurred_at": CLOSES, "recorded_at": CLOSES}
WORDS = "井道离我家厨房窗只有两米，油烟和噪声怎么办？"


@pytest.fixture(scope="module")
def asked(cast: Cast) -> Asked:
    return ask(cast)


def passed(asked: Asked) -> None:
    for number in range(1, 25):
        asked.cast_at_door(number, "for")
    actions.close_due(actor=CLI, at=CLOSES)
    actions.declare(actor=asked.cast.secretary, round=asked.round, **THEN)


def test_nothing_is_concluded_as_passed_while_an_objection_waits_for_its_reply_r049(asked: Asked) -> None:
    who = household_of(asked, 2)
    objection = actions.raise_objection(
        actor=who, decision=asked.decision, dwelling=who.dwelling, words=WORDS, **NOW
    )
    passed(asked)
    with pytest.raises(Refusal, match="1 objections have no written reply"):
        actions.conclude(actor=asked.cast.secretary, decision=asked.decision, **THEN)
    actions.answer_objection(
        actor=asked.cast.secretary, objection=objection, words="井道北移 1.2 米，装隔声板。", **THEN
    )
    with pytest.raises(Refusal, match="Publish the result anew"):
        actions.conclude(actor=asked.cast.secretary, decision=asked.decision, **THEN)
    actions.declare(actor=asked.cast.secretary, round=asked.round, **THEN)
    assert actions.conclude(actor=asked.cast.secretary, decision=asked.decision, **THEN)
    with pytest.raises(Refusal, match="is concluded"):
        actions.raise_objection(
            actor=who, decision=asked.decision, dwelling=who.dwelling, words="还有", **THEN
        )


def test_a_decision_that_failed_may_be_concluded_with_objections_open(asked: Asked) -> None:
    who = household_of(asked, 2)
    actions.raise_objection(actor=who, decision=asked.decision, dwelling=who.dwelling, words=WORDS, **NOW)
    actions.close_due(actor=CLI, at=CLOSES)
    actions.declare(actor=asked.cast.secretary, round=asked.round, **THEN)
    assert actions.conclude(actor=asked.cast.secretary, decision=asked.decision, **THEN) is False


def test_words_are_sealed_and_read_by_the_household_and_the_office_only(asked: Asked) -> None:
    who, neighbour = household_of(asked, 2), household_of(asked, 3)
    objection = actions.raise_objection(
        actor=who, decision=asked.decision, dwelling=who.dwelling, words=WORDS, **NOW
    )
    actions.answer_objection(
        actor=asked.cast.secretary, objection=objection, words="上门量过，可以调整。", **NOW
    )
    for reader in (who, asked.cast.secretary):
        (line,) = queries.objections_of(reader, asked.decision, OPENS)
        assert (line.words, [reply for reply, _ in line.replies]) == (WORDS, ["上门量过，可以调整。"])
    assert queries.objections_of(neighbour, asked.decision, OPENS) == []
    with scopes_disabled():
        assert WORDS.encode() not in bytes(Objection.objects.get().sealed_words)
        assert "厨房" not in str(journal.records_of(f"decision/{asked.decision}"))


def test_an_objection_ends_as_whoever_raised_it_says_and_only_after_a_reply(asked: Asked) -> None:
    who = household_of(asked, 2)
    told = {"actor": who, "decision": asked.decision, "dwelling": who.dwelling, "words": WORDS}
    first, second = (actions.raise_objection(**told, **NOW) for _ in range(2))  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="no written reply yet"):
        actions.settle_objection(actor=who, objection=first, how="withdrawn", **NOW)
    for one in (first, second):
        actions.answer_objection(actor=asked.cast.secretary, objection=one, words="已回复", **NOW)
    actions.settle_objection(actor=who, objection=first, how="withdrawn", **NOW)
    with pytest.raises(Refusal, match="no way to settle it"):
        actions.settle_objection(actor=who, objection=second, how="referred", **NOW)
    actions.settle_objection(actor=asked.cast.secretary, objection=second, how="referred", **NOW)
    problem = queries.problem_of(asked.cast.secretary, asked.decision, 1, OPENS)
    assert [(one.answered, one.resolved) for one in problem.objections] == [(True, True), (True, False)]


def test_what_is_empty_or_somebody_else_s_is_refused(asked: Asked) -> None:
    who, neighbour = household_of(asked, 2), household_of(asked, 3)
    told = {"decision": asked.decision, **NOW}
    with pytest.raises(Refusal, match="Nothing is written"):
        actions.raise_objection(actor=who, dwelling=who.dwelling, words="  ", **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="Not found"):
        actions.raise_objection(actor=who, dwelling=neighbour.dwelling, words=WORDS, **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="Not found"):
        actions.raise_objection(actor=asked.cast.visitor, dwelling="elsewhere", words=WORDS, **told)  # type: ignore[arg-type]
    objection = actions.raise_objection(actor=who, dwelling=who.dwelling, words=WORDS, **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="Nothing is written"):
        actions.answer_objection(actor=asked.cast.secretary, objection=objection, words="", **NOW)
    with pytest.raises(Refusal, match="Not found"):
        actions.settle_objection(actor=neighbour, objection=objection, how="agreed", **NOW)
    with pytest.raises(Refusal, match="Not found"):
        actions.answer_objection(actor=asked.cast.secretary, objection="none", words="x", **NOW)


def test_the_team_may_put_a_spoken_objection_on_record(asked: Asked) -> None:
    later = OPENS + timedelta(days=1)
    actions.raise_objection(
        actor=asked.cast.visitor, decision=asked.decision, dwelling=asked.homes[4], words=WORDS, occurred_at=OPENS,
        recorded_at=later,
    )  # fmt: skip
    assert len(queries.objections_of(asked.cast.auditor, asked.decision, later)) == 1
