"""A project's ledger on one page: sources against uses first, then every household, every entry, and the forms to write one."""

import json
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_POST, require_safe

from sanxin.apps.decisions import queries as decisions
from sanxin.apps.funding import actions
from sanxin.apps.funding import queries as funding
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.documents.order import natural
from sanxin.foundation.actor import Helper, Household
from sanxin.foundation.calendar import CHINA, When, legal_day
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given
from sanxin.journey.ledger.cover import rows_of_text

KEY_LENGTH = 20
NOON = time(12)
LONG, LONGEST_TABLE = 200, 400_000
NO_JSON = Sentence(
    "funding.no_json",
    "贴上的分摊结果不完整，不是 JSON：{why}。请整份复制后再贴。",
    "The shares pasted are not whole JSON: {why}. Copy all of it and paste again.",
)
MOVEMENTS_OF_HOMES, MOVEMENTS_OF_LINES = ("payment", "refund", "compensation"), ("transfer", "spending")


@require_safe
def ledger(visit: Visit, project: str) -> HttpResponse:
    """Show the ledger: in full to its households and whoever has a duty there, the sums to others."""
    found = funding.load_funded_for(visit.actor, project, Verb.FUNDING_SEE, visit.at)
    held = funding.ledger_of(visit.actor, project, visit.at)
    card = found.compound
    own = visit.actor.dwelling if isinstance(visit.actor, Household | Helper) else None
    context = {
        "here": "home" if own else "compounds",
        "project": found,
        "card": card,
        "held": held,
        "costs": [line for line in held.lines if line.side == "cost"],
        "grants": [line for line in held.lines if line.side == "source"],
        "homes": sorted(
            held.homes, key=lambda one: (one.public_id != own, *natural(one.stairwell), *natural(one.room))
        ),
        "own": own,
        "each": funding.sees_each(visit.actor, found, visit.at),
        "may_record": _may_record(visit, found),
        "on_record": sum(gross for gross, _ in decisions.shares_of_record(found).values()),
        "sources": funding.SOURCES,
        "key": get_random_string(KEY_LENGTH),
        "today": legal_day(visit.at),
        "of_homes": MOVEMENTS_OF_HOMES,
        "of_lines": MOVEMENTS_OF_LINES,
    }
    return render(visit, "web/funding/ledger.html", context)


@require_POST
def plan_cost(visit: Visit, project: str) -> HttpResponse:
    """Put a cost into the budget."""
    actions.plan_cost(
        actor=visit.actor, project=project, item=given.needed(visit, "item", most=120), fen=given.fen(visit, "yuan"),
        source=visit.POST.get("source", "")[:12], key=given.text(visit, "key"), **visit.when,
    )  # fmt: skip
    return _done(visit, project, "支出已列入预算。", "The cost is in the budget.")


@require_POST
def grant_source(visit: Visit, project: str) -> HttpResponse:
    """Put on record what somebody other than the households gives."""
    actions.grant_source(
        actor=visit.actor, project=project, item=given.needed(visit, "item", most=120), fen=given.fen(visit, "yuan"),
        source=visit.POST.get("source", "")[:12], document=given.text(visit, "document", most=120),
        key=given.text(visit, "key"), **visit.when,
    )  # fmt: skip
    return _done(visit, project, "资金来源已登记。", "The source is on record.")


@require_POST
def adopt_shares(visit: Visit, project: str) -> HttpResponse:
    """Adopt the share table on record; where there is none, one as JSON, or one dwelling a line."""
    on_record = "on_record" in visit.POST
    written = None if on_record else _table(given.needed(visit, "shares", most=LONGEST_TABLE))
    count = actions.adopt_shares(
        actor=visit.actor, project=project, written=written, basis=given.text(visit, "basis", most=64),
        **visit.when,
    )  # fmt: skip
    zh, en = (
        f"分摊表已采用，共 {count} 户，合计一分不差。",
        f"The shares of {count} dwellings add up and are adopted.",
    )
    return _done(visit, project, zh, en)


@require_POST
def record_movement(visit: Visit, project: str) -> HttpResponse:
    """Record money that came or went."""
    kind, _, of = given.needed(visit, "of").partition(":")
    entry = actions.record_movement(
        actor=visit.actor, project=project, kind=kind, of=of, fen=given.fen(visit, "yuan"),
        reference=given.text(visit, "reference", most=64), note=given.text(visit, "note", most=LONG),
        key=given.text(visit, "key"), **_then(visit, given.day(visit, "on")),
    )  # fmt: skip
    if kind in MOVEMENTS_OF_HOMES:
        return redirect("payment_receipt", entry=entry)
    return _done(visit, project, "已入账。", "It is in the ledger.")


@require_POST
def reverse_entry(visit: Visit, project: str, entry: str) -> HttpResponse:
    """Take an entry back by another; both stay."""
    reason = given.needed(visit, "reason", most=LONG)
    actions.reverse_entry(actor=visit.actor, entry=entry, reason=reason, **visit.when)
    return _done(visit, project, "已冲销，两笔都留底。", "Taken back; both entries stay.")


@require_POST
def prove_cover(visit: Visit, project: str) -> HttpResponse:
    """Put on record that the sources cover the uses."""
    actions.prove_cover(actor=visit.actor, project=project, **visit.when)
    zh = "已存证：来源够支出，可以作为开工的依据。"
    return _done(visit, project, zh, "On record: the sources cover the uses, as the start of works asks for.")


def _table(written: str) -> Any:
    """Read what was pasted: JSON where it begins like it, otherwise one dwelling a line."""
    if not written.startswith(("{", "[")):
        return rows_of_text(written)
    try:
        return json.loads(written)
    except ValueError as broken:
        raise Refusal(NO_JSON.because(why=str(broken))) from broken


def _may_record(visit: Visit, project: funding.Project) -> bool:
    card = project.compound
    return card is not None and registry.may(visit.actor, card.public_id, Verb.FUNDING_RECORD, visit.at)


def _then(visit: Visit, day: date) -> When:
    """Give both times of something that happened on a day: its noon, or now where today's noon is still to come."""
    at = datetime.combine(day, NOON, CHINA)
    return {**visit.when, "occurred_at": min(at, visit.at) if day == legal_day(visit.at) else at}


def _done(visit: Visit, project: str, zh: str, en: str) -> HttpResponse:
    messages.success(visit, zh if visit.language == "zh" else en)
    return redirect("funding", project=project)
