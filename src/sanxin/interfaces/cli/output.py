"""What commands say and write: results to files or standard output, progress to standard error."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Fault, Refusal

CANNOT_WRITE = Sentence(
    "output.cannot_write",
    "无法写入 {folder}：{why}。请换一个可写的文件夹（--out）。",
    "Cannot write to {folder}: {why}. Choose a folder you may write to (--out).",
)
BAR_WIDTH = 30


class CannotWrite(Refusal):
    """The place results should go to cannot be written."""


def day(text: str) -> date:
    """Read a day from the command line.

    :raises argparse.ArgumentTypeError: with a sentence, if it is none
    """
    try:
        return date.fromisoformat(text)
    except ValueError as unreadable:
        sentence = f"“{text}”不是日期，应写作 2026-01-31。Not a date; write it as 2026-01-31."
        raise argparse.ArgumentTypeError(sentence) from unreadable


def whole_yuan(text: str) -> int:
    """Read an amount of money from the command line.

    :raises argparse.ArgumentTypeError: with a sentence, if it is no whole number of yuan from 0
    """
    if not (text.isascii() and text.isdigit()):
        sentence = f"“{text}”不是 0 或以上的整元数，应写作 8000000。Not a whole number of yuan from 0; write it as 8000000."
        raise argparse.ArgumentTypeError(sentence)
    return int(text)


class Progress:
    """Progress on standard error: a bar on a terminal, plain lines elsewhere, nothing if quiet."""

    def __init__(self, title: str, *, quiet: bool) -> None:
        self.title, self.quiet, self.shown = title, quiet, -1

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is, at most once a percent on a terminal and once a tenth elsewhere."""
        percent = 100 * done // max(total, 1)
        bar = sys.stderr.isatty()
        step = percent if bar else percent // 10 * 10
        if self.quiet or step == self.shown:
            return
        self.shown = step
        if bar:
            filled = BAR_WIDTH * percent // 100
            end = "\n" if done >= total else ""
            print(
                f"\r{self.title} {'█' * filled}{'·' * (BAR_WIDTH - filled)} {percent:3d}%",
                end=end,
                file=sys.stderr,
                flush=True,
            )
        else:
            print(f"{self.title} {percent}% ({done}/{total})", file=sys.stderr)


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write all files or none: each is first written beside its place, then all are moved in.

    :raises CannotWrite: if the folder cannot be made or written
    """
    # Only who writes needs it, and it takes a while to load.
    tempfile: Any = import_module("tempfile")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".sanxin-", dir=folder) as aside:
            for name, content in contents.items():
                (Path(aside) / name).write_bytes(content)
            for name in contents:
                (Path(aside) / name).replace(folder / name)
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        raise CannotWrite(CANNOT_WRITE.because(folder=str(folder), why=why)) from fault


def warn(warnings: tuple[Fault, ...], *, quiet: bool) -> None:
    """Print warnings to standard error, both languages."""
    if not quiet:
        for warning in warnings:
            print(f"提醒 warning: {warning.say('zh')}\n  {warning.say('en')}", file=sys.stderr)
