"""The verdict: every claim of a tally held against what the problem alone gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import ge

from sanxin.engines.tally.check.minimal import Vector, improvement
from sanxin.engines.tally.check.recount import (
    Answers,
    Asked,
    Figures,
    Groups,
    asked_of,
    cm2_of,
    counted,
    dwelling_answer,
    figures,
    groups_of,
)
from sanxin.engines.tally.problem import Problem
from sanxin.engines.tally.result import Change, Forecast, Tally, Test
from sanxin.foundation.finding import Because, Sentence

FIGURE = Sentence(
    "tally.check.figure",
    zh="{what} 报为 {said}，重数为 {found}",
    en="{what} is given as {said}; the recount gives {found}",
)
NO_TURN = Sentence(
    "tally.check.no_turn",
    zh="所列改动并不能使结果变为 {to}",
    en="The listed change would not turn the outcome to {to}",
)
NOT_A_MOVE = Sentence(
    "tally.check.not_a_move",
    zh="改动中的 {dwelling} 不成立：{said}",
    en="The move of {dwelling} in the change cannot be: {said}",
)
SMALLER = Sentence(
    "tally.check.smaller",
    zh="所列改动不是最小的：按“{by}”还有更少或更靠前的",
    en="The listed change is not the smallest: by “{by}” there is a smaller or an earlier one",
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One claim that does not hold."""

    because: Because


class Count:
    """What the checker counts for itself."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.groups: Groups = groups_of(problem)
        self.cm2 = cm2_of(problem)
        self.answers: dict[str, str] = {}
        self.refused: dict[str, tuple[str, str]] = {}
        self.unowned = {each.id for each in problem.roll if not (each.owners or each.unsold_developer)}
        for dwelling in problem.roll:
            self.answers[dwelling.id], refused = dwelling_answer(problem, dwelling)
            self.refused |= {ballot: (dwelling.id, why) for ballot, why in refused.items()}
        for ballot in problem.ballots:
            if ballot.dwelling not in self.answers:
                self.refused[ballot.id] = (ballot.dwelling, "outside_roll")
        self.heads, self.area = self.figures(self.answers)
        self.now = asked_of(problem, self.heads, self.area)
        self.passed = all(test.met for test in self.now)

    def figures(self, answers: Answers) -> tuple[Figures, Figures]:
        """Count heads and area for some answers."""
        return figures(self.cm2, self.groups, counted(self.problem, self.groups, answers))

    def alone(self, group: tuple[str, ...], answers: Answers) -> tuple[Figures, Figures]:
        """Count one head for some answers of its own; the figures of all heads are sums of these."""
        return figures(self.cm2, (group,), counted(self.problem, (group,), answers))

    def tests(self, answers: Answers) -> list[Asked]:
        """Give the tests for some answers."""
        return asked_of(self.problem, *self.figures(answers))


def check(problem: Problem, tally: Tally) -> tuple[Violation, ...]:
    """List every claim of a tally that the problem does not bear out; none means it stands."""
    count = Count(problem)
    said = sorted((each.id, each.dwelling, each.why) for each in tally.refused)
    refused = sorted((ballot, *rest) for ballot, rest in count.refused.items())
    wrong = (
        _figures(count, tally)
        + _differing("refused", said, refused)
        + _differing("forecast", _forecast_said(tally.forecast), _forecast(count))
    )
    return tuple(Violation(each) for each in wrong or _change(count, tally.change))


def check_count(problem: Problem, tally: Tally) -> tuple[Violation, ...]:
    """List what does not hold of the count alone: outcome, tests and sums."""
    return tuple(Violation(each) for each in _figures(Count(problem), tally))


def _figures(count: Count, tally: Tally) -> list[Because]:
    heads, area = tally.heads, tally.area_cm2
    return (
        _differing("passed", tally.passed, count.passed)
        + _differing("tests", _written(tally.tests), _written(count.now))
        + _differing("heads", (heads.all, heads.taking_part, heads.in_favour), count.heads)
        + _differing("area_cm2", (area.all, area.taking_part, area.in_favour), count.area)
    )


def _differing(what: str, said: object, found: object) -> list[Because]:
    return [] if said == found else [FIGURE.because(what=what, said=str(said), found=str(found))]


def _written(tests: Iterable[Test | Asked]) -> list[tuple[object, ...]]:
    return [
        (each.name, each.basis, each.have, each.of, each.required, each.strict, each.met) for each in tests
    ]


def _change(count: Count, change: Change | None) -> list[Because]:
    if count.problem.readings.not_returned == "follow_majority":
        return _differing("change", change, None)
    to = "fail" if count.passed else "pass"
    if change is None and _nobody_can(count):
        return []
    if change is None or change.to != to:
        return _differing("change", change and change.to, to)
    wrong = [
        NOT_A_MOVE.because(dwelling=move.dwelling, said=f"{move.from_state} → {move.to_state}")
        for move in change.moves
        if move.from_state != count.answers.get(move.dwelling) or move.dwelling in count.unowned
    ]
    if wrong:
        return wrong
    return _objections(count, change) or _turns(count, change) or _smallest(count, change)


def _nobody_can(count: Count) -> bool:
    """Count with everybody who can answer in favour: a test is never met less by one more of them."""
    able = {each: answer if each in count.unowned else "for" for each, answer in count.answers.items()}
    return not all(test.met for test in count.tests(able) if test.name != "objections")


def _objections(count: Count, change: Change) -> list[Because]:
    problem = count.problem
    asked = change.to == "pass" and problem.rule.family == "C"
    open_ones = tuple(sorted(each.id for each in problem.objections if asked and not each.resolved))
    return _differing("change.objections", change.objections, open_ones)


def _turns(count: Count, change: Change) -> list[Because]:
    """Make the moves, count once more, and see that whole heads move and the outcome turns."""
    moved = {**count.answers, **{move.dwelling: move.to_state for move in change.moves}}
    met = [test.met for test in count.tests(moved) if test.name != "objections"]
    if all(met) != (change.to == "pass"):
        return [NO_TURN.because(to=change.to)]
    groups = _moved_groups(count, change)
    to_state = change.moves[0].to_state if change.moves else "for"
    whole = sorted(
        each for group in groups for each in group if (count.answers[each] == "for") != (to_state == "for")
    )
    said = (change.heads, [(move.dwelling, move.to_state) for move in change.moves])
    found = (len(groups), [(each, to_state) for each in whole])
    return _differing("change.moves", said, found)


def _moved_groups(count: Count, change: Change) -> list[tuple[str, ...]]:
    moved = {move.dwelling for move in change.moves}
    return [group for group in count.groups if moved.intersection(group)]


def _smallest(count: Count, change: Change) -> list[Because]:
    """Prove for every way to turn the outcome that no smaller and no earlier set of heads would do."""
    chosen = sorted(group[0] for group in _moved_groups(count, change))
    asked = [test for test in count.now if test.name != "objections"]
    if change.to == "pass":
        gains = _gains(count, asked, "for")
        kinds = {
            ident: tuple(gain for gain, test in zip(vector, asked, strict=True) if test.basis == "heads")
            for ident, vector in gains.items()
        }
        return _said(improvement(gains, chosen, tuple(-_surplus(test) for test in asked), kinds))
    # To fail, one broken test is enough; the set must be canonical whichever test one breaks and however.
    losses = {way: _gains(count, asked, way, sign=-1) for way in ("against", "missing")}
    needs = [_surplus(test) + 1 for test in asked]
    for axis, need in enumerate(needs):
        most = {each: (max(losses[way][each][axis] for way in losses),) for each in losses["against"]}
        if found := improvement(most, chosen, (need,), dict.fromkeys(most, ())):
            return _said(found)
    against = [sum(losses["against"][each][axis] for each in chosen) for axis in range(len(needs))]
    first = "against" if any(map(ge, against, needs)) else "missing"
    return [] if change.moves[0].to_state == first else _said(first)


def _gains(count: Count, tests: list[Asked], way: str, *, sign: int = 1) -> dict[str, Vector]:
    """For each head that can move: what it adds to the surplus of each test if all of it moves."""
    gains: dict[str, Vector] = {}
    for group in count.groups:
        now = {each: count.answers[each] for each in group}
        movable = [
            each
            for each, state in now.items()
            if (state != "for") == (way == "for") and each not in count.unowned
        ]
        if movable:
            before = asked_of(count.problem, *count.alone(group, now))
            after = asked_of(count.problem, *count.alone(group, {**now, **dict.fromkeys(movable, way)}))
            gains[group[0]] = tuple(
                sign * (_surplus(later) - _surplus(earlier))
                for later, earlier, _ in zip(after, before, tests, strict=False)
            )
    return gains


def _said(by: str) -> list[Because]:
    return [SMALLER.because(by=by)] if by else []


def _surplus(test: Asked) -> int:
    """Give by how much a test is met, in whole numbers: met from zero on."""
    n, d = test.required.as_integer_ratio()
    return test.have * d - n * test.of - int(test.strict)


def _forecast_said(forecast: Forecast | None) -> tuple[object, ...] | None:
    if forecast is None:
        return None
    return (
        forecast.outcome,
        _written(forecast.worst),
        _written(forecast.best),
        forecast.stances,
        forecast.open,
    )


def _forecast(count: Count) -> tuple[object, ...] | None:
    problem = count.problem
    readings = problem.readings
    if not problem.stances or readings.split == "void" or readings.not_returned == "follow_majority":
        return None
    said = {each.dwelling: each.stance for each in problem.stances if each.stance != "unsure"}
    silent = [
        each for each, answer in count.answers.items() if answer == "missing" and each not in count.unowned
    ]
    unknown = [each for each in silent if each not in said]
    known = {**count.answers, **{each: said[each] for each in silent if each in said}}
    away, against, best = (
        count.tests({**known, **dict.fromkeys(unknown, answer)}) for answer in ("missing", "against", "for")
    )
    worst = [one if one.name == "participation" else other for one, other in zip(away, against, strict=True)]
    outcome = (
        "passes" if all(each.met for each in worst) else "open" if all(each.met for each in best) else "fails"
    )
    return (outcome, _written(worst), _written(best), len(silent) - len(unknown), len(unknown))
