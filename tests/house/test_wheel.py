"""A wheel built from the source runs alone: no Node, no network, no source beside it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
CLOSED = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}


def run(*command: str, **environment: str) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd="/" if os.name != "nt" else None,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
        "--wheel-dir", str(folder), str(ROOT), **os.environ,
    )  # fmt: skip
    (built,) = folder.glob("sanxin-*.whl")
    return built


def test_the_wheel_holds_the_built_assets_templates_rules_and_compounds(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "sanxin/interfaces/web/static/sanxin/sanxin.css", "sanxin/interfaces/web/static/sanxin/app.js",
        "sanxin/interfaces/web/static/sanxin/icons.svg", "sanxin/interfaces/web/templates/web/base.html",
        "sanxin/documents/report/report.typ", "sanxin/rulebook/cn/siting/fire_lane.yaml", "sanxin/examples/jinniu/site.toml",
    } <= names  # fmt: skip
    assert not [name for name in names if "node_modules" in name or name.startswith("tests/")]


def test_the_wheel_brings_the_compiled_closed_form_and_says_for_which_system(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [
        name for name in names if name.endswith(("/closed_form.so", "/closed_form.dylib", "/closed_form.dll"))
    ]
    assert wheel.stem.split("-")[-3:-1] == ["py3", "none"]
    assert wheel.stem.split("-")[-1] != "any"


def test_the_wheel_assesses_and_demonstrates_without_node_or_network(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    alone = {"PYTHONPATH": str(target), "PATH": "", "HOME": str(tmp_path), **CLOSED}
    said = run(
        sys.executable, "-m", "sanxin", "assess", str(target / "sanxin/examples/jinniu"), "--quiet", **alone
    )
    assert "适合 suitable 28 · 较难 difficult 8 · 不适合 unsuitable 4" in said
    run(sys.executable, "-m", "sanxin", "demo", "--no-serve", "--data", str(tmp_path / "demo"), **alone)
    assert (tmp_path / "demo" / "store" / "logins.json").is_file()
