"""Reading decisions: how a round stands, what a household voted, what is objected and answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django_scopes import scope, scopes_disabled

from sanxin.apps.decisions.access import covers, load_decision_for, load_round_for, sees_each
from sanxin.apps.decisions.actions.ballots import BallotReceipt, receipt_of
from sanxin.apps.decisions.agreements import (
    AgreementState,
    agreement_file,
    agreement_of,
    shares_of_record,
)
from sanxin.apps.decisions.models import (
    Ballot,
    Channel,
    Decision,
    Objection,
    Reply,
    RollLine,
    Round,
    SheetReading,
)
from sanxin.apps.decisions.outlook import problem_ahead, stances_on
from sanxin.apps.decisions.printing import asked_of, scope_words
from sanxin.apps.decisions.writing import opened
from sanxin.apps.journal import queries as record
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, neighbourhoods_for
from sanxin.apps.projects.queries import Project
from sanxin.apps.registry import queries as registry
from sanxin.documents.papers.voting import Asked
from sanxin.engines.tally.problem import Problem
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.rounds import ChangedMind, changed_minds
from sanxin.record.decision import tell

__all__ = [
    "AgreementState",
    "Ballot",
    "BallotReceipt",
    "Channel",
    "Decision",
    "ObjectionLine",
    "RollSheet",
    "Round",
    "RoundState",
    "agreement_file",
    "agreement_of",
    "changes_between",
    "decisions_of",
    "decisions_on",
    "load_decision_for",
    "load_round_for",
    "objection_count",
    "objections_of",
    "own_ballot",
    "paper_of",
    "place_and_day_of",
    "problem_ahead",
    "problem_of",
    "proof_of",
    "roll_of",
    "round_states",
    "scope_words",
    "sees_each",
    "shares_of_record",
    "stances_on",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoundState:
    """A round as a page shows it: what was laid down, how many sheets came in by which way, and the result."""

    public_id: str
    number: int
    question: str
    text: str
    laid_down: Mapping[str, Any]
    opens_at: datetime
    closes_at: datetime
    publish_by: datetime
    closed_at: datetime | None
    declared_at: datetime | None
    outcome: Mapping[str, Any] | None
    summary: str
    late: bool
    sheets: int
    in_by_channel: Mapping[str, int]
    dwellings_in: int

    def is_open(self, at: datetime) -> bool:
        """Tell whether ballots are taken at an instant."""
        return self.closed_at is None and self.opens_at <= at < self.closes_at

    @property
    def not_in(self) -> int:
        """Count the sheets that nobody handed in: they stay on the roll."""
        return self.sheets - self.dwellings_in


@dataclass(frozen=True, slots=True)
class RollSheet:
    """One line of a roll: the sheet, the dwelling, and the ballot that counts for it now."""

    sheet: int
    dwelling: str
    stairwell: str
    room: str
    area_m2: Any
    owners: tuple[str, ...]
    ballot: str | None
    choice: str | None
    channel: str | None
    at: datetime | None
    earlier: int
    half_read: bool


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection with every reply to it."""

    public_id: str
    dwelling: str
    stairwell: str
    room: str
    words: str
    at: datetime
    replies: tuple[tuple[str, datetime], ...]
    settled_how: str
    settled_at: datetime | None


def place_and_day_of(decision: str) -> tuple[str, date]:
    """Give a decision's place and the day it was opened, to everybody: the eight answers rest on these alone.

    :raises Refusal: if there is no such decision
    """
    with scopes_disabled():
        found = Decision.objects.select_related("compound").filter(public_id=decision).first()
    if found is None:
        raise Refusal(NOT_FOUND.because())
    return found.compound.place, legal_day(found.occurred_at)


def decisions_of(actor: Actor, project: str, at: datetime) -> list[Decision]:
    """List the decisions of a project the actor sees, in order of opening."""
    with scope(neighbourhood=neighbourhoods_for(actor, Verb.DECISION_SEE, at)):
        return list(Decision.objects.filter(project__public_id=project).order_by("pk"))


def decisions_on(actor: Actor, compound: str, at: datetime, *, dwelling: str | None = None) -> list[Decision]:
    """List the decisions over a compound, newest first; of one dwelling, those it decides on."""
    with scope(neighbourhood=neighbourhoods_for(actor, Verb.DECISION_SEE, at)):
        found = Decision.objects.filter(compound__public_id=compound).select_related(
            "stairwell", "building", "project"
        )
        listed = list(found.order_by("-pk"))
    if isinstance(actor, Household | Helper):
        dwelling = actor.dwelling
    return listed if dwelling is None else [one for one in listed if covers(one, dwelling)]


def round_states(actor: Actor, decision: str, at: datetime) -> list[RoundState]:
    """Give how every round of a decision stands, first round first."""
    asked = load_decision_for(actor, decision, Verb.DECISION_SEE, at)
    with scope(neighbourhood=asked.neighbourhood_id):
        return [_state(one, at) for one in Round.objects.filter(decision=asked).order_by("number")]


def roll_of(actor: Actor, round: str, at: datetime) -> list[RollSheet]:  # noqa: A002 - the field's word
    """List a round's frozen roll with what came in: for the office and whoever takes ballots, not for neighbours.

    :raises Refusal: if the single votes are not for this actor
    """
    asked = load_round_for(actor, round, Verb.DECISION_SEE, at)
    if not sees_each(actor, asked.decision, at):
        raise Refusal(NOT_FOUND.because())
    with scope(neighbourhood=asked.neighbourhood_id):
        lines = RollLine.objects.filter(round=asked).select_related("dwelling__stairwell").order_by("sheet")
        cast: dict[int, list[Ballot]] = {}
        for ballot in Ballot.objects.filter(round=asked).order_by("pk"):
            cast.setdefault(ballot.line_id, []).append(ballot)
        half = set(
            SheetReading.objects.filter(round=asked, settled_at=None).values_list("line_id", flat=True)
        )
        return [_sheet(line, cast.get(line.pk, []), half_read=line.pk in half) for line in lines]


def own_ballot(actor: Actor, round: str, dwelling: str, at: datetime) -> tuple[Ballot, BallotReceipt] | None:  # noqa: A002
    """Give the ballot that counts for a dwelling with its receipt: for the household itself, and the office."""
    asked = load_round_for(actor, round, Verb.BALLOT_CAST, at)
    if isinstance(actor, Household | Helper) and actor.dwelling != dwelling:
        raise Refusal(NOT_FOUND.because())
    with scope(neighbourhood=asked.neighbourhood_id):
        found = Ballot.objects.filter(round=asked, line__dwelling__public_id=dwelling, replaced_at=None)
        ballot = found.select_related("line").order_by("-pk").first()
        return (ballot, receipt_of(ballot, ballot.line)) if ballot else None


def proof_of(actor: Actor, round: str, dwelling: str, at: datetime) -> dict[str, Any] | None:  # noqa: A002
    """Give the receipt file of a dwelling's ballot: its record, salt, leaf and the proof, as ``sanxin verify`` reads it.

    It says what was chosen: while the round is open it is for the household alone.
    """
    found = own_ballot(actor, round, dwelling, at)
    if found is None:
        return None
    ballot, receipt = found
    if ballot.round.closed_at is None and not isinstance(actor, Household | Helper):
        raise Refusal(NOT_FOUND.because())
    with scope(neighbourhood=ballot.neighbourhood_id):
        opening = record.opening_of(receipt.index)
    return {"sheet": receipt.sheet, "ballot": ballot.public_id, **opening}


def objections_of(actor: Actor, decision: str, at: datetime) -> list[ObjectionLine]:
    """List the objections to a decision with their replies; a household reads its own."""
    asked = load_decision_for(actor, decision, Verb.DECISION_SEE, at)
    with scope(neighbourhood=asked.neighbourhood_id):
        found = Objection.objects.filter(decision=asked).select_related("dwelling__stairwell").order_by("pk")
        if isinstance(actor, Household | Helper):
            found = found.filter(dwelling__public_id=actor.dwelling)
        elif not sees_each(actor, asked, at):
            found = found.none()
        replies: dict[int, list[tuple[str, datetime]]] = {}
        for reply in Reply.objects.filter(objection__decision=asked).order_by("pk"):
            said = opened(reply.sealed_words, reply.public_id)
            replies.setdefault(reply.objection_id, []).append((said, reply.occurred_at))
        return [
            ObjectionLine(
                one.public_id, one.dwelling.public_id, one.dwelling.stairwell.code, one.dwelling.room,
                opened(one.sealed_words, one.public_id), one.occurred_at, tuple(replies.get(one.pk, ())),
                one.settled_how, one.settled_at,
            )
            for one in found
        ]  # fmt: skip


def paper_of(actor: Actor, decision: str, number: int, at: datetime) -> Asked:
    """Give a round as its papers say it.

    :raises Refusal: if there is no such round
    """
    asked = load_decision_for(actor, decision, Verb.DECISION_SEE, at)
    with scope(neighbourhood=asked.neighbourhood_id):
        one = Round.objects.filter(decision=asked, number=number).first()
    if one is None:
        raise Refusal(NOT_FOUND.because())
    return asked_of(asked, one)


def objection_count(project: Project) -> tuple[int, int]:
    """Count the objections to a project's decisions, and those that wait for a reply: anyone may know, nobody is named."""
    with scope(neighbourhood=project.neighbourhood_id):
        found = Objection.objects.filter(decision__project=project)
        answered = Reply.objects.filter(objection__in=found).values("objection")
        return found.count(), found.exclude(pk__in=answered).count()


def problem_of(actor: Actor, decision: str, number: int, at: datetime) -> Problem:
    """Give the question of a round's tally as the record tells it now.

    :raises Refusal: if the round still runs and the actor does not run it
    """
    asked = load_decision_for(actor, decision, Verb.DECISION_SEE, at)
    with scope(neighbourhood=asked.neighbourhood_id):
        told = Round.objects.filter(decision=asked, number=number).exclude(declared_at=None).exists()
        if not told and not registry.may(actor, asked.compound.public_id, Verb.DECISION_RUN, at):
            raise Refusal(NOT_FOUND.because())
        return tell(record.records_of(asked.stream)).problem(number)


def changes_between(actor: Actor, decision: str, at: datetime) -> list[tuple[int, list[ChangedMind]]]:
    """List, for each closed round after the first, the dwellings whose answer changed since the one before (R032)."""
    asked = load_decision_for(actor, decision, Verb.DECISION_RUN, at)
    with scope(neighbourhood=asked.neighbourhood_id):
        told = tell(record.records_of(asked.stream))
    numbers = sorted(told.rounds)
    return [
        (number, changed_minds(told.rounds[number - 1].answers(), told.rounds[number].answers()))
        for number in numbers[1:]
        if told.rounds[number].closed
    ]


def _state(one: Round, at: datetime) -> RoundState:
    standing = Ballot.objects.filter(round=one, replaced_at=None).values_list("channel", "line_id")
    channels: dict[str, int] = {}
    for channel, _ in standing:
        channels[channel] = channels.get(channel, 0) + 1
    return RoundState(
        one.public_id, one.number, one.question, one.text, json.loads(one.laid_down), one.opens_at, one.closes_at,
        one.publish_by, one.closed_at, one.declared_at, json.loads(one.outcome) if one.outcome else None,
        one.summary, one.declared_at is None and at > one.publish_by,
        RollLine.objects.filter(round=one).count(), channels, len({line for _, line in standing}),
    )  # fmt: skip


def _sheet(line: RollLine, cast: list[Ballot], *, half_read: bool) -> RollSheet:
    standing = [one for one in cast if one.replaced_at is None]
    last = standing[-1] if standing else None
    home = line.dwelling
    return RollSheet(
        line.sheet, home.public_id, home.stairwell.code, home.room, line.area_m2, tuple(json.loads(line.owners)),
        last.public_id if last else None, last.choice if last else None, last.channel if last else None,
        last.occurred_at if last else None, len(cast) - len(standing), half_read,
    )  # fmt: skip
