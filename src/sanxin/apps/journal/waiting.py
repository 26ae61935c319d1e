"""When the store is busy with somebody else: how that is known, said, and tried once more where it is safe."""

import sqlite3
from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

from sanxin.foundation.finding import Sentence

P = ParamSpec("P")
R = TypeVar("R")

BUSY = Sentence(
    "journal.busy",
    "此刻太多人同时在办事，您这一步没有轮上，什么都没有写入。请等几秒钟，再提交一次。",
    "Too many are writing at this moment and your turn did not come: nothing was written. Wait a few seconds, then send it again.",
)
TRY_AGAIN_AFTER_S = 5
# Whoever waited as long as this is told, and not made to wait as long once more.
AGAIN_WITHIN_S = 10.0
# SQLite, after it has waited out its timeout; the primary code is the lowest byte of an extended one.
LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
PRIMARY = 0xFF
# PostgreSQL: serialization failure, deadlock, lock not available. Each has rolled the whole transaction back.
GAVE_WAY = ("40001", "40P01", "55P03")


def is_busy(fault: BaseException) -> bool:
    """Tell whether a fault only says that somebody else was writing, and that nothing was written here."""
    cause = fault.__cause__
    if not isinstance(fault, OperationalError) or cause is None:
        return False
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & PRIMARY in LOCKED  # Python's own faults carry no code
    return getattr(cause, "sqlstate", None) in GAVE_WAY


def once_more(verb: Callable[P, R]) -> Callable[P, R]:
    """Try a verb a second time if the store was busy, and said so soon.

    Only for a verb that is one transaction, the same act by its key.
    """

    @wraps(verb)
    def tried(*args: P.args, **kwargs: P.kwargs) -> R:
        began_s = monotonic()
        try:
            return verb(*args, **kwargs)
        except OperationalError as fault:
            waited = monotonic() - began_s > AGAIN_WITHIN_S
            # Inside a larger transaction there is nothing left to try: what came before is rolled back with it.
            if waited or not is_busy(fault) or transaction.get_connection().in_atomic_block:
                raise
        return verb(*args, **kwargs)

    return tried
