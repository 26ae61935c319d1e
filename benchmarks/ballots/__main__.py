"""``python -m benchmarks.ballots faults`` (a hundred kills) or ``… speed`` (ballots a second beside bare inserts).

On SQLite; with ``--postgresql`` on a PostgreSQL: the one in SANXIN_DATABASE_URL, or one that starts here.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.ballots.fire import faults, vote_under_fire
from benchmarks.ballots.speed import speed
from tests.stores import empty_store
from tools.postgresql import postgresql

BALLOTS, KILLS, SEED = 2000, 100, 20260301


@contextmanager
def surroundings(folder: Path, *, on_postgresql: bool) -> Iterator[dict[str, str]]:
    """Give the surroundings of a fresh store: SQLite in a folder, or a database of its own on a PostgreSQL."""
    as_served = {"DJANGO_SETTINGS_MODULE": "sanxin.config.settings", "SANXIN_MODE": "test"}
    if not on_postgresql:
        os.environ.pop("SANXIN_DATABASE_URL", None)
        with empty_store(folder) as env:
            yield env | as_served
        return
    with postgresql() as url:
        os.environ["SANXIN_DATABASE_URL"] = url
        with empty_store(folder) as env:
            yield env | as_served


def main(what: str, *options: str) -> int:
    """Run one of the two and say what was seen."""
    on_postgresql = "--postgresql" in options
    with (
        tempfile.TemporaryDirectory() as folder,
        surroundings(Path(folder), on_postgresql=on_postgresql) as env,
    ):
        print("on PostgreSQL" if on_postgresql else "on SQLite", flush=True)
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
    sys.exit(main(*(sys.argv[1:] or ["faults"])))
