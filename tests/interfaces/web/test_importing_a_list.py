"""A list comes in by two steps: what would happen is shown, then exactly that happens."""

import html
import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from sanxin.interfaces.web import files
from tests.interfaces.web.books import BAD, GOOD, book
from tests.interfaces.web.doors import enter, text
from tests.people import Cast

pytestmark = pytest.mark.django_db


def preview(client: Client, compound: str, upload: SimpleUploadedFile) -> str:
    told = client.post(f"/compounds/{compound}/dwellings/import/", {"file": upload})
    assert told.status_code == 200, text(told)
    return html.unescape(text(told))


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(draft|digest|source)" value="([^"]*)"', page))


def commit(client: Client, compound: str, fields: dict[str, str]) -> str:
    told = client.post(f"/compounds/{compound}/dwellings/import/commit/", fields, follow=True)
    return html.unescape(text(told))


def figures(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'<li class="figure[^"]*"><b>(\d+)</b>', page)]


def test_three_bad_rows_are_told_apart_and_the_others_go_in(secretary: Client, compound: str) -> None:
    page = preview(secretary, compound, book(GOOD + BAD))
    for words in ("第 5 行", "第 6 行", "第 7 行", "六十", "1380", "不小于 0 的平方米数", "请核对位数"):
        assert words in page
    new, changed, unchanged, refused, after = figures(page)
    assert refused == 3
    assert new == 2
    assert new + changed + unchanged == 3
    done = commit(secretary, compound, hidden(page))
    assert f"新增 {new} 项，更改 {changed} 项" in done
    assert figures(done)[0] == after == 8
    assert "501" in done
    assert "302" in done  # stood before


def test_an_english_reader_reads_the_faults_in_english(cast: Cast, compound: str) -> None:
    page = preview(enter(cast.secretary, language="en"), compound, book(BAD))
    assert "square metres of zero or more" in page
    assert "Check its digits" in page


def test_nothing_is_written_by_a_preview(secretary: Client, compound: str) -> None:
    preview(secretary, compound, book(GOOD))
    assert "501" not in text(secretary.get(f"/compounds/{compound}/dwellings/"))


def test_a_changed_digest_is_refused_and_nothing_is_written(secretary: Client, compound: str) -> None:
    fields = hidden(preview(secretary, compound, book(GOOD)))
    told = secretary.post(f"/compounds/{compound}/dwellings/import/commit/", fields | {"digest": "0" * 64})
    assert told.status_code == 422
    assert "未导入任何内容" in text(told)
    assert "501" not in text(secretary.get(f"/compounds/{compound}/dwellings/"))


def test_the_preview_says_what_was_and_what_would_be_in_words(secretary: Client, compound: str) -> None:
    commit(secretary, compound, hidden(preview(secretary, compound, book(GOOD))))
    stairwell, room, floor, area, owner, phone = GOOD[0]
    page = preview(secretary, compound, book([(stairwell, room, floor, area, "新业主", phone)]))
    assert re.search(rf"业主: {owner} → <b>新业主</b>\s*<span class=\"tag difficult\">业主变更", page)


def test_what_changed_since_the_preview_is_refused(secretary: Client, compound: str) -> None:
    earlier = hidden(preview(secretary, compound, book(GOOD)))
    commit(secretary, compound, hidden(preview(secretary, compound, book(GOOD[1:2]))))
    assert "请重新预览后再提交" in commit(secretary, compound, earlier)


def test_a_second_time_changes_nothing(secretary: Client, compound: str) -> None:
    commit(secretary, compound, hidden(preview(secretary, compound, book(GOOD))))
    page = preview(secretary, compound, book(GOOD))
    assert figures(page)[:4] == [0, 0, 3, 0]
    assert "没有可写入的行" in page
    assert hidden(page) == {}


def test_a_waiting_draft_is_sealed_and_gone_after_the_commit(
    secretary: Client, compound: str, data_dir: Path
) -> None:
    fields = hidden(preview(secretary, compound, book(GOOD, "孙大勇.csv.xlsx")))
    (kept,) = (data_dir / "drafts").iterdir()
    with pytest.raises(Exception, match="zip"):
        load_workbook(io.BytesIO(kept.read_bytes()))
    assert "孙大勇" not in kept.name
    assert "孙大勇".encode() not in kept.read_bytes()
    commit(secretary, compound, fields)
    assert list((data_dir / "drafts").iterdir()) == []
    assert "请重新上传" in commit(secretary, compound, fields)


def test_a_refused_upload_leaves_nothing_behind(secretary: Client, compound: str, data_dir: Path) -> None:
    told = secretary.post(
        f"/compounds/{compound}/dwellings/import/", {"file": SimpleUploadedFile("清册.xlsx", b"no workbook")}
    )
    assert told.status_code == 422
    assert "没有办成" in text(told)
    assert list((data_dir / "drafts").iterdir()) == []


def test_no_file_and_too_large_a_file_are_refused(
    secretary: Client, compound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = f"/compounds/{compound}/dwellings/import/"
    assert "没有选择文件" in text(secretary.post(here))
    monkeypatch.setattr(files, "LARGEST_BYTES", 10)
    told = secretary.post(here, {"file": book(GOOD)})
    assert told.status_code == 422
    assert "网页上最多" in text(told)


@pytest.mark.parametrize("draft", ["", "../../../etc/passwd", "nothere.xlsx"])
def test_a_draft_that_is_not_there_is_refused(secretary: Client, compound: str, draft: str) -> None:
    told = secretary.post(f"/compounds/{compound}/dwellings/import/commit/", {"draft": draft, "digest": "x"})
    assert told.status_code == 422
    assert "请重新上传" in text(told)


def test_the_template_can_be_filled_in_and_comes_in(secretary: Client, compound: str) -> None:
    made = load_workbook(io.BytesIO(secretary.get(f"/compounds/{compound}/dwellings/template.xlsx").content))
    sheet = made.worksheets[0]
    heads = {
        str(cell.value): cell.column for row in sheet.iter_rows(max_row=15) for cell in row if cell.value
    }
    head = next(row[0].row for row in sheet.iter_rows(max_row=15) if "室号" in {cell.value for cell in row})
    for key, value in {"门栋": "3", "室号": "601", "建筑面积": 66.5}.items():
        sheet.cell(row=head + 1, column=heads[key], value=value)
    kept = io.BytesIO()
    made.save(kept)
    made.close()
    page = preview(secretary, compound, SimpleUploadedFile("模板.xlsx", kept.getvalue()))
    assert figures(page)[0] == 1
    assert "3-601" in page
