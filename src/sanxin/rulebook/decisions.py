"""The ordinances on owners' decisions → rules and readings for a tally, and what one project must decide."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sanxin.engines.tally.problem import ProblemRefused, Readings, Rule
from sanxin.foundation.citation import Citation
from sanxin.foundation.finding import Words
from sanxin.rulebook.leaf import Leaf
from sanxin.rulebook.reader import Rules

MATTERS = (
    "lift_retrofit", "use_common_ground", "green_layout", "move_trees", "raise_fund", "use_fund", "custom",
)  # fmt: skip
SCOPES = ("stairwell", "building", "compound")
FAMILIES = ("A", "B", "C", "unanimity")
READINGS = {
    "head": ("owner_set", "dwelling", "linked"),
    "split": ("no_consent", "void"),
    "co_owners": ("no_consent", "first_answer"),
    "not_returned": ("no_part", "follow_majority"),
}
WHEN = ("always", "occupies_common_ground", "changes_green_layout", "moves_trees")
MATTER_KEYS = (
    "kind", "rule", "reason", "scopes", "scope_note", "note", "exclusive_part_owner_consents", "green_may_shrink",
    "vertical_green_counts", "permit_working_days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MatterRule:
    """What a matter requires, or (``rule`` None) why the rulebook cannot say.

    ``citations``: where it is said what kind of matter this is, then where that kind's shares stand.
    ``kind`` is None where a city states shares of its own. ``scopes`` are those whose owners decide.
    ``scope_note`` is said where another scope is asked, ``note`` always. ``exclusive_part``: an owner on
    whose exclusive part the lift would stand consents separately.
    """

    matter: str
    kind: str | None
    rule: Rule | None
    reason: Words | None
    scopes: tuple[str, ...]
    scope_note: Words | None
    note: Words | None
    exclusive_part: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: how it is taken unless the case says otherwise, how else, and where it stands."""

    name: str
    default: str
    others: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Needed:
    """One decision that a project may need, and when it does."""

    matter: str
    scope: str
    when: str


@dataclass(frozen=True, slots=True)
class ProjectRule:
    """The decisions a project may need in the order to take them; ``conflict`` are two whose shares clash."""

    decisions: tuple[Needed, ...]
    conflict: tuple[str, ...]
    citation: Citation


def matter_rule(rules: Rules, matter: str) -> MatterRule:
    """Find what a matter requires.

    :raises NothingInForce: if no ordinance covers the matter at the place and on the day
    :raises InputRefused: if a value is wrong, naming file and key
    """
    held = rules.need(f"decisions/{matter}")
    values = held.version.values
    values.only(*MATTER_KEYS)
    kind = values.one_of("kind", ("special", "ordinary")) if values.has("kind") else None
    rule = _rule(values.at("rule")) if values.has("rule") else None
    citations = [held.version.citation]
    if kind:
        shares = rules.need("decisions/thresholds")
        rule = _rule(shares.version.values.at(kind))
        citations.append(shares.version.citation)
    exclusive = "exclusive_part_owner_consents"
    return MatterRule(
        matter, kind, rule,
        reason=None if rule else values.words("reason"),
        scopes=values.texts("scopes", SCOPES),
        scope_note=values.words("scope_note") if values.has("scope_note") else None,
        note=values.words("note") if values.has("note") else None,
        exclusive_part=values.has(exclusive) and values.flag(exclusive),
        citations=tuple(citations),
    )  # fmt: skip


def readings(rules: Rules) -> tuple[Reading, ...]:
    """Read how the words of the law are taken where they leave room, in the order of ``Readings``.

    :raises NothingInForce: if a reading is not in force
    :raises InputRefused: if a value is wrong, naming file and key
    """
    found = []
    for name, options in READINGS.items():
        held = rules.need(f"decisions/reading_{name}")
        held.version.values.only("default", "others")
        default = held.version.values.one_of("default", options)
        found.append(
            Reading(name, default, held.version.values.texts("others", options), held.version.citation)
        )
    return tuple(found)


def chosen(taken: dict[str, str]) -> Readings:
    """Make the engine's readings of names that were checked."""
    options: dict[str, Any] = dict(taken)
    return Readings(**options)


def project_rule(rules: Rules) -> ProjectRule:
    """Read which decisions a project may need here, in order.

    :raises NothingInForce: if the rulebook has nothing on it
    :raises InputRefused: if a value is wrong, naming file and key
    """
    held = rules.need("decisions/project")
    values = held.version.values
    values.only("decisions", "conflict")
    needed = []
    for leaf in values.list("decisions"):
        leaf.only("matter", "scope", "when")
        needed.append(
            Needed(leaf.one_of("matter", MATTERS), leaf.one_of("scope", SCOPES), leaf.one_of("when", WHEN))
        )
    conflict = values.texts("conflict", MATTERS) if values.has("conflict") else ()
    return ProjectRule(tuple(needed), conflict, held.version.citation)


def _rule(leaf: Leaf) -> Rule:
    leaf.only("family", "participation", "consent", "strict")
    family: Any = leaf.one_of("family", FAMILIES)
    participation = leaf.share("participation") if leaf.has("participation") else None
    rule = Rule(family, leaf.share("consent"), participation, leaf.flag("strict"))
    try:
        rule.refuse_nonsense()
    except ProblemRefused as nonsense:
        raise leaf.wrong("", str(leaf.value), Words(nonsense.say("zh"), nonsense.say("en"))) from nonsense
    return rule


@dataclass(frozen=True, slots=True)
class ConsultRule:
    """From which share in favour a stairwell wants its lift strongly, and how many attempts count for a visit."""

    strong: Fraction
    attempts: int
    citation: Citation


def consult_rule(rules: Rules) -> ConsultRule:
    """Read how consulting is measured.

    :raises NothingInForce: if the rulebook has nothing on it
    :raises InputRefused: if a value is wrong, naming file and key
    """
    held = rules.need("consult/willingness")
    held.version.values.only("strong", "attempts")
    values = held.version.values
    return ConsultRule(values.share("strong"), values.days("attempts"), held.version.citation)
