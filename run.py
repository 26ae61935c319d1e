#!/usr/bin/env python3
"""Sets Sanxin up on a fresh machine, then runs it. Standard library only; needs Python 3.11 or newer.

    python3 run.py demo     assess, plan and serve the demonstration compound
    python3 run.py test     everything that is checked before a change lands
    python3 run.py ...      any other command of sanxin, such as: assess examples/jinniu

The environment lives in .venv beside this file; it is made once and again whenever a lock changes.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
REQUIREMENTS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)


def main(arguments: list[str]) -> int:
    """Set up what the command needs, then run it."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"需要 Python 3.11 或更新版本，当前为 {sys.version.split()[0]}。Python 3.11 or newer is needed."
        )
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # a terminal may be set to something older
    testing = arguments[:1] == ["test"]
    set_up("test.lock" if testing else "run.lock")
    if testing:
        return call(PYTHON, ROOT / "tools" / "checks.py", *arguments[1:])
    return call(PYTHON, "-m", "sanxin", *arguments)


def set_up(lock: str) -> None:
    """Make the environment if it is missing or older than its lock, build the web assets and the C library."""
    stamp = VENV / f"{lock}.stamp"
    mark = fingerprint(lock)
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == mark):
        say("准备运行环境（只需一次）· preparing the environment (once)")
        make_venv()
        install(lock)
        expose_project()
        stamp.write_text(mark, encoding="utf-8")
    sys.path.insert(0, str(ROOT / "tools"))
    import frontend

    if not frontend.STAMP.is_file():
        say("构建网页资源（只需一次）· building the web assets (once)")
    frontend.build(install_node)
    import compiled

    # Everyone else gets what the machine can compile; where tests run, both ways of reckoning are compared.
    if not compiled.build() and lock == "test.lock":
        compiled.build(install_compiler())


def fingerprint(lock: str) -> str:
    """Digest what the environment is made from."""
    made_from = (REQUIREMENTS / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(made_from + sys.version.encode() + str(ROOT).encode()).hexdigest()


def make_venv() -> None:
    """Make the virtual environment, or say which package brings what is missing."""
    if PYTHON.is_file() and run(PYTHON, "-m", "pip", "--version").returncode == 0:
        return
    made = run(sys.executable, "-m", "venv", "--clear", VENV)
    if made.returncode:
        sys.exit(
            "无法创建虚拟环境。Debian/Ubuntu 请先运行：sudo apt install python3-venv\n"
            "Cannot make a virtual environment. On Debian or Ubuntu run: sudo apt install python3-venv\n"
            + made.stderr
        )


def install(lock: str) -> None:
    """Install the locked packages with uv, or with pip where uv cannot be had."""
    wanted = ("--require-hashes", "-r", REQUIREMENTS / lock)
    offline = ("--no-index", "--find-links", ROOT / "wheelhouse") if (ROOT / "wheelhouse").is_dir() else ()
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *offline)
    if run(*pip, "--require-hashes", "-r", REQUIREMENTS / "uv.lock").returncode == 0:
        uv = SCRIPTS / ("uv.exe" if os.name == "nt" else "uv")
        # Behind an office's own gateway only the system knows whom to trust.
        for trust in ((), ("--system-certs",)):
            done = run(uv, "pip", "install", "--quiet", "--python", PYTHON, *trust, *offline, *wanted)
            if done.returncode == 0:
                return
    done = run(*pip, *wanted)
    if done.returncode:
        sys.exit(
            f"安装依赖失败，请检查网络后重试。Installing failed; check the network and try again.\n{done.stderr}"
        )


def expose_project() -> None:
    """Put the source on the environment's path and make the ``sanxin`` command."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(PYTHON, "-c", ask).stdout.strip())
    (packages / "sanxin-source.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    command = SCRIPTS / ("sanxin.cmd" if os.name == "nt" else "sanxin")
    if os.name == "nt":
        command.write_text(f'@"{PYTHON}" -m sanxin %*\r\n', encoding="utf-8")
    else:
        command.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m sanxin "$@"\n', encoding="utf-8")
        command.chmod(0o755)


def install_node() -> Path:
    """Bring Node from the Python index into the environment, for machines that have none."""
    say("未找到 Node.js，从 PyPI 安装一个 · no Node.js here, installing one from PyPI")
    done = run(
        PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS / "node.lock"
    )
    if done.returncode:
        sys.exit(f"安装 Node.js 失败。Installing Node.js failed.\n{done.stderr}")
    return SCRIPTS


def install_compiler() -> tuple[str, ...]:
    """Bring a C compiler from the Python index into the environment, for machines that have none."""
    say("未找到 C 编译器，从 PyPI 安装一个 · no C compiler here, installing one from PyPI")
    done = run(
        PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS / "compiler.lock"
    )
    if done.returncode:
        sys.exit(f"安装 C 编译器失败。Installing a C compiler failed.\n{done.stderr}")
    return (str(PYTHON), "-m", "ziglang", "cc")


def run(*command: object) -> "subprocess.CompletedProcess[str]":
    """Run a command quietly and give what it said."""
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def call(*command: object) -> int:
    """Run a command in the open and give its exit status."""
    try:
        return subprocess.run([str(part) for part in command], check=False).returncode
    except KeyboardInterrupt:
        return 130


def say(words: str) -> None:
    """Say what is being done, on standard error, so that results stay clean."""
    print(f"· {words} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["--help"]))
