"""What only a process of its own can show: how the house starts, and how it refuses to."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from sanxin.interfaces.cli.main import COMMANDS, FILES
from tests.stores import BARE, lived_through

ROOT = Path(__file__).parents[3]


def sanxin(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "sanxin", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
        env={**BARE, "PYTHONPATH": str(ROOT / "src"), **environment},
    )  # fmt: skip


def test_a_production_start_without_a_secret_is_refused_in_a_sentence(tmp_path: Path) -> None:
    done = sanxin("migrate", SANXIN_DATA=str(tmp_path))
    assert done.returncode == 2
    assert "SANXIN_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_production_store_is_made_and_found_healthy(tmp_path: Path) -> None:
    environment = {"SANXIN_DATA": str(tmp_path), "SANXIN_SECRET_KEY": "x" * 40}
    assert sanxin("migrate", "--quiet", **environment).returncode == 0
    doctor = sanxin("doctor", **environment)
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr


def test_commands_on_files_start_without_django_or_the_heavy_readers() -> None:
    probe = (
        "import sys; from sanxin.interfaces.cli.main import main; main(['schema', 'assessment']); "
        "print(sorted({'django', 'pyproj', 'ezdxf', 'pyogrio', 'shapely'} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        capture_output=True,
        text=True,
        check=True,
        env={**BARE, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("command", sorted(name for name, row in COMMANDS.items() if row[0] == FILES))
def test_a_command_on_files_finds_all_it_needs_in_a_process_where_nothing_came_before(command: str) -> None:
    done = sanxin(command, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: sanxin {command}")


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    for name in ("store", "kept"):
        shutil.copytree(lived_through(tmp_path_factory) / name, folder / name)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_demonstration_has_one_login_per_role_and_a_card(demo_folder: Path) -> None:
    logins = json.loads((demo_folder / "store" / "logins.json").read_text(encoding="utf-8"))
    assert len([one for one in logins if "secret" in one]) >= 9
    assert [one["code"] for one in logins if "card" in one]


def test_the_demonstration_is_copied_the_second_time_and_serves_its_pages(demo_folder: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "sanxin", "demo", "--port", str(port), "--data", str(demo_folder)],
        cwd=ROOT, env={**BARE, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        page = fetch(f"http://127.0.0.1:{port}/")
        assert "王书记" in page
        assert sanxin("demo", "--port", str(port), "--data", str(demo_folder)).returncode == 2
    finally:
        process.terminate()
        said, _ = process.communicate(timeout=20)
    assert "making the store" not in said
    assert f"http://127.0.0.1:{port}/" in said


def fetch(address: str) -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"nobody answers at {address}")
