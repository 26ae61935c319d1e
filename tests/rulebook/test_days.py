"""Working days and terms: from the notices that are known, and never from a guess about those that are not."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from sanxin.foundation.refusal import InputRefused
from sanxin.rulebook.days import WorkingDays, notice_rule, working_days
from sanxin.rulebook.reader import NothingInForce, rules_in_force
from sanxin.rulebook.shelf import HERE


def days(on: date = date(2026, 3, 1)) -> WorkingDays:
    return working_days(rules_in_force("cn", on))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 1, 5), True),
        (date(2026, 1, 10), False),
        (date(2026, 2, 17), False),
        (date(2026, 2, 14), True),
        (date(2026, 10, 8), True),
        (date(2020, 1, 31), False),
    ],
)
def test_a_day_is_worked_or_not(day: date, worked: bool) -> None:
    assert days().is_working_day(day) is worked


def test_every_year_has_the_fixed_holidays_and_works_only_weekends_in_their_stead() -> None:
    years = days().years
    assert sorted(years) == list(range(2015, 2027))
    for year, known in years.items():
        fixed = {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)}
        assert {date(year, month, day) for month, day in fixed} <= known.holidays
        assert all(day.year == year and day.weekday() >= 5 for day in known.make_up)
        assert not known.make_up & known.holidays
        assert 22 <= len(known.holidays) <= 34


def test_a_year_nobody_entered_is_an_answer_and_no_default() -> None:
    with pytest.raises(NothingInForce, match="no public holidays for 2027"):
        days().is_working_day(date(2027, 1, 4))
    with pytest.raises(NothingInForce, match="days/calendar"):
        days(date(2027, 1, 4))


@pytest.mark.parametrize(
    ("start", "count", "working", "last"),
    [
        (date(2026, 3, 2), 10, False, date(2026, 3, 12)),
        (date(2026, 2, 6), 10, False, date(2026, 2, 24)),
        (date(2026, 9, 21), 7, False, date(2026, 9, 28)),
        (date(2026, 2, 13), 3, True, date(2026, 2, 25)),
        (date(2026, 3, 2), 5, True, date(2026, 3, 9)),
    ],
)
def test_a_term_ends_on_the_day_the_law_says(start: date, count: int, working: bool, last: date) -> None:
    assert days().last_day(start, count, working=working) == last


def test_a_term_has_at_least_a_day_and_stays_within_the_known_years() -> None:
    for working in (True, False):
        with pytest.raises(ValueError, match="at least one day"):
            days().last_day(date(2026, 3, 2), 0, working=working)
        with pytest.raises(NothingInForce):
            days().last_day(date(2026, 12, 30), 10, working=working)


def test_how_long_a_notice_hangs_or_that_it_is_not_known() -> None:
    on = date(2026, 6, 8)
    shanghai = notice_rule(rules_in_force("cn/shanghai", on))
    assert (shanghai.days, shanghai.comment_days, shanghai.reason) == (10, 7, None)
    guangzhou = notice_rule(rules_in_force("cn/guangdong/guangzhou", on))
    assert (guangzhou.days, guangzhou.comment_days) == (None, None)
    assert guangzhou.reason
    assert "没有查到" in guangzhou.reason.zh
    assert notice_rule(rules_in_force("cn/guangdong/guangzhou", date(2019, 1, 1))).days == 20
    assert notice_rule(rules_in_force("cn/shanghai", on), "notices/owners_assembly").days == 15
    with pytest.raises(NothingInForce):
        notice_rule(rules_in_force("cn/shandong/qingdao", date(2020, 1, 1)))


@pytest.mark.parametrize(
    ("good", "bad", "key"),
    [
        ("first: 2026-01-01, last: 2026-01-03", "first: 2026-01-03, last: 2026-01-01", "holidays[0].last"),
        ("make_up: [2026-01-04", "make_up: [soon", "make_up"),
        ("make_up: [2026-01-04", "worked: [2026-01-04", "worked"),
    ],
)
def test_a_wrong_calendar_is_refused_by_key(tmp_path: Path, good: str, bad: str, key: str) -> None:
    file = tmp_path / "cn/days/calendar.yaml"
    file.parent.mkdir(parents=True)
    text = (HERE / "cn/days/calendar.yaml").read_text("utf-8")
    file.write_text(text.replace(good, bad), "utf-8")
    with pytest.raises(InputRefused) as refusal:
        working_days(rules_in_force("cn", date(2026, 3, 1), root=tmp_path))
    assert key in refusal.value.faults[0].place.en


def test_a_number_of_days_below_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cn/notices/owners_assembly.yaml"
    file.parent.mkdir(parents=True)
    text = (HERE / "cn/notices/owners_assembly.yaml").read_text("utf-8")
    file.write_text(text.replace("days: 15", "days: 0"), "utf-8")
    with pytest.raises(InputRefused, match="a whole number of 1 or more"):
        notice_rule(rules_in_force("cn", date(2026, 3, 1), root=tmp_path), "notices/owners_assembly")


def test_a_notice_that_starts_before_a_long_holiday_runs_past_it() -> None:
    start = date(2026, 9, 25)
    assert days().last_day(start, 10) == date(2026, 10, 8)
    assert not days().is_working_day(start + timedelta(10))
