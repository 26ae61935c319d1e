"""The compound in space: real shadows of the standard day, with the plan's lifts and without."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.documents.light.day import hours_of
from sanxin.documents.light.scene import has_scene, scene
from sanxin.documents.light.words import clock_sentence
from sanxin.documents.report.plan_rows import losing_windows
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit

LONGEST_CODE = 20


@require_safe
def space(visit: Visit, compound: str) -> HttpResponse:
    """Show a compound in space; ``at`` is the stairwell to stand before."""
    card = registry.load_compound_for(visit.actor, compound, Verb.ASSESSMENT_SEE, visit.at)
    outcome = _outcome(visit, compound)
    context: dict[str, Any] = {"here": "compounds", "tab": "space", "card": card, "shown": has_scene(outcome)}
    if outcome and has_scene(outcome):
        hours = hours_of(outcome)
        context |= {
            "at": visit.GET.get("at", "")[:LONGEST_CODE],
            "hours": hours,
            "noon": (hours.start_min + hours.end_min) / 2,
            "clock": clock_sentence(outcome, hours, visit.language),
            "losing": losing_windows(outcome, None, visit.language),
        }
    return render(visit, "web/space.html", context)


@require_safe
def scene_file(visit: Visit, compound: str) -> HttpResponse:
    """Hand out what the page draws; a household gets its own windows and everybody's buildings."""
    outcome = _outcome(visit, compound)
    if outcome is None or not has_scene(outcome):
        raise Refusal(NOT_FOUND.because())
    site = registry.site_of(visit.actor, compound, visit.at)
    return JsonResponse(scene(site, outcome, visit.language))


def _outcome(visit: Visit, compound: str) -> dict[str, Any] | None:
    latest = assessments.latest(visit.actor, compound, visit.at)
    return assessments.outcome_of(visit.actor, latest.public_id, visit.at) if latest else None
