"""``sanxin rules PLACE --on DATE``: the rules in force, what changed, where it stands written, how sure we are."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from sanxin.foundation.citation import Standing
from sanxin.interfaces.cli.output import day
from sanxin.rulebook.reader import InForce, NothingInForce, Rules, rules_in_force

NOT_LAW = "本软件的取值，不是法规 a choice of this product, not law"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("place", metavar="PLACE", help="地方代码，如 cn/shanghai · a place")
    parser.add_argument(
        "--on", type=day, default=date.today(), metavar="DATE", help="日期，默认今天 · the day"
    )
    parser.add_argument(
        "--since", type=day, metavar="DATE", help="只列从这一天以来变了的 · only what changed since that day"
    )
    parser.add_argument(
        "--pack",
        type=Path,
        metavar="DIR",
        help="单位自备的规则，叠在规则库上 · an office's own rules, laid over",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")


def run(chosen: argparse.Namespace) -> int:
    """Print the rules in force, or what changed in them."""
    try:
        rules = rules_in_force(chosen.place, chosen.on, pack=chosen.pack)
    except NothingInForce as silence:
        print(silence.say("zh"), silence.say("en"), sep="\n")
        return 0
    if chosen.since:
        return _print_changes(chosen, rules)
    written = [_with_values(rules, held) for held in rules.ordinances]
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


def _with_values(rules: Rules, held: InForce) -> dict[str, Any]:
    (one,) = Rules(rules.place, rules.on, (held,)).to_json()
    return {**one, "values": held.version.values.value}


def _print_changes(chosen: argparse.Namespace, rules: Rules) -> int:
    try:
        earlier = rules_in_force(chosen.place, chosen.since, pack=chosen.pack)
    except NothingInForce:
        earlier = Rules(chosen.place, chosen.since, ())
    changes: list[tuple[str, dict[str, Any] | None, dict[str, Any] | None]] = [
        (
            each.id,
            _with_values(earlier, each.before) if each.before else None,
            _with_values(rules, each.now) if each.now else None,
        )
        for each in rules.changed_since(earlier)
    ]
    if chosen.json:
        head = {"place": rules.place, "since": earlier.on.isoformat(), "on": rules.on.isoformat()}
        told = [{"id": ident, "before": before, "now": now} for ident, before, now in changes]
        print(json.dumps({**head, "changes": told}, ensure_ascii=False, indent=1, default=str))
        return 0
    print(f"{rules.place}，{earlier.on} 至 to {rules.on}：{len(changes)} 项有变 changed")
    for ident, before, now in changes:
        print(f"\n—— {ident}")
        for when, one in (("原 before", before), ("现 now", now)):
            print(f"{when}：" + ("" if one else "没有 nothing"))
            if one:
                _print_one(one)
    return 0


def _print_one(one: Mapping[str, Any]) -> None:
    cited = one["citation"]
    standing = Standing(cited["standing"])
    print(f"\n{one['zh']} · {one['en']}\n  {cited['document']} {cited['clause'].removeprefix('-')}")
    print(f"  {standing.zh} · {standing.en}（{cited['checked_on']}）")
    if one["kind"] == "choice":
        print(f"  {NOT_LAW}")
    print(f"  自 from {one['effective_from'] or '—'} 至 until {one['effective_to'] or '—'}，{one['place']}")
    if reason := (one["values"] or {}).get("reason"):
        print(f"  {reason['zh']} · {reason['en']}")
    shown = {key: value for key, value in one["values"].items() if key != "reason"}
    for line in yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=150).splitlines():
        print(f"    {line}")
