"""The clock: every half minute it notes that the house is up, closes rounds, publishes results, checks what was stored."""

import sys
import threading
import traceback
from datetime import UTC, datetime

from django.db import close_old_connections

from sanxin.apps.assessment import actions as assessment
from sanxin.apps.decisions import actions as decisions
from sanxin.foundation.actor import System

CLOCK = System("clock")
EVERY_S = 30


def tick(at: datetime) -> list[str]:
    """Do what is due at an instant; give the rounds that were closed.

    Rounds are closed first: an outage that just ended must still be seen as one.
    """
    closed = decisions.close_due(actor=CLOCK, at=at)
    decisions.beat(at=at)
    decisions.publish_due(actor=CLOCK, at=at)
    return closed


def start() -> threading.Event:
    """Tick in a thread of its own until the event given back is set; a fault is told, and the next tick comes."""
    ended = threading.Event()
    threading.Thread(target=_run, args=(ended,), name="clock", daemon=True).start()
    return ended


def _run(ended: threading.Event) -> None:
    while not ended.is_set():
        try:
            close_old_connections()
            tick(datetime.now(UTC))
            assessment.check_stored(actor=CLOCK, at=datetime.now(UTC))
        except Exception:  # noqa: BLE001 - the clock outlives a store that is away for a moment
            traceback.print_exc(file=sys.stderr)
        ended.wait(EVERY_S)
