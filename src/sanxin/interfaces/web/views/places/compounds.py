"""Compounds: the portfolio, and one compound as a board of map and list."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from sanxin.apps.assessment import actions as assessment
from sanxin.apps.assessment import queries as assessments
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, account_names, neighbourhoods_for
from sanxin.apps.privacy import queries as privacy
from sanxin.apps.projects import queries as projects
from sanxin.apps.registry import queries as registry
from sanxin.documents.drawing.plan_layer import plan_layer
from sanxin.documents.drawing.site_map import site_map
from sanxin.documents.map_page import map_html
from sanxin.documents.order import natural
from sanxin.documents.report.meeting import meeting_pdf
from sanxin.documents.report.plan_rows import (
    frontier,
    has_plan,
    measure_rows,
    unserved_rows,
    whole_plan_words,
)
from sanxin.documents.report.report import report_pdf
from sanxin.documents.report.words import LAYER_WORDS, summary_of
from sanxin.documents.spreadsheets.workbook import assessment_xlsx
from sanxin.foundation.actor import Public
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.finding import Language
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import attachment
from sanxin.journey.assess import assess
from sanxin.rulebook.reader import rules_in_force

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SLIDER_YUAN = 10_000  # the step of the budget slider
CLASSES = ("suitable", "difficult", "unsuitable", "has_lift")
FILES = ("report.pdf", "meeting.pdf", "assessment.xlsx", "map.html", "assessment.json")


@require_safe
def compounds(visit: Visit) -> HttpResponse:
    """Show every compound the actor works on, with its stage and what comes next."""
    if isinstance(visit.actor, Public):
        raise Refusal(NOT_FOUND.because())
    lines = projects.portfolio(visit.actor, visit.at)
    classes = assessments.latest_classes(visit.actor, visit.at)
    may_import = bool(neighbourhoods_for(visit.actor, Verb.COMPOUND_IMPORT, visit.at))
    waiting = privacy.waiting_by_compound(visit.actor, visit.at)
    context = {
        "here": "compounds",
        "asked": [
            (line.compound, line.name, waiting[line.compound]) for line in lines if line.compound in waiting
        ],
        "lines": [(line, _in_order(classes.get(line.compound or "", {}))) for line in lines],
        "may_import": may_import,
    }
    return render(visit, "web/compounds.html", context)


@require_safe
def compound(visit: Visit, compound: str) -> HttpResponse:
    """Show a compound: the map, each stairwell's class, and what stands in the way."""
    card = registry.load_compound_for(visit.actor, compound, Verb.COMPOUND_SEE, visit.at)
    site = registry.site_of(visit.actor, compound, visit.at)
    latest = assessments.latest(visit.actor, compound, visit.at)
    outcome = assessments.outcome_of(visit.actor, latest.public_id, visit.at) if latest else None
    lines = registry.stairwells(visit.actor, compound, visit.at)
    judged = {one["id"]: one for one in outcome["stairwells"]} if outcome else {}
    rows = [(line, judged.get(line.code), _why(judged.get(line.code))) for line in lines]
    links = {line.code: f"/stairwells/{line.public_id}/" for line in lines}
    measures = measure_rows(outcome, visit.language) if outcome else []
    over = plan_layer(site, outcome, {one.id: one.said for one in measures})
    may = {verb.name: _may(visit, compound, verb) for verb in (Verb.ASSESSMENT_RECORD, Verb.COMPOUND_IMPORT)}
    return render(
        visit,
        "web/compound.html",
        {
            "here": "compounds",
            "tab": "map",
            "card": card,
            "latest": latest,
            "names": account_names([latest.author] if latest else []),
            "outcome": outcome,
            "plan": _plan(outcome, visit.language),
            "measures": measures,
            "rows": sorted(rows, key=lambda row: natural(row[0].code)),
            "unverified": [LAYER_WORDS[layer] for layer in site.unverified_layers()],
            "drawing": mark_safe(site_map(site, outcome, links, over)),  # noqa: S308 - escaped where it is drawn
            "may": may,
            "dwellings": sum(line.dwellings for line in lines),
            "not_reached": sum(line.dwellings - line.reached for line in lines),
        },
    )


@require_POST
def assess_now(visit: Visit, compound: str) -> HttpResponse:
    """Assess a compound as it stands, by the rules in force today, as a new version."""
    card = registry.load_compound_for(visit.actor, compound, Verb.ASSESSMENT_RECORD, visit.at)
    site = assessments.site_to_assess(visit.actor, compound, visit.at)
    on = legal_day(visit.at)
    done = assess(site, rules_in_force(card.place, on), on)
    reason = visit.POST.get("reason", "").strip() or (
        "首次评估" if visit.language == "zh" else "first assessment"
    )
    assessment.record_assessment(
        actor=visit.actor, compound=compound, outcome=done.to_json(), reason=reason,
        rulebook=done.rules.pinned(), **visit.when,
    )  # fmt: skip
    messages.success(visit, "已存为新的一版。" if visit.language == "zh" else "Kept as a new version.")
    return redirect("compound", compound=compound)


@require_safe
def assessment_file(visit: Visit, compound: str, name: str) -> HttpResponse:
    """Hand out the latest assessment as a file."""
    site = registry.site_of(visit.actor, compound, visit.at)
    latest = assessments.latest(visit.actor, compound, visit.at)
    if latest is None or name not in FILES:
        raise Refusal(NOT_FOUND.because())
    outcome = assessments.outcome_of(visit.actor, latest.public_id, visit.at)
    if name == "meeting.pdf" and not has_plan(outcome):
        raise Refusal(NOT_FOUND.because())
    return attachment(name, *_written(name, site, outcome))


def _written(name: str, site: Any, outcome: Any) -> tuple[bytes, str]:
    match name:
        case "report.pdf":
            return report_pdf(site, outcome), "application/pdf"
        case "meeting.pdf":
            return meeting_pdf(site, outcome), "application/pdf"
        case "assessment.xlsx":
            return assessment_xlsx(outcome), XLSX
        case "map.html":
            return map_html(site, outcome).encode(), "text/html; charset=utf-8"
        case _:
            return json.dumps(outcome, ensure_ascii=False, indent=1).encode(), "application/json"


def _plan(outcome: Any, language: Language) -> dict[str, Any] | None:
    if not has_plan(outcome):
        return None
    steps = frontier(outcome)
    dearest = max((step.cost_yuan for step in steps), default=0)
    return {
        "sentence": whole_plan_words(outcome, language),
        "unserved": unserved_rows(outcome, language),
        "steps": steps,
        "names": all(step.left is not None for step in steps),
        "most": -(-dearest // SLIDER_YUAN) * SLIDER_YUAN,
    }


def _in_order(classes: dict[str, int]) -> list[tuple[str, int]]:
    return [(one, classes[one]) for one in CLASSES if one in classes]


def _why(judged: Any) -> str:
    return summary_of(judged) if judged and judged["reasons"] else ""


def _may(visit: Visit, compound: str, verb: Verb) -> bool:
    return registry.may(visit.actor, compound, verb, visit.at)
