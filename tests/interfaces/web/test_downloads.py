"""What goes out as a file opens, and needs nothing from anywhere."""

import io
import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from sanxin.apps.registry import queries as registry
from tests.interfaces.web.doors import enter, home_of, household_of, text
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_the_report_is_a_pdf_with_a_page_a_stairwell(secretary: Client, assessed: str) -> None:
    sent = secretary.get(f"/compounds/{assessed}/files/report.pdf")
    assert sent["Content-Type"] == "application/pdf"
    assert "attachment" in sent["Content-Disposition"]
    report = PdfReader(io.BytesIO(sent.content))
    assert len(report.pages) >= 3
    words = "".join(page.extract_text() for page in report.pages)
    assert "王秀英" not in words
    assert "13800000001" not in words


def test_the_workbook_opens(secretary: Client, assessed: str) -> None:
    sent = secretary.get(f"/compounds/{assessed}/files/assessment.xlsx")
    book = load_workbook(io.BytesIO(sent.content), read_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows()) >= 3
    book.close()


def test_the_map_needs_no_network(secretary: Client, assessed: str) -> None:
    page = secretary.get(f"/compounds/{assessed}/files/map.html").content.decode()
    assert "<svg" in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//|url\(\s*["\']?(?:https?:)?//|@import', page)


def test_the_outcome_is_json(secretary: Client, assessed: str) -> None:
    sent = secretary.get(f"/compounds/{assessed}/files/assessment.json")
    assert json.loads(sent.content)["schema_version"]


@pytest.mark.parametrize("name", ["secrets.txt", "..%2Fassessment.json"])
def test_there_are_no_other_files(secretary: Client, assessed: str, name: str) -> None:
    assert secretary.get(f"/compounds/{assessed}/files/{name}").status_code == 404


def test_before_an_assessment_there_is_nothing_to_hand_out(secretary: Client, compound: str) -> None:
    assert secretary.get(f"/compounds/{compound}/files/report.pdf").status_code == 404


def test_a_household_takes_its_own_light_home_and_nobody_elses(
    cast: Cast, assessed: str, room_402: str
) -> None:
    household = enter(household_of(cast.secretary, room_402))
    sent = household.get(f"/dwellings/{room_402}/light.pdf")
    assert sent["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(sent.content)).pages) == 2
    neighbour = home_of(cast.secretary, assessed, "101")
    assert household.get(f"/dwellings/{neighbour}/light.pdf").status_code == 404
    assert enter(cast.secretary).get(f"/dwellings/{neighbour}/light.pdf").status_code == 200
    assert f"/dwellings/{room_402}/light.pdf" in text(household.get("/home/"))


def test_a_stairwells_table_shows_a_household_its_own_rows_only(
    cast: Cast, assessed: str, room_402: str
) -> None:
    stairwell = next(
        one.public_id
        for one in registry.stairwells(cast.secretary, assessed, datetime.now(UTC))
        if one.code == "1"
    )

    def rows(who: Client) -> str:
        sent = who.get(f"/stairwells/{stairwell}/light.pdf").content
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(sent)).pages)

    assert "101" in rows(enter(cast.secretary))
    assert "402" in rows(enter(household_of(cast.secretary, room_402)))
    assert "101" not in rows(enter(household_of(cast.secretary, room_402)))


def test_the_meetings_list_is_a_pdf(secretary: Client, assessed: str) -> None:
    sent = secretary.get(f"/compounds/{assessed}/files/meeting.pdf")
    assert len(PdfReader(io.BytesIO(sent.content)).pages) >= 2


def test_where_nothing_was_reckoned_there_is_no_paper(cast: Cast, secretary: Client, compound: str) -> None:
    (stairwell, *_) = registry.stairwells(cast.secretary, compound, datetime.now(UTC))
    for address in (
        f"/dwellings/{home_of(cast.secretary, compound, '402')}/light.pdf",
        f"/stairwells/{stairwell.public_id}/light.pdf",
        f"/compounds/{compound}/files/meeting.pdf",
    ):
        assert secretary.get(address).status_code == 404


def test_a_version_without_a_plan_has_no_list_for_a_meeting(
    secretary: Client, assessed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sanxin.interfaces.web.views.places.compounds.has_plan", lambda _: False)
    assert secretary.get(f"/compounds/{assessed}/files/meeting.pdf").status_code == 404
