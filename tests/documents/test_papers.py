"""Papers in PDF and Word from one source; a template the office edits; glyphs nobody could print."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from sanxin.documents.fonts import GlyphsMissing
from sanxin.documents.papers import voting
from sanxin.documents.papers.agreement import AgreedShare, agreement, share_table
from sanxin.documents.papers.letter import NOT_FOUND, eight_answers, open_letter
from sanxin.documents.papers.minutes import Came, Held, minutes_paper
from sanxin.documents.papers.paper import Boxes, Code, Lines, Paper, Rows, Text
from sanxin.documents.papers.setting import papers_pdf
from sanxin.documents.papers.word import paper_docx
from sanxin.foundation.refusal import Refusal
from sanxin.journey.consult.meetings import Minutes, Point
from sanxin.rulebook.reader import rules_in_force

LAID_DOWN = {
    "roll": {"sha256": "a" * 64, "dwellings": 24}, "text_sha256": "b" * 64, "options": ["for", "against", "abstain"],
    "because": [{"zh": "要求面积和人数各有不少于 2/3 参与"}], "citations": [{"document": "民法典", "clause": "第二百七十八条"}],
    "outage": {"least_min": 10, "within_min": 1440},
}  # fmt: skip
CLOSES = datetime(2026, 4, 14, 10, tzinfo=UTC)
ASKED = voting.Asked(
    "金牛花苑", "9 号门", "9 号门加装电梯", 2, "您是否同意按公示的方案加装电梯？", "井道设于北侧。\n半层入户。", LAID_DOWN,
    CLOSES, "c" * 20 + "@345",
)  # fmt: skip
OUTCOME = {"passed": True, "heads": [22, 20, 18], "area_cm2": [14_240_100, 12_000_000, 11_000_050]}


def text_of(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def words_of(docx: bytes) -> str:
    opened = Document(io.BytesIO(docx))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in opened.paragraphs), *cells])


def test_every_dwelling_has_a_ballot_of_its_own_with_number_code_and_both_answers() -> None:
    sheets = [voting.Sheet(number, f"9-{number}01", f"https://x/{number}") for number in (1, 2, 3)]
    pages = text_of(papers_pdf(voting.ballots(ASKED, sheets)))
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert f"9-{number}01第{number}号票" in page
        for word in ("您是否同意按公示的方案加装电梯？", "同意", "不同意", "弃权", "井道设于北侧。", "a" * 20, "第二百七十八条",
                     "2026-04-1418:00"):  # fmt: skip
            assert word in page


def test_the_pages_are_a4_and_carry_their_font() -> None:
    reader = PdfReader(io.BytesIO(papers_pdf([voting.notice(ASKED)])))
    page = reader.pages[0]
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    fonts = page["/Resources"]["/Font"].values()  # type: ignore[index]
    descriptors = [one.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for one in fonts]
    assert descriptors
    assert all("/FontFile3" in one.get_object() or "/FontFile2" in one.get_object() for one in descriptors)


def test_the_same_paper_in_word_says_the_same() -> None:
    made = voting.result(ASKED, ["同意（人数）：18 / 20"], OUTCOME, {"手机": 9, "纸质票": 11})
    (page,) = text_of(papers_pdf([made]))
    word = "".join(words_of(paper_docx([made])).split())
    for said in (
        "第2轮结果：通过",
        "同意（人数）：18/20",
        "手机9票，纸质票11票",
        "1,424.01",
        "1,100.01",
        "c" * 20,
    ):
        assert said in page
        assert said in word


def test_word_knows_every_kind_of_block_and_starts_each_paper_on_a_page() -> None:
    paper = Paper(
        "样张",
        [
            Text("大字", "large"),
            Rows(["甲"], [["乙"]], [1]),
            Boxes(["同意"]),
            Code("x", "扫码"),
            Lines(["签名："]),
        ],
        "页脚",
    )
    word = words_of(paper_docx([paper, paper]))
    assert word.count("样张") == 2
    for said in ("大字", "甲", "乙", "□ 同意", "扫码", "签名：", "页脚"):
        assert said in word


def test_an_office_pours_a_paper_into_its_own_template(tmp_path: Path) -> None:
    template = tmp_path / "notice.docx"
    made = Document()
    made.add_paragraph("凌云街道加梯办〔2026〕 {{ 小区 }} {{ 事项 }}")
    made.add_paragraph("{{p 正文 }}")
    made.save(str(template))
    word = words_of(paper_docx([voting.notice(ASKED)], template))
    assert "凌云街道加梯办〔2026〕 金牛花苑 9 号门加装电梯" in word
    assert "半层入户。" in word


def test_a_template_that_names_something_else_is_refused_by_name(tmp_path: Path) -> None:
    template = tmp_path / "notice.docx"
    made = Document()
    made.add_paragraph("{{ 电话号码 }}")
    made.save(str(template))
    with pytest.raises(Refusal, match=r"notice.docx.*电话号码.*小区"):
        paper_docx([voting.notice(ASKED)], template)
    template.write_bytes(b"not a document")
    with pytest.raises(Refusal, match="cannot be read"):
        paper_docx([voting.notice(ASKED)], template)


def test_a_character_the_font_has_not_is_refused_by_name() -> None:
    with pytest.raises(GlyphsMissing, match="U\\+1F6D7"):
        papers_pdf([Paper("电梯", [Text("🛗")])])


def test_a_receipt_says_in_large_type_what_was_chosen_and_where_the_record_holds_it() -> None:
    taken = voting.Taken(2, "9-102", "for", "纸质票", CLOSES, 6, "0123456789abcdef0123@7", "https://x/r/?s=2")
    made = voting.receipt(ASKED, taken)
    (page,) = text_of(papers_pdf([made]))
    for said in ("第2号票已收到", "9-102", "您选的是：同意", "纸质票"):
        assert said in page
    large = [one.words for one in made.blocks if isinstance(one, Text) and one.size == "large"]
    assert "存证第 6 条" in large
    assert "根 0123 4567 89ab cdef 0123 @ 7" in large
    assert Code in map(type, made.blocks)
    hidden = voting.receipt(ASKED, replace(taken, choice=None))
    assert "同意" not in "".join(one.words for one in hidden.blocks if isinstance(one, Text)).replace(
        "同意按", ""
    )
    assert voting.grouped("abcdef") == "abcd ef"


def test_eight_questions_have_eight_answers_each_by_a_rule_r040() -> None:
    rules = rules_in_force("cn/shanghai", date(2026, 4, 1))
    answers = eight_answers(rules)
    assert len(answers) == 8
    assert not any(one.changed for one in answers)
    assert "沪建房管联〔2020〕801号（据转载）；民法典 第二百七十八条" in answers[0].cited
    assert answers[0].said.startswith(
        "要求面积和人数各有不少于 2/3 参与，参与者中各有不少于 3/4 同意（已核原文）。"
    )
    assert not any(" -" in one.cited for one in answers)
    assert all("（" in one.cited for one in answers if one.said != NOT_FOUND)
    (page, *more) = text_of(
        papers_pdf([open_letter("金牛花苑", "9 号门", ["大家商量。"], answers, "https://x", {})])
    )
    letter = open_letter("金牛花苑", "9 号门", ["大家商量。"], answers, "https://x", {})
    (code,) = (number for number, one in enumerate(letter.blocks) if isinstance(one, Code))
    assert code == 2, "the code stands with the greeting, not alone on a last page"
    whole = "".join([page, *more])
    assert all("".join(one.asked.split()) in whole for one in answers)


def test_an_answer_is_flagged_when_its_rule_changed_and_says_so_where_there_is_none() -> None:
    before, after = (rules_in_force("cn/shanghai", day) for day in (date(2020, 6, 1), date(2026, 4, 1)))
    changed = {one.asked: one.changed for one in eight_answers(after, before)}
    assert changed["要多少户同意才能装？"]
    old = eight_answers(before, after)
    assert any(one.said == NOT_FOUND for one in old)
    letter = open_letter("金牛花苑", "9 号门", [], eight_answers(after, before), "https://x", {})
    assert any(isinstance(one, Text) and "有变化" in one.words for one in letter.blocks)


def test_an_agreement_adds_up_to_the_fen_or_is_not_written() -> None:
    shares = [AgreedShare("9-602", 20_600_000, 0), AgreedShare("9-101", -600_000, 600_000)]
    made = agreement(ASKED, shares, 50_000_000, (28_000_000, 2_000_000))
    (page, *more) = text_of(papers_pdf([made]))
    whole = "".join([page, *more])
    for said in (
        "总费用500,000.00元",
        "补贴280,000.00元",
        "其他来源20,000.00元",
        "-6,000.00",
        "206,000.00",
        "合计200,000.00元",
    ):
        assert said in whole
    assert whole.index("9-101") < whole.index("9-602"), "rooms stand as people count"
    with pytest.raises(ValueError, match="bear 50000000 fen of a cost of 50000001"):
        agreement(ASKED, shares, 50_000_001, (28_000_000, 2_000_000))


def test_a_template_names_what_others_bear_apart_or_as_one_sum() -> None:
    shares = [AgreedShare("9-602", 20_000_000, 0)]
    fields = agreement(ASKED, shares, 50_000_000, (28_000_000, 2_000_000)).fields
    assert (fields["补贴"], fields["其他来源"]) == ("280,000.00", "20,000.00")
    assert (fields["总费用"], fields["补贴和其他来源"]) == ("500,000.00", "300,000.00")


def test_an_agreement_of_an_earlier_release_says_the_one_sum_it_kept() -> None:
    made = agreement(ASKED, [AgreedShare("9-602", 20_000_000, 0)], 50_000_000, None)
    told = [one.words for one in made.blocks if isinstance(one, Text)]
    assert "总费用 500,000.00 元。补贴和其他来源共 300,000.00 元。" in told
    assert (made.fields["补贴"], made.fields["补贴和其他来源"]) == ("未分列", "300,000.00")
    alone = agreement(ASKED, [AgreedShare("9-602", 50_000_000, 0)], 50_000_000, None)
    assert "总费用 500,000.00 元。" in [one.words for one in alone.blocks if isinstance(one, Text)]


def test_a_share_table_says_every_household_s_figures_and_leaves_out_columns_nobody_needs() -> None:
    share = {
        "gross_fen": 2_500_001,
        "upkeep_fen": 0,
        "relief_fen": 0,
        "compensation_fen": 600_000,
        "fen": 1_900_001,
    }
    told = {
        "on": "2026-04-01", "problem": {"rule": "floor_weights"}, "problem_sha256": "e" * 64,
        "result": {"shares": [{"dwelling": "101", **share}], "total_cost_fen": 29_900_001, "subsidy_fen": 28_000_000, "other_fen": 0},
    }  # fmt: skip
    made = share_table("金牛花苑", "9 号门", "9 号门加装电梯", told, "f" * 20 + "@9")
    (page,) = text_of(papers_pdf([made]))
    for said in (
        "按楼层系数",
        "总费用299,000.01元",
        "补贴280,000.00元",
        "25,000.01",
        "6,000.00",
        "19,000.01",
        "e" * 20,
    ):
        assert said in page
    for left_out in ("每年维保", "减免", "其他来源"):
        assert left_out not in page
    assert "19,000.01" in words_of(paper_docx([made]))


HELD = Held(
    "金牛花苑", "9 号门",
    Minutes(
        "stairwell", "费用怎么分", CLOSES,
        (Point("底层不出钱，大家没有意见。", "agreed"), Point("困难户减免的名单", "open", "居委会", date(2026, 4, 20))),
        "党群服务站", "王书记", "张姐", (("居委会", "主持"), ("加装电梯办公室", "")),
    ),
    (Came("9", ("101", "202"), ("301",)), Came("10", (), (), 2)), 16, "c" * 20 + "@345",
)  # fmt: skip


def test_minutes_say_who_came_what_was_said_who_acts_by_when_and_where_to_sign() -> None:
    (page,) = text_of(papers_pdf([minutes_paper(HELD)]))
    word = "".join(words_of(paper_docx([minutes_paper(HELD)])).split())
    for said in ("金牛花苑9号门", "费用怎么分", "楼组会", "2026-04-1418:00", "党群服务站", "王书记", "到会5户，共16户",
                 "其中委托他人1户", "101、202、301（委托）", "加装电梯办公室", "底层不出钱，大家没有意见。", "已商定", "待办",
                 "居委会，2026-04-20前", "居民代表签名", "c" * 20 + "@345"):  # fmt: skip
        assert said in page
        assert said in word
    assert "另2户" not in page
    assert "已经更正" not in page


def test_minutes_of_few_words_leave_nothing_out_and_a_corrected_version_says_so() -> None:
    bare = Minutes("yard", "板凳会", CLOSES, (Point("先问大家", "withdrawn"),))
    held = replace(HELD, minutes=bare, came=(Came("9", ("101",), (), 2),), corrected=True)
    (page,) = text_of(papers_pdf([minutes_paper(held)]))
    for said in ("101、另2户", "到会3户，共16户。", "已撤回", "这一份已经更正"):
        assert said in page
    assert "参加的单位" not in page
    (empty,) = text_of(papers_pdf([minutes_paper(replace(held, came=()))]))
    assert "到会0户" in empty
    assert "到会的户" not in empty
