"""Columns of a dwelling list: how people head them, and how each cell is read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sanxin.foundation.area import area_m2

SEVERAL = re.compile(r"[、;；,，/]")
AREA_UNIT = re.compile(r"(m2|㎡|m²|平方米|平米|平方)$", re.IGNORECASE)
STAIRWELL_SUFFIX = re.compile(r"(号门栋|号门洞|号单元|号门|门栋|门洞|单元|号楼|号|门|栋|幢)$")
FLOOR = re.compile(r"第?(-?\d{1,2})[层楼F]?", re.IGNORECASE)
BETWEEN_DIGITS = re.compile(r"[\s-]")
NOT_OF_A_HEADING = re.compile(r"[\s*＊]|[(（\[【].*?[)）\]】]")
PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}")
ID_LAST_FOUR = re.compile(r"\d{3}[\dXx]")
USES = {"": "home", "住宅": "home", "居住": "home", "住房": "home", "home": "home",
        "商铺": "shop", "店铺": "shop", "商业": "shop", "shop": "shop",
        "车库": "garage", "车位": "garage", "garage": "garage"}  # fmt: skip
SOLD = {"": True, "是": True, "已售": True, "已": True, "true": True, "yes": True, "1": True,
        "否": False, "未售": False, "未": False, "false": False, "no": False, "0": False}  # fmt: skip


class Unreadable(ValueError):
    """A cell that is not what its column holds."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its headings, how a cell is read, and what a cell should hold in words."""

    zh: str
    headings: frozenset[str]
    read: Callable[[str], Any]
    expected: tuple[str, str]
    remedy: tuple[str, str] = ("请改正后再导入。", "Correct it and import again.")


def stairwell_label(text: str) -> str:
    """Reduce how people write a stairwell to its bare label: ``12号门`` → ``12``."""
    bare = STAIRWELL_SUFFIX.sub("", text)
    return bare or text


def heading(text: str) -> str:
    """Reduce a heading to what decides which column it is: no blanks, units or brackets."""
    return NOT_OF_A_HEADING.sub("", text).lower()


def _floor(text: str) -> int | None:
    if not text:
        return None
    digits = FLOOR.fullmatch(text)
    if not digits or int(digits[1]) == 0:
        raise Unreadable
    return int(digits[1])


def _area(text: str) -> Decimal | None:
    try:
        return area_m2(AREA_UNIT.sub("", text.replace(",", "")).strip()) if text else None
    except ValueError as fault:
        raise Unreadable from fault


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in SEVERAL.split(text) if part.strip())


def _id_last_four(text: str) -> tuple[str, ...]:
    parts = _several(text)
    if not all(ID_LAST_FOUR.fullmatch(part) for part in parts):
        raise Unreadable
    return tuple(part.upper() for part in parts)


def _phone(text: str) -> str:
    bare = BETWEEN_DIGITS.sub("", text)
    if bare and not PHONE.fullmatch(bare):
        raise Unreadable
    return bare


def _count(text: str) -> int:
    bare = text.removesuffix("人")
    if bare and not bare.isdigit():
        raise Unreadable
    return int(bare or 0)


def _word(table: Mapping[str, Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if text.lower() not in table:
            raise Unreadable
        return table[text.lower()]

    return read


def _column(
    zh: str, also: str, read: Callable[[str], Any], expected: tuple[str, str], **extra: Any
) -> Column:
    return Column(zh, frozenset({heading(zh), *also.split()}), read, expected, **extra)


COLUMNS: Mapping[str, Column] = {
    "stairwell": _column(
        "门栋", "stairwell 门洞 单元 门号 单元号 门栋号 楼栋单元 号门", stairwell_label, ("门栋编号", "a stairwell")
    ),
    "room": _column("室号", "room 房号 户号 房间号 室 房屋号", str, ("室号，如 402", "a room number such as 402")),
    "floor": _column("楼层", "floor 层 所在层 层数", _floor, ("楼层数，如 4", "a floor such as 4")),
    "area_m2": _column(
        "建筑面积", "area_m2 area 面积 产证面积 房屋面积", _area,
        ("不小于 0 的平方米数，如 62.35", "square metres of zero or more, such as 62.35"),
        remedy=("请按产证填写数字；不清楚可留空。", "Copy the number from the certificate; leave it empty if unknown."),
    ),
    "owners": _column("业主", "owners owner 产权人 业主姓名 权利人 户主", _several, ("姓名", "names")),
    "area_source": _column(
        "面积来源", "area_source", _word({"": "", "产证": "register", "房产证": "register",
                                       "不动产证": "register", "不动产登记": "register", "register": "register",
                                       "测绘": "survey", "实测": "survey", "survey": "survey",
                                       "合同": "contract", "买卖合同": "contract", "contract": "contract"}),
        ("产证、测绘或合同", "register, survey or contract"),
    ),
    "use": _column("用途", "use 房屋用途", _word(USES), ("住宅、商铺或车库", "home, shop or garage")),
    "sold": _column("已售", "sold 是否已售 产权", _word(SOLD), ("是或否", "yes or no")),
    "owner_id": _column(
        "证件号后四位", "owner_id 身份证后四位 证件后四位", _id_last_four,
        ("证件号最后四位，多人以、分隔", "the last four of an identity number, several split by 、"),
        remedy=("只填后四位，不要填整个证件号。", "Give the last four only, never the whole number."),
    ),
    "occupier": _column("住户", "occupier 居住人 使用人 承租人", str, ("姓名", "a name")),
    "phone": _column(
        "电话", "phone 手机 联系电话 手机号 联系方式", _phone, ("手机或座机号码", "a phone number"),
        remedy=("请核对位数；没有电话可留空，该户计为“未联系上”。",
                "Check its digits; leave it empty if there is none: the dwelling counts as not reached."),
    ),
    "elder": _column("六十岁以上人数", "elder 老人数 60岁以上 60岁以上人数 老年人", _count, ("人数", "a count"),
        remedy=("请填阿拉伯数字，如 2；不清楚可留空。", "Write a figure such as 2, or leave it empty."),
    ),
}  # fmt: skip
