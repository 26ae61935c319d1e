"""Survey: what is known of a compound, and how well. Everything after it walks on this value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sanxin.foundation.shapes import Line, Point, Ring

Geometry = Point | Line | Ring
Form = Literal["point", "line", "ring"]
SurveyStanding = Literal["complete", "none"]

# Layers whose absence from the file may mean "nobody looked"; the rest carry the compound itself.
SURVEYED_LAYERS = (
    "boundary", "pipe", "pole", "overhead_line", "fire_lane", "tree", "green", "shed", "transformer",
    "heritage_zone", "window", "door",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the site. Geometry in local metres; properties complete, defaults filled in."""

    kind: str
    id: str
    form: Form
    geometry: Geometry
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LayerSurvey:
    """How well one layer is known: surveyed completely, or by nobody; when and from what source."""

    standing: SurveyStanding
    on: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class DwellingRow:
    """One dwelling as a list names it. What nobody knows is empty, and stays."""

    stairwell: str
    room: str
    floor: int | None = None
    area_m2: Decimal | None = None
    area_source: str = ""
    use: str = "home"
    sold: bool = True
    owners: tuple[str, ...] = ()
    owner_id: tuple[str, ...] = ()
    occupier: str = ""
    phone: str = ""
    elder: int = 0
    # The columns this list left empty: what is known of them stays as it is.
    blank: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def reached(self) -> bool:
        """Tell whether there is anybody to ask: a name and a number."""
        return bool(self.owners or self.occupier) and bool(self.phone)


@dataclass(frozen=True, slots=True)
class Site:
    """A compound as surveyed: x to the east and y to true north, in metres from its origin."""

    name: str
    place: str
    latitude_deg: float
    longitude_deg: float
    built_year: int | None
    tenure: str
    features: tuple[Feature, ...]
    survey: Mapping[str, LayerSurvey]
    dwellings: tuple[DwellingRow, ...] = ()

    def of_kind(self, kind: str) -> tuple[Feature, ...]:
        """Give the features of one kind, in the file's order."""
        return tuple(feature for feature in self.features if feature.kind == kind)

    def standing_of(self, layer: str) -> SurveyStanding:
        """Tell whether a layer is known. A layer nobody named counts as surveyed if it has features."""
        if layer in self.survey:
            return self.survey[layer].standing
        return "complete" if self.of_kind(layer) else "none"

    def unverified_layers(self) -> tuple[str, ...]:
        """List the layers nobody surveyed: unknown, not absent."""
        return tuple(layer for layer in SURVEYED_LAYERS if self.standing_of(layer) == "none")
