"""A stairwell on site: what people found beside the engine, experts' advice, ground survey, heritage approval."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanxin.apps.assessment import actions
from sanxin.apps.assessment import queries as assessments
from sanxin.apps.organisation.queries import Verb, account_names
from sanxin.apps.registry import queries as registry
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given
from sanxin.journey.survey import Feature

LONG = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def onsite(visit: Visit, stairwell: str) -> HttpResponse:
    """Show the engine's finding and people's side by side; record a professional's own look."""
    found = registry.load_stairwell_for(visit.actor, stairwell, Verb.ASSESSMENT_SEE, visit.at)
    if visit.method == "POST":
        signature = visit.FILES.get("signature")
        actions.record_onsite(
            actor=visit.actor, stairwell=stairwell, organisation=given.text(visit, "organisation"),
            assessor=given.text(visit, "assessor"), assessed_on=given.day_if_any(visit, "assessed_on"),
            photos=[photo.read() for photo in visit.FILES.getlist("photos")], verdict=visit.POST.get("verdict", ""),
            reason=given.text(visit, "reason", most=LONG), signature=signature.read() if signature else b"",
            **visit.when,
        )  # fmt: skip
        return _done(visit, stairwell, "现场评估已记下。", "The on-site assessment is on record.")
    both = assessments.side_by_side(visit.actor, stairwell, visit.at)
    listed = [one.id for one in _zones(visit, found.compound.public_id)]
    context = {
        "here": "compounds",
        "stairwell": found,
        "card": found.compound,
        "both": both,
        "photos": {one.pk: range(len(one.photo_digests.split("\n"))) for one in both.onsite},
        "names": account_names(
            [one.actor for one in both.onsite]
            + [one.actor for one in both.opinions]
            + [one.actor for one in both.surveys]
        ),
        "may_record": registry.may(visit.actor, found.compound.public_id, Verb.ASSESSMENT_RECORD, visit.at),
        "zones": listed,
    }
    return render(visit, "web/onsite.html", context)


@require_POST
def opinion(visit: Visit, stairwell: str) -> HttpResponse:
    """Record an expert's advice on one of the constraints."""
    rule, _, thing = visit.POST.get("constraint", "").partition(" ")
    actions.record_opinion(
        actor=visit.actor, stairwell=stairwell, rule=rule, thing=thing, expert=given.text(visit, "expert"),
        advice=given.text(visit, "advice", most=LONG), meeting=given.text(visit, "meeting", most=120),
        met_on=given.day(visit, "met_on"), **visit.when,
    )  # fmt: skip
    return _done(visit, stairwell, "专家意见已记下。", "The expert's advice is on record.")


@require_POST
def settle(visit: Visit, opinion: str) -> HttpResponse:
    """Say whether an expert's advice is adopted, and why."""
    stairwell = actions.settle_opinion(
        actor=visit.actor, opinion=opinion, adopted=visit.POST.get("adopted") == "yes",
        because=given.text(visit, "reason", most=LONG), **visit.when,
    )  # fmt: skip
    return _done(visit, stairwell, "已记下是否采纳。", "It is on record whether it was adopted.")


@require_POST
def survey(visit: Visit, stairwell: str) -> HttpResponse:
    """Open the ground survey, or close it with its report, or release the drawings that waited for it."""
    upload = visit.FILES.get("file")
    content = upload.read() if upload else b""
    match visit.POST.get("step"):
        case "close":
            actions.close_ground_survey(
                actor=visit.actor, survey=visit.POST.get("survey", ""), report=content, **visit.when
            )
            return _done(visit, stairwell, "地勘已完成。", "The ground survey is closed.")
        case "release":
            actions.release_drawings(actor=visit.actor, stairwell=stairwell, drawings=content, **visit.when)
            return _done(visit, stairwell, "施工图已发布。", "The drawings are released.")
        case _:
            actions.open_ground_survey(actor=visit.actor, stairwell=stairwell, **visit.when)
            return _done(visit, stairwell, "地勘任务已开始。", "The ground survey is open.")


@require_POST
def approve_heritage(visit: Visit, stairwell: str) -> HttpResponse:
    """Attach a heritage approval that this stairwell waits for."""
    found = registry.load_stairwell_for(visit.actor, stairwell, Verb.ASSESSMENT_SEE, visit.at)
    upload = visit.FILES.get("file")
    actions.attach_heritage_approval(
        actor=visit.actor, compound=found.compound.public_id, thing=visit.POST.get("thing", ""),
        number=given.text(visit, "number"), document=upload.read() if upload else b"", **visit.when,
    )  # fmt: skip
    return _done(
        visit,
        stairwell,
        "批复已附上，重新评估后生效。",
        "The approval is attached; assess again for it to count.",
    )


@require_safe
def photo(visit: Visit, onsite: str, number: int) -> HttpResponse:
    """Show a photograph of an on-site assessment."""
    media_type, content = assessments.onsite_photo(visit.actor, onsite, number, visit.at)
    return HttpResponse(content, content_type=media_type, headers={"Cache-Control": "private, no-store"})


@require_safe
def report(visit: Visit, survey: str) -> HttpResponse:
    """Show the report of a ground survey."""
    media_type, content = assessments.survey_report(visit.actor, survey, visit.at)
    return HttpResponse(content, content_type=media_type, headers={"Cache-Control": "private, no-store"})


def _zones(visit: Visit, compound: str) -> list[Feature]:
    site = assessments.site_to_assess(visit.actor, compound, visit.at)
    zones = [zone for zone in site.of_kind("heritage_zone") if not zone.properties.get("approval")]
    return zones + [each for each in site.of_kind("stairwell") if each.properties.get("heritage")]


def _done(visit: Visit, stairwell: str, zh: str, en: str) -> HttpResponse:
    messages.success(visit, zh if visit.language == "zh" else en)
    return redirect("onsite", stairwell=stairwell)
