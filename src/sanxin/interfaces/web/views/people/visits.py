"""Visiting a household: the attempts, what it thinks and since when, and what changed for it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sanxin.apps.assessment import actions as assessment
from sanxin.apps.assessment import queries as assessments
from sanxin.apps.consultation import actions
from sanxin.apps.consultation import queries as consultation
from sanxin.apps.journal import actions as record
from sanxin.apps.organisation.queries import Verb, account_names
from sanxin.apps.registry import queries as registry
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given

LONG = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def visits(visit: Visit, dwelling: str) -> HttpResponse:
    """Show every attempt to reach a household and every stance it took; record one of either."""
    home = registry.load_dwelling_for(visit.actor, dwelling, Verb.VISIT_RECORD, visit.at)
    if visit.method == "POST":
        return _record(visit, dwelling)
    record.note_look(
        actor=visit.actor,
        neighbourhood=home.neighbourhood_id,
        subject=f"dwelling/{dwelling}",
        what="visits",
        at=visit.at,
    )
    attempts = consultation.visits_to(visit.actor, dwelling, visit.at)
    said = consultation.said_by(visit.actor, dwelling, visit.at)
    again = [one for one in _waiting(visit, home.compound.public_id) if one.dwelling == dwelling]
    context = {
        "here": "compounds",
        "home": home,
        "card": home.compound,
        "attempts": attempts,
        "said": said,
        "again": again,
        "names": account_names([one.actor for one in attempts] + [one.actor for one in said]),
        "means": consultation.Means.values,
        "outcomes": consultation.OUTCOMES,
        "stances": consultation.STANCES[:3],
    }
    return render(visit, "web/visits.html", context)


def _record(visit: Visit, dwelling: str) -> HttpResponse:
    if visit.POST.get("what") == "stance":
        actions.record_stance(
            stance=visit.POST.get("stance", ""), condition=given.text(visit, "condition", most=LONG),
            actor=visit.actor, dwelling=dwelling, **visit.when,
        )  # fmt: skip
    else:
        outcome = visit.POST.get("outcome", "")
        with transaction.atomic():
            actions.record_visit(
                means=visit.POST.get("means", ""), outcome=outcome, note=given.text(visit, "note", most=LONG),
                actor=visit.actor, dwelling=dwelling, **visit.when,
            )  # fmt: skip
            if outcome == "delivered":
                assessment.mark_asked(actor=visit.actor, dwelling=dwelling, **visit.when)
    messages.success(visit, "已记下。" if visit.language == "zh" else "Recorded.")
    return redirect("visits", dwelling=dwelling)


def _waiting(visit: Visit, compound: str) -> list[assessments.Again]:
    """A visitor of one part of the compound sees no list of the whole."""
    if not registry.may(visit.actor, compound, Verb.VISIT_RECORD, visit.at):
        return []
    return assessments.ask_again(visit.actor, compound, visit.at)
