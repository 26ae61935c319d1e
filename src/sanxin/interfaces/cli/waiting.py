"""A command on a store that somebody else holds: it says so and what to do, and is no defect."""

import argparse
from collections.abc import Callable
from functools import wraps

from django.db import OperationalError

from sanxin.apps.journal.queries import is_busy
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

Run = Callable[[argparse.Namespace], int]

HELD = Sentence(
    "store.held",
    "数据库正被别的程序占用，等了一阵没有轮上，命令停在这一步，这一步什么都没有写入。请等那边（网页上的导入、备份或另一条命令）做完，再运行一次。",
    "Another program holds the store; this command waited, its turn did not come, and the step it stopped at wrote nothing. "
    "Wait until the other (an import, a backup, another command) is done, then run it again.",
)


def telling_who_waits(run: Run) -> Run:
    """Give a command that refuses in a sentence where the store's lock did not come to it."""

    @wraps(run)
    def told(chosen: argparse.Namespace) -> int:
        try:
            return run(chosen)
        except OperationalError as fault:
            if not is_busy(fault):
                raise
            raise Refusal(HELD.because()) from fault

    return told
