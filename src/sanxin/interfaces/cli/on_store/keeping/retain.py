"""``sanxin retain``: every class of records, until when it is kept and how many are past it; ``--apply`` lets them go."""

import argparse
from datetime import UTC, datetime

from sanxin.apps.decisions import actions as decisions
from sanxin.apps.privacy import actions
from sanxin.apps.privacy import queries as privacy
from sanxin.foundation.actor import System
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.citation import Citation, written

GOING = [one.code for one in privacy.CLASSES if one.ends != "never"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--apply",
        action="store_true",
        help="清理列出的超期资料，不能恢复 · let go of what is past its term, for good",
    )
    parser.add_argument(
        "--class", dest="classes", action="append", choices=GOING, metavar="CLASS",
        help=f"只清理这一类，可写几次 · only this class: {', '.join(GOING)}",
    )  # fmt: skip
    parser.add_argument(
        "--hold", action="append", default=[], metavar="DECISION",
        help="还在诉讼中的表决，不删 · a decision that is before a court: kept",
    )  # fmt: skip


def run(chosen: argparse.Namespace) -> int:
    """List every class; let go of what is past its term if told to, except what is held."""
    at = datetime.now(UTC)
    past = privacy.counts(at, chosen.hold)
    for one in privacy.table(at):
        code = one.kind.code
        print(f"{one.kind.what.zh} {one.kind.what.en}（{code}）")
        print(f"  存到 until：{one.until.zh} {one.until.en}{_basis(one.kind.ends, one.citation)}")
        if code not in past:
            continue
        print(f"  超期 past it：{past[code]}")
        if code == "ballot_photographs":
            _decisions(at, chosen.hold)
        if past[code]:
            print(f"  到期 then：{one.kind.goes.zh} {one.kind.goes.en}")
            print(f"  留下 what stays：{one.kind.stays.zh} {one.kind.stays.en}")
        if chosen.apply and code in (chosen.classes or GOING):
            gone = actions.let_go(
                actor=System("cli"), code=code, hold=chosen.hold, occurred_at=at, recorded_at=at
            )
            print(f"  已清理 let go：{gone}")
    if chosen.apply:
        print("记录与证明不受影响。 The record and its proofs stand.")
    return 0


def _decisions(at: datetime, hold: list[str]) -> None:
    """Name each decision past its window: its id is what ``--hold`` takes."""
    for one in decisions.past_keeping(legal_day(at)):
        held = " · 保留 held" if one.decision in hold else ""
        print(
            f"    {one.title}（{one.decision}）：{one.concluded_on} 结案 concluded，{one.window_ended_on} 到期 window ended，"
            f"{one.photographs} 张 photographs；依据 by {one.cited}（{one.standing}）{held}"
        )


def _basis(ends: str, citation: Citation | None) -> str:
    if citation is None:
        return ""
    if ends == "days":
        return "；本软件自己的取值，不是法规 the house's own choice, not the law"
    return f"；依据 by {written(citation.document, citation.clause)}（{citation.standing.zh}）"
