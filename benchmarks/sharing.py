"""A cost among 100,000 dwellings by every rule, beside pandas and two plain ways: ``python benchmarks/sharing.py [--dwellings N]``.

The same weights rule four ways: the engine; pandas with floats rounded to the fen, as a spreadsheet does it; exact
fractions with the largest remainders (``foundation.money.split_fen``); and, on a fiftieth of the dwellings, for it takes
a pass for every fen, the loop that hands out one fen at a time to the largest fraction. The column at the end says by how
many fen the sum misses the cost, and how many dwellings pay a wrong fen. Then every rule once, with its check, and a city's
5,000 stairwells, each a problem of its own. Needs the environment of ``requirements/bench-tally.lock``.
"""

import argparse
import random
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import pandas as pd

from sanxin.engines.sharing.check import check
from sanxin.engines.sharing.problem import RULES, Dwelling, FloorWeight, Problem
from sanxin.engines.sharing.solve import solve
from sanxin.foundation.money import split_fen

FLOORS, ROUNDS, WITHIN_S = 33, 3, 1.5
LOOP_PART, FLATS_A_STAIRWELL = 50, 20
TABLE = {floor: Fraction(floor - 1, 10) for floor in range(1, FLOORS + 1)}
WEIGHTS = tuple(FloorWeight(floor, weight) for floor, weight in TABLE.items())
Shared = dict[str, int]


def dwellings_of(count: int, most_floor: int = FLOORS) -> tuple[Dwelling, ...]:
    chance = random.Random(7)
    return tuple(
        Dwelling(
            f"{number:07}", chance.randint(1, most_floor), Decimal(chance.randint(3000, 14000)) / 100,
            weight=Fraction(chance.randint(1, 300), 100),
        )
        for number in range(count)
    )  # fmt: skip


def problem_of(rule: str, dwellings: tuple[Dwelling, ...], fen: int) -> Problem:
    return Problem(rule, dwellings, fen, 0, WEIGHTS, "dwelling_area")  # type: ignore[arg-type]


def with_sanxin(dwellings: tuple[Dwelling, ...], fen: int) -> Shared:
    found = solve(problem_of("floor_weights", dwellings, fen))
    return {each.dwelling: each.fen for each in found.shares}


def with_pandas(frame: pd.DataFrame, fen: int) -> Shared:
    weight = frame["floor"].map({floor: float(weight) for floor, weight in TABLE.items()}) * frame["area"]
    yuan = (fen / 100 * weight / weight.sum()).round(2)
    return dict(zip(frame["id"], (yuan * 100).round().astype("int64"), strict=True))


def with_fractions(dwellings: tuple[Dwelling, ...], fen: int) -> Shared:
    return split_fen(fen, {each.id: TABLE[each.floor] * Fraction(each.area_m2 or 0) for each in dwellings})


def with_loop(dwellings: tuple[Dwelling, ...], fen: int) -> Shared:
    weights = {each.id: TABLE[each.floor] * Fraction(each.area_m2 or 0) for each in dwellings}
    whole = sum(weights.values())
    exact = {ident: fen * weight / whole for ident, weight in weights.items()}
    parts = {ident: part // 1 for ident, part in exact.items()}
    while sum(parts.values()) < fen:
        lucky = max(parts, key=lambda ident: (exact[ident] - parts[ident], -int(ident)))
        parts[lucky] += 1
    return parts


def timed(way: Callable[[], Shared], rounds: int = ROUNDS) -> tuple[float, Shared]:
    best, found = float("inf"), {}
    for _ in range(rounds):
        start = perf_counter()
        found = way()
        best = min(best, perf_counter() - start)
    return best, found


def beside_peers(dwellings: tuple[Dwelling, ...], fen: int) -> bool:
    frame = pd.DataFrame(
        {"id": [each.id for each in dwellings], "floor": [each.floor for each in dwellings],
         "area": [float(each.area_m2 or 0) for each in dwellings]}
    )  # fmt: skip
    few, few_fen = dwellings[: len(dwellings) // LOOP_PART], fen // LOOP_PART
    ways: dict[str, Callable[[], Shared]] = {
        "sanxin": lambda: with_sanxin(dwellings, fen),
        f"pandas {pd.__version__}, floats": lambda: with_pandas(frame, fen),
        "fractions, one by one": lambda: with_fractions(dwellings, fen),
    }
    print(f"floor weights × area among {len(dwellings):,} dwellings, {fen / 100:,.2f} yuan")
    ours, exact = timed(ways["sanxin"])
    for name, way in ways.items():
        seconds, found = (ours, exact) if name == "sanxin" else timed(way)
        missed, wrong = sum(found.values()) - fen, sum(found[ident] != part for ident, part in exact.items())
        print(
            f"{name:30} {seconds:7.3f} s  {seconds / ours:6.2f} × ours  sum off by {missed:+5} fen, {wrong:6,} dwellings off"
        )
    small, right = timed(lambda: with_sanxin(few, few_fen))
    loop, found = timed(lambda: with_loop(few, few_fen), rounds=1)
    print(
        f"{f'one fen at a time, {len(few):,} only':30} {loop:7.3f} s  {loop / small:6,.0f} × ours on as many  equal: {found == right}"
    )
    return sum(exact.values()) == fen and exact == with_fractions(dwellings, fen) and found == right


def every_rule(dwellings: tuple[Dwelling, ...], fen: int) -> bool:
    worst, sound = 0.0, True
    for rule in RULES:
        start = perf_counter()
        problem = problem_of(rule, dwellings, fen)
        found = solve(problem)
        seconds = perf_counter() - start
        start = perf_counter()
        violations = check(problem, found)
        checked = perf_counter() - start
        worst, missed = max(worst, seconds), sum(each.fen for each in found.shares) - fen
        sound = sound and not violations and not missed
        print(
            f"{rule:30} {seconds:7.3f} s, checked in {checked:.2f} s  sum off by {missed} fen, violations {len(violations)}"
        )
    print(f"slowest rule {worst:.2f} s, within {WITHIN_S:g} s: {'yes' if worst <= WITHIN_S else 'NO'}")
    return sound and worst <= WITHIN_S


def a_city(dwellings: tuple[Dwelling, ...]) -> None:
    stairwells = [
        dwellings[place : place + FLATS_A_STAIRWELL] for place in range(0, len(dwellings), FLATS_A_STAIRWELL)
    ]
    start = perf_counter()
    for number, flats in enumerate(stairwells):
        for rule in RULES:
            solve(problem_of(rule, flats, 42_000_000 + number))
    seconds = perf_counter() - start
    shared = len(stairwells) * len(RULES)
    print(
        f"{len(stairwells):,} stairwells by every rule: {seconds:.1f} s, {shared / seconds:,.0f} sharings a second"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dwellings", type=int, default=100_000)
    chosen = parser.parse_args()
    dwellings, fen = dwellings_of(chosen.dwellings), chosen.dwellings * 700_000 + 3
    exact = beside_peers(dwellings, fen)
    sound = every_rule(dwellings, fen)
    a_city(dwellings_of(chosen.dwellings, 7))
    return 0 if exact and sound else 1


if __name__ == "__main__":
    sys.exit(main())
