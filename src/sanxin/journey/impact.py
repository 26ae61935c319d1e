"""What an assessment means for each household, and for whom a new version changed it."""

from collections.abc import Mapping
from typing import Any

from sanxin.foundation.finding import Because, Sentence

Home = tuple[str, str]  # stairwell and room
LEAST_MIN = 0.05  # less than a tenth of a minute, rounded, is no change

PLACE = Sentence(
    "impact.place",
    zh="本门栋电梯的位置或方案由“{before}”改为“{after}”",
    en="The lift of this stairwell changes from “{before}” to “{after}”",
)
MEASURES = Sentence(
    "impact.measures",
    zh="本门栋要先做的工程由“{before}”改为“{after}”",
    en="The works this stairwell needs first change from “{before}” to “{after}”",
)
COST = Sentence(
    "impact.cost",
    zh="本门栋的费用由 {before} 元改为 {after} 元",
    en="The cost of this stairwell changes from {before} to {after} yuan",
)
LIGHT = Sentence(
    "impact.light",
    zh="窗 {window} 建成后的日照由 {before} 分钟改为 {after} 分钟",
    en="Window {window} will have {after} instead of {before} minutes of sun",
)


def changed_for(
    before: Mapping[str, Any], after: Mapping[str, Any], homes: list[Home]
) -> dict[Home, list[Because]]:
    """Say for which of some households a new version changes anything, and what.

    A household is touched by its own stairwell's lift (its place, works and cost) and by the light of its
    own windows; both outcomes are ``assessment.json`` values. Nobody else is named.
    """
    lifts = {each["id"]: _lift_changes(each, _found(after, each["id"])) for each in before["stairwells"]}
    windows = _by_home(before), _by_home(after)
    found: dict[Home, list[Because]] = {}
    for home in homes:
        changes = [
            *lifts.get(home[0], []),
            *_light_changes(windows[0].get(home, {}), windows[1].get(home, {})),
        ]
        if changes:
            found[home] = changes
    return found


def room_of(label: str) -> str:
    """Give the room out of how a window names its dwelling: ``9-203`` and ``203`` are the same."""
    return label.rpartition("-")[2]


def _found(outcome: Mapping[str, Any], stairwell: str) -> Mapping[str, Any]:
    return next((each for each in outcome["stairwells"] if each["id"] == stairwell), {})


def _lift_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Because]:
    old, new = before.get("plan") or {}, after.get("plan") or {}
    changes = []
    for sentence, key in ((PLACE, "candidate"), (MEASURES, "measures"), (COST, "cost_yuan")):
        one, two = _said(old.get(key)), _said(new.get(key))
        if one != two:
            changes.append(sentence.because(before=one, after=two))
    return changes


def _light_changes(old: Mapping[str, float], new: Mapping[str, float]) -> list[Because]:
    return [
        LIGHT.because(window=window, before=_minutes(old.get(window)), after=_minutes(new.get(window)))
        for window in sorted({*old, *new})
        if window not in old or window not in new or abs(old[window] - new[window]) >= LEAST_MIN
    ]


def _by_home(outcome: Mapping[str, Any]) -> dict[Home, dict[str, float]]:
    homes: dict[Home, dict[str, float]] = {}
    for window in outcome.get("windows") or ():
        if window["stairwell"] and window["dwelling"]:
            home = window["stairwell"], room_of(window["dwelling"])
            homes.setdefault(home, {})[window["id"]] = window["after_min"]
    return homes


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value)) or "—"
    return "—" if value is None else str(value)


def _minutes(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"
