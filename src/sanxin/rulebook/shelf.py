"""The files of the rulebook → ordinances, and an office's own pack laid over them."""

import os
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.rulebook.ordinance import Ordinance, read_ordinance

HERE = Path(__file__).parent
CASES = ".cases.yaml"
SETTING = "SANXIN_PACK"
FOLDER = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)*")
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
    return _laid_over(_read(root, root.rglob("*.yaml")), pack)


def ordinances_over(
    place: str, topics: tuple[str, ...] = (), root: Path = HERE, pack: Path | None = None
) -> tuple[Ordinance, ...]:
    """Read the ordinances of a place and of all it lies in, and what a pack has on these; of some topics if named.

    A process that asks one thing need not read the rules of other cities.

    :raises InputRefused: as ``ordinances`` does
    """
    parts = place.split("/")
    lineage = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    own = (found for each in lineage if FOLDER.fullmatch(each) for found in _of_place(root, each, topics))
    return tuple(each for each in _laid_over(own, pack) if each.place in lineage)


@lru_cache(maxsize=256)
def _of_place(root: Path, place: str, topics: tuple[str, ...]) -> tuple[Ordinance, ...]:
    ways = [f"{topic}/*.yaml" for topic in topics or ("*",)]
    return tuple(_read(root, (file for way in ways for file in (root / place).glob(way))))


@cache
def _of_pack(pack: Path) -> tuple[Ordinance, ...]:
    found = tuple(_read(pack, pack.rglob("*.yaml"), f"{pack.name}/")) if pack.is_dir() else ()
    if found:
        return found
    place = Words("整个文件夹", "the whole folder")
    raise InputRefused(
        [Fault("rulebook.pack", str(pack), place, Words("没有", "none"), NO_PACK, PACK_REMEDY)]
    )


def _laid_over(own: Iterable[Ordinance], pack: Path | None) -> tuple[Ordinance, ...]:
    found = {(each.place, each.id): each for each in (*own, *(_of_pack(pack) if pack else ()))}
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


def _read(root: Path, files: Iterable[Path], prefix: str = "") -> Iterable[Ordinance]:
    for path in sorted(files):
        if not path.name.endswith(CASES):
            name, content = path.relative_to(root).as_posix(), path.read_bytes()
            yield read_ordinance(name, content, parsed(prefix + name, content), prefix=prefix)
