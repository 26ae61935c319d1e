"""``sanxin rules PLACE --on DATE``: the rules in force, each with where it stands written and how sure we are."""

import argparse
import json
from datetime import date

from sanxin.foundation.citation import Standing
from sanxin.rulebook.reader import NothingInForce, rules_in_force


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("place", metavar="PLACE", help="地方代码，如 cn/shanghai · a place")
    parser.add_argument(
        "--on", type=date.fromisoformat, default=date.today(), metavar="DATE", help="日期，默认今天 · the day"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")


def run(chosen: argparse.Namespace) -> int:
    """Print the rules in force."""
    try:
        rules = rules_in_force(chosen.place, chosen.on)
    except NothingInForce as silence:
        print(silence.say("zh"), silence.say("en"), sep="\n")
        return 0
    written = rules.to_json()
    if chosen.json:
        print(
            json.dumps(
                {
                    "place": rules.place,
                    "on": rules.on.isoformat(),
                    "sha256": rules.digest(),
                    "ordinances": written,
                },
                ensure_ascii=False,
                indent=1,
            )
        )
        return 0
    print(f"{rules.place} 于 on {rules.on}：{len(written)} 项 ordinances（{rules.digest()[:16]}）")
    for one in written:
        cited = one["citation"]
        standing = Standing(cited["standing"])
        print(f"\n{one['zh']} · {one['en']}\n  {cited['document']} {cited['clause']}")
        print(f"  {standing.zh} · {standing.en}（{cited['checked_on']}）")
        print(
            f"  自 from {one['effective_from'] or '—'} 至 until {one['effective_to'] or '—'}，{one['place']}"
        )
    return 0
