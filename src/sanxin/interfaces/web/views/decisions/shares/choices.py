"""What the bench's address says, and the case it makes: every choice stands in the address, so it can be passed on."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.registry import queries as registry
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault
from sanxin.interfaces.web.attendance import Visit
from sanxin.journey.share import read_case, share
from sanxin.rulebook.money import weights_rule
from sanxin.rulebook.reader import NothingInForce, rules_in_force

CASE = "分摊题目 the sharing"
LIFT, WORKS, UPKEEP, OTHER = "电梯和井道", "管线改移等配套", "每年运行维护", "其他来源"
PLAIN = (
    "rule",
    "apply",
    "on",
    "lift",
    "works",
    "works_by",
    "upkeep",
    "subsidy",
    "granted",
    "other",
    "base",
    "floor",
)
OF_FLOOR, OF_ROOM = ("weight", "alone"), ("who", "paid", "own")
DEFAULTS = {"who": "pays", "apply": "", "works_by": "residents", "subsidy": "none"}
SIGNS, OUT = "signs", "out"
FIELDS = {
    "rule": Words("规则", "rule"), "weights_apply_to": Words("系数怎样用到一户", "how weights apply"),
    "on": Words("按哪一天的规定", "rules of the day"), "costs": Words("费用", "cost"), "subsidy": Words("补贴", "subsidy"),
    "other_sources": Words("其他来源", "other sources"), "weights": Words("系数", "weights"),
    "stand_alone_yuan": Words("单独造价", "cost alone"), "compensation": Words("补偿", "compensation"),
    "dwellings": Words("住户", "dwellings"),
}  # fmt: skip
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bench:
    """What a stairwell brings: its dwellings with a floor to share among, those without, and what the plan reckons."""

    stairwell: registry.Stairwell
    homes: tuple[registry.DwellingLine, ...]
    floorless: tuple[registry.DwellingLine, ...]
    plan: Mapping[str, Any] | None

    @property
    def floors(self) -> list[int]:
        """List the floors that have dwellings, lowest first."""
        return sorted({home.floor for home in self.homes if home.floor})

    @property
    def place(self) -> str:
        """Give the place whose rules hold."""
        return self.stairwell.compound.place


def bench_of(visit: Visit, stairwell: registry.Stairwell) -> Bench:
    """Gather what a stairwell brings to its bench."""
    compound = stairwell.compound.public_id
    homes = registry.dwellings(visit.actor, compound, visit.at, stairwell=stairwell.public_id)
    latest = assessments.latest(visit.actor, compound, visit.at)
    found = assessments.findings_of(visit.actor, latest.public_id, visit.at) if latest else {}
    return Bench(
        stairwell,
        tuple(home for home in homes if (home.floor or 0) >= 1),
        tuple(home for home in homes if (home.floor or 0) < 1),
        found.get(stairwell.public_id, {}).get("plan"),
    )


def read(query: QueryDict) -> dict[str, str]:
    """Read the choices of an address, leaving out what says nothing."""
    found = {}
    for key in query:
        kind, _, of = key.partition("-")
        value = str(query.get(key, "")).replace("\x00", "").strip()
        known = key in PLAIN or (of and kind in (*OF_FLOOR, *OF_ROOM))
        if known and value and value != DEFAULTS.get(kind):
            found[key] = value
    return found


def start(visit: Visit, bench: Bench) -> dict[str, str]:
    """Choose what the bench shows first: the city's table or area, the plan's cost, the subsidy of the rulebook."""
    on = legal_day(visit.at)
    plan = bench.plan
    lift, whole = (plan["lift_yuan"], plan["cost_yuan"]) if plan and "lift_yuan" in plan else (0, 0)
    chosen = {"rule": _first_rule(bench, on), "on": on.isoformat(), "subsidy": "auto"}
    amounts = {"lift": lift, "works": whole - lift}
    return chosen | {key: str(yuan) for key, yuan in amounts.items() if yuan}


def _first_rule(bench: Bench, on: Any) -> str:
    try:
        weights_rule(rules_in_force(bench.place, on))
    except NothingInForce:
        return "area" if all(home.area_m2 for home in bench.homes) else "equal"
    return "floor_weights"


def address(given: Given) -> str:
    """Write choices as the part of an address after the question mark."""
    query = QueryDict(mutable=True)
    query.update(dict(given))
    return query.urlencode()


def reckon(bench: Bench, given: Given) -> dict[str, Any]:
    """Share by the choices.

    :raises InputRefused: if a figure cannot be used, naming it
    :raises NothingInForce: if the rulebook covers neither place nor day
    """
    case, _ = read_case(CASE, json.dumps(case_of(bench, given), ensure_ascii=False).encode())
    on = case.on
    assert on is not None  # noqa: S101 - the case is ours and says it
    return share(case, rules_in_force(bench.place, on), on).to_json()


def complaint(fault: Fault) -> Words:
    """Say a fault of the case by the name its choice has on the page."""
    key = fault.place.en.removeprefix("key ")
    field = FIELDS.get(re.split(r"[.\[]", key)[0], Words(key, key))
    if isinstance(fault.found, Words):  # what the engine lacks, in a sentence of its own
        return Words(f"“{field.zh}”：{fault.found.zh}", f"“{field.en}”: {fault.found.en}")
    zh = f"“{field.zh}”：现为 {fault.found}，应为{fault.expected.zh}。"
    return Words(zh, f"“{field.en}”: found {fault.found}, expected {fault.expected.en}.")


def case_of(bench: Bench, given: Given) -> dict[str, Any]:
    """Write the choices as the case that ``sanxin share`` reads."""
    case: dict[str, Any] = {
        "schema_version": 1,
        "place": bench.place,
        "on": given.get("on", "-"),
        "rule": given.get("rule", ""),
        "dwellings": [_dwelling(home, given) for home in bench.homes],
        "costs": _costs(given),
        "subsidy": _subsidy(given),
    }
    if "other" in given:
        case["other_sources"] = [{"item": OTHER, "yuan": _yuan(given["other"])}]
    if "apply" in given:
        case["weights_apply_to"] = given["apply"]
    own = given.get("rule") == "custom"
    weights = (
        _by(given, "own", [home.room for home in bench.homes]) if own else _by(given, "weight", bench.floors)
    )
    alone = {floor: _yuan(cost) for floor, cost in _by(given, "alone", bench.floors).items()}
    paid = _by(given, "paid", [home.room for home in bench.homes])
    return case | {key: value for key, value in (
        ("weights", weights), ("stand_alone_yuan", alone),
        ("compensation", [{"dwelling": room, "yuan": _yuan(amount)} for room, amount in paid.items()]),
    ) if value}  # fmt: skip


def _subsidy(given: Given) -> str:
    chosen = given.get("subsidy", "none")
    return _yuan(given.get("granted", "0")) if chosen == "own" else chosen


def _dwelling(home: registry.DwellingLine, given: Given) -> dict[str, Any]:
    who = given.get(f"who-{home.room}")
    area = {} if home.area_m2 is None else {"area_m2": f"{home.area_m2.normalize():f}"}
    return {
        "id": home.room,
        "floor": home.floor,
        **area,
        "joins": who != OUT,
        "pays": who not in (OUT, SIGNS),
    }


def _costs(given: Given) -> list[dict[str, Any]]:
    lines = (
        (LIFT, "lift", "residents", "capital"),
        (WORKS, "works", given.get("works_by", "residents"), "capital"),
        (UPKEEP, "upkeep", "residents", "upkeep"),
    )
    return [
        {"item": item, "yuan": _yuan(given[key]), "source": source, "kind": kind}
        for item, key, source, kind in lines
        if key in given
    ]


def _by(given: Given, kind: str, keys: Sequence[int] | Sequence[str]) -> dict[str, str]:
    return {str(key): given[f"{kind}-{key}"] for key in keys if f"{kind}-{key}" in given}


def _yuan(written: str) -> str:
    """Take an amount as clerks write it, with commas."""
    return written.replace(",", "").replace("，", "")
