"""What an assessment says of stairwells, held against its problem, and the problem against its site."""

from collections.abc import Mapping
from typing import Any

from sanxin.engines.codec import build
from sanxin.engines.siting.check import Claim, Considered, check_claims
from sanxin.engines.siting.grounds import because_of
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Conflict, Placement
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because, Sentence
from sanxin.journey.assess.question import agreed_limits, siting_problem
from sanxin.journey.survey import Site
from sanxin.rulebook.reader import Rules
from sanxin.rulebook.siting import siting_rules

DIGEST = Sentence(
    "check.digest",
    zh="题目的指纹不符：文件写 {said}，实为 {found}",
    en="The problem's digest is {found}, not {said} as the file says",
)
OTHER_SITE = Sentence(
    "check.other_site",
    zh="题目与小区资料不一致：{layer}",
    en="The problem is not the one this site gives: {layer}",
)
OTHER_RULES = Sentence(
    "check.other_rules",
    zh="规则指纹不符：文件写 {said}，规则库为 {found}",
    en="The rulebook's digest is {found}, not {said} as the file says",
)
SUMMARY = Sentence(
    "check.summary",
    zh="汇总中 {key} 写 {said}，实为 {found}",
    en="The summary says {key} is {said}; it is {found}",
)
WORDS = Sentence(
    "check.words",
    zh="门栋 {stairwell} 的原因 {rule}（{object}）文字与数值不符",
    en="Stairwell {stairwell}: what is said of {rule} ({object}) does not fit its figures",
)
Violations = list[Because]


def siting_checks(written: Mapping[str, Any], problem: Problem) -> Violations:
    """List what does not hold of classes, candidates, conflicts, reasons, and of the summary."""
    claims = tuple(_claim(each, number) for number, each in enumerate(written["stairwells"]))
    violations = _digest(written) + _summary(written) + _words(problem, written)
    return violations + [violation.because for violation in check_claims(problem, claims)]


def _claim(each: Mapping[str, Any], number: int) -> Claim:
    path = f"stairwells[{number}]"
    chosen = each["candidate"]
    considered = tuple(
        Considered(one["id"], build(tuple[Conflict, ...], one["conflicts"], f"{path}.{one['id']}"))
        for one in each["considered"]
    )
    reasons = [
        {key: value for key, value in reason.items() if key != "because"} for reason in each["reasons"]
    ]
    return Claim(
        each["id"],
        each["building"],
        each["class"],
        considered,
        build(Placement, chosen, f"{path}.candidate") if chosen else None,
        build(tuple[Conflict, ...], reasons, f"{path}.reasons"),
    )


def _digest(written: Mapping[str, Any]) -> Violations:
    found = digest(written["problem"])
    said = written["problem_sha256"]
    return [] if found == said else [DIGEST.because(said=said, found=found)]


def _summary(written: Mapping[str, Any]) -> Violations:
    classes = [each["class"] for each in written["stairwells"]]
    found = {
        "stairwells": len(classes),
        "suitable": classes.count("suitable"),
        "difficult": classes.count("difficult"),
        "unsuitable": classes.count("unsuitable"),
        "with_lift": classes.count(None),
    }
    found_each = {
        f"stairwells[{each['id']}].candidates": len(each["considered"]) for each in written["stairwells"]
    }
    said_each = {f"stairwells[{each['id']}].candidates": each["candidates"] for each in written["stairwells"]}
    said = {**{key: written["summary"][key] for key in found}, **said_each}
    return [
        SUMMARY.because(key=key, said=said[key], found=value)
        for key, value in {**found, **found_each}.items()
        if said[key] != value
    ]


def _words(problem: Problem, written: Mapping[str, Any]) -> Violations:
    violations = []
    for each in written["stairwells"]:
        for reason in each["reasons"]:
            figures = {key: value for key, value in reason.items() if key != "because"}
            conflict = build(Conflict, figures, f"stairwells[{each['id']}].reasons")
            if reason["because"] != [because_of(problem.limits, conflict).to_json()]:
                violations.append(
                    WORDS.because(stairwell=each["id"], rule=conflict.rule, object=conflict.object)
                )
    return violations


def against_site(written: Mapping[str, Any], problem: Problem, site: Site, rules: Rules) -> Violations:
    """List where a problem is not the one that a site and its rules give."""
    applied = rules.about(*topics_of(written))
    violations = []
    if written["rulebook"]["sha256"] != applied.digest():
        violations.append(OTHER_RULES.because(said=written["rulebook"]["sha256"], found=applied.digest()))
    limits = {one["window"]: one["lost_min"] for one in (written["plan"] or {}).get("limits", ())}
    agreed = {each.window: each.tenths / 10 for each in agreed_limits(site)}
    if not agreed.items() <= limits.items():
        violations.append(OTHER_SITE.because(layer="window.agreed_loss_min"))
    said, meant = problem.to_json(), siting_problem(site, siting_rules(applied)).to_json()
    return violations + [
        OTHER_SITE.because(layer=layer) for layer in sorted(meant) if said[layer] != meant[layer]
    ]


def topics_of(written: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the topics whose rules an assessment used: those before version 2 knew no light."""
    return ("siting",) if written["engine"]["siting"] == "1" else ("siting", "sunlight")
