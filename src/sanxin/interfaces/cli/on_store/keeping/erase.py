"""``sanxin erase``: take the words of one entry out of the record for good (PIPL 47); its place and every proof stay."""

import argparse
from datetime import UTC, datetime

from django_scopes import scopes_disabled

from sanxin.apps.journal import actions
from sanxin.apps.journal import queries as journal
from sanxin.foundation.actor import System
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

NO_ENTRY = Sentence(
    "erase.no_entry",
    "存证里没有第 {index} 条，或它已经删除。第几条写在回执上，也写在记录页上。",
    "The record has no entry {index}, or it is erased already. Its number stands on the receipt and on the record's page.",
)
NO_REASON = Sentence(
    "erase.no_reason",
    "请用 --because 写明依据和是谁要求的，例如“个人信息保护法第 47 条，本人书面要求”。不要写姓名电话：这句话会留在记录里。",
    "Give the ground and who asked for it with --because, such as “PIPL 47, asked in writing by the person”. No names or"
    " numbers: this sentence stays on record.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("index", type=int, metavar="N", help="存证第几条 · the entry's number in the record")
    parser.add_argument(
        "--because", default="", metavar="TEXT", help="依据，会留在记录里 · the ground; it stays on record"
    )
    parser.add_argument(
        "--apply",
        action="store_true",
        help="真的删除，不能恢复 · erase it, for good; without this it is only shown",
    )


def run(chosen: argparse.Namespace) -> int:
    """Show what would go; erase it if told to, and say what stays."""
    with scopes_disabled():
        found = journal.line(chosen.index)
    if found is None or found.record is None:
        raise Refusal(NO_ENTRY.because(index=chosen.index))
    print(f"第 {found.index} 条 entry：{found.stream}，{found.verb}，{found.recorded_at:%Y-%m-%d %H:%M} UTC")
    print("内容字段 holds：" + "、".join(sorted(found.record["payload"])))
    if found.stream.startswith("decision/"):
        print(
            "删除后，这项表决不能再由导出逐票重算。 The decision can then no longer be counted again from an export."
        )
    if not chosen.apply:
        print("没有删除任何内容；确认后加 --apply。 Nothing was erased; add --apply to do it.")
        return 0
    if not chosen.because.strip():
        raise Refusal(NO_REASON.because())
    at = datetime.now(UTC)
    receipt = actions.erase(
        actor=System("cli"), index=found.index, reason=chosen.because.strip(), occurred_at=at, recorded_at=at
    )
    print(
        f"已删除，第 {receipt.index} 条记着这次删除；位置和每一个证明不变。\n"
        "请马上再备份一次（sanxin backup）：换掉密钥文件，以前的备份里也就读不出了。\n"
        f"Erased; entry {receipt.index} records it, its place and every proof stand.\n"
        "Back up again now: with the keys file replaced, no earlier backup opens it."
    )
    return 0
