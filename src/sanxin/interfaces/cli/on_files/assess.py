"""``sanxin assess SITE``: every stairwell of a site folder judged, with a report to hand on."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sanxin.documents.map_page import map_html
from sanxin.documents.report.plan_words import (
    decision_words,
    measure_words,
    measures_in_order,
    plan_sentence,
    unlocked,
    unserved_sentence,
    yuan,
)
from sanxin.documents.report.report import report_pdf
from sanxin.documents.report.words import absent_of, class_words, in_order, summary_of, unverified_of
from sanxin.documents.spreadsheets.workbook import assessment_xlsx
from sanxin.foundation.refusal import InputRefused
from sanxin.intake.site_folder import read_site
from sanxin.interfaces.cli.output import Progress, day, warn, whole_yuan, write_files
from sanxin.journey.assess import assess
from sanxin.journey.survey import Site
from sanxin.rulebook.reader import NothingInForce, rules_in_force


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "site", type=Path, metavar="SITE", help="小区文件夹（site.toml、site.geojson …）· a site folder"
    )
    parser.add_argument(
        "--on",
        type=day,
        default=date.today(),
        metavar="DATE",
        help="规则日期，默认今天 · which day's rules",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="把 JSON、Excel、PDF、地图写进这个文件夹 · write the files there",
    )
    parser.add_argument(
        "--catalogue", type=Path, metavar="FILE", help="另加的电梯方案目录（YAML）· further lift schemes"
    )
    parser.add_argument(
        "--budget",
        type=whole_yuan,
        metavar="YUAN",
        help="预算（元）：在预算内服务尽量多的门栋 · most stairwells within a budget",
    )
    parser.add_argument("--quiet", action="store_true", help="不显示进度与提醒 · no progress, no warnings")


def run(chosen: argparse.Namespace) -> int:
    """Assess, print the summary, and write the files if a folder was named."""
    progress = Progress("评估 assess", quiet=chosen.quiet)
    reading = read_site(chosen.site)
    if reading.refused_rows:
        raise InputRefused(reading.refused_rows)
    warn(reading.warnings, quiet=chosen.quiet)
    progress(1, 4)
    try:
        rules = rules_in_force(reading.site.place, chosen.on)
        if chosen.catalogue:
            rules = rules.with_catalogue(chosen.catalogue.name, chosen.catalogue.read_bytes())
        outcome = assess(reading.site, rules, chosen.on, budget_yuan=chosen.budget).to_json()
    except NothingInForce as silence:
        # That no rule covers a place or a day is an answer, and the status says the work was done.
        print(silence.say("zh"), silence.say("en"), sep="\n")
        return 0
    progress(2, 4)
    if chosen.out:
        write_files(chosen.out, _files(reading.site, outcome))
    progress(4, 4)
    _print_summary(outcome, chosen.out)
    return 0


def _files(site: Site, outcome: Mapping[str, Any]) -> dict[str, bytes]:
    return {
        "assessment.json": (json.dumps(outcome, ensure_ascii=False, indent=1) + "\n").encode(),
        "assessment.xlsx": assessment_xlsx(outcome),
        "report.pdf": report_pdf(site, outcome),
        "map.html": map_html(site, outcome).encode(),
    }


def _print_summary(outcome: Mapping[str, Any], out: Path | None) -> None:
    summary = outcome["summary"]
    dwellings = "户数未知" if summary["dwellings"] is None else f"{summary['dwellings']} 户"
    print(
        f"{outcome['site']}（{outcome['place']}，{outcome['on']}）：{summary['stairwells']} 个门栋，{dwellings}"
    )
    print(
        f"  适合 suitable {summary['suitable']} · 较难 difficult {summary['difficult']} · "
        f"不适合 unsuitable {summary['unsuitable']}"
    )
    for judged in in_order(outcome):
        if judged["class"] in ("difficult", "unsuitable"):
            print(f"  {judged['id']:>4} 号门 {class_words(judged)[0]}：{summary_of(judged)}")
    print(f"  {plan_sentence(outcome)}")
    for measure in measures_in_order(outcome):
        decision = decision_words(measure)[0]
        print(
            f"    {measure_words(outcome, measure['id'])}：{yuan(measure['cost_yuan'])}，服务 {unlocked(measure)}；"
            f"{'、'.join(measure['parties'])}；{measure['lead_days']} 天{f'；须经{decision}' if decision else ''}"
        )
    for judged in in_order(outcome):
        if left_out := unserved_sentence(outcome, judged):
            print(f"  {judged['id']:>4} 号门 {left_out}")
    print(f"  {unverified_of(outcome)}")
    if outcome["absent"]:
        print(f"  {absent_of(outcome)}")
    if out:
        print(f"  已写入 written to {out}/：assessment.json · assessment.xlsx · report.pdf · map.html")
    else:
        print("  加 --out DIR 可得到 JSON、Excel、PDF 与地图。Add --out DIR for the files.")
