"""One project's decisions as one question: which are needed here, in what order, what each still lacks."""

from collections.abc import Mapping, Sequence
from typing import Any

from sanxin.foundation.finding import Sentence, Words
from sanxin.journey.decide.words import MATTERS, SCOPES, standing_of
from sanxin.rulebook.decisions import Needed, project_rule
from sanxin.rulebook.reader import NothingInForce, Rules

STATES = {
    "passed": Words("已通过", "passed"),
    "not_passed": Words("未通过", "not passed"),
    "no_rule": Words("规则库给不出比例", "the rulebook has no rule for it"),
    "not_held": Words("需要，尚未表决", "needed and not yet held"),
    "not_needed": Words("不需要", "not needed"),
    "unknown": Words("要不要还不清楚", "not known whether it is needed"),
}
WHEN = {
    "always": Words("凡加装电梯都要", "every lift retrofit needs it"),
    "occupies_common_ground": Words("电梯占用小区共有部分时要", "needed if the lift stands on common ground"),
    "changes_green_layout": Words("动到绿地布局时要", "needed if the layout of the green changes"),
    "moves_trees": Words("要迁移树木时要", "needed if trees are moved"),
}
TOUCHED = (("changes_green_layout", "green_layout", "green"), ("moves_trees", "move_trees", "tree"))
"""What a plan may touch: the fact, the matter its measure asks for, and the layer that must be surveyed to say no."""
STEP = Sentence(
    "decide.project.step",
    zh="第 {order} 项 {matter}（{scope}范围）：{when}（{standing}）；{state}",
    en="{order}. {matter}, scope {scope}: {when} ({standing}); {state}",
)
CONFLICT = Sentence(
    "decide.project.conflict",
    zh="“{one}”与“{other}”的比例不同，没有查到调和两者的规定：两项都列出，请街道确认",
    en="The shares for “{one}” and “{other}” differ and no text found reconciles them: both are shown, let the street confirm",
)


def project_of(
    rules: Rules, facts: Mapping[str, bool] | None, decisions: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """Lay the decisions handed in beside those the place asks for. None if the place asks for none we know.

    ``facts`` tell what the project touches; whatever nobody stated leaves a decision unknown, not unneeded.
    """
    try:
        asked = project_rule(rules)
    except NothingInForce:
        return None
    steps = [
        _step(number, needed, facts or {}, decisions) for number, needed in enumerate(asked.decisions, 1)
    ]
    because = [
        STEP.because(
            asked.citation,
            order=step["order"],
            matter=MATTERS[step["matter"]],
            scope=SCOPES[step["scope"]],
            when=WHEN[step["when"]],
            standing=standing_of(asked.citation),
            state=STATES[step["state"]],
        )
        for step in steps
    ]
    touched = {step["matter"] for step in steps if step["state"] != "not_needed"}
    if asked.conflict and touched.issuperset(asked.conflict):
        one, other = (MATTERS[each] for each in asked.conflict)
        because.append(CONFLICT.because(asked.citation, one=one, other=other))
    settled = all(step["state"] in ("passed", "not_needed") for step in steps)
    waiting = (
        step["decision"] or step["matter"] for step in steps if step["state"] not in ("passed", "not_needed")
    )
    return {
        "complete": settled,
        "next": next(waiting, None),
        "steps": steps,
        "because": [each.to_json() for each in because],
    }


def facts_of(outcome: Mapping[str, Any], stairwell: str) -> dict[str, bool]:
    """Tell what a stairwell's plan touches, by an assessment's outcome; what nobody surveyed stays unsaid.

    Whether a lift stands on common ground no plan tells.
    """
    planned = {str(one["id"]): one.get("plan") for one in outcome["stairwells"]}
    if not planned.get(stairwell):
        return {}
    touched = {one["decision"] for one in outcome["measures"] if stairwell in one["unlocks"]}
    found = {}
    for fact, matter, layer in TOUCHED:
        if matter in touched:
            found[fact] = True
        elif layer not in outcome["unverified_layers"]:
            found[fact] = False
    return found


def _step(
    number: int, needed: Needed, facts: Mapping[str, bool], decisions: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    held = next((each for each in decisions if each["matter"] == needed.matter), None)
    wanted = True if needed.when == "always" else facts.get(needed.when)
    return {
        "order": number,
        "matter": needed.matter,
        "scope": needed.scope,
        "when": needed.when,
        "needed": wanted,
        "decision": held["id"] if held else None,
        "state": _state(held, wanted=wanted),
        "lacks": [test for test in held.get("tests", []) if not test["met"]] if held else [],
        "to_change": held.get("to_change") if held and not held["passed"] else None,
    }


def _state(held: Mapping[str, Any] | None, *, wanted: bool | None) -> str:
    if held is not None and wanted is not False:
        return {True: "passed", False: "not_passed", None: "no_rule"}[held["passed"]]
    return {True: "not_held", False: "not_needed", None: "unknown"}[wanted]
