"""Many decisions at once: the same count over arrays, for a city's stairwells. Whole numbers throughout."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sanxin.engines.tally.problem import Rule, refused

AGAINST, FOR, MISSING = 0, 1, 2
MOST_EXACT = 2**53
FINEST = 1000  # the largest denominator of a share with which no product overflows
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Many:
    """Sums and outcome of every stairwell, by its number. Areas in cm²; one row a stairwell."""

    heads_all: Ints
    heads_taking_part: Ints
    heads_for: Ints
    area_all_cm2: Ints
    area_taking_part_cm2: Ints
    area_for_cm2: Ints
    passed: NDArray[np.bool_]


def tally_many(
    rule: Rule, stairwell: NDArray[Any], head: NDArray[Any], area_cm2: NDArray[Any], answer: NDArray[Any]
) -> Many:
    """Count every stairwell by one rule, one row a dwelling.

    ``stairwell`` and ``head`` are numbers from 0 up (a head is counted once in each stairwell),
    ``area_cm2`` whole cm², ``answer`` one of ``AGAINST`` (abstaining and split answers too), ``FOR``,
    ``MISSING``. The reading is the first of each in ``Readings``; objections are not looked at.

    :raises ProblemRefused: if the columns differ in length, a number is out of range, or a sum could be inexact
    """
    columns = {"stairwell": stairwell, "head": head, "area_cm2": area_cm2, "answer": answer}
    for name, column in columns.items():
        _column(name, column, len(stairwell))
    finest = max((rule.participation or rule.consent).denominator, rule.consent.denominator)
    if finest > FINEST:
        raise refused(
            "rule", str(finest), f"分母应不大于 {FINEST}", f"expected a denominator of at most {FINEST}"
        )
    if len(answer) and int(answer.max()) > MISSING:
        raise refused("answer", str(answer.max()), "应为 0、1、2", "expected 0, 1 or 2")
    stairwells = int(stairwell.max()) + 1 if len(stairwell) else 0
    heads_all, heads_part, heads_for = _heads(stairwells, stairwell, head, answer)
    area_all, area_part, area_for = _areas(stairwells, stairwell, area_cm2, answer)
    passed = _met(rule, heads_all, heads_part, heads_for) & _met(rule, area_all, area_part, area_for)
    return Many(heads_all, heads_part, heads_for, area_all, area_part, area_for, passed)


def _column(name: str, column: NDArray[Any], length: int) -> None:
    if column.dtype.kind not in "iu" or column.ndim != 1 or len(column) != length:
        raise refused(
            name, str(column.shape), "应为等长的整数列", "expected whole-number columns of one length"
        )
    if length and int(column.min()) < 0:
        raise refused(name, str(column.min()), "不应小于 0", "expected 0 or more")


def _heads(
    stairwells: int, stairwell: NDArray[Any], head: NDArray[Any], answer: NDArray[Any]
) -> tuple[Ints, Ints, Ints]:
    """Count heads by sorting one number a dwelling: stairwell, head, answer. A head's least answer decides.

    Against sorts first and undoes consent; missing sorts last and is a head's answer only if it has no other.
    """
    if not stairwells:
        return _nothing(), _nothing(), _nothing()
    width = int(head.max()) + 1
    if stairwells * width > (2**63 - 1) // 4:
        raise refused("head", str(width), "编号过大", "the numbers are too large to be packed")
    keys = (stairwell.astype(np.int64) * width + head) * 4 + answer
    keys.sort()
    groups = keys >> 2
    first = np.empty(len(keys), bool)
    first[0] = True
    np.not_equal(groups[1:], groups[:-1], out=first[1:])
    of, said = groups[first] // width, keys[first] & 3
    every, part, agree = (
        np.bincount(of[kept], minlength=stairwells) for kept in (slice(None), said != MISSING, said == FOR)
    )
    return every, part, agree


def _areas(
    stairwells: int, stairwell: NDArray[Any], area_cm2: NDArray[Any], answer: NDArray[Any]
) -> tuple[Ints, Ints, Ints]:
    """Add up areas by stairwell and answer. Doubles hold whole numbers below 2⁵³ exactly, so these are exact."""
    if not stairwells:
        return _nothing(), _nothing(), _nothing()
    if int(area_cm2.max()) * len(area_cm2) >= MOST_EXACT:
        raise refused(
            "area_cm2", str(area_cm2.max()), "面积过大，无法精确合计", "too large to be added exactly"
        )
    sums = np.bincount(
        stairwell.astype(np.int64) * 3 + answer, weights=area_cm2, minlength=3 * stairwells
    ).astype(np.int64)
    against, agree, missing = sums.reshape(stairwells, 3).T
    part = against + agree
    return part + missing, part, agree


def _met(rule: Rule, every: Ints, part: Ints, agree: Ints) -> NDArray[np.bool_]:
    of = every if rule.participation is None else part
    n, d = rule.consent.as_integer_ratio()
    surplus = agree * d - of * n
    met = (surplus > 0 if rule.strict else surplus >= 0) & (of > 0)
    if rule.participation is not None:
        pn, pd = rule.participation.as_integer_ratio()
        met &= part * pd - every * pn >= 0
    return np.asarray(met, bool)


def _nothing() -> Ints:
    return np.zeros(0, np.int64)
