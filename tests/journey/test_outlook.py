"""What recorded stances leave open: every vote that could still be lies within the range, by both readings."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.engines.tally.problem import Ballot, Dwelling, Problem, Readings, Rule, Stance
from sanxin.engines.tally.result import Tally, Test
from sanxin.engines.tally.solve import outcome, solve
from sanxin.journey.decide.outlook import ahead, ahead_said, range_said
from sanxin.journey.decide.project import facts_of

A = Rule("A", Fraction(3, 4), Fraction(2, 3))
B = Rule("B", Fraction(1, 2), strict=True)


def roll(*areas: int, owners: str = "") -> tuple[Dwelling, ...]:
    names = owners or "abcdefghijkl"
    return tuple(
        Dwelling(f"{number:02}", Decimal(area), (names[number],) if names[number] != "-" else ())
        for number, area in enumerate(areas)
    )


def possible(problem: Problem, stances: dict[str, str], reading: str) -> list[Tally]:
    """Count every way the households without a ballot and without a plain stance could still answer, or not."""
    voted = {each.dwelling for each in problem.ballots}
    plain = {"for": "for", "against": "against"}
    told = [Ballot(f"t{each.id}", each.id, plain[stances[each.id]])  # type: ignore[arg-type]
            for each in problem.roll if each.id not in voted and stances.get(each.id) in plain]  # fmt: skip
    rest = [each.id for each in problem.roll if each.id not in voted and stances.get(each.id) not in plain]
    readings = replace(problem.readings, not_returned=reading)  # type: ignore[arg-type]
    found = []
    for answers in product(("for", "against", "abstain", None), repeat=len(rest)):
        more = [Ballot(f"r{home}", home, one) for home, one in zip(rest, answers, strict=True) if one]  # type: ignore[arg-type]
        found.append(outcome(replace(problem, ballots=(*problem.ballots, *told, *more), readings=readings)))
    return found


def share_of(test: Test) -> Fraction:
    return Fraction(test.have, test.of)


HOMES = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from("aabcde-"),
        st.sampled_from(
            ["ballot for", "ballot against", "ballot abstain", "for", "against", "conditional", ""]
        ),
    ),
    min_size=1,
    max_size=6,
)


@given(homes=HOMES, rule=st.sampled_from([A, B]))
def test_no_vote_that_could_still_be_lies_outside_the_range(
    homes: list[tuple[int, str, str]], rule: Rule
) -> None:
    owners = "".join(owner for _, owner, _ in homes)
    dwellings = roll(*(area for area, _, _ in homes), owners=owners)
    cast = [(each.id, said.removeprefix("ballot ")) for each, (_, owner, said) in zip(dwellings, homes, strict=True)
            if said.startswith("ballot") and owner != "-"]  # fmt: skip
    ballots = tuple(Ballot(f"b{home}", home, choice) for home, choice in cast)  # type: ignore[arg-type]
    stances = {
        each.id: said
        for each, (_, _, said) in zip(dwellings, homes, strict=True)
        if "ballot" not in said and said
    }
    problem = Problem(rule, dwellings, ballots)
    found = ahead(problem, stances)  # type: ignore[arg-type]
    assert found
    for outlook in found.outlooks:
        ways = possible(problem, stances, outlook.reading)
        for tally in ways:
            for test, worst, best in zip(tally.tests, outlook.worst, outlook.best, strict=True):
                if test.of:
                    assert worst.of == 0 or share_of(worst) <= share_of(test)
                    assert share_of(test) <= share_of(best)
        if outlook.verdict == "passes":
            assert all(tally.passed for tally in ways)
        if outlook.verdict == "fails":
            assert not any(tally.passed for tally in ways)


def test_the_plain_reading_is_the_engine_s_own_forecast_and_it_is_checked() -> None:
    problem = Problem(A, roll(50, 50, 60, 60, 70, 70), (Ballot("b", "00", "for"),))
    stances = {"01": "for", "02": "against", "03": "conditional"}
    found = ahead(problem, stances)  # type: ignore[arg-type]
    assert found
    told = tuple(Stance(home, one) for home, one in stances.items() if one != "conditional")  # type: ignore[arg-type]
    forecast = solve(replace(problem, stances=told)).forecast
    assert forecast
    plain = found.outlooks[0]
    assert (plain.worst, plain.best, plain.verdict) == (forecast.worst, forecast.best, forecast.outcome)
    assert (found.ballots, found.stances, found.open) == (1, forecast.stances, forecast.open)


def test_following_the_majority_turns_the_case_in_which_nobody_else_hands_in() -> None:
    problem = Problem(A, roll(*[60] * 6), tuple(Ballot(f"b{n}", f"0{n}", "for") for n in range(3)))
    found = ahead(problem, {})
    assert found
    plain, follow = found.outlooks
    assert (plain.away.passed, follow.away.passed) == (False, True)
    assert plain.verdict == follow.verdict == "open"
    said = [one.say("zh") for one in ahead_said(found)]
    assert "已交的 3 户票不再改" in said[0]
    assert "其余的都不交，不通过；最不利不通过，最有利通过；结果还不能确定" in said[1]
    assert "其余的都不交，通过；" in said[2]
    assert "没有书面依据的，这一行不能用" in said[3]
    assert next(one.say("en") for one in range_said(found)).endswith("at best 360 of 360 m²; 2/3 required")
    assert len(range_said(found)) == 8


@pytest.mark.parametrize(("choice", "verdict"), [("for", "passes"), ("against", "fails")])
def test_what_nobody_can_turn_any_more_is_said_so(choice: str, verdict: str) -> None:
    problem = Problem(B, roll(*[60] * 5), tuple(Ballot(f"b{n}", f"0{n}", choice) for n in range(3)))  # type: ignore[arg-type]
    found = ahead(problem, {"03": "against"})
    assert found
    assert {each.verdict for each in found.outlooks} == {verdict}
    assert not any("participation by" in one.say("en") for one in range_said(found)), "family B asks for none"


def test_an_unresolved_objection_is_no_figure_of_the_range() -> None:
    found = ahead(Problem(replace(B, family="C"), roll(60, 60)), {"00": "for"})
    assert found
    assert len(found.outlooks[0].worst) == 3
    assert len(range_said(found)) == 4


def test_nothing_is_forecast_where_a_head_that_votes_both_ways_is_void() -> None:
    assert ahead(Problem(A, roll(50, 50), readings=Readings(split="void")), {"00": "for"}) is None


def test_what_a_plan_touches_is_told_as_far_as_it_was_surveyed() -> None:
    outcome_of = {
        "stairwells": [{"id": "1", "plan": {"candidate": "x"}}, {"id": "2", "plan": None}, {"id": "3"}],
        "measures": [
            {"decision": "green_layout", "unlocks": ["1"]}, {"decision": None, "unlocks": ["1"]},
            {"decision": "move_trees", "unlocks": ["9"]},
        ],
    }  # fmt: skip
    surveyed, unsurveyed = ({**outcome_of, "unverified_layers": layers} for layers in ([], ["green", "tree"]))
    assert facts_of(surveyed, "1") == {"changes_green_layout": True, "moves_trees": False}
    assert facts_of(unsurveyed, "1") == {"changes_green_layout": True}
    for unplanned in ("2", "3", "4"):
        assert facts_of(surveyed, unplanned) == {}
