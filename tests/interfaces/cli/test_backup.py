"""A store is copied and brought back whole; whoever was erased since the copy cannot be read in it."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.intake.folder import site_folder
from tests.stores import empty_store, migrated_store, python

pytestmark = pytest.mark.slow
HEAD = "门栋,室号,楼层,建筑面积,业主,证件号后四位,电话\n"
PEOPLE = "1,101,1,60,王芳,1234,13800000001\n1,102,1,61.5,李强,,13800000002\n"
PHOTO = "一张照片".encode()

SEE = """
import django; django.setup()
from datetime import UTC, datetime
from django_scopes import scopes_disabled
from sanxin.apps.journal import queries as journal
from sanxin.apps.journal.models import Entry, Evidence
from sanxin.apps.registry import queries
from sanxin.apps.registry.models import Party, Dwelling
from sanxin.foundation.actor import System
at, cli = datetime.now(UTC), System("test")
site = queries.site_of(cli, queries.find_compound(cli, "小院", at).public_id, at)
print("people", sorted((row.room, row.owners, row.phone) for row in site.dwellings))
print("broken", journal.first_break(), "matches", all(journal.record_matches(e) is not False for e in range(journal.tree_head().size)))
with scopes_disabled():
    print("digests", sorted(Party.objects.values_list("name_hmac", "phone_hmac")), all(Dwelling.objects.values_list("row_hmac", flat=True)))
    print("erased", Party.objects.exclude(erased_at=None).count())
"""
ERASE = """
import django; django.setup()
from datetime import UTC, datetime
from sanxin.apps.journal import actions as journal
from sanxin.apps.registry import actions, queries
from sanxin.foundation.actor import System
at, cli = datetime.now(UTC), System("test")
home = queries.find_compound(cli, "小院", at).public_id
line = next(one for one in queries.dwellings(cli, home, at) if one.room == "101")
(person,) = queries.people_of(cli, line.public_id, at)
actions.erase_party(actor=cli, party=person.party, reason="本人申请", occurred_at=at, recorded_at=at)
journal.erase(actor=cli, index=0, reason="试", occurred_at=at, recorded_at=at)
"""
KEEP = f"""
import django; django.setup()
from datetime import UTC, datetime
from sanxin.apps.journal import actions, queries
at = datetime.now(UTC)
digest = actions.keep_evidence(neighbourhood=3, content={PHOTO!r}, media_type="image/png", occurred_at=at, recorded_at=at)
print(digest)
"""


READ = """
import sys, django; django.setup()
from sanxin.apps.journal import queries
print(queries.read_evidence(neighbourhood=3, digest=sys.argv[1]))
"""

UNDATED = """
import json, sys, django; django.setup()
from pathlib import Path
from django.conf import settings
from sanxin.apps.journal import copies
from sanxin.record.sealing import house_key, seal
keys, _ = copies.open_keys(Path(sys.argv[1]).read_bytes())
Path(sys.argv[2]).write_bytes(seal(house_key(settings.SECRET_KEY, "backup"), json.dumps(keys).encode(), copies.CONTEXT))
"""
ASK = """
import django; django.setup()
from datetime import UTC, datetime
from sanxin.apps.privacy import actions
from sanxin.apps.registry import queries
from sanxin.foundation.actor import System
at, cli = datetime.now(UTC), System("test")
home = queries.find_compound(cli, "小院", at).public_id
line = next(one for one in queries.dwellings(cli, home, at) if one.room == "101")
actions.ask(actor=cli, dwelling=line.public_id, kind="erase", about="people", words="请删掉王芳的电话", occurred_at=at, recorded_at=at)
"""
ANSWER = """
import django; django.setup()
from datetime import UTC, datetime
from sanxin.apps.privacy import actions, queries
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import System
at, cli = datetime.now(UTC), System("test")
((one,), answered) = queries.requests_in(cli, registry.find_compound(cli, "小院", at).public_id, at)
assert not answered
print(one.words)
actions.answer_request(actor=cli, request=one.public_id, how="done", reason="已删除", occurred_at=at, recorded_at=at)
(waiting, (one,)) = queries.requests_in(cli, registry.find_compound(cli, "小院", at).public_id, at)
print(one.answer.how, waiting)
"""


class House:
    """A store of its own, and commands run on it as a keeper types them."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env

    def run(self, *arguments: str, expect: int = 0) -> tuple[str, str]:
        process = python(self.env, *arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == expect, (arguments, out, err)
        return out, err

    def sanxin(self, *arguments: str, expect: int = 0) -> tuple[str, str]:
        return self.run("-m", "sanxin", *arguments, expect=expect)

    def see(self) -> str:
        return self.run("-c", SEE)[0]


def furnished(env: dict[str, str], tmp_path: Path) -> House:
    house = House({**env, "DJANGO_SETTINGS_MODULE": "sanxin.config.settings", "SANXIN_MODE": "test"})
    house.sanxin("migrate", "--quiet")
    above: list[str] = []
    for name, level in (("徐汇区", "district"), ("凌云街道", "street"), ("金牛居民区", "neighbourhood")):
        house.sanxin("unit", "add", name, "--level", level, *above, "--founded-on", "2020-01-01")
        above = ["--parent", name]
    site = site_folder(tmp_path / "小院", dwellings=HEAD + PEOPLE)
    house.sanxin("import", str(site), "--neighbourhood", "金牛居民区", "--quiet")
    return house


@dataclass(frozen=True)
class Kept:
    """A furnished house, the backup made of it, what was said of that, and the digest of the photograph in it."""

    house: House
    site: Path
    file: Path
    said: str
    digest: str


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Make one backup for all tests; none of them writes into the house it is of."""
    folder = tmp_path_factory.mktemp("kept")
    with migrated_store(folder / "store", tmp_path_factory) as env:
        house = furnished(env, folder)
        digest = house.run("-c", KEEP)[0].strip()
        file = folder / "周一" / "周一.zip"
        said, _ = house.sanxin("backup", str(file))
        yield Kept(house, folder / "小院", file, said, digest)


@pytest.fixture
def empty(kept: Kept, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give an empty house to bring a backup back to."""
    with empty_house(kept, tmp_path / "b", tmp_path_factory) as house:
        yield house


@contextmanager
def empty_house(kept: Kept, folder: Path, factory: pytest.TempPathFactory) -> Iterator[House]:
    with migrated_store(folder, factory) as env:
        told = {"SANXIN_DATA": str(folder), "SANXIN_DATABASE_URL": env["SANXIN_DATABASE_URL"]}
        yield House({**kept.house.env, **told})


def root_in(said: str) -> str:
    found = re.search(r"log ([0-9a-f]{64}@\d+)", said)
    assert found
    return found[1]


def test_a_store_comes_back_whole_and_can_be_worked_on(kept: Kept, empty: House) -> None:
    back, _ = empty.sanxin("restore", str(kept.file), "--quiet")
    assert root_in(back) == root_in(kept.said)
    assert empty.see() == kept.house.see()
    assert "王芳" in empty.see()
    assert repr(PHOTO) in empty.run("-c", READ, kept.digest)[0]
    assert empty.sanxin("doctor")[0].count("✗") == 0
    again, _ = empty.sanxin("import", str(kept.site), "--neighbourhood", "金牛居民区", "--quiet")
    assert "没有变化" in again
    empty.sanxin(
        "unit", "add", "东片区", "--level", "area", "--parent", "金牛居民区", "--founded-on", "2020-01-01"
    )


def test_nothing_in_the_copy_opens_without_the_keys_file(kept: Kept) -> None:
    with zipfile.ZipFile(kept.file) as archive:
        whole = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
    party = whole["tables/registry.party.jsonl"]
    assert '"wrapped_key": null' in party
    assert '"name_hmac": ""' in party
    assert '"salt": null' in whole["tables/registry.change.jsonl"]
    assert "compound.import" not in whole["tables/journal.entry.jsonl"].replace(
        '"verb": "compound.import"', ""
    )


def test_whoever_was_erased_since_stays_erased_in_every_earlier_copy(
    kept: Kept, empty: House, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = Path(shutil.copytree(kept.file.parent, tmp_path / "copies")) / kept.file.name
    with empty_house(kept, tmp_path / "lived in", tmp_path_factory) as house:
        house.sanxin("restore", str(file), "--quiet")
        house.run("-c", ERASE)
        house.sanxin("backup", str(file.with_name("周二.zip")), "--quiet")
    back, _ = empty.sanxin("restore", str(file), "--quiet")
    assert "since the backup: 1" in back
    seen = empty.see()
    assert "王芳" not in seen
    assert "李强" in seen
    assert "13800000001" not in seen
    assert "broken None matches True" in seen
    assert "erased 1" in seen


@pytest.fixture
def asked(
    kept: Kept, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, Path]]:
    """Give a house in which somebody of 101 asked to be erased and waits, and the backup made then."""
    with empty_house(kept, tmp_path / "asked", tmp_path_factory) as house:
        house.sanxin("restore", str(kept.file), "--quiet")
        house.run("-c", ASK)
        file = tmp_path / "copies" / "周一.zip"
        house.sanxin("backup", str(file), "--quiet")
        yield house, file


def test_an_older_backup_brings_nobody_back_once_another_was_made_and_the_request_is_answered_anew(
    asked: tuple[House, Path], empty: House
) -> None:
    house, file = asked
    house.run("-c", ERASE)
    assert house.run("-c", ANSWER)[0] == "请删掉王芳的电话\ndone []\n"
    house.sanxin("backup", str(file.with_name("周二.zip")), "--quiet")
    back, _ = empty.sanxin("restore", str(file), "--quiet")
    assert "since the backup: 1" in back
    assert "王芳" not in empty.see()
    assert "requests that waited when it was made：1 件" in back
    assert empty.run("-c", ANSWER)[0] == "请删掉王芳的电话\ndone []\n"


def test_whoever_was_erased_after_the_last_backup_is_not_brought_back_in_silence(
    asked: tuple[House, Path], empty: House
) -> None:
    house, file = asked
    house.run("-c", ERASE)
    house.run("-c", ANSWER)
    assert "王芳" not in house.see()
    back, _ = empty.sanxin("restore", str(file), "--quiet")
    assert "王芳" in empty.see(), "neither file can know; so it is said"
    assert re.search(
        r"请接着做：\d{4}-\d\d-\d\d \d\d:\d\d（密钥文件写成的时间）以后依法删除过的人，这次恢复又读得出来",
        back,
    )
    assert "requests that waited when it was made：1 件" in back
    empty.run("-c", ERASE)
    empty.run("-c", ANSWER)
    assert "王芳" not in empty.see()


def test_a_keys_file_older_than_the_backup_is_refused_because_newcomers_would_be_forgotten(
    kept: Kept, asked: tuple[House, Path], empty: House
) -> None:
    _, file = asked
    older = str(kept.file.with_name("sanxin.keys"))
    assert "比" in (told := empty.sanxin("restore", str(file), "--keys", older, expect=2)[1])
    assert "older than the backup" in told
    empty.sanxin("restore", str(file), "--quiet")


def test_a_keys_file_of_an_earlier_release_opens_and_its_moment_is_taken_for_the_backups(
    kept: Kept, empty: House, tmp_path: Path
) -> None:
    undated = tmp_path / "undated.keys"
    empty.run("-c", UNDATED, str(kept.file.with_name("sanxin.keys")), str(undated))
    back, _ = empty.sanxin("restore", str(kept.file), "--keys", str(undated), "--quiet")
    assert "（备份的时间，密钥文件没写）以后依法删除过的人" in back
    assert "王芳" in empty.see()


def test_a_backup_overwrites_nothing_and_a_restore_fills_only_an_empty_store(
    kept: Kept, empty: House
) -> None:
    house, file = kept.house, kept.file
    before = file.read_bytes()
    assert "不覆盖" in house.sanxin("backup", str(file), expect=2)[1]
    assert file.read_bytes() == before
    assert "空库" in house.sanxin("restore", str(file), expect=2)[1]
    assert "没有找到" in empty.sanxin("restore", str(file), "--keys", str(file) + ".no", expect=2)[1]
    assert "没有找到" in empty.sanxin("restore", str(file) + ".no", expect=2)[1]


def test_a_copy_that_was_touched_or_is_none_is_refused_and_nothing_is_written(
    kept: Kept, empty: House, tmp_path: Path
) -> None:
    file = kept.file
    keys = file.with_name("sanxin.keys")
    garbage = tmp_path / "x.zip"
    garbage.write_bytes(b"no zip")
    assert "打不开" in empty.sanxin("restore", str(garbage), "--keys", str(keys), expect=2)[1]
    assert "打不开" in empty.sanxin("restore", str(file), "--keys", str(garbage), expect=2)[1]
    for change in (
        {"manifest.json": lambda text: text.replace('"0001_log"', '"0000_log"')},
        {"manifest.json": lambda text: text.replace('"schema_version": 1', '"schema_version": 9')},
        {"tables/journal.leaf.jsonl": lambda text: re.sub(r'("commitment": ")(.)', lambda m: m[1] + ("0" if m[2] != "0" else "1"), text, count=1)},
        {"tables/journal.leaf.jsonl": lambda text: "\n".join(text.splitlines()[:-1]) + "\n"},
        {"tables/registry.party.jsonl": lambda text: text.replace('"fields"', '"filds"')},
        {"tables/registry.party.jsonl": lambda text: text[:-20]},
    ):  # fmt: skip
        touched = tmp_path / "touched.zip"
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(touched, "w") as new:
            for name in old.namelist():
                text = old.read(name)
                new.writestr(name, change[name](text.decode()) if name in change else text)
        _, err = empty.sanxin("restore", str(touched), "--keys", str(keys), expect=2)
        assert re.search("打不开|不符|不同|不完整", err), (change, err)
    empty.sanxin("restore", str(file), "--quiet")


def test_another_secret_opens_nothing(kept: Kept, empty: House) -> None:
    other = House({**empty.env, "SANXIN_SECRET_KEY": "another secret of more than thirty-two characters"})
    assert "SANXIN_SECRET_KEY" in other.sanxin("restore", str(kept.file), expect=2)[1]


def test_a_small_store_moves_to_the_kind_of_store_a_town_runs_on(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    with empty_store(tmp_path / "town") as env:
        village = furnished(
            {**env, "SANXIN_DATA": str(tmp_path / "village"), "SANXIN_DATABASE_URL": ""}, tmp_path
        )
        village.sanxin("backup", str(tmp_path / "move.zip"), "--quiet")
        town = House({**village.env, "SANXIN_DATA": env["SANXIN_DATA"], "SANXIN_DATABASE_URL": env["SANXIN_DATABASE_URL"]})  # fmt: skip
        town.sanxin("restore", str(tmp_path / "move.zip"), "--quiet")
        assert town.see() == village.see()
