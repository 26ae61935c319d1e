"""A year of the demonstration compounds' life, lived through the same verbs as everywhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

from sanxin.apps.assessment import actions as assessment
from sanxin.apps.condition import actions as condition
from sanxin.apps.condition.queries import DefectKind
from sanxin.apps.consultation import actions as consultation
from sanxin.apps.consultation import queries as consulted
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation.queries import LEVELS, BodyKind, Role
from sanxin.apps.projects import actions as projects
from sanxin.apps.registry import actions as registry
from sanxin.apps.registry import queries as read
from sanxin.foundation.actor import Staff, System
from sanxin.foundation.calendar import When, legal_day
from sanxin.foundation.money import fen_from_yuan
from sanxin.intake.site_folder import read_site
from sanxin.interfaces.cli.on_store.demo_decision import ask_stairwell, fund_stairwell
from sanxin.journey.assess import assess
from sanxin.journey.consult.meetings import Minutes, Point
from sanxin.journey.survey import LayerSurvey, Site
from sanxin.rulebook.reader import rules_in_force

DEMO = System("demo")
PASSWORD = "san-xin-demo-2026"  # noqa: S105 - the demonstration's own, printed when it starts
Tell = Callable[[int, int], None]

PEOPLE = (
    ("刘主任", Role.DISTRICT_OFFICER, "district", "区建管委", "district officer"),
    ("李工", Role.TOWN_CLERK, "town", "街镇加梯办", "town lift office"),
    ("王书记", Role.SECRETARY, "jinniu", "居民区书记", "neighbourhood secretary"),
    ("张姐", Role.TEAM_MEMBER, "jinniu", "三人小组成员", "visit team"),
    ("陈设计", Role.DESIGNER, "jinniu", "设计单位", "designer"),
    ("周电力", Role.UTILITY, "town", "电力公司", "power company"),
    ("吴审计", Role.AUDITOR, "district", "审计", "auditor"),
    ("管理员", Role.ADMINISTRATOR, "district", "系统管理员", "administrator"),
    ("东湖赵书记", Role.SECRETARY, "donghu", "另一居民区书记", "secretary next door"),
)
TROUBLES = (("爬楼难", 9), ("停车难", 6), ("下水道堵", 4), ("线路乱拉", 2))
DEFECTS = (
    ("loose_wires", 3, "三号楼北侧架空线缠在一起"), ("broken_road", 2, "东门进来第一个弯道塌陷"),
    ("mixed_sewer", 2, "雨天返水"), ("leaking_roof", 3, "顶层两户漏水"), ("parking", 2, "晚上消防车道停满车"),
)  # fmt: skip


POLE_BODIES = (
    ("凌云街道加梯办", "召集"), ("供电公司", "电力"), ("自来水公司", "水务"), ("通信运营商", "通信"), ("设计单位", "设计"), ("居委会", "记录"),
)  # fmt: skip
POLE_AGREED = "自来水支管离井道够远，不用改移；开挖时自来水公司派人到场看护。"
POLE_TO_MOVE = "9 号门北侧的电杆挡着井道，要移到绿化带里侧：供电公司到现场看过以后出移杆方案和费用。"
CABLES = "杆上的通信线缆要跟着一起迁，由通信运营商报割接时间，提前三天贴通知。"
POLE_MOVED = "供电公司已到现场看过，移杆方案和费用都报来了，列入配套工程。"
COST_AGREED = "一层不出钱；二层以上按楼层系数分，楼层越高出得越多，系数写进方案一起表决。"
COST_RELIEF = "有困难的住户可以申请减免，减下来的由其他住户分担：先把申请收齐，再算一遍。"
COST_UPKEEP = "装好以后每年的电费、维保费怎么交，下次会上定。"


@dataclass(frozen=True, slots=True)
class Year:
    """The course of the year: its first day, and the moment of any later one."""

    start: datetime

    def day(self, number: int) -> When:
        """Give both times of something that happened on a day of the year."""
        at = self.start + timedelta(days=number)
        return {"occurred_at": at, "recorded_at": at}


def live_a_year(compounds: Path, tell: Tell) -> list[dict[str, str]]:
    """Live the year; give one login per role, and one household's card."""
    year = Year(datetime.now(UTC).replace(hour=2, minute=0, second=0, microsecond=0) - timedelta(days=365))
    units = _found(year)
    logins, staff = _appoint(year, units)
    tell(1, 6)
    _form_bodies(year, units, staff)
    jinniu = read_site(compounds / "jinniu").site
    compound = _import(year, units["jinniu"], jinniu, staff["王书记"], 20)
    tell(3, 6)
    _survey_and_assess(year, units["jinniu"], compound, jinniu, staff)
    tell(4, 6)
    _listen(year, compound, staff)
    donghu = _import(year, units["donghu"], read_site(compounds / "donghu").site, staff["东湖赵书记"], 200)
    _assess(year, donghu, staff["东湖赵书记"], 210, "首次评估")
    tell(5, 6)
    _meet(year, compound, staff["张姐"])
    project = ask_stairwell(compound, "9", staff, datetime.now(UTC))
    fund_stairwell(compound, "9", project, staff["王书记"], datetime.now(UTC))
    logins.append(_hand_out_a_card(compound, staff["王书记"]))
    tell(6, 6)
    return logins


def _found(year: Year) -> dict[str, Any]:
    when = year.day(0)
    day = legal_day(when["occurred_at"])
    units: dict[str, Any] = {}
    for key, parent, level, name, party in (
        ("district", None, "district", "徐汇区", ""),
        ("town", "district", "street", "凌云街道", "凌云街道党工委"),
        ("jinniu", "town", "neighbourhood", "金牛居民区", "金牛社区党总支"),
        ("donghu", "town", "neighbourhood", "东湖居民区", "东湖社区党总支"),
        ("east", "jinniu", "area", "东片区", "东片区党支部"),
        ("block", "east", "group", "1 号楼", "1 号楼党小组"),
        ("centre", "block", "centre_household", "1-301 中心户", "党群中心户"),
    ):
        units[key] = organisation.found_unit(
            actor=DEMO, parent=units[parent].public_id if parent else None, level=LEVELS[level], name=name,
            party_name=party, founded_on=day, **when,
        )  # fmt: skip
    return units


def _appoint(year: Year, units: dict[str, Any]) -> tuple[list[dict[str, str]], dict[str, Staff]]:
    when = year.day(1)
    logins, staff = [], {}
    for name, role, unit, zh, en in PEOPLE:
        opened = organisation.open_account(
            actor=DEMO, name=name, display_name=name, password=PASSWORD, **when
        )
        organisation.grant_mandate(
            actor=DEMO, account=opened.account, role=role, unit=units[unit].public_id,
            first=legal_day(when["occurred_at"]), **when,
        )  # fmt: skip
        secret = parse_qs(urlparse(opened.totp_uri).query)["secret"][0]
        staff[name] = Staff(opened.account)
        logins.append(
            {
                "name": name,
                "account": opened.account,
                "password": PASSWORD,
                "secret": secret,
                "role_zh": zh,
                "role_en": en,
            }
        )
    return logins, staff


def _form_bodies(year: Year, units: dict[str, Any], staff: dict[str, Staff]) -> None:
    when = year.day(5)
    day = legal_day(when["occurred_at"])
    secretary, unit = staff["王书记"], units["jinniu"].public_id
    team = organisation.form_body(
        actor=secretary,
        kind=BodyKind.VISIT_TEAM,
        unit=unit,
        name="金牛三人加梯小组",
        first=day,
        **when,
    )
    organisation.join_body(
        actor=secretary,
        body=team.public_id,
        account=staff["张姐"].account,
        member_kind="visitor",
        first=day,
        **when,
    )
    branch = organisation.form_body(
        actor=secretary, kind=BodyKind.TEMPORARY_BRANCH, unit=unit, name="加梯临时党支部", first=day,
        until=day + timedelta(days=730), **when,
    )  # fmt: skip
    for name, kind in (("王书记", "community"), ("陈设计", "designer")):
        organisation.join_body(
            actor=secretary,
            body=branch.public_id,
            account=staff[name].account,
            member_kind=kind,
            first=day,
            **when,
        )
    for name in ("一网格（1–5 号楼）", "二网格（6–10 号楼）"):
        grid = organisation.draw_grid(actor=secretary, neighbourhood=unit, name=name, first=day, **when)
        organisation.give_duty(
            actor=secretary,
            grid=grid.public_id,
            duty="走访",
            account=staff["张姐"].account,
            first=day,
            **when,
        )


def _import(year: Year, unit: Any, site: Site, actor: Staff, number: int) -> str:
    when = year.day(number)
    preview = registry.preview_import(
        actor=actor, neighbourhood=unit.public_id, site=site, at=when["occurred_at"]
    )
    done = registry.commit_import(
        actor=actor,
        neighbourhood=unit.public_id,
        site=site,
        preview_digest=preview.digest,
        source="小区文件夹",
        **when,
    )
    return done.compound


def _survey_and_assess(year: Year, unit: Any, compound: str, site: Site, staff: dict[str, Staff]) -> None:
    """First judged before the pipes were found, then again when they were: two versions, and why."""
    unsurveyed = Site(
        site.name, site.place, site.latitude_deg, site.longitude_deg, site.built_year, site.tenure, site.features,
        {**site.survey, "pipe": LayerSurvey("none", None, None)}, site.dwellings,
    )  # fmt: skip
    _import(year, unit, unsurveyed, staff["王书记"], 30)
    _assess(year, compound, staff["陈设计"], 35, "初步评估（地下管线尚未物探）")
    _import(year, unit, site, staff["王书记"], 120)
    _assess(year, compound, staff["陈设计"], 125, "完成管线物探后重新评估")


def _assess(year: Year, compound: str, actor: Staff, number: int, reason: str) -> None:
    when = year.day(number)
    site = read.site_of(actor, compound, when["occurred_at"])
    on = legal_day(when["occurred_at"])
    done = assess(site, rules_in_force(site.place, on), on)
    assessment.record_assessment(
        actor=actor,
        compound=compound,
        outcome=done.to_json(),
        reason=reason,
        rulebook=done.rules.pinned(),
        **when,
    )


def _listen(year: Year, compound: str, staff: dict[str, Staff]) -> None:
    visitor, secretary = staff["张姐"], staff["王书记"]
    for number, (kind, severity, note) in enumerate(DEFECTS):
        condition.record_defect(
            actor=visitor, compound=compound, kind=DefectKind(kind), severity=severity, note=note,
            **year.day(40 + number),
        )  # fmt: skip
    homes = read.dwellings(visitor, compound, year.day(60)["occurred_at"])
    for title, households in TROUBLES:
        for home in homes[:: len(homes) // households][:households]:
            condition.voice_issue(actor=visitor, dwelling=home.public_id, title=title, **year.day(60))
    when = year.day(70)
    project = projects.open_project(actor=secretary, compound=compound, name="金牛花苑加装电梯", **when)
    projects.plan_project(
        actor=secretary, project=project, budget_fen=fen_from_yuan(28_000_000),
        next_deadline=legal_day(year.day(395)["occurred_at"]), **year.day(72),
    )  # fmt: skip


def _meet(year: Year, compound: str, visitor: Staff) -> None:
    """Meet with the utilities on the pole at stairwell 9, then with its households on the cost; some of it still waits."""
    ninth = next(
        one for one in read.stairwells(visitor, compound, year.day(300)["occurred_at"]) if one.code == "9"
    ).public_id
    homes = read.dwellings(visitor, compound, year.day(300)["occurred_at"], stairwell=ninth)

    def due(number: int) -> date:
        return legal_day(year.day(number)["occurred_at"])

    minutes = Minutes(
        "coordination", "9 号门移杆：电力、自来水、通信一起看", year.day(300)["occurred_at"],
        (
            Point(POLE_TO_MOVE, "open", "供电公司", due(315)), Point(POLE_AGREED, "agreed"),
            Point(CABLES, "open", "通信运营商", due(330)),
        ), "9 号门楼下", "李工", "张姐", POLE_BODIES,
    )  # fmt: skip
    consultation.record_meeting(
        actor=visitor, compound=compound, stairwell=ninth, minutes=minutes,
        attended=dict.fromkeys([one.public_id for one in homes[:3]], "in_person"),
        **year.day(300),
    )  # fmt: skip
    pole = consulted.agenda_of(visitor, compound, year.day(312)["occurred_at"]).open[0].point.thread
    minutes = Minutes(
        "stairwell", "9 号门装电梯的钱怎么分", year.day(312)["occurred_at"],
        (
            Point(POLE_MOVED, "agreed", thread=pole), Point(COST_AGREED, "agreed"),
            Point(COST_RELIEF, "open", "居委会", due(372)), Point(COST_UPKEEP, "open", "业主代表", due(380)),
        ), "党群服务站", "王书记", "张姐", (("居委会", "主持"), ("设计单位", "讲方案")),
    )  # fmt: skip
    came = {
        home.public_id: "represented" if number % 5 == 4 else "in_person"
        for number, home in enumerate(homes) if number % 4 != 3
    }  # fmt: skip
    consultation.record_meeting(
        actor=visitor, compound=compound, stairwell=ninth, minutes=minutes, attended=came, **year.day(312)
    )


def _hand_out_a_card(compound: str, secretary: Staff) -> dict[str, str]:
    """Give the first household of stairwell 9 that is asked a card, good for a month from today."""
    now = datetime.now(UTC)
    lines = {line.code: line for line in read.stairwells(secretary, compound, now)}
    owned = {home for head in read.heads(secretary, compound, legal_day(now), now) for home in head.dwellings}
    homes = read.dwellings(secretary, compound, now, stairwell=lines["9"].public_id)
    home = next(one for one in homes if one.public_id in owned)
    card = registry.invite(actor=secretary, dwelling=home.public_id, occurred_at=now, recorded_at=now)
    return {
        "card": card.card, "code": card.code, "role_zh": f"9 号门 {home.room} 室住户", "role_en": "a household",
    }  # fmt: skip
