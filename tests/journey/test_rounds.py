"""Rounds: what a sheet may say, what an outage does, who changed their mind."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.journey.decide.rounds import Asking, Outage, changed_minds, extended_to, lint, roll_sha256

GOOD = Asking("您是否同意本门栋按公示方案加装电梯？", "一梯四户，半层入户。\n费用及补偿见附件。")
CLOSES = datetime(2022, 4, 14, 9, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def codes(asking: Asking, noticed: str | None = None) -> list[str]:
    return [fault.code for fault in lint(asking, noticed)]


def test_a_good_sheet_has_no_fault() -> None:
    assert codes(GOOD, GOOD.text_sha256) == []


@pytest.mark.parametrize(
    "question",
    [
        "是否同意加装电梯以及是否同意动用维修资金",
        "是否同意加装电梯，同时授权业委会签约？",
        "是否同意加梯？是否同意迁移树木？",
        "是否同意加梯，是否同意迁树",
    ],
)
def test_two_questions_on_one_sheet_are_found(question: str) -> None:
    assert codes(Asking(question, "方案")) == ["rounds.two_questions"]


def test_a_plan_of_several_parts_is_still_one_question() -> None:
    assert codes(Asking("是否同意公示的加装电梯方案、费用分摊及补偿办法？", "方案")) == []


def test_a_sheet_must_let_people_say_no_and_say_something() -> None:
    assert codes(Asking("同意吗？", "方案", ("for", "abstain"))) == ["rounds.no_against"]
    assert codes(Asking("同意吗？", "", ())) == ["rounds.no_text", "rounds.no_against", "rounds.no_against"]


def test_a_text_changed_since_it_was_posted_is_found_but_line_ends_do_not_count() -> None:
    windows = Asking(GOOD.question, GOOD.text.replace("\n", " \r\n") + "\n")
    assert codes(windows, GOOD.text_sha256) == []
    assert codes(Asking(GOOD.question, GOOD.text + "。"), GOOD.text_sha256) == ["rounds.other_text"]


def closes(outages: list[tuple[float, float]], least: int = 10) -> float:
    """Give by how many minutes a round is lengthened; outages in minutes before closing."""
    spans = [Outage(CLOSES - first * MINUTE, CLOSES - until * MINUTE) for first, until in outages]
    return (extended_to(CLOSES, spans, least * MINUTE, DAY) - CLOSES) / MINUTE


def test_outages_are_made_good_minute_for_minute_once_they_matter() -> None:
    assert closes([]) == 0
    assert closes([(60, 51)]) == 0
    assert closes([(60, 50)]) == 10
    assert closes([(60, 54.5), (20, 10)]) == 16
    assert closes([(5, -30)], least=5) == 35
    assert closes([(20, 0), (-10, -15)]) == 25
    assert closes([(20, 0), (-20, -25)]) == 20
    assert closes([(3000, 2000)]) == 0
    assert closes([(1500, 1430)]) == 10
    assert closes([], least=0) == 0


@given(st.lists(st.tuples(st.integers(-300, 1500), st.integers(1, 200)), max_size=5))
def test_time_made_good_is_no_more_than_what_was_lost_and_reckoned_again_it_is_the_same(
    gaps: list[tuple[int, int]],
) -> None:
    later = closes([(first, first - length) for first, length in gaps])
    assert 0 <= later <= sum(length for _, length in gaps)
    assert later == closes([(first, first - length) for first, length in gaps])


def test_who_changed_is_listed_with_before_and_after_r032() -> None:
    changed = changed_minds(
        {"a": "for", "b": "against", "c": "for"}, {"a": "for", "b": "for", "d": "abstain"}
    )
    assert [(one.dwelling, one.before, one.after) for one in changed] == [
        ("b", "against", "for"),
        ("c", "for", "missing"),
        ("d", "missing", "abstain"),
    ]


@given(st.lists(st.fixed_dictionaries({"dwelling": st.text(), "area_m2": st.text()}), min_size=1))
def test_a_roll_with_one_line_changed_has_another_fingerprint(lines: list[dict[str, str]]) -> None:
    other = [*lines[:-1], {**lines[-1], "area_m2": lines[-1]["area_m2"] + "0"}]
    assert roll_sha256(lines) == roll_sha256([dict(line) for line in lines])
    assert roll_sha256(lines) != roll_sha256(other)
