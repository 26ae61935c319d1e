"""What a decision page tells who runs it beyond the count: other readings, what stances leave open, what else is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.registry import queries as registry
from sanxin.engines.tally.problem import Problem
from sanxin.engines.tally.solve import solve
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.finding import Because
from sanxin.interfaces.web.attendance import Visit
from sanxin.journey.decide.outlook import ahead, ahead_said, range_said
from sanxin.journey.decide.project import project_of
from sanxin.journey.decide.report import alternatives_of, held_json
from sanxin.rulebook.decisions import readings
from sanxin.rulebook.reader import NothingInForce, rules_in_force


@dataclass(frozen=True, slots=True)
class Step:
    """One decision a project may need: its place in the order, how it stands, what it lacks, and where it is."""

    said: dict[str, Any]
    step: dict[str, Any]
    decision: decisions.Decision | None


def beside(visit: Visit, asked: decisions.Decision, last: decisions.RoundState) -> list[dict[str, Any]]:
    """Count a round by every other reading that courts have taken, as the record stands; nothing where no rule is held."""
    problem = decisions.problem_of(visit.actor, asked.public_id, last.number, visit.at)
    try:
        taken = readings(rules_in_force(asked.compound.place, legal_day(last.opens_at)))
    except NothingInForce:
        return []
    return alternatives_of(problem, solve(problem), taken)


def outlook(
    visit: Visit, asked: decisions.Decision, last: decisions.RoundState | None
) -> dict[str, list[Because]]:
    """Say what recorded stances leave open, for a round that is not counted yet or not begun; empty where none is recorded."""
    stances = decisions.stances_on(visit.actor, asked.public_id, visit.at)
    problem = _question(visit, asked, last)
    if problem is None or stances.keys().isdisjoint(each.id for each in problem.roll):
        return {}
    found = ahead(problem, stances)
    return {"said": ahead_said(found), "range": range_said(found)} if found else {}


def _question(visit: Visit, asked: decisions.Decision, last: decisions.RoundState | None) -> Problem | None:
    if last is not None and last.declared_at is None:
        return decisions.problem_of(visit.actor, asked.public_id, last.number, visit.at)
    return decisions.problem_ahead(visit.actor, asked.public_id, visit.at)


def steps(
    visit: Visit, stairwell: registry.Stairwell, listed: Sequence[decisions.Decision]
) -> dict[str, Any]:
    """Lay the decisions of a stairwell beside those its place asks for, in order, each with what it still lacks."""
    try:
        rules = rules_in_force(stairwell.compound.place, legal_day(visit.at))
    except NothingInForce:
        return {}
    newest = {one.matter: one for one in reversed(listed)}
    written = [held for one in newest.values() if (held := _held(visit, one))]
    facts = assessments.touched_by_plan(visit.actor, stairwell.public_id, visit.at)
    told = project_of(rules, facts, written)
    if told is None:
        return {}
    return {
        "complete": told["complete"],
        "steps": [
            Step(said, step, newest.get(step["matter"]))
            for step, said in zip(told["steps"], told["because"], strict=False)
        ],
        "more": told["because"][len(told["steps"]) :],
    }


def _held(visit: Visit, asked: decisions.Decision) -> dict[str, Any] | None:
    """Tell a decision's last published count; one that was never counted is not held yet."""
    counted = [
        one
        for one in decisions.round_states(visit.actor, asked.public_id, visit.at)
        if one.declared_at is not None
    ]
    if not counted:
        return None
    tally = solve(decisions.problem_of(visit.actor, asked.public_id, counted[-1].number, visit.at))
    return held_json(asked.public_id, asked.matter, tally)
