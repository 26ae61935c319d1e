"""The share bench: choices stand in the address, every line has its because, the workbook gives the same fen."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from sanxin.apps.consultation import actions as consultation
from sanxin.apps.decisions import actions
from sanxin.apps.funding import queries as funding
from sanxin.apps.projects import actions as projects
from sanxin.apps.registry import queries as registry
from sanxin.documents.spreadsheets.share_workbook import FIRST
from tests.ballots import ROWS, build_stairwell
from tests.documents.excel import Workbook
from tests.interfaces.web.doors import enter, household_of, text
from tests.people import WHEN, Cast
from tests.sites import SITE, bring_in

pytestmark = pytest.mark.django_db
BASE = "rule=ride_height&lift=420000&on=2022-03-01"


@pytest.fixture
def stairwell(cast: Cast) -> str:
    return build_stairwell(cast)[1]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, text(response)
    return unescape(text(response))


def bench(client: Client, stairwell: str, query: str = BASE) -> str:
    return page(client, f"/stairwells/{stairwell}/shares/?{query}")


def fen_on(shown: str) -> dict[str, str]:
    """Read what every household pays off the page."""
    rows = re.findall(r'<tr><th scope="row">(\w+) .*?data-label="应付"><b>([-\d,.]+)</b>', shown, re.S)
    return {room: yuan.replace(",", "") for room, yuan in rows}


def test_the_bench_starts_from_the_floors_the_areas_and_the_plan(
    cast: Cast, secretary: Client, assessed: str
) -> None:
    home = re.search(r"/stairwells/\w+/", page(secretary, f"/compounds/{assessed}/"))
    assert home
    shown = page(secretary, f"{home[0]}shares/")
    lift = re.search(r'name="lift" inputmode="decimal" value="(\d+)"', shown)
    assert lift
    assert int(lift[1]) >= 400_000
    assert '<option value="area" selected>' in shown
    assert '<option value="auto" selected>' in shown
    assert fen_on(shown).keys() == {"101", "402"}
    assert "关于本市既有多层住宅加装电梯办理政府补贴资金有关事项的通知" in shown
    assert f"{home[0]}shares/" in page(secretary, home[0])


def test_where_a_city_has_a_table_of_weights_the_bench_starts_with_it(cast: Cast) -> None:
    there = bring_in(
        cast.secretary, cast.jinniu, replace(SITE, place="cn/guangdong/guangzhou", dwellings=ROWS)
    ).compound
    home = re.search(r"/stairwells/\w+/", page(enter(cast.secretary), f"/compounds/{there}/"))
    assert home
    shown = page(enter(cast.secretary), f"{home[0]}shares/")
    assert '<option value="floor_weights" selected>' in shown
    assert "先写上费用" in shown, "nothing was assessed, so there is no cost yet"
    assert (
        fen_on(page(enter(cast.secretary), f"{home[0]}shares/?rule=floor_weights&lift=420000&on=2024-06-01"))[
            "101"
        ]
        == "0.00"
    )


def test_every_household_has_its_line_with_the_sum_and_all_add_up_to_the_fen(
    cast: Cast, stairwell: str
) -> None:
    shown = bench(
        enter(cast.secretary), stairwell, f"{BASE}&upkeep=6000&subsidy=auto&works=18,000&works_by=programme"
    )
    paid = fen_on(shown)
    assert len(paid) == 24
    assert sum(round(float(yuan) * 100) for yuan in paid.values()) == 252_000_00 + 6_000_00
    assert "专项工程和维修资金承担 18000" in shown.replace(",", "")
    assert "252,000.00 × 5 ÷ 60 = 21,000.00 元" in shown
    assert "没有写各层的单独造价" in shown
    assert "缺这一层的系数" in shown, "what cannot be reckoned says why"


def test_an_empty_choice_does_not_stand_in_the_address(cast: Cast, stairwell: str) -> None:
    client = enter(cast.secretary)
    sent = client.get(
        f"/stairwells/{stairwell}/shares/?rule=equal&apply=&lift=420000&other=&who-101=pays&who-102=out&paid-101=&on=2022-03-01"
    )
    assert (
        sent["Location"]
        == f"/stairwells/{stairwell}/shares/?rule=equal&lift=420000&who-102=out&on=2022-03-01"
    )
    shown = page(client, sent["Location"])
    assert fen_on(shown)["102"] == "0.00"
    assert "没有参加，不分摊" in shown
    assert '<option value="out" selected>' in shown


def test_every_choice_moves_the_shares(cast: Cast, stairwell: str) -> None:
    client = enter(cast.secretary)
    for query, room, yuan in (
        ("rule=equal&lift=240000&on=2022-03-01", "101", "10000.00"),
        ("rule=equal&lift=240000&other=24000&subsidy=own&granted=48,000&on=2022-03-01", "101", "7000.00"),
        ("rule=equal&lift=240000&who-102=signs&who-103=out&who-104=out&who-201=out&on=2022-03-01", "101", "12000.00"),
        ("rule=equal&lift=240000&paid-101=24000&on=2022-03-01", "101", "-13000.00"),
        ("rule=equal&lift=240000&works=24000&works_by=fund&on=2022-03-01", "101", "10000.00"),
        ("rule=equal&lift=240000&works=24000&on=2022-03-01", "101", "11000.00"),
        ("rule=floor_weights&lift=210000&weight-1=0&weight-2=1&weight-3=1&weight-4=1&weight-5=1&weight-6=1.25&on=2022-03-01", "601", "12500.00"),
    ):  # fmt: skip
        assert fen_on(bench(client, stairwell, query))[room] == yuan, query
    own = "&".join(f"own-{row.room}={2 if row.room == '603' else 1}" for row in ROWS)
    assert (
        fen_on(bench(client, stairwell, f"rule=custom&lift=250000&on=2022-03-01&{own}"))["603"] == "20000.00"
    )


def test_the_core_is_told_and_a_group_that_would_do_better_alone_is_named(cast: Cast, stairwell: str) -> None:
    alone = "&".join(
        f"alone-{floor}={yuan}" for floor, yuan in zip(range(2, 7), (9, 10, 11, 12, 500_000), strict=True)
    )
    shown = bench(enter(cast.secretary), stairwell, f"{BASE}&{alone}")
    assert "单独装到他们的最高层只要" in shown
    assert "没有写各层的单独造价" not in shown
    fair = "&".join(f"alone-{floor}={250000 + 50000 * floor}" for floor in range(2, 7))
    assert "任何一群住户单独装一部，都不会比现在便宜" in bench(
        enter(cast.secretary), stairwell, f"{BASE}&{fair}"
    )


def test_two_tables_stand_side_by_side(cast: Cast, stairwell: str) -> None:
    client = enter(cast.secretary)
    link = re.search(r'href="\?([^"]*base=[^"]*)"', bench(client, stairwell))
    assert link
    shown = bench(client, stairwell, link[1].replace("rule=ride_height", "rule=equal", 1))
    assert "对比表：<b>按乘梯高度（楼层减一）</b>" in shown
    assert "多出的 <b>12</b> 户，少出的 <b>12</b> 户。" in shown
    row = re.findall(r'<th scope="row">601 .*?</tr>', shown, re.S)[-1]
    assert ">35,000.00</td>" in row
    assert "<b>17,500.00</b>" in row
    assert "-17,500.00" in row
    wrong = bench(client, stairwell, f"{BASE}&base={quote('rule=equal&lift=much&on=2022-03-01')}")
    assert "“费用”：现为 “much”" in wrong
    assert fen_on(wrong)["601"] == "35000.00", "the table itself still stands"


def test_it_counts_whom_a_table_serves_and_teaches_where_nobody_was_asked(cast: Cast, stairwell: str) -> None:
    client = enter(cast.secretary)
    assert "还没有一户记下意向" in bench(client, stairwell)
    homes = rooms_of(cast, stairwell)
    for room, stance in (
        ("101", "against"),
        ("102", "for"),
        ("601", "for"),
        ("602", "conditional"),
        ("401", "against"),
    ):
        consultation.record_stance(
            actor=cast.visitor, dwelling=homes[room], stance=stance, condition="少出一点", **WHEN
        )
    shown = bench(client, stairwell)
    assert "<b>5</b> 户记有意向，这份表照顾到 <b>2</b> 户。" in shown
    assert "不比“每户相同”多出" in shown
    assert "3 / 5" in shown, "if all pay the same, those in favour are served and those against are not"


def rooms_of(cast: Cast, stairwell: str) -> dict[str, str]:
    """Give the public id of every dwelling by its room."""
    lines = registry.dwellings(
        cast.secretary, compound_of(cast, stairwell), WHEN["occurred_at"], stairwell=stairwell
    )
    return {line.room: line.public_id for line in lines}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("rule=nonsense&lift=1&on=2022-03-01", "“规则”：现为 “nonsense”"),
        ("rule=equal&lift=1e9&on=2022-03-01", "“费用”：现为 “1e9”"),
        ("rule=equal&lift=100&on=soon", "“按哪一天的规定”：现为 “soon”"),
        ("rule=equal&lift=100", "“按哪一天的规定”：现为 “-”"),
        (
            "rule=equal&lift=100&subsidy=own&granted=200&on=2022-03-01",
            "“补贴”：现为 200.00，应为不多于居民承担的费用",
        ),
        ("rule=equal&lift=100&alone-3=5&on=2022-03-01", "“单独造价”：分摊题目中 stand_alone “2”有误"),
        ("rule=custom&lift=100&on=2022-03-01", "缺这一户的系数"),
        ("rule=equal&lift=100&on=1949-01-01", "没有现行规定"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_reckoned(
    cast: Cast, stairwell: str, query: str, said: str
) -> None:
    shown = bench(enter(cast.secretary), stairwell, query)
    assert said in shown
    assert fen_on(shown) == {}
    assert "先写上费用" not in shown


def test_without_dwellings_or_floors_the_page_says_where_to_begin(
    cast: Cast, secretary: Client, compound: str
) -> None:
    shown = page(secretary, f"/compounds/{compound}/")
    third = re.findall(r"/stairwells/\w+/", shown)
    pages = [bench(secretary, one.split("/")[2]) for one in dict.fromkeys(third)]
    assert any("没有楼层，没有算进来：302" in one for one in pages)
    bare = bring_in(cast.secretary, cast.jinniu, replace(SITE, name="空小区", dwellings=())).compound
    empty = re.search(r"/stairwells/(\w+)/", page(secretary, f"/compounds/{bare}/"))
    assert empty
    assert "还没有可以分摊的住户" in bench(secretary, empty[1])


@pytest.mark.parametrize("rule", ["area", "ride_height", "airport"])
def test_the_workbook_s_own_formulas_give_the_fen_of_the_page(cast: Cast, stairwell: str, rule: str) -> None:
    client, query = (
        enter(cast.secretary),
        f"rule={rule}&lift=420000.07&upkeep=5999&subsidy=auto&who-302=out&on=2022-03-01",
    )
    sent = client.get(f"/stairwells/{stairwell}/shares/workbook.xlsx?{query}")
    assert "attachment" in sent["Content-Disposition"]
    book = Workbook(sent.content)
    found = {
        book.value("分摊", f"A{row}"): f"{book.value('分摊', f'S{row}'):.2f}"
        for row in range(FIRST, FIRST + 24)
    }
    assert found == fen_on(bench(client, stairwell, query))


def test_what_a_workbook_cannot_hold_is_said_in_a_page(cast: Cast, stairwell: str) -> None:
    sent = enter(cast.secretary).get(
        f"/stairwells/{stairwell}/shares/workbook.xlsx?rule=ride_height&apply=floor_then_area&lift=420000.01&on=2022-03-01"
    )
    assert sent.status_code == 422
    assert "Excel 算不准到分" in text(sent)


def decision_on(cast: Cast, stairwell: str) -> str:
    compound = compound_of(cast, stairwell)
    project = projects.open_project(
        actor=cast.secretary, compound=compound, name="加梯", stairwell=stairwell, **WHEN
    )
    return actions.open_decision(
        actor=cast.secretary, project=project, matter="lift_retrofit", scope_kind="stairwell", title="一号门加梯", **WHEN
    )  # fmt: skip


def compound_of(cast: Cast, stairwell: str) -> str:
    found = re.search(r"/compounds/(\w+)/\"", page(enter(cast.secretary), f"/stairwells/{stairwell}/"))
    assert found
    return found[1]


def test_a_table_goes_on_record_and_the_page_says_whether_it_is_this_one(cast: Cast, stairwell: str) -> None:
    client = enter(cast.secretary)
    assert "先发起表决" in bench(client, stairwell)
    decision = decision_on(cast, stairwell)
    sent = client.post(f"/stairwells/{stairwell}/shares/adopt/", {"table": BASE, "decision": decision})
    assert sent["Location"] == f"/stairwells/{stairwell}/shares/?{BASE}"
    shown = bench(client, stairwell)
    assert "分摊表已存证" in shown
    assert "就是这一份" in shown
    assert "和这一份不同" in bench(client, stairwell, BASE.replace("ride_height", "equal"))
    wrong = client.post(
        f"/stairwells/{stairwell}/shares/adopt/", {"table": "rule=equal", "decision": decision}
    )
    assert wrong.status_code == 422


def test_standing_on_a_floor_shows_the_figures_on_record_and_no_neighbour(cast: Cast, stairwell: str) -> None:
    office, decision = enter(cast.secretary), decision_on(cast, stairwell)
    homes = rooms_of(cast, stairwell)
    neighbour = enter(household_of(cast.secretary, homes["203"]))
    address = f"/stairwells/{stairwell}/shares/floor/"
    assert "还没有存证的分摊表" in page(neighbour, address)
    query = f"{BASE}&who-102=signs&upkeep=2400"
    office.post(f"/stairwells/{stairwell}/shares/adopt/", {"table": query, "decision": decision})
    standing = funding.adopted_shares(cast.secretary, stairwell, datetime.now(UTC))
    assert standing
    stored = {one["dwelling"]: one["fen"] for one in standing.told["result"]["shares"]}
    for floor in range(1, 7):
        shown = page(neighbour, f"{address}?floor={floor}")
        on_it = sorted({f"{fen / 100:,.2f}" for room, fen in stored.items() if room.startswith(str(floor))})
        said = re.search(r"出钱：<b>([^<]*)</b>", shown)
        assert said
        assert sorted(said[1].split(" – ")) == on_it
        told = re.sub(r"<[^>]+>", " ", shown.split("<main")[1])
        assert not any(re.search(rf"(?<![\d,.]){row.room}(?![\d,.])", told) for row in ROWS)
        assert not any(owner in shown for row in ROWS for owner in row.owners)
        assert not any(home in shown for home in homes.values())
    assert "不用再爬 <b>5</b> 层楼梯" in page(neighbour, f"{address}?floor=6")
    assert "其中每年运行维护最多 40.00 元" in page(neighbour, f"{address}?floor=2")
    assert "一层本来不爬楼" in page(neighbour, f"{address}?floor=1")
    assert "如果您住在 6 层" in page(neighbour, f"{address}?floor=99"), "a floor nobody has leads to the top"
    # A trial of the office's own is for the office.
    trial = f"{address}?rule=equal&lift=240000&on=2022-03-01&floor=3"
    assert "<b>10,000.00</b>" in page(office, trial)
    assert "试算，尚未存证" in page(office, trial)
    assert "10,000.00" not in page(neighbour, trial)


def test_a_household_reads_what_it_pays_and_the_sum_behind_it(cast: Cast, stairwell: str) -> None:
    office, decision, homes = enter(cast.secretary), decision_on(cast, stairwell), rooms_of(cast, stairwell)
    high, low = (enter(household_of(cast.secretary, homes[room])) for room in ("601", "102"))
    assert "我家出多少" not in page(high, "/home/")
    query = f"{BASE}&paid-102=3000"
    office.post(f"/stairwells/{stairwell}/shares/adopt/", {"table": query, "decision": decision})
    standing = funding.adopted_shares(cast.secretary, stairwell, datetime.now(UTC))
    assert standing
    stored = {one["dwelling"]: one["fen"] for one in standing.told["result"]["shares"]}
    shown, paid = page(high, "/home/"), f"{stored['601'] / 100:,.2f}"
    assert f"我家出：<b>{paid}</b>" in shown
    assert re.search(rf"第 6 层，.*?；应付 {paid} 元", shown)
    assert re.search(r"算式：423,000\S* × .* [=≈] [\d,.]+ 元", shown), (
        "the sum stands in the household's own page"
    )
    received = page(low, "/home/")
    assert stored["102"] == -300_000
    assert "我家收：<b>3,000.00</b>" in received
    assert paid not in received, "and a neighbour's does not"


def test_the_floor_tells_of_light_as_far_as_the_reader_may_know(
    cast: Cast, secretary: Client, assessed: str
) -> None:
    stairwell = str(re.search(r"/stairwells/(\w+)/", page(secretary, f"/compounds/{assessed}/"))[1])  # type: ignore[index]
    shown = page(secretary, f"/stairwells/{stairwell}/shares/floor/?{BASE}&floor=4")
    assert "这一层的窗都不减少" in shown or "扇窗，标准日少" in shown


def test_the_bench_speaks_english(cast: Cast, stairwell: str) -> None:
    shown = bench(enter(cast.secretary, language="en"), stairwell)
    assert "Every household" in shown
    assert "pays 35,000.00 yuan" in shown
    assert "“cost”: found" in bench(
        enter(cast.secretary, language="en"), stairwell, "rule=equal&lift=x&on=2022-03-01"
    )


def test_the_household_is_led_to_the_floors(cast: Cast, stairwell: str) -> None:
    home = enter(household_of(cast.secretary, rooms_of(cast, stairwell)["203"]))
    assert f"/stairwells/{stairwell}/shares/floor/" in page(home, "/home/")
    assert home.get(f"/stairwells/{stairwell}/shares/").status_code == 404
