"""Ballots a second through the verb, eight writers, beside bare durable inserts by the same writers on the same store."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from benchmarks.ballots.fire import ROOT, run_module

WRITERS, BALLOTS = 8, 1600
ASKED = 1 / 3


def speed(env: Mapping[str, str]) -> int:
    """Measure both in one run; print the ratio and where the rest goes."""
    prepared = run_module(env, "prepare", str(BALLOTS))
    bare = _all(env, "bare", prepared)
    verb = _all(env, "verb", prepared)
    audit = run_module(env, "audit")
    done = len(audit["standing"])
    ratio = (BALLOTS / verb["seconds"]) / (BALLOTS / bare["seconds"])
    print(f"bare durable inserts  {BALLOTS / bare['seconds']:8.0f} a second, {WRITERS} writers")
    print(f"ballots by the verb   {BALLOTS / verb['seconds']:8.0f} a second, {WRITERS} writers; {done} stand, "
          f"log {'whole' if audit['first_break'] is None else 'BROKEN'}")  # fmt: skip
    print(f"ratio                 {ratio:8.2f}  (asked: {ASKED:.2f}) {'✓' if ratio >= ASKED else '✗'}")
    print("where a ballot's time goes, of one writer alone:")
    for what, share in run_module(env, "writer", "profile", prepared["round"]).items():
        print(f"  {what:34} {share:6.1f} %")
    return 0


def _all(env: Mapping[str, str], how: str, prepared: Any) -> dict[str, float]:
    """Start eight writers, let them go together, and time them from then until the last is done."""
    homes = list(prepared["sessions"])
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.ballots.writer", how, prepared["round"]],
            env=dict(env), cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(WRITERS)
    ]  # fmt: skip
    for one in writers:
        assert one.stdout is not None
        one.stdout.readline()
    started = time.perf_counter()
    for number, one in enumerate(writers):
        assert one.stdin is not None
        one.stdin.write(json.dumps(homes[number::WRITERS]) + "\n")
        one.stdin.flush()
    for one in writers:
        if one.wait():
            raise RuntimeError(f"a writer of {how} failed")
    return {"seconds": time.perf_counter() - started}
