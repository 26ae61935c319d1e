"""The example record: anyone who tries it reads that all of it holds."""

from pathlib import Path

import pytest

from sanxin.interfaces.cli.main import main

RECORD = Path(__file__).parents[2] / "examples" / "record"


def test_the_example_export_holds_against_its_root_and_its_receipt(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = (RECORD / "root.txt").read_text(encoding="utf-8").strip()
    told = ["--root", root, "--receipt", str(RECORD / "receipt-7.json")]
    assert main(["verify", str(RECORD / "yihaomen-export.zip"), *told]) == 0
    said = capsys.readouterr().out
    assert "✗" not in said
    assert "您的第 7 号票已计入" in said
    assert "第 1 份分摊表重新计算：24 户，合计 60000005 分，每一个数与存证的相同" in said
    assert main(["verify", str(RECORD / "yihaomen-public-export.zip"), "--root", root]) == 0
    assert "不能由它重新计票" in capsys.readouterr().out


def test_the_two_grades_are_of_one_log(capsys: pytest.CaptureFixture[str]) -> None:
    files = (str(RECORD / f"yihaomen-{grade}export.zip") for grade in ("", "public-"))
    scoped, public = files
    assert main(["verify", public, "--against", scoped]) == 0
    assert "两个人看到的是同一本日志" in capsys.readouterr().out
