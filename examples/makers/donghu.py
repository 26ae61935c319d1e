"""Donghu: a second, different compound: commodity housing of 1995, many elders, streets askew.

Two L-shaped blocks whose stairwells open into their courts, eight point blocks of one stairwell,
one short slab; drawn on its own axes, turned by 18° and written in EPSG:4549 (CGCS2000, 120° E).
Stairwell 9 has its lift since 2020. Nobody surveyed the land-use boundary.
"""

from dataclasses import dataclass
from math import cos, radians, sin
from random import Random

from examples.makers.people import Flat
from examples.makers.sheet import Point, Sheet, box

SEED = 1995
EAST_M, NORTH_M, TURN_DEG = 633400.0, 3447200.0, 18.0
STOREY_M = 2.8
HEAD = """name = "东湖花园"
place = "cn/shanghai"
latitude = 31.138752083549296
longitude = 121.39876065617509
built_year = 1995
tenure = "商品房"
crs = "EPSG:4549"

# boundary: the drawing shows none; heritage_zone: nobody has asked yet.
[survey]
boundary = "none"
pipe = { standing = "complete", date = 2022-01-12, source = "管线普查图" }
pole = "complete"
overhead_line = "complete"
fire_lane = "complete"
tree = "complete"
green = "complete"
shed = "complete"
transformer = "complete"
window = "complete"
door = "complete"
heritage_zone = "none"
"""


@dataclass(frozen=True)
class Wall:
    """Where a stairwell opens: its foot, and the unit vectors along the wall and out of it."""

    building: str
    storeys: int
    foot: Point
    along: Point
    out: Point

    def at(self, along: float, out: float) -> Point:
        """Give a point so far along the wall from the foot, and so far out."""
        return (
            self.foot[0] + along * self.along[0] + out * self.out[0],
            self.foot[1] + along * self.along[1] + out * self.out[1],
        )

    def box(self, left: float, near: float, right: float, far: float) -> list[Point]:
        """Give a rectangle square to the wall."""
        return [self.at(left, near), self.at(right, near), self.at(right, far), self.at(left, far)]


NORTHWARD, EASTWARD = ((1.0, 0.0), (0.0, 1.0)), ((0.0, -1.0), (1.0, 0.0))


def turned(point: Point) -> Point:
    """Turn the compound's own axes into the file's eastings and northings."""
    angle = radians(TURN_DEG)
    u, v = point
    return (EAST_M + u * cos(angle) - v * sin(angle), NORTH_M + u * sin(angle) + v * cos(angle))


def draw() -> tuple[Sheet, list[Flat]]:
    """Draw the compound; give the sheet and its flats."""
    sheet = Sheet(turned)
    chance = Random(SEED)
    walls = _buildings(sheet)
    flats: list[Flat] = []
    for number, wall in enumerate(walls, 1):
        flats += _stairwell(sheet, number, wall, chance)
    _ground(sheet, walls, chance)
    _obstacles(sheet, walls)
    for number in range(1, len(walls) + 1):
        if str(number) not in sheet.ledger:
            sheet.plant(str(number), "suitable", "nothing in the way")
    return sheet, flats


def _buildings(sheet: Sheet) -> list[Wall]:
    walls: list[Wall] = []
    for number, left in enumerate((0.0, 70.0), 1):
        outline = [(0, 0), (44, 0), (44, 11), (11, 11), (11, 48), (0, 48)]
        corners = [(left + u, float(v)) for u, v in outline]
        sheet.area(
            "building", corners, id=f"E{number}", storeys=6, fire_rating=2, name=f"东湖花园 {number} 幢"
        )
        walls += [Wall(f"E{number}", 6, (left + u, 11.0), *NORTHWARD) for u in (24.0, 37.0)]
        walls += [Wall(f"E{number}", 6, (left + 11, v), *EASTWARD) for v in (26.0, 40.0)]
    for number in range(8):
        left, south = 40.0 * (number % 4), 72.0 + 44.0 * (number // 4)
        ident = f"E{number + 3}"
        sheet.area(
            "building", box(left, south, left + 24, south + 13), id=ident, storeys=7, fire_rating=2,
            name=f"东湖花园 {number + 3} 幢",
        )  # fmt: skip
        walls.append(Wall(ident, 7, (left + 12, south + 13), *NORTHWARD))
    sheet.area("building", box(136, 0, 176, 11), id="E11", storeys=5, fire_rating=2, name="东湖花园 11 幢")
    return walls + [Wall("E11", 5, (u, 11.0), *NORTHWARD) for u in (146.0, 166.0)]


def _stairwell(sheet: Sheet, number: int, wall: Wall, chance: Random) -> list[Flat]:
    has_lift = number == 9
    properties = {"id": str(number), "building": wall.building, "storeys": wall.storeys, "has_lift": has_lift}
    sheet.point("stairwell", wall.foot, **properties)
    sheet.point("door", wall.foot, id=f"D{number}", building=wall.building, width_m=1.4)
    if has_lift:
        top = wall.storeys * STOREY_M + 0.6
        sheet.area(
            "mass", wall.box(-1, 1.5, 1, 3.6), id="LIFT9", building=wall.building, base_m=0, height_m=top
        )
        sheet.plant("9", "with_lift", "has had its lift since 2020")
    flats = []
    for floor in range(1, wall.storeys + 1):
        for side in range(3):
            room = f"{floor}0{side + 1}"
            sheet.point(
                "window", wall.at(-4.4 + 4.4 * side, -_depth(wall)), id=f"W{number}-{room}", building=wall.building,
                stairwell=str(number), dwelling=f"{number}-{room}", floor=floor,
                sill_m=round((floor - 1) * STOREY_M + 0.9, 2), width_m=2.1, height_m=1.5, habitable=True,
            )  # fmt: skip
            flats.append(
                Flat(str(number), room, floor, f"{72 + 8 * side + chance.randrange(0, 99) / 100:.2f}")
            )
    return flats


def _depth(wall: Wall) -> float:
    return 13.0 if wall.storeys == 7 else 11.0


def _ground(sheet: Sheet, walls: list[Wall], chance: Random) -> None:
    sheet.line("fire_lane", [(-8, 60), (182, 60)], id="DL1", width_m=6)
    sheet.area("fire_lane", box(-8, 96, 160, 101), id="DL2")
    sheet.area("fire_lane", box(122, -6, 128, 57), id="DL3")
    for wall in walls:
        for utility, out, diameter in (("water", 5.4, 100), ("sewer", 7.0, 200), ("telecom_duct", 6.0, 100)):
            known = {
                "diameter_mm": diameter,
                "owner": {"water": "自来水", "sewer": "排水", "telecom_duct": "信息管线"}[utility],
            }
            course = [wall.at(-6, out), wall.at(6, out)]
            sheet.line("pipe", course, id=sheet.number("DP"), utility=utility, depth_m=1.0, **known)
        for left, right in ((-9.0, -3.4), (3.4, 9.0)):
            sheet.area("green", wall.box(left, 0.5, right, 2.4), id=sheet.number("DG"))
        at = wall.at(chance.uniform(6, 8), chance.uniform(8, 9))
        sheet.point("tree", at, id=sheet.number("DT"), girth_cm=chance.randrange(30, 90))
    sheet.point("transformer", (60, 30), id="DX1", rated_kva=500, peak_kva=280)
    sheet.point("transformer", (100, 106), id="DX2", rated_kva=500, peak_kva=265)


def _obstacles(sheet: Sheet, walls: list[Wall]) -> None:
    def wall(number: int) -> Wall:
        return walls[number - 1]

    gas = [wall(3).at(-8, 4.8), wall(3).at(-5, 3.5), wall(3).at(5, 3.5), wall(3).at(8, 4.8)]
    sheet.line("pipe", gas, id="DGAS", utility="gas_medium_b", diameter_mm=108, owner="燃气公司")
    sheet.plant("3", "difficult", "medium-pressure gas swings in", "DGAS")
    owners = ["供电公司", "中国电信", "中国移动", "中国联通", "东方有线"]
    sheet.point("pole", wall(11).at(0, 2.4), id="DPOLE", owners=owners)
    sheet.plant("11", "difficult", "a pole on the axis", "DPOLE")
    sheet.point("transformer", wall(16).at(10, 9), id="DX3", rated_kva=80, peak_kva=60, serves=["16"])
    sheet.plant("16", "difficult", "a small transformer near its limit", "DX3")
    sheet.line(
        "overhead_line",
        [wall(18).at(-9, 4.4), wall(18).at(9, 4.4)],
        id="DOL",
        voltage_kv=10,
        owner="供电公司",
    )
    sheet.plant("18", "difficult", "a 10 kV line across the front", "DOL")
    for side in (-1, 1):
        sheet.point(
            "window", wall(10).at(0.9 * side, 0), id=f"W10-K{side + 2}", building=wall(10).building, stairwell="10",
            dwelling=f"10-10{side + 2}", floor=1, sill_m=1.0, width_m=1.0, height_m=1.2, habitable=True,
        )  # fmt: skip
    sheet.plant("10", "unsuitable", "habitable windows on both sides of the door", "W10-K1", "W10-K3")
    sheet.area("shed", wall(13).box(-4, 2.0, 4, 4.4), id="DSHED", legal=True)
    sheet.plant("13", "unsuitable", "a meter shed before the entrance", "DSHED")
    sheet.point("tree", wall(15).at(0, 2.2), id="DGINKGO", girth_cm=260, protected=True)
    sheet.plant("15", "unsuitable", "a protected ginkgo on the axis", "DGINKGO")
