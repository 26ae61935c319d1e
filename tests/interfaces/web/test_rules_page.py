"""The rules page: anybody reads what is in force where and when, how sure we are, what changed, and where nothing is held."""

import re
from datetime import date
from html import unescape

import pytest

from sanxin.rulebook.reader import rules_in_force
from sanxin.rulebook.shelf import ordinances
from tests.interfaces.web.doors import enter, text

pytestmark = pytest.mark.django_db


def page(query: str = "", language: str = "zh") -> str:
    response = enter(language=language).get(f"/rules/{query}")
    assert response.status_code == 200
    return unescape(text(response))


def test_anybody_reads_the_rules_of_a_place_and_a_day_by_topic_with_citation_and_standing() -> None:
    shown = page("?place=cn/shanghai&on=2022-03-01")
    held = rules_in_force("cn/shanghai", date(2022, 3, 1))
    assert f"<b>{len(held.ordinances)}</b> 条" in shown
    for topic in ("表决", "公示", "补贴、基金、分摊", "选址与间距", "日照", "维保与检验"):
        assert re.search(rf'<h2 id="t\d+">{topic}</h2>', shown), topic
    for each in held.ordinances:
        assert each.ordinance.title.zh in shown, each.ordinance.id
        if each.ordinance.is_law:
            assert each.version.citation.document in shown


def test_what_was_not_checked_against_its_text_is_for_reference_only() -> None:
    shown = page("?place=cn/shanghai&on=2022-03-01")
    blocks = [one.split("</h3>", 1) for one in shown.split('<div class="sheet rule"><h3>')[1:]]
    held = rules_in_force("cn/shanghai", date(2022, 3, 1)).ordinances
    standing = {each.ordinance.title.zh: each.version.citation.standing for each in held}
    assert len(blocks) == len(held)
    for title, block in blocks:
        assert ("供参考，请向房管部门确认" in block) == (standing[title] != "verified"), title


def test_it_says_what_changed_since_a_day_before_and_now() -> None:
    shown = page("?place=cn/shanghai&on=2021-01-01&since=2020-12-31")
    assert "2020-12-31 以来变了的" in shown
    assert "民法典" in shown.split("以来变了的")[1].split("<nav")[0]
    assert "没有变化" in page("?place=cn/shanghai&on=2022-03-01&since=2022-03-01")
    first = page("?place=cn/shanghai&on=2022-03-01&since=1949-10-01")
    assert '<h4>原来</h4><p class="soft">没有</p>' in first, "before the first rule there was none"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?place=fr/paris", "规则库没有适用于 fr/paris 的规定"),
        ("?place=cn/shanghai&on=1949-10-01", "没有现行规定"),
        ("?place=cn&on=tomorrow", "“tomorrow”不是日期"),
        ("?place=cn&since=2022-02-30", "“2022-02-30”不是日期"),
        ("?place=<script>", "规则库没有适用于 <script> 的规定"),
    ],
)
def test_where_nothing_is_held_the_page_gives_the_reason(query: str, said: str) -> None:
    shown = page(query)
    assert said in shown
    assert "不等于没有规定" in shown
    assert "<script>" not in text(enter().get("/rules/?place=<script>")).split("<main")[1]


def test_a_place_without_rules_of_its_own_says_that_all_come_from_above() -> None:
    assert "以下都是上级的" in page("?place=cn/shanghai/xuhui&on=2026-03-01")
    assert "以下都是上级的" not in page("?place=cn/shanghai&on=2026-03-01")
    assert "以下都是上级的" not in page("?place=cn&on=2026-03-01")


def test_every_place_of_the_rulebook_has_a_name_and_can_be_chosen() -> None:
    shown = page()
    for place in {each.place for each in ordinances()}:
        named = re.search(rf'<option value="{place}"[^>]*>([^<]+)</option>', shown)
        assert named, place
        assert named[1] != place


def test_the_page_speaks_english_and_every_page_leads_to_it() -> None:
    shown = page("?place=cn/shanghai&on=2022-03-01", "en")
    assert "for reference, confirm with the housing bureau" in shown
    assert "a choice of this product, not law" in shown
    assert "/rules/" in text(enter().get("/sign-in/"))
