"""Where we look from: the stretches of each sill that count, and the points of each stretch."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from sanxin.engines.sunlight.columns import Columns
from sanxin.engines.sunlight.problem import Standard
from sanxin.engines.sunlight.solve.sun import Floats

WIDEST_M = 1.8
STEP_M = 0.3
# Off the wall and in from the jambs: far above the noise of coordinates, far below what a minute can tell.
CLEAR_M = 1e-4


@dataclass(frozen=True, slots=True)
class Eyes:
    """Stretches of sill, each with its window and offset; eyes, each with its stretch and place (x, y, z).

    Stretches of one window come in order of preference. ``lowest`` and ``highest`` bound each eye's
    façade: horizontal directions (x, y), the sun being before it between the two, counter-clockwise.
    """

    stretch_window: NDArray[np.int64]
    stretch_offset: Floats
    stretch: NDArray[np.int64]
    place: Floats


def eyes_of(columns: Columns, origin: tuple[float, float]) -> Eyes:
    """Lay out the eyes of every window, in metres from an origin."""
    offsets = [offsets_of(width_m, columns.standard) for width_m in columns.width_m.tolist()]
    stretch_window = np.repeat(np.arange(len(offsets)), [len(each) for each in offsets])
    stretch_offset = np.array([offset for each in offsets for offset in each], dtype=float)
    ends = (-1.0, 1.0) if columns.standard.full_window else (0.0,)
    half = np.minimum(columns.width_m, WIDEST_M)[stretch_window] / 2 - CLEAR_M
    along = (stretch_offset[:, None] + half[:, None] * np.array(ends)).ravel()
    stretch = np.repeat(np.arange(len(stretch_window)), len(ends))
    at = np.stack([columns.x_m - origin[0], columns.y_m - origin[1], columns.sill_m], axis=-1)
    azimuth = np.radians(columns.azimuth_deg)
    outward = np.stack([np.sin(azimuth), np.cos(azimuth), 0 * azimuth], axis=-1)
    # To the left seen from outside; the sign only has to be the same everywhere.
    sideways = np.stack([np.cos(azimuth), -np.sin(azimuth), 0 * azimuth], axis=-1)
    window = stretch_window[stretch]
    place = at[window] + CLEAR_M * outward[window] + along[:, None] * sideways[window]
    return Eyes(stretch_window, stretch_offset, stretch, place)


def offsets_of(width_m: float, standard: Standard) -> tuple[float, ...]:
    """Give where the stretches that count lie along a sill: the middle first, then outward by 0.3 m."""
    room = (width_m - WIDEST_M) / 2
    if not standard.full_window or room <= 0 or standard.wide_window == "centred":
        return (0.0,)
    outward = [*(STEP_M * step for step in range(1, ceil(room / STEP_M - 1e-9))), room]
    return (0.0, *(side * offset for offset in outward for side in (-1.0, 1.0)))
