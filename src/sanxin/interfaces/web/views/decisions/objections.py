"""Objections: raised by a household or for it, answered by the office, ended by whoever raised them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sanxin.apps.decisions import actions
from sanxin.foundation.actor import Helper, Household
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given

LONG = 2000


@require_POST
def raise_one(visit: Visit, decision: str) -> HttpResponse:
    """Put an objection on record."""
    at_home = isinstance(visit.actor, Household | Helper)
    dwelling = visit.actor.dwelling if at_home else visit.POST.get("dwelling", "")  # type: ignore[union-attr]
    actions.raise_objection(
        actor=visit.actor, decision=decision, dwelling=dwelling, words=given.needed(visit, "words", most=LONG),
        **visit.when,
    )  # fmt: skip
    return _back(
        visit, "异议已记录，会得到书面答复。", "Your objection is on record and will be answered in writing."
    )


@require_POST
def reply(visit: Visit, objection: str) -> HttpResponse:
    """Answer an objection in writing."""
    words = given.needed(visit, "words", most=LONG)
    actions.answer_objection(actor=visit.actor, objection=objection, words=words, **visit.when)
    return _back(visit, "答复已送达。", "The reply is given.")


@require_POST
def settle(visit: Visit, objection: str) -> HttpResponse:
    """Record how an answered objection ended."""
    actions.settle_objection(
        actor=visit.actor, objection=objection, how=visit.POST.get("how", ""), **visit.when
    )
    return _back(visit, "已记下。", "On record.")


def _back(visit: Visit, zh: str, en: str) -> HttpResponse:
    messages.success(visit, zh if visit.language == "zh" else en)
    if isinstance(visit.actor, Household | Helper):
        return redirect("home")
    return redirect("decision", decision=visit.POST.get("decision", "-"))
