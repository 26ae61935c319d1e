"""Jinniu: a plausible compound of 1996, old public housing sold to its tenants, in Shanghai.

Ten slab blocks in two columns and five rows, four stairwells each, long sides to the south. People
enter from the north: door and half-landing windows stand on one axis, a paved forecourt before
them, lawns between the forecourts, lines under the strip, the row's lane 7.4 m out. Distances "out"
are metres from the north wall. Twelve stairwells have something planted in their way.
"""

from dataclasses import dataclass
from random import Random

from examples.makers.people import Flat
from examples.makers.sheet import Point, Sheet, box

SEED = 1996
UNIT_M, DEPTH_M, PITCH_M, COLUMN_M = 19.0, 11.0, 36.0, 92.0
BLOCK_M = 4 * UNIT_M
STOREY_M = 2.8
STOREYS = (7, 7, 7, 7, 6, 6, 7, 7, 5, 7)
WINDOWS_AT_M = (-7.1, -2.4, 2.4, 7.1)
FORECOURT_M = 3.2
UTILITIES = {
    # utility: distance out, diameter in mm, owner
    "gas_low": (4.7, 89, "申燃燃气"),
    "water": (5.2, 150, "城南自来水"),
    "telecom_duct": (5.6, 100, "信息管线公司"),
    "power_cable": (6.0, None, "供电公司"),
    "sewer": (6.6, 300, "城镇排水"),
    "storm": (9.7, 300, "城镇排水"),
}
LANE_OUT_M, LANE_WIDTH_M = 9.7, 4.6
POLE_OWNERS = [
    "供电公司", "城南自来水", "中国电信", "中国移动", "中国联通", "东方有线", "铁塔公司", "信息管线公司",
    "公安监控", "路灯管理所", "物业公司", "街道智慧社区中心",
]  # fmt: skip

# Where a row's line leaves its course: (block, utility) → stairwells it swings in at, distance out, diameter.
SWINGS: dict[tuple[int, str], tuple[tuple[int, ...], float, int | None]] = {
    (1, "gas_low"): ((3,), 3.6, 89),
    (3, "power_cable"): ((9, 10), 3.5, None),
    (8, "water"): ((30,), 5.2, 300),
    (8, "telecom_duct"): ((30,), 4.2, 100),
}


@dataclass(frozen=True)
class Block:
    """One slab block: its number, south-west corner and storeys."""

    number: int
    left: float
    south: float
    storeys: int

    @property
    def id(self) -> str:
        """Give the building's id."""
        return f"B{self.number}"

    @property
    def north(self) -> float:
        """Give the y of the north wall."""
        return self.south + DEPTH_M

    @property
    def stairwells(self) -> range:
        """Give the numbers of the four stairwells, west to east."""
        return range(4 * self.number - 3, 4 * self.number + 1)

    def axis(self, stairwell: int) -> float:
        """Give the x of a stairwell's axis."""
        return self.left + UNIT_M * (stairwell - 4 * self.number + 3.5)

    def out(self, stairwell: int, along: float, out: float) -> Point:
        """Give a point so far east of a stairwell's axis and so far out from the north wall."""
        return (self.axis(stairwell) + along, self.north + out)


BLOCKS = tuple(
    Block(number + 1, COLUMN_M * (number % 2), PITCH_M * (number // 2), storeys)
    for number, storeys in enumerate(STOREYS)
)
HEAD = """name = "金牛花苑"
place = "cn/shanghai"
latitude = 31.12
longitude = 121.43
built_year = 1996
tenure = "售后公房"
crs = "local"
true_north_deg = 0.0

# heritage_zone: nobody has asked the culture bureau yet, so it is not surveyed.
[survey]
boundary = "complete"
pipe = { standing = "complete", date = 2021-11-20, source = "物探" }
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


def draw() -> tuple[Sheet, list[Flat]]:
    """Draw the compound; give the sheet and its flats."""
    sheet, flats = Sheet(), []
    chance = Random(SEED)
    _ground(sheet)
    for block in BLOCKS:
        flats += _block(sheet, block, chance)
        _lines(sheet, block)
        _lane(sheet, block)
        _strip(sheet, block)
        _garden(sheet, block, chance)
    _power(sheet)
    _obstacles(sheet)
    return sheet, flats


def _ground(sheet: Sheet) -> None:
    north = BLOCKS[9].north
    step = 150.0
    corners = [
        (-12, -14),
        (182, -14),
        (182, north + 7.6),
        (step, north + 7.6),
        (step, north + 16),
        (-12, north + 16),
    ]
    sheet.area("boundary", corners, id="RED1")
    sheet.line("fire_lane", [(84, -14), (84, north + 12)], id="L0", width_m=6)
    for number in range(12):
        sheet.area(
            "shed",
            box(-11, 4 + 12 * number, -8.5, 9 + 12 * number),
            id=sheet.number("SH"),
            legal=number % 3 == 0,
        )


def _block(sheet: Sheet, block: Block, chance: Random) -> list[Flat]:
    name = f"金牛花苑 {block.number} 号楼"
    corners = box(block.left, block.south, block.left + BLOCK_M, block.north)
    sheet.area("building", corners, id=block.id, storeys=block.storeys, fire_rating=2, name=name)
    flats: list[Flat] = []
    for stairwell in block.stairwells:
        at, ident = block.out(stairwell, 0, 0), str(stairwell)
        sheet.point("stairwell", at, id=ident, building=block.id, storeys=block.storeys, facade_azimuth_deg=0)
        sheet.point("door", at, id=f"D{stairwell}", building=block.id, width_m=1.5)
        roof = block.storeys * STOREY_M + 0.6
        head = box(at[0] - 1.5, block.north - 5, at[0] + 1.5, block.north - 0.2)
        sheet.area("mass", head, id=f"R{stairwell}", building=block.id, base_m=roof, height_m=2.4)
        for floor in range(1, block.storeys):
            _stair_window(sheet, block, stairwell, floor)
        for floor in range(1, block.storeys + 1):
            flats += [_flat(sheet, block, stairwell, floor, side, chance) for side in range(4)]
    return flats


def _stair_window(sheet: Sheet, block: Block, stairwell: int, floor: int) -> None:
    sheet.point(
        "window", block.out(stairwell, 0, 0), id=f"S{stairwell}-{floor}", building=block.id, stairwell=str(stairwell),
        floor=floor, sill_m=round(floor * STOREY_M - 0.5, 2), azimuth_deg=0, width_m=1.5, height_m=1.2, habitable=False,
    )  # fmt: skip


def _flat(sheet: Sheet, block: Block, stairwell: int, floor: int, side: int, chance: Random) -> Flat:
    room = f"{floor}0{side + 1}"
    at = (block.axis(stairwell) + WINDOWS_AT_M[side], block.south)
    sheet.point(
        "window", at, id=f"W{stairwell}-{room}", building=block.id, stairwell=str(stairwell),
        dwelling=f"{stairwell}-{room}", floor=floor, sill_m=round((floor - 1) * STOREY_M + 0.9, 2), azimuth_deg=180,
        width_m=1.8, height_m=1.5, habitable=True,
    )  # fmt: skip
    base = (58.4, 41.7, 42.3, 59.1)[side]
    return Flat(str(stairwell), room, floor, f"{base + chance.randrange(0, 90) / 100:.2f}")


def _lines(sheet: Sheet, block: Block) -> None:
    for utility, (usual, diameter, owner) in UTILITIES.items():
        out = 7.1 if (block.number, utility) == (8, "water") else usual  # a main keeps its distance
        course = [(block.left - 3, block.north + out)]
        ident = sheet.number("P")
        swings, nearer, thickness = SWINGS.get((block.number, utility), ((), out, diameter))
        for stairwell in swings:
            for along, reach in ((-8, out), (-6, nearer), (6, nearer), (8, out)):
                course.append(block.out(stairwell, along, reach))
            sheet.counts[f"{utility} at {stairwell}"] = int(ident[1:])
        course.append((block.left + BLOCK_M + 3, block.north + out))
        known = {} if thickness is None else {"diameter_mm": thickness}
        if block.number == 9 and utility == "storm":
            course[0] = (block.left + 20, block.north + out)
        sheet.line("pipe", course, id=ident, utility=utility, owner=owner, depth_m=0.9, **known)


def _lane(sheet: Sheet, block: Block) -> None:
    ends = (81.0, block.left) if block.left == 0 else (87.0, block.left + BLOCK_M)
    course = [(x, block.north + LANE_OUT_M) for x in ends]
    width = LANE_WIDTH_M
    if block.number == 9:  # a dead end: the pump house stands in its way
        course[1] = (20.0, block.north + LANE_OUT_M)
    if block.number == 10:  # the neighbour's plot steps in, and the lane with it
        width = 4.2
        course[1:] = [block.out(40, -12, LANE_OUT_M), block.out(40, -6, 5.0), block.out(40, 9, 5.0)]
    sheet.line("fire_lane", course, id=f"L{block.number}", width_m=width)


def _strip(sheet: Sheet, block: Block) -> None:
    edges = [
        block.left,
        *(block.axis(each) + side for each in block.stairwells for side in (-FORECOURT_M, FORECOURT_M)),
    ]
    edges.append(block.left + BLOCK_M)
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        sheet.area("green", box(left, block.north + 0.6, right, block.north + 2.8), id=sheet.number("G"))


def _garden(sheet: Sheet, block: Block, chance: Random) -> None:
    south = block.south
    sheet.area("green", box(block.left, south - 9, block.left + BLOCK_M, south - 2), id=sheet.number("G"))
    for number in range(6):
        at = (block.left + 6 + 12.5 * number + chance.uniform(-1, 1), south - 5 + chance.uniform(-2, 2))
        sheet.point("tree", at, id=sheet.number("TR"), girth_cm=chance.randrange(30, 110), protected=False)
    for number in range(3):
        at = (block.left + 8 + 28 * number, block.north + 12.6)
        if block.number < 9:
            sheet.point("pole", at, id=sheet.number("PL"), owners=chance.sample(POLE_OWNERS, 3))


def _power(sheet: Sheet) -> None:
    for row in range(5):
        at = (79.0, PITCH_M * row + 17.5)
        sheet.point("transformer", at, id=f"T{row + 1}", rated_kva=630, peak_kva=310 + 12 * row)
    sheet.line("overhead_line", [(-11.5, -10), (181, -10)], id="OL1", voltage_kv=10, owner="供电公司")


def _obstacles(sheet: Sheet) -> None:
    _in_the_ground(sheet)
    _above_it(sheet)
    _on_it(sheet)
    for block in BLOCKS:
        for stairwell in block.stairwells:
            if str(stairwell) not in sheet.ledger:
                sheet.plant(str(stairwell), "suitable", "nothing in the way")


def _in_the_ground(sheet: Sheet) -> None:
    whys = {
        "gas_low": "gas pipe swings in",
        "power_cable": "power cable swings in",
        "water": "water main and telecom duct",
    }
    found: dict[int, list[str]] = {}
    for (_, utility), (stairwells, _, _) in SWINGS.items():
        for stairwell in stairwells:
            found.setdefault(stairwell, []).append(utility)
    for stairwell, utilities in found.items():
        objects = [f"P{sheet.counts[f'{utility} at {stairwell}']}" for utility in utilities]
        sheet.plant(str(stairwell), "difficult", whys[utilities[0]], *objects)


def _above_it(sheet: Sheet) -> None:
    pole = sheet.number("PL")
    sheet.point("pole", BLOCKS[3].out(14, 0.05, 2.6), id=pole, owners=POLE_OWNERS)
    sheet.plant("14", "difficult", "a pole with a dozen owners on the axis", pole)
    sheet.point(
        "transformer", (BLOCKS[5].axis(21) + 9.5, BLOCKS[5].north + 13.5), id="T6", rated_kva=100, peak_kva=71,
        serves=["21", "22"],
    )  # fmt: skip
    for stairwell in ("21", "22"):
        sheet.plant(stairwell, "difficult", "a small transformer near its limit", "T6")
    course = [BLOCKS[6].out(27, -9, 4.1), BLOCKS[6].out(27, 9, 4.1)]
    sheet.line("overhead_line", course, id="OL2", voltage_kv=0.4, owner="供电公司")
    sheet.plant("27", "difficult", "a low-voltage line across the front", "OL2")


def _on_it(sheet: Sheet) -> None:
    sheet.plant("40", "unsuitable", "the lane is squeezed against the block", "L10")
    block, green, tree = BLOCKS[4], sheet.number("G"), sheet.number("TR")
    left, bottom = block.out(17, -3.1, 0.9)
    sheet.area("green", box(left, bottom, left + 6.2, bottom + 3.2), id=green)
    sheet.point("tree", block.out(17, 0, 2.5), id=tree, girth_cm=118, protected=False)
    sheet.plant("17", "unsuitable", "lawn with a camphor where the forecourt should be", green, tree)
    shed, block = sheet.number("SH"), BLOCKS[6]
    left, bottom = block.out(25, -4, 2.2)
    sheet.area("shed", box(left, bottom, left + 8, bottom + 2.2), id=shed, legal=False)
    sheet.plant("25", "unsuitable", "a bicycle shed before the entrance", shed)
    left, bottom = BLOCKS[8].out(33, -4, 8.9)
    sheet.area(
        "building", box(left, bottom, left + 8, bottom + 4), id="PH", storeys=1, fire_rating=2, name="水泵房"
    )
    sheet.plant("33", "unsuitable", "the pump house is too near for fire", "PH")
