"""Checking shares from their file: the engine's recount of every rule, the sums, and whether it is this case."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any, get_args

from sanxin.engines.codec import Misfit, build
from sanxin.engines.sharing.check import check, recount
from sanxin.engines.sharing.problem import Apply, Problem, ProblemRefused, Rule
from sanxin.engines.sharing.result import Share, Shares, Violation
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.share.case import Case
from sanxin.journey.share.question import question_of
from sanxin.rulebook.reader import Rules

UNREADABLE = Sentence(
    "share.check.unreadable", zh="文件无法核对：{why}", en="The file cannot be checked: {why}"
)
WRONG = Sentence(
    "share.check.wrong", zh="{what} 写 {said}，实为 {found}", en="{what} is given as {said}; it is {found}"
)
OTHER_CASE = Sentence(
    "share.check.other_case",
    zh="{what} 与这份题目不符：写 {said}，题目得出 {found}",
    en="{what} does not come of this case: given as {said}; the case gives {found}",
)
FIGURES = ("dwelling", "fen", "gross_fen", "upkeep_fen", "compensation_fen", "relief_fen")
Written = Mapping[str, Any]
Claim = tuple[str, Any, Any]


def share_checks(written: Written, case: Case | None = None, rules: Rules | None = None) -> list[Because]:
    """List everything in a file of shares that does not hold; an empty list means it stands.

    With a case and the rules of its place and day, the file must also be the sharing of that case.
    """
    try:
        problem = Problem.from_json(written["problem"])
        claims = [*_claims(written, problem), *_alternatives(written, problem)]
        found = check(problem, _shares(written)) + [_wrong(WRONG, each) for each in claims if _differs(each)]
        if case and rules:
            asked = [each for each in _asked(written, case, rules) if _differs(each)]
            found += [_wrong(OTHER_CASE, each) for each in asked]
    except Refusal as refusal:
        return [UNREADABLE.because(why=refusal.say("en"))]
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError, Misfit) as broken:
        return [UNREADABLE.because(why=f"{type(broken).__name__}: {broken}")]
    return found


def _differs(claim: Claim) -> bool:
    _, said, true = claim
    return said != true or type(said) is not type(true)


def _wrong(sentence: Sentence, claim: Claim) -> Because:
    what, said, true = claim
    return sentence.because(what=what, said=str(said), found=str(true))


def _shares(written: Written) -> Shares:
    shares = tuple(build(Share, {key: each[key] for key in FIGURES}, "shares") for each in written["shares"])
    return Shares(
        shares, written["in_core"], build(Violation | None, written["core_violation"], "core_violation")
    )


def _claims(written: Written, problem: Problem) -> Iterator[Claim]:
    sums = [written[key] for key in ("to_share_fen", "subsidy_fen", "other_fen")]
    yield "problem_sha256", written["problem_sha256"], digest(problem.to_json())
    yield "rule", written["rule"], problem.rule
    yield "to_share_fen", written["to_share_fen"], problem.capital_fen + problem.upkeep_fen
    yield "total_cost_fen", written["total_cost_fen"], sum(sums)
    yield (
        "by_floor",
        written["by_floor"],
        _by_floor(problem, {each["dwelling"]: each["fen"] for each in written["shares"]}),
    )
    for one in written["shares"]:
        yield f"{one['dwelling']} yuan", one["yuan"], _yuan(one["fen"])


def _alternatives(written: Written, problem: Problem) -> Iterator[Claim]:
    """Recount every other rule from the same problem; where the file gives none, there must be none."""
    others = {rule for rule in get_args(Rule) if rule != problem.rule}
    yield "alternatives", sorted(written["alternatives"]), sorted(others)
    for rule in sorted(others & written["alternatives"].keys()):
        one = written["alternatives"][rule]
        if one["fen"] is None:
            yield f"{rule}.fen", None, _reckoned(problem, rule, "dwelling")
            continue
        found = _recounted(problem, rule, one["apply_to"])
        for key, true in found.items():
            yield f"{rule}.{key}", one[key], true


def _reckoned(problem: Problem, rule: Any, apply_to: Apply) -> Mapping[str, int] | None:
    try:
        found = recount(replace(problem, rule=rule, apply_to=apply_to))
    except ProblemRefused:
        return None
    return {each.dwelling: each.fen for each in found.shares} if found else None


def _recounted(problem: Problem, rule: Any, apply_to: Any) -> Written:
    found = recount(replace(problem, rule=rule, apply_to=build(Apply, apply_to, f"{rule}.apply_to")))
    if found is None:
        return {"fen": None}
    fen = {each.dwelling: each.fen for each in found.shares}
    named = (
        {**asdict(found.violation), "dwellings": list(found.violation.dwellings)} if found.violation else None
    )
    return {
        "fen": fen,
        "by_floor": _by_floor(problem, fen),
        "in_core": found.in_core,
        "core_violation": named,
    }


def _by_floor(problem: Problem, fen: Mapping[str, int]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for floor in sorted({each.floor for each in problem.dwellings}):
        on_it = sorted(fen[each.id] for each in problem.dwellings if each.floor == floor)
        found[str(floor)] = [on_it[0], on_it[-1]]
    return found


def _asked(written: Written, case: Case, rules: Rules) -> Iterator[Claim]:
    on = case.on or date.fromisoformat(written["on"])
    question = question_of(case, rules, on)
    money = question.money
    yield "on", written["on"], on.isoformat()
    yield "place", written["place"], case.place
    yield "problem", written["problem_sha256"], digest(question.by(case.rule).to_json())
    yield "total_cost_fen", written["total_cost_fen"], money.total
    yield "subsidy_fen", written["subsidy_fen"], money.subsidy
    yield "other_fen", written["other_fen"], money.other


def _yuan(fen: int) -> str:
    digits = str(abs(fen)).rjust(3, "0")
    return ("-" if fen < 0 else "") + digits[:-2] + "." + digits[-2:]
