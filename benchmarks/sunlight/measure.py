"""Time, memory and disagreement, each run in a process of its own."""

import multiprocessing
import resource
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.sunlight.scenes import MINUTES, Scene
from sanxin.engines.sunlight.solve import solve

FORK = multiprocessing.get_context("fork")
NEAR_EDGE_MIN = 0.05


@dataclass(frozen=True)
class Run:
    """The best time in seconds, what the process grew by in MB, and what came out."""

    seconds: float
    megabytes: float
    found: Any


def timed(run: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """Give the best of some times, and the last outcome."""
    best, found = np.inf, None
    for _ in range(repeats):
        start = perf_counter()
        found = run()
        best = min(best, perf_counter() - start)
    return best, found


def apart(run: Callable[[], Any], repeats: int = 1, *, warm: bool = False) -> Run | str:
    """Run something in a process of its own; a sentence if it cannot be run."""
    here, there = FORK.Pipe(duplex=False)

    def child() -> None:
        try:
            if warm:
                run()
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            seconds, found = timed(run, repeats)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            # The first run is what grows a process; a warm one has grown already.
            there.send(Run(seconds, grown / 1024, found))
        except Exception as fault:  # noqa: BLE001 - whatever a peer does wrong is a row of the table
            there.send(f"{type(fault).__name__}: {fault}".splitlines()[0][:100])

    process = FORK.Process(target=child)
    process.start()
    there.close()
    try:
        found = here.recv()
    except EOFError:
        found = "its process ended without a word"
    process.join()
    return found


def our_states(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """Give our state of every window and minute, and where an edge is nearer than 0.05 min: (windows, 480) both."""
    assert scene.problem is not None
    lit = np.zeros((len(scene.columns.x_m), len(MINUTES)), dtype=bool)
    near = np.zeros_like(lit)
    for number, window in enumerate(solve(scene.problem).windows):
        for low, high in window.lit:
            lit[number] |= (low <= MINUTES) & (high >= MINUTES)
            near[number] |= np.minimum(abs(low - MINUTES), abs(high - MINUTES)) < NEAR_EDGE_MIN
    return lit, near


def disagreement(states: np.ndarray, scene: Scene) -> str:
    """Count the states that differ from ours, those away from any edge, and what that is in minutes a window."""
    ours, near = our_states(scene)
    asked = ~np.isnan(states)
    wrong = asked & (np.nan_to_num(states).astype(bool) != ours)
    off = wrong.sum(axis=1) * states.shape[1] / max(asked[0].sum(), 1)
    return (
        f"{wrong.sum():9,} {(wrong & ~near).sum():9,} of {asked.sum():11,} {off.mean():8.2f} {off.max():7.1f}"
    )


def stream_seconds(windows: int) -> float:
    """Time reading 64 bytes a window once, on one thread, the quickest way NumPy has."""
    numbers = np.ones(8 * windows)
    return min(timed(way, 5)[0] for way in (numbers.sum, numbers.max))
