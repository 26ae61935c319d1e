"""A decision told again from its records alone: its rounds, rolls, ballots and objections, in the order they stand.

The house closes a round by this telling, and so does an outsider with an export: one reading of the record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sanxin.engines.tally.problem import Ballot, Dwelling, Objection, Problem, Readings, Rule
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

UNTELLABLE = Sentence(
    "record.untellable",
    "记录 {verb} 说不通：{why}。",
    "The record {verb} makes no sense: {why}.",
)
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToldRound:
    """One round: what was laid down when it opened, its roll by dwelling, and every ballot handed in."""

    number: int
    laid_down: Record
    roll: tuple[Record, ...]
    ballots: list[Record] = field(default_factory=list)
    closed: Record | None = None
    declared: Record | None = None

    def rule(self) -> Rule:
        """Give the rule laid down when it opened."""
        rule = self.laid_down["rule"]
        participation = rule["participation"]
        return Rule(
            rule["family"],
            Fraction(rule["consent"]),
            None if participation is None else Fraction(participation),
            rule["strict"],
        )

    def problem(self, objections: Iterable[Objection]) -> Problem:
        """Give the tally's question.

        :raises Refusal: if the roll or a ballot cannot be counted
        """
        roll = tuple(
            Dwelling(
                line["dwelling"], Decimal(line["area_m2"]), tuple(line["owners"]), line["unsold_developer"]
            )
            for line in self.roll
        )
        return Problem(
            self.rule(), roll, tuple(_ballot(each) for each in self.ballots), tuple(objections),
            readings=Readings(**self.laid_down["readings"]),
        )  # fmt: skip

    def answers(self) -> dict[str, str]:
        """Give each dwelling's standing answer; who handed in none is not in it."""
        return {each["dwelling"]: each["choice"] for each in self.ballots}

    def standing(self) -> list[Record]:
        """List the ballots that no later one replaces."""
        replaced = {each["replaces"] for each in self.ballots}
        return [each for each in self.ballots if each["id"] not in replaced]


@dataclass(slots=True)
class ToldDecision:
    """A decision as its records tell it."""

    opened: Record = field(default_factory=dict)
    rounds: dict[int, ToldRound] = field(default_factory=dict)
    objections: dict[str, Objection] = field(default_factory=dict)
    concluded: Record | None = None

    def problem(self, number: int) -> Problem:
        """Give the question of one round's tally, with the objections as they stand.

        :raises Refusal: if it cannot be counted
        """
        return self.rounds[number].problem(self.objections.values())


def tell(records: Iterable[Record]) -> ToldDecision:
    """Tell a decision from its records, in the order of its stream. Verbs of other rooms are passed over.

    :raises Refusal: naming the verb, if a record contradicts those before it
    """
    told = ToldDecision()
    frozen: dict[int, tuple[Record, ...]] = {}
    for record in records:
        try:
            _one(told, frozen, record["verb"], record["payload"], record["occurred_at"])
        except (KeyError, TypeError, ValueError, ArithmeticError) as broken:
            why = f"{type(broken).__name__}: {broken}"
            raise Refusal(UNTELLABLE.because(verb=record.get("verb", "?"), why=why)) from broken
    return told


def _one(
    told: ToldDecision, frozen: dict[int, tuple[Record, ...]], verb: str, payload: Record, at: str
) -> None:
    match verb:
        case "decision.open":
            told.opened = payload
        case "roll.freeze":
            frozen[payload["round"]] = tuple(payload["lines"])
        case "round.open":
            number = payload["round"]
            told.rounds[number] = ToldRound(number, payload, frozen[number])
        case "ballot.cast":
            told.rounds[payload["round"]].ballots.append({**payload, "at": at})
        case "round.close" | "round.declare":
            _closed(told, payload["round"], verb, payload)
        case "decision.conclude":
            told.concluded = payload
        case _ if verb.startswith("objection."):
            _objected(told, payload, verb)


def _closed(told: ToldDecision, number: int, verb: str, payload: Record) -> None:
    one = told.rounds[number]
    closed = payload if verb == "round.close" else one.closed
    declared = payload if verb == "round.declare" else one.declared
    told.rounds[number] = ToldRound(number, one.laid_down, one.roll, one.ballots, closed, declared)


def _objected(told: ToldDecision, payload: Record, verb: str) -> None:
    ident = payload["id"]
    if verb == "objection.raise":
        told.objections[ident] = Objection(ident, payload["dwelling"])
        return
    known = told.objections[ident]
    answered = known.answered or verb == "objection.reply"
    resolved = known.resolved or verb == "objection.settle"
    told.objections[ident] = Objection(ident, known.dwelling, answered=answered, resolved=resolved)


def _ballot(record: Record) -> Ballot:
    at = datetime.fromisoformat(record["at"])
    return Ballot(
        record["id"], record["dwelling"], record["choice"], by=record["by"], channel=record["channel"],
        at=at.isoformat(), replaces=record["replaces"], proxy_document=record["proxy_document"],
    )  # fmt: skip


def outcome_of(problem: Problem, tally: Any) -> dict[str, Any]:
    """Write a tally as a round's declaration carries it: what an outsider must find again."""
    return {
        "passed": tally.passed,
        "tests": [
            {
                "name": each.name, "basis": each.basis, "have": each.have, "of": each.of,
                "required": str(each.required), "strict": each.strict, "met": each.met,
            }
            for each in tally.tests
        ],
        "heads": [tally.heads.all, tally.heads.taking_part, tally.heads.in_favour],
        "area_cm2": [tally.area_cm2.all, tally.area_cm2.taking_part, tally.area_cm2.in_favour],
        "refused": [[each.id, each.why] for each in tally.refused],
        "problem_sha256": digest(problem.to_json()),
    }  # fmt: skip
