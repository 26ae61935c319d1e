"""A command meets a store that another program holds: it says so in a sentence, and is no defect."""

from pathlib import Path

import pytest
from django.db import OperationalError

from sanxin.apps.journal import backup
from sanxin.interfaces.cli.main import main
from sanxin.interfaces.cli.on_store import unit
from tests.intake.folder import site_folder
from tests.interfaces.web.test_a_busy_house import locked
from tests.stores import python

HEAD = "门栋,室号,楼层,建筑面积,业主,电话\n"
UNIT = ["unit", "add", "徐汇区", "--level", "district", "--founded-on", "2020-01-01"]
# A test waits less long than an office.
IMPORT = """
import sys
from sanxin.config import store
store.SQLITE_OPTIONS["timeout"] = 0.2
from sanxin.interfaces.cli.main import main
above = []
for name, level in (("徐汇区", "district"), ("凌云街道", "street"), ("金牛居民区", "neighbourhood")):
    assert main(["unit", "add", name, "--level", level, *above, "--founded-on", "2020-01-01"]) == 0
    above = ["--parent", name]
from tests.interfaces.web.busy_store import hold
let_go = hold()
command = ["import", sys.argv[1], "--neighbourhood", "金牛居民区", "--quiet"]
print("held", main(command), flush=True)
let_go()
print("free", main(command))
"""


@pytest.mark.slow
def test_an_import_waits_then_says_who_holds_the_store_and_goes_in_when_it_is_let_go(
    store: dict[str, str], tmp_path: Path
) -> None:
    folder = site_folder(tmp_path / "小院", dwellings=HEAD + "1,101,1,60,甲,13800000001\n")
    env = {**store, "SANXIN_MODE": "test", "PGOPTIONS": "-c lock_timeout=200ms"}
    out, err = python(env, "-c", IMPORT, str(folder)).communicate(timeout=120)
    assert "held 2" in out, err
    assert out.rstrip().endswith("free 0"), err
    assert "数据库正被别的程序占用" in err
    assert "Another program holds the store" in err
    assert "程序出错了" not in err


def test_a_held_store_is_no_defect_and_a_broken_one_stays_a_defect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = iter((locked(), OperationalError("the disk is full")))

    def fails(chosen: object) -> int:
        raise next(faults)

    monkeypatch.setattr(unit, "run", fails)
    assert main(UNIT) == 2
    assert "数据库正被别的程序占用" in capsys.readouterr().err
    assert main(UNIT) == 70
    assert "程序出错了" in capsys.readouterr().err


def test_a_backup_is_not_called_damaged_because_somebody_held_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*told: object) -> None:
        raise locked()

    monkeypatch.setattr(backup, "_restore", held)
    monkeypatch.setattr(backup.copies, "open_keys", lambda sealed: ({}, None))
    for name in ("周一.zip", "keys"):
        (tmp_path / name).write_bytes(b"PK\x05\x06" + bytes(18))
    with pytest.raises(OperationalError):
        backup.restore_backup(
            file=tmp_path / "周一.zip", keys_file=tmp_path / "keys", progress=lambda said: None
        )
