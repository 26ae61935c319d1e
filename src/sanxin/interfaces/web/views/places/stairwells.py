"""One stairwell: its plan, its reasons with their rules, its dwellings, and how it was judged before."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.organisation.queries import Verb, account_names
from sanxin.apps.registry import queries as registry
from sanxin.documents.drawing.stairwell_plan import stairwell_plan
from sanxin.documents.report.plan_rows import (
    has_plan,
    losing_windows,
    measure_rows,
    placed_by_plan,
    stairwell_words,
)
from sanxin.documents.report.words import LAYER_WORDS, summary_of
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.finding import Because, Language
from sanxin.interfaces.web.attendance import Visit
from sanxin.journey.share.serving import who_pays
from sanxin.rulebook.reader import NothingInForce, rules_in_force


@require_safe
def stairwell(visit: Visit, stairwell: str) -> HttpResponse:
    """Show a stairwell and everything found about it."""
    found = registry.load_stairwell_for(visit.actor, stairwell, Verb.COMPOUND_SEE, visit.at)
    compound = found.compound.public_id
    versions = assessments.history_of(visit.actor, stairwell, visit.at)[::-1]
    judged = versions[0].finding if versions else None
    latest = assessments.latest(visit.actor, compound, visit.at) if judged else None
    outcome = assessments.outcome_of(visit.actor, latest.public_id, visit.at) if latest else None
    shown = placed_by_plan(judged) if judged else None
    site = registry.site_of(visit.actor, compound, visit.at)
    shares = {share.stairwell: share for share in registry.elder_shares(visit.actor, compound, visit.at)}
    return render(
        visit,
        "web/stairwell.html",
        {
            "here": "compounds",
            "stairwell": found,
            "card": found.compound,
            "judged": judged,
            "shown": shown,
            **_planned(outcome, judged, found.code, visit.language),
            "who_pays": _who_pays(visit, found, judged),
            "summary": summary_of(judged) if judged else "",
            "versions": versions,
            "names": account_names(version.author for version in versions),
            "unverified": [LAYER_WORDS[layer] for layer in site.unverified_layers()],
            "drawing": mark_safe(stairwell_plan(site, shown)) if shown else "",  # noqa: S308 - escaped where drawn
            "homes": registry.dwellings(visit.actor, compound, visit.at, stairwell=stairwell),
            "elders": shares.get(found.code),
        },
    )


def _who_pays(visit: Visit, stairwell: registry.Stairwell, judged: Any) -> list[Because]:
    """Say who pays for what the plan does here, by the rules of today; nothing without a plan."""
    plan = (judged or {}).get("plan")
    if not plan or "cost_yuan" not in plan:
        return []
    try:
        rules = rules_in_force(stairwell.compound.place, legal_day(visit.at))
    except NothingInForce as silence:
        return [silence.because]
    return who_pays(plan["cost_yuan"], stairwell.building.storeys or 1, rules)


def _planned(outcome: Any, judged: Any, code: str, language: Language) -> dict[str, Any]:
    """Give what the plan does here and what light it takes; nothing for versions that hold neither."""
    if not outcome:
        return {}
    planned = has_plan(outcome) and not judged["has_lift"]
    return {
        "planned": stairwell_words(outcome, judged, language) if planned else "",
        "measures": measure_rows(outcome, language, code),
        "losing": losing_windows(outcome, code, language),
        "has_light": any(one["stairwell"] == code for one in outcome.get("windows") or ()),
    }
