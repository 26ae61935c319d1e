"""Many writers at once, each its own process: one log, in order, nothing lost."""

import pytest

from tests.stores import python

WRITERS, EACH = 4, 25
WRITE = """
import django; django.setup()
from datetime import UTC, datetime
from sanxin.apps.journal.actions import enter
from sanxin.foundation.actor import System
at = datetime(2022, 3, 1, tzinfo=UTC)
for n in range(25):
    enter(actor=System("t"), stream=f"s/{n % 3}", verb="v", subject="x", payload={"n": n},
          occurred_at=at, recorded_at=at, neighbourhood=1)
"""
CHECK = """
import django; django.setup()
from sanxin.apps.journal import queries
print(queries.tree_head().size, queries.first_break(), queries.triggers_missing())
"""


@pytest.mark.slow
def test_writers_in_many_processes_leave_one_log_in_order(store: dict[str, str]) -> None:
    writers = [python(store, "-c", WRITE) for _ in range(WRITERS)]
    assert [writer.communicate()[1] for writer in writers] == [""] * WRITERS
    told, trouble = python(store, "-c", CHECK).communicate()
    assert (told.strip(), trouble) == (f"{WRITERS * EACH} None ()", "")
