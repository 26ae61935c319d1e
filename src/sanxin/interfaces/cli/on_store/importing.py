"""``sanxin import SITE|LIST``: show what would happen, then do exactly that; any length, bounded memory."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sanxin.apps.organisation.queries import find_unit
from sanxin.apps.registry import actions
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import System
from sanxin.foundation.calendar import When
from sanxin.intake.lists.compounds import read_compounds
from sanxin.intake.lists.dwellings import ReadRow, read_dwellings
from sanxin.intake.lists.sheets import row_count
from sanxin.intake.site_folder import read_site
from sanxin.interfaces.cli.output import Progress, warn
from sanxin.journey.survey import DwellingRow

CLI = System("cli")
SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "source",
        type=Path,
        metavar="SITE|LIST",
        help="小区文件夹、住户清册或小区清册 · a site folder, a list of dwellings, or a list of compounds",
    )
    parser.add_argument(
        "--neighbourhood",
        metavar="UNIT",
        help="居民区（小区文件夹，或未写居民区的小区清册）· neighbourhood, for a folder or a list of compounds",
    )
    parser.add_argument(
        "--compound", metavar="NAME", help="小区（导入住户清册时）· compound, for a list of dwellings"
    )
    parser.add_argument("--dry-run", action="store_true", help="只看预览，不写入 · preview only")
    parser.add_argument("--quiet", action="store_true", help="不显示进度 · no progress")


def run(chosen: argparse.Namespace) -> int:
    """Import; what was refused is listed, the rest goes in."""
    now = datetime.now(UTC)
    when: When = {"occurred_at": now, "recorded_at": now}
    if chosen.source.is_dir():
        return _site(chosen, when)
    return _list(chosen, when) if chosen.compound else _compounds(chosen, when)


def _site(chosen: argparse.Namespace, when: When) -> int:
    reading = read_site(chosen.source)
    warn(reading.warnings + reading.refused_rows, quiet=chosen.quiet)
    unit = find_unit(CLI, chosen.neighbourhood or "", when["occurred_at"]).public_id
    preview = actions.preview_import(
        actor=CLI,
        neighbourhood=unit,
        site=reading.site,
        at=when["occurred_at"],
        seen=Printer(whole=chosen.dry_run),
    )
    _print(preview)
    if chosen.dry_run:
        return 0
    imported = actions.commit_import(
        actor=CLI, neighbourhood=unit, site=reading.site, preview_digest=preview.digest,
        source=chosen.source.name, **when,
    )  # fmt: skip
    return _done(imported)


def _list(chosen: argparse.Namespace, when: When) -> int:
    at = when["occurred_at"]
    card = registry.find_compound(CLI, chosen.compound or "", at)
    codes = {line.code for line in registry.stairwells(CLI, card.public_id, at)}
    total = row_count(chosen.source)
    reader = Reader(chosen.source, codes, Progress("预览 preview", quiet=chosen.quiet), total)
    preview = actions.preview_dwellings(
        actor=CLI, compound=card.public_id, rows=reader.rows(), at=at, seen=Printer(whole=chosen.dry_run)
    )
    _print(preview)
    if chosen.dry_run:
        return 0
    writing = Progress("写入 import", quiet=chosen.quiet)
    rows = preview.counts.values()
    imported = actions.commit_dwellings(
        actor=CLI, compound=card.public_id, rows=Reader(chosen.source, codes, None, total).rows(),
        preview_digest=preview.digest, source=chosen.source.name,
        progress=lambda done: writing(done, sum(rows)), **when,
    )  # fmt: skip
    return _done(imported)


def _compounds(chosen: argparse.Namespace, when: When) -> int:
    read = list(read_compounds(chosen.source))
    for fault in (fault for one in read for fault in one.faults):
        print(fault.say("zh"), fault.say("en"), sep="\n  ")
    names = {one.neighbourhood or chosen.neighbourhood or "" for one in read if one.card}
    units = {name: find_unit(CLI, name, when["occurred_at"]).public_id for name in sorted(names)}
    cards = [(units[one.neighbourhood or chosen.neighbourhood or ""], one.card) for one in read if one.card]
    changes, digest = actions.preview_compounds(actor=CLI, cards=cards, **when)
    show = Printer(whole=chosen.dry_run)
    for change in changes:
        show(change)
    counts = Counter(change.outcome for change in changes)
    refused = sum(one.card is None for one in read)
    print(
        f"预览 preview：{'，'.join(f'{what} {count}' for what, count in sorted(counts.items()))}；refused {refused}"
    )
    if chosen.dry_run:
        return 0
    receipt = actions.commit_compounds(
        actor=CLI, cards=cards, preview_digest=digest, source=chosen.source.name, **when
    )
    if receipt is None:
        return _unchanged()
    print(f"已导入 imported：存证 journal {receipt.index}，根 root {receipt.root}")
    return 0


class Reader:
    """Reads a list row by row; says how far it is and what it refuses, the first time round."""

    def __init__(self, path: Path, codes: set[str], progress: Progress | None, total: int) -> None:
        self.path, self.codes, self.progress, self.total = path, codes, progress, total

    def rows(self) -> Iterator[DwellingRow]:
        """Give the rows that can be taken."""
        for number, read in enumerate(read_dwellings(self.path, self.codes), 1):
            if self.progress is not None:
                self._tell(number, read)
            if read.dwelling is not None:
                yield read.dwelling

    def _tell(self, number: int, read: ReadRow) -> None:
        if self.progress is not None:
            self.progress(number, self.total)
        for fault in read.faults:
            print(fault.say("zh"), fault.say("en"), sep="\n  ")


class Printer:
    """Prints the rows of a preview that would change something: all of them on a dry run, else the first."""

    def __init__(self, *, whole: bool) -> None:
        self.printed, self.most = 0, sys.maxsize if whole else SHOWN

    def __call__(self, change: actions.RowChange) -> None:
        """Print one row."""
        if change.outcome == "unchanged":
            return
        self.printed += 1
        if self.printed <= self.most:
            fields = f"：{'、'.join(change.fields)}" if change.outcome == "changed" else ""
            why = f"：{change.because.say('zh')}" if change.because else ""
            print(f"  {change.outcome:>9} {change.what} {change.ref}{fields}{why}")
        elif self.printed == self.most + 1:
            print("  … 全部各行请用 --dry-run 查看 · see every row with --dry-run")


def _print(preview: actions.Preview) -> None:
    counts = "，".join(f"{key} {count}" for key, count in sorted(preview.counts.items()))
    print(f"预览 preview：{counts}；提交后 {preview.dwellings_after} 户 dwellings afterwards")


def _done(imported: actions.Imported) -> int:
    if imported.receipt is None:
        return _unchanged()
    print(
        f"已导入 imported：批次 batch {imported.batch}，存证 journal {imported.receipt.index}，根 root {imported.root}"
    )
    return 0


def _unchanged() -> int:
    print("没有变化，未写入。Nothing changed; nothing was written.")
    return 0
