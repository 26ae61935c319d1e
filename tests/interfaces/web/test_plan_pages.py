"""The compound and its stairwells show the plan; versions from before there was one still open."""

import json
from typing import Any

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from sanxin.apps.registry.models import Stairwell
from tests.interfaces.web.doors import enter, household_of, text
from tests.people import Cast

pytestmark = pytest.mark.django_db


def stairwell_of(compound: str, code: str = "1") -> str:
    with scopes_disabled():
        return f"/stairwells/{Stairwell.objects.get(compound__public_id=compound, code=code).public_id}/"


def test_the_compound_shows_the_plan_the_budget_and_the_layer(secretary: Client, assessed: str) -> None:
    page = text(secretary.get(f"/compounds/{assessed}/"))
    for words in ("全覆盖方案", "逐级预算表", "data-cost=", 'data-layer="plan"', 'type="range"'):
        assert words in page


def test_a_stairwell_says_what_the_plan_does_and_which_windows_lose(cast: Cast, assessed: str) -> None:
    page = text(enter(cast.secretary).get(stairwell_of(assessed)))
    assert "要做什么、谁来做、花多少" in page
    assert "将在后续版本" not in page
    assert "The plan: what" in text(enter(cast.secretary, language="en").get(stairwell_of(assessed)))


def test_a_stairwell_says_who_pays_by_which_rule_and_leads_the_office_to_the_bench(
    cast: Cast, assessed: str, room_402: str
) -> None:
    address = stairwell_of(assessed)
    page = text(enter(cast.secretary).get(address))
    block = page.split("谁出钱")[1].split("</section>")[0]
    assert "减去补贴" in block
    assert "由住户按商定的规则分摊" in block
    assert "列入专项工程的，住户一分不出" in block
    assert "政府补贴资金有关事项的通知（据转载，供参考，请向房管部门确认）" in block
    assert f"{address}shares/" in block
    neighbour = text(enter(household_of(cast.secretary, room_402)).get(address))
    assert "由住户按商定的规则分摊" in neighbour
    assert "shares/" not in neighbour.split("谁出钱")[1].split("</section>")[0]


def test_a_household_reads_of_no_neighbours_window_on_the_stairwell(
    cast: Cast, assessed: str, room_402: str
) -> None:
    told = enter(household_of(cast.secretary, room_402)).get(stairwell_of(assessed))
    assert told.status_code == 200
    assert "1-101" not in text(told).replace("1-402", "")


def test_a_version_without_plan_and_windows_still_opens(
    secretary: Client, assessed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = json.loads

    def older(written: str, **how: Any) -> object:
        kept = loads(written, **how)
        if isinstance(kept, dict):
            for key in ("plan", "measures", "windows", "sunlight"):
                kept.pop(key, None)
            for one in kept.get("stairwells", ()):
                one.pop("plan", None)
        return kept

    monkeypatch.setattr("sanxin.apps.assessment.queries.json.loads", older)
    for address in (f"/compounds/{assessed}/", stairwell_of(assessed)):
        page = secretary.get(address)
        assert page.status_code == 200
        assert "逐级预算表" not in text(page)
