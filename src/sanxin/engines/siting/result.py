"""The siting answer: every candidate with its conflicts, a class for each stairwell, and why."""

from dataclasses import dataclass
from typing import Literal

from sanxin.foundation.shapes import Ring

Suitability = Literal["suitable", "difficult", "unsuitable"]
Unit = Literal["m", "m2", "kVA"]


@dataclass(frozen=True, slots=True)
class Placement:
    """A scheme put at a stairwell: so far along the façade and so far off it, and what it covers."""

    id: str
    scheme: str
    offset_m: float
    standoff_m: float
    shaft: Ring
    bridge: Ring | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing in the way of a placement.

    ``measured`` and ``required`` are in ``unit``; ``required`` is None where no figure exists and
    the conflict is standing on the thing. ``remedies`` name what would remove it, if anything does.
    """

    rule: str
    object: str
    measured: float
    required: float | None
    unit: Unit
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A placement and everything in its way, by rule and object."""

    placement: Placement
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A stairwell's class. ``chosen`` is the candidate that speaks for it, ``reasons`` its conflicts.

    The reasons of an unsuitable stairwell also name the special schemes that would help.
    """

    stairwell: str
    building: str
    suitability: Suitability
    candidates: tuple[Candidate, ...]
    chosen: Candidate
    reasons: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class AlreadyServed:
    """A stairwell that has its lift, and so is not judged."""

    stairwell: str
    building: str


@dataclass(frozen=True, slots=True)
class Sited:
    """The answer for every stairwell, by id."""

    stairwells: tuple[Judged | AlreadyServed, ...]
