"""An office records a meeting on its form, without a script; everybody reads as much of it as is theirs."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from pypdf import PdfReader

from sanxin.apps.registry import queries as registry
from tests.interfaces.web.doors import enter, home_of, household_of, text
from tests.people import AT, Cast

pytestmark = pytest.mark.django_db
PHOTO = b"\xff\xd8\xffsigned"
TYPED = {
    "kind": "coordination", "title": "移杆协调", "held_at": "2022-03-01T14:30", "place": "居委会", "chaired_by": "王书记",
    "noted_by": "张姐", "body_1": "供电公司", "role_1": "电力", "body_2": "", "role_2": "",
    "said_1": "电杆要移", "outcome_1": "open", "who_1": "供电公司", "due_1": "2022-03-20", "said_2": "", "outcome_2": "open",
    "said_5": "水管不动", "outcome_5": "agreed",
}  # fmt: skip


@pytest.fixture
def there(compound: str) -> str:
    return f"/compounds/{compound}/meetings/"


def stairwell(cast: Cast, compound: str, code: str) -> str:
    found = registry.stairwells(cast.secretary, compound, AT)
    return next(one.public_id for one in found if one.code == code)


def recorded(cast: Cast, there: str, **told: Any) -> str:
    """Send the form as the visit team does; give the meeting's address."""
    sent = enter(cast.visitor).post(f"{there}new/", {**TYPED, **told})
    assert sent.status_code == 302, text(sent)
    return str(sent["Location"])


def test_before_the_first_meeting_the_page_says_what_to_do(cast: Cast, there: str) -> None:
    page = text(enter(cast.visitor).get(there))
    assert "还没有会议记录" in page
    assert f'href="{there}new/"' in page
    looked_at = text(enter(cast.designer).get(there))
    assert "居委会记下会议以后" in looked_at
    assert f'href="{there}new/"' not in looked_at


def test_a_meeting_is_recorded_by_ticking_rooms_and_filling_rows(
    cast: Cast, compound: str, there: str
) -> None:
    first, second = (home_of(cast.secretary, compound, room) for room in ("101", "402"))
    sheet = SimpleUploadedFile("签到.jpg", PHOTO, "image/jpeg")
    here = recorded(cast, there, came=[first], represented=[first, second], sheet=sheet)
    page = text(enter(cast.secretary).get(here))
    for said in ("移杆协调", "2022-03-01 14:30", "1.</b> 电杆要移", "2.</b> 水管不动", "待办", "已商定", "402（委托）", "供电公司",
                 "签名的那张"):  # fmt: skip
        assert said in page
    assert "3.</b>" not in page
    assert re.search(r"到会 <b>2</b> 户，共 6 户；其中委托他人 1 户", page)
    shown = enter(cast.secretary).get(f"{here}sheet/")
    assert (shown["Content-Type"], shown.content) == ("image/jpeg", PHOTO)


def test_the_list_tells_what_is_open_who_acts_and_since_when(cast: Cast, there: str) -> None:
    recorded(cast, there)
    page = text(enter(cast.secretary).get(there))
    for said in ("电杆要移", "供电公司", "2022-03-20", "过了日子", "开过 <b>1</b> 次会", "已有着落"):
        assert said in page
    english = text(enter(cast.secretary, language="en").get(there))
    assert "Still to be done" in english


def test_what_is_open_comes_first_on_the_next_form_and_can_be_settled_there(
    cast: Cast, compound: str, there: str
) -> None:
    recorded(cast, there)
    form = text(enter(cast.visitor).get(f"{there}new/?stairwell={stairwell(cast, compound, '1')}"))
    assert "接着上次的" in form
    assert "电杆要移（供电公司，2022-03-20 前" in form
    assert "days so far" in text(enter(cast.visitor, language="en").get(f"{there}new/"))
    thread = re.search(r'name="thread_1" value="(\w+)"', form)
    assert thread is not None
    told = {"title": "回头看", "held_at": "2022-03-11T10:00", "said_1": "移好了", "outcome_1": "agreed", "thread_1": thread[1],
            "who_1": "", "due_1": "", "said_5": ""}  # fmt: skip
    recorded(cast, there, **told)
    page = text(enter(cast.secretary).get(there))
    assert "说过的事都有了着落" in page
    assert "最慢 10 天" in page


def test_another_stairwell_s_open_matters_are_not_carried_to_this_one(
    cast: Cast, compound: str, there: str
) -> None:
    recorded(cast, there, stairwell=stairwell(cast, compound, "2"))
    form = text(enter(cast.visitor).get(f"{there}new/?stairwell={stairwell(cast, compound, '1')}"))
    assert "接着上次的" not in form
    assert "接着上次的" in text(enter(cast.visitor).get(f"{there}new/"))


def test_a_form_that_is_refused_keeps_what_was_typed(cast: Cast, compound: str, there: str) -> None:
    home = home_of(cast.secretary, compound, "101")
    for wrong, said in (
        ({"who_1": ""}, "第 1 点是待办，要写明由谁办"),
        ({"due_1": "2022-02-01"}, "但会议是 2022-03-01 开的"),
        ({"due_1": "昨天"}, "“第 1 行”应为日期"),
        ({"held_at": "下午"}, "“会议时间”应为日期和时刻"),
        ({"held_at": "2090-01-01T09:00"}, "还没有到"),
        ({"body_1": "长" * 81}, "“单位或身份”有 81 个字"),
        ({"said_5": "", "who_5": "居委会"}, "第 2 点没有写说了什么"),
    ):
        told = enter(cast.visitor).post(f"{there}new/", {**TYPED, "came": [home], **wrong})
        page = text(told)
        assert told.status_code == 422
        assert said in page
        for kept in ("移杆协调", "电杆要移</textarea>", f'value="{home}" checked'):
            assert kept in page
    assert enter(cast.visitor).post(f"{there}new/", {**TYPED, "stairwell": "nosuch"}).status_code == 404
    assert "还没有会议记录" in text(enter(cast.visitor).get(there))


def test_a_correction_starts_from_the_version_it_replaces(cast: Cast, compound: str, there: str) -> None:
    home = home_of(cast.secretary, compound, "101")
    here = recorded(cast, there, came=[home])
    old = here.split("/")[2]
    form = text(enter(cast.visitor).get(f"{there}new/?replaces={old}"))
    for kept in (
        'value="移杆协调"',
        "水管不动</textarea>",
        f'value="{home}" checked',
        'value="2022-03-20"',
        'value="供电公司"',
    ):
        assert kept in form
    (thread, *_) = re.findall(r'name="thread_\d+" value="(\w+)"', form)
    better = recorded(cast, there, title="移杆协调会", replaces=old, thread_1=thread)
    assert "这一份已经更正" in text(enter(cast.visitor).get(here))
    assert "更正前的一份" in text(enter(cast.visitor).get(better))
    assert "开过 <b>1</b> 次会" in text(enter(cast.visitor).get(there))
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(cast, here))).pages)
    assert "这一份已经更正" in words


def pdf(cast: Cast, here: str) -> bytes:
    told = enter(cast.visitor).get(f"{here}minutes.pdf")
    assert told["Content-Type"] == "application/pdf"
    return bytes(told.content)


def test_minutes_go_out_in_pdf_and_word_with_the_rooms_the_reader_may_see(
    cast: Cast, compound: str, there: str
) -> None:
    own, other = (home_of(cast.secretary, compound, room) for room in ("101", "402"))
    here = recorded(cast, there, came=[own, other], stairwell=stairwell(cast, compound, "1"))
    (page,) = PdfReader(io.BytesIO(pdf(cast, here))).pages
    words = "".join(page.extract_text().split())
    for said in (
        "金牛花苑1号门",
        "101、402",
        "到会2户，共2户",
        "供电公司，2022-03-20前",
        "居民代表签名",
        "存证根",
    ):
        assert said in words
    household = enter(household_of(cast.secretary, own))
    file = Document(io.BytesIO(household.get(f"{here}minutes.docx").content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert "101、另 1 户" in cells
    assert household.get(f"{here}minutes.exe").status_code == 404


def test_a_household_reads_its_stairwell_s_minutes_from_its_page_and_takes_home_that_it_came(
    cast: Cast, compound: str, there: str
) -> None:
    own, other = (home_of(cast.secretary, compound, room) for room in ("101", "402"))
    here = recorded(cast, there, came=[own, other], stairwell=stairwell(cast, compound, "1"))
    elsewhere = recorded(cast, there, title="二号门", stairwell=stairwell(cast, compound, "2"))
    household = enter(household_of(cast.secretary, own))
    assert f'href="{there}"' in text(household.get("/home/"))
    listed = text(household.get(there))
    assert here in listed
    assert elsewhere not in listed
    page = text(household.get(here))
    assert "101" in page
    assert "402" not in page
    assert "别家只写户数" in page
    for unseen in (elsewhere, f"{here}sheet/", f"{there}new/"):
        assert household.get(unseen).status_code == 404
    (came,) = household.get("/home/mine.json").json()["meetings"]
    assert (came["kind"], came["way"]) == ("coordination", "in_person")


def test_a_sheet_that_was_scanned_is_handed_out_as_a_file(cast: Cast, there: str) -> None:
    here = recorded(cast, there, sheet=SimpleUploadedFile("签到.pdf", b"%PDF-1.7", "application/pdf"))
    told = enter(cast.visitor).get(f"{here}sheet/")
    assert (told["Content-Type"], told.content) == ("application/pdf", b"%PDF-1.7")
    assert "attachment" in told["Content-Disposition"]


def test_a_household_that_came_sees_who_read_that_it_came_and_a_neighbour_does_not(
    cast: Cast, compound: str, there: str
) -> None:
    came, neighbour = (home_of(cast.secretary, compound, room) for room in ("402", "101"))
    here = recorded(cast, there, came=[came])
    pages = [enter(household_of(cast.secretary, home)) for home in (came, neighbour)]
    assert "看了会议到场的户" not in text(pages[0].get("/home/"))
    pages[1].get(here)
    assert "看了会议到场的户" not in text(pages[0].get("/home/")), "a neighbour reads no room but its own"
    for read in (here, f"{here}minutes.pdf"):
        enter(cast.secretary).get(read)
    assert text(pages[0].get("/home/")).count("王书记 · 看了会议到场的户") == 1
    assert "看了会议到场的户" in text(pages[0].get("/home/data/"))
    assert '"what":"meetings"' in text(pages[0].get("/home/mine.json"))
    assert "看了会议到场的户" not in text(pages[1].get("/home/"))
