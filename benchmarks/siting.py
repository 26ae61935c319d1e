"""How siting scales: ``python benchmarks/siting.py [--check]`` lays Jinniu out 1, 10 and 100 times.

Prints seconds, milliseconds a stairwell, and that figure's ratio to the smallest compound's.
"""

import argparse
import sys
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from sanxin.engines.siting.check import check
from sanxin.engines.siting.problem import LAYERS, Problem
from sanxin.engines.siting.solve import solve
from sanxin.intake.site_folder import read_site
from sanxin.journey.assess.question import siting_problem
from sanxin.rulebook.reader import rules_in_force
from sanxin.rulebook.siting import siting_rules

ROOT = Path(__file__).parents[1]
APART_M = 300.0
REFERENCES = {"id", "building", "serves"}


def replicated(problem: Problem, times: int) -> Problem:
    layers = {
        layer: tuple(_moved(thing, copy) for copy in range(times) for thing in getattr(problem, layer))
        for layer in LAYERS
    }
    return replace(problem, **layers)


def _moved(thing: Any, copy: int) -> Any:
    assert is_dataclass(thing)
    values = {field.name: _shifted(field.name, getattr(thing, field.name), copy) for field in fields(thing)}
    return type(thing)(**values)  # type: ignore[operator]


def _shifted(name: str, value: Any, copy: int) -> Any:
    if name in REFERENCES:
        return (
            tuple(f"{copy}/{each}" for each in value)
            if isinstance(value, tuple)
            else value and f"{copy}/{value}"
        )
    if name in {"ring", "line", "wall"}:
        return tuple(_shift(point, copy) for point in value)
    return _shift(value, copy) if name in {"at", "foot"} else value


def _shift(point: tuple[float, float], copy: int) -> tuple[float, float]:
    return (point[0] + APART_M * (copy % 10), point[1] + APART_M * (copy // 10))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="time the checker as well")
    with_check = parser.parse_args().check
    day = date(2022, 3, 1)
    rules = siting_rules(rules_in_force("cn/shanghai", day))
    compound = siting_problem(read_site(ROOT / "examples/jinniu").site, rules)
    solve(compound)
    first = 0.0
    for times in (1, 10, 100):
        problem = replicated(compound, times)
        start = perf_counter()
        sited = solve(problem)
        seconds = perf_counter() - start
        each_ms = 1000 * seconds / len(sited.stairwells)
        first = first or each_ms
        line = f"{len(sited.stairwells):5} stairwells {seconds:8.2f} s {each_ms:7.2f} ms each, ratio {each_ms / first:.2f}"
        if with_check:
            start = perf_counter()
            assert not check(problem, sited)
            line += f"; checked in {perf_counter() - start:.2f} s"
        print(line, flush=True)


if __name__ == "__main__":
    main()
