"""Decisions on the page: the office runs one, the team takes ballots, a household votes and keeps its receipt."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scopes_disabled
from docx import Document
from pypdf import PdfReader

from sanxin.apps.consultation import actions as consultation
from sanxin.apps.decisions import actions
from sanxin.apps.decisions.models import Ballot
from sanxin.apps.organisation.models import Account
from sanxin.apps.projects import actions as projects
from sanxin.apps.publicity import actions as publicity
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Household
from sanxin.foundation.calendar import CHINA
from sanxin.foundation.money import yuan_text
from sanxin.record.export import read_export
from sanxin.record.verify import receipt_holds, verify
from tests.apps.decisions.test_signing import table_of
from tests.ballots import ASKING, STAIRWELL, Asked, ask, build_stairwell, confirm_namesakes, open_round
from tests.interfaces.web.doors import enter, home_of, household_of, text
from tests.people import CLI, WHEN, Cast
from tests.sites import bring_in

NOW = datetime.now(UTC).replace(second=0, microsecond=0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN_NOW = actions.RoundTimes(NOW - HOUR, NOW + 9 * DAY, NOW + 12 * DAY)
OVER_NOW = actions.RoundTimes(NOW - 9 * DAY, NOW - HOUR, NOW + DAY)


@pytest.fixture
def asking(cast: Cast) -> Callable[[actions.RoundTimes], Asked]:
    """Ask the stairwell at some times around now."""
    return partial(ask, cast)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, text(response)
    return text(response)


def local(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%dT%H:%M}"


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("票.jpg", b"\xff\xd8\xff\xe0 sheet", content_type="image/jpeg")


def test_the_office_opens_a_decision_and_its_first_round_from_the_stairwell(cast: Cast) -> None:
    compound, stairwell, _ = build_stairwell(cast)
    confirm_namesakes(cast, compound)
    office = enter(cast.secretary)
    assert f"/stairwells/{stairwell}/decisions/" in page(office, f"/stairwells/{stairwell}/")
    assert "还没有表决过" in page(office, f"/stairwells/{stairwell}/decisions/")
    opened = office.post(f"/stairwells/{stairwell}/decisions/", {"title": "一号门加装电梯"})
    shown = page(office, opened["Location"])
    assert "开始第一轮" in shown
    form = {
        "question": ASKING.question, "text": ASKING.text, "opens_at": local(NOW - HOUR),
        "closes_at": local(NOW + DAY), "publish_by": local(NOW + 2 * DAY),
    }  # fmt: skip
    wrong = office.post(f"{opened['Location']}rounds/", {**form, "closes_at": "soon"})
    assert "应为日期和时刻" in text(wrong)
    assert office.post(f"{opened['Location']}rounds/", form).status_code == 302
    shown = page(office, opened["Location"])
    assert "24 户已交" in shown.replace("<b>0</b> / ", "")
    assert "参与者中各有不少于 3/4 同意" in shown
    assert "一号门加装电梯" in page(office, f"/stairwells/{stairwell}/decisions/")


def test_a_household_votes_in_three_taps_and_its_receipt_proves_itself(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OPEN_NOW)
    home = enter(household_of(asked.cast.secretary, asked.homes[6]), elder=True)
    assert f"/home/rounds/{asked.round}/" in page(home, "/home/")
    assert 'value="against"' in page(home, f"/home/rounds/{asked.round}/")
    confirm = page(home, f"/home/rounds/{asked.round}/?choice=for")
    assert "您选的是" in confirm
    key = confirm.split('name="key" value="')[1].split('"')[0]
    for _ in range(2):
        sent = home.post(f"/home/rounds/{asked.round}/", {"choice": "for", "key": key})
        assert sent["Location"] == f"/home/rounds/{asked.round}/receipt/"
    with scopes_disabled():
        assert Ballot.objects.count() == 1
    shown = page(home, sent["Location"])
    assert "第" in shown
    assert "<svg" in shown
    receipt = json.loads(home.get(f"/home/rounds/{asked.round}/receipt.json").content)
    export = f"/decisions/{asked.decision}/export-scoped.zip"
    assert home.get(export).status_code == 422, "nobody is shown single votes while they are still cast"
    assert "您家的第 7 号票" in page(home, "/home/").replace("  ", " ")
    again = page(home, f"/home/rounds/{asked.round}/?choice=against")
    replaces = again.split('name="replaces" value="')[1].split('"')[0]
    home.post(f"/home/rounds/{asked.round}/", {"choice": "against", "key": "other", "replaces": replaces})
    assert "不同意" in page(home, f"/home/rounds/{asked.round}/receipt/")
    at = OPEN_NOW.closes_at
    actions.close_round(actor=asked.cast.secretary, round=asked.round, occurred_at=at, recorded_at=at)
    findings = list(receipt_holds(read_export("x.zip", home.get(export).content), receipt))
    assert "您的第 7 号票在案；之后有一张更正票" in findings[-1].because.say("zh")
    assert {one.verdict for one in findings} == {"holds"}


def test_before_voting_there_is_no_receipt_and_after_closing_no_vote(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OVER_NOW)
    home = enter(household_of(asked.cast.secretary, asked.homes[6]))
    for address in ("receipt/", "receipt.json"):
        assert home.get(f"/home/rounds/{asked.round}/{address}").status_code == 404
    assert "现在不收票" in page(home, f"/home/rounds/{asked.round}/")
    late = home.post(f"/home/rounds/{asked.round}/", {"choice": "for", "key": "late"})
    assert "此刻不收票" in text(late)
    office = enter(asked.cast.secretary)
    assert office.get(f"/home/rounds/{asked.round}/").status_code == 404
    assert office.get(f"/home/rounds/{asked.round}/?s=7")["Location"].endswith(f"/sheets/{asked.homes[6]}/")


def test_the_team_takes_paper_door_and_proxy_ballots_and_nobody_votes_twice(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OPEN_NOW)
    visitor, office = enter(asked.cast.visitor), enter(asked.cast.secretary)
    name = Account.objects.get(public_id=asked.cast.secretary.account).name
    sheet = f"/rounds/{asked.round}/sheets/{asked.homes[8]}/"
    assert "两人各录一次" in page(visitor, sheet)
    paper = {"channel": "paper", "choice": "against"}
    assert "请另一个人复核录入" in text(visitor.post(sheet, {**paper, "photo": photo()}, follow=True))
    assert "等另一人复核录入" in page(office, f"/decisions/{asked.decision}/")
    differs = office.post(sheet, {**paper, "choice": "for", "photo": photo()}, follow=True)
    assert "两次录入不一样" in text(differs)
    visitor.post(sheet, {**paper, "photo": photo()})
    counted = office.post(sheet, {**paper, "photo": photo()}, follow=True)
    assert "第 9 号票已计入" in text(counted)
    twice = visitor.post(sheet, {"channel": "door", "choice": "for", "key": "d", "witness": name})
    assert "没有再计一次" in text(twice)
    corrected = visitor.post(
        sheet,
        {"channel": "door", "choice": "for", "key": "d", "witness": name, "correct": "yes"},
        follow=True,
    )
    assert "第 9 号票已计入" in text(corrected)
    other = f"/rounds/{asked.round}/sheets/{asked.homes[9]}/"
    assert "要附一张照片" in text(
        visitor.post(
            other,
            {"channel": "proxy", "choice": "for", "key": "p", "holder": "孙女士", "photo": io.BytesIO(b"x")},
        )
    )
    done = visitor.post(
        other,
        {"channel": "proxy", "choice": "for", "key": "p", "holder": "孙女士", "photo": photo()},
        follow=True,
    )
    assert "第 10 号票已计入" in text(done)
    assert visitor.get(f"/rounds/{asked.round}/sheets/elsewhere/").status_code == 404


def test_a_decision_is_carried_to_its_conclusion_on_the_page(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OVER_NOW)
    office = enter(asked.cast.secretary)
    for number in range(1, 22):
        asked.cast_at_door(number, "for", NOW - 2 * DAY)
    home = enter(household_of(asked.cast.secretary, asked.homes[1]))
    raised = home.post(f"/decisions/{asked.decision}/objections/", {"words": "油烟怎么办"}, follow=True)
    assert "会得到书面答复" in text(raised)
    actions.close_due(actor=CLI, at=NOW)
    there = f"/decisions/{asked.decision}/"
    assert "计票并公布结果" in page(office, there)
    assert "结果已公布" in text(office.post(f"/rounds/{asked.round}/declare/", follow=True))
    assert "小结已写入记录" in text(
        office.post(f"/rounds/{asked.round}/summary/", {"summary": "多数同意"}, follow=True)
    )
    assert "1 条异议没有书面答复" in text(office.post(f"{there}conclude/"))
    objection = page(office, there).split("/objections/")[1].split("/")[0]
    office.post(f"/objections/{objection}/reply/", {"words": "井道北移 0.6 米", "decision": asked.decision})
    assert "井道北移 0.6 米" in page(home, "/home/")
    assert "已达成一致" in text(home.post(f"/objections/{objection}/settle/", {"how": "agreed"}, follow=True))
    assert "请先重新公布结果" in text(office.post(f"{there}conclude/"))
    office.post(f"/rounds/{asked.round}/declare/")
    assert "已结案：通过" in text(office.post(f"{there}conclude/", follow=True))
    assert "已通过" in page(home, "/home/")
    packed = office.get(f"{there}export-scoped.zip").content
    assert {one.verdict for one in verify(read_export("x.zip", packed), outside=True)} <= {"holds", "unknown"}
    assert office.get(f"{there}export-whole.zip").status_code == 422
    assert office.get(f"{there}papers/agreement.docx").status_code == 404
    table = table_of(asked.homes, subsidy=280_000, other_sources=[{"item": "公共收益", "yuan": "12000.50"}])
    actions.prepare_agreement(
        actor=asked.cast.secretary,
        decision=asked.decision,
        table=table,
        occurred_at=NOW,
        recorded_at=NOW,
    )
    assert f"{there}papers/agreement.docx" in page(home, there)
    words = Document(io.BytesIO(home.get(f"{there}papers/agreement.docx").content))
    told = "".join(one.text for one in words.paragraphs)
    apart = {"补贴": table["subsidy_fen"], "其他来源": table["other_fen"]}
    assert apart == {"补贴": 28_000_000, "其他来源": 3_000_050}
    said = "".join(f"{name} {yuan_text(fen)} 元。" for name, fen in apart.items())
    assert f"总费用 618,000.05 元。{said}" in told
    signed = PdfReader(io.BytesIO(home.get(f"{there}papers/agreement.pdf").content))
    set_in_type = "".join("".join(one.extract_text().split()) for one in signed.pages)
    assert "".join(said.split()) in set_in_type
    assert "签字用 PDF 原件，它的指纹是" in told
    rooms = [row.cells[0].text for row in words.tables[0].rows[1:]]
    assert rooms == [f"1-{level}0{number}" for level in range(1, 7) for number in range(1, 5)]
    assert home.get(f"{there}papers/agreement.pdf").content.startswith(b"%PDF")
    assert "同意" in page(office, there)


def test_two_rounds_show_who_changed_their_mind(asking: Callable[[actions.RoundTimes], Asked]) -> None:
    asked = asking(OVER_NOW)
    asked.cast_at_door(4, "against", NOW - 2 * DAY)
    actions.close_due(actor=CLI, at=NOW)
    actions.declare(actor=asked.cast.secretary, round=asked.round, occurred_at=NOW, recorded_at=NOW)
    actions.summarise(
        actor=asked.cast.secretary, round=asked.round, summary="改方案", occurred_at=NOW, recorded_at=NOW
    )
    short = actions.RoundTimes(NOW - HOUR, NOW, NOW + DAY)
    second = open_round(asked.cast, asked.decision, short)
    replace(asked, round=second).cast_at_door(4, "for", NOW - HOUR, key="second")
    actions.close_due(actor=CLI, at=NOW)
    shown = page(enter(asked.cast.secretary), f"/decisions/{asked.decision}/")
    assert "1-104：" in shown
    assert "不同意 → <b>同意</b>" in shown


def test_whoever_is_of_a_part_or_audits_sees_the_whole_but_not_what_is_not_theirs(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OPEN_NOW)
    asked.cast_at_door(4, "against", NOW)
    auditor = page(enter(asked.cast.auditor), f"/decisions/{asked.decision}/")
    assert "名册" in auditor
    assert "截至此刻" not in auditor
    part = page(enter(asked.cast.area_secretary), f"/decisions/{asked.decision}/")
    assert f"/sheets/{asked.homes[0]}" not in part


def test_a_household_of_another_stairwell_has_nothing_to_vote_on(
    asking: Callable[[actions.RoundTimes], Asked], compound: str
) -> None:
    asked = asking(OPEN_NOW)
    elsewhere = household_of(asked.cast.secretary, home_of(asked.cast.secretary, compound, "301"))
    assert isinstance(elsewhere, Household)
    assert enter(elsewhere).get(f"/home/rounds/{asked.round}/").status_code == 404
    assert "去投票" not in page(enter(elsewhere), "/home/")


def test_a_notice_is_posted_hung_and_run_and_the_ballot_carries_its_text(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OVER_NOW)
    office, visitor = enter(asked.cast.secretary), enter(asked.cast.visitor)
    there = f"/projects/{asked.project}/notices/"
    assert "还没有公示" in page(office, there)
    form = {"kind": "result", "title": "表决结果", "text": "二十二户同意。"}
    assert "规则库没有这类公示的天数" in text(office.post(there, form))
    posted = office.post(there, {**form, "days": "5", "basis": "街道通知"}, follow=True)
    assert "街道通知" in text(posted)
    notice = text(posted).split('href="/notices/')[1].split("/")[0]
    visitor.post(f"/notices/{notice}/hang/", {"stairwell": asked.stairwell, "photo": photo()})
    shown = page(office, there)
    assert "1 号门" in shown
    pictured = shown.split(f"/notices/{notice}/photo-")[1].split(".jpg")[0]
    assert office.get(f"/notices/{notice}/photo-{pictured}.jpg")["Content-Type"] == "image/jpeg"
    assert "才能记为公示期满" in text(office.post(f"/notices/{notice}/run/"))
    sheet = page(enter(household_of(asked.cast.secretary, asked.homes[2])), f"/notices/{notice}/")
    assert "二十二户同意。" in sheet
    assert "街道通知" in sheet


def test_every_paper_of_a_vote_comes_in_pdf_and_word(
    asking: Callable[[actions.RoundTimes], Asked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asking(OVER_NOW)
    office = enter(asked.cast.secretary)
    asked.cast_at_door(4, "for", NOW - 2 * DAY)
    actions.close_due(actor=CLI, at=NOW)
    there = f"/decisions/{asked.decision}/papers"
    assert office.get(f"{there}/result.pdf").status_code == 404
    actions.declare(actor=asked.cast.secretary, round=asked.round, occurred_at=NOW, recorded_at=NOW)
    for name in ("letter", "notice", "minutes", "ballots", "result"):
        assert f"{there}/{name}.pdf" in page(office, f"/decisions/{asked.decision}/")
        assert office.get(f"{there}/{name}.pdf").content.startswith(b"%PDF")
        assert office.get(f"{there}/{name}.docx").content.startswith(b"PK")
    assert len(PdfReader(io.BytesIO(office.get(f"{there}/ballots.pdf").content)).pages) == 24
    for wrong in ("gossip.pdf", "letter.exe"):
        assert office.get(f"{there}/{wrong}").status_code == 404
    template = Document()
    template.add_paragraph("凌云街道 {{ 事项 }}")
    (tmp_path / "templates").mkdir()
    template.save(str(tmp_path / "templates" / "notice.docx"))
    monkeypatch.setenv("SANXIN_PACK", str(tmp_path))
    poured = Document(io.BytesIO(office.get(f"{there}/notice.docx").content))
    assert [one.text for one in poured.paragraphs] == ["凌云街道 一号门加装电梯"]


def test_a_household_reads_the_eight_answers_and_prints_its_receipt_but_not_the_roll(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OPEN_NOW)
    home = enter(household_of(asked.cast.secretary, asked.homes[6]))
    shown = page(home, f"/decisions/{asked.decision}/questions/")
    assert shown.count("<section") == 8
    receipt = f"/home/rounds/{asked.round}/receipt.pdf"
    assert home.get(receipt).status_code == 404
    home.post(f"/home/rounds/{asked.round}/", {"choice": "for", "key": "k"})
    assert home.get(receipt).content.startswith(b"%PDF")
    assert home.get(f"/decisions/{asked.decision}/papers/ballots.pdf").status_code == 404
    assert enter(asked.cast.secretary).get(receipt).status_code == 404


def test_a_household_reads_who_looked_at_what_is_its_own(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OPEN_NOW)
    home = enter(household_of(asked.cast.secretary, asked.homes[6]))
    assert "还没有人看过" in page(home, "/home/")
    office, visitor = enter(asked.cast.secretary), enter(asked.cast.visitor)
    for _ in range(2):
        page(office, f"/dwellings/{asked.homes[6]}/")
    page(office, f"/dwellings/{asked.homes[5]}/")
    page(visitor, f"/dwellings/{asked.homes[6]}/visits/")
    page(office, f"/decisions/{asked.decision}/")
    shown = page(home, "/home/")
    told = shown.split("谁看过我家的资料")[1].split("</ul>")[0]
    assert told.count("<li>") == 3
    for said in ("王书记 · 看了姓名和电话", "走访员 · 看了走访和意向", "王书记 · 看了逐户的票"):
        assert said in told


def test_a_household_takes_home_all_that_is_kept_on_it_and_nothing_of_a_neighbour(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OPEN_NOW)
    home = enter(household_of(asked.cast.secretary, asked.homes[6]))
    home.post(f"/home/rounds/{asked.round}/", {"choice": "against", "key": "k"})
    home.post(f"/decisions/{asked.decision}/objections/", {"words": "油烟怎么办"})
    asked.cast_at_door(8, "for", NOW)
    page(enter(asked.cast.secretary), f"/dwellings/{asked.homes[6]}/")
    copy = json.loads(home.get("/home/mine.json").content)
    assert copy["dwelling"]["room"] == "203"
    (decided,) = copy["decisions"]
    assert decided["ballots"][0]["record"]["payload"]["choice"] == "against"
    assert decided["objections"][0]["words"] == "油烟怎么办"
    assert "visit.record" in {one["verb"] for one in copy["entries"]}
    assert [one["what"] for one in copy["looks"]] == ["people"]
    assert asked.homes[7] not in json.dumps(copy)
    assert enter(asked.cast.secretary).get("/home/mine.json").status_code == 404


def test_a_result_that_is_late_says_so_to_everybody(asking: Callable[[actions.RoundTimes], Asked]) -> None:
    asked = asking(actions.RoundTimes(NOW - 9 * DAY, NOW - 8 * DAY, NOW - 7 * DAY))
    actions.close_due(actor=CLI, at=NOW)
    assert "现已逾期" in page(enter(asked.cast.auditor), f"/decisions/{asked.decision}/")
    actions.declare(actor=asked.cast.secretary, round=asked.round, occurred_at=NOW, recorded_at=NOW)
    assert "现已逾期" not in page(enter(asked.cast.auditor), f"/decisions/{asked.decision}/")


def test_anyone_who_scans_a_notice_on_the_wall_reads_it_and_how_many_object(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OPEN_NOW)
    actions.raise_objection(
        actor=asked.cast.visitor, decision=asked.decision, dwelling=asked.homes[0], words="采光", occurred_at=NOW,
        recorded_at=NOW,
    )  # fmt: skip
    notice = publicity.post_notice(
        actor=asked.cast.secretary, project=asked.project, kind="result", title="结果", text="通过", days=5,
        basis="街道通知", occurred_at=NOW, recorded_at=NOW,
    )  # fmt: skip
    shown = page(enter(), f"/notices/{notice}/")
    assert "收到异议 1 条，等书面答复 1 条。" in " ".join(shown.split())
    assert "采光" not in shown


def test_the_office_reads_what_stances_leave_open_by_both_readings_before_and_while_it_is_asked(
    cast: Cast,
) -> None:
    compound, stairwell, homes = build_stairwell(cast)
    confirm_namesakes(cast, compound)
    project = projects.open_project(
        actor=cast.secretary, compound=compound, name="一号门加梯", stairwell=stairwell, **WHEN
    )
    decision = actions.open_decision(
        actor=cast.secretary, project=project, matter="lift_retrofit", scope_kind="stairwell", title="一号门加装电梯",
        **WHEN,
    )  # fmt: skip
    address, office = f"/decisions/{decision}/", enter(cast.secretary)
    assert "还没有一户记下意向" in page(office, address)
    for number, home in enumerate(homes[:20]):
        stance = "against" if number < 4 else "conditional" if number < 6 else "for"
        consultation.record_stance(
            actor=cast.visitor, dwelling=home, stance=stance, condition="少出一点", **WHEN
        )
    shown = page(office, address)
    assert (
        "已交的 0 户票不再改；记有同意或反对意向的 18 户照意向投；有条件同意、没有表态的 6 户怎么投不知道"
        in shown
    )
    assert "未交的不算参与：其余的都不交，" in shown
    assert "未交的计入多数一方：其余的都不交，" in shown
    assert "同意（人数）：最不利 14 / 22 人，最有利 20 / 22 人" in shown, (
        "three of the dwellings are one person's"
    )
    asked = Asked(cast, compound, stairwell, project, decision, open_round(cast, decision, OPEN_NOW), homes)
    asked.cast_at_door(5, "for", NOW)
    shown = page(office, address)
    assert "已交的 1 户票不再改；记有同意或反对意向的 18 户" in shown
    assert "换一种读法，结果怎样" in shown
    assert "人数：一套算一人" in shown
    neighbour = page(enter(household_of(cast.secretary, homes[7])), address)
    assert "按走访时的意向" not in neighbour
    assert "换一种读法" not in neighbour, "while it runs nobody but the office counts"


def test_the_stairwell_says_which_decisions_its_project_needs_in_order_and_what_each_lacks(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OVER_NOW)
    for number in range(1, 24):
        asked.cast_at_door(number, "for" if number < 15 else "against", NOW - 2 * DAY)
    office, address = enter(asked.cast.secretary), f"/stairwells/{asked.stairwell}/decisions/"
    shown = page(office, address)
    assert "第 1 项 加装电梯（楼栋范围）：凡加装电梯都要（供参考，请向房管部门确认）；需要，尚未表决" in shown
    assert "进行中，还没有公布结果" in shown
    assert (
        "第 3 项 调整绿地布局（小区范围）：动到绿地布局时要（供参考，请向房管部门确认）；要不要还不清楚"
        in shown
    )
    assert "两项都列出，请街道确认" in shown
    actions.close_due(actor=CLI, at=NOW)
    actions.declare(actor=asked.cast.secretary, round=asked.round, occurred_at=NOW, recorded_at=NOW)
    shown = page(office, address)
    assert "；未通过" in shown
    assert re.search(
        r"还缺：同意（面积）[\d.]+ m²；同意（人数）\d+ 人 · 最少要 \d+ 人改变", " ".join(shown.split())
    )
    assert "换一种读法，结果怎样" in page(
        enter(household_of(asked.cast.secretary, asked.homes[7])), f"/decisions/{asked.decision}/"
    )


def test_where_no_rule_is_held_the_decision_s_page_still_opens(cast: Cast) -> None:
    there = bring_in(cast.secretary, cast.jinniu, replace(STAIRWELL, place="xx")).compound
    stairwell = next(one.public_id for one in registry.stairwells(cast.secretary, there, NOW))
    office = enter(cast.secretary)
    assert "这个项目要表决哪几项" not in page(office, f"/stairwells/{stairwell}/decisions/")
    opened = office.post(f"/stairwells/{stairwell}/decisions/", {"title": "加梯"})
    assert "不作预测" in page(office, opened["Location"])


def test_the_share_table_on_record_is_printed_for_the_office_and_not_for_neighbours(
    asking: Callable[[actions.RoundTimes], Asked],
) -> None:
    asked = asking(OPEN_NOW)
    office, there = enter(asked.cast.secretary), f"/decisions/{asked.decision}/papers/shares"
    assert office.get(f"{there}.pdf").status_code == 404
    assert f"{there}.pdf" not in page(office, f"/decisions/{asked.decision}/")
    rooms = [f"{1 + number // 4}0{1 + number % 4}" for number in range(24)]
    actions.adopt_shares(
        actor=asked.cast.secretary,
        decision=asked.decision,
        outcome=table_of(rooms),
        occurred_at=NOW,
        recorded_at=NOW,
    )
    assert f"{there}.pdf" in page(office, f"/decisions/{asked.decision}/")
    assert office.get(f"{there}.pdf").content.startswith(b"%PDF")
    assert "604" in "".join(cell.text for table in Document(io.BytesIO(office.get(f"{there}.docx").content)).tables
                            for row in table.rows for cell in row.cells)  # fmt: skip
    neighbour = enter(household_of(asked.cast.secretary, asked.homes[6]))
    assert neighbour.get(f"{there}.pdf").status_code == 404
