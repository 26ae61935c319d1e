"""Builds the web room's assets from the locked npm packages. Standard library only.

Used by ``run.py`` during set-up and by the build back end when a wheel is made. Nothing is fetched at
run time: the built files lie in the package's static folder.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src" / "sanxin" / "interfaces" / "web" / "static" / "sanxin"
STAMP = BUILT / "stamp.txt"
OLDEST_NODE = 18


def build(install_node: "object | None" = None) -> bool:
    """Build the assets unless they are up to date; tell whether there was anything to do.

    :param install_node: called if the machine has no Node of its own; gives the folder of one
    :raises SystemExit: with a sentence, if there is no Node or npm fails
    """
    mark = fingerprint()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == mark:
        return False
    environment = dict(os.environ)
    if not _node_is_there():
        if not callable(install_node):
            sys.exit(
                f"需要 Node.js ≥ {OLDEST_NODE} 才能构建网页资源。Node.js ≥ {OLDEST_NODE} is needed to build the web assets."
            )
        environment["PATH"] = f"{install_node()}{os.pathsep}{environment['PATH']}"
    npm = shutil.which("npm", path=environment["PATH"]) or "npm"
    node = shutil.which("node", path=environment["PATH"]) or "node"
    _run([npm, "ci", "--ignore-scripts", "--loglevel=error"], environment)
    _run([node, "build.mjs"], environment)
    STAMP.write_text(mark, encoding="utf-8")
    return True


def fingerprint() -> str:
    """Digest everything the built assets are made from."""
    digest = hashlib.sha256()
    for path in sorted(FRONTEND.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            digest.update(path.relative_to(FRONTEND).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _node_is_there() -> bool:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return said.startswith("v") and int(said[1:].split(".")[0]) >= OLDEST_NODE


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=FRONTEND, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(
            f"网页资源构建失败 · building the web assets failed: {' '.join(command)}\n{done.stdout}{done.stderr}"
        )
