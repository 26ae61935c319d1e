"""The clock closes at the minute, sees an outage of its own, and outlives a fault."""

import threading
from datetime import datetime, timedelta

import pytest

from sanxin.apps.decisions import actions, queries
from sanxin.interfaces.jobs import clock
from tests.ballots import CLOSES, TIMES, Asked, ask
from tests.people import Cast


@pytest.fixture(scope="module")
def asked(cast: Cast) -> Asked:
    return ask(cast)


def ticks(first: datetime, last: datetime) -> list[str]:
    """Tick every minute from one instant to another, both included."""
    closed, at = [], first
    while at <= last:
        closed += clock.tick(at)
        at += timedelta(minutes=1)
    return closed


def test_a_round_closes_by_the_clock_in_the_minute_its_time_is_up(asked: Asked) -> None:
    assert ticks(CLOSES - timedelta(minutes=5), CLOSES - timedelta(minutes=1)) == []
    assert ticks(CLOSES, CLOSES + timedelta(minutes=1)) == [asked.round]


def test_a_result_nobody_published_is_published_by_the_clock_at_the_promised_minute(asked: Asked) -> None:
    asked.cast_at_door(5, "for")
    ticks(CLOSES, CLOSES)
    due = TIMES.publish_by
    clock.tick(due - timedelta(minutes=1))
    (waiting,) = queries.round_states(asked.cast.secretary, asked.decision, due)
    assert waiting.declared_at is None
    clock.tick(due)
    (state,) = queries.round_states(asked.cast.secretary, asked.decision, due)
    assert (state.declared_at, state.late) == (due, False)
    assert state.outcome is not None
    assert state.outcome["passed"] is False
    clock.tick(due + timedelta(minutes=1))
    (same,) = queries.round_states(asked.cast.secretary, asked.decision, due)
    assert same.declared_at == due, "once is enough"


def test_a_result_the_office_published_sooner_is_left_as_it_is(asked: Asked) -> None:
    ticks(CLOSES, CLOSES)
    sooner = CLOSES + timedelta(hours=2)
    actions.declare(actor=asked.cast.secretary, round=asked.round, occurred_at=sooner, recorded_at=sooner)
    clock.tick(TIMES.publish_by)
    (state,) = queries.round_states(asked.cast.secretary, asked.decision, TIMES.publish_by)
    assert state.declared_at == sooner


def test_a_house_that_was_down_over_the_closing_makes_the_time_good(asked: Asked) -> None:
    down, back = CLOSES - timedelta(minutes=20), CLOSES + timedelta(minutes=5)
    ticks(down - timedelta(minutes=5), down)
    assert ticks(back, back) == []
    (state,) = queries.round_states(asked.cast.secretary, asked.decision, back)
    assert state.closes_at == CLOSES + timedelta(minutes=25)
    asked.cast_at_door(5, "for", back)
    assert ticks(back + timedelta(minutes=1), state.closes_at) == [asked.round]


def test_a_short_break_changes_nothing(asked: Asked) -> None:
    down = CLOSES - timedelta(minutes=8)
    ticks(down - timedelta(minutes=5), down)
    assert ticks(CLOSES, CLOSES) == [asked.round]


def test_the_clock_outlives_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = threading.Event()
    seen: list[datetime] = []

    def breaks(at: datetime) -> list[str]:
        seen.append(at)
        if len(seen) > 1:
            twice.set()
        raise RuntimeError("the store is away")

    monkeypatch.setattr(clock, "EVERY_S", 0.01)
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)
    monkeypatch.setattr(clock, "tick", breaks)
    ended = clock.start()
    assert twice.wait(10)
    ended.set()
    for thread in threading.enumerate():
        if thread.name == "clock":
            thread.join(10)
    assert "the store is away" in capsys.readouterr().err
