"""Counts a decision: ballots, heads, sums, tests, and the smallest change that would turn it."""

from collections.abc import Mapping

from sanxin.engines.tally.problem import Problem
from sanxin.engines.tally.result import State, Sums, Tally
from sanxin.engines.tally.solve.asked import sums_of, tests_of
from sanxin.engines.tally.solve.ballots import answers_of
from sanxin.engines.tally.solve.change import change_of
from sanxin.engines.tally.solve.forecast import forecast_of
from sanxin.engines.tally.solve.heads import Head, heads_of


def solve(problem: Problem) -> Tally:
    """Count a decision exactly, and find the smallest change that would turn the outcome."""
    answers, refused = answers_of(problem)
    heads, count, area = _counted(problem, answers)
    tests = tests_of(problem.rule, count, area, problem.objections)
    passed = all(test.met for test in tests)
    follow = problem.readings.not_returned == "follow_majority"
    change = None if follow else change_of(problem, heads, count, area, passed=passed)
    return Tally(passed, tests, count, area, change, refused, forecast_of(problem))


def outcome(problem: Problem) -> Tally:
    """Count a decision without asking what would turn it or what stances leave open."""
    answers, refused = answers_of(problem)
    _, count, area = _counted(problem, answers)
    tests = tests_of(problem.rule, count, area, problem.objections)
    return Tally(all(test.met for test in tests), tests, count, area, None, refused)


def _counted(problem: Problem, answers: Mapping[str, State]) -> tuple[tuple[Head, ...], Sums, Sums]:
    heads = heads_of(problem, answers)
    count, area = sums_of(heads)
    if problem.readings.not_returned == "follow_majority":
        side = _majority(heads, count, area)
        followed = {ident: side if answer == "missing" else answer for ident, answer in answers.items()}
        heads = heads_of(problem, followed)
        count, area = sums_of(heads)
    return heads, count, area


def _majority(heads: tuple[Head, ...], count: Sums, area: Sums) -> State:
    """Name the side that more than half of the area and of the heads returned took; else nobody is followed."""
    against_cm2 = sum(head.cm2("against") for head in heads)
    against = sum({*head.states} - {"missing"} == {"against"} for head in heads)
    if 2 * area.in_favour > area.taking_part and 2 * count.in_favour > count.taking_part:
        return "for"
    if 2 * against_cm2 > area.taking_part and 2 * against > count.taking_part:
        return "against"
    return "missing"
