"""Checking a decision from its file alone: the engine's checker on every tally, and what is derived from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from sanxin.engines.codec import Misfit, build
from sanxin.engines.tally.check import check, check_count
from sanxin.engines.tally.problem import CM2_PER_M2, Problem, Readings
from sanxin.engines.tally.result import Change, Forecast, Move, RefusedBallot, Sums, Tally, Test
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.case import Case
from sanxin.journey.decide.question import Question, question_of
from sanxin.rulebook.reader import Rules

UNREADABLE = Sentence(
    "decide.check.unreadable", zh="文件无法核对：{why}", en="The file cannot be checked: {why}"
)
WRONG = Sentence(
    "decide.check.wrong",
    zh="决议 {decision} 的 {what} 写 {said}，实为 {found}",
    en="Decision {decision}: {what} is given as {said}; it is {found}",
)
OTHER_CASE = Sentence(
    "decide.check.other_case",
    zh="决议 {decision} 所计的不是这份题目",
    en="Decision {decision} is not the tally of this case",
)
Violations = list[Because]
Written = Mapping[str, Any]


def decision_checks(written: Written, case: Case | None = None, rules: Rules | None = None) -> Violations:
    """List everything in a decision file that does not hold; an empty list means it stands.

    With a case and the rules of its place and day, the file must also be the tally of that case.
    """
    try:
        decisions = list(written["decisions"]) if "decisions" in written else [written]
        violations = [each for one in decisions for each in _decision(one)]
        violations += _project(written.get("project"), decisions)
    except Refusal as refusal:
        return [UNREADABLE.because(why=refusal.say("en"))]
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation, Misfit) as broken:
        return [UNREADABLE.because(why=f"{type(broken).__name__}: {broken}")]
    if case and rules:
        violations += _against_case(decisions, case, rules)
    return violations


def _decision(one: Written) -> Iterator[Because]:
    if one["passed"] is None:
        return
    ident, problem = one["id"], Problem.from_json(one["problem"])
    plain, change = problem.to_json(), one["to_change"]
    said = {"problem_sha256": one["problem_sha256"], "rule": one["rule"], "readings": one["readings"]}
    found = {"problem_sha256": digest(one["problem"]), "rule": plain["rule"], "readings": plain["readings"]}
    said["may_close"], found["may_close"] = (
        one["may_close"],
        all(each.answered for each in problem.objections),
    )
    for what, value in found.items():
        if said[what] != value:
            yield WRONG.because(decision=ident, what=what, said=str(said[what]), found=str(value))
    tally = replace(
        _counted(one),
        change=None if change is None else _change(change),
        refused=tuple(
            RefusedBallot(each["id"], each["dwelling"], each["code"]) for each in one["refused_ballots"]
        ),
        forecast=_forecast(one["forecast"]),
    )
    for violation in check(problem, tally):
        yield violation.because
    for other in one["alternatives"]:
        options = {**plain["readings"], other["reading"]: other["option"]}
        read = replace(problem, readings=build(Readings, options, "readings"))
        for violation in check_count(read, _counted(other)):
            yield violation.because
        if other["differs"] != (other["passed"] != one["passed"]):
            yield WRONG.because(
                decision=ident,
                what=f"alternatives.{other['option']}.differs",
                said=str(other["differs"]),
                found="-",
            )
    yield from _lacking(ident, one["tests"])


def _lacking(ident: str, tests: Sequence[Written]) -> Iterator[Because]:
    """Step up from what a test has to the first figure that meets it."""
    for test in tests:
        finest = 1 if test["basis"] == "heads" else CM2_PER_M2
        have, of, lacks = (_whole(test[key], finest) for key in ("have", "of", "lacks"))
        required = Fraction(test["required"]) * of
        reached, nearly = have + lacks, have + lacks - 1
        if test["name"] == "objections":
            holds = lacks == have
        elif test["strict"]:
            holds = reached > required and (not lacks or nearly <= required)
        else:
            holds = reached >= required and (not lacks or nearly < required)
        if not holds:
            yield WRONG.because(
                decision=ident,
                what=f"tests.{test['name']}.{test['basis']}.lacks",
                said=str(test["lacks"]),
                found="-",
            )


def _counted(one: Written) -> Tally:
    return Tally(
        one["passed"],
        tuple(_test(each) for each in one["tests"]),
        _sums(one["heads"], 1),
        _sums(one["area_m2"], CM2_PER_M2),
        None,
        (),
    )


def _test(written: Written) -> Test:
    finest = CM2_PER_M2 if written["basis"] == "area" else 1
    return Test(
        written["name"], written["basis"], _whole(written["have"], finest), _whole(written["of"], finest),
        Fraction(written["required"]), written["strict"], written["met"],
    )  # fmt: skip


def _sums(written: Written, finest: int) -> Sums:
    return Sums(*(_whole(written[key], finest) for key in ("all", "taking_part", "for")))


def _whole(written: Any, finest: int) -> int:
    """Read a figure in its finest unit: heads, or cm² of m².

    :raises ValueError: if it is finer than that
    """
    exact = Decimal(str(written)) * finest
    if exact != int(exact):
        raise ValueError(f"{written} is finer than a cm² or a head")
    return int(exact)


def _change(written: Written) -> Change:
    moves = tuple(Move(each["dwelling"], each["from"], each["to"]) for each in written["moves"])
    return Change(written["to"], written["heads"], moves, tuple(written["objections"]))


def _forecast(written: Written | None) -> Forecast | None:
    if written is None:
        return None
    worst, best = (tuple(_test(each) for each in written[key]) for key in ("worst", "best"))
    return Forecast(written["outcome"], worst, best, written["stances"], written["open"])


def _project(project: Written | None, decisions: Sequence[Written]) -> Iterator[Because]:
    """See that each step says of its decision what the decision says of itself."""
    if project is None:
        return
    states = {True: "passed", False: "not_passed", None: "no_rule"}
    passed = {each["id"]: each["passed"] for each in decisions}
    for step in project["steps"]:
        held = step["decision"] is not None and step["needed"] is not False
        found = states[passed[step["decision"]]] if held else step["state"]
        if step["state"] != found:
            yield WRONG.because(
                decision=step["decision"], what="project.state", said=step["state"], found=found
            )
    complete = all(step["state"] in ("passed", "not_needed") for step in project["steps"])
    if project["complete"] != complete:
        yield WRONG.because(
            decision="-", what="project.complete", said=str(project["complete"]), found=str(complete)
        )


def _against_case(decisions: Sequence[Written], case: Case, rules: Rules) -> Violations:
    by_id = {each["id"]: each for each in decisions}
    violations = []
    for decision in case.decisions:
        asked = question_of(case, decision, rules)
        meant = asked.problem.to_json() if isinstance(asked, Question) else None
        if by_id.get(decision.id, {}).get("problem") != meant:
            violations.append(OTHER_CASE.because(decision=decision.id))
    return violations
