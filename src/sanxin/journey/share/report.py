"""The shares of a case as the file that is handed on: every household's fen and grounds, the core, the other rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sanxin.engines.sharing.problem import RULES, Problem, ProblemRefused, Rule
from sanxin.engines.sharing.result import Shares, Violation
from sanxin.engines.sharing.solve import solve
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because, Words
from sanxin.foundation.money import FEN_PER_YUAN
from sanxin.journey.share import words
from sanxin.journey.share.case import Case
from sanxin.journey.share.formula import formulas
from sanxin.journey.share.question import Question, question_of, wrong
from sanxin.rulebook.reader import Rules

SCHEMA_VERSION = 1
SHARING_VERSION = "1"
KEY_OF = {"stand_alone": "stand_alone_yuan", "hardship": "dwellings"}
"""Where a case keeps what the engine calls otherwise."""


FIGURES = ("dwelling", "fen", "gross_fen", "compensation_fen", "upkeep_fen", "relief_fen")
SUMS = ("to_share_fen", "total_cost_fen", "subsidy_fen", "other_fen", "in_core", "core_violation")


def figures_of(written: Mapping[str, Any]) -> dict[str, Any]:
    """Give a written table's figures and nothing else: what goes on record, and what its agreement is held against."""
    shares = [{key: one[key] for key in FIGURES} for one in written["shares"]]
    return {"shares": shares, **{key: written[key] for key in SUMS}}


@dataclass(frozen=True, slots=True)
class ShareReport:
    """The question, the rules of its day, the shares by its rule, and by every other or why not."""

    on: date
    rules: Rules
    question: Question
    problem: Problem
    shares: Shares
    others: Mapping[Rule, tuple[Problem, Shares] | Because]

    def to_json(self) -> dict[str, Any]:
        """Write it as the contract has it."""
        plain, money = self.problem.to_json(), self.question.money
        return {
            "schema_version": SCHEMA_VERSION,
            "place": self.question.case.place,
            "on": self.on.isoformat(),
            "rulebook": {"sha256": self.rules.digest(), "ordinances": self.rules.to_json()},
            "engine": {"sharing": SHARING_VERSION},
            "rule": self.problem.rule,
            "because": [
                *(each.to_json() for each in self.question.because),
                *(each.to_json() for each in words.rule_said(self.problem, self.shares, self.question.city)),
            ],
            "shares": self._shares(),
            "to_share_fen": money.capital + money.upkeep,
            "total_cost_fen": money.total,
            "subsidy_fen": money.subsidy,
            "other_fen": money.other,
            **told(self.problem, self.shares),
            "alternatives": {rule: _other(found) for rule, found in self.others.items()},
            "problem": plain,
            "problem_sha256": digest(plain),
        }

    def _shares(self) -> list[dict[str, Any]]:
        grounds = grounds_of(self.problem, self.shares, self.question.case.approvers)
        return [
            {
                "dwelling": share.dwelling,
                "fen": share.fen,
                "yuan": yuan(share.fen),
                "gross_fen": share.gross_fen,
                "compensation_fen": share.compensation_fen,
                "upkeep_fen": share.upkeep_fen,
                "relief_fen": share.relief_fen,
                "because": [said.to_json() for said in grounds[share.dwelling]],
            }
            for share in self.shares.shares
        ]


def grounds_of(problem: Problem, shares: Shares, approvers: Mapping[str, str]) -> dict[str, list[Because]]:
    """Say by dwelling what it pays and the sum behind it; ``approvers``: who granted a dwelling's relief."""
    formula = formulas(problem)
    return {
        each.id: [*words.share_said(problem, each, share, approvers.get(each.id), formula.get(each.id))]
        for each, share in zip(problem.dwellings, shares.shares, strict=True)
    }


def share(case: Case, rules: Rules, on: date) -> ShareReport:
    """Share the cost of a case by its rule, and by every other rule beside it.

    :raises InputRefused: if its own rule cannot share it, naming file and reason
    """
    question = question_of(case, rules, on)
    try:
        problem = question.by(case.rule)
        shares = solve(problem)
    except ProblemRefused as refused:
        found = Words(refused.say("zh"), refused.say("en"))
        layer = refused.because.params["layer"]
        raise wrong(
            case, KEY_OF.get(layer, layer), found, Words("可以分摊的题目", "a case that can be shared")
        ) from refused
    others = {rule: _by(question, rule) for rule in RULES if rule != case.rule}
    return ShareReport(on, rules.about("money"), question, problem, shares, others)


def _by(question: Question, rule: Rule) -> tuple[Problem, Shares] | Because:
    try:
        problem = question.by(rule)
        return problem, solve(problem)
    except ProblemRefused as refused:
        why = Words(refused.say("zh"), refused.say("en"))
        return words.NOT_RECKONED.because(rule=words.RULES[rule], why=why)


def _other(found: tuple[Problem, Shares] | Because) -> dict[str, Any]:
    if isinstance(found, Because):
        return {"fen": None, "because": [found.to_json()]}
    problem, shares = found
    fen = {each.dwelling: each.fen for each in shares.shares}
    return {"apply_to": problem.apply_to, "fen": fen, **told(problem, shares)}


def told(problem: Problem, shares: Shares) -> dict[str, Any]:
    """Write what is the same for every rule: from least to most on each floor, and the core."""
    floors: dict[int, list[int]] = {}
    for each, share in zip(problem.dwellings, shares.shares, strict=True):
        floors.setdefault(each.floor, []).append(share.fen)
    return {
        "by_floor": {str(floor): [min(fen), max(fen)] for floor, fen in sorted(floors.items())},
        "in_core": shares.in_core,
        "core_violation": _violation(shares.violation),
    }


def yuan(fen: int) -> str:
    """Write fen as a plain decimal of yuan: ``-1234`` → ``"-12.34"``."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // FEN_PER_YUAN}.{abs(fen) % FEN_PER_YUAN:02d}"


def _violation(violation: Violation | None) -> dict[str, Any] | None:
    if violation is None:
        return None
    return {
        "dwellings": list(violation.dwellings),
        "pays_fen": violation.pays_fen,
        "alone_fen": violation.alone_fen,
    }
