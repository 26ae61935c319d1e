"""Every siting rule on a hand-made ground, its figures worked out by hand (issue line 11)."""

from dataclasses import replace

import pytest

from sanxin.engines.siting.things import (
    Body,
    BuriedLine,
    LaneStrip,
    Opening,
    OverheadLine,
    Patch,
    Spot,
    Transformer,
    Zone,
)
from tests.engines.siting.ground import (
    BLOCK,
    DOOR,
    FOOT,
    LAND,
    ONE,
    SLIM,
    box,
    judged,
    problem,
    reasons,
)


def test_on_free_ground_a_stairwell_is_suitable() -> None:
    found = judged(problem(boundary=(LAND,), openings=(DOOR,)))
    assert (found.suitability, found.reasons, found.chosen.placement.id) == ("suitable", (), "one@+0.0,1.5")
    assert sorted(found.chosen.placement.shaft) == sorted(box(-1.0, 1.5, 1.0, 3.5))
    assert sorted(found.chosen.placement.bridge or ()) == sorted(box(-0.5, 0.0, 0.5, 1.5))


def test_a_shaft_must_lie_within_the_boundary() -> None:
    land = Patch("RED", box(-40.0, -40.0, 40.0, 3.0))
    assert reasons(boundary=(land,)) == [("land_boundary", "RED", 1.0, 0.0, ())]


def test_a_shaft_across_two_adjoining_plots_is_within_the_boundary() -> None:
    west, east = Patch("W", box(-40.0, -40.0, 0.0, 40.0)), Patch("E", box(0.0, -40.0, 40.0, 40.0))
    assert reasons(boundary=(west, east)) == []


def test_without_a_surveyed_boundary_there_is_no_boundary_rule() -> None:
    assert reasons(boundary=()) == []


def test_the_nearest_plot_is_named_where_there_are_several() -> None:
    far, near = Patch("A", box(50.0, 50.0, 60.0, 60.0)), Patch("Z", box(-40.0, -40.0, 40.0, 3.0))
    assert reasons(boundary=(far, near)) == [("land_boundary", "Z", 1.0, 0.0, ())]


@pytest.mark.parametrize(("top", "left"), [(7.4, 3.9), (7.0, 3.5), (4.0, 0.5)])
def test_what_is_left_of_a_lane_beside_the_shaft_is_measured(top: float, left: float) -> None:
    assert reasons(lanes=(Patch("L", box(-40.0, 3.0, 40.0, top)),)) == [("fire_lane", "L", left, 4.0, ())]


def test_a_lane_that_keeps_four_metres_is_no_conflict() -> None:
    assert reasons(lanes=(Patch("L", box(-40.0, 3.0, 40.0, 7.5)),)) == []


def test_a_lane_that_is_too_narrow_already_but_untouched_is_no_conflict() -> None:
    assert reasons(lanes=(Patch("L", box(-40.0, 3.5, 40.0, 6.0)),)) == []


def test_a_lane_drawn_as_a_line_is_judged_by_its_width() -> None:
    strip = LaneStrip("L", ((-40.0, 5.0), (40.0, 5.0)), 4.4)
    assert reasons(lane_strips=(strip,)) == [("fire_lane", "L", 3.7, 4.0, ())]


def test_a_lane_across_the_front_keeps_its_wider_side() -> None:
    across = LaneStrip("L", ((0.8, -5.0), (0.8, 30.0)), 4.4)
    assert reasons(lane_strips=(across,)) == [("fire_lane", "L", 2.0, 4.0, ())]


def test_a_shaft_that_fills_the_lane_leaves_nothing() -> None:
    assert reasons(lanes=(Patch("L", box(-0.5, -30.0, 0.5, 40.0)),)) == [("fire_lane", "L", 0.0, 4.0, ())]


def test_the_narrowest_piece_of_a_bent_lane_counts() -> None:
    bent = LaneStrip("L", ((-40.0, 5.0), (0.0, 5.0), (40.0, 4.0)), 4.4)
    ((rule, ident, left, _, _),) = reasons(lane_strips=(bent,))
    assert (rule, ident) == ("fire_lane", "L")
    assert left < 3.7


def test_a_tapering_lane_is_measured_where_it_is_narrowest_beside_the_shaft() -> None:
    taper = Patch("L", ((-40.0, 3.0), (40.0, 3.0), (40.0, 6.8), (-40.0, 7.6)))
    ((_, _, left, _, _),) = reasons(lanes=(taper,))
    assert left == pytest.approx(7.19 - 3.5, abs=0.001)


def test_a_step_in_the_lane_beside_the_shaft_counts_where_it_is_narrow() -> None:
    stepped = Patch("L", ((-40.0, 3.0), (40.0, 3.0), (40.0, 9.0), (0.0, 9.0), (0.0, 7.0), (-40.0, 7.0)))
    assert reasons(lanes=(stepped,)) == [("fire_lane", "L", 3.5, 4.0, ())]


def test_a_lane_that_wraps_around_the_shaft_is_measured_on_what_the_shaft_takes() -> None:
    # the shaft (x −1..1, y 1.5..3.5) touches the lane's inner corner line at x = 0.9 and stands in its arm above y = 3.4
    around = Patch("L", ((-40.0, 3.4), (0.9, 3.4), (0.9, -30.0), (6.0, -30.0), (6.0, 7.3), (-40.0, 7.3)))
    assert reasons(lanes=(around,)) == [("fire_lane", "L", 3.8, 4.0, ())]


def test_a_lane_that_only_touches_beside_where_it_is_stood_in_is_measured_where_it_is_stood_in() -> None:
    touching = Patch("L", ((-40.0, 3.5), (0.0, 3.5), (0.0, 3.0), (40.0, 3.0), (40.0, 7.0), (-40.0, 7.0)))
    assert reasons(lanes=(touching,)) == [("fire_lane", "L", 3.5, 4.0, ())]


def test_another_building_must_be_six_metres_away() -> None:
    assert reasons(bodies=(BLOCK, Body("P", box(-4.0, 9.0, 4.0, 12.0), "P", 2))) == [
        ("fire_separation", "P", 5.5, 6.0, ())
    ]


def test_a_less_fireproof_building_must_be_further_away() -> None:
    assert reasons(bodies=(BLOCK, Body("P", box(-4.0, 10.0, 4.0, 12.0), "P", 3))) == [
        ("fire_separation", "P", 6.5, 7.0, ())
    ]


def test_a_shaft_no_nearer_than_its_own_building_makes_no_fire_gap_narrower() -> None:
    assert reasons(bodies=(BLOCK, Body("P", box(3.0, 0.5, 8.0, 12.0), "P", 2))) == []


def test_a_mass_of_the_same_building_is_no_other_building() -> None:
    assert reasons(bodies=(BLOCK, Body("M", box(1.5, 0.0, 3.0, 3.0), "B", 2))) == []


def test_a_mass_of_nobody_counts_as_another_building() -> None:
    assert reasons(bodies=(BLOCK, Body("M", box(-1.0, 8.0, 1.0, 9.0), None, 2))) == [
        ("fire_separation", "M", 4.5, 6.0, ())
    ]


def test_a_shaft_cannot_stand_in_a_wing() -> None:
    assert reasons(bodies=(BLOCK, Body("M", box(0.5, 0.0, 3.0, 3.0), "B", 2))) == [
        ("building_overlap", "M", 0.75, 0.0, ())
    ]


def test_the_distance_to_a_pipe_is_net_of_half_its_diameter() -> None:
    gas = BuriedLine("P12", "gas_low", ((-30.0, 3.86), (30.0, 3.86)), 100.0)
    assert reasons(buried=(gas,)) == [("clearance.gas_low", "P12", 0.31, 0.7, ("relocate:P12",))]


def test_a_pipe_under_the_bridge_is_no_conflict() -> None:
    gas = BuriedLine("P12", "gas_low", ((-30.0, 0.7), (30.0, 0.7)), 100.0)
    assert reasons(buried=(gas,)) == []


@pytest.mark.parametrize(("diameter", "required"), [(None, None), (200.0, None), (300.0, 3.0)])
def test_a_wide_water_main_needs_more_room(diameter: float | None, required: float | None) -> None:
    main = BuriedLine("P1", "water", ((-30.0, 5.0), (30.0, 5.0)), diameter)
    assert [reason[3] for reason in reasons(buried=(main,))] == ([required] if required else [])


@pytest.mark.parametrize("end", [30.0, 0.0])
def test_a_pipe_under_the_shaft_measures_zero(end: float) -> None:
    gas = BuriedLine("P12", "gas_low", ((-30.0, 2.0), (end, 2.0)), 100.0)
    assert reasons(buried=(gas,)) == [("clearance.gas_low", "P12", 0.0, 0.7, ("relocate:P12",))]


def test_an_overhead_line_is_kept_clear_of_by_its_voltage() -> None:
    low = OverheadLine("O1", ((-30.0, 4.7), (30.0, 4.7)), 0.4)
    high = OverheadLine("O2", ((-30.0, 4.7), (30.0, 4.7)), 10.0)
    assert reasons(overhead=(low, high)) == [("clearance.overhead", "O2", 1.2, 1.5, ("relocate:O2",))]


def test_a_pole_is_in_the_way_only_where_one_would_stand_on_it() -> None:
    on, beside = Spot("PL3", (1.0, 2.0)), Spot("PL4", (1.01, 2.0))
    assert reasons(poles=(on, beside)) == [("pole", "PL3", 0.0, None, ("move_pole:PL3",))]


def test_a_pole_under_the_bridge_is_in_the_way() -> None:
    assert [each[1] for each in reasons(poles=(Spot("PL3", (0.4, 0.5)),))] == ["PL3"]


def test_a_tree_can_be_moved_and_a_protected_one_cannot() -> None:
    young, old = Spot("T1", (0.0, 2.0)), Spot("T2", (0.5, 2.0), protected=True)
    assert reasons(trees=(young, old)) == [
        ("tree", "T1", 0.0, None, ("move_tree:T1",)),
        ("tree", "T2", 0.0, None, ()),
    ]


def test_green_under_the_shaft_is_taken_and_green_under_the_bridge_is_not() -> None:
    lawn = Patch("G2", box(-5.0, 0.2, 5.0, 2.0))
    assert reasons(greens=(lawn,)) == [("green", "G2", 1.0, 0.0, ("release_green:G2",))]


def test_a_shed_is_in_the_way_of_shaft_and_bridge() -> None:
    shed = Patch("S", box(-5.0, 1.0, 5.0, 2.0))
    assert reasons(sheds=(shed,)) == [("shed", "S", 1.5, 0.0, ("remove_shed:S",))]


def test_a_heritage_zone_blocks_until_an_approval_is_attached_r019() -> None:
    zone = Zone("H", box(-5.0, 3.0, 5.0, 9.0))
    assert reasons(heritage_zones=(zone,)) == [("heritage", "H", 1.0, 0.0, ("heritage_approval:H",))]
    assert reasons(heritage_zones=(replace(zone, approved=True),)) == []


def test_a_listed_stairwell_is_blocked_until_it_is_approved_r019() -> None:
    assert reasons(stairwells=(replace(FOOT, heritage=True),)) == [
        ("heritage", "1", 5.5, 0.0, ("heritage_approval:1",))
    ]


def test_a_habitable_window_must_not_be_stood_in_front_of() -> None:
    window = Opening("W", "window", "B", (1.5, 0.0), 1.5)
    assert reasons(openings=(window,)) == [("window", "W", 0.25, 0.0, ())]


def test_a_stair_window_may_be_stood_in_front_of() -> None:
    assert reasons(openings=(Opening("W", "window", "B", (0.0, 0.0), 1.5, habitable=False),)) == []


@pytest.mark.parametrize(("at", "building"), [((0.0, -10.0), "B"), ((0.0, 0.0), "C")])
def test_a_window_in_another_wall_is_not_in_the_way(at: tuple[float, float], building: str) -> None:
    other = Body("C", box(30.0, -10.0, 40.0, 0.0), "C", 2)
    assert reasons(bodies=(BLOCK, other), openings=(Opening("W", "window", building, at, 1.5),)) == []


def test_the_entrance_must_stay_passable() -> None:
    close = replace(ONE, standoffs_m=(0.5,))
    assert reasons(schemes=(close,), openings=(DOOR,)) == [("door", "D", 0.5, 1.2, ())]


def test_a_shaft_against_the_wall_has_no_bridge_and_may_stand_beside_a_door() -> None:
    against = replace(ONE, standoffs_m=(0.0,))
    found = judged(problem(schemes=(against,), openings=(replace(DOOR, at=(2.0, 0.0)),)))
    assert (found.suitability, found.chosen.placement.bridge) == ("suitable", None)


def test_a_transformer_takes_one_lift_or_it_does_not() -> None:
    # 70 + 8 / 0.8 = 80 kVA; 100 × 0.8 = 80 kVA is just enough, 99 × 0.8 = 79.2 kVA is not
    enough, short = Transformer("T1", 100.0, 70.0, ("1",)), Transformer("T2", 99.0, 70.0, ("1",))
    assert reasons(transformers=(enough, short)) == [("transformer", "T2", 80.0, 79.2, ("enlarge:T2",))]


def test_a_transformer_that_serves_others_is_no_matter() -> None:
    assert reasons(transformers=(Transformer("T1", 1.0, 70.0, ()),)) == []


def test_ordinary_remedies_make_it_difficult_and_others_unsuitable() -> None:
    gas = BuriedLine("P", "gas_low", ((-30.0, 4.0), (30.0, 4.0)))
    lawn = Patch("G", box(-5.0, 1.0, 5.0, 3.0))
    assert judged(problem(buried=(gas,))).suitability == "difficult"
    assert judged(problem(buried=(gas,), greens=(lawn,))).suitability == "unsuitable"


def test_an_unsuitable_stairwell_names_the_special_scheme_that_would_fit() -> None:
    lane = Patch("L", box(-40.0, 3.0, 40.0, 6.0))
    found = judged(problem(schemes=(ONE, SLIM), lanes=(lane,)))
    assert found.suitability == "unsuitable"
    assert [reason.remedies for reason in found.reasons] == [("special_scheme:slim",)]


def test_a_special_scheme_that_does_not_fit_either_is_not_named() -> None:
    lawn = Patch("G", box(-5.0, 1.0, 5.0, 3.0))
    found = judged(problem(schemes=(ONE, SLIM), greens=(lawn,)))
    assert [reason.remedies for reason in found.reasons] == [("release_green:G",)]


def test_a_special_scheme_alone_never_makes_a_stairwell_suitable() -> None:
    gas = BuriedLine("P", "gas_low", ((-30.0, 3.9), (30.0, 3.9)))
    found = judged(problem(schemes=(SLIM, ONE), buried=(gas,)))
    assert (found.suitability, found.chosen.placement.scheme) == ("difficult", "one")
    assert found.reasons[0].remedies == ("relocate:P",)


def test_a_stairwell_with_fewest_hopeless_conflicts_speaks_through_what_can_be_helped() -> None:
    both = replace(ONE, standoffs_m=(0.0, 1.5))
    lawn, tree = Patch("G", box(-5.0, 0.1, 5.0, 3.0)), Spot("T", (0.0, 2.5))
    found = judged(problem(schemes=(both,), greens=(lawn,), trees=(tree,), openings=(DOOR,)))
    assert [reason.rule for reason in found.reasons] == ["green", "tree"]
