"""The figures a site is judged by, each with the place where it stands written."""

from dataclasses import dataclass

from sanxin.foundation.citation import Citation


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and its source."""

    value: float
    citation: Citation


@dataclass(frozen=True, slots=True)
class Band:
    """A least distance for sizes up to a bound: inclusive or not; no bound means all larger sizes."""

    up_to: float | None
    inclusive: bool
    least_m: float

    def covers(self, size: float) -> bool:
        """Tell whether a size falls at or below this band's bound."""
        if self.up_to is None:
            return True
        return size <= self.up_to if self.inclusive else size < self.up_to


@dataclass(frozen=True, slots=True)
class Clearance:
    """Least distances to one kind of line, by size (diameter in mm, or voltage in kV), ascending."""

    kind: str
    bands: tuple[Band, ...]
    citation: Citation

    def least_m(self, size: float) -> float | None:
        """Give the least distance for a size, or None where no band reaches it."""
        return next((band.least_m for band in self.bands if band.covers(size)), None)

    @property
    def greatest_m(self) -> float:
        """Give the greatest distance any size may ask for."""
        return max(band.least_m for band in self.bands)


@dataclass(frozen=True, slots=True)
class Separation:
    """The fire separation between two buildings of these ratings (1 to 4, the smaller first)."""

    ratings: tuple[int, int]
    least_m: float


@dataclass(frozen=True, slots=True)
class Grounded:
    """A rule without a figure of its own, and where it stands written."""

    rule: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class RemedyKind:
    """A kind of remedy, and whether it is ordinary work or an extraordinary decision."""

    kind: str
    ordinary: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """Everything a placement is held against.

    ``load_ratio`` is the agreed part of a transformer's rating, ``power_factor`` turns kW into kVA.
    ``tolerance`` (m, m² and kVA alike) is how much of a shortfall is drawing noise;
    ``facade_reach_m`` how far from a wall an opening may be drawn and still belong to it.
    """

    clearances: tuple[Clearance, ...]
    overhead: Clearance
    separations: tuple[Separation, ...]
    separation_citation: Citation
    lane_clear_m: Figure
    door_passage_m: Figure
    load_ratio: Figure
    power_factor: Figure
    grounded: tuple[Grounded, ...]
    tolerance: float
    facade_reach_m: float

    def clearance(self, kind: str) -> Clearance | None:
        """Find the clearance for one kind of line."""
        return next((each for each in self.clearances if each.kind == kind), None)

    def separation_m(self, one: int, other: int) -> float | None:
        """Find the separation for two ratings, in either order."""
        pair = (min(one, other), max(one, other))
        return next((each.least_m for each in self.separations if each.ratings == pair), None)

    def citation_of(self, rule: str) -> Citation | None:
        """Find where a rule without a figure stands written."""
        return next((each.citation for each in self.grounded if each.rule == rule), None)
