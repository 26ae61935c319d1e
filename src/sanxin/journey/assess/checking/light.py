"""What an assessment says of the light, held against the day as stepped through with the plan's lifts standing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sanxin.engines.siting.check.stand import stands
from sanxin.engines.siting.problem import Problem as SitingProblem
from sanxin.engines.sunlight.check import LitClaim, check_lit, parts_of
from sanxin.engines.sunlight.problem import Prism, Problem
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.shapes import ring

DIGITS = 6
NEAR_MIN = 0.001
HALF_A_TENTH_MIN = 0.05  # the plan reckons in tenths of a minute
DIGEST = Sentence(
    "check.light.digest",
    zh="日照题目的指纹不符：文件写 {said}，实为 {found}",
    en="The sunlight problem's digest is {found}, not {said} as the file says",
)
SAID = Sentence(
    "check.light",
    zh="{where}的 {what} 写 {said}，实为 {found}",
    en="{where}: {what} is given as {said}; it is {found}",
)
Spells = list[tuple[float, float]]


def light_checks(written: Mapping[str, Any], siting: SitingProblem) -> list[Because]:
    """List what does not hold of the windows' light; an assessment without light has nothing to hold."""
    sunlight = written.get("sunlight")
    if sunlight is None:
        return []
    today = Problem.from_json(sunlight["problem"])
    found = digest(sunlight["problem"])
    violations = [] if found == sunlight["problem_sha256"] else [
        DIGEST.because(said=sunlight["problem_sha256"], found=found)
    ]  # fmt: skip
    after = replace(today, prisms=(*today.prisms, *_lifts(written, siting)))
    for when, problem in (("before", today), ("after", after)):
        claims = [_claim(each, when) for each in written["windows"]]
        violations += [one.because for one in check_lit(problem, claims)]
    return violations + _derived(written) + _losses(written) + _agreed(written)


def _lifts(written: Mapping[str, Any], siting: SitingProblem) -> list[Prism]:
    """Put up the plan's lifts again from the ground, not from what the file says they are."""
    named = {each.id: each for each in siting.stairwells}
    solids = []
    for each in written["stairwells"]:
        if each["plan"]:
            stairwell = named[each["id"]]
            stand = next(one for one in stands(siting, stairwell) if one.id == each["plan"]["candidate"])
            half = stand.scheme.entry == "half_landing"
            first = stairwell.base_m + (0.5 if half else 1.0) * stairwell.storey_m
            last = stairwell.base_m + max(stairwell.storeys - (1.5 if half else 1), 0) * stairwell.storey_m
            solids.append(
                _solid(f"shaft:{each['id']}", stand.shaft, stairwell.base_m, last + stand.scheme.overhead_m)
            )
            if stand.bridge:
                top = max(last, first) + stairwell.storey_m
                solids.append(_solid(f"bridge:{each['id']}", stand.bridge, first, top))
    return solids


def _solid(ident: str, outline: tuple[tuple[float, float], ...], base_m: float, top_m: float) -> Prism:
    corners = ring((round(x, DIGITS) + 0.0, round(y, DIGITS) + 0.0) for x, y in outline)
    return Prism(ident, corners, round(base_m, DIGITS), round(top_m, DIGITS))


def _claim(each: Mapping[str, Any], when: str) -> LitClaim:
    shades = {one["prism"]: _spells(one["intervals"]) for one in each["shades"]} if when == "after" else {}
    return LitClaim(
        each["id"], each["offset_m"][when], _spells(each[when]), each[f"{when}_min"], each[f"{when}_longest_min"],
        shades,
    )  # fmt: skip


def _spells(intervals: list[list[float]]) -> Spells:
    return [(start, end) for start, end in intervals]


def _derived(written: Mapping[str, Any]) -> list[Because]:
    violations = []
    for each in written["windows"]:
        shades = {
            one["prism"]: _spells(one["intervals"])
            for one in each["shades"]
            if one["prism"].partition(":")[0] in ("shaft", "bridge")
        }
        found = {"lost_min": each["before_min"] - each["after_min"]}
        for prism, minutes in parts_of(shades, _spells(each["before"])).items():
            key = f"taken_by.shaft:{prism.partition(':')[2]}"
            found[key] = found.get(key, 0.0) + minutes
        said = {"lost_min": each["lost_min"]}
        said |= {f"taken_by.{owner}": minutes for owner, minutes in each["taken_by"].items()}
        violations += [
            SAID.because(
                where=each["id"], what=what, said=str(said.get(what, 0.0)), found=str(found.get(what, 0.0))
            )
            for what in sorted({*said, *found})
            if abs(said.get(what, 0.0) - found.get(what, 0.0)) > NEAR_MIN
        ]
    return violations


def _agreed(written: Mapping[str, Any]) -> list[Because]:
    """No window loses more than its household agreed to."""
    lost = {each["id"]: each["lost_min"] for each in written["windows"]}
    return [
        SAID.because(
            where=one["window"],
            what="agreed_loss_min",
            said=str(one["lost_min"]),
            found=str(lost.get(one["window"], 0.0)),
        )
        for one in written["plan"]["limits"]
        if lost.get(one["window"], 0.0) > one["lost_min"] + HALF_A_TENTH_MIN + NEAR_MIN
    ]


def _losses(written: Mapping[str, Any]) -> list[Because]:
    """The plan's total is what its windows lose together, each to the tenth of a minute."""
    lost = sum(max(round(10 * (each["before_min"] - each["after_min"])), 0) for each in written["windows"])
    said = written["plan"]["sunlight_lost_min_total"]
    if abs(10 * said - lost) > 0.5:
        return [
            SAID.because(where="plan", what="sunlight_lost_min_total", said=str(said), found=str(lost / 10))
        ]
    return []
