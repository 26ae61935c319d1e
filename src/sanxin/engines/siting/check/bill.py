"""What the chosen stands cost, reckoned again from geometry and prices, in plain Python."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot

from sanxin.engines.siting.check import plane
from sanxin.engines.siting.check.rules import Found
from sanxin.engines.siting.check.stand import Stand
from sanxin.engines.siting.prices import Works
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.things import BuriedLine, OverheadLine
from sanxin.foundation.shapes import Point

HALVINGS = 60
Needs = Mapping[
    str, Sequence[tuple[Stand, Found]]
]  # by stairwell: what the stand there asks this measure for
Stretch = tuple[float, float]


def bill(problem: Problem, works: Works, measure: str, needs: Needs) -> dict[str, int]:
    """Reckon what each stairwell bears of a measure: what is its own, and an equal part of what it shares."""
    kind, _, ident = measure.partition(":")
    if kind == "release_green":
        return {
            who: sum(round(works.green_yuan_m2 * round(found.measured, 3)) for _, found in asked)
            for who, asked in needs.items()
        }
    if kind == "relocate":
        return _line_bill(problem, works, ident, needs)
    return equal_parts(_whole(problem, works, kind, ident), list(needs))


def equal_parts(yuan: int, users: Sequence[str]) -> dict[str, int]:
    """Split whole yuan into parts that differ by one at most, the larger ones for the first ids."""
    count = len(users)
    return {user: (yuan + count - 1 - place) // count for place, user in enumerate(sorted(users))}


def _whole(problem: Problem, works: Works, kind: str, ident: str) -> int:
    if kind == "move_pole":
        hanging = [len(pole.owners) for pole in problem.poles if pole.id == ident]
        return works.pole_yuan + works.pole_owner_yuan * hanging[0]
    if kind == "remove_shed":
        areas = [plane.ring_area_m2(shed.ring) for shed in problem.sheds if shed.id == ident]
        return round(works.shed_yuan_m2 * areas[0])
    return works.tree_yuan if kind == "move_tree" else works.approval_yuan


def _line_bill(problem: Problem, works: Works, ident: str, needs: Needs) -> dict[str, int]:
    buried: list[BuriedLine | OverheadLine] = [each for each in problem.buried if each.id == ident]
    line = (buried or [each for each in problem.overhead if each.id == ident])[0]
    kind = line.utility if isinstance(line, BuriedLine) else "overhead"
    mine = {
        who: [piece for stand, found in asked for piece in _stretches(line, works, stand, found)]
        for who, asked in needs.items()
    }
    ends = sorted({end for pieces in mine.values() for piece in pieces for end in piece})
    by_users: dict[tuple[str, ...], int] = {}
    for low, high in pairwise(ends):
        users = tuple(
            sorted(who for who, pieces in mine.items() if any(a <= low and high <= b for a, b in pieces))
        )
        price = works.line_yuan(kind, high) - works.line_yuan(kind, low)
        by_users[users] = by_users.get(users, 0) + price
    borne = dict.fromkeys(needs, 0)
    for users, yuan in by_users.items():
        for who, part in equal_parts(yuan, users).items() if users else ():
            borne[who] += part
    return borne


def _stretches(
    line: BuriedLine | OverheadLine, works: Works, stand: Stand, found: Found
) -> Iterator[Stretch]:
    reach_m = (found.required or 0.0) + (
        (line.diameter_mm or 0.0) / 2000 if isinstance(line, BuriedLine) else 0.0
    )
    parts = (stand.shaft,) if isinstance(line, BuriedLine) else stand.parts
    edges = plane.edges_of(line.line, closed=False)
    lengths = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in edges]
    spans = []
    for place, (start, end) in enumerate(edges):
        for part in parts:
            near = _near(start, end, lengths[place], part, reach_m)
            if near:
                spans.append((sum(lengths[:place]) + near[0], sum(lengths[:place]) + near[1]))
    merged: list[list[float]] = []
    for begin, far in sorted(spans):
        low, high = max(begin - works.line_end_m, 0.0), min(far + works.line_end_m, sum(lengths))
        if merged and low <= merged[-1][1]:
            merged[-1][1] = max(high, merged[-1][1])
        else:
            merged.append([low, high])
    yield from ((round(low, 3), round(high, 3)) for low, high in merged)


def _near(start: Point, end: Point, length: float, part: tuple[Point, ...], reach_m: float) -> Stretch | None:
    """Bisect for where a straight stretch comes within reach: the distance to a convex ring is convex along it."""

    def gap(at: float) -> float:
        share = at / length
        point = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
        return plane.point_gap_m(point, part)

    low, high = 0.0, length
    for _ in range(2 * HALVINGS):
        one, two = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, two) if gap(one) <= gap(two) else (one, high)
    nearest = (low + high) / 2
    if gap(nearest) > reach_m:
        return None
    return _edge(gap, 0.0, nearest, reach_m), _edge(gap, length, nearest, reach_m)


def _edge(gap, outside: float, inside: float, reach_m: float) -> float:  # type: ignore[no-untyped-def]
    if gap(outside) <= reach_m:
        return outside
    for _ in range(HALVINGS):
        middle = (outside + inside) / 2
        outside, inside = (outside, middle) if gap(middle) <= reach_m else (middle, inside)
    return inside
