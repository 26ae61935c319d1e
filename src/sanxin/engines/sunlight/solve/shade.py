"""When each prism hides the sun from each eye: closed intervals of u = tan(ω/2)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanxin.engines.sunlight.solve.eyes import Eyes
from sanxin.engines.sunlight.solve.solids import Solids
from sanxin.engines.sunlight.solve.sun import Floats, Sun, quadratic, roots

Index = NDArray[np.int64]
TILE_M = (120.0, 40.0)
EYES_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class Bars:
    """Intervals of u: who looks, who is in the way (−1: the façade, the horizon, the hours), from, to."""

    eye: Index
    prism: Index
    low: Floats
    high: Floats


def shade(eyes: Eyes, solids: Solids, sun: Sun) -> Bars:
    """Find every interval in which a prism hides the sun from an eye."""
    reach = np.array(sun.reach())
    found = [bars for near in _tiles(eyes.place) for bars in _of_tile(eyes.place, near, solids, sun, reach)]
    return joined(found)


def joined(bars: list[Bars]) -> Bars:
    """Lay lists of bars end to end."""
    none = Bars(np.empty(0, int), np.empty(0, int), np.empty(0), np.empty(0))
    parts = [none, *bars]
    return Bars(
        np.concatenate([part.eye for part in parts]),
        np.concatenate([part.prism for part in parts]),
        np.concatenate([part.low for part in parts]),
        np.concatenate([part.high for part in parts]),
    )


def spans(conditions: Floats, low: float, high: float) -> tuple[Index, Floats, Floats]:
    """Find where all of k conditions hold between two u: (n, k, 3) gives rows, from and to.

    Between neighbouring roots no condition changes sign, so the middle answers for the whole stretch.
    """
    cuts = roots(conditions).reshape(len(conditions), 2 * conditions.shape[1])
    cuts = np.clip(np.where(np.isnan(cuts), low, cuts), low, high)
    ends = np.broadcast_to([low, high], (len(cuts), 2))
    cuts = np.sort(np.concatenate([ends, cuts], axis=1), axis=1)
    middle = (cuts[:, 1:] + cuts[:, :-1]) / 2
    holds = cuts[:, 1:] > cuts[:, :-1]
    for number in range(conditions.shape[1]):
        holds &= quadratic(conditions[:, number], middle) >= 0
    row, place = np.nonzero(holds)
    return row, cuts[row, place], cuts[row, place + 1]


def _tiles(place: Floats) -> Iterator[Index]:
    tile = np.floor(place[:, :2] / TILE_M)
    order = np.lexsort((place[:, 2], place[:, 0], tile[:, 0], tile[:, 1]))
    for first in range(0, len(order), EYES_AT_ONCE):
        yield order[first : first + EYES_AT_ONCE]


def _of_tile(place: Floats, near: Index, solids: Solids, sun: Sun, reach: Floats) -> Iterator[Bars]:
    at = place[near]
    within = np.nonzero(_may_shade(at, solids, reach))[0]
    yield _by_walls(at, near, solids, within, sun, reach)
    yield _by_undersides(at, near, solids, within, sun)
    yield _from_inside(at, near, solids, within, sun)


def _may_shade(at: Floats, solids: Solids, reach: Floats) -> NDArray[np.bool_]:
    """Tell which prisms lie, for any of the eyes, where and as high as they must to shade it."""
    height = solids.span[:, 1] - at[:, 2].min()
    west, east, south, north = np.maximum(height, 0.0) * reach[:, None]
    (x0, y0), (x1, y1) = at[:, :2].min(axis=0), at[:, :2].max(axis=0)
    box = solids.box.T
    return (  # type: ignore[no-any-return]
        (height > 0)
        & (box[1] >= x0 + np.minimum(west, 0))
        & (box[0] <= x1 + np.maximum(east, 0))
        & (box[3] >= y0 + np.minimum(south, 0))
        & (box[2] <= y1 + np.maximum(north, 0))
    )


def _by_walls(at: Floats, near: Index, solids: Solids, within: Index, sun: Sun, reach: Floats) -> Bars:
    chosen = np.nonzero(np.isin(solids.wall_of, within))[0]
    span = solids.span[solids.wall_of[chosen]]
    eye, wall = np.nonzero(_facing(at, solids.walls[chosen], span[:, 1], reach))
    # Seen from the open air a wall runs clockwise; turned round, the sun is between its ends a and b.
    b, a = (solids.walls[chosen[wall], end] - at[eye, :2] for end in (0, 1))
    base, top = (span[wall, end] - at[eye, 2] for end in (0, 1))
    after_a, before_b, level = _between(a, b, sun)
    conditions = np.stack(
        [
            after_a,
            before_b,
            top[:, None] * (after_a + before_b) - level,
            np.where(base[:, None] > 0, level - base[:, None] * (after_a + before_b), [1.0, 0.0, 0.0]),
        ],
        axis=1,
    )
    row, low, high = spans(conditions, sun.low, sun.high)
    return Bars(near[eye[row]], solids.wall_of[chosen[wall[row]]], low, high)


def _facing(at: Floats, walls: Floats, top: Floats, reach: Floats) -> NDArray[np.bool_]:
    """Tell for each eye and wall whether the wall shows its outer face, high and near enough to shade."""
    a, b = (walls[None, :, end] - at[:, None, :2] for end in (0, 1))
    height = top[None] - at[:, None, 2]
    rise = np.maximum(height, 0.0)
    least, greatest = np.minimum(a, b), np.maximum(a, b)
    return (  # type: ignore[no-any-return]
        (height > 0)
        & (a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0] < 0)
        & (greatest[..., 0] >= rise * min(reach[0], 0.0))
        & (least[..., 0] <= rise * max(reach[1], 0.0))
        & (greatest[..., 1] >= rise * min(reach[2], 0.0))
        & (least[..., 1] <= rise * max(reach[3], 0.0))
    )


def _between(a: Floats, b: Floats, sun: Sun) -> tuple[Floats, Floats, Floats]:
    """Give a × h, h × b and (a × b) s_z as conditions, h and s_z being the sun's."""
    x, y, z = sun.direction
    after_a = a[:, :1] * y - a[:, 1:] * x
    before_b = b[:, 1:] * x - b[:, :1] * y
    return after_a, before_b, (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])[:, None] * z


def _by_undersides(at: Floats, near: Index, solids: Solids, within: Index, sun: Sun) -> Bars:
    chosen = np.nonzero(np.isin(solids.piece_of, within))[0]
    base = solids.span[solids.piece_of[chosen], 0][None] - at[:, None, 2]
    eye, piece = np.nonzero(base > 0)
    corners = solids.pieces[chosen[piece]] - at[eye, None, :2]
    along = np.roll(corners, -1, axis=1) - corners
    x, y, z = sun.direction
    rise = base[eye, piece][:, None, None]
    # The ray is at the underside where it is base/s_z along; every side test is taken times s_z.
    over_x = rise * x - corners[..., :1] * z
    over_y = rise * y - corners[..., 1:] * z
    row, low, high = spans(along[..., :1] * over_y - along[..., 1:] * over_x, sun.low, sun.high)
    return Bars(near[eye[row]], solids.piece_of[chosen[piece[row]]], low, high)


def _from_inside(at: Floats, near: Index, solids: Solids, within: Index, sun: Sun) -> Bars:
    (west, south), (east, north) = at[:, :2].min(axis=0), at[:, :2].max(axis=0)
    x0, x1, y0, y1 = solids.box[within].T
    around = within[(x0 <= east) & (x1 >= west) & (y0 <= north) & (y1 >= south)]
    chosen = np.nonzero(np.isin(solids.piece_of, around))[0]
    span = solids.span[solids.piece_of[chosen]]
    level = at[:, None, 2]
    corners = solids.pieces[None, chosen] - at[:, None, None, :2]
    following = np.roll(corners, -1, axis=2)
    inside = (corners[..., 0] * following[..., 1] - corners[..., 1] * following[..., 0] >= 0).all(axis=2)
    eye, piece = np.nonzero(inside & (span[None, :, 0] <= level) & (level < span[None, :, 1]))
    whole_day = np.full(len(eye), sun.low), np.full(len(eye), sun.high)
    return Bars(near[eye], solids.piece_of[chosen[piece]], *whole_day)
