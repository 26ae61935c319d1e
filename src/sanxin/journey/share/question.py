"""A case and the rules of its day → what is left to share, by which rule, and where the subsidy and weights stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sanxin.engines.sharing.problem import Apply, Dwelling, FloorCost, FloorWeight, Problem, Rule
from sanxin.foundation.finding import Because, Words
from sanxin.foundation.money import yuan_text
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.journey.share import words
from sanxin.journey.share.case import Case, by_dwelling
from sanxin.rulebook.leaf import CASE_REMEDY
from sanxin.rulebook.money import WeightsRule, subsidy_rule, weights_rule
from sanxin.rulebook.reader import NothingInForce, Rules


@dataclass(frozen=True, slots=True)
class Money:
    """The sums of a case in fen: all lines, those not the residents', the subsidy, and what is left to share."""

    total: int
    other: int
    subsidy: int
    capital: int
    upkeep: int


@dataclass(frozen=True, slots=True)
class Question:
    """All that is shared, before a rule is chosen. ``city`` is the city's weights, None where it has no table."""

    case: Case
    money: Money
    dwellings: tuple[Dwelling, ...]
    weights: Mapping[int, Fraction]
    city: WeightsRule | None
    because: tuple[Because, ...]

    def by(self, rule: Rule) -> Problem:
        """Ask the engine for the shares by a rule.

        :raises ProblemRefused: if the case lacks what the rule needs, naming it
        """
        costs = tuple(FloorCost(floor, fen) for floor, fen in sorted(self.case.stand_alone.items()))
        weights = tuple(FloorWeight(floor, weight) for floor, weight in sorted(self.weights.items()))
        rate = self.case.late_rate or Fraction(0)
        return Problem(
            rule, self.dwellings, self.money.capital, self.money.upkeep, weights, self._apply_to(rule), costs, rate
        )  # fmt: skip

    def _apply_to(self, rule: Rule) -> Apply:
        of_the_city = self.city is not None and self.city.by_area and rule == "floor_weights"
        return self.case.apply_to or ("floor_then_area" if of_the_city else "dwelling")


def question_of(case: Case, rules: Rules, on: date) -> Question:
    """Reckon what is left to share among whom.

    :raises InputRefused: if the sources are more than the cost, or somebody joins later and no rate is agreed
    """
    money, said = _money(case, rules)
    city = None
    weights = {} if by_dwelling(case) else _by_floor(case.weights or {})
    if not weights:
        try:
            city = weights_rule(rules)
        except NothingInForce:
            pass
        else:
            weights = city.of({each.floor for each in case.dwellings})
    return Question(case, money, _dwellings(case, on), weights, city, tuple(said))


def _by_floor(weights: Mapping[str, Fraction]) -> dict[int, Fraction]:
    return {int(key): weight for key, weight in weights.items() if key.isascii() and key.isdecimal()}


def _dwellings(case: Case, on: date) -> tuple[Dwelling, ...]:
    given, own = case.weights or {}, by_dwelling(case)
    dwellings = tuple(
        replace(
            each,
            late_days=max(0, (case.joined_on.get(each.id, on) - on).days),
            weight=given.get(each.id if own else str(each.floor)),
        )
        for each in case.dwellings
    )
    if case.late_rate is None and len({each.late_days for each in dwellings if each.carries}) > 1:
        late = max((each for each in dwellings if each.carries), key=lambda each: each.late_days)
        found = Words(f"没有写，而 {late.id} 后加入", f"nothing, while {late.id} joins later")
        expected = Words("约定的年利率（不计息写 0）", "the agreed rate a year (0 for no interest)")
        raise wrong(case, "late_joining.rate", found, expected)
    return dwellings


def _money(case: Case, rules: Rules) -> tuple[Money, list[Because]]:
    """Add up; sources lower the capital first, then the upkeep."""
    ours = {
        kind: sum(each.fen for each in case.costs if (each.source, each.kind) == ("residents", kind))
        for kind in ("capital", "upkeep")
    }
    total = sum(each.fen for each in case.costs)
    subsidy, said = _subsidy(case, rules, ours["capital"])
    cover = subsidy + case.other_fen
    left = sum(ours.values()) - cover
    if left < 0:
        key = "other_sources" if case.other_fen else "subsidy"
        most = Words("不多于居民承担的费用", "no more than the residents' lines")
        raise wrong(case, key, yuan_text(cover), most)
    capital = max(0, ours["capital"] - cover)
    other = total - sum(ours.values()) + case.other_fen
    sums = words.SUMS.because(
        total=yuan_text(total), borne=yuan_text(total - sum(ours.values())), other=yuan_text(case.other_fen),
        subsidy=yuan_text(subsidy), left=yuan_text(left), capital=yuan_text(capital),
        upkeep=yuan_text(left - capital),
    )  # fmt: skip
    return Money(total, other, subsidy, capital, left - capital), [sums, *said]


def _subsidy(case: Case, rules: Rules, capital: int) -> tuple[int, list[Because]]:
    if case.subsidy_fen is not None:
        given = Words("题目给定", "as handed in")
        said = words.SUBSIDY.because(yuan=yuan_text(case.subsidy_fen), standing=given)
        return case.subsidy_fen, [said] if case.subsidy_fen else []
    return subsidy_said(rules, capital, max(each.floor for each in case.dwellings))


def subsidy_said(rules: Rules, capital: int, storeys: int) -> tuple[int, list[Because]]:
    """Give the subsidy in fen that the rulebook knows for a lift, and say where it stands or why there is none."""
    try:
        held = subsidy_rule(rules)
    except NothingInForce as silence:
        return 0, [words.NO_SUBSIDY.because(why=Words(silence.say("zh"), silence.say("en")))]
    fen, why = held.of(capital, storeys)
    if why:
        return 0, [words.NO_SUBSIDY.because(held.citation, why=why)]
    standing = Words(held.citation.standing.zh, held.citation.standing.en)
    said = words.SUBSIDY.because(held.citation, yuan=yuan_text(fen), standing=standing)
    return fen, [said, words.PAID_LATE.because(held.citation)] if held.paid_late else [said]


def wrong(case: Case, key: str, found: str | Words, expected: Words) -> InputRefused:
    """Refuse a case, naming the key."""
    place = Words(f"键 {key}", f"key {key}")
    return InputRefused([Fault("share.value", case.file, place, found, expected, CASE_REMEDY)])
