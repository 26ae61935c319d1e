"""``sanxin sunlight SITE``: the sunlight of every window of a site folder, before and after lifts are added."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sanxin.foundation.refusal import InputRefused
from sanxin.intake.site_folder import read_added, read_site
from sanxin.interfaces.cli.output import Progress, day, warn, write_files
from sanxin.journey.sunlight.report import sunlight_of
from sanxin.journey.survey import Feature
from sanxin.rulebook.reader import NothingInForce, Rules, rules_in_force
from sanxin.rulebook.sunlight import STANDARDS, StandardRule, custom_standard, standard_rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "site", type=Path, metavar="SITE", help="小区文件夹（site.toml、site.geojson …）· a site folder"
    )
    parser.add_argument(
        "--standard",
        default="great-cold",
        metavar="FILE|NAME",
        help=f"日照标准：{'、'.join(STANDARDS)}，或自备 JSON 文件 · a standard's name, or a JSON file",
    )
    parser.add_argument(
        "--add", type=Path, metavar="SHAFTS.geojson", help="拟建井道，给出加装前后对比 · lifts to be added"
    )
    parser.add_argument(
        "--on",
        type=day,
        default=date.today(),
        metavar="DATE",
        help="规则日期，默认今天 · which day's rules",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="把 JSON 写进这个文件 · write the JSON there"
    )
    parser.add_argument("--quiet", action="store_true", help="不显示进度与提醒 · no progress, no warnings")


def run(chosen: argparse.Namespace) -> int:
    """Reckon, then print the JSON, or write it and print the summary."""
    progress = Progress("日照 sunlight", quiet=chosen.quiet)
    reading = read_site(chosen.site)
    if reading.refused_rows:
        raise InputRefused(reading.refused_rows)
    warn(reading.warnings, quiet=chosen.quiet)
    shafts = _shafts(chosen)
    progress(1, 3)
    try:
        rules = rules_in_force(reading.site.place, chosen.on, ("sunlight",))
        rule = _rule(chosen, rules)
        outcome = sunlight_of(reading.site, rules, rule, chosen.on, shafts).to_json()
    except NothingInForce as silence:
        # That no rule covers a place or a day is an answer, and the status says the work was done.
        print(silence.say("zh"), silence.say("en"), sep="\n")
        return 0
    progress(2, 3)
    content = json.dumps(outcome, ensure_ascii=False) + "\n"
    if chosen.out:
        write_files(chosen.out.parent, {chosen.out.name: content.encode()})
    progress(3, 3)
    if chosen.out:
        _print_summary(outcome, chosen.out)
    else:
        print(content, end="")
    return 0


def _shafts(chosen: argparse.Namespace) -> tuple[Feature, ...]:
    if chosen.add is None:
        return ()
    added = read_added(chosen.site, chosen.add)
    warn(added.warnings, quiet=chosen.quiet)
    return added.features


def _rule(chosen: argparse.Namespace, rules: Rules) -> StandardRule:
    if chosen.standard in STANDARDS:
        return standard_rule(rules, chosen.standard)
    file = Path(chosen.standard)
    rule, warnings = custom_standard(file.name, file.read_bytes())
    warn(warnings, quiet=chosen.quiet)
    return rule


def _print_summary(outcome: Mapping[str, Any], out: Path) -> None:
    windows = outcome["windows"]
    print(
        f"{outcome['site']}（{outcome['place']}，{outcome['standard']['day']}）：{len(windows)} 个窗 windows"
    )
    for because in outcome["because"]:
        print(f"  {because['zh']}\n  {because['en']}")
    if outcome["added"]:
        worst = max(windows, key=lambda window: window["lost_min"])
        print(
            f"  减少最多 most lost：{worst['id']} {worst['lost_min']:.1f} 分 min"
            f"（{worst['before_min']:.1f} → {worst['after_min']:.1f}）"
        )
    print(f"  已写入 written to {out}")
