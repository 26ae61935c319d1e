"""The rule that a round laid down, held against the rulebook that it names."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sanxin.foundation.calendar import legal_day
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import InputRefused, Refusal
from sanxin.record.verify.chain import Rows, Streams
from sanxin.record.verify.finding import Finding, broken, holds, unknown
from sanxin.rulebook.decisions import chosen, matter_rule, readings
from sanxin.rulebook.reader import rules_in_force

RULE = Sentence(
    "verify.rule",
    "第 {round} 轮计票的比例与规则库 {sha256} 一致",
    "Round {round} is counted by the rule that the rulebook {sha256} has",
)
RULE_BROKEN = Sentence(
    "verify.rule_broken",
    "第 {round} 轮计票的比例不是规则库 {sha256} 的：规则库为 {found}，开票时写的是 {told}",
    "Round {round} is not counted by the rule of the rulebook {sha256}: it has {found}, laid down is {told}",
)
OTHER_RULEBOOK = Sentence(
    "verify.other_rulebook",
    "第 {round} 轮用的规则库是 {sha256}，本程序没有这个版本：比例有没有照规则写，看不出来",
    "Round {round} names the rulebook {sha256}, which this program has not: whether its rule is the rulebook's cannot be known",
)


def rules(streams: Streams) -> Iterator[Finding]:
    """Hold every round's rule and readings against the rulebook of its place and day, where it is this program's."""
    for stream, rows in streams.items():
        if stream.startswith("decision/"):
            yield from _of(rows)


def _of(rows: Rows) -> Iterator[Finding]:
    records = [record for _, record in rows if record is not None]
    opened: dict[str, Any] = next(
        (record["payload"] for record in records if record["verb"] == "decision.open"), {}
    )
    for record in records:
        if record["verb"] == "round.open":
            yield _round(str(opened.get("place", "")), str(opened.get("matter", "")), record["payload"])


def _round(place: str, matter: str, laid_down: dict[str, Any]) -> Finding:
    number, sha256 = laid_down["round"], laid_down["rulebook_sha256"]
    told = {"round": number, "sha256": sha256[:16]}
    try:
        held = rules_in_force(place, legal_day(datetime.fromisoformat(laid_down["opens_at"])))
        if held.about("decisions").digest() != sha256:
            return unknown(OTHER_RULEBOOK.because(None, **told))
        rule = matter_rule(held, matter).rule
        taken = chosen({each.name: each.default for each in readings(held)})
    except (Refusal, InputRefused):
        return unknown(OTHER_RULEBOOK.because(None, **told))
    if rule is None:
        found: tuple[Any, ...] = ()
    else:
        participation = None if rule.participation is None else str(rule.participation)
        found = (
            rule.family, participation, str(rule.consent), rule.strict,
            taken.head, taken.split, taken.co_owners, taken.not_returned,
        )  # fmt: skip
    written = (
        *(laid_down["rule"][key] for key in ("family", "participation", "consent", "strict")),
        *(laid_down["readings"][key] for key in ("head", "split", "co_owners", "not_returned")),
    )
    if found != written:
        return broken(RULE_BROKEN.because(None, found=_said(found), told=_said(written), **told))
    return holds(RULE.because(None, **told))


def _said(parts: tuple[Any, ...]) -> str:
    return " ".join(str(part) for part in parts) or "-"
