"""A zipped site folder comes in by the same two steps; a bad zip harms nothing."""

import html
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sanxin.interfaces.web.views.places import imports
from tests.intake.folder import site_folder
from tests.interfaces.web.books import zipped
from tests.interfaces.web.doors import enter, text
from tests.people import Cast

pytestmark = pytest.mark.django_db
LIST = "门栋,室号,业主\n1,101,钱\n1,,无室号\n"


def send(client: Client, cast: Cast, upload: SimpleUploadedFile) -> tuple[int, str]:
    told = client.post("/compounds/import/", {"file": upload, "unit": cast.jinniu.public_id})
    return told.status_code, html.unescape(text(told))


@pytest.mark.parametrize("under", ["", "小院/", "整理/小院/"])
def test_a_zipped_folder_is_shown_and_then_comes_in(
    secretary: Client, cast: Cast, tmp_path: Path, under: str
) -> None:
    upload = zipped(site_folder(tmp_path / "site", dwellings=LIST), under=under)
    status, page = send(secretary, cast, upload)
    assert status == 200
    assert "小院" in page
    assert "被拒绝的行" in page
    fields = dict(re.findall(r'name="(draft|digest|source|unit)" value="([^"]*)"', page))
    done = secretary.post("/compounds/import/commit/", fields, follow=True)
    assert "已导入" in text(done)
    assert "小院" in text(done)
    assert list((tmp_path / "drafts").iterdir()) == []
    upload.seek(0)
    again = send(secretary, cast, upload)[1]
    assert re.search(r'suitable"><b>0</b>', again)


def broken_zips() -> dict[str, bytes]:
    sound = io.BytesIO()
    with zipfile.ZipFile(sound, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("site.toml", "name = '小院'\n" * 50)
    damaged = bytearray(sound.getvalue())
    damaged[45:60] = b"\xff" * 15
    locked = bytearray(sound.getvalue())
    locked[6] |= 1
    locked[sound.getvalue().index(b"PK\x01\x02") + 8] |= 1
    clash = io.BytesIO()
    with zipfile.ZipFile(clash, "w") as archive:
        archive.writestr("site", "a file")
        archive.writestr("site/site.toml", "and a folder")
    return {
        "no zip": b"PK but no zip", "damaged": bytes(damaged), "under a password": bytes(locked),
        "names clash": clash.getvalue(), "empty": b"",
    }  # fmt: skip


@pytest.mark.parametrize("kind", broken_zips())
def test_a_broken_zip_is_refused_with_a_sentence(
    secretary: Client, cast: Cast, kind: str, tmp_path: Path
) -> None:
    status, page = send(secretary, cast, SimpleUploadedFile("小区.zip", broken_zips()[kind]))
    assert status == 422
    assert "请重新压缩后上传" in page
    assert list((tmp_path / "drafts").iterdir()) == []


def test_a_zip_without_a_site_says_what_is_missing(secretary: Client, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "readme.txt").write_text("nothing")
    status, page = send(secretary, cast, zipped(tmp_path / "x"))
    assert status == 422
    assert "site.toml" in page


def test_names_that_climb_out_of_the_zip_stay_inside(secretary: Client, cast: Cast, tmp_path: Path) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for path in sorted(site_folder(tmp_path / "site").iterdir()):
            archive.write(path, path.name)
        archive.writestr("../../../../escaped.txt", "out")
        archive.writestr(f"{tmp_path}/absolute.txt", "out")
    assert send(secretary, cast, SimpleUploadedFile("小区.zip", kept.getvalue()))[0] == 200
    assert not (tmp_path / "absolute.txt").exists()
    assert not any(folder.joinpath("escaped.txt").exists() for folder in (tmp_path, *tmp_path.parents))


def test_what_would_unpack_too_large_or_too_many_is_refused(
    secretary: Client, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = zipped(site_folder(tmp_path / "site"))
    for limit in ("LARGEST_SITE_BYTES", "MOST_FILES"):
        with monkeypatch.context() as patch:
            patch.setattr(imports, limit, 1)
            upload.seek(0)
            assert send(secretary, cast, upload)[0] == 422


def test_nobody_imports_into_a_neighbourhood_that_is_not_theirs(cast: Cast, tmp_path: Path) -> None:
    upload = zipped(site_folder(tmp_path / "site"))
    told = enter(cast.secretary).post("/compounds/import/", {"file": upload, "unit": cast.donghu.public_id})
    assert told.status_code == 404
    assert not (tmp_path / "drafts").exists()


CARDS = (
    "小区,居民区,所在地,建成年份,产权类型,纬度,经度\n"
    "一村,,cn/shanghai,1988,售后公房,31.2,121.4\n"
    "二村,金牛居民区,cn/shanghai,,商品房,31.2,121.4\n"
)


def test_a_list_of_compounds_is_shown_row_by_row_and_committed_as_shown(cast: Cast) -> None:
    client = enter(cast.secretary)
    upload = SimpleUploadedFile("街道清册.csv", CARDS.encode("gbk"))
    told = client.post("/compounds/import/", {"file": upload, "unit": cast.jinniu.public_id})
    page = text(told)
    for words in ("第 3 行“建成年份”列", "小区 一村", "会写入的行"):
        assert words in page
    assert "提交后户数" not in page
    fields = dict(re.findall(r'name="(draft|unit|digest|source)" value="([^"]*)"', page))
    assert "一村" in text(client.post("/compounds/import/commit/", fields, follow=True))
    again = SimpleUploadedFile("街道清册.csv", CARDS.replace("1988", "1989").encode())
    page = text(client.post("/compounds/import/", {"file": again, "unit": cast.jinniu.public_id}))
    assert re.search(r"1988 → <b>1989</b>", page)
    stale = dict(re.findall(r'name="(draft|unit|digest|source)" value="([^"]*)"', page)) | {
        "digest": "0" * 64
    }
    assert client.post("/compounds/import/commit/", stale).status_code == 422


def test_a_list_that_names_a_neighbourhood_of_others_is_refused_whole(cast: Cast) -> None:
    upload = SimpleUploadedFile("清册.csv", CARDS.replace(",,cn", ",东湖居民区,cn").encode())
    told = enter(cast.secretary).post("/compounds/import/", {"file": upload, "unit": cast.jinniu.public_id})
    assert told.status_code in (404, 422)
    assert "东湖居民区" in text(told)
