"""``sanxin export`` and ``sanxin verify`` as an office and an outsider meet them."""

import argparse
import json
from pathlib import Path

import pytest

from sanxin.apps.decisions import actions, queries
from sanxin.apps.journal import queries as journal
from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.cli.main import main
from sanxin.interfaces.cli.on_store.keeping import export
from sanxin.record.export import read_export
from sanxin.record.merkle import root_of
from tests.apps.decisions.test_export import THEN, altered, thorough
from tests.ballots import CLOSES, Asked, ask
from tests.people import CLI, Cast

Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def asked(cast: Cast) -> Asked:
    asked = ask(cast)
    for number in range(1, 22):
        asked.cast_at_door(number, "against" if number == 20 else "for")
    actions.close_due(actor=CLI, at=CLOSES)
    actions.declare(actor=cast.secretary, round=asked.round, **THEN)
    return asked


def exported(asked: Asked, folder: Path, capsys: Said) -> tuple[Path, str]:
    """Export by the command, and give the file with the root it tells to print."""
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)
    file = folder / "export.zip"
    assert export.run(parser.parse_args([asked.project, "--grade", "scoped", "--out", str(file)])) == 0
    said = capsys.readouterr().out
    root = said.split("notice: ")[1].split("\n")[0]
    assert f"--root {root}" in said
    return file, root


def test_an_outsider_confirms_all_of_it_with_the_printed_root(
    asked: Asked, tmp_path: Path, capsys: Said
) -> None:
    file, root = exported(asked, tmp_path, capsys)
    assert main(["verify", str(file), "--root", root]) == 0
    said = capsys.readouterr().out
    assert "日志前" in said
    assert "第 1 轮由 21 张票重新计票：通过，与公布的每一个数相同" in said
    assert "✗" not in said
    assert main(["verify", str(file)]) == 0
    assert "没有给出文件以外的依据" in capsys.readouterr().out


def test_a_household_finds_its_own_sheet_counted(asked: Asked, tmp_path: Path, capsys: Said) -> None:
    file, _ = exported(asked, tmp_path, capsys)
    proof = queries.proof_of(asked.cast.secretary, asked.round, asked.homes[6], CLOSES)
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(canonical_bytes(proof))
    assert main(["verify", str(file), "--receipt", str(receipt), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "您的第 7 号票已计入，内容是“同意”" in [one["zh"] for one in told["findings"]]
    assert told["findings"][-1]["code"] == "verify.not_covered", (
        "what came after the receipt is said to be uncovered"
    )
    proof["sheet"] = 9
    receipt.write_bytes(canonical_bytes(proof))
    assert main(["verify", str(file), "--receipt", str(receipt)]) == 1
    assert "存证的内容是第 7 号：回执被改过" in capsys.readouterr().out


def test_a_root_that_covers_the_beginning_only_says_what_it_does_not_cover(
    asked: Asked, tmp_path: Path, capsys: Said
) -> None:
    file, _ = exported(asked, tmp_path, capsys)
    found = read_export(file.name, file.read_bytes())
    early = f"{root_of(bytes.fromhex(one.hash) for one in found.log[:20]).hex()}@20"
    assert main(["verify", str(file), "--root", early]) == 0
    assert f"第 20 条以后的 {len(found.log) - 20} 条，没有任何外部依据" in capsys.readouterr().out
    assert main(["verify", str(file), "--root", early, "--root", f"{'0' * 40}@21"]) == 1, "every root is held"
    capsys.readouterr()
    assert main(["verify", str(file), "--against", str(file)]) == 0
    assert "没有给出文件以外的依据" in capsys.readouterr().out, "the same file twice proves nothing"


def test_a_forgery_made_anew_ends_with_one_and_names_the_ballot(
    asked: Asked, tmp_path: Path, capsys: Said
) -> None:
    file, root = exported(asked, tmp_path, capsys)
    forged = tmp_path / "forged.zip"
    forged.write_bytes(thorough(file.read_bytes(), altered))
    assert main(["verify", str(forged)]) == 0
    capsys.readouterr()
    assert main(["verify", str(forged), "--root", root]) == 1
    assert "前面的记录被改" in capsys.readouterr().out
    assert main(["verify", str(forged), "--against", str(file)]) == 1
    assert "第 1 轮第 20 号票两份不同（choice against → for）：票被改过" in capsys.readouterr().out


@pytest.mark.parametrize("receipt", [b"[]", b"{}", b"no", b'{"record": 1, "index": 2, "sheet": 3}'])
def test_what_is_no_receipt_or_no_root_is_refused(
    asked: Asked, tmp_path: Path, capsys: Said, receipt: bytes
) -> None:
    file, _ = exported(asked, tmp_path, capsys)
    (tmp_path / "r.json").write_bytes(receipt)
    assert main(["verify", str(file), "--receipt", str(tmp_path / "r.json")]) == 2
    assert "r.json" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["verify", str(file), "--root", "abc"])
    assert "Not a printed root" in capsys.readouterr().err
    (tmp_path / "x.zip").write_bytes(receipt)
    assert main(["verify", str(tmp_path / "x.zip")]) == 2
    assert "is not an export" in capsys.readouterr().err


def test_a_project_is_named_by_name_and_a_wrong_name_lists_those_there_are(
    asked: Asked, tmp_path: Path
) -> None:
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)
    told = ["--grade", "public", "--out", str(tmp_path / "export.zip")]
    assert export.run(parser.parse_args(["一号门加梯", *told])) == 0
    with pytest.raises(Refusal, match="一号门加梯"):
        export.run(parser.parse_args(["二号门", *told]))


def test_the_root_told_is_the_log_s_head_at_the_export(asked: Asked, tmp_path: Path, capsys: Said) -> None:
    _, root = exported(asked, tmp_path, capsys)
    size = int(root.split("@")[1])
    assert journal.tree_head(size).root == root.split("@")[0]


def test_an_export_damaged_anywhere_is_refused_or_found_broken_and_never_breaks_the_command(
    asked: Asked, tmp_path: Path, capsys: Said
) -> None:
    file, _ = exported(asked, tmp_path, capsys)
    whole, statuses = file.read_bytes(), set()
    for at in range(40, len(whole), len(whole) // 60):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        statuses.add(main(["verify", str(file)]))
    assert statuses <= {0, 1, 2}
    assert 2 in statuses
