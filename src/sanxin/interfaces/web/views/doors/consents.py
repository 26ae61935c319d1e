"""A household without a telephone lets somebody help on paper: the office prints the sheet, records it signed, and ends it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanxin.apps.journal import actions as record
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, sheet_of
from sanxin.apps.registry import actions
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Staff
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given
from sanxin.interfaces.web.views.doors.helping import LONGEST_NAME, helping_now, slip_of


@require_http_methods(["GET", "HEAD", "POST"])
def dwelling_helpers(visit: Visit, dwelling: str) -> HttpResponse:
    """Show the office who acts for a dwelling; record a signed sheet, and give the helper's card once."""
    home = _at_the_desk(visit, dwelling)
    context: dict[str, Any] = {}
    if visit.method == "POST":
        given.be_sure(visit)
        name, until = given.needed(visit, "name", most=LONGEST_NAME), given.day(visit, "until")
        upload = visit.FILES.get("photo")
        made = actions.let_help(
            actor=visit.actor, dwelling=dwelling, name=name, party=visit.POST.get("party", ""), until=until,
            photo=upload.read() if upload else b"", **visit.when,
        )  # fmt: skip
        context["slip"] = slip_of(visit, made, name, until)
    _note(visit, home)
    people = registry.people_of(visit.actor, dwelling, visit.at)
    names = {one.party: one.person.name for one in people}
    context |= {
        "here": "compounds",
        "home": home,
        "card": home.compound,
        "helping": [(one, names.get(one.party, "")) for one in helping_now(visit, home)],
        "signers": [one for one in people if one.may_sign],
    }
    return render(visit, "web/dwelling_helpers.html", context)


@require_safe
def consent_form(visit: Visit, dwelling: str) -> HttpResponse:
    """Show the sheet a household signs, in both languages and large type, to be printed; it names nobody."""
    home = _at_the_desk(visit, dwelling)
    return render(visit, "web/consent_form.html", {"here": "compounds", "home": home, "card": home.compound})


@require_safe
def consent_sheet(visit: Visit, dwelling: str, helper: str) -> HttpResponse:
    """Show the photograph of a signed sheet to whoever may record one: it carries names."""
    home = _at_the_desk(visit, dwelling)
    digest = sheet_of(visit.actor, dwelling, home.neighbourhood_id, helper, visit.at)
    media_type, content = journal.read_evidence(neighbourhood=home.neighbourhood_id, digest=digest)
    _note(visit, home)
    return HttpResponse(content, content_type=media_type, headers={"Cache-Control": "private, no-store"})


@require_POST
def end_dwelling_help(visit: Visit, dwelling: str, helper: str) -> HttpResponse:
    """End at once that somebody acts for a dwelling, when its household says so."""
    _at_the_desk(visit, dwelling)
    actions.end_help(actor=visit.actor, dwelling=dwelling, helper=helper, **visit.when)
    messages.success(
        visit,
        "已经结束，这个人从现在起进不来了。" if visit.language == "zh" else "Ended. From now on that person cannot come in.",
    )  # fmt: skip
    return redirect("dwelling_helpers", dwelling=dwelling)


@require_POST
def end_sessions(visit: Visit, dwelling: str) -> HttpResponse:
    """End every session and all help of a dwelling at once, as when its telephone was lost."""
    home = _at_the_desk(visit, dwelling)
    given.be_sure(visit)
    ended = organisation.revoke_sessions(
        actor=visit.actor, dwelling=dwelling, neighbourhood=home.neighbourhood_id, **visit.when
    )
    said = (
        f"已经退出：手机登录和代办共 {ended} 项。"
        if visit.language == "zh"
        else f"Closed: {ended} sessions and consents to help."
    )
    messages.success(visit, said)
    return redirect("dwelling_helpers", dwelling=dwelling)


def _at_the_desk(visit: Visit, dwelling: str) -> registry.Dwelling:
    """Give the dwelling to staff who may record its consents; a household does it on its own page."""
    if not isinstance(visit.actor, Staff):
        raise Refusal(NOT_FOUND.because())
    return registry.load_dwelling_for(visit.actor, dwelling, Verb.CONSENT_RECORD, visit.at)


def _note(visit: Visit, home: registry.Dwelling) -> None:
    """Note who read who helps: the household sees it on its own page."""
    record.note_look(
        actor=visit.actor, neighbourhood=home.neighbourhood_id, subject=f"dwelling/{home.public_id}",
        what="helpers", at=visit.at,
    )  # fmt: skip
