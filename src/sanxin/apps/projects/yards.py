"""Yards by their addresses, as a clerk writes them: 东关南里1、8、9号院及东关北里1号院."""

import re
import unicodedata
from collections.abc import Iterable

from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

BETWEEN = re.compile(r"[、，,;；及和\s]+")
YARD = re.compile(r"^(?P<street>\D*)(?P<number>\d+)(?:号院|号)?$")

NOT_AN_ADDRESS = Sentence(
    "projects.not_an_address",
    "“{found}”不是楼院地址，应如“东关南里8号院”。请改写。",
    "“{found}” is no yard's address such as 东关南里8号院. Write it so.",
)
TWICE = Sentence(
    "projects.yard_twice",
    "“{address}”写了两次。请删去一个，或改正门牌号。",
    "“{address}” is named twice. Remove one, or correct its number.",
)


def yards_of(addresses: Iterable[str]) -> tuple[str, ...]:
    """List the yards some addresses name; a number alone stays on the street named before it.

    :raises Refusal: if a part is no address, or a yard is named twice
    """
    yards: list[str] = []
    for written in addresses:
        street = ""
        for part in filter(None, BETWEEN.split(unicodedata.normalize("NFKC", written))):
            match = YARD.match(part)
            street = (match and match["street"]) or street
            if match is None or not street:
                raise Refusal(NOT_AN_ADDRESS.because(found=part))
            yard = f"{street}{int(match['number'])}号院"
            if yard in yards:
                raise Refusal(TWICE.because(address=yard))
            yards.append(yard)
    return tuple(yards)
