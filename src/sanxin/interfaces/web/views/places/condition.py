"""The condition of a compound: nine defects with severity and photograph, and what troubles households."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanxin.apps.condition import actions
from sanxin.apps.condition import queries as found
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.documents.order import natural
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit

DEFECTS = (
    ("broken_road", "道路破损", "broken road"), ("no_green", "无绿化", "no green"),
    ("leaking_roof", "楼顶漏水", "leaking roof"), ("falling_facade", "外墙脱落", "falling façade"),
    ("loose_wires", "线路乱拉", "loose wires"), ("parking", "停车不足", "too little parking"),
    ("mixed_sewer", "雨污不分", "rain and sewage mixed"), ("no_property_room", "无物业用房", "no property office"),
    ("no_activity_space", "无活动区", "no place to meet"),
)  # fmt: skip
NO_KIND = Sentence(
    "defect.kind",
    "没有“{found}”这一类毛病，请从九类中选一类。",
    "There is no defect “{found}”; choose one of the nine.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def condition(visit: Visit, compound: str) -> HttpResponse:
    """Show what was found and what troubles households; record a defect seen."""
    card = registry.load_compound_for(visit.actor, compound, Verb.COMPOUND_SEE, visit.at)
    if visit.method == "POST":
        photo = visit.FILES.get("photo")
        severity = visit.POST.get("severity", "")
        actions.record_defect(
            actor=visit.actor, compound=compound, kind=_kind(visit.POST.get("kind", "")),
            severity=int(severity) if severity.isdigit() else 0, photo=photo.read() if photo else b"",
            note=visit.POST.get("note", "").strip(), stairwell=visit.POST.get("stairwell") or None, **visit.when,
        )  # fmt: skip
        messages.success(visit, "已记录。" if visit.language == "zh" else "Recorded.")
        return redirect("condition", compound=compound)
    lines = sorted(registry.stairwells(visit.actor, compound, visit.at), key=lambda line: natural(line.code))
    context = {
        "here": "compounds",
        "tab": "condition",
        "card": card,
        "kinds": DEFECTS,
        "defects": found.defects(visit.actor, compound, visit.at),
        "issues": found.hot_issues(visit.actor, compound, visit.at),
        "lines": lines,
        "may_record": registry.may(visit.actor, compound, Verb.CONDITION_RECORD, visit.at),
    }
    return render(visit, "web/condition.html", context)


@require_safe
def photo(visit: Visit, defect: str) -> HttpResponse:
    """Show the photograph of a defect to whoever may see the compound."""
    media_type, content = found.photo_of(visit.actor, defect, visit.at)
    return HttpResponse(content, content_type=media_type, headers={"Cache-Control": "private, no-store"})


@require_POST
def withdraw(visit: Visit, defect: str) -> HttpResponse:
    """Take back a defect recorded by mistake."""
    compound = actions.withdraw_defect(
        actor=visit.actor, defect=defect, reason=visit.POST.get("reason", ""), **visit.when
    )
    messages.success(
        visit, "已撤回，记录保留。" if visit.language == "zh" else "Withdrawn; it stays on record."
    )
    return redirect("condition", compound=compound)


def _kind(code: str) -> found.DefectKind:
    if code not in found.DefectKind.values:
        raise Refusal(NO_KIND.because(found=code))
    return found.DefectKind(code)
