"""The files of the rulebook → ordinances, and an office's own pack laid over them."""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.rulebook.ordinance import Ordinance, read_ordinance

HERE = Path(__file__).parent
CASES = ".cases.yaml"
SETTING = "SANXIN_PACK"
# The one in C where the library has it: the same values, ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NO_PACK = Words("一个文件夹，里面有规则文件（.yaml）", "a folder with rule files (.yaml) in it")
PACK_REMEDY = Words(
    f"请核对 --pack 或 {SETTING} 所指的文件夹。", f"Check the folder that --pack or {SETTING} names."
)


def pack_in_force() -> Path | None:
    """Give the folder that this installation lays over the rulebook, if its surroundings name one."""
    named = os.environ.get(SETTING)
    return Path(named) if named else None


@cache
def ordinances(root: Path = HERE, pack: Path | None = None) -> tuple[Ordinance, ...]:
    """Read every ordinance of a rulebook folder; a file of the pack replaces the one of its place and id.

    :raises InputRefused: at the first file that is wrong, or if the pack is no folder with rule files
    """
    found = {(each.place, each.id): each for each in _read(root, "")}
    if pack is not None:
        own = {(each.place, each.id): each for each in _read(pack, f"{pack.name}/") if pack.is_dir()}
        if not own:
            place = Words("整个文件夹", "the whole folder")
            raise InputRefused(
                [Fault("rulebook.pack", str(pack), place, Words("没有", "none"), NO_PACK, PACK_REMEDY)]
            )
        found |= own
    return tuple(found[key] for key in sorted(found))


def parsed(file: str, content: bytes) -> Any:
    """Parse a rule file.

    :raises InputRefused: if it is no YAML in UTF-8
    """
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=LOADER)  # noqa: S506 - either is a safe one
    except (yaml.YAMLError, UnicodeDecodeError) as broken:
        place, expected = Words("整个文件", "the whole file"), Words("UTF-8 的 YAML", "YAML in UTF-8")
        why = " ".join(str(broken).split())
        remedy = Words("请检查缩进和引号。", "Check its indentation and quotes.")
        raise InputRefused([Fault("rulebook.yaml", file, place, why, expected, remedy)]) from broken


def _read(root: Path, prefix: str) -> Iterable[Ordinance]:
    for path in sorted(root.rglob("*.yaml")):
        if not path.name.endswith(CASES):
            name, content = path.relative_to(root).as_posix(), path.read_bytes()
            yield read_ordinance(name, content, parsed(prefix + name, content), prefix=prefix)
