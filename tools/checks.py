"""Everything that is checked before a change lands, in order of cost. Run by ``python3 run.py test``.

Lint, types, arrows; every test on SQLite with coverage; the tests that touch a database once more on
PostgreSQL. The first thing that fails ends the run. ``--quick`` leaves the browser and PostgreSQL out;
``--set-up`` checks nothing, for those who only want the environment.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from postgresql import postgresql

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# The same whatever the store: commands on files, the demonstration (which keeps its own), what the pages are made of.
NO_DATABASE = (
    "cli/test_decide.py",
    "cli/test_on_files.py",
    "cli/test_processes.py",
    "cli/test_share.py",
    "cli/test_sunlight.py",
    "web/test_assets.py",
)
DATABASE_TESTS = (
    "tests/apps",
    "tests/interfaces",
    *(f"--ignore=tests/interfaces/{path}" for path in NO_DATABASE),
)
# Rooms whose every branch is tested, and the floor for the house as a whole.
COVERED_WHOLLY = ("foundation", "engines", "journey", "rulebook")
COVERED_OVERALL = 95


def main(options: list[str]) -> int:
    """Run the checks; give the exit status of the first that fails, or 0."""
    if "--set-up" in options:
        return 0
    quick = "--quick" in options
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "src"))
    for name, command in lints().items():
        if step(name, command, environment):
            return 1
    browser = None if quick else find_browser()
    if not quick and browser is None:
        return missing_browser()
    marks = ["-m", "not browser"] if quick else []
    environment["SANXIN_BROWSER"] = browser or ""
    # One process more than the machine has cores, for walks wait; in the order the tests ask for, walks first.
    spread = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    slowest = ["--durations", "12", "--durations-min", "10"]  # where the next minute is to be saved
    pytest = [sys.executable, "-m", "pytest", "-q", *spread, *slowest, *marks]
    if step("tests on SQLite", [*pytest, "--cov", "--cov-report="], environment) or step_coverage(
        environment
    ):
        return 1
    return 0 if quick else on_postgresql([*pytest, "-m", "not browser", *DATABASE_TESTS], environment)


def lints() -> Mapping[str, list[str]]:
    """Give the checks that need no test run."""
    python = sys.executable
    return {
        "lint": [python, "-m", "ruff", "check", "."],
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "types": [python, "-m", "mypy"],
        "arrows": [
            python,
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint()",
            "--no-logo",
        ],
    }


def step_coverage(environment: Mapping[str, str]) -> int:
    """Check the two floors of coverage."""
    report = [sys.executable, "-m", "coverage", "report", "--skip-covered", "--show-missing"]
    wholly = ",".join(f"src/sanxin/{room}/*" for room in COVERED_WHOLLY)
    return step(
        "coverage of the inner rooms", [*report, "--fail-under=100", f"--include={wholly}"], environment
    ) or step("coverage of the house", [*report, f"--fail-under={COVERED_OVERALL}"], environment)


def on_postgresql(command: list[str], environment: Mapping[str, str]) -> int:
    """Run tests once more on a PostgreSQL: the one given, or one that starts here for the time being."""
    with postgresql() as url:
        return step("tests on PostgreSQL", command, {**environment, "SANXIN_DATABASE_URL": url})


def find_browser() -> str | None:
    """Find a Chromium or Chrome; on a Debian or Ubuntu where we are root, install one."""
    named = os.environ.get("SANXIN_BROWSER")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    found = found or next((path for path in MAC_BROWSERS if Path(path).is_file()), None)
    if found or not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return found
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "chromium"]):
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    return shutil.which("chromium")


def missing_browser() -> int:
    """Say what is missing and how to get it."""
    print(
        "缺少 Chromium/Chrome 浏览器。Debian/Ubuntu：sudo apt install chromium；macOS：brew install --cask chromium；"
        "Windows：安装 Chrome。也可用环境变量 SANXIN_BROWSER 指明路径。\n"
        "No Chromium or Chrome. Debian/Ubuntu: sudo apt install chromium; macOS: brew install --cask chromium; "
        "Windows: install Chrome. Or name its path in SANXIN_BROWSER.",
        file=sys.stderr,
    )
    return 1


def step(name: str, command: list[str], environment: Mapping[str, str]) -> int:
    """Run one check in the open."""
    print(f"── {name}", flush=True)
    return subprocess.run(command, cwd=ROOT, env=dict(environment), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
