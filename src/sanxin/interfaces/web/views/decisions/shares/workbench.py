"""The bench: choices in, every household's line out; beside another table; as a workbook; on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sanxin.apps.consultation import queries as consultation
from sanxin.apps.decisions import actions
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.funding import queries as funding
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.documents.spreadsheets.share_workbook import share_xlsx
from sanxin.engines.sharing.problem import RULES
from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import InputRefused
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import attachment
from sanxin.interfaces.web.views.decisions.shares import choices
from sanxin.interfaces.web.views.decisions.shares.choices import Bench, Given
from sanxin.journey.consult import Stance
from sanxin.journey.share.serving import served_by, tables_of
from sanxin.journey.share.words import RULES as RULE_WORDS
from sanxin.rulebook.reader import NothingInForce

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WITHIN = {
    "dwelling": Words("每户都按本层系数", "every dwelling the floor's weight"),
    "dwelling_area": Words("系数再乘面积", "the weight times its area"),
    "floor_then_area": Words("一层算一份，层内按面积", "a floor once, within it by area"),
}
BEARERS = {
    "residents": Words("住户", "the households"), "programme": Words("专项工程，住户不出", "a programme; households pay nothing"),
    "fund": Words("维修资金", "the maintenance fund"),
}  # fmt: skip
SUBSIDIES = {
    "none": Words("没有", "none"), "auto": Words("按当地当天的规定", "by the rules of place and day"),
    "own": Words("按右边商定的数", "the agreed sum beside"),
}  # fmt: skip
WHO = {
    "pays": Words("参加并出资", "joins and pays"), "signs": Words("签字不出资", "signs, does not pay"),
    "out": Words("不参加", "takes no part"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One household: what it pays and why, beside the other table, and whether that serves what it said."""

    home: registry.DwellingLine
    share: Mapping[str, Any]
    other_fen: int | None
    stance: str | None
    is_served: bool | None

    @property
    def more_fen(self) -> int:
        """Give how much more it pays than by the other table."""
        return int(self.share["fen"] - (self.other_fen or 0))


@dataclass(frozen=True, slots=True)
class ByRule:
    """One rule as a row: from least to most on each floor, the core, how many stances it serves, or why it cannot be."""

    rule: str
    words: Words
    floors: tuple[tuple[int, int, int], ...]
    in_core: bool | None
    served: int
    why: Mapping[str, Any] | None
    address: str


@require_safe
def workbench(visit: Visit, stairwell: str) -> HttpResponse:
    """Show the bench of a stairwell; an address with empty choices is led to the short one that says the same."""
    found = registry.load_stairwell_for(visit.actor, stairwell, Verb.DECISION_RUN, visit.at)
    given = choices.read(visit.GET)
    if len(given) < len(visit.GET):
        return redirect(f"{reverse('shares', args=[stairwell])}?{choices.address(given)}")
    bench = choices.bench_of(visit, found)
    given = given or choices.start(visit, bench)
    outcome, faults = _tried(bench, given)
    other, wrong = _tried(bench, _base(given)) if given.get("base") else (None, [])
    context = {
        "here": "compounds",
        "stairwell": found,
        "card": found.compound,
        "bench": bench,
        "given": given,
        "address": choices.address(given),
        "faults": [*faults, *wrong],
        "rules": [(rule, RULE_WORDS[rule]) for rule in RULES],
        "by_floor": [(floor, given.get(f"weight-{floor}", ""), given.get(f"alone-{floor}", "")) for floor in bench.floors],
        "by_room": [(home, *(given.get(f"{kind}-{home.room}", "") for kind in choices.OF_ROOM)) for home in bench.homes],
        "within": WITHIN.items(), "bearers": BEARERS.items(), "who": WHO.items(),
        "subsidies": SUBSIDIES.items(),
        "listed": [one for one in decisions.decisions_on(visit.actor, found.compound.public_id, visit.at)
                   if one.stairwell_id == found.pk and one.concluded_at is None],
        "adopted": funding.adopted_shares(visit.actor, stairwell, visit.at),
    }  # fmt: skip
    if outcome:
        context |= _shown(visit, bench, given, outcome, other)
    return render(visit, "web/decisions/shares.html", context)


@require_safe
def workbook(visit: Visit, stairwell: str) -> HttpResponse:
    """Hand out the table as a workbook whose formulas give the same fen."""
    found = registry.load_stairwell_for(visit.actor, stairwell, Verb.DECISION_RUN, visit.at)
    bench = choices.bench_of(visit, found)
    outcome = choices.reckon(bench, choices.read(visit.GET) or choices.start(visit, bench))
    return attachment(f"{found.compound.name}{found.code}号门-分摊.xlsx", share_xlsx(outcome), XLSX)


@require_POST
def adopt(visit: Visit, stairwell: str) -> HttpResponse:
    """Put the table of an address on a decision's record."""
    found = registry.load_stairwell_for(visit.actor, stairwell, Verb.DECISION_RUN, visit.at)
    given = choices.read(QueryDict(visit.POST.get("table", "")))
    outcome = choices.reckon(choices.bench_of(visit, found), given)
    asked = visit.POST.get("decision", "")
    actions.adopt_shares(actor=visit.actor, decision=asked, outcome=outcome, **visit.when)
    zh = "分摊表已存证。谁拿到记录导出，都能重算每一分。"
    en = "The table is on record. Whoever gets an export can reckon every fen again."
    messages.success(visit, zh if visit.language == "zh" else en)
    return redirect(f"{reverse('shares', args=[stairwell])}?{choices.address(given)}")


def _base(given: Given) -> Given:
    return choices.read(QueryDict(given["base"]))


def _tried(bench: Bench, given: Given) -> tuple[dict[str, Any] | None, list[Words]]:
    """Share by the choices, or say what is in the way; with no cost yet there is nothing to say."""
    if not bench.homes or not {"lift", "works", "upkeep"} & given.keys():
        return None, []
    try:
        return choices.reckon(bench, given), []
    except InputRefused as refused:
        return None, [choices.complaint(fault) for fault in refused.faults]
    except NothingInForce as silence:
        return None, [Words(silence.say("zh"), silence.say("en"))]


def _shown(
    visit: Visit, bench: Bench, given: Given, outcome: dict[str, Any], other: dict[str, Any] | None
) -> dict[str, Any]:
    """Give what the page shows of a table."""
    stances = _stances(visit, bench)
    tables = tables_of(outcome)
    served = {rule: served_by(fen, tables["equal"], stances) for rule, fen in tables.items()}
    own = served[outcome["rule"]]
    before = tables_of(other)[other["rule"]] if other else {}
    shares = {one["dwelling"]: one for one in outcome["shares"]}
    keep = {key: value for key, value in given.items() if key != "base"}
    return {
        "outcome": outcome,
        "rule_said": RULE_WORDS[outcome["rule"]],
        "lines": [
            Line(home, shares[home.room], before.get(home.room), stances.get(home.room), own.get(home.room))
            for home in bench.homes
        ],
        "by_rule": [_by_rule(outcome, given, rule, served) for rule in RULES],
        "spoke": len(own),
        "served": sum(own.values()),
        "paid_fen": sum(tables[outcome["rule"]].values()),
        "plain_address": choices.address(keep),
        "compare_address": choices.address({**keep, "base": choices.address(keep)}),
        **(_beside(other, given, stances, tables[outcome["rule"]]) if other else {}),
    }


def _beside(
    other: dict[str, Any], given: Given, stances: Mapping[str, Stance], now: Mapping[str, int]
) -> dict[str, Any]:
    """Give what the page says of the table that another is held against, and how many pay more or less than by it."""
    tables = tables_of(other)
    fen = tables[other["rule"]]
    return {
        "other": other,
        "other_rule": RULE_WORDS[other["rule"]],
        "other_paid_fen": sum(fen.values()),
        "pay_more": sum(now[room] > paid for room, paid in fen.items()),
        "pay_less": sum(now[room] < paid for room, paid in fen.items()),
        "other_served": sum(served_by(fen, tables["equal"], stances).values()),
        "other_address": choices.address(_base(given)),
    }


def _stances(visit: Visit, bench: Bench) -> dict[str, Stance]:
    """Give the stances that were taken, by room."""
    compound = bench.stairwell.compound.public_id
    taken = consultation.stances_as_of(visit.actor, compound, visit.at, visit.at)
    return {
        home.room: taken[home.public_id]
        for home in bench.homes
        if taken.get(home.public_id, "not_reached") != "not_reached"
    }


def _by_rule(
    outcome: Mapping[str, Any], given: Given, rule: str, served: Mapping[str, Mapping[str, bool]]
) -> ByRule:
    own = rule == outcome["rule"]
    found = outcome if own else outcome["alternatives"][rule]
    known = rule in served
    return ByRule(
        rule,
        RULE_WORDS[rule],
        tuple((int(floor), *fen) for floor, fen in found["by_floor"].items()) if known else (),
        found["in_core"] if known else None,
        sum(served[rule].values()) if known else 0,
        None if known else found["because"][0],
        choices.address({**given, "rule": rule}),
    )
