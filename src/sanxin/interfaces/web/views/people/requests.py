"""Requests about data, for the office: what waits in a compound, oldest first, and the answer to each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sanxin.apps.journal import actions as record
from sanxin.apps.organisation.queries import Verb, account_names
from sanxin.apps.privacy import actions
from sanxin.apps.privacy import queries as privacy
from sanxin.apps.registry import queries as registry
from sanxin.foundation.calendar import legal_day
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given

LONG = 1000


@require_safe
def requests(visit: Visit, compound: str) -> HttpResponse:
    """Show what households asked about their data: what waits first, with what was changed since each asked."""
    card = registry.load_compound_for(visit.actor, compound, Verb.PARTY_MANAGE, visit.at)
    waiting, answered = privacy.requests_in(visit.actor, compound, visit.at)
    for dwelling in sorted({one.dwelling for one in (*waiting, *answered)}):
        record.note_look(
            actor=visit.actor, neighbourhood=card.neighbourhood_id, subject=f"dwelling/{dwelling}", what="requests",
            at=visit.at,
        )  # fmt: skip
    context = {
        "here": "compounds",
        "tab": "requests",
        "card": card,
        "waiting": [(one, privacy.corrections_for(visit.actor, one.public_id, visit.at)) for one in waiting],
        "answered": answered,
        "today": legal_day(visit.at),
        "names": account_names([one.answer.actor for one in answered if one.answer]),
    }
    return render(visit, "web/requests.html", context)


@require_POST
def answer(visit: Visit, data_request: str) -> HttpResponse:
    """Answer a request: done or declined, with the reason."""
    compound = privacy.compound_of(visit.actor, data_request, visit.at)
    actions.answer_request(
        actor=visit.actor, request=data_request, how=visit.POST.get("how", ""),
        reason=given.text(visit, "reason", most=LONG), correction=given.number_if_any(visit, "correction"),
        **visit.when,
    )  # fmt: skip
    messages.success(
        visit,
        "已答复，住户在自己的页面能看到。"
        if visit.language == "zh"
        else "Answered; the household reads it on its own page.",
    )
    return redirect("requests", compound=compound)


@require_POST
def record_one(visit: Visit, dwelling: str) -> HttpResponse:
    """Put on record what somebody asked in person at the office."""
    registry.load_dwelling_for(visit.actor, dwelling, Verb.PARTY_MANAGE, visit.at)
    actions.ask(
        actor=visit.actor, dwelling=dwelling, kind=visit.POST.get("kind", ""), about=visit.POST.get("about", ""),
        words=given.needed(visit, "words", most=LONG), right=given.text(visit, "right", most=LONG), **visit.when,
    )  # fmt: skip
    messages.success(
        visit,
        "请求已记下，在“资料请求”里答复。"
        if visit.language == "zh"
        else "The request is on record; answer it under “Data requests”.",
    )
    return redirect("dwelling", dwelling=dwelling)
