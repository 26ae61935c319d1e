"""A household lets somebody help: it names the person, hands over a card, sees what was done, and ends it at once."""

import io
from datetime import date
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST
from django_scopes import scope

from sanxin.apps.decisions import queries as decisions
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import NOT_FOUND, HelpLine, Verb, helpers_of
from sanxin.apps.registry import actions
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Household
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given
from sanxin.interfaces.web.views.people.households import CARD_DAYS

LONGEST_NAME = 60
MOST_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def helpers(visit: Visit) -> HttpResponse:
    """Show a household who acts for it and what they did; let it name somebody, and hand over the card once."""
    actor = _at_home(visit)
    home = registry.load_dwelling_for(actor, actor.dwelling, Verb.CONSENT_RECORD, visit.at)
    context: dict[str, Any] = {}
    if visit.method == "POST":
        given.be_sure(visit)
        name, until = given.needed(visit, "name", most=LONGEST_NAME), given.day(visit, "until")
        made = actions.invite_helper(
            actor=actor, dwelling=actor.dwelling, name=name, until=until, **visit.when
        )
        context["slip"] = slip_of(visit, made, name, until)
    helping = helping_now(visit, home)
    context |= {"home": home, "card": home.compound, "helping": helping, "done": _done(visit, home, helping)}
    return render(visit, "web/helpers.html", context)


@require_POST
def end_help(visit: Visit, helper: str) -> HttpResponse:
    """End at once that somebody acts for the household."""
    actor = _at_home(visit)
    actions.end_help(actor=actor, dwelling=actor.dwelling, helper=helper, **visit.when)
    messages.success(
        visit,
        "已经结束，这个人从现在起进不来了。" if visit.language == "zh" else "Ended. From now on that person cannot come in.",
    )  # fmt: skip
    return redirect("helpers")


def helping_now(visit: Visit, home: registry.Dwelling) -> list[HelpLine]:
    """List who acts for a dwelling; help from before somebody left it is over, as are the sessions of that time."""
    known = helpers_of(visit.actor, home.public_id, home.neighbourhood_id, visit.at)
    return [one for one in known if not registry.changed_hands(home.public_id, one.recorded_at, visit.at)]


def slip_of(visit: Visit, made: actions.Card, name: str, until: date) -> dict[str, Any]:
    """Lay out a helper's card to be printed: its code is known nowhere else."""
    return {
        "name": name, "until": until, "card": made.card, "code": made.code,
        "qr": _drawn(visit.build_absolute_uri(reverse("card", args=[made.card]))),
        "site": visit.build_absolute_uri("/"), "good_until": visit.at + CARD_DAYS,
    }  # fmt: skip


def _done(visit: Visit, home: registry.Dwelling, helping: list[HelpLine]) -> list[tuple[journal.Line, str]]:
    """List what helpers of this dwelling put on record, newest first, with the name of each who still helps."""
    names = {one.ref: one.name for one in helping}
    streams = [one.stream for one in decisions.decisions_on(visit.actor, home.compound.public_id, visit.at)]
    with scope(neighbourhood=home.neighbourhood_id):
        found = {
            line.index: line
            for told in ({"subject": f"dwelling/{home.public_id}"}, *({"stream": one} for one in streams))
            for line in journal.lines(**told, last=1000)
        }
    own = [
        (line, names.get(who, ""))
        for _, line in sorted(found.items(), reverse=True)
        if (who := str((line.record or {}).get("actor", ""))).startswith("helper:")
        and who.endswith(f"/{home.public_id}")
    ]
    return own[:MOST_SHOWN]


def _drawn(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="q").save(drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2)
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn from an address of our own


def _at_home(visit: Visit) -> Household:
    """Give the household itself: a helper lets nobody else help."""
    if not isinstance(visit.actor, Household):
        raise Refusal(NOT_FOUND.because())
    return visit.actor
