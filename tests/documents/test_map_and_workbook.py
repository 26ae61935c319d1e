"""The map opens with no network; the workbook holds what the report says."""

import re
from base64 import b64decode
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from fontTools.ttLib import TTFont

from sanxin.documents.drawing.site_map import site_map
from sanxin.documents.drawing.stairwell_plan import stairwell_plan
from sanxin.documents.map_page import map_html
from sanxin.documents.order import natural
from sanxin.documents.report.words import in_order, rule_words
from sanxin.documents.spreadsheets.dwelling_template import dwelling_template_xlsx
from sanxin.documents.spreadsheets.workbook import assessment_xlsx
from sanxin.journey.survey import Feature, Site


def test_the_map_asks_nothing_of_the_network(jinniu: tuple[Site, dict[str, Any]]) -> None:
    page = map_html(*jinniu)
    outside = {
        address
        for address in re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)""", page)
        if not address.startswith(("#", "data:font/"))
    }
    assert outside == set()


def test_every_stairwell_stands_on_the_map_with_its_class_and_beside_it_with_its_reason(
    jinniu: tuple[Site, dict[str, Any]],
) -> None:
    page = map_html(*jinniu)
    for judged in jinniu[1]["stairwells"]:
        assert f'data-stairwell="{judged["id"]}" data-class="{judged["class"]}"' in page
        assert f'id="stairwell-{judged["id"]}"' in page
    assert "距通信管道 P45" not in page.split("<script>")[1]
    assert "telecom duct P45" in page


def test_the_map_carries_every_character_it_shows(jinniu: tuple[Site, dict[str, Any]]) -> None:
    page = map_html(*jinniu)
    carried = re.search(r"data:font/woff;base64,([^)]+)", page)
    assert carried is not None
    shown = {character for character in page if "\u4e00" <= character <= "\u9fff"}
    with TTFont(BytesIO(b64decode(carried[1]))) as font:
        assert shown <= set(map(chr, font.getBestCmap()))


def test_a_name_with_a_dollar_in_it_stays_a_name(site: Site, outcome: dict[str, Any]) -> None:
    named = Site("$font ${x}", site.place, 31.0, 121.0, None, "", site.features, site.survey)
    assert "$font ${x}" in map_html(named, outcome)


def test_a_name_with_markup_in_it_stays_a_name(site: Site, outcome: dict[str, Any]) -> None:
    building = site.of_kind("building")[0]
    evil = Feature(
        "building",
        building.id,
        building.form,
        building.geometry,
        {**building.properties, "name": '<b onload="x">&'},
    )
    others = tuple(feature for feature in site.features if feature.kind != "building")
    crafted = Site("<script>1</script>", site.place, 31.0, 121.0, None, "", (evil, *others), site.survey)
    page = map_html(crafted, outcome)
    assert "<b onload" not in page
    assert "<script>1" not in page


def test_a_site_not_yet_assessed_is_drawn_without_classes(site: Site) -> None:
    drawing = site_map(site, None)
    assert "未评估" in drawing
    assert "data-class" not in drawing


def test_a_plan_shows_the_shaft_and_a_measured_line_for_each_reason_in_metres(
    jinniu: tuple[Site, dict[str, Any]],
) -> None:
    site, outcome = jinniu
    judged = next(one for one in outcome["stairwells"] if one["id"] == "30")
    drawing = ElementTree.fromstring(stairwell_plan(site, judged))
    words = ["".join(text.itertext()) for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert "井道" in words
    assert any("0.35 m" in one and "1.50" in one for one in words)
    assert any("1.25 m" in one and "3.00" in one for one in words)


def test_a_stairwell_with_a_lift_is_drawn_without_a_shaft(site: Site, outcome: dict[str, Any]) -> None:
    judged = {**outcome["stairwells"][0], "class": None, "candidate": None, "reasons": []}
    assert "井道" not in stairwell_plan(site, judged)


def test_the_workbook_counts_lists_and_explains(jinniu: tuple[Site, dict[str, Any]]) -> None:
    book = openpyxl.load_workbook(BytesIO(assessment_xlsx(jinniu[1])))
    assert book.sheetnames == ["摘要", "门栋", "原因", "先要做的工程", "日照"]
    summary = {row[0]: row[1] for row in book["摘要"].iter_rows(values_only=True)}
    assert (summary["门栋"], summary["适合"], summary["较难"], summary["不适合"]) == (40, 28, 8, 4)
    assert [row[0] for row in book["门栋"].iter_rows(min_row=2, values_only=True)] == list(range(1, 41))
    reasons = list(book["原因"].iter_rows(min_row=2, values_only=True))
    assert (30, "距通信管道", "P45", 0.35, 1.5, "米", "迁移管线 P45") in [row[:7] for row in reasons]


def test_a_name_that_looks_like_a_formula_stays_text(outcome: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(BytesIO(assessment_xlsx({**outcome, "site": "=1+1"})))
    assert book["摘要"]["B2"].value == "=1+1"
    assert book["摘要"]["B2"].data_type == "s"


def test_the_template_has_the_headings_the_reader_knows_and_the_stairwells_as_choices() -> None:
    sheet = openpyxl.load_workbook(BytesIO(dwelling_template_xlsx(["1", "2"])))["住户清册"]
    assert [cell.value for cell in sheet[1]][:6] == ["门栋", "室号", "楼层", "建筑面积", "面积来源", "业主"]
    choices = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"1,2"' in choices


def test_a_long_list_of_stairwells_leaves_the_choices_out_rather_than_break_the_sheet() -> None:
    sheet = openpyxl.load_workbook(BytesIO(dwelling_template_xlsx([str(n) for n in range(200)])))["住户清册"]
    assert len(sheet.data_validations.dataValidation) == 3


@pytest.mark.parametrize(
    ("labels", "ordered"),
    [(["10", "2", "1A", "1"], ["1", "1A", "2", "10"]), (["甲2", "甲10", "3"], ["3", "甲2", "甲10"])],
)
def test_labels_sort_as_people_count(labels: list[str], ordered: list[str]) -> None:
    assert sorted(labels, key=natural) == ordered
    assert [one["id"] for one in in_order({"stairwells": [{"id": label} for label in labels]})] == ordered


def test_every_rule_has_words(jinniu: tuple[Site, dict[str, Any]]) -> None:
    rules = {
        conflict["rule"]
        for one in jinniu[1]["stairwells"]
        for place in one["considered"]
        for conflict in place["conflicts"]
    }
    assert len(rules) > 8
    assert all(rule_words(rule)[0] != rule for rule in rules)
