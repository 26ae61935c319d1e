"""A household reads its own light and nobody else's; the office that of the dwellings in its charge."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.organisation.queries import Role
from sanxin.foundation.refusal import Refusal
from tests.interfaces.web.doors import enter, home_of, household_of, text
from tests.people import Cast

pytestmark = pytest.mark.django_db


def windows_of(outcome: dict[str, Any] | None) -> set[str]:
    assert outcome is not None
    return {f"{one['stairwell']} {one['dwelling']}" for one in outcome["windows"]}


def test_a_household_reads_the_light_of_its_own_windows(cast: Cast, assessed: str, room_402: str) -> None:
    household = household_of(cast.secretary, room_402)
    own = windows_of(assessments.light_of(household, room_402, datetime.now(UTC)))
    assert own
    assert all(one.endswith("402") for one in own)
    page = text(enter(household, elder=True).get("/home/"))
    assert "您家" in page
    assert 'class="day-bar"' in page
    assert "推定" in page
    assert "北京时间" in page or "真太阳时" in page
    assert "Your" in text(enter(household, language="en").get("/home/"))


def test_a_household_reads_no_other_window_in_any_file(cast: Cast, assessed: str, room_402: str) -> None:
    household = household_of(cast.secretary, room_402)
    told = enter(household).get(f"/compounds/{assessed}/files/assessment.json")
    if told.status_code == 200:
        whole = json.loads(told.content)
        assert all(one.endswith("402") for one in windows_of(whole))
    latest = assessments.latest(cast.secretary, assessed, datetime.now(UTC))
    assert latest is not None
    seen = windows_of(assessments.outcome_of(household, latest.public_id, datetime.now(UTC)))
    assert all(one.endswith("402") for one in seen)
    every = windows_of(assessments.outcome_of(cast.secretary, latest.public_id, datetime.now(UTC)))
    assert len(every) > len(seen)


def test_the_light_of_a_dwelling_elsewhere_is_not_to_be_had(cast: Cast, assessed: str, room_402: str) -> None:
    neighbour = household_of(cast.secretary, home_of(cast.secretary, assessed, "101"))
    for actor in (neighbour, cast.other[Role.SECRETARY]):
        with pytest.raises(Refusal):
            assessments.light_of(actor, room_402, datetime.now(UTC))


def test_the_office_reads_it_beside_the_people(secretary: Client, assessed: str, room_402: str) -> None:
    assert 'class="day-bar"' in text(secretary.get(f"/dwellings/{room_402}/"))


def test_before_any_assessment_the_page_says_what_to_do(secretary: Client, room_402: str) -> None:
    assert "补上窗的位置" in text(secretary.get(f"/dwellings/{room_402}/"))
