"""GCJ-02 (火星坐标) to WGS-84. Formula as published in the open literature; inverse by iteration."""

from math import cos, pi, sin, sqrt

# Krasovsky 1940 ellipsoid, on which the GCJ-02 offset is reckoned.
SEMI_MAJOR_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
CONVERGED_DEG = 1e-10
MOST_ROUNDS = 30


def wgs84_from_gcj02(lon_deg: float, lat_deg: float) -> tuple[float, float]:
    """Give longitude and latitude in WGS-84 for a GCJ-02 position, to about a centimetre.

    Outside the box in which the offset is defined (72–137.9° E, 0.8–55.9° N) the position is unchanged.
    """
    if not _has_offset(lon_deg, lat_deg):
        return lon_deg, lat_deg
    lon, lat = lon_deg, lat_deg
    for _ in range(MOST_ROUNDS):
        there_lon, there_lat = gcj02_from_wgs84(lon, lat)
        off_lon, off_lat = there_lon - lon_deg, there_lat - lat_deg
        lon, lat = lon - off_lon, lat - off_lat
        if abs(off_lon) < CONVERGED_DEG and abs(off_lat) < CONVERGED_DEG:
            break
    return lon, lat


def gcj02_from_wgs84(lon_deg: float, lat_deg: float) -> tuple[float, float]:
    """Give the GCJ-02 position that Chinese web maps show for a WGS-84 longitude and latitude."""
    if not _has_offset(lon_deg, lat_deg):
        return lon_deg, lat_deg
    x, y = lon_deg - 105.0, lat_deg - 35.0
    radians = lat_deg / 180.0 * pi
    flattening = 1 - ECCENTRICITY_SQUARED * sin(radians) ** 2
    lat_metre = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / (flattening * sqrt(flattening)) * pi
    lon_metre = SEMI_MAJOR_M / sqrt(flattening) * cos(radians) * pi
    return lon_deg + _east(x, y) * 180.0 / lon_metre, lat_deg + _north(x, y) * 180.0 / lat_metre


def _has_offset(lon_deg: float, lat_deg: float) -> bool:
    return 72.004 <= lon_deg <= 137.8347 and 0.8293 <= lat_deg <= 55.8271


def _ripple(x: float) -> float:
    return (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0


def _north(x: float, y: float) -> float:
    metres = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + _ripple(x)
    metres += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    return metres + (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0


def _east(x: float, y: float) -> float:
    metres = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + _ripple(x)
    metres += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    return metres + (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
