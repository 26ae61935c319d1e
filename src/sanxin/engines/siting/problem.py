"""The siting question: complete, in one frozen value that refuses nonsense and names the culprit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from math import dist, isfinite
from typing import Any, Self

from sanxin.engines import codec
from sanxin.engines.refusing import read_problem
from sanxin.engines.siting.limits import Limits, RemedyKind
from sanxin.engines.siting.prices import Works
from sanxin.engines.siting.things import (
    Body,
    BuriedLine,
    LaneStrip,
    Opening,
    OverheadLine,
    Patch,
    Scheme,
    Spot,
    Stairwell,
    Transformer,
    Zone,
)
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.foundation.shapes import Point, line, ring

FOOT_TOLERANCE_M = 0.001
SMALLEST_STEP_M = 0.1

FAULTY = Sentence(
    "siting.problem.faulty",
    zh="选址问题中 {layer} “{id}”有误：{what}",
    en="In the siting problem, {layer} “{id}” is wrong: {what}",
)


class ProblemRefused(Refusal):
    """A siting problem that cannot be judged."""


def refused(layer: str, ident: str, zh: str, en: str) -> ProblemRefused:
    """Make the refusal that names the culprit."""
    return ProblemRefused(FAULTY.because(layer=layer, id=ident, what=Words(zh, en)))


@dataclass(frozen=True, slots=True)
class Problem:
    """All that siting may know. Layers are kept sorted by id, so the order of a file never matters.

    Schemes keep their order: the catalogue names the preferred ones first.
    """

    schemes: tuple[Scheme, ...]
    limits: Limits
    remedies: tuple[RemedyKind, ...]
    stairwells: tuple[Stairwell, ...]
    bodies: tuple[Body, ...]
    boundary: tuple[Patch, ...] = ()
    lanes: tuple[Patch, ...] = ()
    lane_strips: tuple[LaneStrip, ...] = ()
    buried: tuple[BuriedLine, ...] = ()
    overhead: tuple[OverheadLine, ...] = ()
    poles: tuple[Spot, ...] = ()
    trees: tuple[Spot, ...] = ()
    greens: tuple[Patch, ...] = ()
    sheds: tuple[Patch, ...] = ()
    heritage_zones: tuple[Zone, ...] = ()
    openings: tuple[Opening, ...] = ()
    transformers: tuple[Transformer, ...] = ()
    works: Works | None = None

    def __post_init__(self) -> None:
        for layer in LAYERS:
            things = sorted(getattr(self, layer), key=_identity)
            object.__setattr__(self, layer, tuple(things))
        validate(self)

    def is_ordinary(self, remedy: str) -> bool:
        """Tell whether a remedy such as ``relocate:P12`` is of an ordinary kind."""
        kind = remedy.partition(":")[0]
        return any(each.kind == kind and each.ordinary for each in self.remedies)

    def to_json(self) -> dict[str, Any]:
        """Write the problem as a JSON object; ``from_json`` reads the same value back."""
        return codec.plain(self)  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, written: Any) -> Self:
        """Read a problem.

        :raises ProblemRefused: if a key is missing, unknown or of the wrong kind, naming its path
        """
        return read_problem(cls, written, "problem", refused)


LAYERS = tuple(
    field.name for field in fields(Problem) if field.name not in {"schemes", "limits", "remedies", "works"}
)


def validate(problem: Problem) -> None:
    """Refuse a problem with a doubled id, a bad shape, a bad number or a broken reference.

    :raises ProblemRefused: naming the layer and the id at fault
    """
    for layer in ("schemes", *LAYERS):
        _ids_differ(layer, [_identity(thing) for thing in getattr(problem, layer)])
    if all(scheme.special for scheme in problem.schemes):
        raise refused("schemes", "", "没有普通方案", "there is no ordinary scheme")
    for scheme in problem.schemes:
        _scheme(scheme)
    _shapes(problem)
    _numbers(problem)
    _references(problem)
    _coverage(problem)


def _identity(thing: Any) -> tuple[str, str]:
    # A window and a door may share an id: a site's ids are unique within one kind.
    return thing.id, getattr(thing, "kind", "")


def _ids_differ(layer: str, ids: list[tuple[str, str]]) -> None:
    seen: set[tuple[str, str]] = set()
    for ident in ids:
        if not ident[0] or ident in seen:
            raise refused(layer, ident[0], "编号为空或重复", "the id is empty or used twice")
        seen.add(ident)


def _scheme(scheme: Scheme) -> None:
    sizes = (scheme.width_m, scheme.depth_m, scheme.offset_step_m, scheme.power_kw)
    if not all(isfinite(size) and size > 0 for size in sizes):
        raise refused(
            "schemes", scheme.id, "尺寸、步长、功率须大于零", "sizes, step and power must be above zero"
        )
    if scheme.entry not in ("half_landing", "level"):
        raise refused("schemes", scheme.id, "入户方式不明", "its entry must be half_landing or level")
    reaches = (scheme.bridge_width_m, scheme.offset_reach_m, *scheme.standoffs_m)
    if not scheme.standoffs_m or not all(isfinite(reach) and reach >= 0 for reach in reaches):
        raise refused(
            "schemes", scheme.id, "退距须给出且不小于零", "stand-offs must be given, none below zero"
        )
    if not all(_in_steps(length) for length in (scheme.offset_step_m, *scheme.standoffs_m)):
        raise refused("schemes", scheme.id, "步长、退距须为 0.1 米的倍数", "steps and stand-offs go by 0.1 m")


def _in_steps(length_m: float) -> bool:
    return abs(length_m / SMALLEST_STEP_M - round(length_m / SMALLEST_STEP_M)) < 1e-9


def _shapes(problem: Problem) -> None:
    for layer in ("bodies", "boundary", "lanes", "greens", "sheds", "heritage_zones"):
        for thing in getattr(problem, layer):
            _same(layer, thing.id, thing.ring, ring)
    for layer in ("lane_strips", "buried", "overhead"):
        for thing in getattr(problem, layer):
            _same(layer, thing.id, thing.line, line)
    for layer in ("poles", "trees", "openings"):
        for thing in getattr(problem, layer):
            _finite(layer, thing.id, thing.at)


def _same(
    layer: str, ident: str, shape: tuple[Point, ...], make: Callable[[Iterable[Point]], tuple[Point, ...]]
) -> None:
    try:
        made = make(shape)
    except ValueError as fault:
        raise refused(layer, ident, f"图形不可用（{fault}）", str(fault)) from fault
    if made != shape:
        raise refused(layer, ident, "图形未规范", "its corners repeat or run clockwise")


def _finite(layer: str, ident: str, values: Iterable[float]) -> None:
    if not all(isfinite(value) for value in values):
        raise refused(layer, ident, "坐标或数值不是有限数", "a number in it is not finite")


def _numbers(problem: Problem) -> None:
    sizes: list[tuple[str, str, float]] = [
        *(("lane_strips", lane.id, lane.width_m) for lane in problem.lane_strips),
        *(("openings", opening.id, opening.width_m) for opening in problem.openings),
        *(("transformers", each.id, each.rated_kva) for each in problem.transformers),
    ]
    for layer, ident, size in sizes:
        if not (isfinite(size) and size > 0):
            raise refused(layer, ident, "数值须大于零", "its size must be above zero")
    least: list[tuple[str, str, float]] = [
        *(("transformers", each.id, each.peak_kva) for each in problem.transformers),
        *(("buried", each.id, each.diameter_mm or 0.0) for each in problem.buried),
        *(("overhead", each.id, each.voltage_kv) for each in problem.overhead),
    ]
    for layer, ident, value in least:
        if not (isfinite(value) and value >= 0):
            raise refused(layer, ident, "数值不得小于零", "its value must not be below zero")


def _references(problem: Problem) -> None:
    rings = {body.id: body.ring for body in problem.bodies if body.building == body.id}
    for stairwell in problem.stairwells:
        if stairwell.building not in rings:
            raise refused("stairwells", stairwell.id, "所属楼栋不存在", "its building is not there")
        _stands_at_wall(stairwell, rings[stairwell.building])
    known = {stairwell.id for stairwell in problem.stairwells}
    for transformer in problem.transformers:
        if strangers := sorted(set(transformer.serves) - known):
            raise refused(
                "transformers", transformer.id, f"所供门栋 {strangers[0]} 不存在", f"it serves {strangers[0]}"
            )


def _stands_at_wall(stairwell: Stairwell, corners: tuple[Point, ...]) -> None:
    edges = zip(corners, (*corners[1:], corners[0]), strict=True)
    if stairwell.wall not in edges:
        raise refused(
            "stairwells", stairwell.id, "外墙不是所属楼栋的边", "its wall is no side of its building"
        )
    start, end = stairwell.wall
    detour_m = dist(start, stairwell.foot) + dist(stairwell.foot, end) - dist(start, end)
    if not detour_m < FOOT_TOLERANCE_M:
        raise refused("stairwells", stairwell.id, "落点不在外墙上", "its foot is not on its wall")


def _coverage(problem: Problem) -> None:
    for buried in problem.buried:
        clearance = problem.limits.clearance(buried.utility)
        if clearance is None or clearance.least_m(buried.diameter_mm or 0.0) is None:
            raise refused(
                "buried", buried.id, f"{buried.utility} 没有净距规定", f"no clearance for {buried.utility}"
            )
    for overhead in problem.overhead:
        if problem.limits.overhead.least_m(overhead.voltage_kv) is None:
            raise refused(
                "overhead",
                overhead.id,
                f"{overhead.voltage_kv} 千伏没有规定",
                f"no rule for {overhead.voltage_kv} kV",
            )
    ratings = {body.fire_rating for body in problem.bodies}
    known = {rating for rating in ratings if problem.limits.separation_m(rating, rating) is not None}
    for body in problem.bodies:
        gaps = [problem.limits.separation_m(body.fire_rating, rating) for rating in known]
        if body.fire_rating not in known or None in gaps:
            raise refused(
                "bodies", body.id, "耐火等级没有规定", f"no rule for fire rating {body.fire_rating}"
            )
