"""What measures cost, who does them, how long they take and which decision they need: read out of the siting rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from sanxin.engines.siting.prices import LinePrice, Rung, Works
from sanxin.engines.siting.things import UTILITIES
from sanxin.foundation.citation import Citation
from sanxin.foundation.finding import Words
from sanxin.rulebook.leaf import Leaf
from sanxin.rulebook.reader import InForce, Rules

LINE_KINDS = (*UTILITIES, "overhead")
MEASURE_KINDS = (
    "relocate", "move_pole", "enlarge", "release_green", "move_tree", "remove_shed", "heritage_approval",
)  # fmt: skip
WHOLE_YUAN = (
    "pole_yuan", "pole_owner_yuan", "tree_yuan", "shed_yuan_m2", "green_yuan_m2", "approval_yuan",
)  # fmt: skip
WORKS_KEYS = ("line_yuan_m", "line_end_m", *WHOLE_YUAN, "transformer_yuan")


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """One kind of measure: its lead time, who does it where the site names nobody, and the matter to be decided.

    ``decided_by`` is the rule in force for that matter; None where the rulebook has none for the place and day.
    """

    lead_days: int
    party: Words | None
    decision: str | None
    decided_by: Citation | None


@dataclass(frozen=True, slots=True)
class MeasureKinds:
    """Every kind of measure, and who owns each kind of line where the site names nobody."""

    kinds: Mapping[str, MeasureKind]
    utilities: Mapping[str, Words]


def works_of(rules: Rules) -> Works:
    """Read unit costs and demand factors; a catalogue handed in may lay its own ``works`` over them.

    :raises NothingInForce: if an ordinance is missing
    :raises InputRefused: if a value is wrong, naming file and key
    """
    standard, diversity = rules.need("siting/works"), rules.need("siting/diversity")
    handed_in = rules.find("siting/catalogue")
    own = handed_in is not None and handed_in.version.values.has("works")
    leaf = handed_in.version.values.at("works") if handed_in and own else standard.version.values
    diversity.version.values.only("factors")
    return _works(leaf, handed_in if handed_in and own else standard, _factors(diversity.version.values))


def measure_kinds(rules: Rules) -> MeasureKinds:
    """Read who does each kind of measure.

    :raises NothingInForce: if the ordinance is missing
    :raises InputRefused: if a value is wrong, naming file and key
    """
    values = rules.need("siting/measures").version.values
    values.only(*MEASURE_KINDS, "utilities")
    utilities = values.at("utilities")
    utilities.only(*LINE_KINDS)
    return MeasureKinds(
        {kind: _kind(rules, values.at(kind)) for kind in MEASURE_KINDS},
        {kind: _words(utilities.at(kind)) for kind in LINE_KINDS},
    )


def _works(leaf: Leaf, source: InForce, factors: tuple[float, ...]) -> Works:
    leaf.only(*WORKS_KEYS)
    lines = leaf.at("line_yuan_m")
    lines.only(*LINE_KINDS)
    yuan = {key: whole_yuan(leaf, key) for key in WHOLE_YUAN}
    return Works(
        tuple(LinePrice(kind, whole_yuan(lines, kind)) for kind in LINE_KINDS),
        leaf.number("line_end_m"),
        rungs=_rungs(leaf),
        factors=factors,
        citation=source.version.citation,
        **yuan,
    )


def whole_yuan(leaf: Leaf, key: str) -> int:
    """Read whole yuan, none below zero.

    :raises InputRefused: naming file and key
    """
    value = leaf.number(key)
    if not value.is_integer():
        raise leaf.wrong(key, value, Words("整数元", "whole yuan"))
    return int(value)


def _rungs(leaf: Leaf) -> tuple[Rung, ...]:
    ladder = leaf.value.get("transformer_yuan")
    if not isinstance(ladder, dict) or not all(isinstance(size, int | float) and size > 0 for size in ladder):
        raise leaf.wrong("transformer_yuan", ladder, Words("“千伏安: 元”若干", "sizes in kVA to yuan"))
    named = Leaf(
        leaf.file,
        f"{leaf.path}.transformer_yuan".lstrip("."),
        {str(key): value for key, value in ladder.items()},
    )
    return tuple(Rung(float(size), whole_yuan(named, str(size))) for size in sorted(ladder))


def _factors(values: Leaf) -> tuple[float, ...]:
    factors = values.numbers("factors")
    falling = all(later <= earlier for earlier, later in pairwise(factors))
    if not falling or not all(0 < factor <= 1 for factor in factors):
        raise values.wrong(
            "factors", list(factors), Words("不大于 1 的递减系数", "factors of 1 at most, falling")
        )
    return factors


def _kind(rules: Rules, leaf: Leaf) -> MeasureKind:
    leaf.only("lead_days", "zh", "en", "decision")
    decision = leaf.text("decision") if leaf.has("decision") else None
    rule = rules.find(f"decisions/{decision}")
    return MeasureKind(
        int(leaf.number("lead_days")),
        _words(leaf) if leaf.has("zh") else None,
        decision,
        rule.version.citation if rule else None,
    )


def _words(leaf: Leaf) -> Words:
    return Words(leaf.text("zh"), leaf.text("en"))
