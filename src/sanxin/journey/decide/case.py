"""A case handed in as JSON → values. A wrong value is refused by key; an unknown key is a warning."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sanxin.engines.tally.problem import Ballot, Dwelling, Objection, ProblemRefused, Rule, Stance
from sanxin.foundation.area import area_m2
from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault
from sanxin.rulebook.decisions import FAMILIES, MATTERS, READINGS, SCOPES
from sanxin.rulebook.leaf import Leaf, json_leaf

CODE = "decide.value"
FACTS = ("occupies_common_ground", "changes_green_layout", "moves_trees")
OUTER = ("schema_version", "place", "on", "project")
DECISION = (
    "id", "matter", "scope", "rule", "readings", "roll", "ballots", "objections", "stances",
    "basis_for_follow_majority",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseDecision:
    """One decision as handed in. ``rule`` None: the rulebook's; ``readings`` those that the case takes itself."""

    id: str
    matter: str
    scope: str | None
    rule: Rule | None
    readings: Mapping[str, str]
    roll: tuple[Dwelling, ...]
    ballots: tuple[Ballot, ...]
    objections: tuple[Objection, ...]
    stances: tuple[Stance, ...]
    follow_majority_basis: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A case: the place, the day of the vote (None: not said), its decisions, and what the project touches.

    ``single``: it was written at the top level, and so is its result. ``facts`` is None where no
    project is described; a fact nobody stated is not in it.
    """

    file: str
    place: str
    on: date | None
    decisions: tuple[CaseDecision, ...]
    single: bool
    facts: Mapping[str, bool] | None


def read_case(file: str, content: bytes) -> tuple[Case, tuple[Fault, ...]]:
    """Read a case, and the warnings about keys that nobody uses.

    :raises InputRefused: naming file, key, what was found, what was expected
    """
    leaf = json_leaf(file, content, "decide")
    warnings: list[Fault] = []
    single = not leaf.has("decisions")
    _known(leaf, (*OUTER, *(DECISION if single else ("decisions",))), warnings)
    written = [leaf] if single else leaf.list("decisions")
    decisions = tuple(_decision(each, warnings, single=single) for each in written)
    for number, decision in enumerate(decisions):
        if decision.id in [each.id for each in decisions[:number]]:
            raise written[number].wrong("id", decision.id, Words("不重复的编号", "an id used once"))
    facts = _facts(leaf.at("project"), warnings) if leaf.has("project") else None
    on = _day(leaf) if leaf.has("on") else None
    return Case(file, leaf.text("place"), on, decisions, single, facts), tuple(warnings)


def _known(leaf: Leaf, known: tuple[str, ...], warnings: list[Fault]) -> None:
    warnings.extend(leaf.unknown(*known))


def _day(leaf: Leaf) -> date:
    try:
        return date.fromisoformat(leaf.text("on"))
    except ValueError as unreadable:
        raise leaf.wrong(
            "on", leaf.value["on"], Words("形如 2023-06-01 的日期", "a date such as 2023-06-01")
        ) from unreadable


def _facts(leaf: Leaf, warnings: list[Fault]) -> Mapping[str, bool]:
    _known(leaf, FACTS, warnings)
    return {fact: leaf.flag(fact) for fact in FACTS if leaf.has(fact)}


def _decision(leaf: Leaf, warnings: list[Fault], *, single: bool) -> CaseDecision:
    if not single:
        _known(leaf, DECISION, warnings)
    rule = _rule(leaf.at("rule"), warnings) if leaf.has("rule") else None
    matter = "custom" if rule and not leaf.has("matter") else leaf.one_of("matter", MATTERS)
    if matter == "custom" and rule is None:
        raise leaf.wrong("rule", None, Words("自定事项的规则", "the rule of a matter of one's own"))
    return CaseDecision(
        id=leaf.ident("id") if leaf.has("id") or not single else "1",
        matter=matter,
        scope=leaf.one_of("scope", SCOPES) if leaf.has("scope") else None,
        rule=rule,
        readings=_readings(leaf.at("readings"), warnings) if leaf.has("readings") else {},
        roll=tuple(_dwelling(each, warnings) for each in leaf.list("roll")),
        ballots=tuple(_ballot(each, warnings) for each in leaf.items("ballots")),
        objections=tuple(_objection(each, warnings) for each in leaf.items("objections")),
        stances=tuple(_stance(each, warnings) for each in leaf.items("stances")),
        follow_majority_basis=_text_or_none(leaf, "basis_for_follow_majority"),
    )


def _rule(leaf: Leaf, warnings: list[Fault]) -> Rule:
    _known(leaf, ("family", "participation", "consent", "strict"), warnings)
    family: Any = leaf.one_of("family", FAMILIES)
    participation = leaf.share("participation") if family == "A" else None
    if family != "A" and leaf.has("participation"):
        # The other families ask all owners; a quorum besides would be read by nobody.
        _known(replace(leaf, value={"participation": ""}), (), warnings)
    consent = leaf.share("consent") if family != "unanimity" or leaf.has("consent") else Fraction(1)
    rule = Rule(family, consent, participation, leaf.has("strict") and leaf.flag("strict"))
    try:
        rule.refuse_nonsense()
    except ProblemRefused as nonsense:
        raise leaf.wrong("", dict(leaf.value), Words(nonsense.say("zh"), nonsense.say("en"))) from nonsense
    return rule


def _readings(leaf: Leaf, warnings: list[Fault]) -> Mapping[str, str]:
    _known(leaf, tuple(READINGS), warnings)
    return {name: leaf.one_of(name, options) for name, options in READINGS.items() if leaf.has(name)}


def _dwelling(leaf: Leaf, warnings: list[Fault]) -> Dwelling:
    _known(leaf, ("dwelling", "area_m2", "owners", "unsold_developer"), warnings)
    written = leaf.value.get("area_m2")
    try:
        area = area_m2(written if not isinstance(written, bool) else "")
    except ValueError as wrong:
        raise leaf.wrong(
            "area_m2", written, Words("不小于 0 的平方米数", "square metres, 0 or more")
        ) from wrong
    owners = leaf.value.get("owners", 0)
    named = [] if owners is None else owners
    if not isinstance(named, list) or not all(isinstance(each, str | int) and each != "" for each in named):
        raise leaf.wrong(
            "owners", owners, Words("业主编号的列表，可以为空", "a list of owners' ids, which may be empty")
        )
    unsold = leaf.has("unsold_developer") and leaf.flag("unsold_developer")
    return Dwelling(leaf.ident("dwelling"), area, tuple(str(each) for each in named), unsold)


def _ballot(leaf: Leaf, warnings: list[Fault]) -> Ballot:
    _known(leaf, ("id", "dwelling", "by", "choice", "channel", "at", "replaces", "proxy_document"), warnings)
    choice: Any = leaf.one_of("choice", ("for", "against", "abstain"))
    channel: Any = "paper"
    if leaf.has("channel"):
        channel = leaf.one_of("channel", ("paper", "phone", "door", "proxy"))
    ballot = Ballot(
        leaf.ident("id"), leaf.ident("dwelling"), choice,
        by=leaf.ident("by") if leaf.has("by") else None,
        channel=channel,
        at=_text_or_none(leaf, "at"),
        replaces=leaf.ident("replaces") if leaf.has("replaces") else None,
        proxy_document=_text_or_none(leaf, "proxy_document"),
    )  # fmt: skip
    try:
        ballot.instant()
    except ValueError as unreadable:
        raise leaf.wrong(
            "at", ballot.at, Words("形如 2026-03-01T09:00 的时间", "a time such as 2026-03-01T09:00")
        ) from unreadable
    return ballot


def _objection(leaf: Leaf, warnings: list[Fault]) -> Objection:
    _known(leaf, ("id", "dwelling", "answered", "resolved"), warnings)
    return Objection(
        leaf.ident("id"),
        leaf.ident("dwelling") if leaf.has("dwelling") else None,
        answered=leaf.has("answered") and leaf.flag("answered"),
        resolved=leaf.has("resolved") and leaf.flag("resolved"),
    )


def _stance(leaf: Leaf, warnings: list[Fault]) -> Stance:
    _known(leaf, ("dwelling", "stance", "at"), warnings)
    stance: Any = leaf.one_of("stance", ("for", "against", "unsure"))
    return Stance(leaf.ident("dwelling"), stance)


def _text_or_none(leaf: Leaf, key: str) -> str | None:
    return leaf.text(key) if leaf.has(key) and leaf.value[key] != "" else None
