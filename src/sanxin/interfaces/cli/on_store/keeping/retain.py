"""``sanxin retain``: what is kept longer than it need be, by class; and, with ``--apply``, lets it go."""

import argparse
from datetime import UTC, datetime

from sanxin.apps.decisions import actions
from sanxin.foundation.actor import System
from sanxin.foundation.calendar import legal_day


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--apply",
        action="store_true",
        help="删除列出的照片，不能恢复 · erase the photographs listed, for good",
    )
    parser.add_argument(
        "--hold", action="append", default=[], metavar="DECISION",
        help="还在诉讼中的表决，不删 · a decision that is before a court: kept",
    )  # fmt: skip


def run(chosen: argparse.Namespace) -> int:
    """List what is past keeping; erase it if told to, except what is held."""
    at = datetime.now(UTC)
    past = actions.past_keeping(legal_day(at))
    if not past:
        print("没有超过保存期限的票面照片。 No photograph of a ballot is kept longer than it need be.")
    for one in past:
        held = one.decision in chosen.hold
        print(
            f"{one.title}（{one.decision}）：{one.concluded_on} 结案，{one.window_ended_on} 起可删除 {one.photographs} 张票面照片；"
            f"依据 by {one.cited}（{one.standing}）{' · 保留 held' if held else ''}"
        )
        if chosen.apply and not held:
            gone = actions.let_go(actor=System("cli"), decision=one.decision, occurred_at=at, recorded_at=at)
            print(f"  已删除 erased：{gone}。记录与证明不受影响。 The record and its proofs stand.")
    return 0
