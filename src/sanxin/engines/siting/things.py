"""What stands on the ground a lift is sited on, and the schemes to choose from. Metres, plane, local."""

from dataclasses import dataclass
from typing import Literal

from sanxin.foundation.shapes import Line, Point, Ring

Entry = Literal["half_landing", "level"]
OpeningKind = Literal["window", "door"]
UTILITIES = (
    "water", "sewer", "storm", "gas_low", "gas_medium_b", "gas_medium_a", "gas_sub_high_b",
    "gas_sub_high_a", "heat", "power_cable", "telecom", "telecom_duct", "reclaimed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scheme:
    """One kind of lift in the catalogue: its outline, how far it may move, and what it draws.

    ``width_m`` runs along the façade, ``depth_m`` away from it. The bridge joins the stairwell to
    the shaft: ``bridge_width_m`` along the façade, as deep as the stand-off. ``overhead_m`` is from the
    top stop to the top of the shaft; ``price_yuan`` what planning reckons for a lift with shaft and bridges.
    """

    id: str
    entry: Entry
    zh: str
    en: str
    width_m: float
    depth_m: float
    bridge_width_m: float
    offset_reach_m: float
    offset_step_m: float
    standoffs_m: tuple[float, ...]
    power_kw: float
    special: bool = False
    price_yuan: int = 0
    overhead_m: float = 0.0

    def last_stop_m(self, stairwell: "Stairwell") -> float:
        """Give the height of the top stop above the site's zero: the top floor, or the landing half a flight below."""
        floors = stairwell.storeys - (1.5 if self.entry == "half_landing" else 1.0)
        return stairwell.base_m + max(floors, 0.0) * stairwell.storey_m

    def top_m(self, stairwell: "Stairwell") -> float:
        """Give the height of the shaft's top above the site's zero."""
        return self.last_stop_m(stairwell) + self.overhead_m

    def bridge_span_m(self, stairwell: "Stairwell") -> tuple[float, float]:
        """Give the underside of the lowest bridge and the top of the highest, one storey high, above zero."""
        first = 0.5 if self.entry == "half_landing" else 1.0
        low = stairwell.base_m + first * stairwell.storey_m
        return low, max(self.last_stop_m(stairwell), low) + stairwell.storey_m


@dataclass(frozen=True, slots=True)
class Stairwell:
    """One stairwell: its foot on the wall where the lift would stand, and that wall's two ends.

    The wall runs as its building's ring does, counter-clockwise: the open air is on its right.
    """

    id: str
    building: str
    foot: Point
    wall: tuple[Point, Point]
    has_lift: bool = False
    heritage: bool = False
    storeys: int = 0
    storey_m: float = 0.0
    base_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Body:
    """A building, or a mass that belongs to one (``building``) or to none (None)."""

    id: str
    ring: Ring
    building: str | None
    fire_rating: int = 2


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of ground with an outline: land within the boundary, a lane, a lawn, a shed."""

    id: str
    ring: Ring


@dataclass(frozen=True, slots=True)
class Zone:
    """A heritage zone, and whether an approval to build in it is at hand."""

    id: str
    ring: Ring
    approved: bool = False


@dataclass(frozen=True, slots=True)
class LaneStrip:
    """A fire lane drawn as its centre line with a width."""

    id: str
    line: Line
    width_m: float


@dataclass(frozen=True, slots=True)
class BuriedLine:
    """A line in the ground; without a known diameter it counts as thin."""

    id: str
    utility: str
    line: Line
    diameter_mm: float | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class OverheadLine:
    """A line in the air."""

    id: str
    line: Line
    voltage_kv: float
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing of which only the middle is known: a pole with those who hang on it, a tree. A protected tree stays."""

    id: str
    at: Point
    protected: bool = False
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """A window or door in a wall; ``at`` is its middle."""

    id: str
    kind: OpeningKind
    building: str
    at: Point
    width_m: float
    habitable: bool = True


@dataclass(frozen=True, slots=True)
class Transformer:
    """A transformer and the stairwells on it."""

    id: str
    rated_kva: float
    peak_kva: float
    serves: tuple[str, ...]
