"""Every table of shares on record reckoned again by the engine, and held against the checker that shares no code with it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sanxin.engines.codec import Misfit, build
from sanxin.engines.sharing.check import check
from sanxin.engines.sharing.problem import Problem
from sanxin.engines.sharing.result import Share, Shares, Violation
from sanxin.engines.sharing.solve import solve
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.verify.chain import Streams
from sanxin.record.verify.finding import Finding, broken, holds

HOLDS = Sentence(
    "verify.shares",
    "第 {number} 份分摊表重新计算：{dwellings} 户，合计 {fen} 分，每一个数与存证的相同",
    "Table of shares {number} reckoned again: {dwellings} dwellings, {fen} fen in all, every figure as put on record",
)
BROKEN = Sentence(
    "verify.shares_broken",
    "第 {number} 份分摊表重新计算，{what} 应为 {found}，存证的是 {told}：数被改过",
    "Table of shares {number} reckoned again: {what} is {found}, on record is {told}: the figure was changed",
)
CHECK_BROKEN = Sentence(
    "verify.shares_check_broken",
    "第 {number} 份分摊表：独立校核不认可：{why}",
    "Table of shares {number}: the independent checker does not accept it: {why}",
)
UNREADABLE = Sentence(
    "verify.shares_unreadable",
    "第 {number} 份分摊表读不出来：{why}",
    "Table of shares {number} cannot be read: {why}",
)
Claim = tuple[str, Any, Any]


def shares(streams: Streams) -> Iterator[Finding]:
    """Reckon again every ``shares.adopt`` that the export opens; a public one opens none."""
    for rows in streams.values():
        adopted = [record["payload"] for _, record in rows if record and record["verb"] == "shares.adopt"]
        for number, payload in enumerate(adopted, 1):
            try:
                yield from _one(number, payload)
            except (Refusal, Misfit, KeyError, TypeError, ValueError, ArithmeticError) as wrong:
                yield broken(UNREADABLE.because(number=number, why=f"{type(wrong).__name__}: {wrong}"))


def _one(number: int, payload: Mapping[str, Any]) -> Iterator[Finding]:
    problem, told = Problem.from_json(payload["problem"]), payload["result"]
    written = Shares(
        tuple(build(Share, one, "shares") for one in told["shares"]),
        told["in_core"],
        build(Violation | None, told["core_violation"], "core_violation"),
    )
    wrong = [claim for claim in _claims(payload, problem, written) if claim[1] != claim[2]]
    for what, found, said in wrong:
        yield broken(BROKEN.because(None, number=number, what=what, found=found, told=said))
    violations = check(problem, written)
    for because in violations:
        yield broken(CHECK_BROKEN.because(number=number, why=because.say("zh")))
    if not (wrong or violations):
        paid = sum(each.fen for each in written.shares)
        yield holds(HOLDS.because(number=number, dwellings=len(written.shares), fen=paid))


def _claims(payload: Mapping[str, Any], problem: Problem, written: Shares) -> Iterator[Claim]:
    """Give each figure by name: as reckoned again, and as on record."""
    told, found = payload["result"], solve(problem)
    yield "problem_sha256", digest(problem.to_json()), payload["problem_sha256"]
    yield "to_share_fen", problem.capital_fen + problem.upkeep_fen, told["to_share_fen"]
    sums = told["to_share_fen"] + told["subsidy_fen"] + told["other_fen"]
    yield "total_cost_fen", sums, told["total_cost_fen"]
    rooms = [each.dwelling for each in found.shares]
    yield "dwellings", rooms, [each.dwelling for each in written.shares]
    yield "homes", rooms, sorted(payload["homes"])
    for now, said in zip(found.shares, written.shares, strict=False):
        for key, fen in asdict(now).items():
            yield f"{now.dwelling} {key}", fen, getattr(said, key)
    yield "in_core", found.in_core, written.in_core
    yield "core_violation", found.violation, written.violation
