"""Dwellings → heads: who counts as one person, and how that person voted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sanxin.engines.tally.problem import Dwelling, Problem
from sanxin.engines.tally.result import State

DEVELOPER = ("developer",)
NOTHING: tuple[State, ...] = ("missing",)


@dataclass(frozen=True, slots=True)
class Head:
    """One head: its dwellings by id and what each answered; ``void`` if voting both ways counts as nothing."""

    dwellings: tuple[Dwelling, ...]
    answers: tuple[State, ...]
    void: bool

    @property
    def states(self) -> tuple[State, ...]:
        """Give as what each answer counts."""
        said = {*self.answers} - {"missing"}
        if self.void and said != {"for"} and not said.isdisjoint({"for", "split"}):
            return NOTHING * len(self.answers)
        return self.answers

    def moved(self, to_state: State) -> "Head":
        """Give the head with every answer turned: all that are not for to for, or all that are for away."""
        return replace(
            self,
            answers=tuple(
                to_state if (answer == "for") != (to_state == "for") else answer for answer in self.answers
            ),
        )

    @property
    def id(self) -> str:
        """Give the smallest id among its dwellings, by which it goes."""
        return self.dwellings[0].id

    @property
    def can_answer(self) -> bool:
        """Tell whether it could answer otherwise at all: a dwelling nobody is known to own cannot."""
        return any(dwelling.can_answer for dwelling in self.dwellings)

    @property
    def area_cm2(self) -> int:
        """Add up the area of all its dwellings."""
        return sum(dwelling.cm2 for dwelling in self.dwellings)

    @property
    def takes_part(self) -> bool:
        """Tell whether any of its dwellings counts as returned."""
        return any(state != "missing" for state in self.states)

    @property
    def consents(self) -> bool:
        """Tell whether it counts as one head for: it said nothing but yes."""
        return {*self.states} - {"missing"} == {"for"}

    def cm2(self, state: State) -> int:
        """Add up the area of the dwellings that count as one state."""
        pairs = zip(self.dwellings, self.states, strict=True)
        return sum(dwelling.cm2 for dwelling, counted in pairs if counted == state)


def heads_of(problem: Problem, answers: Mapping[str, State]) -> tuple[Head, ...]:
    """Group the roll into heads by the reading of the problem; by id."""
    groups: dict[object, list[Dwelling]] = {}
    linked = _linked(problem.roll) if problem.readings.head == "linked" else {}
    for dwelling in problem.roll:
        groups.setdefault(_key(problem, dwelling, linked), []).append(dwelling)
    void = problem.readings.split == "void"
    return tuple(
        Head(tuple(group), tuple(answers[each.id] for each in group), void) for group in groups.values()
    )


def _key(problem: Problem, dwelling: Dwelling, linked: Mapping[str, str]) -> object:
    if dwelling.unsold_developer:
        return DEVELOPER
    if problem.readings.head == "dwelling" or not dwelling.owners:
        return (dwelling.id,)
    if problem.readings.head == "linked":
        return linked[dwelling.owners[0]]
    return frozenset(dwelling.owners)


def _linked(roll: Iterable[Dwelling]) -> dict[str, str]:
    """Name for each owner the one that speaks for everybody linked to her by a common dwelling."""
    speaker: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for dwelling in (each for each in roll if not each.unsold_developer):
        for owner in dwelling.owners:
            members.setdefault(speaker.setdefault(owner, owner), [owner])
        for owner in dwelling.owners[1:]:
            one, other = speaker[dwelling.owners[0]], speaker[owner]
            if one != other:
                for moved in members.pop(other):
                    speaker[moved] = one
                    members[one].append(moved)
    return speaker
