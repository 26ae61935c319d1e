"""The demonstration's decision and its money: stairwell 9 was asked once, is being asked again, and has begun to pay."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sanxin.apps.consultation import actions as consultation
from sanxin.apps.decisions import actions
from sanxin.apps.funding import actions as funding
from sanxin.apps.funding import queries as ledgers
from sanxin.apps.projects import actions as projects
from sanxin.apps.registry import actions as registry
from sanxin.apps.registry import queries as read
from sanxin.foundation.actor import Staff, System
from sanxin.foundation.calendar import When, legal_day
from sanxin.foundation.money import fen_from_yuan
from sanxin.journey.decide.rounds import Asking
from sanxin.journey.ledger.matching import StatementLine
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
COSTS = (
    ("电梯设备及安装", 370_000, "residents"), ("井道土建", 160_000, "residents"), ("设计、监理、检测", 30_000, "residents"),
    ("电杆移位", 20_000, "programme"), ("燃气支管改移", 16_000, "programme"),
)  # fmt: skip
FROM_PROGRAMME = 20_000  # of the 36,000 tagged to it
LOSS_YUAN = 10_000  # to the household whose kitchen window the shaft comes near
PAYING, AT_THE_COUNTER = 8, 5
LEANINGS = ("for", "for", "conditional", "for", "for")
CONDITION = "费用按楼层系数分，三层以下少出一点就同意。"
SETTLED = {"1": 0, "2": "0.5", "3": "1.0", "4": "1.1", "5": "1.2", "6": "1.3", "7": "1.4"}
UNDECIDED = 4  # every fourth household hands in later, or not at all


def ask_stairwell(compound: str, code: str, staff: dict[str, Staff], now: datetime) -> str:
    """Visit everybody, ask them a first time, hear objections, open the second round; give the project."""
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
    return project


def fund_stairwell(compound: str, code: str, project: str, secretary: Staff, now: datetime) -> None:
    """Plan what the lift costs and who gives, adopt the shares on record, take the first payments, bring a statement.

    One source is still missing, so that the page shows a gap.
    """
    start = now.astimezone(UTC).replace(hour=2, minute=0, second=0, microsecond=0) - timedelta(days=20)
    for item, yuan, source in COSTS:
        funding.plan_cost(
            actor=secretary, project=project, item=item, fen=fen_from_yuan(yuan), source=source, **_at(start)
        )
    stairwell = next(one for one in read.stairwells(secretary, compound, now) if one.code == code)
    adopted = ledgers.adopted_shares(secretary, stairwell.public_id, now)
    subsidy = adopted.told["result"]["subsidy_fen"] if adopted else 0
    grants = (
        ("加装电梯补贴（示例）", subsidy, "subsidy"),
        ("三旧变三新（示例）", fen_from_yuan(FROM_PROGRAMME), "programme"),
    )
    for item, fen, source in grants:
        funding.grant_source(
            actor=secretary,
            project=project,
            item=item,
            fen=fen,
            source=source,
            document="示例批文 1 号",
            **_at(start),
        )
    homes = read.dwellings(secretary, compound, now, stairwell=stairwell.public_id)
    when = _at(start + timedelta(days=1))
    funding.adopt_shares(actor=secretary, project=project, written=None, basis="存证的分摊表（示例）", **when)
    _pay(secretary, project, compound, homes, start + timedelta(days=2))


def _pay(
    secretary: Staff, project: str, compound: str, homes: Sequence[read.DwellingLine], start: datetime
) -> None:
    """Take payments at the counter, and bring a statement with these, with some that only the bank knows, and a stray."""
    owed = {one.public_id: one.pledged_fen for one in ledgers.ledger_of(secretary, project, start).homes}
    owners = {
        (row.stairwell, row.room): row.owners for row in read.site_of(secretary, compound, start).dwellings
    }
    paying = [home for home in homes if owed.get(home.public_id)][:PAYING]
    lines = []
    for number, home in enumerate(paying):
        at = start + timedelta(days=number)
        fen = owed[home.public_id] // (1 if number % 3 else 2)
        if number < AT_THE_COUNTER:
            funding.record_movement(
                actor=secretary, project=project, kind="payment", of=home.public_id, fen=fen,
                reference=f"收据 {number + 1:03}", **_at(at),
            )  # fmt: skip
        payer = next(iter(owners.get((home.stairwell, home.room), ())), "")
        lines.append(
            StatementLine(
                str(number + 2),
                legal_day(at),
                fen,
                payer,
                f"{home.stairwell}-{home.room} 加梯款",
                f"B{number + 1:04}",
            )
        )
    last = legal_day(start + timedelta(days=PAYING))
    lines.append(
        StatementLine(str(PAYING + 2), last, fen_from_yuan(200_000), "区财政局", "加梯补贴首笔", "B9001")
    )
    lines.append(StatementLine(str(PAYING + 3), last, fen_from_yuan(3_000), "某某", "转账", "B9002"))
    when = _at(start + timedelta(days=PAYING + 1))
    funding.import_statement(
        actor=secretary, project=project, lines=lines, file="监管账户流水（示例）.xlsx", **when
    )


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
        "costs": [{"item": item, "yuan": yuan, "source": source} for item, yuan, source in COSTS],
        "compensation": [{"dwelling": homes[1].room, "yuan": LOSS_YUAN}],
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
