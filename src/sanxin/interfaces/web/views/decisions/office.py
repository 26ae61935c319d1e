"""Running a decision: open it, open its rounds, see what came in, publish, summarise, conclude, export."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanxin.apps.decisions import actions
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.funding import queries as funding
from sanxin.apps.journal import actions as record
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.projects import actions as projects
from sanxin.apps.publicity import queries as publicity
from sanxin.apps.registry import queries as registry
from sanxin.engines.tally.solve import solve
from sanxin.foundation.calendar import CHINA
from sanxin.foundation.finding import Because
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import attachment
from sanxin.interfaces.web.views import given
from sanxin.interfaces.web.views.decisions.outlook import beside, outlook, steps
from sanxin.journey.decide.rounds import Asking
from sanxin.journey.decide.words import test_said, turn_said

LONG = 4000
TWO_WEEKS, THREE_DAYS = timedelta(days=14), timedelta(days=3)


@require_http_methods(["GET", "HEAD", "POST"])
def stairwell_decisions(visit: Visit, stairwell: str) -> HttpResponse:
    """List what a stairwell decided and decides; open a decision, with its project if there is none yet."""
    found = registry.load_stairwell_for(visit.actor, stairwell, Verb.DECISION_SEE, visit.at)
    if visit.method == "POST":
        title = given.needed(visit, "title", most=120)
        with transaction.atomic():
            project = projects.open_project(
                actor=visit.actor, compound=found.compound.public_id, name=title, stairwell=stairwell,
                **visit.when,
            )  # fmt: skip
            opened = actions.open_decision(
                actor=visit.actor, project=project, matter="lift_retrofit", scope_kind="stairwell",
                title=title, **visit.when,
            )  # fmt: skip
        return redirect("decision", decision=opened)
    listed = decisions.decisions_on(visit.actor, found.compound.public_id, visit.at)
    own = [one for one in listed if one.stairwell_id == found.pk]
    wider = [
        one for one in listed if one.stairwell_id is None and one.building_id in (None, found.building_id)
    ]
    context = {
        "here": "compounds",
        "stairwell": found,
        "card": found.compound,
        "listed": own,
        "wider": wider,
        "needed": steps(visit, found, [*own, *wider]),
    }
    return render(visit, "web/decisions/stairwell.html", context)


@require_safe
def decision(visit: Visit, decision: str) -> HttpResponse:
    """Show how a decision stands: its rounds, what came in, what is objected, and what comes next."""
    asked = decisions.load_decision_for(visit.actor, decision, Verb.DECISION_SEE, visit.at)
    rounds = decisions.round_states(visit.actor, decision, visit.at)
    runs = registry.may(visit.actor, asked.compound.public_id, Verb.DECISION_RUN, visit.at)
    last = rounds[-1] if rounds else None
    each = decisions.sees_each(visit.actor, asked, visit.at)
    local = visit.at.astimezone(CHINA)
    if each:
        record.note_look(
            actor=visit.actor, neighbourhood=asked.neighbourhood_id, subject=f"decision/{decision}", what="votes",
            at=visit.at,
        )  # fmt: skip
    context = {
        "here": "compounds",
        "asked": asked,
        "card": asked.compound,
        "rounds": [(one, _told(visit, decision, one, runs=runs)) for one in rounds],
        "last": last,
        "runs": runs,
        "beside": beside(visit, asked, last) if last and (runs or last.declared_at) else [],
        "outlook": outlook(visit, asked, last) if runs and asked.concluded_at is None else None,
        "sheets": decisions.roll_of(visit.actor, last.public_id, visit.at) if last and each else [],
        "objections": decisions.objections_of(visit.actor, decision, visit.at),
        "changes": _changes(visit, decision) if runs else [],
        "may_open": runs
        and asked.concluded_at is None
        and (last is None or bool(last.closed_at and last.summary)),
        "papers": _papers(rounds, each=each, tabled=each and _is_tabled(visit, asked)),
        "agreement": decisions.agreement_of(visit.actor, decision, visit.at) if asked.passed else None,
        "posted": _posted(visit, asked.project.public_id) if runs else "",
        "head": journal.tree_head(),
        "defaults": {
            "opens_at": f"{local:%Y-%m-%dT%H:%M}",
            "closes_at": f"{local + TWO_WEEKS:%Y-%m-%dT18:00}",
            "publish_by": f"{local + TWO_WEEKS + THREE_DAYS:%Y-%m-%dT18:00}",
        },
    }
    return render(visit, "web/decisions/decision.html", context)


@require_POST
def open_round(visit: Visit, decision: str) -> HttpResponse:
    """Open the next round of a decision."""
    asking = Asking(
        given.needed(visit, "question", most=300), given.needed(visit, "text", most=LONG),
    )  # fmt: skip
    times = actions.RoundTimes(
        given.moment(visit, "opens_at"), given.moment(visit, "closes_at"), given.moment(visit, "publish_by")
    )
    actions.open_round(actor=visit.actor, decision=decision, asking=asking, times=times, **visit.when)
    return _done(visit, decision, "已开始征询，名册已冻结。", "The round is open and its roll is frozen.")


@require_POST
def declare(visit: Visit, asked: str) -> HttpResponse:
    """Count a closed round and publish its result."""
    found = decisions.load_round_for(visit.actor, asked, Verb.DECISION_RUN, visit.at)
    actions.declare(actor=visit.actor, round=asked, **visit.when)
    return _done(visit, found.decision.public_id, "结果已公布。", "The result is published.")


@require_POST
def summarise(visit: Visit, asked: str) -> HttpResponse:
    """Write a closed round's summary."""
    found = decisions.load_round_for(visit.actor, asked, Verb.DECISION_RUN, visit.at)
    summary = given.needed(visit, "summary", most=LONG)
    actions.summarise(actor=visit.actor, round=asked, summary=summary, **visit.when)
    return _done(visit, found.decision.public_id, "小结已写入记录。", "The summary is on record.")


@require_POST
def conclude(visit: Visit, decision: str) -> HttpResponse:
    """Conclude a decision."""
    passed = actions.conclude(actor=visit.actor, decision=decision, **visit.when)
    return _done(
        visit, decision, "已结案：通过。" if passed else "已结案：未通过。",
        "Concluded: passed." if passed else "Concluded: not passed.",
    )  # fmt: skip


@require_safe
def export(visit: Visit, decision: str, grade: str) -> HttpResponse:
    """Hand out a decision's record, for anyone to verify; that it was handed out is on record."""
    asked = decisions.load_decision_for(visit.actor, decision, Verb.DECISION_SEE, visit.at)
    packed = actions.export_decision(actor=visit.actor, decision=decision, grade=grade, **visit.when)
    return attachment(f"{asked.title}-{grade}-export.zip", packed, "application/zip")


def _told(visit: Visit, decision: str, one: decisions.RoundState, *, runs: bool) -> list[Because]:
    """Say a round's tests, and once it is closed and not yet published what would turn them: to who runs it only."""
    if one.declared_at is None and not runs:
        return []
    problem = decisions.problem_of(visit.actor, decision, one.number, visit.at)
    tally = solve(problem)
    said = [test_said(test) for test in tally.tests]
    if one.declared_at or one.closed_at is None:
        return said  # while a round runs nobody is shown who would have to vote otherwise
    if tally.change is not None:
        roll = decisions.roll_of(visit.actor, one.public_id, visit.at)
        rooms = {line.dwelling: f"{line.stairwell}-{line.room}" for line in roll}
        moves = tuple(replace(move, dwelling=rooms[move.dwelling]) for move in tally.change.moves)
        tally = replace(tally, change=replace(tally.change, moves=moves))
    return [*said, *turn_said(tally, problem.readings)]


def _rooms(visit: Visit, decision: str) -> dict[str, str]:
    """Name dwellings as people do."""
    asked = decisions.load_decision_for(visit.actor, decision, Verb.DECISION_SEE, visit.at)
    homes = registry.standing_homes(visit.actor, asked.compound.public_id, visit.at)
    return {home.public_id: f"{home.stairwell}-{home.room}" for home in homes}


def _is_tabled(visit: Visit, asked: decisions.Decision) -> bool:
    """Tell whether a table of shares is on record for the stairwell a decision is over."""
    over = asked.stairwell
    return over is not None and funding.adopted_shares(visit.actor, over.public_id, visit.at) is not None


def _papers(
    rounds: Sequence[decisions.RoundState], *, each: bool, tabled: bool
) -> list[tuple[str, str, str]]:
    """List the papers there are by now: a roll's ballots only for who may see the roll."""
    papers = [("letter", "公开信", "Open letter")]
    if rounds:
        papers += [("notice", "征询公告", "Notice"), ("minutes", "会议记录", "Minutes")]
    if rounds and each:
        papers.append(("ballots", "表决票", "Ballots"))
    if tabled:
        papers.append(("shares", "分摊表", "Shares"))
    if any(one.outcome for one in rounds):
        papers.append(("result", "结果", "Result"))
    return papers


def _posted(visit: Visit, project: str) -> str:
    """Give the lift plan's text as it was posted last, so that the ballot carries it word for word."""
    posted = publicity.notices_of(visit.actor, project, visit.at)
    return next((one.text for one in posted if one.kind == publicity.NoticeKind.LIFT_PLAN), "")


def _changes(visit: Visit, decision: str) -> list[tuple[int, list[dict[str, str]]]]:
    """Name the rooms whose answer changed between rounds that are closed."""
    found = decisions.changes_between(visit.actor, decision, visit.at)
    rooms = _rooms(visit, decision) if found else {}
    return [
        (number, [{"room": rooms.get(one.dwelling, one.dwelling), "before": one.before, "after": one.after} for one in changed])
        for number, changed in found
    ]  # fmt: skip


def _done(visit: Visit, decision: str, zh: str, en: str) -> HttpResponse:
    messages.success(visit, zh if visit.language == "zh" else en)
    return redirect("decision", decision=decision)
