"""One window's standard day out of an assessment: lit before, lit after, what is taken, when and by whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Interval = tuple[float, float]
SHORTEST_MIN = 0.05  # three seconds: below what anybody could see
ADDED = ("shaft", "bridge")


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of the standard, in minutes of true solar time.

    ``clock_less_solar_min`` is what to add to read Beijing time; None where the standard does not say enough.
    """

    start_min: float
    end_min: float
    clock_less_solar_min: float | None

    @property
    def shift_min(self) -> float:
        """Give what is added to the sun's time to show it: nothing where Beijing time is not known."""
        return self.clock_less_solar_min or 0.0


@dataclass(frozen=True, slots=True)
class Taken:
    """One stretch of light that is lost, and which of the added prisms hide the sun then."""

    start_min: float
    end_min: float
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WindowDay:
    """A window and its day; every time in minutes of true solar time, totals as the standard counts them."""

    id: str
    azimuth_deg: float | None
    at: tuple[float, float] | None
    stairwell: str | None
    dwelling: str | None
    habitable: bool
    assumed: bool
    before: tuple[Interval, ...]
    after: tuple[Interval, ...]
    before_min: float
    after_min: float
    taken: tuple[Taken, ...]
    shades: tuple[tuple[str, tuple[Interval, ...]], ...]
    flips: tuple[str, ...]

    @property
    def lost_min(self) -> float:
        """Give what the standard counts as lost."""
        return self.before_min - self.after_min


def hours_of(outcome: Mapping[str, Any]) -> Hours:
    """Read the hours of the standard and the clock out of an assessment that has sunlight."""
    standard, clock = outcome["sunlight"]["standard"], outcome["sunlight"]["clock"]
    return Hours(
        standard["start_min"], standard["end_min"], clock["beijing_less_solar_min"] if clock else None
    )


def days_of(outcome: Mapping[str, Any]) -> list[WindowDay]:
    """Give the day of every window of an assessment; none where it holds no sunlight (an older version)."""
    if not outcome.get("windows") or not outcome.get("sunlight"):
        return []
    posed = {one["id"]: one for one in outcome["sunlight"]["problem"]["windows"]}
    return [_day(one, posed.get(one["id"], {})) for one in outcome["windows"]]


def _day(window: Mapping[str, Any], posed: Mapping[str, Any]) -> WindowDay:
    before, after = _intervals(window["before"]), _intervals(window["after"])
    shades = tuple((one["prism"], _intervals(one["intervals"])) for one in window["shades"])
    added = [one for one in shades if one[0].partition(":")[0] in ADDED]
    return WindowDay(
        window["id"], posed.get("azimuth_deg"), tuple(posed["at"]) if posed else None, window["stairwell"],
        window["dwelling"], window["habitable"], window["assumed"], before, after, window["before_min"],
        window["after_min"], tuple(_taken(one, added) for one in less(before, after)), shades, tuple(window["flips"]),
    )  # fmt: skip


def _taken(lost: Interval, added: Sequence[tuple[str, tuple[Interval, ...]]]) -> Taken:
    by = (prism for prism, hidden in added if any(_overlap(lost, one) >= SHORTEST_MIN for one in hidden))
    return Taken(*lost, tuple(by))


def less(lit: Iterable[Interval], still: Sequence[Interval]) -> list[Interval]:
    """Give what of ``lit`` is not in ``still``; slivers below three seconds are left out."""
    left: list[Interval] = []
    for start, end in lit:
        at = start
        for low, high in sorted(still):
            if low < end and high > at:
                left.append((at, low))
                at = max(at, high)
        left.append((at, end))
    return [(start, end) for start, end in left if end - start >= SHORTEST_MIN]


def _overlap(one: Interval, other: Interval) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def _intervals(written: Iterable[Sequence[float]]) -> tuple[Interval, ...]:
    return tuple((float(start), float(end)) for start, end in written)
