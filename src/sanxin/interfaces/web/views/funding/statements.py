"""The bank statement: upload, look at what is new, import it, then settle it line by line."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sanxin.apps.funding import actions
from sanxin.apps.funding import queries as funding
from sanxin.apps.organisation.queries import Verb
from sanxin.documents.order import natural
from sanxin.foundation.refusal import InputRefused
from sanxin.intake.lists.statements import ReadStatement, read_statement
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import (
    drop_draft,
    dropped_if_refused,
    keep_draft,
    opened_draft,
    uploaded_name,
)
from sanxin.interfaces.web.views import given
from sanxin.journey.ledger.books import INTO_THE_ACCOUNT

OPEN_FIRST = ("matched", "candidates", "unmatched", "set_aside", "settled")
LONG = 200
SHOWN = 60  # lines to settle on one page; the next follow as these are done


@require_http_methods(["GET", "HEAD", "POST"])
def statement(visit: Visit, project: str) -> HttpResponse:
    """Show the statement against the ledger; take a file and show what is new in it."""
    found = funding.load_funded_for(visit.actor, project, Verb.FUNDING_RECORD, visit.at)
    context: dict[str, Any] = {"here": "compounds", "project": found, "card": found.compound}
    if visit.method == "POST":
        draft = keep_draft(visit.FILES.get("file"), visit.at)
        with dropped_if_refused(draft):
            read = _read(draft)
            seen = funding.seen_before(visit.actor, project, read.lines, visit.at)
        context |= {
            "preview": list(zip(read.lines, seen, strict=True)),
            "faults": read.faults,
            "new": len(seen) - sum(seen),
            "draft": draft,
            "file": uploaded_name(visit),
        }
    context |= _reconciled(visit, project)
    return render(visit, "web/funding/statement.html", context)


@require_POST
def commit_statement(visit: Visit, project: str) -> HttpResponse:
    """Import the statement as it was shown; one with a line that cannot be read, not at all."""
    funding.load_funded_for(visit.actor, project, Verb.FUNDING_RECORD, visit.at)
    draft = visit.POST.get("draft", "")
    read = _read(draft)
    if read.faults:
        raise InputRefused(read.faults)
    done = actions.import_statement(
        actor=visit.actor,
        project=project,
        lines=read.lines,
        file=visit.POST.get("file", "")[:120],
        **visit.when,
    )
    drop_draft(draft)
    zh, en = (
        f"新导入 {done.new} 行，{done.seen} 行以前导入过。",
        f"{done.new} lines are new, {done.seen} were there before.",
    )
    return _done(visit, project, zh, en)


@require_POST
def settle_matched(visit: Visit, project: str) -> HttpResponse:
    """Settle every line whose entry is beyond doubt."""
    count = actions.settle_matched(actor=visit.actor, project=project, **visit.when)
    return _done(visit, project, f"已勾对 {count} 行。", f"{count} lines settled.")


@require_POST
def settle_row(visit: Visit, project: str, row: str) -> HttpResponse:
    """Settle a line by an entry there is, or by recording what it shows."""
    chosen = given.needed(visit, "of")
    kind, colon, of = chosen.partition(":")
    if colon:
        actions.settle_by_recording(actor=visit.actor, row=row, kind=kind, of=of, **visit.when)
    else:
        actions.settle_row(actor=visit.actor, row=row, entry=chosen, **visit.when)
    return _done(visit, project, "已勾对。", "Settled.")


@require_POST
def set_row_aside(visit: Visit, project: str, row: str) -> HttpResponse:
    """Leave a line out of the ledger, with its reason."""
    reason = given.needed(visit, "reason", most=LONG)
    actions.set_row_aside(actor=visit.actor, row=row, reason=reason, **visit.when)
    return _done(visit, project, "已记为不入账。", "Left out of the ledger, with its reason.")


def _read(draft: str) -> ReadStatement:
    with opened_draft(draft) as path:
        return read_statement(path)


def _reconciled(visit: Visit, project: str) -> dict[str, Any]:
    """Lay out the lines, those that wait for somebody first, and everything a line may be recorded as."""
    held = funding.reconciliation_of(visit.actor, project, visit.at)
    ledger = funding.ledger_of(visit.actor, project, visit.at)
    homes = sorted(ledger.homes, key=lambda one: [*natural(one.stairwell), *natural(one.room)])
    names = {one.public_id: f"{one.stairwell}-{one.room}" for one in homes}
    names |= {line.public_id: line.item for line in ledger.lines}
    left = {f"payment:{one.public_id}": one.outstanding_fen for one in homes}
    left |= {f"compensation:{one.public_id}": one.compensated_fen - one.owed_fen for one in homes}
    left |= {f"transfer:{line.public_id}": line.left_fen for line in ledger.lines if line.side == "source"}
    left |= {f"spending:{line.public_id}": -line.left_fen for line in ledger.lines if line.side == "cost"}
    of_entry = {one.public_id: one for one in ledger.entries}
    open_ones = (row for row in held.rows if row.state != "settled")
    waiting = sorted(open_ones, key=lambda row: OPEN_FIRST.index(row.state))
    costs = [line for line in ledger.lines if line.side == "cost"]
    grants = [line for line in ledger.lines if line.side == "source"]
    return {
        "held": held,
        "rows": [
            (
                row,
                [
                    _candidate(one, of_entry, names) | {"left_fen": left.get(one.item)}
                    for one in row.candidates
                ],
            )
            for row in waiting[:SHOWN]
        ],
        "more": len(waiting) - SHOWN,
        "settled": [row for row in held.rows if row.state == "settled"],
        "counts": {state: held.count(state) for state in OPEN_FIRST},
        "came": INTO_THE_ACCOUNT,
        "homes": homes,
        "costs": costs,
        "grants": grants,
    }


def _candidate(one: Any, of_entry: dict[str, funding.EntryLine], names: dict[str, str]) -> dict[str, Any]:
    """Say what a line may be: an entry with its day, or money still expected."""
    kind, colon, of = one.item.partition(":")
    entry = None if colon else of_entry[one.item]
    return {
        "item": one.item,
        "kind": entry.kind if entry else kind,
        "name": (f"{entry.stairwell}-{entry.room}" if entry.room else entry.item)
        if entry
        else names.get(of, of),
        "entry": entry,
        "grounds": one.grounds,
    }


def _done(visit: Visit, project: str, zh: str, en: str) -> HttpResponse:
    messages.success(visit, zh if visit.language == "zh" else en)
    return redirect("statement", project=project)
