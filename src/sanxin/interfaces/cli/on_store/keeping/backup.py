"""``sanxin backup FILE``: the whole store in one file; the keys that open it go into another, kept once."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from sanxin import __version__
from sanxin.apps.journal import actions as journal

KEYS_NAME = "sanxin.keys"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="备份文件，不覆盖已有的 · the backup, a new file"
    )
    add_keys_argument(parser)
    parser.add_argument("--quiet", action="store_true", help="不显示进度 · no progress")


def add_keys_argument(parser: argparse.ArgumentParser) -> None:
    """Declare where the keys lie; beside the backup unless said otherwise."""
    parser.add_argument(
        "--keys", type=Path, metavar="FILE",
        help=f"密钥文件，默认同一文件夹下的 {KEYS_NAME} · the keys, {KEYS_NAME} beside it unless said",
    )  # fmt: skip


def keys_beside(chosen: argparse.Namespace) -> Path:
    """Give the keys file that goes with a backup."""
    given: Path | None = chosen.keys
    return given or chosen.file.parent / KEYS_NAME


def teller(*, quiet: bool) -> journal.Progress:
    """Tell of each table on standard error, unless quiet."""

    def tell(words: str) -> None:
        if not quiet:
            print(f"· {words}", file=sys.stderr)

    return tell


def run(chosen: argparse.Namespace) -> int:
    """Back up, and say what to do with the two files."""
    copied = journal.write_backup(
        file=chosen.file, keys_file=keys_beside(chosen), release=__version__, at=datetime.now(UTC),
        progress=teller(quiet=chosen.quiet),
    )  # fmt: skip
    print(
        f"已备份 backed up：{copied.rows} 行 rows，{copied.files} 个凭证文件 files → {chosen.file}\n"
        f"存证 log {copied.log_root}@{copied.log_size}\n"
        f"密钥 keys → {keys_beside(chosen)}：只留最新一份，与备份分开保管；有人被依法删除后，再备份一次，旧备份里的他也就打不开了。\n"
        "  Keep only the newest keys file, apart from the backups: after somebody is erased, the next backup's "
        "keys no longer open them in any earlier one."
    )
    return 0
