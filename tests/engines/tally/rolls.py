"""Rolls and ballots to count: written briefly, and drawn at random."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from random import Random
from typing import Any

from sanxin.engines.tally.problem import (
    Ballot,
    Dwelling,
    Objection,
    Problem,
    ProblemRefused,
    Readings,
    Rule,
    Stance,
)
from sanxin.engines.tally.result import State
from sanxin.engines.tally.solve.asked import sums_of, tests_of
from sanxin.engines.tally.solve.ballots import answers_of
from sanxin.engines.tally.solve.heads import heads_of

SPECIAL = Rule("A", Fraction(3, 4), Fraction(2, 3))
ORDINARY = Rule("A", Fraction(1, 2), Fraction(2, 3), strict=True)
OF_ALL = Rule("B", Fraction(2, 3))
NO_OBJECTION = Rule("C", Fraction(2, 3))
EVERYBODY = Rule("unanimity", Fraction(1))
AREAS = [0, 5000, 5025, 6233, 7171, 9000, 12011]
CHOICES = {"+": "for", "-": "against", "0": "abstain"}


def dwellings(count: int, area: str = "60", **owners: str) -> tuple[Dwelling, ...]:
    """Make dwellings ``01`` and so on, each of its own owner unless ``d01="王芳"`` says otherwise."""
    ids = [f"{number:02}" for number in range(1, count + 1)]
    return tuple(
        Dwelling(each, Decimal(area), tuple(owners.get(f"d{each}", f"owner {each}").split("、")))
        for each in ids
    )


def asked(roll: tuple[Dwelling, ...], answers: str, rule: Rule = SPECIAL, **more: Any) -> Problem:
    """Ask for a tally: one sign a dwelling, + for, - against, 0 abstain, · not returned."""
    ballots = tuple(
        Ballot(f"b{dwelling.id}", dwelling.id, CHOICES[sign])  # type: ignore[arg-type]
        for dwelling, sign in zip(roll, answers, strict=True)
        if sign != "·"
    )
    return Problem(rule, roll, ballots + more.pop("ballots", ()), **more)


def drawn(seed: int, most: int = 8) -> Problem | None:
    """Draw a problem; None where the draw makes none."""
    chance = Random(seed)
    count = chance.randint(2, most)
    owners = max(2, int(count * 0.7))
    roll = tuple(
        Dwelling(
            f"{number:04}",
            Decimal(chance.choice(AREAS) if chance.random() < 0.9 else chance.randrange(1, 20000)) / 100,
            tuple({f"o{chance.randrange(owners)}" for _ in range(chance.choice([0, 1, 1, 1, 1, 2]))}),
            chance.random() < 0.1,
        )
        for number in range(count)
    )  # fmt: skip
    try:
        return Problem(
            _rule(chance),
            roll,
            _ballots(chance, roll),
            _objections(chance),
            _stances(chance, roll),
            _readings(chance),
        )
    except ProblemRefused:
        return None


def _rule(chance: Random) -> Rule:
    family: Any = chance.choice(["A", "A", "A", "B", "C", "unanimity"])
    if family == "unanimity":
        return EVERYBODY
    strict = chance.random() < 0.5
    shares = [
        Fraction(1, 2),
        Fraction(2, 3),
        Fraction(3, 4),
        Fraction(1, 3),
        Fraction(0) if strict else Fraction(1),
    ]
    quorum = chance.choice([Fraction(2, 3), Fraction(1, 2), Fraction(1)]) if family == "A" else None
    return Rule(family, chance.choice(shares), quorum, strict)


def _ballots(chance: Random, roll: tuple[Dwelling, ...]) -> tuple[Ballot, ...]:
    consent, silence = chance.random(), chance.random() * 0.6
    ballots: list[Ballot] = []
    for dwelling in roll:
        for _ in range(0 if chance.random() < silence else chance.choice([1, 1, 1, 2])):
            choice: Any = "for" if chance.random() < consent else chance.choice(["against", "abstain"])
            channel: Any = chance.choice(["paper", "door", "phone", "proxy"])
            ballots.append(
                Ballot(
                    f"b{len(ballots)}", dwelling.id if chance.random() < 0.95 else "elsewhere", choice,
                    by=chance.choice([None, "a stranger", *dwelling.owners * 3]),
                    channel=channel,
                    at=chance.choice([None, "2026-03-01", "2026-03-01T09:00", "2026-03-01T01:30Z"]),
                    replaces=chance.choice([None, f"b{len(ballots) - 1}"]),
                    proxy_document=chance.choice([None, "委托书"]),
                )
            )  # fmt: skip
    return tuple(ballots)


def _objections(chance: Random) -> tuple[Objection, ...]:
    count = chance.choice([0, 0, 2])
    return tuple(
        Objection(f"x{number}", None, answered=True, resolved=chance.random() < 0.5)
        for number in range(count)
    )


def _stances(chance: Random, roll: tuple[Dwelling, ...]) -> tuple[Stance, ...]:
    leanings: list[Any] = ["for", "against", "unsure"]
    some = [each for each in roll if chance.random() < 0.4] if chance.random() < 0.4 else []
    return tuple(Stance(each.id, chance.choice(leanings)) for each in some)


def _readings(chance: Random) -> Readings:
    options: dict[str, Any] = {
        "head": chance.choice(["owner_set"] * 3 + ["dwelling", "linked"]),
        "split": chance.choice(["no_consent"] * 3 + ["void"]),
        "co_owners": chance.choice(["no_consent", "no_consent", "first_answer"]),
        "not_returned": chance.choice(["no_part"] * 9 + ["follow_majority"]),
    }
    return Readings(**options)


def votes_pass(problem: Problem, answers: Mapping[str, State]) -> bool:
    """Tell whether the votes alone pass, objections aside."""
    count, area = sums_of(heads_of(problem, answers))
    return all(test.met for test in tests_of(problem.rule, count, area, ()))


def smallest_by_trying(problem: Problem) -> tuple[int, tuple[str, ...], str | None] | None:
    """Try every set of heads and every way they may turn: how many, which, and into what; None if nothing does."""
    answers, _ = answers_of(problem)
    heads = heads_of(problem, answers)
    passed = votes_pass(problem, answers)
    settled = problem.rule.family != "C" or all(each.resolved for each in problem.objections)
    if passed and not settled:
        return 0, (), None
    ways: list[State] = ["against", "missing"] if passed else ["for"]
    able = [head for head in heads if passed or not _ownerless(head)]
    for count in range(1, len(able) + 1):
        for some in combinations(sorted(able, key=lambda head: head.id), count):
            for turns in product(ways, repeat=count):
                if votes_pass(problem, _turned(answers, some, turns)) != passed and _all_move(
                    answers, some, turns
                ):
                    return count, tuple(head.id for head in some), turns[0]
    return None


def _ownerless(head: Any) -> bool:
    return all(not each.owners and not each.unsold_developer for each in head.dwellings)


def _moving(answers: Mapping[str, State], head: Any, turn: State) -> list[str]:
    return [each.id for each in head.dwellings if (answers[each.id] == "for") != (turn == "for")]


def _turned(answers: Mapping[str, State], some: Iterable[Any], turns: Iterable[State]) -> dict[str, State]:
    turned = dict(answers)
    for head, turn in zip(some, turns, strict=True):
        turned.update(dict.fromkeys(_moving(answers, head, turn), turn))
    return turned


def _all_move(answers: Mapping[str, State], some: Iterable[Any], turns: Iterable[State]) -> bool:
    return all(_moving(answers, head, turn) for head, turn in zip(some, turns, strict=True))
