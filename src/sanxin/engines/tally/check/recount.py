"""A second count, dwelling by dwelling, from the words of the README."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sanxin.engines.tally.problem import CM2_PER_M2, Ballot, Dwelling, Problem

Answers = Mapping[str, str]
Figures = tuple[int, int, int]  # all, taking part, for
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One test: have and of, what is required, whether more than that is needed, and whether it is met."""

    name: str
    basis: str
    have: int
    of: int
    required: Fraction
    strict: bool

    @property
    def met(self) -> bool:
        """Compare as fractions."""
        if self.name == "objections":
            return self.have == 0
        if not self.of:
            return False
        share = Fraction(self.have, self.of)
        return share > self.required if self.strict else share >= self.required


def dwelling_answer(problem: Problem, dwelling: Dwelling) -> tuple[str, dict[str, str]]:
    """Walk through one dwelling's ballots: its answer, and why some of them do not count."""
    mine = sorted((each for each in problem.ballots if each.dwelling == dwelling.id), key=Ballot.instant)
    refused: dict[str, str] = {}
    slots: list[tuple[str | None, Ballot]] = []  # who speaks (None: for all), and the ballot that stands
    for ballot in mine:
        by_owner = ballot.channel != "proxy" and ballot.by is not None and ballot.by in dwelling.owners
        who = ballot.by if by_owner else None
        if not dwelling.owners and not dwelling.unsold_developer:
            refused[ballot.id] = "owner_unknown"
        elif ballot.channel == "proxy" and not ballot.proxy_document:
            refused[ballot.id] = "proxy_without_document"
        elif ballot.channel != "proxy" and ballot.by is not None and dwelling.owners and not by_owner:
            refused[ballot.id] = "not_an_owner"
        else:
            _take(slots, who, ballot, refused)
    if not slots:
        return "missing", refused
    first = slots[0][1].choice
    answer: str = first
    for _, other in slots[1:]:
        same = other.choice == first
        refused[other.id] = "already_answered" if same else "co_owner_disagrees"
        if not same and problem.readings.co_owners == "no_consent":
            answer = "split"
    return answer, refused


def _take(
    slots: list[tuple[str | None, Ballot]], who: str | None, ballot: Ballot, refused: dict[str, str]
) -> None:
    for place, (other, standing) in enumerate(slots):
        if standing.id == ballot.replaces and (who is None or other is None or who == other):
            slots[place] = (other, ballot)
            return
    if any(who is None or other is None or who == other for other, _ in slots):
        refused[ballot.id] = "second"
    else:
        slots.append((who, ballot))


def groups_of(problem: Problem) -> Groups:
    """Put dwellings of one head together, each group and all groups by id."""
    heads: list[tuple[set[str], list[str]]] = []
    if problem.readings.head == "linked":
        for dwelling in problem.roll:
            marks = _marks(problem, dwelling)
            same = [head for head in heads if head[0] & marks]
            heads = [head for head in heads if head not in same]
            joined = marks.union(*(head[0] for head in same))
            heads.append((joined, [dwelling.id, *(each for head in same for each in head[1])]))
        return tuple(sorted(tuple(sorted(members)) for _, members in heads))
    alike: dict[tuple[str, ...], list[str]] = {}
    for dwelling in problem.roll:
        alike.setdefault(tuple(sorted(_marks(problem, dwelling))), []).append(dwelling.id)
    return tuple(sorted(tuple(sorted(members)) for members in alike.values()))


def _marks(problem: Problem, dwelling: Dwelling) -> set[str]:
    """Give what a dwelling's head is known by."""
    if dwelling.unsold_developer:
        return {"unsold"}
    if problem.readings.head == "dwelling" or not dwelling.owners:
        return {f"dwelling {dwelling.id}"}
    return {f"owner {each}" for each in dwelling.owners}


def counted(problem: Problem, groups: Groups, answers: Answers) -> dict[str, str]:
    """Give as what every answer counts: void ballots as none, none as the majority, by the readings."""
    states = _voided(problem, groups, answers)
    if problem.readings.not_returned == "follow_majority":
        side = _side(problem, groups, states)
        followed = {each: side if answer == "missing" else answer for each, answer in answers.items()}
        states = _voided(problem, groups, followed)
    return states


def _voided(problem: Problem, groups: Groups, answers: Answers) -> dict[str, str]:
    states = dict(answers)
    for group in groups if problem.readings.split == "void" else ():
        said = {answers[each] for each in group} - {"missing"}
        if "split" in said or ("for" in said and len(said) > 1):
            states.update(dict.fromkeys(group, "missing"))
    return states


def _side(problem: Problem, groups: Groups, states: Answers) -> str:
    for side in ("for", "against"):
        as_for = {each: "for" if state == side else "no" for each, state in states.items()}
        as_for |= {each: "missing" for each, state in states.items() if state == "missing"}
        (_, heads, heads_for), (_, area, area_for) = figures(cm2_of(problem), groups, as_for)
        if heads_for * 2 > heads and area_for * 2 > area:
            return side
    return "missing"


def cm2_of(problem: Problem) -> dict[str, int]:
    """Give every dwelling's area in cm²."""
    return {each.id: int(each.area_m2 * CM2_PER_M2) for each in problem.roll}


def figures(cm2: Mapping[str, int], groups: Groups, states: Answers) -> tuple[Figures, Figures]:
    """Count the heads of some groups, and their area in cm²."""
    said = [{states[each] for each in group} - {"missing"} for group in groups]
    every = [each for group in groups for each in group]
    returned = [each for each in every if states[each] != "missing"]
    return (
        (len(groups), len([each for each in said if each]), len([each for each in said if each == {"for"}])),
        (
            sum(cm2[each] for each in every),
            sum(cm2[each] for each in returned),
            sum(cm2[each] for each in returned if states[each] == "for"),
        ),
    )


def asked_of(problem: Problem, heads: Figures, area: Figures) -> list[Asked]:
    """Write the tests of the rule."""
    rule = problem.rule
    tests: list[Asked] = []
    by_basis = (("area", area), ("heads", heads))
    if rule.family == "A" and rule.participation is not None:
        tests += [
            Asked("participation", basis, part, every, rule.participation, strict=False)
            for basis, (every, part, _) in by_basis
        ]
        tests += [
            Asked("consent", basis, yes, part, rule.consent, rule.strict)
            for basis, (_, part, yes) in by_basis
        ]
    else:
        tests += [
            Asked("consent", basis, yes, every, rule.consent, rule.strict)
            for basis, (every, _, yes) in by_basis
        ]
    if rule.family == "C":
        unresolved = [each for each in problem.objections if not each.resolved]
        tests.append(
            Asked("objections", "heads", len(unresolved), len(problem.objections), Fraction(0), strict=False)
        )
    return tests
