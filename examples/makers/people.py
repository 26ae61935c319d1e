"""The people of a compound: invented names, areas and telephones, from a seed.

Nobody here is real: names are drawn at random from common characters, and every telephone number
begins with 1990000, followed by a running number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

HEADER = (
    "门栋", "室号", "楼层", "建筑面积", "面积来源", "用途", "已售", "业主", "证件号后四位", "住户", "电话", "六十岁以上人数",
)  # fmt: skip
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文斌波辉玲梅莉云海林生根宝珍凤琴福德祥荣发龙春新民宏忠良"


@dataclass(frozen=True)
class Flat:
    """One dwelling as it is drawn: where it is and how large."""

    stairwell: str
    room: str
    floor: int
    area_m2: str


@dataclass(frozen=True)
class Owner:
    """An invented owner, with the last four of an invented number."""

    name: str
    last_four: str


def people_rows(flats: list[Flat], seed: int, sold_share: float) -> Iterator[tuple[str, ...]]:
    """Give the dwelling list: about one flat in thirty without an owner, one in nine without a telephone.

    Some owners have several flats, some flats two owners, and names recur by chance.
    """
    chance = Random(seed)
    yield HEADER
    several = [_owner(chance) for _ in range(max(3, len(flats) // 70))]
    for number, flat in enumerate(flats):
        owners = _owners(chance, several)
        sold = chance.random() < sold_share
        nobody = chance.random() < 0.033
        phone = "" if nobody or chance.random() < 0.11 else f"1990000{number:04d}"
        occupier = "" if nobody else owners[0].name if chance.random() < 0.8 else _name(chance)
        yield (
            flat.stairwell, flat.room, str(flat.floor), flat.area_m2, "产证" if sold else "测绘", "住宅",
            "是" if sold else "否",
            "" if nobody else "、".join(owner.name for owner in owners),
            "" if nobody else "、".join(owner.last_four for owner in owners),
            occupier, phone, str(chance.choices((0, 1, 2, 3), (38, 27, 32, 3))[0]),
        )  # fmt: skip


def _owners(chance: Random, several: list[Owner]) -> list[Owner]:
    draw = chance.random()
    if draw < 0.05:
        return [chance.choice(several)]
    return [_owner(chance), _owner(chance)] if draw < 0.27 else [_owner(chance)]


def _owner(chance: Random) -> Owner:
    return Owner(_name(chance), f"{chance.randrange(1000):03d}{chance.choice('0123456789X')}")


def _name(chance: Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
