"""The sun by the textbook's altitude and azimuth, and when a façade may see it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanxin.engines.sunlight.problem import Standard, Window

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sky:
    """The sun at some moments: minutes, azimuth (clockwise from north) and altitude in radians.

    ``east`` and ``north`` are the azimuth as a direction, ``slope`` is the altitude's tangent.
    """

    minute: Floats
    azimuth: Floats
    altitude: Floats
    east: Floats
    north: Floats
    slope: Floats


def sky_at(minute: Floats, latitude_deg: float, declination_deg: float) -> Sky:
    """Give the sun at some minutes of true solar time."""
    phi, delta = np.radians(latitude_deg), np.radians(declination_deg)
    hour_angle = np.radians((minute - 720.0) / 4.0)
    sine = np.sin(phi) * np.sin(delta) + np.cos(phi) * np.cos(delta) * np.cos(hour_angle)
    from_south = np.arctan2(
        np.sin(hour_angle), np.cos(hour_angle) * np.sin(phi) - np.tan(delta) * np.cos(phi)
    )
    azimuth, altitude = from_south + np.pi, np.arcsin(sine)
    return Sky(minute, azimuth, altitude, np.sin(azimuth), np.cos(azimuth), np.tan(altitude))


def seen_from(window: Window, standard: Standard, sky: Sky) -> Flags:
    """Tell when the sun is up, before the façade and within the hours that count for its azimuth."""
    aside = np.degrees(sky.azimuth) - window.azimuth_deg
    aside = np.abs((aside + 180.0) % 360.0 - 180.0)
    start_min, end_min = _hours(window.azimuth_deg, standard)
    in_hours = (start_min <= sky.minute) & (sky.minute <= end_min)
    return (sky.altitude > 0) & (aside <= 90.0 - standard.sweep_deg) & in_hours


def _hours(azimuth_deg: float, standard: Standard) -> tuple[float, float]:
    hours = (standard.start_min, standard.end_min)
    if standard.effective:
        whole = round(azimuth_deg % 360.0)
        whole = 0 if whole == 360 else whole
        hours = (1.0, 0.0)
        for span in reversed(standard.effective):
            if span.from_deg <= whole <= span.to_deg:
                hours = (span.start_min, span.end_min)
    return hours
