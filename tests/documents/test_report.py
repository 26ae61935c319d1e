"""The report is worth handing to a lift office."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from sanxin.documents.fonts import GlyphsMissing
from sanxin.documents.pdf import PageFault, pdf
from sanxin.documents.report.report import report_pdf
from sanxin.journey.survey import Feature, Site


@pytest.fixture(scope="module")
def pages(jinniu: tuple[Site, dict[str, Any]]) -> list[str]:
    reader = PdfReader(BytesIO(report_pdf(*jinniu)))
    return [page.extract_text().replace(" ", "") for page in reader.pages]


def test_the_cover_counts_the_classes_and_names_compound_day_and_rules(
    pages: list[str], jinniu: tuple[Site, dict[str, Any]]
) -> None:
    _, outcome = jinniu
    for words in ("金牛花苑", "2026-11-23", "40个门栋，1056户", outcome["rulebook"]["sha256"][:16]):
        assert words in pages[0]


def test_every_stairwell_has_a_page_of_its_own_in_the_order_people_count(pages: list[str]) -> None:
    assert len(pages) == 43
    assert [f"{number}号门" in pages[number + 2] for number in range(1, 41)] == [True] * 40


def test_a_page_gives_reason_measure_rule_and_remedy(pages: list[str]) -> None:
    thirty = pages[32]
    for words in (
        "通信管道P45",
        "0.35米",
        "1.50米",
        "GB50289-2016",
        "迁移管线",
        "供参考，请向房管部门确认",
        "现场复核",
    ):
        assert words in thirty


def test_layers_nobody_surveyed_stand_on_every_page(pages: list[str]) -> None:
    assert all("未经核实的图层：文物保护范围" in page for page in pages)


def test_a_place_of_which_no_rules_are_held_is_told_on_every_page(
    site: Site, outcome: dict[str, Any]
) -> None:
    reader = PdfReader(BytesIO(report_pdf(site, {**outcome, "place": "cn/shanghia"})))
    assert all(
        "规则库没有cn/shanghia本地的规定" in page.extract_text().replace(" ", "") for page in reader.pages
    )


def test_schemes_and_remedies_are_called_by_their_names(pages: list[str]) -> None:
    assert "半层入户630公斤" in pages[32]
    assert not any("half-landing" in page for page in pages)


def test_all_fonts_are_embedded(jinniu: tuple[Site, dict[str, Any]]) -> None:
    reader = PdfReader(BytesIO(report_pdf(*jinniu)))
    for page in (reader.pages[0], reader.pages[32]):
        fonts = page["/Resources"]["/Font"]
        for font in fonts.values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & described.keys()


def test_the_same_assessment_prints_the_same_bytes(site: Site, outcome: dict[str, Any]) -> None:
    assert report_pdf(site, outcome) == report_pdf(site, outcome)


def test_a_character_the_font_lacks_is_refused_by_name(site: Site, outcome: dict[str, Any]) -> None:
    with pytest.raises(GlyphsMissing, match=r"U\+1F6D7"):
        report_pdf(site, {**outcome, "place": "cn/🛗"})


def test_a_name_on_the_drawing_that_cannot_be_printed_is_refused_too(
    site: Site, outcome: dict[str, Any]
) -> None:
    building = site.of_kind("building")[0]
    renamed = Feature(
        "building", building.id, building.form, building.geometry, {**building.properties, "name": "🛗"}
    )
    others = tuple(feature for feature in site.features if feature.kind != "building")
    drawn = Site(site.name, site.place, 31.0, 121.0, None, "", (renamed, *others), site.survey)
    with pytest.raises(GlyphsMissing, match=r"U\+1F6D7"):
        report_pdf(drawn, outcome)


def test_a_template_that_warns_is_a_defect() -> None:
    with pytest.raises(PageFault, match="unknown font"):
        pdf('#set text(font: "Nowhere Sans")\nx', {}, {})
