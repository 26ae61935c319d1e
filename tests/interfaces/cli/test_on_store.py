"""The commands an office's keeper types: from an empty store to a compound that is assessed and looked after."""

import io
import re
from pathlib import Path

import pytest
from django.db import connection

from sanxin.apps.journal import triggers
from sanxin.interfaces.cli.main import main
from tests.intake.folder import site_folder
from tests.people import Cast

EXAMPLES = Path(__file__).parents[3] / "examples"
HEAD = "门栋,室号,楼层,建筑面积,业主,电话\n"
Said = pytest.CaptureFixture[str]


def unit(name: str, level: str, *parent: str) -> int:
    above = ["--parent", *parent] if parent else []
    return main(["unit", "add", name, "--level", level, *above, "--founded-on", "2020-01-01"])


@pytest.fixture
def tree(db: None) -> None:
    assert unit("徐汇区", "district") == 0
    assert unit("凌云街道", "street", "徐汇区") == 0
    assert unit("金牛居民区", "neighbourhood", "凌云街道") == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return site_folder(tmp_path / "小院", dwellings=HEAD + "1,101,1,60,甲,13800000001\n1,102,1,61.5,乙,\n")


@pytest.fixture
def imported(tree: None, folder: Path) -> Path:
    assert main(["import", str(folder), "--neighbourhood", "金牛居民区", "--quiet"]) == 0
    return folder


def test_an_account_is_opened_with_a_code_for_the_authenticator(
    tree: None, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a lift for everyone\n"))
    assert (
        main(["user", "add", "王书记", "--role", "secretary", "--unit", "金牛居民区", "--password-stdin"])
        == 0
    )
    assert "otpauth://totp/" in capsys.readouterr().out


def test_a_password_may_be_typed_and_a_weak_one_is_refused(
    tree: None, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "12345678")
    assert main(["user", "add", "李", "--role", "town_clerk", "--unit", "凌云街道"]) == 2
    assert "密码太短或太常见" in capsys.readouterr().err


def test_without_a_terminal_the_keeper_is_told_how_to_give_the_password(
    tree: None, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def closed(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", closed)
    assert main(["user", "add", "李", "--role", "town_clerk", "--unit", "凌云街道"]) == 2
    assert "--password-stdin" in capsys.readouterr().err


def test_a_unit_nobody_knows_is_refused_with_those_there_are(tree: None, capsys: Said) -> None:
    assert unit("东片区", "area", "银牛居民区") == 2
    said = capsys.readouterr().err
    assert "银牛居民区" in said
    assert "金牛居民区" in said


def test_a_site_folder_is_imported_and_a_second_time_changes_nothing(
    tree: None, folder: Path, capsys: Said
) -> None:
    assert main(["import", str(folder), "--neighbourhood", "金牛居民区", "--quiet"]) == 0
    said = capsys.readouterr().out
    assert "dwelling.new 2" in said
    assert "提交后 2 户" in said
    assert re.search(r"存证 journal \d+，根 root [0-9a-f]{64}", said)
    assert main(["import", str(folder), "--neighbourhood", "金牛居民区", "--quiet"]) == 0
    assert "没有变化，未写入" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(tree: None, folder: Path, capsys: Said) -> None:
    assert main(["import", str(folder), "--neighbourhood", "金牛居民区", "--dry-run", "--quiet"]) == 0
    assert main(["import", str(folder), "--neighbourhood", "金牛居民区", "--quiet"]) == 0
    assert "已导入" in capsys.readouterr().out


def test_a_list_with_bad_rows_tells_each_and_takes_the_others(
    imported: Path, tmp_path: Path, capsys: Said
) -> None:
    book = tmp_path / "清册.csv"
    book.write_text(
        HEAD
        + "1,101,1,60,甲,13800000001\n1,201,2,六十,丙,\n9,202,2,60,丁,\n1,203,2,60,戊,123\n1,204,2,60,己,\n",
        encoding="gbk",
    )
    assert main(["import", str(book), "--compound", "小院"]) == 0
    said = capsys.readouterr()
    for place in (
        "第 3 行“建筑面积”列：现为“六十”",
        "第 4 行“门栋”列：现为“9”",
        "第 5 行“电话”列：现为“123”",
    ):
        assert place in said.out
    assert "new dwelling 1-204" in said.out
    assert "提交后 3 户" in said.out
    assert "100%" in said.err


def test_a_list_for_a_compound_nobody_knows_is_refused_with_those_there_are(
    imported: Path, tmp_path: Path, capsys: Said
) -> None:
    book = tmp_path / "清册.csv"
    book.write_text(HEAD, encoding="utf-8")
    assert main(["import", str(book), "--compound", "大院"]) == 2
    assert "小院" in capsys.readouterr().err


def test_the_doctor_finds_a_healthy_house_well(cast: Cast, capsys: Said) -> None:
    assert main(["doctor"]) == 0
    assert "✗" not in capsys.readouterr().out


def test_the_doctor_misses_a_trigger_and_migrating_brings_it_back(db: None, capsys: Said) -> None:
    triggers.remove(connection)
    assert main(["doctor"]) == 1
    assert "✗ 存证保护 triggers" in capsys.readouterr().out
    assert main(["migrate", "--quiet"]) == 0
    assert main(["doctor"]) == 0


CARDS = "小区,居民区,所在地,建成年份,产权类型,纬度,经度\n"


def test_a_streets_list_of_compounds_comes_in_row_by_row_and_a_missing_year_is_refused_by_its_row(
    tree: None, tmp_path: Path, capsys: Said
) -> None:
    file = tmp_path / "清册.csv"
    rows = "一村,金牛居民区,cn/shanghai,1996,售后公房,31.17,121.43\n二村,,cn/shanghai,,,31.17,121.43\n三村,,cn/shanghai,1988,,31.2,121.4\n"
    file.write_text(CARDS + rows, encoding="utf-8")
    there = ["import", str(file), "--neighbourhood", "金牛居民区"]
    assert main([*there, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "第 3 行“建成年份”列：现为空" in said
    assert "new 2；refused 1" in said
    assert main(there) == 0
    assert "已导入" in capsys.readouterr().out
    assert main(there) == 0
    assert "没有变化" in capsys.readouterr().out
    file.write_text(
        CARDS + rows.replace("1988", "1989").replace(",cn/shanghai,,,", ",cn/shanghai,2001,商品房,"),
        encoding="utf-8",
    )
    assert main(there) == 0
    assert "changed 1，new 1，unchanged 1；refused 0" in capsys.readouterr().out
    assert main(["import", str(file)]) == 2
    assert "金牛居民区" in capsys.readouterr().err
