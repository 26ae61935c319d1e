"""``sanxin doctor``: what a keeper of the house looks at: store, triggers, log, clock, fonts, disk."""

import argparse
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from sanxin.apps.journal import queries as journal
from sanxin.documents.fonts import require_glyphs
from sanxin.foundation.refusal import Refusal

LEAST_FREE_GB = 2
EARLIEST_PLAUSIBLE = datetime(2026, 1, 1, tzinfo=UTC)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments; there are none."""
    del parser


def run(chosen: argparse.Namespace) -> int:
    """Look at everything and say what is wrong; give 1 if anything is."""
    del chosen
    faults = 0
    for name, look in LOOKS.items():
        wrong = look()
        faults += bool(wrong)
        print(f"{'✗' if wrong else '✓'} {name}{f'：{wrong}' if wrong else ''}")
    return 1 if faults else 0


def _store() -> str:
    try:
        connection.ensure_connection()
        call_command("migrate", check_unapplied=True, verbosity=0)
    except DatabaseError as fault:
        return f"无法连接 cannot connect: {fault}"
    except SystemExit:
        return "有未执行的迁移，请运行 sanxin migrate · run sanxin migrate"
    return ""


def _triggers() -> str:
    missing = journal.triggers_missing()
    return f"缺少 missing {', '.join(missing)}；请运行 sanxin migrate" if missing else ""


def _log() -> str:
    broken = journal.first_break()
    return "" if broken is None else f"第 {broken} 条对不上 entry {broken} does not fit：请保留现场并通知审计"


def _clock() -> str:
    now = datetime.now(UTC)
    return "" if now > EARLIEST_PLAUSIBLE else f"系统时间 {now:%Y-%m-%d} 不可信 is not plausible"


def _fonts() -> str:
    try:
        require_glyphs("三新加装电梯")
    except Refusal as missing:
        return missing.say("zh")
    return ""


def _disk() -> str:
    free_gb = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else "/").free >> 30
    return "" if free_gb >= LEAST_FREE_GB else f"只剩 {free_gb} GB left"


LOOKS: Mapping[str, Callable[[], str]] = {
    "数据库 store": _store,
    "存证保护 triggers": _triggers,
    "存证 log": _log,
    "时钟 clock": _clock,
    "字库 fonts": _fonts,
    "磁盘 disk": _disk,
}
