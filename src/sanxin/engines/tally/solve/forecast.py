"""What recorded stances leave open: every test at its worst and at its best."""

from sanxin.engines.tally.problem import Problem
from sanxin.engines.tally.result import Forecast, State, Test
from sanxin.engines.tally.solve.asked import sums_of, tests_of
from sanxin.engines.tally.solve.ballots import answers_of
from sanxin.engines.tally.solve.heads import heads_of


def forecast_of(problem: Problem) -> Forecast | None:
    """Give the range that ballots and recorded stances leave; None where no stance is recorded.

    None, too, by readings under which one more answer may undo another: void ballots, and following
    the majority.

    Ballots stand; a stance for or against is taken at its word. Of the rest, participation is worst if
    they stay away, consent is worst if they vote against, and all is best if they vote for: so every
    outcome between is covered by three counts. Where nobody is known to own a dwelling, none can answer for it.
    """
    plain = problem.readings.split == "no_consent" and problem.readings.not_returned == "no_part"
    if not (problem.stances and plain):
        return None
    answers, _ = answers_of(problem)
    said: dict[str, State] = {
        each.dwelling: each.stance for each in problem.stances if each.stance != "unsure"
    }
    silent = {each.id for each in problem.roll if each.can_answer and answers[each.id] == "missing"}
    told = silent & said.keys()
    unknown = silent - told
    known: dict[str, State] = {**answers, **{ident: said[ident] for ident in told}}
    away = _tests(problem, known)
    against = _tests(problem, {**known, **dict.fromkeys(unknown, "against")})
    best = _tests(problem, {**known, **dict.fromkeys(unknown, "for")})
    worst = tuple(
        one if one.name == "participation" else other for one, other in zip(away, against, strict=True)
    )
    if all(test.met for test in worst):
        return Forecast("passes", worst, best, len(told), len(unknown))
    outcome = "open" if all(test.met for test in best) else "fails"
    return Forecast(outcome, worst, best, len(told), len(unknown))  # type: ignore[arg-type]


def _tests(problem: Problem, answers: dict[str, State]) -> tuple[Test, ...]:
    count, area = sums_of(heads_of(problem, answers))
    return tests_of(problem.rule, count, area, problem.objections)
