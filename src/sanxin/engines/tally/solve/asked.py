"""Heads → sums on both bases → the tests of the rule."""

from collections.abc import Iterable
from fractions import Fraction

from sanxin.engines.tally.problem import Objection, Rule
from sanxin.engines.tally.result import Basis, Sums, Test
from sanxin.engines.tally.solve.heads import Head

NONE = Fraction(0)


def sums_of(heads: Iterable[Head]) -> tuple[Sums, Sums]:
    """Add up heads, and areas in cm² by dwelling."""
    heads = tuple(heads)
    count = Sums(len(heads), sum(each.takes_part for each in heads), sum(each.consents for each in heads))
    area = Sums(
        sum(each.area_cm2 for each in heads),
        sum(each.area_cm2 - each.cm2("missing") for each in heads),
        sum(each.cm2("for") for each in heads),
    )
    return count, area


def tests_of(rule: Rule, heads: Sums, area: Sums, objections: Iterable[Objection]) -> tuple[Test, ...]:
    """Hold the sums against the rule: participation, then consent, then objections; area, then heads."""
    bases: tuple[tuple[Basis, Sums], ...] = (("area", area), ("heads", heads))
    tests: list[Test] = []
    if rule.participation is not None:
        for basis, sums in bases:
            met = _meets(sums.taking_part, sums.all, rule.participation, strict=False)
            tests.append(
                Test(
                    "participation",
                    basis,
                    sums.taking_part,
                    sums.all,
                    rule.participation,
                    strict=False,
                    met=met,
                )
            )
    for basis, sums in bases:
        of = sums.taking_part if rule.family == "A" else sums.all
        met = _meets(sums.in_favour, of, rule.consent, strict=rule.strict)
        tests.append(Test("consent", basis, sums.in_favour, of, rule.consent, rule.strict, met))
    if rule.family == "C":
        every = tuple(objections)
        unresolved = sum(not each.resolved for each in every)
        tests.append(
            Test("objections", "heads", unresolved, len(every), NONE, strict=False, met=not unresolved)
        )
    return tuple(tests)


def _meets(have: int, of: int, required: Fraction, *, strict: bool) -> bool:
    """Compare exactly; a share of nothing is met by nobody."""
    surplus = have * required.denominator - required.numerator * of
    return bool(of) and (surplus > 0 if strict else surplus >= 0)
