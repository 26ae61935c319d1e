"""The sun's place against numbers of others, and what holding the declination all day costs."""

import json
from math import asin, atan2, cos, degrees, radians, sin, tan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sanxin.engines.sunlight.check.sky import sky_at
from sanxin.engines.sunlight.solve.sun import sun_of

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "sun_vectors.json").read_text(encoding="utf-8"))
SPA = GOLDEN["nrel_spa"]
JPL = GOLDEN["jpl_horizons"]["rows"]


def place_of(latitude_deg: float, declination_deg: float, hour_angle_deg: float) -> tuple[float, float]:
    """Give the solver's azimuth and altitude in degrees."""
    omega = radians(hour_angle_deg)
    direction = sun_of(latitude_deg, declination_deg, 480.0, 960.0).direction
    x, y, z = direction @ np.array([1.0, cos(omega), sin(omega)])
    return degrees(atan2(x, y)) % 360, degrees(asin(z))


def seen(row: dict[str, Any]) -> tuple[float, float]:
    """Give the declination and hour angle at which a row saw the sun, refraction taken off (Bennett)."""
    apparent, azimuth, phi = row["altitude_refracted"], radians(row["azimuth"]), radians(row["lat"])
    altitude = radians(apparent - 1 / tan(radians(apparent + 7.31 / (apparent + 4.4))) / 60)
    sine = sin(phi) * sin(altitude) + cos(phi) * cos(altitude) * cos(azimuth)
    east = -sin(azimuth) * cos(altitude)
    up = cos(phi) * sin(altitude) - sin(phi) * cos(altitude) * cos(azimuth)
    return degrees(asin(sine)), degrees(atan2(east, up))


def test_the_sun_stands_where_nrel_says() -> None:
    azimuth, altitude = place_of(SPA["lat"], SPA["declination_topocentric"], SPA["hour_angle_topocentric"])
    assert azimuth == pytest.approx(SPA["azimuth"], abs=SPA["tolerance_deg"])
    assert altitude == pytest.approx(SPA["altitude"], abs=SPA["tolerance_deg"])


def test_solver_and_checker_each_have_a_sun_and_they_agree() -> None:
    for latitude in (18.0, 31.17, 54.0):
        for declination in (-23.44, -20.116, 0.0, 23.44):
            for minute in (300.0, 480.0, 719.0, 720.0, 900.0):
                azimuth, altitude = place_of(latitude, declination, (minute - 720) / 4)
                sky = sky_at(np.array([minute]), latitude, declination)
                assert sin(sky.azimuth[0] - radians(azimuth)) == pytest.approx(0.0, abs=1e-9)
                assert sky.altitude[0] == pytest.approx(radians(altitude), abs=1e-9)


@pytest.mark.parametrize(("minute", "azimuth"), [(360.0, 90.0), (720.0, 180.0), (1080.0, 270.0)])
def test_at_the_equinox_the_day_runs_from_east_to_west(minute: float, azimuth: float) -> None:
    assert place_of(31.22, 0.0, (minute - 720) / 4)[0] == pytest.approx(azimuth, abs=1e-6)


def test_jpl_rows_are_met_when_their_own_declination_is_used() -> None:
    for row in JPL:
        declination, hour_angle = seen(row)
        assert -23.5 < declination < 23.5
        assert place_of(row["lat"], declination, hour_angle)[0] == pytest.approx(row["azimuth"], abs=0.001)


def test_holding_the_declination_all_day_errs_by_the_figures_of_the_readme() -> None:
    days: dict[tuple[str, str], list[float]] = {}
    for row in JPL:
        days.setdefault((row["place"], row["utc"][:10]), []).append(seen(row)[0])
    spread = {day: abs(both[0] - both[1]) / 2 for day, both in days.items() if len(both) == 2}
    winter = [error for (_, day), error in spread.items() if day[5:] in ("01-18", "01-25")]
    # Two rows are six hours apart; from noon to 8 or 16 o'clock is four.
    assert winter
    assert max(winter) * 4 / 3 < 0.045
    assert max(spread.values()) * 4 / 3 < 0.075
