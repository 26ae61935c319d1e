"""Meetings are recorded once, corrected by a further version, and read by each as far as they may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.consultation import actions, queries
from sanxin.apps.consultation.models import Attended, Meeting
from sanxin.apps.journal.models import Entry
from sanxin.apps.registry import queries as registry
from sanxin.foundation.canonical import canonical_bytes, sha256_hex
from sanxin.foundation.refusal import Refusal
from sanxin.journey.consult.meetings import Minutes, Point
from tests.interfaces.web.doors import home_of, household_of
from tests.people import AT, WHEN, Cast
from tests.sites import SITE, bring_in

HELD = AT - timedelta(days=2)
PHOTO = b"\xff\xd8\xffsigned"
POLE = Point("王秀英家门口的电杆要移", "open", "供电公司", date(2022, 3, 20))
MEETING = Minutes(
    "coordination", "移杆协调", HELD, (POLE, Point("自来水管不动", "agreed")), "居委会会议室", "王书记", "张姐",
    (("供电公司", "电力"), ("自来水公司", "水务")),
)  # fmt: skip
Record = Callable[..., str]


@pytest.fixture
def record(cast: Cast, compound: str) -> Record:
    """Record a meeting of the small compound, by the visit team."""

    def recorded(minutes: Minutes = MEETING, **told: Any) -> str:
        return actions.record_meeting(
            **{"actor": cast.visitor, "compound": compound, "minutes": minutes, **WHEN, **told}
        )

    return recorded


def stairwells(cast: Cast, compound: str) -> dict[str, str]:
    return {one.code: one.public_id for one in registry.stairwells(cast.secretary, compound, AT)}


def test_a_meeting_is_kept_with_its_points_who_came_and_the_signed_sheet_r037(
    cast: Cast, compound: str, record: Record
) -> None:
    first, second = (home_of(cast.secretary, compound, room) for room in ("101", "402"))
    made = record(attended={first: "in_person", second: "represented"}, sheet=PHOTO)
    read = queries.meeting_of(cast.visitor, made, AT)
    assert (read.line.minutes.title, read.line.minutes.bodies) == (MEETING.title, MEETING.bodies)
    assert [point.said for point in read.line.minutes.points] == [one.said for one in MEETING.points]
    assert (read.line.came, read.line.represented, read.line.asked) == (2, 1, 6)
    assert [(one.room, one.way) for one in read.rooms] == [("101", "in_person"), ("402", "represented")]
    assert read.others == ()
    assert queries.sheet_of(cast.visitor, made, AT) == ("image/jpeg", PHOTO)
    assert [(line.public_id, way) for line, way in queries.attended_by(cast.secretary, second, AT)] == [
        (made, "represented")
    ]


def test_words_are_sealed_and_the_log_commits_counts_and_digests_only(cast: Cast, record: Record) -> None:
    made = record(sheet=b"%PDF-1.7")
    with scopes_disabled():
        kept = bytes(Meeting.objects.get().sealed_words)
        entry = Entry.objects.get(verb="meeting.record")
    told = str(entry.record)
    words = queries.meeting_of(cast.visitor, made, AT).line.minutes.to_json()
    assert "王秀英".encode() not in kept
    for unsaid in ("王秀英", "王书记", "供电公司", "移杆"):
        assert unsaid not in told
    for said in (made, '"kind":"coordination"', '"points":2', '"open":1', '"bodies":2', HELD.isoformat(),
                 sha256_hex(canonical_bytes(words)), sha256_hex(b"%PDF-1.7")):  # fmt: skip
        assert said in told


def test_the_same_minutes_sent_twice_are_one_meeting(cast: Cast, compound: str, record: Record) -> None:
    assert record() == record()
    assert len(queries.meetings_of(cast.visitor, compound, AT)) == 1


def test_a_correction_is_a_further_version_and_the_first_stays(
    cast: Cast, compound: str, record: Record
) -> None:
    home = home_of(cast.secretary, compound, "101")
    first = record(attended={home: "in_person"}, sheet=PHOTO)
    old = queries.meeting_of(cast.visitor, first, AT).line.minutes
    better = replace(old, title="移杆协调（更正）")
    second = record(better, replaces=first)
    assert [one.public_id for one in queries.meetings_of(cast.visitor, compound, AT)] == [second]
    assert queries.meeting_of(cast.visitor, first, AT).replaced_by == second
    assert queries.meeting_of(cast.visitor, second, AT).replaces == first
    assert queries.meeting_of(cast.visitor, first, AT).line.minutes == old
    assert queries.sheet_of(cast.visitor, second, AT)[1] == PHOTO
    assert queries.attended_by(cast.secretary, home, AT) == []
    with pytest.raises(Refusal, match="corrected already"):
        record(replace(better, title="又一次"), replaces=first)
    assert record(better, replaces=first) == second


def test_an_open_point_is_carried_over_through_a_correction_and_settled_by_a_later_meeting(
    cast: Cast, compound: str, record: Record
) -> None:
    first = record()
    (waiting,) = queries.agenda_of(cast.visitor, compound, AT).open
    assert (waiting.meeting, waiting.age_days(date(2022, 3, 1))) == (first, 2)
    old = queries.meeting_of(cast.visitor, first, AT).line.minutes
    record(replace(old, place="院内"), replaces=first)
    (still,) = queries.agenda_of(cast.visitor, compound, AT).open
    assert still.point.thread == waiting.point.thread
    later = Minutes("yard", "回头看", AT, (Point("杆已移好", "agreed", thread=waiting.point.thread),))
    record(later)
    told = queries.agenda_of(cast.visitor, compound, AT)
    assert (told.open, told.waited_days) == ((), (2,))
    with pytest.raises(Refusal, match="Point 1 goes on with a matter no meeting of this compound raised"):
        record(replace(later, points=(Point("别的", "agreed", thread="nosuch"),)))


def test_a_household_reads_its_own_stairwell_s_minutes_without_the_rooms_of_others(
    cast: Cast, compound: str, record: Record
) -> None:
    own, neighbour, away = (home_of(cast.secretary, compound, room) for room in ("101", "402", "201"))
    at = stairwells(cast, compound)
    came = dict.fromkeys((own, neighbour, away), "in_person")
    everybody = record(attended=came)
    mine = record(replace(MEETING, kind="stairwell", title="分摊"), stairwell=at["1"])
    theirs = record(replace(MEETING, kind="stairwell", title="别家"), stairwell=at["2"])
    household = household_of(cast.secretary, own)
    lines = queries.meetings_of(household, compound, AT)
    assert [one.public_id for one in lines] == [mine, everybody]
    read = queries.meeting_of(household, everybody, AT)
    assert [one.room for one in read.rooms] == ["101"]
    assert read.others == (("1", 1), ("2", 1))
    assert {one.meeting for one in queries.agenda_of(household, compound, AT).open} == {mine, everybody}
    with pytest.raises(Refusal, match="Not found"):
        queries.meeting_of(household, theirs, AT)
    assert len(queries.agenda_of(cast.visitor, compound, AT).open) == 3
    with pytest.raises(Refusal, match="Not found"):
        queries.sheet_of(household, everybody, AT)


def test_a_meeting_of_a_stairwell_is_of_its_dwellings(cast: Cast, compound: str, record: Record) -> None:
    at, (near, far) = (
        stairwells(cast, compound),
        [home_of(cast.secretary, compound, one) for one in ("101", "201")],
    )
    made = record(replace(MEETING, kind="stairwell"), stairwell=at["1"], attended={near: "in_person"})
    line = queries.meeting_of(cast.visitor, made, AT).line
    assert (line.stairwell, line.came, line.asked) == ("1", 1, 2)
    with pytest.raises(Refusal, match="1 of the dwellings that came are not among those of “金牛花苑 1” now"):
        record(replace(MEETING, kind="stairwell", title="x"), stairwell=at["1"], attended={far: "in_person"})


def test_what_cannot_be_is_refused_and_nothing_is_kept(cast: Cast, compound: str, record: Record) -> None:
    home = home_of(cast.secretary, compound, "101")
    for told, said in (
        ({"minutes": replace(MEETING, title="")}, "no subject"),
        ({"minutes": replace(MEETING, held_at=AT + timedelta(hours=1))}, "not past"),
        ({"minutes": replace(MEETING, kind="stairwell")}, "choose which"),
        ({"attended": {"nosuch": "in_person"}}, "are not among those of “金牛花苑” now"),
        ({"attended": {home: "by_drone"}}, "no way to attend “by_drone”"),
        ({"stairwell": "nosuch"}, "Not found"),
        ({"replaces": "nosuch"}, "Not found"),
        ({"sheet": b"GIF89a"}, "this file is neither"),
    ):
        with pytest.raises(Refusal, match=said):
            record(**told)
    with scopes_disabled():
        assert (Meeting.objects.count(), Attended.objects.count()) == (0, 0)
        assert not Entry.objects.filter(verb="meeting.record").exists()


def test_only_who_records_visits_here_records_meetings_and_strangers_find_none(
    cast: Cast, compound: str, record: Record
) -> None:
    made = record()
    for who in (*cast.other.values(), cast.designer, cast.utility, cast.area_secretary):
        with pytest.raises(Refusal, match="Not found"):
            record(replace(MEETING, title="x"), actor=who)
    for who in cast.other.values():
        with pytest.raises(Refusal, match="Not found"):
            queries.meeting_of(who, made, AT)
        with pytest.raises(Refusal, match="Not found"):
            queries.meetings_of(who, compound, AT)
    assert queries.meeting_of(cast.designer, made, AT).line.minutes.title == "移杆协调"
    with pytest.raises(Refusal, match="Not found"):
        queries.sheet_of(cast.designer, made, AT)


def test_a_correction_stays_in_its_own_compound(cast: Cast, record: Record) -> None:
    made = record()
    second = bring_in(cast.secretary, cast.jinniu, replace(SITE, name="金牛二村", dwellings=())).compound
    with pytest.raises(Refusal, match="Not found"):
        record(compound=second, replaces=made)
