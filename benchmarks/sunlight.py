"""How sunlight scales, beside others, in one run: ``python benchmarks/sunlight.py [--large]``.

Rows of slabs, six floors, sills 0.9 m above each, 大寒日 8–16 at 31.17 N; sunlit minutes a window, point rule.
Ours in closed form; the others take one sun a minute (480). Peers run where they can be imported.
"""

import argparse
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from sanxin.engines.sunlight.problem import Prism, Problem, Standard, Window
from sanxin.engines.sunlight.solve import solve, totals
from sanxin.foundation.shapes import ring

STANDARD = Standard("great-cold", -20.116, 480.0, 960.0, 0.0, full_window=False, day="大寒日", year=2001)
LATITUDE_DEG, MINUTES = 31.17, np.arange(480.5, 960.5)
Totals = np.ndarray
REPEATS = 3


def rows(slabs: int, windows: int) -> Problem:
    across = max(int(slabs**0.5 / 2), 2)
    prisms, points = [], []
    for number in range(slabs):
        x, y = 66.0 * (number % across), 24.0 * (number // across)
        tall = 17.4 + 2.8 * (number * 7 % 3)
        prisms.append(
            Prism(f"B{number}", ring([(x, y), (x + 50, y), (x + 50, y + 11), (x, y + 11)]), 0.0, tall)
        )
        points += [((x + 50 * (k + 0.5) / 5, y), 0.9 + 2.8 * floor) for k in range(5) for floor in range(6)]
    chosen = points[:: max(len(points) // windows, 1)][:windows]
    laid = tuple(Window(f"W{i}", at, sill_m, 180.0) for i, (at, sill_m) in enumerate(chosen))
    return Problem(LATITUDE_DEG, STANDARD, tuple(prisms), laid)


def suns() -> np.ndarray:
    phi, delta, omega = np.radians(LATITUDE_DEG), np.radians(-20.116), np.radians((MINUTES - 720) / 4)
    return np.stack([
        -np.cos(delta) * np.sin(omega),
        np.sin(delta) * np.cos(phi) - np.cos(delta) * np.sin(phi) * np.cos(omega),
        np.sin(delta) * np.sin(phi) + np.cos(delta) * np.cos(phi) * np.cos(omega),
    ], axis=1)  # fmt: skip


def eyes(problem: Problem) -> np.ndarray:
    return np.array([[window.at[0], window.at[1] - 1e-2, window.sill_m] for window in problem.windows])


def by_minutes(problem: Problem) -> Totals:
    """Take every minute, every window and every box (slabs are upright boxes here): the slab test."""
    low = np.array([[*p.ring[0], p.base_m] for p in problem.prisms])
    high = np.array([[*p.ring[2], p.top_m] for p in problem.prisms])
    places, total = eyes(problem), np.zeros(len(problem.windows))
    for sun in suns():
        for first in range(0, len(places), 1000):
            at = places[first : first + 1000, None]
            with np.errstate(divide="ignore", invalid="ignore"):
                one, two = (low - at) / sun, (high - at) / sun
            enter, leave = np.minimum(one, two).max(axis=2), np.maximum(one, two).min(axis=2)
            total[first : first + 1000] += ~((enter <= leave) & (leave > 0)).any(axis=1)
    return total


def by_embree(problem: Problem) -> Totals:
    scenes, meshes = import_module("embreex.rtcore_scene"), import_module("embreex.mesh_construction")
    corners = [(0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7), (4, 5, 6, 7), (3, 2, 1, 0)]
    faces = [tri for a, b, c, d in corners for tri in ((a, b, c), (a, c, d))]
    points = [(*corner, level) for p in problem.prisms for level in (p.base_m, p.top_m) for corner in p.ring]
    triangles = np.concatenate([np.array(faces) + 8 * k for k in range(len(problem.prisms))])
    scene = scenes.EmbreeScene()
    meshes.TriangleMesh(scene, np.array(points, np.float32), triangles.astype(np.int32))
    places, total = eyes(problem).astype(np.float32), np.zeros(len(problem.windows))
    for sun in suns().astype(np.float32):
        total += scene.run(places, np.tile(sun, (len(places), 1)), query="OCCLUDED") != 0
    return total


def ours(problem: Problem) -> Totals:
    return totals(problem)[0]


def ours_whole(problem: Problem) -> Totals:
    return np.array([window.total_min for window in solve(problem).windows])


def timed(run: Callable[[Problem], Totals], problem: Problem, repeats: int) -> tuple[float, float, Totals]:
    best, found = np.inf, np.empty(0)
    for _ in range(repeats):
        start = perf_counter()
        found = run(problem)
        best = min(best, perf_counter() - start)
    tracemalloc.start()
    if repeats > 1:
        run(problem)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return best, peak, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--large", action="store_true", help="also 400 slabs with the minute-by-minute reference"
    )
    large = parser.parse_args().large
    for slabs, windows in ((40, 1000), (400, 10000)):
        problem = rows(slabs, windows)
        full = replace(problem, standard=replace(STANDARD, full_window=True))
        seconds, peak, total = timed(ours, problem, REPEATS)
        print(
            f"\n{slabs} slabs, {len(problem.windows)} windows: seconds, ratio to ours, peak MB (Python's), minutes off: mean, most"
        )
        print(f"  {'ours: totals':28} {seconds:9.3f} {1.0:8.1f} {peak:8.1f}")
        for name, run, asked in (
            ("ours: full window, totals", ours, full),
            ("ours: attribution, flags", ours_whole, problem),
        ):
            took, used, _ = timed(run, asked, 1)
            print(f"  {name:28} {took:9.3f} {took / seconds:8.1f}", flush=True)
        peers: list[tuple[str, Callable[[Problem], Totals]]] = []
        peers += [("embreex, a ray a minute", by_embree)] if find_spec("embreex") else []
        peers += [("numpy, minute by minute", by_minutes)] if large or slabs < 100 else []
        for name, run in peers:
            took, used, found = timed(run, problem, 1 if run is by_minutes else REPEATS)
            off = np.abs(found - total)
            print(
                f"  {name:28} {took:9.3f} {took / seconds:8.1f} {used:8.1f} {off.mean():8.2f} {off.max():6.2f}",
                flush=True,
            )
        for name in ("ladybug_radiance", "pybdshadow"):
            print(
                f"  {name:28} {'importable, but not driven by this file yet' if find_spec(name) else 'not installed'}"
            )


if __name__ == "__main__":
    main()
