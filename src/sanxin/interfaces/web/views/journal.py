"""The journal: what entered the record, under which root, and the proof of a single entry."""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_scopes import scope

from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import (
    NOT_FOUND,
    Verb,
    account_names,
    neighbourhoods_for,
    require_anywhere,
)
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit

LAST = 100


@require_safe
def journal_page(visit: Visit) -> HttpResponse:
    """List the latest entries the actor may see, and the head that vouches for all."""
    require_anywhere(visit.actor, Verb.JOURNAL_SEE, visit.at)
    with scope(neighbourhood=neighbourhoods_for(visit.actor, Verb.JOURNAL_SEE, visit.at)):
        lines = journal.lines(last=LAST)
    names = account_names(line.record["actor"] for line in lines if line.record)
    context = {"here": "journal", "head": journal.tree_head(), "lines": lines, "last": LAST, "names": names}
    return render(visit, "web/journal.html", context)


@require_safe
def entry(visit: Visit, index: int) -> HttpResponse:
    """Show one entry with the proof that it stands in the log."""
    require_anywhere(visit.actor, Verb.JOURNAL_SEE, visit.at)
    with scope(neighbourhood=neighbourhoods_for(visit.actor, Verb.JOURNAL_SEE, visit.at)):
        line = journal.line(index)
    if line is None:
        raise Refusal(NOT_FOUND.because())
    head = journal.tree_head()
    context = {
        "here": "journal",
        "line": line,
        "head": head,
        "matches": journal.record_matches(index),
        "proof": [step.hex() for step in journal.prove_inclusion(index, head.size)],
        "record": json.dumps(line.record, ensure_ascii=False, indent=2) if line.record else "",
    }
    return render(visit, "web/entry.html", context)
