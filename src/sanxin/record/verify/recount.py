"""Every decision of an export counted again: what was laid down, rolls, ballots, tallies, conclusions."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from sanxin.engines.tally.check import check
from sanxin.engines.tally.solve import solve
from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.rounds import CHOICES, roll_sha256
from sanxin.record.decision import ToldDecision, ToldRound, outcome_of, tell
from sanxin.record.verify.chain import Rows, Streams
from sanxin.record.verify.finding import FAULTS, Finding, broken, holds, unknown

UNTELLABLE = Sentence(
    "verify.untellable",
    "“{stream}”的记录前后矛盾：{why}",
    "The records of “{stream}” contradict each other: {why}",
)
TWICE = Sentence(
    "verify.laid_down_twice",
    "第 {round} 轮有 {count} 条 {verb}：定下来的只能有一次",
    "Round {round} has {count} entries {verb}: what is laid down is laid down once",
)
NOT_BEGUN = Sentence(
    "verify.not_begun",
    "“{stream}”的第一条不是立项表决（decision.open）：开头被改过",
    "“{stream}” does not begin with the opening of a decision (decision.open): its beginning was changed",
)
OUT_OF_TURN = Sentence(
    "verify.round_out_of_turn",
    "第 {round} 轮接在第 {before} 轮后面：轮次不连续，有一轮被抽走或加入",
    "Round {round} comes after round {before}: a round was dropped or added",
)
OTHER_RULE = Sentence(
    "verify.other_rule",
    "第 {round} 轮计票用的比例与上一轮不同，写的规则版本却是同一个：比例被改过",
    "Round {round} is counted by another rule than the round before, under the same version of the rules: the rule was changed",
)
NO_SUCH_CHOICE = Sentence(
    "verify.no_such_choice",
    "第 {round} 轮第 {sheet} 号票选的是“{choice}”，开票时没有这个选项：票被改过",
    "Round {round}: sheet {sheet} says “{choice}”, which was no option when the round opened: the ballot was altered",
)
AFTER_CLOSE = Sentence(
    "verify.ballot_after_close",
    "第 {round} 轮第 {sheet} 号票记在关闭之后：票是加进来的",
    "Round {round}: sheet {sheet} stands after the closing: a ballot was added",
)
ERASED = Sentence(
    "verify.erased_no_recount",
    "“{stream}”有 {count} 条内容已删除或读不出（第 {indexes} 条），不能由其余的重新计票",
    "{count} records of “{stream}” are erased or cannot be read (entries {indexes}), so it cannot be counted again from the others",
)
ROLL = Sentence(
    "verify.roll",
    "第 {round} 轮名册 {dwellings} 户，指纹与公示的一致：{sha256}",
    "Round {round}: the roll has {dwellings} dwellings, and the fingerprint printed on the notice: {sha256}",
)
ROLL_BROKEN = Sentence(
    "verify.roll_broken",
    "第 {round} 轮的名册不是开票时冻结的那一份：名册被换过",
    "Round {round}: the roll is not the one frozen at opening: it was swapped",
)
BALLOT_TWICE = Sentence(
    "verify.ballot_twice",
    "第 {round} 轮第 {sheet} 号票记了两次：票被复制",
    "Round {round}: sheet {sheet} stands twice: a ballot was doubled",
)
BALLOT_OUTSIDE = Sentence(
    "verify.ballot_outside",
    "第 {round} 轮第 {sheet} 号票不在名册上，或户号不符：票是加进来的",
    "Round {round}: sheet {sheet} is not on the roll, or not for that dwelling: a ballot was added",
)
BALLOT_LATE = Sentence(
    "verify.ballot_late",
    "第 {round} 轮第 {sheet} 号票的时间不在征询期内：票是加进来的",
    "Round {round}: sheet {sheet} was not handed in while the round ran: a ballot was added",
)
COUNT_BROKEN = Sentence(
    "verify.count_broken",
    "第 {round} 轮关闭时收票 {told} 张，现有 {found} 张：票被抽走或加入",
    "Round {round}: {told} ballots were in at closing, there are {found}: a ballot was dropped or added",
)
TALLY = Sentence(
    "verify.tally",
    "第 {round} 轮由 {ballots} 张票重新计票：{result}，与公布的每一个数相同",
    "Round {round} counted again from {ballots} ballots: {result}, every figure as published",
)
TALLY_BROKEN = Sentence(
    "verify.tally_broken",
    "第 {round} 轮重新计票，{what} 应为 {found}，公布的是 {told}：结果或票被改过",
    "Round {round} counted again: {what} is {found}, published was {told}: the result or a ballot was changed",
)
CHECK_BROKEN = Sentence(
    "verify.check_broken",
    "第 {round} 轮：独立校核不认可这个计票：{why}",
    "Round {round}: the independent checker does not accept the tally: {why}",
)
CONCLUSION = Sentence(
    "verify.conclusion",
    "“{title}”的结论为{result}，与最后一轮一致；没有书面答复的异议 {open} 条",
    "“{title}” is concluded as {result}, as its last round has it; objections without a written reply: {open}",
)
CONCLUSION_BROKEN = Sentence(
    "verify.conclusion_broken",
    "“{title}”的结论与记录不符：结论写 {told}，最后一轮为 {found}，未答复的异议 {open} 条",
    "“{title}”: the conclusion does not follow: it says {told}, the last round {found}; {open} objections open",
)
CANNOT_RECOUNT = Sentence(
    "verify.cannot_recount",
    "公开版不附名册和逐户的票：“{stream}”不能由它重新计票。业主可要“范围内”导出",
    "A public export holds no roll and no single ballot: “{stream}” cannot be counted again from it. An owner may ask for the scoped export",
)
NO_ROUND = Sentence(
    "verify.no_round",
    "“{title}”写着结论{told}，却没有一轮公布过结果：结论没有依据",
    "“{title}” is concluded as {told}, but no round has a declared result: nothing bears the conclusion out",
)
NOT_AS_DECLARED = Sentence(
    "verify.not_as_declared",
    "“{title}”的结论写 {told}，最后公布的结果是 {found}：结论被改过",
    "“{title}” is concluded as {told}, the last result published is {found}: the conclusion was changed",
)
NOTHING_ASKED = Sentence(
    "verify.nothing_asked",
    "“{stream}”还没有开过一轮，没有可以重新计票的",
    "“{stream}” has had no round yet, so there is nothing to count again",
)
# What a record that is gone may explain by its absence alone.
BY_ABSENCE = frozenset({
    "verify.untellable", "verify.count_broken", "verify.tally_broken", "verify.check_broken", "verify.ballot_late",
    "verify.conclusion_broken", "verify.no_round", "verify.round_out_of_turn", "verify.nothing_asked",
    "verify.not_begun",
})  # fmt: skip
RESULTS = {True: Words("通过", "passed"), False: Words("未通过", "not passed")}


def decisions(streams: Streams, *, public: bool) -> Iterator[Finding]:
    """Count every decision's rounds again."""
    for stream, rows in streams.items():
        if not stream.startswith("decision/"):
            continue
        gone = [index for index, record in rows if record is None]
        if public and gone:
            yield unknown(CANNOT_RECOUNT.because(stream=stream))
            yield from _as_declared(rows)
            continue
        found = list(_decision(stream, rows))
        kept = [one for one in found if not gone or one.because.code not in BY_ABSENCE]
        yield from kept
        if len(kept) < len(found):
            indexes = "、".join(map(str, gone))
            yield unknown(ERASED.because(stream=stream, count=len(gone), indexes=indexes))


def _decision(stream: str, rows: Rows) -> Iterator[Finding]:
    records = [record for _, record in rows if record is not None]
    yield from _begun(stream, records)
    yield from _laid_down(records)
    try:
        told = tell(records)
        if not told.rounds and told.concluded is None:
            yield unknown(NOTHING_ASKED.because(stream=stream))
        for number, one in sorted(told.rounds.items()):
            yield _roll(number, one)
            yield from _ballots(number, one, records)
        for place, record in enumerate(records):
            if record["verb"] == "round.declare":
                yield from _declared(record["payload"], tell(records[:place]))
        if told.concluded is not None:
            yield _concluded(told)
    except FAULTS as fault:
        why = Words(f"{type(fault).__name__}: {fault}", f"{type(fault).__name__}: {fault}")
        if isinstance(fault, Refusal):
            why = Words(fault.say("zh"), fault.say("en"))
        yield broken(UNTELLABLE.because(stream=stream, why=why))


def _as_declared(rows: Rows) -> Iterator[Finding]:
    """Hold a conclusion against the last result published, which a public export opens too."""
    title, declared = "?", None
    for _, record in rows:
        payload = record["payload"] if record is not None else {}
        match record and record["verb"]:
            case "decision.open":
                title = payload["title"]
            case "round.declare":
                declared = payload["passed"]
            case "decision.conclude" if payload["passed"] != declared:
                found = "-" if declared is None else RESULTS[declared]
                yield broken(
                    NOT_AS_DECLARED.because(title=title, told=RESULTS[payload["passed"]], found=found)
                )


def _begun(stream: str, records: list[dict[str, Any]]) -> Iterator[Finding]:
    if not records or records[0]["verb"] != "decision.open":
        yield broken(NOT_BEGUN.because(stream=stream))


def _laid_down(records: list[dict[str, Any]]) -> Iterator[Finding]:
    """Make sure that roll, rule and close are laid down once a round, in turn, and by one rule for one rulebook."""
    once = ("roll.freeze", "round.open", "round.close")
    times = Counter(
        (record["payload"]["round"], record["verb"]) for record in records if record["verb"] in once
    )
    for (number, verb), count in sorted(times.items()):
        if count > 1:
            yield broken(TWICE.because(round=number, verb=verb, count=count))
    rounds = [record["payload"] for record in records if record["verb"] == "round.open"]
    before = 0
    for one in rounds:
        if one["round"] != before + 1:
            yield broken(OUT_OF_TURN.because(round=one["round"], before=before))
        before = one["round"]
    for earlier, later in pairwise(rounds):
        is_same = (earlier["rule"], earlier["readings"]) == (later["rule"], later["readings"])
        if earlier["rulebook_sha256"] == later["rulebook_sha256"] and not is_same:
            yield broken(OTHER_RULE.because(round=later["round"]))


def _roll(number: int, one: ToldRound) -> Finding:
    laid = one.laid_down["roll"]
    if (roll_sha256(one.roll), len(one.roll)) != (laid["sha256"], laid["dwellings"]):
        return broken(ROLL_BROKEN.because(round=number))
    return holds(ROLL.because(round=number, dwellings=len(one.roll), sha256=laid["sha256"]))


def _ballots(number: int, one: ToldRound, records: list[dict[str, Any]]) -> Iterator[Finding]:
    sheets = {line["dwelling"]: line["sheet"] for line in one.roll}
    seen: set[str] = set()
    opens_at, closes_at = _times(number, one, records)
    yield from _out_of_place(number, one, records)
    for ballot in one.ballots:
        told = {"round": number, "sheet": ballot["sheet"]}
        if ballot["id"] in seen:
            yield broken(BALLOT_TWICE.because(None, **told))
        seen.add(ballot["id"])
        if sheets.get(ballot["dwelling"]) != ballot["sheet"]:
            yield broken(BALLOT_OUTSIDE.because(None, **told))
        if not opens_at <= datetime.fromisoformat(ballot["at"]) < closes_at:
            yield broken(BALLOT_LATE.because(None, **told))
    if one.closed is not None and one.closed["ballots"] != len(one.ballots):
        yield broken(COUNT_BROKEN.because(round=number, told=one.closed["ballots"], found=len(one.ballots)))


def _out_of_place(number: int, one: ToldRound, records: list[dict[str, Any]]) -> Iterator[Finding]:
    """Name ballots that stand after the closing, or give an answer that nobody could."""
    is_closed = False
    for record in records:
        payload = record["payload"]
        if payload.get("round") != number:
            continue
        if record["verb"] == "round.close":
            is_closed = True
        if record["verb"] == "ballot.cast":
            told = {"round": number, "sheet": payload["sheet"]}
            if is_closed:
                yield broken(AFTER_CLOSE.because(None, **told))
            if payload["choice"] not in one.laid_down["options"]:
                yield broken(NO_SUCH_CHOICE.because(None, choice=CHOICES[payload["choice"]], **told))


def _times(number: int, one: ToldRound, records: list[dict[str, Any]]) -> tuple[datetime, datetime]:
    """Give when a round ran: as laid down, its end as it was lengthened last."""
    later = [
        record["payload"]["to"]
        for record in records
        if record["verb"] == "round.extend" and record["payload"]["round"] == number
    ]
    ended = later[-1] if later else one.laid_down["closes_at"]
    return datetime.fromisoformat(one.laid_down["opens_at"]), datetime.fromisoformat(ended)


def _declared(payload: Mapping[str, Any], told: ToldDecision) -> Iterator[Finding]:
    number = payload["round"]
    problem = told.problem(number)
    tally = solve(problem)
    # Through bytes and back, so that figures are compared as they were written.
    found = _plain(outcome_of(problem, tally))
    published = {key: value for key, value in payload.items() if key != "round"}
    wrong = sorted(key for key in {*found, *published} if found.get(key) != published.get(key))
    for key in wrong:
        what = {"what": key, "found": found.get(key), "told": published.get(key)}
        yield broken(TALLY_BROKEN.because(None, round=number, **what))
    for violation in check(problem, tally):
        yield broken(CHECK_BROKEN.because(round=number, why=violation.because.say("zh")))
    if not wrong:
        counted = len(told.rounds[number].ballots)
        yield holds(TALLY.because(round=number, ballots=counted, result=RESULTS[tally.passed]))


def _concluded(told: ToldDecision) -> Finding:
    concluded = told.concluded or {}
    title = told.opened.get("title", "?")
    last = told.rounds[max(told.rounds)] if told.rounds else None
    if last is None or last.declared is None:
        return broken(NO_ROUND.because(title=title, told=RESULTS[concluded["passed"]]))
    found = bool(last.declared["passed"])
    waiting = sum(not one.answered for one in told.objections.values())
    if concluded["passed"] != found or (found and waiting):
        results = {"told": RESULTS[concluded["passed"]], "found": RESULTS[found]}
        return broken(CONCLUSION_BROKEN.because(None, title=title, open=waiting, **results))
    return holds(CONCLUSION.because(title=title, result=RESULTS[found], open=waiting))


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(canonical_bytes(value))
    return plain
