"""How a share is reckoned, written out as a sum that anybody can put into a pocket calculator."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from sanxin.engines.sharing.problem import DAYS_A_YEAR, Dwelling, Problem
from sanxin.engines.sharing.solve import weights_of
from sanxin.foundation.money import FEN_PER_YUAN, yuan_text

MOST_DECIMALS = 6
MOST_DAYS = 4
Sums = Mapping[str, tuple[str, Fraction]]
"""For each dwelling a sum in writing, and its value in fen."""


def formulas(problem: Problem) -> Sums:
    """Give for each dwelling that carries the sum for its part of the capital, before relief, and its value in fen.

    Empty where there is no capital, or where dwellings join on more days than a reader would follow.
    """
    carriers = [each for each in problem.dwellings if each.carries]
    days = sorted({each.late_days for each in carriers})
    if len(days) > MOST_DAYS:
        return {}
    sums = [(day, _at_once(problem, [each for each in carriers if each.late_days <= day])) for day in days]
    stood = [(day, found) for day, found in sums if found]
    total = dict(stood[0][1]) if stood else {}
    for (_, before), (day, now) in pairwise(stood):
        grown, times = _grown(problem.late_rate, day - stood[0][0])
        for ident, (text, value) in now.items():
            if ident in before:
                (so_far, paid), (was_text, was) = total[ident], before[ident]
                total[ident] = (f"{so_far} − ({was_text} − {text}) × {grown}", paid - (was - value) * times)
            else:
                total[ident] = (f"{text} × {grown}", value * times)
    return total


def _grown(rate: Fraction, days: int) -> tuple[str, Fraction]:
    times = 1 + rate * Fraction(days, DAYS_A_YEAR)
    if times < 0:
        return "0", Fraction(0)
    sign = "−" if rate < 0 else "+"
    return f"(1 {sign} {number(abs(rate))} × {days} ÷ {DAYS_A_YEAR})", times


def _at_once(problem: Problem, among: Sequence[Dwelling]) -> Sums:
    """Share among some as if they were all; empty if there is nothing to pay, or by the rule nobody would."""
    basis = problem.capital_fen + sum(each.compensation_fen for each in problem.dwellings)
    weights = weights_of(problem, among)
    if weights is None:
        return _by_game(problem, among, basis) if basis and any(each.floor > 1 for each in among) else {}
    whole = sum(weights.parts)
    if not basis or not whole:
        return {}
    end = f" ÷ {number(Fraction(whole, weights.of))}"
    return {
        each.id: (
            f"{yuan_text(basis)} × {number(Fraction(part, weights.of))}{end}",
            Fraction(basis * part, whole),
        )
        for each, part in zip(among, weights.parts, strict=True)
    }


def _by_game(problem: Problem, carriers: Sequence[Dwelling], basis: int) -> Sums:
    """Write what a lift to each floor costs, in yuan where it is stated and in floors climbed where not."""
    stated = {each.floor: Fraction(each.fen, FEN_PER_YUAN) for each in problem.stand_alone}
    alone = {
        each.floor: stated[each.floor] if stated and each.floor > 1 else Fraction(each.floor - 1)
        for each in carriers
    }
    count, dearest = Counter(each.floor for each in carriers), max(alone.values())
    scale = f" × {yuan_text(basis)} ÷ {number(dearest)}"
    if problem.rule == "equal_benefit":
        over = sum(alone[floor] * count[floor] for floor in alone) - dearest
        saved = f"{number(over)} ÷ {len(carriers)}"
        of_floor: Mapping[int, tuple[str, Fraction]] = {
            floor: (f"({number(cost)} − {saved})", cost - over / len(carriers))
            for floor, cost in alone.items()
        }
    else:
        of_floor = _steps(alone, count)
    return {each.id: (text + scale, value * basis / dearest)
            for each in carriers for text, value in [of_floor[each.floor]]}  # fmt: skip


def _steps(alone: Mapping[int, Fraction], count: Mapping[int, int]) -> Mapping[int, tuple[str, Fraction]]:
    """Add up each step of the cost over the dwellings that need it."""
    tops = sorted({Fraction(0), *alone.values()})
    steps = {
        top: (top - below, sum(count[floor] for floor in alone if alone[floor] >= top))
        for below, top in pairwise(tops)
    }
    found = {}
    for floor, cost in alone.items():
        needed = [step for top, step in steps.items() if top <= cost]
        text = " + ".join(f"{number(price)} ÷ {riders}" for price, riders in needed)
        found[floor] = (
            f"({text})" if text else "0",
            sum((price / riders for price, riders in needed), Fraction(0)),
        )
    return found


def number(exact: Fraction) -> str:
    """Write a number as a decimal where a short one says it exactly, else as a fraction."""
    scaled = abs(exact) * 10**MOST_DECIMALS
    if scaled.denominator != 1:
        return f"({exact})"
    whole, rest = divmod(scaled.numerator, 10**MOST_DECIMALS)
    return ("-" if exact < 0 else "") + f"{whole:,}" + f".{rest:0{MOST_DECIMALS}d}".rstrip("0").rstrip(".")
