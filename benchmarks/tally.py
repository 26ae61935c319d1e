"""A city's decisions at once, beside DuckDB and pandas: ``python benchmarks/tally.py [--dwellings N]``.

A million dwellings in 40,000 stairwells, special motion (2/3 take part, 3/4 of them consent, by area and by
heads), the same rule written three ways, all from the same columns in memory. Every answer is compared;
each is the best of five runs, taken in turns. Needs the environment of ``requirements/bench-tally.lock``.
"""

import argparse
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import duckdb
import numpy as np
import pandas as pd

from sanxin.engines.tally.many import AGAINST, FOR, MISSING, tally_many
from sanxin.engines.tally.problem import Rule

RULE = Rule("A", Fraction(3, 4), Fraction(2, 3))
SUMS = ("heads_all", "heads_taking_part", "heads_for", "area_all_cm2", "area_taking_part_cm2", "area_for_cm2")
ROUNDS, WITHIN = 5, 2.0
QUERY = f"""
with heads as (
  select stairwell, head, count(*) filter (where answer <> {MISSING}) returned,
    count(*) filter (where answer = {AGAINST}) against,
    sum(area_cm2) area, coalesce(sum(area_cm2) filter (where answer <> {MISSING}), 0) part,
    coalesce(sum(area_cm2) filter (where answer = {FOR}), 0) agree
  from roll group by stairwell, head),
sums as (
  select stairwell, count(*) ha, count(*) filter (where returned > 0) hp,
    count(*) filter (where returned > 0 and against = 0) hf, sum(area) aa, sum(part) ap, sum(agree) af
  from heads group by stairwell)
select ha, hp, hf, aa::bigint, ap::bigint, af::bigint,
  hp > 0 and ap > 0 and 3 * hp >= 2 * ha and 3 * ap >= 2 * aa and 4 * hf >= 3 * hp and 4 * af >= 3 * ap passed
from sums order by stairwell
"""


def roll_of(dwellings: int, stairwells: int) -> dict[str, Any]:
    """Draw a roll: one owner in twelve has several dwellings, two answers in three are in favour."""
    chance = np.random.default_rng(7)
    stairwell = np.sort(chance.integers(0, stairwells, dwellings))
    stairwell[:stairwells] = np.arange(stairwells)
    head = np.arange(dwellings)
    several = chance.random(dwellings) < 1 / 12
    head[several] = np.maximum(0, head[several] - chance.integers(1, 12, several.sum()))
    answer = chance.choice([FOR, AGAINST, MISSING], dwellings, p=[0.72, 0.13, 0.15])
    order = chance.permutation(dwellings)
    columns = {
        "stairwell": stairwell,
        "head": head,
        "area_cm2": chance.integers(30_0000, 140_0000, dwellings),
        "answer": answer,
    }
    return {name: column[order] for name, column in columns.items()}


def with_sanxin(roll: dict[str, Any]) -> list[Any]:
    many = tally_many(RULE, **roll)
    return [*(getattr(many, name) for name in SUMS), many.passed]


def with_duckdb(base: duckdb.DuckDBPyConnection) -> list[Any]:
    return list(base.execute(QUERY).fetchnumpy().values())


def with_pandas(given: pd.DataFrame) -> list[Any]:
    frame = given.copy(deep=False)
    frame["returned"] = frame["answer"] != MISSING
    frame["against"] = frame["answer"] == AGAINST
    frame["part"] = frame["area_cm2"].where(frame["returned"], 0)
    frame["agree"] = frame["area_cm2"].where(frame["answer"] == FOR, 0)
    heads = frame.groupby(["stairwell", "head"]).agg(
        returned=("returned", "any"), against=("against", "any"),
        area=("area_cm2", "sum"), part=("part", "sum"), agree=("agree", "sum"),
    )  # fmt: skip
    heads["yes"] = heads["returned"] & ~heads["against"]
    sums = heads.groupby("stairwell").agg(
        ha=("returned", "size"), hp=("returned", "sum"), hf=("yes", "sum"),
        aa=("area", "sum"), ap=("part", "sum"), af=("agree", "sum"),
    )  # fmt: skip
    ha, hp, hf, aa, ap, af = (sums[name].to_numpy() for name in ("ha", "hp", "hf", "aa", "ap", "af"))
    passed = (
        (hp > 0)
        & (ap > 0)
        & (3 * hp >= 2 * ha)
        & (3 * ap >= 2 * aa)
        & (4 * hf >= 3 * hp)
        & (4 * af >= 3 * ap)
    )
    return [ha, hp, hf, aa, ap, af, passed]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dwellings", type=int, default=1_000_000)
    parser.add_argument("--stairwells", type=int, default=40_000)
    chosen = parser.parse_args()
    roll = roll_of(chosen.dwellings, chosen.stairwells)
    base, frame = duckdb.connect(), pd.DataFrame(roll)
    base.execute("create table roll as select * from frame")
    ways: dict[str, Callable[[], list[Any]]] = {
        "sanxin": lambda: with_sanxin(roll),
        f"duckdb {duckdb.__version__}": lambda: with_duckdb(base),
        f"pandas {pd.__version__}": lambda: with_pandas(frame),
    }
    best: dict[str, float] = {}
    answers: dict[str, list[Any]] = {}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = perf_counter()
            answers[name] = way()
            best[name] = min(best.get(name, float("inf")), perf_counter() - start)
    ours = answers["sanxin"]
    for name, theirs in answers.items():
        assert all(np.array_equal(one, other) for one, other in zip(ours, theirs, strict=True)), name
    fastest = min(seconds for name, seconds in best.items() if name != "sanxin")
    for name, seconds in best.items():
        print(f"{name:16} {seconds:7.3f} s  {seconds / fastest:5.2f} × the faster peer")
    print(
        f"{chosen.dwellings:,} dwellings, {len(ours[0]):,} stairwells, {int(ours[-1].sum()):,} passed, every figure equal"
    )
    within = best["sanxin"] <= WITHIN * fastest
    print(f"within {WITHIN:g} × of the faster: {'yes' if within else 'NO'}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
