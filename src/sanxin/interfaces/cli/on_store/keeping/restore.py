"""``sanxin restore FILE``: bring a backup back into an empty store; who was erased before the keys were written stays erased.

What was erased or put right after that is in neither file: it is said that it is to be done again.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from sanxin.apps.journal import actions as journal
from sanxin.apps.privacy import queries as requests
from sanxin.apps.registry import actions as registry
from sanxin.foundation.actor import System
from sanxin.foundation.calendar import CHINA
from sanxin.interfaces.cli.on_store.keeping.backup import add_keys_argument, keys_beside, teller


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件 · the backup")
    add_keys_argument(parser)
    parser.add_argument("--quiet", action="store_true", help="不显示进度 · no progress")


def run(chosen: argparse.Namespace) -> int:
    """Restore, settle what was erased since, and say what the law asks to be done again."""
    call_command("migrate", verbosity=0, interactive=False)
    now, cli = datetime.now(UTC), System("cli")
    # In one: a copy that nobody settled would have people in it who can be neither read nor found.
    with transaction.atomic():
        copied = journal.restore_backup(
            file=chosen.file, keys_file=keys_beside(chosen), progress=teller(quiet=chosen.quiet)
        )
        gone = registry.settle_restored(actor=cli, occurred_at=now, recorded_at=now)
    print(
        f"已恢复 restored：{copied.rows} 行 rows，{copied.files} 个凭证文件 files\n"
        f"存证 log {copied.log_root}@{copied.log_size}，请与备份时打印的核对 compare with what the backup printed\n"
        f"备份之后被删除、仍保持删除的 still erased since the backup: {gone}"
    )
    print(_to_do_again(copied, sum(requests.waiting_by_compound(cli, now).values())))
    return 0


def _to_do_again(copied: journal.Copied, waiting: int) -> str:
    """Say which answers to households neither file can know (PIPL 46, 47)."""
    made, keys = _minute(copied.made_at), copied.keys_at and _minute(copied.keys_at)
    zh, en = (
        ("密钥文件写成的时间", "when the keys were written")
        if keys
        else ("备份的时间，密钥文件没写", "the backup; the keys do not say")
    )
    return (
        f"⚠ 请接着做：{keys or made}（{zh}）以后依法删除过的人，这次恢复又读得出来；{made}（备份的时间）以后办过的更正、"
        "收回同意和答复也不在里面。备份里查不到是哪些，请对照给住户的答复和手头的留底，逐件重做，再备份一次（个人信息保护法第四十六、四十七条）。\n"
        f"  Do again what neither file can know: whoever was erased after {keys or made} ({en}) can be read again, and "
        f"corrections, withdrawals and answers after {made} (the backup) are missing. Go by the answers handed to households, then back up.\n"
        f"  备份时在等答复的资料请求 requests that waited when it was made：{waiting} 件，见各小区的“资料请求” on each compound's page"
    )


def _minute(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
