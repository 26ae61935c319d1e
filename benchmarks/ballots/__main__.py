"""``python -m benchmarks.ballots faults`` (a hundred kills) or ``… speed`` (ballots a second beside bare inserts)."""

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.ballots.fire import ROOT, faults, vote_under_fire
from benchmarks.ballots.speed import speed

BALLOTS, KILLS, SEED = 2000, 100, 20260301


def surroundings(folder: Path) -> dict[str, str]:
    """Give the surroundings of a fresh store: SQLite in a folder, or the address in SANXIN_DATABASE_URL."""
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "sanxin.config.settings", "SANXIN_MODE": "test",
        "SANXIN_DATA": str(folder), "PYTHONPATH": f"{ROOT}/src{os.pathsep}{ROOT}",
    }  # fmt: skip


def main(what: str) -> int:
    """Run one of the two and say what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        env = surroundings(Path(folder))
        if what == "speed":
            return speed(env)
        started = time.perf_counter()
        fire, audit = vote_under_fire(env, Path(folder), ballots=BALLOTS, kills=KILLS, seed=SEED)
        found = faults(fire, audit)
        print(
            f"{len(fire.acknowledged)} ballots acknowledged, {fire.kills} kills, {fire.retries} sent again, "
            f"{time.perf_counter() - started:.0f} s: {'; '.join(found) or 'none lost, none doubled, the log verifies'}"
        )
        return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "faults"))
