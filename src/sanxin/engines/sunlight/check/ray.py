"""Does a ray to the sun meet a prism: where it is as high as the solid, is it over the outline?"""

from math import cos, hypot, radians, sin

import numpy as np
from numpy.typing import NDArray

from sanxin.engines.sunlight.check.sky import Flags, Sky
from sanxin.engines.sunlight.problem import Prism, Standard, Window

Eye = tuple[float, float, float]
CLEAR_M = 0.0001
NARROW_M = 1.8


def eyes_at(window: Window, standard: Standard, offset_m: float, lift_m: float = 0.0) -> tuple[Eye, ...]:
    """Give the points of a sill that must be lit, each a tenth of a millimetre off the wall and the jambs."""
    azimuth = radians(window.azimuth_deg)
    half_m = min(window.width_m, NARROW_M) / 2 - CLEAR_M
    along_m = (offset_m - half_m, offset_m + half_m) if standard.full_window else (0.0,)
    x, y = window.at
    return tuple(
        (
            x + CLEAR_M * sin(azimuth) + along * cos(azimuth),
            y + CLEAR_M * cos(azimuth) - along * sin(azimuth),
            window.sill_m + lift_m,
        )
        for along in along_m
    )


def may_hide(prism: Prism, eye: Eye, azimuth_deg: float, flattest: float) -> bool:
    """Tell whether a prism has a part before the façade, high and near enough for the lowest sun."""
    azimuth = radians(azimuth_deg)
    corners = [(x - eye[0], y - eye[1]) for x, y in prism.ring]
    ahead = any(x * sin(azimuth) + y * cos(azimuth) > 0 for x, y in corners)
    xs, ys = zip(*corners, strict=True)
    x_m, y_m = (max(min(each), -max(each), 0.0) for each in (xs, ys))
    return ahead and flattest * hypot(x_m, y_m) <= prism.top_m - eye[2]


def hides(prism: Prism, eye: Eye, sky: Sky) -> Flags:
    """Tell at which moments a prism hides the sun from an eye; only those with the sun up mean anything."""
    corners = [(x - eye[0], y - eye[1]) for x, y in prism.ring]
    low_m, high_m = max(prism.base_m - eye[2], 0.0), prism.top_m - eye[2]
    hidden = np.zeros(len(sky.minute), dtype=bool)
    asked = np.nonzero(_worth_asking(corners, high_m, sky))[0]
    hidden[asked] = _meets(corners, low_m, high_m, sky, asked)
    return hidden


def _worth_asking(corners: list[tuple[float, float]], high_m: float, sky: Sky) -> Flags:
    xs, ys = zip(*corners, strict=True)
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    radius_m = hypot(max(xs) - min(xs), max(ys) - min(ys)) / 2 + 0.01
    along, across = sky.east * x + sky.north * y, np.abs(sky.east * y - sky.north * x)
    low_enough: Flags = sky.slope * (along - radius_m) <= high_m
    ahead: Flags = (sky.altitude > 0) & (across <= radius_m) & (along >= -radius_m)
    return ahead & low_enough


def _meets(
    corners: list[tuple[float, float]], low_m: float, high_m: float, sky: Sky, asked: NDArray[np.int64]
) -> Flags:
    """Follow the ray over the ground from where it is at the base's height to where it is at the top's."""
    east, north, slope = sky.east[asked], sky.north[asked], sky.slope[asked]
    near, far = low_m / slope, high_m / slope
    over, met = np.zeros(len(asked), dtype=bool), np.zeros(len(asked), dtype=bool)
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        side_a, side_b = east * ay - north * ax, east * by - north * bx
        crosses = (side_a > 0) != (side_b > 0)
        share = side_a / np.where(crosses, side_a - side_b, 1.0)
        away = (1 - share) * (east * ax + north * ay) + share * (east * bx + north * by)
        over ^= crosses & (away > near)
        met |= crosses & (near <= away) & (away <= far)
    return met | over
