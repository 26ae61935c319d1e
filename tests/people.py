"""The cast: the people every test knows, two neighbourhoods of one town and another town."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlparse

import pyotp

from sanxin.apps.organisation import actions
from sanxin.apps.organisation.models import Level, Unit
from sanxin.apps.organisation.roles import Role
from sanxin.foundation.actor import Public, Staff, System
from sanxin.foundation.calendar import When

AT = datetime(2022, 3, 1, 9, tzinfo=UTC)
WHEN: When = {"occurred_at": AT, "recorded_at": AT}
FIRST = date(2020, 6, 1)
CLI = System("cli")
ANYONE = Public()
PASSWORD = "a lift for everyone"


@dataclass(frozen=True)
class Cast:
    """Who is who and where; roles in the other neighbourhood are under ``other``."""

    district: Unit
    town: Unit
    other_town: Unit
    jinniu: Unit
    area: Unit
    group: Unit
    centre: Unit
    donghu: Unit
    officer: Staff
    clerk: Staff
    secretary: Staff
    visitor: Staff
    designer: Staff
    utility: Staff
    auditor: Staff
    administrator: Staff
    helper: Staff
    area_secretary: Staff
    other: dict[Role, Staff]

    def everyone(self) -> dict[str, Staff]:
        """Give all staff by name."""
        mine = {name: who for name, who in vars(self).items() if isinstance(who, Staff)}
        return mine | {f"other_{role.value}": who for role, who in self.other.items()}


def open_account(name: str, display_name: str = "") -> tuple[Staff, pyotp.TOTP]:
    """Open an account and give its actor and its one-time codes."""
    opened = actions.open_account(
        actor=CLI, name=name, display_name=display_name or name, password=PASSWORD, **WHEN
    )
    secret = parse_qs(urlparse(opened.totp_uri).query)["secret"][0]
    return Staff(opened.account), pyotp.TOTP(secret)


def appoint(name: str, role: Role, unit: Unit) -> Staff:
    """Open an account and appoint its holder."""
    who, _ = open_account(name)
    actions.grant_mandate(actor=CLI, account=who.account, role=role, unit=unit.public_id, first=FIRST, **WHEN)
    return who


def found(parent: Unit | None, level: Level, name: str, party: str = "") -> Unit:
    """Found a unit."""
    return actions.found_unit(
        actor=CLI, parent=parent.public_id if parent else None, level=level, name=name, party_name=party,
        founded_on=FIRST, **WHEN,
    )  # fmt: skip


def build_cast() -> Cast:
    """Found the tree and appoint everybody."""
    district = found(None, Level.DISTRICT, "闵行区")
    town = found(district, Level.STREET, "莘庄镇", "莘庄镇党委")
    other_town = found(district, Level.STREET, "七宝镇", "七宝镇党委")
    jinniu = found(town, Level.NEIGHBOURHOOD, "金牛居民区", "金牛社区党总支")
    donghu = found(town, Level.NEIGHBOURHOOD, "东湖居民区", "东湖社区党总支")
    area = found(jinniu, Level.AREA, "东片区", "东片区党支部")
    group = found(area, Level.GROUP, "3号楼", "3号楼党小组")
    centre = found(group, Level.CENTRE_HOUSEHOLD, "401中心户", "401党群中心户")
    local = {role: appoint(f"东湖{role.value}", role, donghu)
             for role in (Role.SECRETARY, Role.TEAM_MEMBER, Role.DESIGNER, Role.UTILITY)}  # fmt: skip
    local[Role.TOWN_CLERK] = appoint("七宝加梯办", Role.TOWN_CLERK, other_town)
    return Cast(
        district=district, town=town, other_town=other_town, jinniu=jinniu, area=area, group=group,
        centre=centre, donghu=donghu,
        officer=appoint("区专员", Role.DISTRICT_OFFICER, district),
        clerk=appoint("李", Role.TOWN_CLERK, town),
        secretary=appoint("王书记", Role.SECRETARY, jinniu),
        visitor=appoint("走访员", Role.TEAM_MEMBER, jinniu),
        designer=appoint("设计师", Role.DESIGNER, jinniu),
        utility=appoint("燃气代表", Role.UTILITY, town),
        auditor=appoint("审计员", Role.AUDITOR, district),
        administrator=appoint("管理员", Role.ADMINISTRATOR, district),
        helper=open_account("外甥女")[0],
        area_secretary=appoint("片区书记", Role.SECRETARY, area),
        other=local,
    )  # fmt: skip
