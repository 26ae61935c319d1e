"""``sanxin export PROJECT --grade scoped|public --out FILE.zip``: a project's record, for anyone to verify."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from sanxin.apps.decisions import actions
from sanxin.apps.journal import queries as journal
from sanxin.apps.projects.queries import find_project
from sanxin.foundation.actor import System
from sanxin.interfaces.cli.output import write_files
from sanxin.record.export import GRADES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", metavar="PROJECT", help="项目名称或编号 · the project's name or id")
    parser.add_argument(
        "--grade", choices=GRADES, required=True,
        help="scoped 范围内（业主与主管部门，可逐票重算） · public 公开版（只含承诺、总数与证明）",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.zip", help="写到哪里 · where to")


def run(chosen: argparse.Namespace) -> int:
    """Write the export, and say which root to print beside it."""
    at = datetime.now(UTC)
    project = find_project(System("cli"), chosen.project, at)
    head = journal.tree_head()
    packed = actions.export_project(
        actor=System("cli"), project=project, grade=chosen.grade, occurred_at=at, recorded_at=at
    )
    write_files(chosen.out.parent, {chosen.out.name: packed})
    print(
        f"已导出 exported → {chosen.out}\n"
        f"请把这一行印在公示上 print this on the notice: {head.root}@{head.size}\n"
        f"任何人都可以核验 anyone may verify: sanxin verify {chosen.out} --root {head.root}@{head.size}"
    )
    return 0
