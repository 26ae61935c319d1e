"""``sanxin restore FILE``: bring a backup back into an empty store; who was erased since stays erased."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command

from sanxin.apps.journal import actions as journal
from sanxin.apps.registry import actions as registry
from sanxin.foundation.actor import System
from sanxin.interfaces.cli.on_store.keeping.backup import add_keys_argument, keys_beside, teller


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件 · the backup")
    add_keys_argument(parser)
    parser.add_argument("--quiet", action="store_true", help="不显示进度 · no progress")


def run(chosen: argparse.Namespace) -> int:
    """Restore, then settle what was erased since."""
    call_command("migrate", verbosity=0, interactive=False)
    copied = journal.restore_backup(
        file=chosen.file, keys_file=keys_beside(chosen), progress=teller(quiet=chosen.quiet)
    )
    now = datetime.now(UTC)
    gone = registry.settle_restored(actor=System("cli"), occurred_at=now, recorded_at=now)
    print(
        f"已恢复 restored：{copied.rows} 行 rows，{copied.files} 个凭证文件 files\n"
        f"存证 log {copied.log_root}@{copied.log_size}，请与备份时打印的核对 compare with what the backup printed\n"
        f"备份之后被删除、仍保持删除的 still erased since the backup: {gone}"
    )
    return 0
