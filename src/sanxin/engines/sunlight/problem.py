"""The sunlight question: complete, in one frozen value that refuses nonsense and names the culprit."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal, Self

from sanxin.engines import codec
from sanxin.engines.refusing import read_problem, refuse_doubled
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.foundation.shapes import Point, Ring, ring

LATITUDES_DEG = (18.0, 54.0)
STEEPEST_DECLINATION_DEG = 23.5
MINUTES_A_DAY = 1440.0

FAULTY = Sentence(
    "sunlight.problem.faulty",
    zh="日照问题中 {layer} “{id}”有误：{what}",
    en="In the sunlight problem, {layer} “{id}” is wrong: {what}",
)


class ProblemRefused(Refusal):
    """A sunlight problem that cannot be reckoned."""


def refused(layer: str, ident: str, zh: str, en: str) -> ProblemRefused:
    """Make the refusal that names the culprit."""
    return ProblemRefused(FAULTY.because(layer=layer, id=ident, what=Words(zh, en)))


@dataclass(frozen=True, slots=True)
class Effective:
    """The hours that count for façades that look between two azimuths, in whole degrees, both included."""

    from_deg: float
    to_deg: float
    start_min: float
    end_min: float


@dataclass(frozen=True, slots=True)
class Standard:
    """The day, the hours and the way of counting. Minutes of true solar time; 720 is noon.

    ``declination_deg`` holds all day. Spells shorter than ``min_spell_min`` do not count. With
    ``full_window`` both ends of the sill must be lit; of a window wider than 1.8 m, either the best
    1.8 m or the middle 1.8 m (``wide_window``). Sun within ``sweep_deg`` of the façade's plane, seen
    in plan, does not count. ``effective`` narrows the hours by azimuth; a façade it does not name has
    none. ``least_min`` is what the rule asks for, of the total or of the longest spell; None if the
    standard only counts. ``year`` is the year the declination was taken from.
    """

    name: str
    declination_deg: float
    start_min: float
    end_min: float
    min_spell_min: float
    full_window: bool
    day: str
    year: int | None = None
    wide_window: Literal["best", "centred"] = "best"
    sweep_deg: float = 0.0
    effective: tuple[Effective, ...] = ()
    least_min: float | None = None
    least_of: Literal["total", "longest"] = "total"


@dataclass(frozen=True, slots=True)
class Prism:
    """A solid with an upright outline: buildings, wings, overhangs, shafts. Metres."""

    id: str
    ring: Ring
    base_m: float
    top_m: float


@dataclass(frozen=True, slots=True)
class Window:
    """A window: the middle of its sill on the outer wall face, and the way it looks.

    ``azimuth_deg`` is the outward normal, clockwise from true north; ``sill_m`` is the sill's height
    above the same zero as the prisms.
    """

    id: str
    at: Point
    sill_m: float
    azimuth_deg: float
    width_m: float = 1.5


@dataclass(frozen=True, slots=True)
class Problem:
    """All that sunlight may know. Prisms and windows are kept sorted by id: a file's order never matters."""

    latitude_deg: float
    standard: Standard
    prisms: tuple[Prism, ...]
    windows: tuple[Window, ...]

    def __post_init__(self) -> None:
        for layer in ("prisms", "windows"):
            object.__setattr__(self, layer, tuple(sorted(getattr(self, layer), key=_identity)))
        validate(self)

    def to_json(self) -> dict[str, Any]:
        """Write the problem as a JSON object; ``from_json`` reads the same value back."""
        return codec.plain(self)  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, written: Any) -> Self:
        """Read a problem.

        :raises ProblemRefused: if a key is missing, unknown or of the wrong kind, naming its path
        """
        return read_problem(cls, written, "problem", refused)


def validate(problem: Problem) -> None:
    """Refuse a problem with a doubled id, a bad shape, a number out of range or impossible hours.

    :raises ProblemRefused: naming the layer and the id at fault
    """
    south, north = LATITUDES_DEG
    if not south <= problem.latitude_deg <= north:
        raise refused(
            "latitude_deg",
            str(problem.latitude_deg),
            f"应在北纬 {south:g} 到 {north:g} 度之间",
            f"expected {south:g} to {north:g} degrees north",
        )
    _standard(problem.standard)
    refuse_doubled("prisms", [prism.id for prism in problem.prisms], refused)
    refuse_doubled("windows", [window.id for window in problem.windows], refused)
    for prism in problem.prisms:
        _prism(prism)
    for window in problem.windows:
        _window(window)


def _identity(thing: Prism | Window) -> str:
    return thing.id


def _standard(standard: Standard) -> None:
    least_min = 0.0 if standard.least_min is None else standard.least_min
    numbers = (standard.min_spell_min, standard.sweep_deg, least_min)
    if not all(isfinite(number) and number >= 0 for number in numbers) or standard.sweep_deg >= 90:
        raise refused("standard", standard.name, "时长、夹角有误", "a length or an angle is out of range")
    if not abs(standard.declination_deg) <= STEEPEST_DECLINATION_DEG:
        raise refused(
            "standard", standard.name, "赤纬超出 ±23.5 度", "its declination is beyond ±23.5 degrees"
        )
    spans = ((each.start_min, each.end_min) for each in standard.effective)
    for start_min, end_min in ((standard.start_min, standard.end_min), *spans):
        if not 0 <= start_min < end_min <= MINUTES_A_DAY:
            raise refused("standard", standard.name, "时段有误", "its hours do not fit a day")
    for span in standard.effective:
        if not 0 <= span.from_deg <= span.to_deg <= 360:
            raise refused("standard", standard.name, "朝向范围有误", "its azimuths are out of range")


def _prism(prism: Prism) -> None:
    _finite("prisms", prism.id, (prism.base_m, prism.top_m))
    if prism.top_m <= prism.base_m:
        raise refused("prisms", prism.id, "顶不高于底", "its top is not above its base")
    try:
        made = ring(prism.ring)
    except ValueError as fault:
        raise refused("prisms", prism.id, f"图形不可用（{fault}）", str(fault)) from fault
    if made != prism.ring:
        raise refused("prisms", prism.id, "图形未规范", "its corners repeat or run clockwise")


def _window(window: Window) -> None:
    _finite("windows", window.id, (*window.at, window.sill_m, window.azimuth_deg, window.width_m))
    if window.width_m < 0.01:
        raise refused("windows", window.id, "宽度不足 1 厘米", "it is narrower than a centimetre")


def _finite(layer: str, ident: str, values: Iterable[float]) -> None:
    if not all(map(isfinite, values)):
        raise refused(layer, ident, "坐标或数值不是有限数", "a number in it is not finite")
