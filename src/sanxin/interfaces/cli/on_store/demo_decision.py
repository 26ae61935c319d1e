"""The demonstration's decision: stairwell 9 was asked once, and is being asked again now."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sanxin.apps.consultation import actions as consultation
from sanxin.apps.decisions import actions
from sanxin.apps.projects import actions as projects
from sanxin.apps.registry import actions as registry
from sanxin.apps.registry import queries as read
from sanxin.foundation.actor import Staff, System
from sanxin.foundation.calendar import When, legal_day
from sanxin.journey.rounds import Asking
from sanxin.journey.share import read_case, share
from sanxin.rulebook.reader import rules_in_force

CLOCK = System("clock")
FIRST_PLAN = (
    "在 9 号门北侧半层平台处加装一台 630 公斤电梯，半层入户。\n"
    "井道外墙到北楼不小于 6 米；燃气支管改移 2.4 米。\n"
    "费用由 2 层及以上住户按楼层系数分摊，底层不出资；市、区补贴以当年文件为准。"
)
SECOND_PLAN = FIRST_PLAN + "\n第一轮意见：井道北移 0.6 米，厨房一侧加装隔声板。"
QUESTION = "您是否同意按公示的方案为 9 号门加装电梯？"
WORRIES = (
    "井道离我家厨房窗太近，油烟散不出去，晚上运行有噪声。",
    "我住一楼，装了以后楼道采光会差，希望把井道做成玻璃的。",
)
REPLY = "已请设计单位上门复测：井道北移 0.6 米，厨房一侧加隔声板，玻璃井道列入方案比选，本周五把图送到府上。"
LEANINGS = ("for", "for", "conditional", "for", "for")
CONDITION = "费用按楼层系数分，三层以下少出一点就同意。"
SETTLED = {"1": 0, "2": "0.5", "3": "1.0", "4": "1.1", "5": "1.2", "6": "1.3", "7": "1.4"}
UNDECIDED = 4  # every fourth household hands in later, or not at all


def ask_stairwell(compound: str, code: str, staff: dict[str, Staff], now: datetime) -> None:
    """Visit everybody, ask them a first time, hear objections, and open the second round."""
    secretary, visitor = staff["王书记"], staff["张姐"]
    stairwell = next(one for one in read.stairwells(secretary, compound, now) if one.code == code)
    homes = read.dwellings(secretary, compound, now, stairwell=stairwell.public_id)
    owned = [home for home in homes if home.public_id in _with_owners(secretary, compound, now)]
    start = now.astimezone(UTC).replace(hour=1, minute=0, second=0, microsecond=0)
    _visit(homes, visitor, start - timedelta(days=60))
    _lean(homes, visitor, start - timedelta(days=55))
    project = projects.open_project(
        actor=secretary, compound=compound, name=f"{code} 号门加装电梯", stairwell=stairwell.public_id,
        **_at(start - timedelta(days=50)),
    )  # fmt: skip
    decision = actions.open_decision(
        actor=secretary, project=project, matter="lift_retrofit", scope_kind="stairwell",
        title=f"{code} 号门加装电梯", **_at(start - timedelta(days=50)),
    )  # fmt: skip
    _confirm_namesakes(secretary, compound, start - timedelta(days=49))
    first = _round(secretary, decision, FIRST_PLAN, start - timedelta(days=45))
    _hand_in(first, owned, staff, start - timedelta(days=44), ("for", "against", "for", "abstain"))
    objections = [
        actions.raise_objection(
            actor=visitor, decision=decision, dwelling=home.public_id, words=words,
            **_at(start - timedelta(days=40)),
        )
        for home, words in zip(homes[1:], WORRIES, strict=False)
    ]  # fmt: skip
    actions.answer_objection(
        actor=secretary, objection=objections[0], words=REPLY, **_at(start - timedelta(days=36))
    )
    closes = start - timedelta(days=31)
    actions.close_due(actor=CLOCK, at=closes)
    actions.declare(actor=secretary, round=first, **_at(closes + timedelta(days=1)))
    summary = "多数同意；两户担心油烟、噪声和采光。井道北移 0.6 米，加隔声板，第二轮按改后的方案征询。"
    actions.summarise(actor=secretary, round=first, summary=summary, **_at(closes + timedelta(days=2)))
    _adopt_shares(decision, homes, secretary, start - timedelta(days=3))
    second = _round(secretary, decision, SECOND_PLAN, start - timedelta(days=2))
    _hand_in(second, owned[6:18], staff, start - timedelta(days=1), ("for", "for", "against", "for"))


def _visit(homes: Sequence[read.DwellingLine], visitor: Staff, start: datetime) -> None:
    for number, home in enumerate(homes):
        when = _at(start + timedelta(hours=number))
        outcomes = ("absent", "absent", "absent") if number % 9 == 8 else ("delivered",)
        for outcome in outcomes:
            consultation.record_visit(
                actor=visitor, dwelling=home.public_id, means="door", outcome=outcome, **when
            )


def _lean(homes: Sequence[read.DwellingLine], visitor: Staff, start: datetime) -> None:
    """Say what each household thinks; every ninth was never met."""
    for number, home in enumerate(homes):
        if number % 9 != 8:
            stance = "against" if home.floor == 1 else LEANINGS[number % len(LEANINGS)]
            consultation.record_stance(
                actor=visitor, dwelling=home.public_id, stance=stance,
                condition=CONDITION if stance == "conditional" else "", **_at(start + timedelta(hours=number)),
            )  # fmt: skip


def _adopt_shares(decision: str, homes: Sequence[read.DwellingLine], secretary: Staff, at: datetime) -> None:
    """Share the cost by the weights the neighbours settled on, and put the table on record."""
    on = legal_day(at)
    case = {
        "place": "cn/shanghai", "on": on.isoformat(), "rule": "floor_weights", "weights": SETTLED, "subsidy": "auto",
        "costs": [{"item": "电梯和井道", "yuan": 560_000}, {"item": "管线改移等配套", "yuan": 13_041, "source": "programme"}],
        "dwellings": [
            {"id": home.room, "floor": home.floor, "area_m2": str(home.area_m2), "pays": home.floor != 1} for home in homes
        ],
    }  # fmt: skip
    found, _ = read_case("9 号门", json.dumps(case).encode())
    outcome = share(found, rules_in_force(found.place, on), on).to_json()
    actions.adopt_shares(actor=secretary, decision=decision, outcome=outcome, **_at(at))


def _with_owners(secretary: Staff, compound: str, at: datetime) -> set[str]:
    """Name the dwellings whose owner is on the register; the others' ballots could not count."""
    return {home for head in read.heads(secretary, compound, legal_day(at), at) for home in head.dwellings}


def _confirm_namesakes(secretary: Staff, compound: str, at: datetime) -> None:
    for pair in read.namesake_pairs(secretary, compound, at):
        registry.decide_namesake(
            actor=secretary, one=pair.one.party, other=pair.other.party, same=True, reason="本人到场核对证件",
            **_at(at),
        )  # fmt: skip


def _round(secretary: Staff, decision: str, plan: str, opens_at: datetime) -> str:
    closes_at = opens_at + timedelta(days=14)
    return actions.open_round(
        actor=secretary, decision=decision, asking=Asking(QUESTION, plan),
        times=actions.RoundTimes(opens_at, closes_at, closes_at + timedelta(days=3)), **_at(opens_at),
    )  # fmt: skip


def _hand_in(
    asked: str,
    homes: Sequence[read.DwellingLine],
    staff: dict[str, Staff],
    at: datetime,
    choices: Sequence[str],
) -> None:
    for number, home in enumerate(homes):
        if number % UNDECIDED != UNDECIDED - 1:
            actions.cast_ballot(
                actor=staff["张姐"], round=asked, dwelling=home.public_id, choice=choices[number % len(choices)],
                channel="door", key=f"demo-{number}", witness=staff["王书记"].ref,
                **_at(at + timedelta(minutes=7 * number)),
            )  # fmt: skip


def _at(moment: datetime) -> When:
    return {"occurred_at": moment, "recorded_at": moment}
