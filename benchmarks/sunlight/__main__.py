"""Sunlight beside its peers in one run: ``python -m benchmarks.sunlight [--large]`` or ``make bench-sunlight``.

Sunlit minutes a window in closed form, beside peers that take one sun a minute (480) on the same slabs. Time,
warm, from arrays (peers too: their meshes and files are part of their time, as our tree is of ours); memory is what
its own process grew by. A peer that is not there or does not run says so in its row.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.sunlight.measure import Run, apart, disagreement, our_states, stream_seconds, timed
from benchmarks.sunlight.peers import ONE_IN, by_embree, by_ladybug, by_minutes, by_pybdshadow
from benchmarks.sunlight.scenes import LATITUDE_DEG, MINUTES, Scene, full, rows, scene
from sanxin.engines.sunlight.columns import Columns
from sanxin.engines.sunlight.problem import Prism, Problem
from sanxin.engines.sunlight.solve import solve, totals, totals_of
from sanxin.engines.sunlight.solve.changed import joint_losses, losses, renew
from sanxin.engines.sunlight.solve.compiled import library
from sanxin.engines.sunlight.solve.light import counted, scene_of
from sanxin.foundation.shapes import ring

PEERS = (
    ("embreex, a ray a minute", "embreex", by_embree, (1_000, 10_000, 100_000)),
    ("Ladybug, Radiance", "ladybug_radiance", by_ladybug, (1_000, 10_000)),
    ("NumPy, minute by minute", "numpy", by_minutes, (1_000,)),
    ("pybdshadow", "pybdshadow", by_pybdshadow, (1_000,)),
)
SCALES = ((40, 1_000), (400, 10_000), (4_000, 100_000))
CITY_SLABS, CITY_COLUMNS, TOWERS = 400_000, 4, 0.05
WARM, ROUNDS, PARTS = 5, 5, 24
COLD_RATIO, COLD_MORE_S, COLD_RUNS = 1.5, 0.3, 40


def main() -> None:
    """Print every row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="slow peers at the next scale as well")
    large = parser.parse_args().large
    print(
        f"Ours: {'compiled' if library.LIBRARY else 'NumPy (no library was built)'}; {LATITUDE_DEG}° N, {len(MINUTES)} suns"
    )
    for slabs, windows in SCALES:
        beside_peers(scene(f"{slabs:,} slabs", slabs, windows), large=large)
    city()
    far_away()
    changes()
    cold()


def beside_peers(asked: Scene, *, large: bool) -> None:
    """Print ours and every peer on one scene."""
    count, problem = len(asked.columns.x_m), asked.problem
    ours = apart(lambda: totals_of(asked.columns), WARM, warm=True)
    assert isinstance(ours, Run)
    assert problem is not None
    print(
        f"\n{asked.name}, {count:,} windows: seconds, times ours, MB; states wrong, of them away from edges; minutes off: mean, most"
    )
    stream = stream_seconds(count)
    tell("ours: totals from arrays", ours, ours, f"{ours.seconds / stream:.0f} × streaming 64 bytes a window")
    tell("ours: two threads", apart(lambda: totals_of(asked.columns, threads=2), WARM, warm=True), ours)
    tell("ours: totals from objects", apart(lambda: totals(problem), WARM, warm=True), ours)
    tell("ours: full window, totals", apart(lambda: totals(full(problem)), 2, warm=True), ours)
    if count <= 10_000:
        tell("ours: attribution, flags", apart(lambda: solve(problem)), ours)
    for name, module, run, scales in PEERS:
        if count in scales or (large and count / 10 in scales):
            peer(name, module, run, asked, ours)


def peer(name: str, module: str, run: Callable[[Scene], Any], asked: Scene, ours: Run) -> None:
    """Print one peer's row."""
    if not find_spec(module):
        print(f"  {name:30} not installed")
        return
    found = apart(lambda: run(asked))
    if isinstance(found, Run) and run is by_pybdshadow:
        found = replace(found, seconds=found.seconds * ONE_IN)
        name = f"{name}, 1 in {ONE_IN} measured"
    tell(name, found, ours, disagreement(found.found, asked) if isinstance(found, Run) else "")


def tell(name: str, run: Run | str, ours: Run, more: str = "") -> None:
    """Print a row."""
    if isinstance(run, Run):
        print(
            f"  {name:30} {run.seconds:10.5f} {run.seconds / ours.seconds:10.1f} {run.megabytes:8.1f}  {more}",
            flush=True,
        )
    else:
        print(f"  {name:30} does not run: {run}", flush=True)


def city() -> None:
    """Print a whole city: its time in terms of reading its windows once, its memory, and two threads.

    Once as it went, and once with each part of the city at its best: reading takes so short a time that it falls
    between what others do on the machine, and a city at one go does not.
    """
    for towers in (0.0, TOWERS):
        columns = rows(CITY_SLABS, CITY_COLUMNS, towers=towers)
        print(f"\n{CITY_SLABS:,} slabs, {len(columns.x_m):,} windows, {towers:.0%} towers of 60–100 m")
        stream, (one, two), (one_s, two_s), both_s = in_turns(columns)
        held = sum(each.nbytes for each in vars_of(columns)) / 2**20
        each_ns = one.seconds / len(columns.x_m) * 1e9
        print(
            f"  one thread {one.seconds:.2f} s: {one.seconds / stream:.0f} × streaming 64 bytes a window "
            f"({stream:.3f} s), {each_ns:.0f} ns a window"
        )
        print(f"  in {PARTS} parts, each at its best: {one_s:.2f} s: {one_s / stream:.0f} × streaming")
        print(f"  memory: {held:.0f} MB of columns + {one.megabytes:.0f} MB")
        print(
            f"  two threads {two.seconds:.2f} s: {one.seconds / two.seconds:.2f} × one; "
            f"in parts {two_s:.2f} s: {one_s / two_s:.2f} × one"
        )
        print(
            f"  two processes side by side {both_s:.2f} s each: the machine gives {2 * one.seconds / both_s:.2f} ×",
            flush=True,
        )


def in_turns(columns: Columns) -> tuple[float, list[Run], list[float], float]:
    """Give the best seconds of reading windows once; of one thread and two the best runs, then the parts' best.

    Last the best of one thread in each of two processes at once, of which the slower counts.

    All of a round one after the other: a machine that others work on is half as quick again from one minute to the next.
    """
    count = len(columns.x_m)
    parts = [columns.windows(slice(count * k // PARTS, count * (k + 1) // PARTS)) for k in range(PARTS)]
    best: list[Run] = []
    stream, both, at_best = np.inf, np.inf, np.full((2, 1 + PARTS), np.inf)
    for _ in range(ROUNDS):
        stream = min(stream, stream_seconds(count))
        taken = [whole(apart(partial(totals_of, columns, threads=number), 2)) for number in (1, 2)]
        best = [min(pair, key=lambda run: run.seconds) for pair in zip(taken, best or taken, strict=True)]
        with ThreadPoolExecutor(2) as pool:
            pair = pool.map(lambda _: whole(apart(partial(totals_of, columns), 2)).seconds, range(2))
        both = min(both, max(pair))
        found = [whole(apart(partial(part_by_part, columns, parts, number))).found for number in (1, 2)]
        at_best = np.minimum(at_best, found)
    return float(stream), best, at_best.sum(axis=1).tolist(), float(both)


def whole(run: Run | str) -> Run:
    """Insist that something ran."""
    assert isinstance(run, Run), run
    return run


def part_by_part(columns: Columns, parts: Sequence[Columns], threads: int) -> list[float]:
    """Reckon a city part by part; give the seconds that the tree took, then each part."""
    seconds, planted = timed(lambda: scene_of(columns), 1)
    scenes = [replace(planted, columns=part) for part in parts]
    return [seconds, *(timed(partial(counted, each, threads=threads), 1)[0] for each in scenes)]


def vars_of(columns: Any) -> list[np.ndarray]:
    """Give the arrays of columns."""
    return [
        getattr(columns, name) for name in columns.__slots__ if isinstance(getattr(columns, name), np.ndarray)
    ]


def far_away() -> None:
    """Print what projected coordinates do to single precision."""
    print(
        "\n40 slabs in projected coordinates (x 350,000 y 3,450,000): states wrong against the same scene at the origin"
    )
    near, far = scene("", 40, 1_000), scene("", 40, 1_000, at=(350_000.0, 3_450_000.0))
    (here, _), (there, _) = our_states(near), our_states(far)
    print(f"  {'ours':30} {(here != there).mean():8.3%}")
    found = apart(lambda: by_embree(far)) if find_spec("embreex") else "not installed"
    off = np.abs(found.found.sum(axis=1) - here.sum(axis=1)).mean() if isinstance(found, Run) else 0.0
    said = f"{(found.found != here).mean():8.3%}, {off:.0f} min a window" if isinstance(found, Run) else found
    print(f"  {'embreex (float32)':30} {said}")


def changes() -> None:
    """Print what one shaft more costs, and a table of losses for siting."""
    print("\nChanges")
    before = scene("", 400, 10_000).problem
    assert before is not None
    after = replace(before, prisms=(*before.prisms, shaft("S", before, 200, 0)))
    whole, answer = timed(lambda: solve(before), 1)
    seconds, found = timed(lambda: renew(before, answer, after), 3)
    print(
        f"  a shaft among 400 slabs, the whole report of 10,000 windows: {len(found.reckoned)} reckoned again, "
        f"{seconds:.3f} s, {whole / seconds:.0f} × quicker than all"
    )
    compound = scene("", 20, 1_200).problem
    assert compound is not None
    tried = [
        shaft(f"{stairwell}@{k}", compound, stairwell * 30, k) for stairwell in range(40) for k in range(40)
    ]
    seconds, table = timed(lambda: losses(compound, tried), 3)
    named = sum(len(row) for row in table.by_candidate.values())
    print(
        f"  losses of 40 stairwells × 40 placements, {len(compound.windows):,} windows: {seconds:.3f} s, {named:,} entries"
    )
    seconds, _ = timed(lambda: joint_losses(compound, tried[::40]), 3)
    print(f"  joint losses of 40 chosen: {seconds:.3f} s", flush=True)


def shaft(ident: str, problem: Problem, window: int, place: int) -> Prism:
    """Put a shaft before a window, one of forty ways."""
    (x, y), _ = problem.windows[window % len(problem.windows)].at, None
    x, y = x + 0.4 * (place % 10) - 2.0, y - 0.2 - 0.5 * (place // 10)
    return Prism(ident, ring([(x, y - 2.2), (x + 2.4, y - 2.2), (x + 2.4, y), (x, y)]), 0.0, 19.6)


def cold() -> None:
    """Print a cold process of the command against importing NumPy and Shapely."""
    python = str(ROOT / ".venv" / "bin" / "python")
    command = [python, "-m", "sanxin", "sunlight", str(ROOT / "examples" / "jinniu"), "--quiet"]
    ours, base = best_of(command, [python, "-c", "import numpy, shapely"])
    most = COLD_RATIO * base + COLD_MORE_S
    print("\nCold: sanxin sunlight examples/jinniu (40 stairwells)")
    print(
        f"  {ours:.2f} s; importing NumPy and Shapely {base:.2f} s; {ours / most:.2f} of {COLD_RATIO} × that + {COLD_MORE_S} s"
    )


def best_of(*commands: list[str]) -> list[float]:
    """Give the best of some cold starts of each command, taken in turns."""
    best = [np.inf] * len(commands)
    for _ in range(COLD_RUNS):
        for number, command in enumerate(commands):
            start = perf_counter()
            subprocess.run(command, check=True, capture_output=True, env={})
            best[number] = min(best[number], perf_counter() - start)
    return best


if __name__ == "__main__":
    main()
