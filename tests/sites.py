"""A small compound every test may import: two buildings, three stairwells, a few dwellings."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sanxin.apps.organisation.models import Unit
from sanxin.apps.registry import actions
from sanxin.foundation.actor import Actor
from sanxin.journey.survey import DwellingRow, Feature, LayerSurvey, Site
from tests.people import AT, WHEN

ROWS = (
    DwellingRow("1", "101", 1, Decimal("56.20"), "register", owners=("王秀英",),
                owner_id=("1234",), phone="13800000001", elder=2),
    DwellingRow("1", "402", 4, Decimal("48.5"), owners=("李建国", "赵敏"),
                owner_id=("1111", ""), occupier="小李", phone="13800000002"),
    DwellingRow("2", "201", 2, Decimal("60"), sold=False, occupier="陈阿婆", phone="13800000003", elder=1),
    DwellingRow("2", "202", 2, None, use="shop"),
    DwellingRow("3", "301", 3, Decimal("70.1234"), owners=("王秀英",), owner_id=("1234",)),
    DwellingRow("3", "302", None, Decimal("55"), phone="13800000006"),
)  # fmt: skip


def square(x: float, y: float, side: float = 10.0) -> tuple[tuple[float, float], ...]:
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side))


SITE = Site(
    name="金牛花苑", place="cn/shanghai", latitude_deg=31.11, longitude_deg=121.38, built_year=1996,
    tenure="sold-public-housing",
    features=(
        Feature("building", "B1", "ring", square(0, 0), {"storeys": 6, "name": "1号楼", "base_m": 0.0}),
        Feature("building", "B2", "ring", square(30, 0), {"storeys": 5, "name": None}),
        Feature("stairwell", "1", "point", (2.5, 0.0), {"building": "B1", "has_lift": False}),
        Feature("stairwell", "2", "point", (7.5, 0.0), {"building": "B1", "has_lift": False}),
        Feature("stairwell", "3", "point", (35.0, 0.0), {"building": "B2", "has_lift": False}),
        Feature("pipe", "P12", "line", ((-5.0, -3.0), (50.0, -3.25)),
                {"utility": "gas_low", "owner": "燃气公司"}),
        Feature("pole", "L1", "point", (20.0, -2.0), {"owners": ("电信", "移动")}),
    ),
    survey={"pipe": LayerSurvey("complete", date(2021, 11, 3), "测绘院"), "tree": LayerSurvey("none")},
    dwellings=ROWS,
)  # fmt: skip


def bring_in(actor: Actor, unit: Unit, site: Site = SITE) -> actions.Imported:
    """Preview a site and import what was shown."""
    shown = actions.preview_import(actor=actor, neighbourhood=unit.public_id, site=site, at=AT)
    return actions.commit_import(
        actor=actor,
        neighbourhood=unit.public_id,
        site=site,
        preview_digest=shown.digest,
        source="名册.xlsx",
        **WHEN,
    )


def without(*rooms: str) -> Site:
    """Give the site without some dwellings."""
    return replace(SITE, dwellings=tuple(row for row in ROWS if row.room not in rooms))
