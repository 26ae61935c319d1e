"""Whatever system a file uses, y ends up pointing to true north and metres are metres."""

from math import cos, hypot, isclose, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from sanxin.intake.coordinates.gcj02 import gcj02_from_wgs84, wgs84_from_gcj02
from sanxin.intake.coordinates.projection import UnknownCrs, to_local

EARTH = Geod(ellps="WGS84")
LAT, LON = 31.17, 121.43
TOLERANCE_M = 0.005


def place(azimuth_deg: float, away_m: float) -> tuple[float, float]:
    lon, lat, _ = EARTH.fwd(LON, LAT, azimuth_deg, away_m)
    return lon, lat


def expected(azimuth_deg: float, away_m: float) -> tuple[float, float]:
    return away_m * sin(radians(azimuth_deg)), away_m * cos(radians(azimuth_deg))


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "EPSG:4549", "EPSG:32651", "EPSG:4548"])
@pytest.mark.parametrize("azimuth_deg", [0, 37, 90, 200, 315])
def test_a_place_300_m_away_lies_300_m_away_at_its_true_azimuth(crs: str, azimuth_deg: float) -> None:
    there = place(azimuth_deg, 300)
    pair = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(*there)
    x, y = to_local(crs, LAT, LON, 0.0)(*pair)
    east, north = expected(azimuth_deg, 300)
    assert hypot(x - east, y - north) < TOLERANCE_M


def test_a_gcj02_position_falls_where_its_wgs84_position_does() -> None:
    local = to_local("GCJ-02", LAT, LON, 0.0)
    x, y = local(*gcj02_from_wgs84(*place(60, 250)))
    east, north = expected(60, 250)
    assert hypot(x - east, y - north) < TOLERANCE_M


def test_gcj02_shifts_shanghai_by_some_hundred_metres_to_the_east_and_south() -> None:
    _, _, away_m = EARTH.inv(LON, LAT, *gcj02_from_wgs84(LON, LAT))
    assert 300 < away_m < 800


@given(st.floats(74, 134), st.floats(18, 53))
def test_gcj02_comes_back_to_within_a_centimetre(lon: float, lat: float) -> None:
    back = wgs84_from_gcj02(*gcj02_from_wgs84(lon, lat))
    assert EARTH.inv(lon, lat, *back)[2] < 0.01


def test_outside_its_box_gcj02_is_wgs84() -> None:
    assert wgs84_from_gcj02(2.35, 48.85) == (2.35, 48.85)
    assert gcj02_from_wgs84(2.35, 48.85) == (2.35, 48.85)


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(-90, 90))
def test_a_local_file_is_turned_by_its_true_north_and_keeps_its_lengths(
    turn: float, x: float, y: float
) -> None:
    local = to_local("local", LAT, LON, turn)
    there = local(x, y)
    assert isclose(hypot(*there), hypot(x, y), abs_tol=1e-9)
    north_in_file = (sin(radians(turn)), cos(radians(turn)))
    assert local(*north_in_file) == pytest.approx((0, 1), abs=1e-9)


@pytest.mark.parametrize("crs", ["EPSG:999999", "火星", "EPSG:4978", "EPSG:2263"])
def test_a_system_we_do_not_know_or_not_in_metres_is_refused(crs: str) -> None:
    with pytest.raises(UnknownCrs):
        to_local(crs, LAT, LON, 0.0)
