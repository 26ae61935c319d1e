"""What goes home and into the meeting room on paper: two sheets, a table, a list to sign."""

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from sanxin.documents.drawing.plan_layer import plan_layer
from sanxin.documents.light.paper import dwelling_light_pdf, stairwell_light_pdf
from sanxin.documents.report.meeting import meeting_pdf
from sanxin.documents.report.plan_rows import measure_rows
from sanxin.journey.survey import Site

Jinniu = tuple[Site, dict[str, Any]]


def only(outcome: dict[str, Any], *dwellings: str) -> dict[str, Any]:
    return {**outcome, "windows": [one for one in outcome["windows"] if one["dwelling"] in dwellings]}


def pages(written: bytes | None) -> list[str]:
    assert written is not None
    return [
        page.extract_text().replace(" ", "").replace("\n", "") for page in PdfReader(BytesIO(written)).pages
    ]


def test_a_dwelling_takes_home_its_sentence_and_how_it_was_reckoned(jinniu: Jinniu) -> None:
    first, second = pages(
        dwelling_light_pdf("金牛花苑 9 号门 203 室", only(jinniu[1], "9-203"), {"B1": "1 号楼"})
    )
    for words in ("金牛花苑9号门203室", "您家朝南的窗：现在", "被2号门的井道挡住", "北京时间", "建成后少的"):
        assert words in first
    for words in (
        "太阳赤纬", "-20.116°（2001年）", "北纬31.1200°", "不计none", "窗台两端", "不足5分钟", "真太阳时+5.2分钟",
        "供参考，请向房管部门确认", "1号楼", "建成后才有", "不下“合格、不合格”的结论",
    ):  # fmt: skip
        assert words in second
    assert "没有测绘，按楼层" not in second


def test_four_windows_still_fit_two_sheets(jinniu: Jinniu) -> None:
    four = only(jinniu[1], "9-101", "9-201", "9-202", "9-203")
    assert len(pages(dwelling_light_pdf("四扇窗", four, {}))) == 2


def test_a_window_that_is_assumed_or_near_the_figure_says_so(jinniu: Jinniu) -> None:
    own = only(jinniu[1], "9-203")
    near = {**own["windows"][0], "assumed": True, "flips": ["height"]}
    first = pages(dwelling_light_pdf("九〇三", {**own, "windows": [near]}, {}))[0]
    assert "推定：这扇窗没有测绘" in first
    assert "请先复测窗台高" in first


def test_a_standard_that_says_less_is_printed_with_less(jinniu: Jinniu) -> None:
    own = only(jinniu[1], "9-203")
    light = own["sunlight"]
    mine = {**light["standard"], "least_min": None, "full_window": False, "year": None}
    bare = {**own, "sunlight": {**light, "standard": mine, "clock": None}}
    second = pages(dwelling_light_pdf("九〇三", bare, {}))[1]
    assert "标准所写的数" not in second
    assert "窗台正中" in second
    assert "未知，按真太阳时" in second
    handed_in = {**light["standard"], "citation": None, "least_of": "longest"}
    told = pages(dwelling_light_pdf("九〇三", {**own, "sunlight": {**light, "standard": handed_in}}, {}))[1]
    assert "最长一段120分钟（使用者自备）" in told


def test_a_stairwells_table_holds_every_window_of_it(jinniu: Jinniu) -> None:
    outcome = jinniu[1]
    table = "".join(pages(stairwell_light_pdf("金牛花苑 9 号门", outcome, "9")))
    own = [one for one in outcome["windows"] if one["stairwell"] == "9"]
    assert all((one["dwelling"] or f"公共部位{one['id']}") in table for one in own)
    assert re.search(r"9-203朝南的窗366\.2351\.315\.09:34–9:49，被2号门的井道挡住", table)


def test_without_windows_nothing_is_printed(jinniu: Jinniu) -> None:
    assert dwelling_light_pdf("x", only(jinniu[1]), {}) is None
    assert stairwell_light_pdf("x", jinniu[1], "nowhere") is None


def test_every_party_of_every_measure_has_a_line_to_sign(jinniu: Jinniu) -> None:
    site, outcome = jinniu
    sheets = pages(meeting_pdf(site, outcome))
    assert "40个门栋中可服务40个" in sheets[0]
    rows, table = measure_rows(outcome, "zh"), "".join(sheets[1:])
    assert table.count("同意□") == 2 * sum(len(row.parties) for row in rows)
    for row in rows:
        assert f"{row.number}{row.said.replace(' ', '')}" in table.replace(
            row.said, row.said.replace(" ", "")
        )
        assert all(party in table for party in row.parties)
    assert "须经小区业主表决" in table


def test_a_meeting_hears_of_stairwells_left_out_and_of_nothing_to_do(jinniu: Jinniu) -> None:
    site, outcome = jinniu
    ground = {"zh": "没有地方立井道", "en": "nowhere to stand"}
    left = {**outcome["plan"], "unserved": [{"id": "7", "because": [ground]}]}
    first, second = pages(meeting_pdf(site, {**outcome, "plan": left, "measures": []}))
    assert "7号门没有地方立井道" in first
    assert "不需要先做其他工程" in second


def test_signs_on_the_map_are_numbered_as_the_table_and_do_not_hide_one_another(jinniu: Jinniu) -> None:
    site, outcome = jinniu
    rows = measure_rows(outcome, "zh")
    drawn = plan_layer(site, outcome, {row.id: row.said for row in rows})
    groups = re.findall(r"<g data-measure=\"([^\"]+)\">(.*?)</g>", drawn)
    assert [name for name, _ in groups] == [row.id for row in rows]
    assert [re.findall(r">(\d+)</text>", inside)[-1] for _, inside in groups] == [
        str(row.number) for row in rows
    ]
    corners = [re.findall(r'points="([-\d.]+),([-\d.]+) ', inside)[0] for _, inside in groups]
    places = [(float(x), float(y)) for x, y in corners]
    apart = [max(abs(a[0] - b[0]), abs(a[1] - b[1])) for i, a in enumerate(places) for b in places[:i]]
    assert min(apart) >= 2.4
    doors: list[Any] = [one.geometry for one in site.of_kind("stairwell")]
    assert all((x + 2.4 - dx) ** 2 + (-y - dy) ** 2 >= 6.4**2 for x, y in places for dx, dy in doors)


def test_a_measure_without_parties_still_has_a_line(jinniu: Jinniu) -> None:
    site, outcome = jinniu
    alone = [{**one, "parties": []} for one in outcome["measures"]]
    assert "同意□" in pages(meeting_pdf(site, {**outcome, "measures": alone}))[1]


@pytest.mark.parametrize("said", [{}, {"relocate:P1": "a<b"}])
def test_measures_nobody_numbered_are_drawn_without_a_number(jinniu: Jinniu, said: dict[str, str]) -> None:
    drawn = plan_layer(*jinniu, said)
    assert drawn.count("</text>") == len(said)
