"""Who has been reached, what a stairwell wants, and where to go next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Stance = Literal["for", "against", "conditional", "not_reached"]
Outcome = Literal["delivered", "absent", "refused"]
STANCES: tuple[Stance, ...] = ("for", "conditional", "against", "not_reached")
OUTCOMES: tuple[Outcome, ...] = ("delivered", "absent", "refused")
HARD = ("difficult", "unsuitable")


@dataclass(frozen=True, slots=True)
class StairwellWill:
    """A stairwell: its class by the latest assessment ("" if none), and how many dwellings take which stance.

    The counts add up to its dwellings: whoever said nothing is not reached. ``cost_yuan`` is the plan's.
    """

    code: str
    suitability: str
    counts: dict[Stance, int]
    cost_yuan: int | None = None

    @property
    def dwellings(self) -> int:
        """Count the dwellings."""
        return sum(self.counts.values())

    @property
    def willingness(self) -> Fraction:
        """Give the share of all dwellings that are in favour; those not reached count as not in favour."""
        return Fraction(self.counts["for"], self.dwellings) if self.dwellings else Fraction(0)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Willingness against feasibility: the stairwells of each class, those that want it strongly apart (R012)."""

    threshold: Fraction
    cells: dict[tuple[str, bool], tuple[StairwellWill, ...]]

    def hard_but_wanted(self) -> tuple[StairwellWill, ...]:
        """Give the stairwells classed difficult or unsuitable whose willingness reaches the threshold."""
        return tuple(one for suitability in HARD for one in self.cells.get((suitability, True), ()))


def matrix(stairwells: Iterable[StairwellWill], threshold: Fraction) -> Matrix:
    """Sort stairwells by class and by whether their willingness reaches the threshold."""
    cells: dict[tuple[str, bool], tuple[StairwellWill, ...]] = {}
    for one in stairwells:
        key = one.suitability, one.willingness >= threshold
        cells[key] = (*cells.get(key, ()), one)
    return Matrix(threshold, cells)


def next_up(stairwells: Iterable[StairwellWill]) -> list[StairwellWill]:
    """Order the stairwells without a lift by where to go next: most wanted, then easiest, then cheapest, then by code."""
    ease = {"suitable": 0, "difficult": 1, "unsuitable": 2}
    waiting = [one for one in stairwells if one.suitability in ease]
    return sorted(
        waiting,
        key=lambda one: (
            -one.willingness,
            ease[one.suitability],
            one.cost_yuan or 0,
            len(one.code),
            one.code,
        ),
    )


def is_reached(outcomes: Sequence[Outcome], attempts: int) -> bool:
    """Tell whether a dwelling had a delivered visit, or as many recorded attempts as count for one (R020)."""
    return "delivered" in outcomes or len(outcomes) >= attempts
