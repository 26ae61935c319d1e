"""The outcome of a case as the file that is handed on: tests, grounds, other readings, what would turn it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sanxin.engines.tally.problem import Problem, Readings, Rule
from sanxin.engines.tally.result import Change, Forecast, Sums, Tally, Test
from sanxin.engines.tally.solve import outcome, solve
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because
from sanxin.journey.decide import words
from sanxin.journey.decide.case import Case
from sanxin.journey.decide.project import project_of
from sanxin.journey.decide.question import FOLLOW, Question, question_of
from sanxin.rulebook.decisions import Reading
from sanxin.rulebook.reader import Rules

SCHEMA_VERSION = 1
TALLY_VERSION = "2"


@dataclass(frozen=True, slots=True)
class DecisionReport:
    """The case, the rules of its day, and for each decision its question and tally, or why there is none."""

    case: Case
    on: date
    rules: Rules
    outcomes: tuple[tuple[Question, Tally] | Because, ...]

    def to_json(self) -> dict[str, Any]:
        """Write it as the contract has it: one decision at the top level if it was handed in there."""
        written = [self._decision(number) for number in range(len(self.outcomes))]
        head = {
            "schema_version": SCHEMA_VERSION,
            "place": self.case.place,
            "on": self.on.isoformat(),
            "rulebook": {"sha256": self.rules.digest(), "ordinances": self.rules.to_json()},
            "engine": {"tally": TALLY_VERSION},
        }
        told = not self.case.single or self.case.facts is not None
        project = {"project": project_of(self.rules, self.case.facts, written)} if told else {}
        return head | (written[0] if self.case.single else {"decisions": written}) | project

    def _decision(self, number: int) -> dict[str, Any]:
        decision, found = self.case.decisions[number], self.outcomes[number]
        named = {"id": decision.id, "matter": decision.matter, "scope": decision.scope}
        if isinstance(found, Because):
            return named | {"passed": None, "because": [found.to_json()]}
        question, tally = found
        return named | written_tally(question, tally, self.rules)


def decide(case: Case, rules: Rules, on: date) -> DecisionReport:
    """Count every decision of a case by the rules of a day.

    :raises InputRefused: if a roll, a ballot or a reading cannot be used, naming file and key
    """
    outcomes: list[tuple[Question, Tally] | Because] = []
    for decision in case.decisions:
        question = question_of(case, decision, rules)
        outcomes.append(question if isinstance(question, Because) else (question, solve(question.problem)))
    return DecisionReport(case, on, rules.about("decisions"), tuple(outcomes))


def written_tally(question: Question, tally: Tally, rules: Rules) -> dict[str, Any]:
    """Write one tally with its grounds."""
    problem = question.problem
    unanswered = sorted(each.id for each in problem.objections if not each.answered)
    plain = problem.to_json()
    return {
        "rule": _rule(problem.rule),
        "readings": plain["readings"],
        "passed": tally.passed,
        "may_close": not unanswered,
        "tests": [_test(test) for test in tally.tests],
        "heads": _sums(tally.heads, area=False),
        "area_m2": _sums(tally.area_cm2, area=True),
        "because": [each.to_json() for each in _because(question, tally, rules, unanswered)],
        "to_change": change_json(tally.change),
        "refused_ballots": [
            {"id": each.id, "dwelling": each.dwelling, "code": each.why}
            | {"zh": words.REFUSED[each.why].zh, "en": words.REFUSED[each.why].en}
            for each in tally.refused
        ],
        "alternatives": alternatives_of(problem, tally, question.readings),
        "forecast": _forecast(tally.forecast),
        "problem": plain,
        "problem_sha256": digest(plain),
    }


def _because(question: Question, tally: Tally, rules: Rules, unanswered: list[str]) -> list[Because]:
    problem, basis = question.problem, question.decision.follow_majority_basis
    said = words.rule_said(problem.rule, question) + words.readings_said(question, problem.readings)
    if basis:
        held = rules.find("decisions/follow_majority")
        citation = held.version.citation if held else None
        said.append(words.FOLLOWED.because(citation, basis=basis, standing=words.standing_of(citation)))
    said += [words.test_said(test) for test in tally.tests] + words.turn_said(tally, problem.readings)
    if unanswered:
        said.append(words.OPEN_OBJECTIONS.because(objections="、".join(unanswered)))
    return said + ([words.forecast_said(tally.forecast)] if tally.forecast else [])


def _rule(rule: Rule) -> dict[str, Any]:
    participation = None if rule.participation is None else str(rule.participation)
    return {
        "family": rule.family,
        "participation": participation,
        "consent": str(rule.consent),
        "strict": rule.strict,
    }


def _test(test: Test) -> dict[str, Any]:
    lacks = words.short(test)
    return {
        "name": test.name,
        "basis": test.basis,
        "have": words.amount(test, test.have),
        "of": words.amount(test, test.of),
        "required": str(test.required),
        "strict": test.strict,
        "met": test.met,
        "lacks": words.amount(test, lacks),
    }


def _sums(sums: Sums, *, area: bool) -> dict[str, int | float]:
    figures = {"all": sums.all, "taking_part": sums.taking_part, "for": sums.in_favour}
    return {key: words.m2(value) if area else value for key, value in figures.items()}


def change_json(change: Change | None) -> dict[str, Any] | None:
    """Write the smallest change."""
    if change is None:
        return None
    moves = [
        {"dwelling": each.dwelling, "from": each.from_state, "to": each.to_state} for each in change.moves
    ]
    return {"to": change.to, "heads": change.heads, "moves": moves, "objections": list(change.objections)}


def alternatives_of(problem: Problem, tally: Tally, readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """Count by every other reading that may be taken; following the majority only on a written basis."""
    taken = problem.readings
    return [
        _alternative(problem, (each.name, option), tally)
        for each in readings
        for option in (each.default, *each.others)
        if option not in (getattr(taken, each.name), FOLLOW)
    ]


def held_json(ident: str, matter: str, tally: Tally) -> dict[str, Any]:
    """Write of a tally what a project's steps are told by."""
    return {
        "id": ident,
        "matter": matter,
        "passed": tally.passed,
        "tests": [_test(test) for test in tally.tests],
        "to_change": change_json(tally.change),
    }


def _alternative(problem: Problem, reading: tuple[str, str], tally: Tally) -> dict[str, Any]:
    name, option = reading
    options: Mapping[str, Any] = {name: option}
    readings: Readings = replace(problem.readings, **options)
    other = outcome(replace(problem, readings=readings))
    return {
        "reading": name,
        "option": option,
        "zh": f"{words.ABOUT[name].zh}：{words.READING_WORDS[option].zh}",
        "en": f"{words.ABOUT[name].en}: {words.READING_WORDS[option].en}",
        "passed": other.passed,
        "differs": other.passed != tally.passed,
        "tests": [_test(test) for test in other.tests],
        "heads": _sums(other.heads, area=False),
        "area_m2": _sums(other.area_cm2, area=True),
    }


def _forecast(forecast: Forecast | None) -> dict[str, Any] | None:
    if forecast is None:
        return None
    return {
        "outcome": forecast.outcome,
        "worst": [_test(test) for test in forecast.worst],
        "best": [_test(test) for test in forecast.best],
        "stances": forecast.stances,
        "open": forecast.open,
    }
