"""The sunlight answer: for every window when it is lit, how that counts, and who takes the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Interval = tuple[float, float]
Change = Literal["declination", "height"]


@dataclass(frozen=True, slots=True)
class Shade:
    """One prism before one window: the intervals in which it hides the sun, in minutes of true solar time.

    ``taken_min`` is the prism's part of the minutes taken: a minute that k prisms hide is a k-th each.
    """

    prism: str
    intervals: tuple[Interval, ...]
    taken_min: float


@dataclass(frozen=True, slots=True)
class WindowLight:
    """One window's day, in minutes of true solar time.

    ``available``: the sun is up, before the façade, within the hours that count. ``lit``: nothing
    hides it either, every spell however short. ``total_min``, ``longest_min`` and ``spells`` leave out
    the spells shorter than the standard's minimum; ``all_min`` and ``all_longest_min`` do not. The
    shades' parts add up to what is available less ``all_min``. ``offset_m`` is how far the 1.8 m of a
    wider window lie from its middle, to the left seen from outside. ``range_min`` bounds what the rule
    measures here and with the declination ±0.05° or the sill ±0.1 m; ``meets`` compares it with what
    the standard asks for (None if it asks for nothing), ``flips`` names what would turn that round.
    """

    id: str
    available: tuple[Interval, ...]
    lit: tuple[Interval, ...]
    total_min: float
    longest_min: float
    spells: int
    all_min: float
    all_longest_min: float
    shades: tuple[Shade, ...]
    offset_m: float
    range_min: Interval
    meets: bool | None
    flips: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Sunlit:
    """The answer for every window, by id."""

    windows: tuple[WindowLight, ...]


@dataclass(frozen=True, slots=True)
class LossTable:
    """What each candidate, built alone, would take: candidate → window → tenths of a minute.

    Tenths of the counted total (``total_min``), to the nearest; windows that lose less than half a tenth
    are not named, candidates that take nothing have an empty row.
    """

    by_candidate: Mapping[str, Mapping[str, int]]
