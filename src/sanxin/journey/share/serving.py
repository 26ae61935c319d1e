"""Whom a table of shares serves: each recorded stance held against what its household would pay."""

from collections.abc import Mapping
from typing import Any

from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.money import FEN_PER_YUAN, yuan_text
from sanxin.journey.consult import Stance
from sanxin.journey.share.question import subsidy_said
from sanxin.rulebook.reader import Rules

WILLING: tuple[Stance, ...] = ("for", "conditional")
WHO_PAYS = Sentence(
    "share.who_pays",
    zh="本门栋合计 {total} 元（估算），减去补贴 {subsidy} 元，其余 {left} 元由住户按商定的规则分摊；列入专项工程的，住户一分不出",
    en="The stairwell's cost is {total} yuan (an estimate); less a subsidy of {subsidy} the households share {left} by the rule they"
    " agree on; what a programme carries adds nothing to any household",
)


def serves(stance: Stance, fen: int, equal_fen: int) -> bool:
    """Tell whether a share serves a stance.

    Who is in favour, conditionally too, is served by paying no more than if all paid the same; who is
    against, by paying nothing or receiving. It is a measure to talk by: nobody is taken to agree.
    """
    return fen <= equal_fen if stance in WILLING else fen <= 0


def served_by(
    fen: Mapping[str, int], equal: Mapping[str, int], stances: Mapping[str, Stance]
) -> dict[str, bool]:
    """Tell for each dwelling that took a stance whether its share serves it; who took none is left out."""
    return {
        dwelling: serves(stance, fen[dwelling], equal[dwelling])
        for dwelling, stance in stances.items()
        if stance != "not_reached" and dwelling in fen
    }


def tables_of(outcome: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Give each rule's shares by dwelling, the outcome's own rule first; rules that cannot be reckoned are left out."""
    own = {each["dwelling"]: each["fen"] for each in outcome["shares"]}
    others = {
        rule: found["fen"] for rule, found in outcome["alternatives"].items() if found["fen"] is not None
    }
    return {outcome["rule"]: own, **others}


def who_pays(cost_yuan: int, storeys: int, rules: Rules) -> list[Because]:
    """Say who pays for one stairwell: its cost in whole yuan, the subsidy of the place and day, and the households."""
    cost = cost_yuan * FEN_PER_YUAN
    subsidy, said = subsidy_said(rules, cost, storeys)
    left = yuan_text(cost - subsidy)
    return [WHO_PAYS.because(total=yuan_text(cost), subsidy=yuan_text(subsidy), left=left), *said]
