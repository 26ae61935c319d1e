"""``sanxin rules PLACE --on DATE``: the rules in force, each with where it stands written and how sure we are."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from sanxin.foundation.citation import Standing
from sanxin.interfaces.cli.output import day
from sanxin.rulebook.reader import NothingInForce, rules_in_force


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("place", metavar="PLACE", help="地方代码，如 cn/shanghai · a place")
    parser.add_argument(
        "--on", type=day, default=date.today(), metavar="DATE", help="日期，默认今天 · the day"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")


def run(chosen: argparse.Namespace) -> int:
    """Print the rules in force."""
    try:
        rules = rules_in_force(chosen.place, chosen.on)
    except NothingInForce as silence:
        print(silence.say("zh"), silence.say("en"), sep="\n")
        return 0
    written = [
        {**one, "values": held.version.values.value}
        for one, held in zip(rules.to_json(), rules.ordinances, strict=True)
    ]
    if chosen.json:
        head = {"place": rules.place, "on": rules.on.isoformat(), "sha256": rules.digest()}
        print(json.dumps({**head, "ordinances": written}, ensure_ascii=False, indent=1, default=str))
        return 0
    print(f"{rules.place} 于 on {rules.on}：{len(written)} 项 ordinances（{rules.digest()[:16]}）")
    if all(one["place"] != rules.place for one in written):
        print(f"没有 {rules.place} 本地的规定，以下都是上级规定。No rules of {rules.place} itself are held.")
    for one in written:
        _print_one(one)
    return 0


def _print_one(one: Mapping[str, Any]) -> None:
    cited = one["citation"]
    standing = Standing(cited["standing"])
    print(f"\n{one['zh']} · {one['en']}\n  {cited['document']} {cited['clause'].removeprefix('-')}")
    print(f"  {standing.zh} · {standing.en}（{cited['checked_on']}）")
    print(f"  自 from {one['effective_from'] or '—'} 至 until {one['effective_to'] or '—'}，{one['place']}")
    for line in yaml.safe_dump(one["values"], allow_unicode=True, sort_keys=False, width=150).splitlines():
        print(f"    {line}")
