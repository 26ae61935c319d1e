"""Closing at the minute, whatever went wrong before; the tally from the record; the conclusion."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Unpack

from django.db import transaction
from django_scopes import scope, scopes_disabled

from sanxin.apps.decisions.access import load_decision_for, load_round_for
from sanxin.apps.decisions.actions.opening import closing_rule
from sanxin.apps.decisions.models import Decision, Heartbeat, Objection, Reply, Round
from sanxin.apps.decisions.writing import enter, enter_for_project
from sanxin.apps.journal import actions as journal
from sanxin.apps.journal import queries as record
from sanxin.apps.organisation.queries import Verb
from sanxin.engines.tally.solve import solve
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import canonical_bytes, sha256_hex
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.rounds import Outage, extended_to
from sanxin.record.decision import ToldDecision, outcome_of, tell

MISSED = timedelta(minutes=3)  # the clock's job beats every minute; three missed beats are an outage

STILL_OPEN = Sentence(
    "decisions.still_open",
    "第 {number} 轮到 {closes_at} 才截止，不能提前关闭。",
    "Round {number} runs until {closes_at} and is not closed before.",
)
NOT_CLOSED = Sentence(
    "decisions.not_closed",
    "第 {number} 轮还没有截止，不能公布结果。",
    "Round {number} is not closed, so it has no result yet.",
)
UNANSWERED = Sentence(
    "decisions.unanswered",
    "还有 {count} 条异议没有书面答复，不能以“通过”结案。请逐条答复。",
    "{count} objections have no written reply yet, so this cannot be concluded as passed. Reply to each.",
)
NOT_DECLARED = Sentence(
    "decisions.not_declared",
    "最后一轮还没有公布结果，不能结案。",
    "The last round has no published result, so nothing can be concluded.",
)
OUT_OF_DATE = Sentence(
    "decisions.out_of_date",
    "公布之后异议有变化，按现在的记录重新计票结果不同。请先重新公布结果。",
    "Objections changed since the result was published, and the tally with them. Publish the result anew first.",
)
PROXIES_COUNTED = Sentence(
    "decisions.proxies_counted",
    "有 {count} 轮征询正在按受托人限制委托票数，换密钥会认不出受托人。请等这些轮次截止后再换。",
    "{count} open rounds limit proxies by their holder, whom a new secret would not recognise. Wait until they are closed.",
)
NO_SUMMARY = Sentence(
    "decisions.no_summary",
    "小结不能为空。",
    "The summary says nothing. Write what was heard and what changes.",
)


@transaction.atomic
def beat(*, at: datetime) -> None:
    """Note that the house is up. Beats further apart than three minutes leave an outage between them."""
    last = Heartbeat.objects.select_for_update().order_by("-last").first()
    if last is not None and at - last.last <= MISSED:
        Heartbeat.objects.filter(pk=last.pk, last__lt=at).update(last=at)
    else:
        Heartbeat.objects.create(first=at, last=at)


def close_due(*, actor: Actor, at: datetime) -> list[str]:
    """Close every round whose time is up, each in a transaction of its own; give the public ids of those closed."""
    return _each(close_round, actor, at, closed_at=None, closes_at__lte=at)


def publish_due(*, actor: Actor, at: datetime) -> list[str]:
    """Publish every closed round whose promised time has come and whose result nobody published; give their public ids."""
    return _each(declare, actor, at, closed_at__isnull=False, declared_at=None, publish_by__lte=at)


def _each(verb: Callable[..., object], actor: Actor, at: datetime, **due: object) -> list[str]:
    """Do with every round that is due what there is to do, each in a transaction of its own."""
    with scopes_disabled():
        rounds = list(Round.objects.filter(**due).values_list("public_id", flat=True))
    done, refused = [], None
    for one in rounds:
        try:
            if verb(actor=actor, round=one, occurred_at=at, recorded_at=at):
                done.append(one)
        except Refusal as refusal:  # one that cannot be told must not hold the others up
            refused = refusal
    if refused is not None and not done:
        raise refused
    return done


@transaction.atomic
def close_round(*, actor: Actor, round: str, **when: Unpack[When]) -> bool:  # noqa: A002 - the field's word
    """Close a round whose time is up; after an outage it is lengthened instead, by the rule it opened with.

    Gives True if it is closed now.

    :raises Refusal: if its time is not up, or the actor may not
    """
    found = load_round_for(actor, round, Verb.DECISION_RUN, when["occurred_at"])
    journal.hold_log()  # a ballot that comes in now is counted, or is refused: none between the count and the close
    with scope(neighbourhood=found.neighbourhood_id):
        asked = Round.objects.select_for_update().get(pk=found.pk)
        if asked.closed_at is not None:
            return False
        if when["occurred_at"] < asked.closes_at:
            raise Refusal(STILL_OPEN.because(number=asked.number, closes_at=asked.closes_at.isoformat()))
        later = _after_outages(asked, when["occurred_at"])
        if later > asked.closes_at:
            told = {"round": asked.number, "from": asked.closes_at, "to": later, "because": "outage"}
            Round.objects.filter(pk=asked.pk).update(closes_at=later)
            enter(actor, found.decision, "round.extend", told, when)
            if when["occurred_at"] < later:
                return False
        Round.objects.filter(pk=asked.pk).update(closed_at=when["occurred_at"])
        ballots = len(_told(found.decision).rounds[asked.number].ballots)
        enter(actor, found.decision, "round.close", {"round": asked.number, "ballots": ballots}, when)
    return True


@transaction.atomic
def declare(*, actor: Actor, round: str, **when: Unpack[When]) -> dict[str, Any]:  # noqa: A002
    """Count a closed round from the record and publish the result; objections settled since are counted anew.

    :raises Refusal: if it is not closed
    """
    asked = load_round_for(actor, round, Verb.DECISION_RUN, when["occurred_at"])
    if asked.closed_at is None:
        raise Refusal(NOT_CLOSED.because(number=asked.number))
    outcome = _counted(asked)
    with scope(neighbourhood=asked.neighbourhood_id):
        Round.objects.filter(pk=asked.pk).update(
            declared_at=when["occurred_at"], outcome=canonical_bytes(outcome).decode()
        )
    enter(actor, asked.decision, "round.declare", {"round": asked.number, **outcome}, when)
    return outcome


@transaction.atomic
def summarise(*, actor: Actor, round: str, summary: str, **when: Unpack[When]) -> None:  # noqa: A002
    """Write what a closed round said and what changes because of it; the next round waits for that (R032).

    :raises Refusal: if it is not closed, or nothing is said
    """
    asked = load_round_for(actor, round, Verb.DECISION_RUN, when["occurred_at"])
    if asked.closed_at is None:
        raise Refusal(NOT_CLOSED.because(number=asked.number))
    if not summary.strip():
        raise Refusal(NO_SUMMARY.because())
    with scope(neighbourhood=asked.neighbourhood_id):
        Round.objects.filter(pk=asked.pk).update(summary=summary.strip())
    told = {"round": asked.number, "words": sha256_hex(summary.strip().encode())}
    enter(actor, asked.decision, "round.summarise", told, when)


@transaction.atomic
def conclude(*, actor: Actor, decision: str, **when: Unpack[When]) -> bool:
    """Conclude a decision by its last round and close its stream; tell whether it passed.

    :raises Refusal: if the last round is not declared, or it passed and an objection lacks its reply (R049)
    """
    asked = load_decision_for(actor, decision, Verb.DECISION_RUN, when["occurred_at"])
    with scope(neighbourhood=asked.neighbourhood_id):
        last = Round.objects.filter(decision=asked).order_by("-number").first()
        if last is None or last.outcome is None:
            raise Refusal(NOT_DECLARED.because())
        last.decision = asked
        if _counted(last) != json.loads(last.outcome):
            raise Refusal(OUT_OF_DATE.because())
        passed = bool(json.loads(last.outcome)["passed"])
        waiting = Objection.objects.filter(decision=asked).exclude(pk__in=_answered(asked)).count()
        if passed and waiting:
            raise Refusal(UNANSWERED.because(count=waiting))
        Decision.objects.filter(pk=asked.pk).update(concluded_at=when["occurred_at"], passed=passed)
    enter(actor, asked, "decision.conclude", {"round": last.number, "passed": passed}, when)
    journal.close_stream(actor=actor, stream=asked.stream, **when)
    if passed:
        enter_for_project(actor, asked, "decision.passed", {"matter": asked.matter}, when)
    return passed


def refuse_while_proxies_are_counted() -> None:
    """Make sure that no open round limits proxies by their holder, whom only the present secret recognises.

    :raises Refusal: if one does
    """
    with scopes_disabled():
        bound = Round.objects.filter(closed_at=None).exclude(proxies_per_holder=None).count()
    if bound:
        raise Refusal(PROXIES_COUNTED.because(count=bound))


def _answered(decision: Decision) -> Iterable[int]:
    return Reply.objects.filter(objection__decision=decision).values_list("objection", flat=True)


def _after_outages(asked: Round, at: datetime) -> datetime:
    laid_down = json.loads(asked.laid_down)
    least, within = closing_rule(laid_down)
    first = datetime.fromisoformat(laid_down["closes_at"])
    return extended_to(first, _outages(asked.opens_at, at), least, within)


def _outages(since: datetime, at: datetime) -> list[Outage]:
    """List the gaps between the spans in which the house was up, the one that reaches to now included."""
    beats = list(Heartbeat.objects.filter(last__gte=since).order_by("first"))
    gaps = [Outage(before.last, after.first) for before, after in pairwise(beats)]
    if beats and at - beats[-1].last > MISSED:
        gaps.append(Outage(beats[-1].last, at))
    return gaps


def _counted(asked: Round) -> dict[str, Any]:
    problem = _told(asked.decision).problem(asked.number)
    outcome: dict[str, Any] = json.loads(canonical_bytes(outcome_of(problem, solve(problem))))
    return outcome


def _told(decision: Decision) -> ToldDecision:
    """Tell the decision from the journal's own records, as an outsider will."""
    with scope(neighbourhood=decision.neighbourhood_id):
        return tell(record.records_of(decision.stream))
