"""Checking a sunlight file from the file alone: the engine's checker on both states, and what is derived."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sanxin.engines.codec import Misfit, build
from sanxin.engines.sunlight.check import check, parts_of
from sanxin.engines.sunlight.problem import Problem
from sanxin.engines.sunlight.result import Sunlit, WindowLight
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.refusal import Refusal

STEP_S = 20.0
CHANGES_EVERY = 10
NEAR_MIN = 0.001

UNREADABLE = Sentence(
    "sunlight.check.unreadable", zh="文件无法核对：{why}", en="The file cannot be checked: {why}"
)
DIGEST = Sentence(
    "sunlight.check.digest",
    zh="题目的指纹不符：文件写 {said}，实为 {found}",
    en="The problem's digest is {found}, not {said} as the file says",
)
DERIVED = Sentence(
    "sunlight.check.derived",
    zh="窗 {window} 的 {what} 写 {said}，实为 {found}",
    en="Window {window}: {what} is given as {said}; it is {found}",
)
STANDARD = Sentence(
    "sunlight.check.standard",
    zh="标准与题目不一致：{what}",
    en="The standard is not the one of the problem: {what}",
)
Violations = list[Because]


def sunlight_checks(written: Mapping[str, Any], *, step_s: float = STEP_S) -> Violations:
    """List everything in a sunlight file that does not hold; an empty list means it stands.

    What small changes would do (``range_min``, ``flips``) is reckoned again for one window in ten.
    """
    try:
        problem = Problem.from_json(written["problem"])
        added = frozenset(written["added"])
        today = replace(problem, prisms=tuple(each for each in problem.prisms if each.id not in added))
        states = {"before": today, **({"after": problem} if added else {})}
        claims = {when: Sunlit(_claims(written, when)) for when in states}
        violations = _digest(written) + _standard(written, problem) + _derived(written, claims, added)
    except Refusal as refusal:
        return [UNREADABLE.because(why=refusal.say("en"))]
    except (KeyError, TypeError, AttributeError, ValueError, Misfit) as broken:
        return [UNREADABLE.because(why=f"{type(broken).__name__}: {broken}")]
    for when, state in states.items():
        violations += [
            each.because for each in check(state, claims[when], step_s=step_s, changes_every=CHANGES_EVERY)
        ]
    return violations


def _claims(written: Mapping[str, Any], when: str) -> tuple[WindowLight, ...]:
    claims = [
        build(
            WindowLight,
            {
                **each["detail"][when],
                "id": each["id"],
                "lit": each[when],
                "total_min": each[f"{when}_min"],
                "longest_min": each[f"{when}_longest_min"],
            },
            f"windows[{number}].{when}",
        )
        for number, each in enumerate(written["windows"])
    ]
    return tuple(sorted(claims, key=lambda claim: claim.id))


def _digest(written: Mapping[str, Any]) -> Violations:
    found, said = digest(written["problem"]), written["problem_sha256"]
    return [] if found == said else [DIGEST.because(said=said, found=found)]


def _standard(written: Mapping[str, Any], problem: Problem) -> Violations:
    meant = {**problem.to_json()["standard"], "latitude_deg": problem.latitude_deg, "refraction": "none"}
    said = written["standard"]
    return [STANDARD.because(what=key) for key, value in meant.items() if said[key] != value]


def _derived(written: Mapping[str, Any], claims: Mapping[str, Sunlit], added: frozenset[str]) -> Violations:
    if "after" not in claims:
        return []
    before, after = ({each.id: each for each in claims[when].windows} for when in ("before", "after"))
    violations = []
    for each in written["windows"]:
        one, other = before[each["id"]], after[each["id"]]
        shades = {shade.prism: list(shade.intervals) for shade in other.shades if shade.prism in added}
        taken = parts_of(shades, list(one.lit))
        lost_min = one.total_min - other.total_min
        found = {"lost_min": lost_min, "lost_otherwise_min": lost_min - sum(taken.values())}
        found |= {f"taken_by.{prism}": minutes for prism, minutes in taken.items()}
        said = {key: each[key] for key in ("lost_min", "lost_otherwise_min")}
        said |= {f"taken_by.{prism}": minutes for prism, minutes in each["taken_by"].items()}
        violations += [
            DERIVED.because(
                window=each["id"], what=what, said=said.get(what, 0.0), found=found.get(what, 0.0)
            )
            for what in sorted({*found, *said})
            if abs(said.get(what, 0.0) - found.get(what, 0.0)) > NEAR_MIN
        ]
    return violations
