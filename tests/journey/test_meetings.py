"""What may be written of a meeting, and what several of them settled or left open (R037, R071)."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sanxin.foundation.refusal import Refusal
from sanxin.journey.consult.meetings import Minutes, Point, agenda, minutes_from, require_complete

HELD = datetime(2022, 3, 1, 11, tzinfo=UTC)
POLE = Point("把 L1 号杆移到绿化带北侧", "open", "供电公司", date(2022, 3, 20), "pole")
MEETING = Minutes(
    "coordination", "移杆", HELD, (POLE, Point("水管不动", "agreed", thread="water")), "居委会", "王书记", "张姐",
    (("供电公司", "台区经理"),), "abc",
)  # fmt: skip


def after(days: int, *points: Point) -> Minutes:
    return replace(MEETING, held_at=HELD + timedelta(days=days), points=points)


def test_minutes_are_read_back_as_they_were_written() -> None:
    assert minutes_from(json.loads(json.dumps(MEETING.to_json()))) == MEETING


def test_complete_minutes_are_taken_on_the_day_itself() -> None:
    require_complete(MEETING, HELD)
    require_complete(after(0, replace(POLE, due_on=date(2022, 3, 1))), HELD)
    assert (MEETING.held_on, MEETING.open) == (date(2022, 3, 1), 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(MEETING, kind="party"), "no meeting “party”"),
        (replace(MEETING, title="  "), "no subject"),
        (replace(MEETING, points=()), "have no point"),
        (after(1, POLE), "Record it once it was held"),
        (after(0, POLE, replace(POLE, said=" ")), "Point 2 does not say what was said"),
        (after(0, replace(POLE, outcome="maybe")), "no outcome “maybe”"),
        (after(0, replace(POLE, who=" ")), "say who does it"),
        (after(0, replace(POLE, due_on=None)), "by which day"),
        (after(0, replace(POLE, due_on=date(2022, 2, 28))), "before the meeting on 2022-03-01"),
    ],
    ids=lambda it: it if isinstance(it, str) else "",
)
def test_minutes_that_lack_something_are_refused_in_a_sentence(wrong: Minutes, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        require_complete(wrong, HELD)
    assert "{" not in refused.value.say("zh")


def test_an_open_point_is_carried_until_a_later_meeting_settles_it_and_its_age_is_that_of_the_matter() -> (
    None
):
    first = ("one", after(0, POLE, replace(POLE, thread="pipe", due_on=date(2022, 3, 10))))
    second = ("two", after(9, replace(POLE, said="已勘察", due_on=date(2022, 4, 1))))
    waiting = agenda([second, first]).open
    assert [(one.point.thread, one.meeting) for one in waiting] == [("pipe", "one"), ("pole", "two")]
    today = date(2022, 3, 11)
    assert [(one.age_days(today), one.is_late(today)) for one in waiting] == [(10, True), (10, False)]
    done = agenda([first, second, ("three", after(20, Point("移好了", "agreed", thread="pole")))])
    assert [one.point.thread for one in done.open] == ["pipe"]
    assert [(one.point.said, one.days_taken, one.is_late(today)) for one in done.settled] == [
        ("移好了", 20, False)
    ]


def test_how_long_matters_took_counts_only_those_that_waited_r071() -> None:
    assert agenda([("one", MEETING)]).median_days is None
    pipe = replace(POLE, thread="pipe")
    told = agenda(
        [
            ("one", after(0, POLE, pipe, Point("水管不动", "agreed", thread="water"))),
            ("two", after(4, replace(POLE, outcome="agreed"))),
            ("three", after(10, replace(pipe, outcome="withdrawn"))),
        ]
    )
    assert (told.waited_days, told.median_days) == ((4, 10), 7.0)
    assert len(told.settled) == 3
