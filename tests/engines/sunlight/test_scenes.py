"""Scenes whose answer is known from a formula on paper."""

from collections.abc import Iterable
from dataclasses import replace
from math import acos, asin, cos, degrees, radians, sin, sqrt, tan

import numpy as np
import pytest

from sanxin.engines.sunlight.problem import Effective, Prism, Problem, Standard, Window
from sanxin.engines.sunlight.result import Interval, Sunlit, WindowLight
from sanxin.engines.sunlight.solve import solve, totals
from sanxin.foundation.shapes import ring
from tests.engines.sunlight.worlds import GREAT_COLD

pytestmark = pytest.mark.usefixtures("way")
PHI, DELTA = 31.17, -20.116
SOUTH = Window("w", (0.0, 0.0), 0.9, 180.0, 1.5)
FAR = 5000.0


def box(ident: str, x: tuple[float, float], y: tuple[float, float], z: tuple[float, float]) -> Prism:
    return Prism(ident, ring([(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])]), *z)


def lit(*prisms: Prism, window: Window = SOUTH, standard: Standard = GREAT_COLD) -> WindowLight:
    (found,) = solve(Problem(PHI, standard, prisms, (window,))).windows
    return found


def flat(intervals: Iterable[Interval]) -> list[float]:
    return [moment for interval in intervals for moment in interval]


def minutes(hour_angle_deg: float) -> float:
    return 720.0 + 4.0 * hour_angle_deg


def azimuth_at(minute: float) -> float:
    """Give the sun's azimuth by spherical trigonometry, from altitude and law of cosines."""
    omega, phi, delta = radians((minute - 720) / 4), radians(PHI), radians(DELTA)
    altitude = asin(sin(phi) * sin(delta) + cos(phi) * cos(delta) * cos(omega))
    from_south = acos((sin(altitude) * sin(phi) - sin(delta)) / (cos(altitude) * cos(phi)))
    return 180.0 + degrees(from_south) * (1 if minute > 720 else -1)


def hour_angle(p: float, q: float) -> float:
    """Give ω ≥ 0 in degrees where p + q cos ω = 0."""
    return degrees(acos(-p / q))


def test_an_open_south_window_is_lit_all_day() -> None:
    found = lit()
    assert flat(found.lit) == pytest.approx(flat([(480.0, 960.0)]))
    assert (found.total_min, found.spells, found.shades) == (pytest.approx(480.0), 1, ())


def test_an_east_window_has_the_morning_and_a_west_window_the_afternoon() -> None:
    assert lit(window=replace(SOUTH, azimuth_deg=90.0)).lit[0] == pytest.approx((480.0, 720.0))
    assert lit(window=replace(SOUTH, azimuth_deg=270.0)).lit[0] == pytest.approx((720.0, 960.0))


def test_a_north_window_has_no_winter_sun_but_a_summer_morning_and_evening() -> None:
    north = replace(SOUTH, azimuth_deg=0.0)
    assert lit(window=north).available == ()
    summer = replace(GREAT_COLD, declination_deg=23.44, start_min=0.0, end_min=1440.0)
    # The sun crosses due east and west where tan δ = tan φ cos ω, and rises where cos ω = −tan φ tan δ.
    east = degrees(acos(tan(radians(23.44)) / tan(radians(PHI))))
    rise = degrees(acos(-tan(radians(23.44)) * tan(radians(PHI))))
    found = lit(window=north, standard=summer).lit
    assert flat(found) == pytest.approx([minutes(-rise), minutes(-east), minutes(east), minutes(rise)])


@pytest.mark.parametrize("minute", [485.0, 600.0, 719.0, 800.0, 955.0])
def test_a_tall_corner_ends_the_light_when_the_sun_passes_its_azimuth(minute: float) -> None:
    azimuth = radians(azimuth_at(minute))
    x, y = 30 * sin(azimuth), 30 * cos(azimuth)
    thick = -1.0 if minute < 720 else 1.0
    tower = Prism("t", ring([(x, y), (x - 900, y), (x - 900, y + thick), (x, y + thick)]), 0.0, 900.0)
    # The tower lies west of the corner: it hides the sun from that minute on.
    assert flat(lit(tower).lit) == pytest.approx(flat([(480.0, minute)]), abs=2e-3)


@pytest.mark.parametrize("above_m", [5.0, 12.0, 20.0])
def test_a_long_wall_hides_the_sun_below_its_profile_angle(above_m: float) -> None:
    wall = box("b", (-FAR, FAR), (-42.0, -30.0), (0.0, 0.9 + above_m))
    phi, delta = radians(PHI), radians(DELTA)
    # Lit while 30 s_z ≥ −above s_y, both read as p + q cos ω.
    p = 30 * sin(phi) * sin(delta) + above_m * sin(delta) * cos(phi)
    q = 30 * cos(phi) * cos(delta) - above_m * cos(delta) * sin(phi)
    expected = hour_angle(p, q) if abs(p) < abs(q) else 0.0
    found = lit(wall)
    middle = (minutes(-expected), minutes(expected))
    if q > 0 and abs(p) < q and middle[0] > 480:
        assert flat(found.lit) == pytest.approx(flat([middle]), abs=5e-3)
    else:
        assert found.all_min in (pytest.approx(480.0, abs=1e-3), 0.0)


def test_a_canopy_hides_the_high_sun_and_only_that() -> None:
    canopy = box("c", (-FAR, FAR), (-2.0, 0.0), (3.0, 3.2))
    phi, delta = radians(PHI), radians(DELTA)
    # Its edge is 2 m out and its underside 2.1 m up: hidden while 2.1 (−s_y) ≤ 2 s_z.
    p = 2.0 * sin(phi) * sin(delta) + 2.1 * sin(delta) * cos(phi)
    q = 2.0 * cos(phi) * cos(delta) - 2.1 * cos(delta) * sin(phi)
    found = lit(canopy)
    if abs(p) < abs(q):
        edge = hour_angle(p, q)
        assert flat(found.shades[0].intervals) == pytest.approx([minutes(-edge), minutes(edge)], abs=1e-4)
    else:
        assert found.shades == ()
    assert lit(box("c", (-FAR, FAR), (-6.0, 0.0), (1.5, 1.7))).all_min == 0.0


def test_light_passes_under_a_corridor_in_the_air() -> None:
    corridor = box("c", (-FAR, FAR), (-12.0, -10.0), (6.9, 9.9))
    phi, delta = radians(PHI), radians(DELTA)
    sines = [sin(phi) * sin(delta) + cos(phi) * cos(delta) * cos(radians(w)) for w in (0, 30, 60)]
    souths = [cos(delta) * sin(phi) * cos(radians(w)) - sin(delta) * cos(phi) for w in (0, 30, 60)]
    heights = [10 * z / s for z, s in zip(sines, souths, strict=True)]
    assert heights[0] > 6.0 > heights[2]  # at noon through the corridor, at eight beneath it
    found = lit(corridor)
    assert found.lit[0][0] == 480.0
    assert found.lit[-1][1] == 960.0
    assert found.lit[0][1] == pytest.approx(1440.0 - found.lit[-1][0])


def test_the_building_a_window_is_in_casts_no_shade_through_its_own_wall() -> None:
    own = box("own", (-20.0, 20.0), (0.0, 12.0), (0.0, 18.0))
    assert flat(lit(own).lit) == pytest.approx(flat([(480.0, 960.0)]))


def test_a_wing_at_a_re_entrant_corner_takes_the_morning() -> None:
    outline = [(-20, 0), (5, 0), (5, -400), (15, -400), (15, 12), (-20, 12)]
    elbow = Prism("own", ring(outline), 0.0, 500.0)
    (start, end) = lit(elbow).lit[0]
    assert end == 960.0
    assert azimuth_at(start) == pytest.approx(180.0 - degrees(np.arctan2(5, 400)), abs=1e-3)


def test_a_shaft_touching_the_wall_over_the_window_buries_it() -> None:
    shaft = box("s", (-1.5, 1.5), (-2.0, 0.0), (0.0, 12.0))
    assert lit(shaft).lit == ()
    assert lit(shaft).shades[0].taken_min == pytest.approx(480.0)
    low = replace(shaft, top_m=0.9)
    assert lit(low).total_min == pytest.approx(480.0)
    beside = box("s", (0.75, 3.0), (-900.0, 0.0), (0.0, 900.0))
    full = replace(GREAT_COLD, full_window=True)
    # The sill's east end is in the corner: lit once the sun stands in the shaft's face, due south at noon.
    assert lit(beside, standard=full).lit[0] == pytest.approx((720.0, 960.0), abs=0.01)


def test_touching_prisms_leave_no_light_between_them() -> None:
    one = box("a", (-8.0, 0.1), (-13.0, -10.0), (0.0, 90.0))
    two = box("b", (0.1, 8.0), (-13.0, -10.0), (0.0, 90.0))
    both = box("c", (-8.0, 8.0), (-13.0, -10.0), (0.0, 90.0))
    assert flat(lit(one, two).lit) == pytest.approx(flat(lit(both).lit))
    assert len(lit(one, two).lit) == 2


def test_minutes_that_several_take_are_shared_equally_and_add_up() -> None:
    one, two = (box(name, (-20.0, 0.0), (-20.0, -10.0), (0.0, 900.0)) for name in "ab")
    three = box("c", (-20.0, 3.0), (-50.0, -40.0), (0.0, 900.0))
    found = lit(one, two, three)
    parts = {shade.prism: shade.taken_min for shade in found.shades}
    assert parts["a"] == pytest.approx(parts["b"])
    assert sum(parts.values()) == pytest.approx(480.0 - found.all_min)
    whole = {shade.prism: shade.intervals for shade in found.shades}
    both = whole["a"][0]
    alone = sum(end - start for start, end in whole["c"]) + both[0] - both[1]
    assert parts["c"] == pytest.approx(alone + (both[1] - both[0]) / 3, abs=1e-6) or alone < 0


def test_short_spells_do_not_count_but_are_told() -> None:
    slits = tuple(
        box(f"s{i}", (-50.0 + 5 * i, -45.2 + 5 * i), (-30.0, -29.9), (0.0, 99.0)) for i in range(20)
    )
    found = lit(*slits)
    assert found.total_min < found.all_min
    assert found.spells < len(found.lit)
    assert lit(*slits, standard=replace(GREAT_COLD, min_spell_min=0.0)).total_min == found.all_min


def test_full_window_needs_both_ends_of_the_sill() -> None:
    full = replace(GREAT_COLD, full_window=True)
    fin = box("f", (2.0, 2.2), (-9.0, 0.0), (0.0, 90.0))
    right, left = (
        lit(fin, window=replace(SOUTH, at=(0.75 * side, 0.0))).lit for side in (1.0, -1.0)
    )  # looking out southward, east is on the left
    assert lit(fin, standard=full).lit[0][0] == pytest.approx(max(right[0][0], left[0][0]), abs=0.01)


def test_of_a_wide_window_the_best_stretch_counts_or_the_middle() -> None:
    full = replace(GREAT_COLD, full_window=True)
    wide = replace(SOUTH, width_m=4.0)
    fin = box("f", (2.0, 2.2), (-9.0, 0.0), (0.0, 90.0))
    best, centred = (
        lit(fin, window=wide, standard=replace(full, wide_window=which)) for which in ("best", "centred")  # type: ignore[arg-type]
    )  # fmt: skip
    assert best.total_min > centred.total_min
    assert abs(best.offset_m) == pytest.approx(1.1)
    assert centred.offset_m == 0.0
    assert lit(window=wide, standard=full).offset_m == 0.0
    assert lit(window=replace(SOUTH, width_m=1.8), standard=full).offset_m == 0.0


def test_hours_that_count_may_depend_on_the_azimuth() -> None:
    table = (Effective(165, 195, 540, 900), Effective(196, 210, 570, 900))
    standard = replace(GREAT_COLD, effective=table)
    for azimuth, hours in ((180.0, (540.0, 900.0)), (195.4, (540.0, 900.0)), (195.6, (570.0, 900.0))):
        assert flat(lit(window=replace(SOUTH, azimuth_deg=azimuth), standard=standard).lit) == pytest.approx(
            flat([hours])
        )
    assert lit(window=replace(SOUTH, azimuth_deg=90.0), standard=standard).lit == ()


def test_grazing_sun_within_the_sweep_angle_does_not_count() -> None:
    swept = replace(GREAT_COLD, sweep_deg=12.0)
    (_, end), = lit(window=replace(SOUTH, azimuth_deg=90.0), standard=swept).lit  # fmt: skip
    assert azimuth_at(end) == pytest.approx(168.0, abs=1e-6)


def test_a_verdict_that_hangs_on_a_tenth_of_a_metre_is_flagged() -> None:
    wall = box("b", (-FAR, FAR), (-42.0, -30.0), (0.0, 15.0))
    measured = lit(wall).total_min
    assert 0 < measured < 480
    asks = replace(GREAT_COLD, least_min=measured + 0.01)
    found = lit(wall, standard=asks)
    assert found.meets is False
    assert set(found.flips) == {"declination", "height"}
    assert found.range_min[0] < measured < found.range_min[1]
    sure = lit(wall, standard=replace(GREAT_COLD, least_min=1.0, least_of="longest"))
    assert (sure.meets, sure.flips) == (True, ())


def test_totals_agree_with_the_whole_answer_and_nothing_gives_nothing() -> None:
    wall = box("b", (-FAR, FAR), (-42.0, -30.0), (0.0, 15.0))
    problem = Problem(PHI, GREAT_COLD, (wall,), (SOUTH, replace(SOUTH, id="v", sill_m=9.9)))
    total, longest = totals(problem)
    assert total == pytest.approx([each.total_min for each in solve(problem).windows], abs=1e-9)
    assert longest == pytest.approx([each.longest_min for each in solve(problem).windows], abs=1e-9)
    assert solve(replace(problem, windows=())) == Sunlit(())
    assert solve(Problem(PHI, GREAT_COLD, (), ())) == Sunlit(())
    night = replace(GREAT_COLD, start_min=0.0, end_min=100.0)
    assert lit(standard=night).available == ()


def test_the_diagonal_of_a_court_is_seen_through() -> None:
    court = [(-30, -30), (30, -30), (30, 30), (-30, 30), (-30, 29), (29, 29), (29, -29), (-30, -29)]
    found = lit(Prism("u", ring(court), 0.0, 900.0))
    west = 180 + degrees(acos(29 / sqrt(29**2 + 30**2)))
    assert found.lit == () or azimuth_at(found.lit[0][0]) == pytest.approx(west, abs=0.01)
