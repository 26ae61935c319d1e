"""What the law's words come to in cases small enough to count on one's fingers."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from sanxin.engines.tally.check import check
from sanxin.engines.tally.problem import Ballot, Dwelling, Objection, Problem, Readings, Rule, Stance
from sanxin.engines.tally.result import Sums, Tally
from sanxin.engines.tally.solve import solve
from tests.engines.tally.rolls import (
    EVERYBODY,
    NO_OBJECTION,
    OF_ALL,
    ORDINARY,
    SPECIAL,
    asked,
    dwellings,
)

TWELVE = dwellings(12)


def counted(problem: Problem) -> Tally:
    tally = solve(problem)
    assert [each.because.say("en") for each in check(problem, tally)] == []
    return tally


def unmet(tally: Tally) -> list[tuple[str, str]]:
    return [(test.name, test.basis) for test in tally.tests if not test.met]


@pytest.mark.parametrize(
    ("rule", "answers", "passed"),
    [
        (SPECIAL, "++++++--····", True),
        (SPECIAL, "+++++---····", False),
        (SPECIAL, "+++++++·····", False),
        (SPECIAL, "++++++++····", True),
        (SPECIAL, "++++++00····", True),
        (SPECIAL, "+++++000····", False),
        (ORDINARY, "+++++---····", True),
        (ORDINARY, "++++----····", False),
        (ORDINARY, "+++++·······", False),
        (OF_ALL, "++++++++----", True),
        (OF_ALL, "++++++++····", True),
        (OF_ALL, "+++++++-----", False),
        (EVERYBODY, "++++++++++++", True),
        (EVERYBODY, "+++++++++++-", False),
        (EVERYBODY, "+++++++++++0", False),
        (EVERYBODY, "+++++++++++·", False),
    ],
)
def test_twelve_equal_dwellings(rule: Rule, answers: str, passed: bool) -> None:
    assert counted(asked(TWELVE, answers, rule)).passed is passed


def test_an_owner_of_three_dwellings_is_one_head_and_all_their_area() -> None:
    three = dwellings(12, d01="王芳", d02="王芳", d03="王芳")
    tally = counted(asked(three, "·····+++++++"))
    assert tally.heads == Sums(10, 7, 7)
    assert tally.area_cm2 == Sums(7_200_000, 4_200_000, 4_200_000)
    assert unmet(tally) == [("participation", "area")]
    assert tally.change
    assert [move.dwelling for move in tally.change.moves] == ["01", "02", "03"]


def test_six_of_ten_heads_are_no_quorum_and_seven_are() -> None:
    three = dwellings(12, d01="王芳", d02="王芳", d03="王芳")
    assert unmet(counted(asked(three, "++++++++····"))) == [("participation", "heads")]
    assert unmet(counted(asked(three, "+++++++++···"))) == []


def court_case(reading: Readings) -> Problem:
    """406 for, and 15 more dwellings of one owner, where more than half of 827 heads taking part are 414."""
    ids = [f"{number:04}" for number in range(842)]
    roll = tuple(
        Dwelling(each, Decimal(70), ("一人十五套" if number < 15 else f"o{number}",))
        for number, each in enumerate(ids)
    )
    ballots = tuple(
        Ballot(f"b{each}", each, "for" if number < 421 else "against")
        for number, each in enumerate(ids[:841])
    )
    return Problem(Rule("A", Fraction(1, 2), Fraction(2, 3)), roll, ballots, readings=reading)


def test_the_court_counted_fifteen_dwellings_of_one_owner_once() -> None:
    by_law = counted(court_case(Readings()))
    assert (by_law.heads.in_favour, by_law.heads.taking_part) == (407, 827)
    assert unmet(by_law) == [("consent", "heads")]
    assert by_law.change
    assert by_law.change.heads == 414 - 407
    as_added_up = counted(court_case(Readings(head="dwelling")))
    assert as_added_up.heads.in_favour == 421
    assert as_added_up.passed


def test_a_ballot_not_returned_takes_no_part_and_an_abstention_does() -> None:
    assert counted(asked(TWELVE, "++++++++····")).heads == Sums(12, 8, 8)
    assert counted(asked(TWELVE, "++++++++0···")).heads == Sums(12, 9, 8)


def test_two_thirds_met_to_the_square_centimetre() -> None:
    roll = (Dwelling("a", Decimal("66.6667"), ("甲",)), Dwelling("b", Decimal("33.3333"), ("乙",)))
    rule = Rule("A", Fraction(1, 2), Fraction(1, 2))
    enough = replace(asked(roll, "+·", rule), rule=Rule("B", Fraction(666667, 1000000)))
    assert [test.met for test in counted(enough).tests if test.basis == "area"] == [True]
    short = replace(enough, rule=Rule("B", Fraction(666668, 1000000)))
    assert [test.met for test in counted(short).tests if test.basis == "area"] == [False]


def test_a_strict_majority_is_more_than_half() -> None:
    assert unmet(counted(asked(TWELVE, "++++++------", ORDINARY))) == [
        ("consent", "area"),
        ("consent", "heads"),
    ]


def test_co_owners_who_disagree_take_part_and_do_not_consent() -> None:
    roll = dwellings(3, d01="王芳、李强")
    ballots = (
        Ballot("b1", "01", "for", by="王芳", at="2026-03-01"),
        Ballot("b2", "01", "against", by="李强", at="2026-03-02"),
    )
    problem = asked(roll, "·++", SPECIAL, ballots=ballots)
    tally = counted(problem)
    assert (tally.heads, tally.area_cm2.in_favour) == (Sums(3, 3, 2), 1_200_000)
    assert [(each.id, each.why) for each in tally.refused] == [("b2", "co_owner_disagrees")]
    first = counted(replace(problem, readings=Readings(co_owners="first_answer")))
    assert first.heads == Sums(3, 3, 3)
    agreed = replace(problem, ballots=(*problem.ballots[:2], ballots[0], replace(ballots[1], choice="for")))
    assert [(each.id, each.why) for each in counted(agreed).refused] == [("b2", "already_answered")]


def test_unsold_dwellings_of_the_developer_are_one_head_together() -> None:
    roll = tuple(replace(each, owners=(), unsold_developer=each.id > "08") for each in dwellings(12))
    roll = tuple(each if each.unsold_developer else replace(each, owners=(each.id,)) for each in roll)
    tally = counted(asked(roll, "++++++++++++"))
    assert tally.heads == Sums(9, 9, 9)


def test_a_dwelling_without_area_is_a_head() -> None:
    roll = (*dwellings(3), Dwelling("99", Decimal(0), ("甲",)))
    assert counted(asked(roll, "+++·", EVERYBODY)).tests[0].met
    assert unmet(counted(asked(roll, "+++·", EVERYBODY))) == [("consent", "heads")]


def test_an_owner_across_two_stairwells_is_one_head_of_the_building() -> None:
    roll = tuple(
        Dwelling(f"{stairwell}-{room}", Decimal(60), (owner,))
        for stairwell, room, owner in [("1", "101", "王芳"), ("1", "102", "李强"), ("2", "101", "王芳")]
    )
    assert counted(asked(roll, "+·+")).heads == Sums(2, 1, 1)


def test_a_head_that_votes_both_ways_takes_part_and_its_area_counts_by_dwelling() -> None:
    roll = dwellings(3, d01="王芳", d02="王芳")
    problem = asked(roll, "+-+")
    tally = counted(problem)
    assert tally.heads == Sums(2, 2, 1)
    assert tally.area_cm2 == Sums(1_800_000, 1_800_000, 1_200_000)
    void = counted(replace(problem, readings=Readings(split="void")))
    assert void.heads == Sums(2, 1, 1)
    assert void.area_cm2.taking_part == 600_000


def test_linked_owners_may_be_read_as_one_head() -> None:
    roll = dwellings(4, d01="王芳", d02="王芳、李强", d03="李强", d04="赵敏")
    problem = asked(roll, "++++")
    assert counted(problem).heads.all == 4
    assert counted(replace(problem, readings=Readings(head="linked"))).heads.all == 2
    couple = asked(dwellings(3, d01="王芳、李强", d02="李强、王芳"), "+++", readings=Readings(head="linked"))
    assert counted(couple).heads.all == 2


def test_family_c_waits_for_every_objection_to_be_settled() -> None:
    objections = (Objection("x2"), Objection("x1"), Objection("x3", resolved=True))
    tally = counted(asked(TWELVE, "+++++++++···", NO_OBJECTION, objections=objections))
    assert unmet(tally) == [("objections", "heads")]
    assert tally.change
    assert (tally.change.heads, tally.change.objections) == (0, ("x1", "x2"))
    settled = tuple(replace(each, resolved=True) for each in objections)
    assert counted(asked(TWELVE, "+++++++++···", NO_OBJECTION, objections=settled)).passed
    assert counted(asked(TWELVE, "+++++++++···", OF_ALL, objections=objections)).passed


def test_plan_and_agreement_are_tallied_apart() -> None:
    plan, agreement = asked(TWELVE, "++++++++++++", EVERYBODY), asked(TWELVE, "+++++++++++·", EVERYBODY)
    assert (counted(plan).passed, counted(agreement).passed) == (True, False)


def test_those_who_returned_nothing_may_follow_the_majority() -> None:
    follow = Readings(not_returned="follow_majority")
    assert counted(asked(TWELVE, "+++++·······", readings=follow)).passed
    assert counted(asked(TWELVE, "+++++·······", readings=follow)).change is None
    assert counted(asked(TWELVE, "-----·······", readings=follow)).heads == Sums(12, 12, 0)
    assert counted(asked(TWELVE, "++--········", readings=follow)).heads == Sums(12, 4, 2)


def test_the_smallest_change_takes_the_fewest_heads_then_the_smallest_ids() -> None:
    roll = tuple(replace(each, area_m2=Decimal(200 if each.id == "12" else 60)) for each in TWELVE)
    tally = counted(asked(roll, "+++++++++--·"))
    assert tally.passed is True
    tally = counted(asked(roll, "+++++++++--0"))
    assert tally.change
    assert [(move.dwelling, move.from_state, move.to_state) for move in tally.change.moves] == [
        ("12", "abstain", "for")
    ]
    staying_away = counted(asked(TWELVE, "++++++++····", ORDINARY))
    assert staying_away.change
    assert [(move.dwelling, move.to_state) for move in staying_away.change.moves] == [("01", "missing")]


def test_the_same_roll_in_any_order_gives_the_same_tally() -> None:
    problem = asked(TWELVE, "+++++---····")
    assert solve(replace(problem, roll=problem.roll[::-1])) == solve(problem)


def test_stances_give_a_range_and_no_promise() -> None:
    stances = (Stance("08", "for"), Stance("09", "for"), Stance("10", "unsure"), Stance("01", "against"))
    tally = counted(asked(TWELVE, "+++++++·····", stances=stances))
    assert tally.forecast
    assert (tally.forecast.outcome, tally.forecast.stances, tally.forecast.open) == ("passes", 2, 3)
    doubtful = counted(asked(TWELVE, "++++++-·····", stances=(Stance("08", "against"),)))
    assert doubtful.forecast
    assert doubtful.forecast.outcome == "open"
    hopeless = counted(asked(TWELVE, "+++-----····", stances=(Stance("12", "against"),)))
    assert hopeless.forecast
    assert hopeless.forecast.outcome == "fails"
    assert (
        counted(asked(TWELVE, "++++++-·····", stances=stances, readings=Readings(split="void"))).forecast
        is None
    )
