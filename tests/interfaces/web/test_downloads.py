"""What goes out as a file opens, and needs nothing from anywhere."""

import io
import json
import re

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

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
