"""``site.toml`` → the head of a site: its name, place, origin, coordinates, and what was surveyed."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.intake.faults import fault, quoted
from sanxin.journey.survey import SURVEYED_LAYERS, LayerSurvey

PLACE = re.compile(r"cn(/[a-z]+)*")
KNOWN_KEYS = {
    "name", "place", "latitude", "longitude", "built_year", "tenure", "crs", "true_north_deg", "survey", "layers",
}  # fmt: skip
NUMBERS: Mapping[str, tuple[float, float, tuple[str, str]]] = {
    "latitude": (3, 54, ("3 到 54 之间的北纬度数", "degrees north between 3 and 54")),
    "longitude": (73, 136, ("73 到 136 之间的东经度数", "degrees east between 73 and 136")),
    "true_north_deg": (-360, 360, ("-360 到 360 之间的角度", "an angle between -360 and 360")),
    "built_year": (1900, 2100, ("四位数的年份", "a year of four digits")),
}
TEXTS: Mapping[str, tuple[str, str]] = {
    "name": ("小区名称", "the compound's name"),
    "place": ("形如 cn/shanghai 的地方代码", "a place such as cn/shanghai"),
    "tenure": ("产权类型，如“售后公房”", "the kind of tenure, such as 售后公房"),
    "crs": ("local、GCJ-02 或 EPSG 代码", "local, GCJ-02 or an EPSG code"),
}


@dataclass
class Manifest:
    """The head of a site folder, checked."""

    name: str = ""
    place: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    built_year: int | None = None
    tenure: str = ""
    crs: str = "EPSG:4326"
    true_north_deg: float = 0.0
    survey: dict[str, LayerSurvey] = field(default_factory=dict)
    layers: dict[str, dict[str, Any]] = field(default_factory=dict)
    warnings: list[Fault] = field(default_factory=list)


def read_manifest(path: Path) -> Manifest:
    """Read and check ``site.toml``.

    :raises InputRefused: with every fault found in it
    """
    table = _parsed(path)
    manifest, faults = Manifest(), []
    for key, (least, most, words) in NUMBERS.items():
        value: Any = table.get(key, manifest.true_north_deg if key == "true_north_deg" else None)
        if _is_number(value) and least <= value <= most:
            setattr(manifest, key, int(value) if key == "built_year" else float(value))
        elif not (key == "built_year" and value is None):
            faults.append(_unfit(path, key, value, words))
    for key, words in TEXTS.items():
        _take_text(manifest, table, key, words, path, faults)
    _take_survey(manifest, table.get("survey", {}), path, faults)
    _take_layers(manifest, table.get("layers", {}), path, faults)
    _warn(manifest, table, path)
    if faults:
        raise InputRefused(faults)
    return manifest


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_decoded(path.read_bytes()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        why = str(broken)
        raise InputRefused([
            fault(
                "manifest.not_toml", path.name, Words("整个文件", "the whole file"),
                found=Words(f"读不懂的内容（{why}）", f"something unreadable ({why})"),
                expected=("UTF-8 的 TOML 文件", "TOML in UTF-8"),
                remedy=("文字要加引号，如 name = \"金牛花苑\"；请用 UTF-8 保存。",
                        "Put text in quotes, as in name = \"金牛花苑\", and save it as UTF-8."),
            )
        ]) from broken  # fmt: skip


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Editors on Chinese Windows still save in GBK.
        return content.decode("gb18030")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _take_text(
    manifest: Manifest,
    table: dict[str, Any],
    key: str,
    words: tuple[str, str],
    path: Path,
    faults: list[Fault],
) -> None:
    value = table.get(key, getattr(manifest, key))
    fits = isinstance(value, str) and (value.strip() or key == "tenure")
    if fits and (key != "place" or PLACE.fullmatch(value)):
        setattr(manifest, key, value.strip())
    else:
        faults.append(_unfit(path, key, value, words))


def _take_survey(manifest: Manifest, given: Any, path: Path, faults: list[Fault]) -> None:
    if not isinstance(given, dict):
        faults.append(
            _unfit(
                path,
                "survey",
                given,
                ('[survey] 下的 图层 = "complete"', 'layer = "complete" under [survey]'),
            )
        )
        return
    for layer, value in given.items():
        entry = value if isinstance(value, dict) else {"standing": value}
        standing, on = entry.get("standing"), entry.get("date")
        if layer not in SURVEYED_LAYERS:
            listed = " ".join(SURVEYED_LAYERS)
            faults.append(
                _unfit(path, "survey", layer, (f"图层名，其中之一：{listed}", f"a layer, one of: {listed}"))
            )
        elif standing not in ("complete", "none") or not isinstance(on, date | None):
            words = ("“complete”（已查清）或“none”（未查），日期如 2026-05-01",
                     "“complete” or “none”, dates as 2026-05-01")  # fmt: skip
            faults.append(_unfit(path, f"survey.{layer}", value, words))
        else:
            manifest.survey[layer] = LayerSurvey(standing, on, entry.get("source"))


def _take_layers(manifest: Manifest, given: Any, path: Path, faults: list[Fault]) -> None:
    words = ("图层名 = { kind = \"…\" }", "layer = { kind = \"…\" }")  # fmt: skip
    if not isinstance(given, dict):
        faults.append(_unfit(path, "layers", given, words))
        return
    for layer, value in given.items():
        mapped = {"kind": value} if isinstance(value, str) else value
        if isinstance(mapped, dict) and isinstance(mapped.get("kind"), str):
            manifest.layers[layer] = mapped
        else:
            faults.append(_unfit(path, f"layers.{layer}", value, words))


def _warn(manifest: Manifest, table: dict[str, Any], path: Path) -> None:
    for key in sorted(table.keys() - KNOWN_KEYS):
        manifest.warnings.append(
            fault(
                "manifest.key.unknown", path.name, Words(f"{key} 一项", f"key {key}"), found=quoted(table[key]),
                expected=("已知的项目", "a key we know"), remedy=("该项未被使用。", "It was not used."),
            )
        )  # fmt: skip
    if manifest.built_year is None:
        manifest.warnings.append(_unfit(path, "built_year", None, NUMBERS["built_year"][2]))


def _unfit(path: Path, key: str, value: Any, words: tuple[str, str]) -> Fault:
    return fault(
        "manifest.key", path.name, Words(f"{key} 一项", f"key {key}"), found=quoted(value), expected=words,
        remedy=(f"请在 {path.name} 中补正 {key}。", f"Correct {key} in {path.name}."),
    )  # fmt: skip
