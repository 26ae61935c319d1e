"""The solids a placement would stand as: its shaft, and its bridges as one body in the air."""

from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Placement
from sanxin.engines.siting.things import Scheme, Stairwell
from sanxin.engines.sunlight.problem import Prism
from sanxin.foundation.shapes import Ring, ring

SHAFT, BRIDGE = "shaft", "bridge"
DIGITS = 6


def solids_of(problem: Problem, stairwell: Stairwell, placement: Placement, name: str) -> tuple[Prism, ...]:
    """Give the prisms of a placement: ``shaft:name`` from the ground up, ``bridge:name`` from the first stop up."""
    scheme = scheme_of(problem, placement)
    solids = [_prism(f"{SHAFT}:{name}", placement.shaft, stairwell.base_m, scheme.top_m(stairwell))]
    if placement.bridge:
        solids.append(_prism(f"{BRIDGE}:{name}", placement.bridge, *scheme.bridge_span_m(stairwell)))
    return tuple(solids)


def scheme_of(problem: Problem, placement: Placement) -> Scheme:
    """Give the scheme a placement is of."""
    return next(scheme for scheme in problem.schemes if scheme.id == placement.scheme)


def height_m(problem: Problem, stairwell: Stairwell, placement: Placement) -> float:
    """Give a shaft's height above its foot, to the millimetre."""
    return round(scheme_of(problem, placement).top_m(stairwell) - stairwell.base_m, 3)


def owner_of(prism: str) -> str:
    """Give whose prism it is: ``shaft:12`` for the shaft and the bridges of stairwell 12."""
    kind, _, name = prism.partition(":")
    return f"{SHAFT}:{name}" if kind == BRIDGE else prism


def _prism(ident: str, outline: Ring, base_m: float, top_m: float) -> Prism:
    corners = ring((round(x, DIGITS) + 0.0, round(y, DIGITS) + 0.0) for x, y in outline)
    return Prism(ident, corners, round(base_m, DIGITS), round(top_m, DIGITS))
