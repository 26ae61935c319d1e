"""How fast and in how much memory a list of dwellings goes in: ``python benchmarks/import_dwellings.py 200000``."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

os.environ.setdefault("SANXIN_DATA", tempfile.mkdtemp())
os.environ.setdefault("SANXIN_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanxin.config.settings")

import django

django.setup()

from django.core.management import call_command

from sanxin.apps.organisation.actions import found_unit
from sanxin.apps.organisation.models import Level
from sanxin.apps.registry import actions
from sanxin.foundation.actor import System
from sanxin.journey.survey import DwellingRow, Feature, Site

AT = datetime(2022, 3, 1, tzinfo=UTC)
WHEN = {"occurred_at": AT, "recorded_at": AT}
CLI = System("bench")
STAIRWELLS = 4000


def rows(count: int) -> Iterator[DwellingRow]:
    for n in range(count):
        owners = (f"业主{n}", f"共有{n}") if n % 5 == 0 else (f"业主{n}",)
        yield DwellingRow(
            str(n % STAIRWELLS), f"{n // STAIRWELLS + 101}", n % 6 + 1, Decimal(n % 9000) / 100, "register",
            owners=owners, owner_id=("1234",) * len(owners), phone=f"138{n:08}", elder=n % 3,
        )  # fmt: skip


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(what: str, count: int, start: float) -> None:
    seconds = time.perf_counter() - start
    print(f"{what:10} {count:7} rows {seconds:7.1f} s {count / seconds:8.0f} rows/s, peak {peak_mb():.0f} MB")


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    unit = None
    for level in (Level.DISTRICT, Level.STREET, Level.NEIGHBOURHOOD):
        unit = found_unit(actor=CLI, parent=unit and unit.public_id, level=level, name=level.label,
                          founded_on=date(2020, 1, 1), **WHEN)  # fmt: skip
    features = [Feature("building", "B", "ring", ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0)), {"storeys": 6})]
    features += [
        Feature("stairwell", str(n), "point", (0.0, 0.0), {"building": "B"}) for n in range(STAIRWELLS)
    ]
    site = Site("大区", "cn/shanghai", 31.0, 121.0, 1996, "", tuple(features), {})
    shown = actions.preview_import(actor=CLI, neighbourhood=unit.public_id, site=site, at=AT)
    compound = actions.commit_import(
        actor=CLI,
        neighbourhood=unit.public_id,
        site=site,
        preview_digest=shown.digest,
        source="bench",
        **WHEN,
    ).compound
    print(f"before: {peak_mb():.0f} MB")
    for what in ("new", "again"):
        start = time.perf_counter()
        shown = actions.preview_dwellings(actor=CLI, compound=compound, rows=rows(count), at=AT)
        timed("preview " + what, count, start)
        start = time.perf_counter()
        actions.commit_dwellings(
            actor=CLI,
            compound=compound,
            rows=rows(count),
            preview_digest=shown.digest,
            source="bench",
            **WHEN,
        )
        timed("commit " + what, count, start)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
