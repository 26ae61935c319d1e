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
    the shaft: ``bridge_width_m`` along the façade, as deep as the stand-off.
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


@dataclass(frozen=True, slots=True)
class OverheadLine:
    """A line in the air."""

    id: str
    line: Line
    voltage_kv: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing of which only the middle is known: a pole, a tree. A protected tree stays."""

    id: str
    at: Point
    protected: bool = False


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
