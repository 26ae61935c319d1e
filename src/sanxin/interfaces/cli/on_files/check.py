"""``sanxin check KIND FILE``: the independent checker, on a file somebody hands you."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from sanxin.foundation.finding import Because, Words
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.intake.site_folder import read_site
from sanxin.journey.assess import checks
from sanxin.journey.decide import decision_checks, read_case
from sanxin.journey.share import read_case as read_share_case
from sanxin.journey.share import share_checks
from sanxin.journey.sunlight.checking import sunlight_checks
from sanxin.rulebook.reader import rules_in_force

HOLDS, VIOLATED = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "kind",
        choices=["assessment", "decision", "shares", "sunlight"],
        help="结果的种类 · what kind of result",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="结果文件，如 assessment.json · the result")
    parser.add_argument(
        "--site", type=Path, metavar="SITE", help="另与小区文件夹核对 · compare with the site folder too"
    )
    parser.add_argument(
        "--case",
        type=Path,
        metavar="CASE",
        help="另与题目核对 · compare a decision or shares with the case too",
    )
    parser.add_argument(
        "--pack", type=Path, metavar="DIR", help="当时叠上的自备规则 · the pack laid over when it was made"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")


def run(chosen: argparse.Namespace) -> int:
    """Check a result; give 1 if anything in it does not hold."""
    written = _read(chosen.file)
    if chosen.kind == "sunlight":
        violations = sunlight_checks(written)
    elif chosen.kind == "decision":
        violations = _decision(chosen, written)
    elif chosen.kind == "shares":
        violations = _shares(chosen, written)
    elif chosen.site:
        site = read_site(chosen.site).site
        violations = checks(written, site, rules_in_force(site.place, _day(chosen.file, written)))
    else:
        violations = checks(written)
    if chosen.json:
        print(json.dumps([one.to_json() for one in violations], ensure_ascii=False, indent=1))
    else:
        for one in violations:
            print(one.say("zh"), one.say("en"), sep="\n  ")
        against = "与交来的文件一致，" if (chosen.site or chosen.case) and not violations else ""
        count = len(violations)
        print(f"{against}{f'{count} 处不符 violations' if count else '全部成立。Everything holds.'}")
    return VIOLATED if violations else HOLDS


def _decision(chosen: argparse.Namespace, written: dict[str, Any]) -> list[Because]:
    if not chosen.case:
        return decision_checks(written)
    case, _ = read_case(chosen.case.name, chosen.case.read_bytes())
    on = case.on or _day(chosen.file, written)
    return decision_checks(written, case, rules_in_force(case.place, on, pack=chosen.pack))


def _shares(chosen: argparse.Namespace, written: dict[str, Any]) -> list[Because]:
    if not chosen.case:
        return share_checks(written)
    case, _ = read_share_case(chosen.case.name, chosen.case.read_bytes())
    on = case.on or _day(chosen.file, written)
    return share_checks(written, case, rules_in_force(case.place, on, pack=chosen.pack))


def _read(path: Path) -> dict[str, Any]:
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as broken:
        raise InputRefused([_unfit(path, Words("整个文件", "the whole file"), str(broken))]) from broken
    if not isinstance(written, dict) or written.get("schema_version") != 1:
        found = str(written.get("schema_version")) if isinstance(written, dict) else type(written).__name__
        raise InputRefused([_unfit(path, Words("schema_version", "schema_version"), found)])
    return written


def _day(path: Path, written: dict[str, Any]) -> date:
    try:
        return date.fromisoformat(str(written.get("on")))
    except ValueError as broken:
        raise InputRefused([_unfit(path, Words("on 一项", "key on"), str(written.get("on")))]) from broken


def _unfit(path: Path, place: Words, found: str) -> Fault:
    return Fault(
        "result.unreadable", str(path), place, found,
        Words("sanxin 写出的结果文件（schema_version 1）", "a result written by sanxin (schema_version 1)"),
        Words("请核对文件是否完整。", "Check that the file is whole."),
    )  # fmt: skip
