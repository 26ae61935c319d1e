"""``sanxin share CASE.json``: who pays what, to the fen, and what every other rule would give."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sanxin.documents.spreadsheets.share_workbook import share_xlsx
from sanxin.interfaces.cli.output import day, warn, write_files
from sanxin.journey.share import read_case, share
from sanxin.rulebook.reader import NothingInForce, rules_in_force


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "case", type=Path, metavar="CASE.json", help="住户、费用与规则 · dwellings, costs and rule"
    )
    parser.add_argument(
        "--on",
        type=day,
        metavar="DATE",
        help="规则日期，题目未写 on 时用，默认今天 · which day's rules if the case does not say",
    )
    parser.add_argument("--pack", type=Path, metavar="DIR", help="单位自备的规则 · an office's own rules")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="把 JSON 写进这个文件 · write the JSON there"
    )
    parser.add_argument(
        "--xlsx",
        type=Path,
        metavar="FILE",
        help="另写一份带公式的 Excel，改数即重算 · also a workbook with live formulas",
    )
    parser.add_argument("--quiet", action="store_true", help="不显示提醒 · no warnings")


def run(chosen: argparse.Namespace) -> int:
    """Share, then print the JSON, or write it and print every household's line."""
    case, warnings = read_case(chosen.case.name, chosen.case.read_bytes())
    warn(warnings, quiet=chosen.quiet)
    on = case.on or chosen.on or date.today()
    try:
        rules = rules_in_force(case.place, on, pack=chosen.pack)
    except NothingInForce as silence:
        # That no rule covers a place or a day is an answer, and the status says the work was done.
        print(silence.say("zh"), silence.say("en"), sep="\n")
        return 0
    written = share(case, rules, on).to_json()
    content = json.dumps(written, ensure_ascii=False, indent=1) + "\n"
    if chosen.xlsx:
        write_files(chosen.xlsx.parent, {chosen.xlsx.name: share_xlsx(written)})
    if chosen.out:
        write_files(chosen.out.parent, {chosen.out.name: content.encode()})
        _print_summary(written, chosen.out)
    else:
        print(content, end="")
    return 0


def _print_summary(written: Mapping[str, Any], out: Path) -> None:
    for because in written["because"]:
        print(f"{because['zh']}\n  {because['en']}")
    for one in written["shares"]:
        print(f"{one['dwelling']}：{one['yuan']}")
        for because in one["because"]:
            print(f"  {because['zh']}\n    {because['en']}")
    print(f"  已写入 written to {out}")
