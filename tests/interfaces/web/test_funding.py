"""The ledger on screen: the gap on top, money in and out, a statement settled line by line, a household's own page."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sanxin.apps.funding import queries
from tests.apps.funding.test_ledger import decided_on
from tests.funding import EACH, Funded, fund
from tests.interfaces.web.doors import enter, household_of, text
from tests.people import Cast

HEAD = "交易日期,收入金额,支出金额,对方户名,摘要,流水号\n"


@pytest.fixture(scope="module")
def funded(cast: Cast) -> Funded:
    return fund(cast)


@pytest.fixture
def office(funded: Funded) -> Client:
    return enter(funded.cast.secretary)


def page(client: Client, funded: Funded, of: str = "funding") -> str:
    told = client.get(f"/projects/{funded.project}/{of}/")
    assert told.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(told)))


def send(client: Client, funded: Funded, what: str, **data: str) -> str:
    """Send a form and give the page it leads to."""
    told = client.post(f"/projects/{funded.project}/{what}/", data, follow=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(told)))


def table(funded: Funded) -> str:
    shares = funded.shares()
    state = queries.ledger_of(funded.cast.secretary, funded.project, datetime.now(UTC))
    rooms = {one.public_id: f"{one.stairwell}-{one.room}" for one in state.homes}
    return "\n".join(f"{rooms[home]} {fen / 100:.2f}" for home, fen in shares.items())


def test_the_gap_stands_on_top_and_goes_as_sources_come_r059(office: Client, funded: Funded) -> None:
    before = page(office, funded)
    assert "还差 220,000 元，不能开工。" in before
    assert "居民自筹 缺 200,000 元" in before
    assert "存证：来源够支出" not in before
    assert "各户合计必须是 200,000 元" in before
    assert "分摊表已采用，共 21 户" in send(
        office, funded, "funding/shares", shares=table(funded), basis="协议 1 号"
    )
    after = send(
        office,
        funded,
        "funding/sources",
        item="三旧变三新",
        yuan="20,000.00",
        source="programme",
        document="专项 1 号",
    )
    assert "来源够支出。" in after
    assert "已存证：来源够支出" in send(office, funded, "funding/prove")
    assert "0 / 20 户已缴清" in page(office, funded)


def test_a_share_table_off_by_a_fen_is_refused_with_both_sums(office: Client, funded: Funded) -> None:
    wrong = json.dumps({"1-101": 20_000_001})
    told = send(office, funded, "funding/shares", shares=wrong)
    assert "分摊表合计 200,000.01 元，应由居民承担的是 200,000.00 元，相差 0.01 元" in told
    assert "没有读到分摊：第 1 行“101”" in send(office, funded, "funding/shares", shares="101")
    assert "不是 JSON" in send(office, funded, "funding/shares", shares='{"1-101": ')
    assert "不是分摊结果" in send(office, funded, "funding/shares", shares='{"1-101": 1.5}')


def test_a_payment_leads_to_its_receipt_and_the_household_finds_it(office: Client, funded: Funded) -> None:
    funded.adopt()
    who = enter(household_of(funded.cast.secretary, funded.homes[4]))
    assert "我家应缴 15,000.00 元 已缴 0.00 元 还欠 15,000.00 元" in re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", text(who.get("/home/")))
    )
    told = send(
        office, funded, "funding/movements", of=f"payment:{funded.homes[4]}", yuan="10000", on="2022-03-01",
        reference="收据 7", key="m1",
    )  # fmt: skip
    assert "住户缴款" in told
    assert "10,000.00 元" in told
    assert "凭据号 收据 7" in told
    home = text(who.get("/home/"))
    (entry,) = re.findall(r"/payments/(\w+)/receipt/", home)
    receipt = text(who.get(f"/payments/{entry}/receipt/"))
    assert "还欠 5,000.00 元" in receipt
    assert "<svg" in receipt
    kept = json.loads(who.get(f"/payments/{entry}/receipt.json").content)
    assert kept["record"]["verb"] == "payment.record"
    ledger = page(who, funded)
    assert "1-201 我家" in ledger
    assert "1-202" in ledger
    assert "冲销" not in ledger.replace("错的不改，另记一笔冲销", "")
    neighbour = enter(household_of(funded.cast.secretary, funded.homes[5]))
    assert neighbour.get(f"/payments/{entry}/receipt/").status_code == 404


def test_households_that_owe_nothing_receive_or_paid_too_much_are_told_so(
    office: Client, funded: Funded
) -> None:
    funded.adopt()
    funded.move("payment", funded.homes[6], EACH + 5)
    funded.move("compensation", funded.homes[0], EACH)
    funded.move("payment", funded.homes[7], EACH)
    said = {
        number: text(enter(household_of(funded.cast.secretary, funded.homes[number])).get("/home/"))
        for number in (0, 1, 6, 7)
    }
    assert "我家应得补偿" in said[0]
    assert "我家不用出钱" in said[1]
    assert "多缴了" in said[6]
    assert "已缴清" in said[7]
    assert "多缴 0.05" in page(office, funded)


def test_a_form_sent_twice_is_one_entry_and_a_wrong_sum_or_day_is_refused(
    office: Client, funded: Funded
) -> None:
    form = {"of": f"payment:{funded.homes[4]}", "yuan": "10000", "on": "2022-03-01", "key": "m1"}
    for _ in range(2):
        send(office, funded, "funding/movements", **form)
    assert "监管账户余额" in page(office, funded)
    assert "10,000 监管账户余额" in page(office, funded)
    for wrong, said in (
        ({"yuan": "一万"}, "应为以元为单位的金额"),
        ({"yuan": "0.001"}, "应为以元为单位的金额"),
        ({"on": "2999-01-01"}, "日期不能晚于今天"),
        ({"of": "gift:x"}, "没有“gift”这种款项"),
    ):
        assert said in send(office, funded, "funding/movements", **{**form, "key": "m2", **wrong})
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    sent = {**form, "of": f"transfer:{funded.subsidy}", "key": "m3", "on": today}
    assert "已入账。" in send(office, funded, "funding/movements", **sent)


def test_costs_are_planned_and_an_entry_is_taken_back_with_its_reason(office: Client, funded: Funded) -> None:
    assert "支出已列入预算" in send(
        office, funded, "funding/costs", item="监理", yuan="8000", source="residents"
    )
    entry = funded.move("payment", funded.homes[4], EACH)
    told = send(office, funded, f"funding/{entry}/reverse", reason="记错一户")
    assert "已冲销，两笔都留底。" in told
    assert "记错一户" in told
    assert "后来被冲销，不作数" in text(office.get(f"/payments/{entry}/receipt/"))
    line = next(
        one
        for one in queries.ledger_of(funded.cast.secretary, funded.project, datetime.now(UTC)).lines
        if one.item == "监理"
    )
    send(office, funded, "funding/movements", of=f"transfer:{funded.subsidy}", yuan="9000", on="2022-03-01")
    send(
        office, funded, "funding/movements", of=f"spending:{line.public_id}", yuan="8000.01", on="2022-03-01"
    )
    assert "-0.01 超出预算" in page(office, funded)


def test_who_has_no_duty_there_reads_sums_and_no_rooms(funded: Funded) -> None:
    funded.adopt()
    seen = page(enter(funded.cast.designer), funded)
    assert "您的岗位只看得到合计" in seen
    assert "1-201" not in seen
    assert "登记" not in seen


def upload(rows: str, name: str = "流水.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (HEAD + rows).encode())


def bring(office: Client, funded: Funded, rows: str) -> str:
    told = office.post(f"/projects/{funded.project}/statement/", {"file": upload(rows)})
    found = re.search(r'name="draft" value="([^"]+)"', text(told))
    return found[1] if found else text(told)


def test_a_statement_is_previewed_imported_and_settled_line_by_line(office: Client, funded: Funded) -> None:
    funded.adopt()
    funded.move("payment", funded.homes[6], EACH)
    rows = (
        "2022-03-01,10000,,业主7,1-203 加梯,B1\n2022-03-02,10000,,业主8,1-204 加梯,B2\n"
        "2022-03-03,280000,,区财政局,补贴,B3\n2022-03-03,5,,某人,转错,B4\n2022-03-04,,300,电梯公司,首付,B5\n"
    )
    draft = bring(office, funded, rows)
    assert "已勾对" not in page(office, funded, "statement")
    assert "新导入 5 行" in send(office, funded, "statement/commit", draft=draft, file="流水.csv")
    assert "已勾对 1 行。" in send(office, funded, "statement/matched")
    held = queries.reconciliation_of(funded.cast.secretary, funded.project, datetime.now(UTC))
    at = {row.serial: row.public_id for row in held.rows}
    shown = page(office, funded, "statement")
    assert "新记 住户缴款 1-204 金额相同、写了室号或票号、户名是业主" in shown
    send(office, funded, f"statement/{at['B2']}/settle", of=f"payment:{funded.homes[7]}")
    send(office, funded, f"statement/{at['B3']}/settle", of=f"transfer:{funded.subsidy}")
    assert "已记为不入账" in send(office, funded, f"statement/{at['B4']}/aside", reason="转错账户已退回")
    assert "还不一致" in page(office, funded, "statement")
    done = send(office, funded, f"statement/{at['B5']}/settle", of=f"spending:{funded.lift}")
    assert "流水合计 299,700.00 元，账上监管账户余额 299,700.00 元，一致。" in done
    entry = funded.move("payment", funded.homes[8], 500)
    assert "已勾对。" in send(office, funded, f"statement/{at['B4']}/settle", of=entry)
    assert "以前导入过，不重复" in bring(office, funded, rows)


def test_a_statement_with_a_line_that_cannot_be_read_is_not_imported_at_all(
    office: Client, funded: Funded
) -> None:
    told = office.post(
        f"/projects/{funded.project}/statement/",
        {"file": upload("2022-03-01,10000,,a,b,B1\n三月,1,,a,b,B2\n")},
    )
    assert "有读不懂的行，整份都不导入" in text(told)
    assert "第 3 行“交易日期”列" in text(told)
    (draft,) = re.findall(r'name="draft" value="([^"]+)"', text(told)) or [""]
    assert draft == ""
    assert office.post(f"/projects/{funded.project}/statement/", {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")}).status_code == 422  # fmt: skip
    assert "这次预览已过期" in send(office, funded, "statement/commit", draft="nothing")


def test_a_faulty_draft_cannot_be_committed_by_hand(office: Client, funded: Funded, data_dir: object) -> None:
    office.post(f"/projects/{funded.project}/statement/", {"file": upload("三月,1,,a,b,B2\n")})
    (kept,) = (data_dir / "drafts").iterdir()  # type: ignore[operator]
    told = office.post(f"/projects/{funded.project}/statement/commit/", {"draft": kept.name})
    assert told.status_code == 422
    assert queries.reconciliation_of(funded.cast.secretary, funded.project, datetime.now(UTC)).rows == ()


def test_a_long_statement_shows_what_can_be_settled_now_and_says_what_follows(
    office: Client, funded: Funded
) -> None:
    rows = "".join(f"2022-03-01,{number + 1},,某人,x,C{number}\n" for number in range(63))
    send(office, funded, "statement/commit", draft=bring(office, funded, rows), file="长.csv")
    shown = page(office, funded, "statement")
    assert "后面还有 3 行" in shown
    assert shown.count("第 62 行") == 0


def test_the_table_decided_on_is_taken_as_it_stands_with_nothing_to_paste(
    office: Client, funded: Funded
) -> None:
    decided_on(funded)
    before = page(office, funded)
    assert "采用存证的分摊表" in before
    assert "贴上 sanxin share 的结果" not in before
    assert "24 户与表决存证的分摊表不一致" in send(office, funded, "funding/shares", shares=table(funded))
    assert "分摊表已采用，共 24 户" in send(office, funded, "funding/shares", on_record="1")
