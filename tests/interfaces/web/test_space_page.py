"""The page in space hands a household its own windows only, and says what to do where nothing was reckoned."""

import json

import pytest
from django.test import Client

from tests.interfaces.web.doors import enter, household_of, text
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_a_household_gets_its_own_windows_and_everybodys_buildings(
    cast: Cast, assessed: str, room_402: str
) -> None:
    address = f"/compounds/{assessed}/scene.json"
    whole = json.loads(enter(cast.secretary).get(address).content)
    own = json.loads(enter(household_of(cast.secretary, room_402)).get(address).content)
    assert own["prisms"] == whole["prisms"]
    assert len(whole["windows"]) > len(own["windows"]) > 0
    assert all("402" in one["said"] for one in own["windows"])


def test_the_page_stands_before_the_stairwell_it_was_asked_for(secretary: Client, assessed: str) -> None:
    page = text(secretary.get(f"/compounds/{assessed}/3d/?at=2%22%3E"))
    assert 'data-at="2&quot;&gt;"' in page
    assert "北京时间 {beijing}" in page
    assert "推定的窗" in page or "不挡您能看到的任何一扇窗" in page


def test_before_an_assessment_it_says_what_to_do_and_hands_out_nothing(
    secretary: Client, compound: str
) -> None:
    assert "请到总图页点“评估”" in text(secretary.get(f"/compounds/{compound}/3d/"))
    assert secretary.get(f"/compounds/{compound}/scene.json").status_code == 404
