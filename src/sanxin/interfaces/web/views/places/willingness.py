"""Willingness against feasibility, where to go next, who is to be asked again; and every version of the assessment."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.consultation import queries as consultation
from sanxin.apps.organisation.queries import Verb, account_names
from sanxin.apps.registry import queries as registry
from sanxin.foundation.calendar import legal_day
from sanxin.interfaces.web.attendance import Visit
from sanxin.journey.consult import STANCES, StairwellWill, matrix, next_up
from sanxin.rulebook.decisions import consult_rule
from sanxin.rulebook.reader import rules_in_force

CLASSES = ("suitable", "difficult", "unsuitable", "")
NEXT_SHOWN = 12


@require_safe
def willingness(visit: Visit, compound: str) -> HttpResponse:
    """Show which stairwells want a lift how much, against how hard it is (R012), and which come next."""
    card = registry.load_compound_for(visit.actor, compound, Verb.COMPOUND_SEE, visit.at)
    rule = consult_rule(rules_in_force(card.place, legal_day(visit.at)))
    wills = _wills(visit, compound)
    found = matrix(wills, rule.strong)
    may_visit = registry.may(visit.actor, compound, Verb.VISIT_RECORD, visit.at)
    unreached = (
        consultation.not_yet_reached(visit.actor, compound, rule.attempts, visit.at) if may_visit else []
    )
    context = {
        "here": "compounds",
        "tab": "willingness",
        "card": card,
        "rule": rule,
        "percent": float(100 * rule.strong),
        "rows": [
            (suitability, found.cells.get((suitability, True), ()), found.cells.get((suitability, False), ()))
            for suitability in CLASSES
            if any((suitability, wanted) in found.cells for wanted in (True, False))
        ],
        "hard": found.hard_but_wanted(),
        "next": next_up(wills)[:NEXT_SHOWN],
        "stances": STANCES,
        "total": {stance: sum(one.counts[stance] for one in wills) for stance in STANCES},
        "again": assessments.ask_again(visit.actor, compound, visit.at) if may_visit else [],
        "unreached": unreached,
        "attempts": rule.attempts,
        "may_visit": may_visit,
    }
    return render(visit, "web/willingness.html", context)


@require_safe
def versions(visit: Visit, compound: str) -> HttpResponse:
    """List every version of a compound's assessment: author, date, reason, engine, rules."""
    card = registry.load_compound_for(visit.actor, compound, Verb.ASSESSMENT_SEE, visit.at)
    kept = assessments.versions(visit.actor, compound, visit.at)
    context = {
        "here": "compounds",
        "tab": "versions",
        "card": card,
        "versions": kept,
        "names": account_names(one.author for one in kept),
    }
    return render(visit, "web/versions.html", context)


@require_POST
def recheck(visit: Visit, assessment: str) -> HttpResponse:
    """Check a version again by the independent checker, from what it keeps."""
    version = assessments.load_assessment_for(visit.actor, assessment, visit.at)
    faults = assessments.recheck(visit.actor, assessment, visit.at)
    if faults:
        for one in faults[:5]:
            messages.error(visit, one.say(visit.language))
    else:
        zh = f"第 {version.number} 版复核无误：题目、结果与所用规则一致。"
        en = f"Version {version.number} checked again: problem, result and rules hold together."
        messages.success(visit, zh if visit.language == "zh" else en)
    return redirect("versions", compound=version.compound.public_id)


def _wills(visit: Visit, compound: str) -> list[StairwellWill]:
    latest = assessments.latest(visit.actor, compound, visit.at)
    found = assessments.findings_of(visit.actor, latest.public_id, visit.at) if latest else {}
    by_code = {str(one["id"]): one for one in found.values()}
    counts = consultation.stance_counts(visit.actor, compound, visit.at)
    return [
        StairwellWill(
            line.code,
            (by_code.get(line.code) or {}).get("class") or "",
            counts.get(line.code, dict.fromkeys(STANCES, 0)),
            ((by_code.get(line.code) or {}).get("plan") or {}).get("cost_yuan"),
        )
        for line in registry.stairwells(visit.actor, compound, visit.at)
    ]
