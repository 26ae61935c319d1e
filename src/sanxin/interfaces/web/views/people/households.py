"""Households: the office's list and printed cards, namesakes to confirm, and a household's own page."""

import io
from datetime import timedelta
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_scopes import scope

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.condition import actions as condition
from sanxin.apps.consultation import queries as consultation
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.funding import queries as funding
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, account_names, own_help
from sanxin.apps.publicity import queries as publicity
from sanxin.apps.registry import actions
from sanxin.apps.registry import queries as registry
from sanxin.documents.drawing.stairwell_plan import stairwell_plan
from sanxin.documents.light.story import building_names, light_story
from sanxin.documents.order import natural
from sanxin.documents.report.plan_rows import placed_by_plan
from sanxin.documents.report.words import LAYER_WORDS, summary_of
from sanxin.foundation.actor import Helper, Household
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit

CARD_DAYS = timedelta(days=30)


@require_safe
def dwellings(visit: Visit, compound: str) -> HttpResponse:
    """List a compound's dwellings, those not reached among them."""
    card = registry.load_compound_for(visit.actor, compound, Verb.DWELLING_SEE, visit.at)
    homes = sorted(registry.dwellings(visit.actor, compound, visit.at), key=by_room)
    context = {
        "here": "compounds",
        "tab": "dwellings",
        "card": card,
        "homes": homes,
        "not_reached": sum(not home.reached for home in homes),
        "without_area": sum(home.area_m2 is None for home in homes),
    }
    return render(visit, "web/dwellings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def namesakes(visit: Visit, compound: str) -> HttpResponse:
    """Show owners of one name who may be one person, and put a person's answer on record."""
    card = registry.load_compound_for(visit.actor, compound, Verb.PARTY_MANAGE, visit.at)
    if visit.method == "POST":
        actions.decide_namesake(
            actor=visit.actor, one=visit.POST.get("one", ""), other=visit.POST.get("other", ""),
            same=visit.POST.get("same") == "yes", reason=visit.POST.get("reason", "").strip(), **visit.when,
        )  # fmt: skip
        messages.success(visit, "已记录在案。" if visit.language == "zh" else "Put on record.")
        return redirect("namesakes", compound=compound)
    pairs = registry.namesake_pairs(visit.actor, compound, visit.at)
    return render(
        visit, "web/namesakes.html", {"here": "compounds", "tab": "namesakes", "card": card, "pairs": pairs}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cards(visit: Visit, compound: str) -> HttpResponse:
    """Print the cards of a stairwell's households: a QR code and a code that works once."""
    card = registry.load_compound_for(visit.actor, compound, Verb.INVITATION_ISSUE, visit.at)
    lines = sorted(registry.stairwells(visit.actor, compound, visit.at), key=lambda line: natural(line.code))
    context = {"here": "compounds", "tab": "cards", "card": card, "lines": lines}
    if visit.method == "POST":
        wanted = visit.POST.get("stairwell", "")
        homes = sorted(registry.dwellings(visit.actor, compound, visit.at, stairwell=wanted), key=by_room)
        context["slips"] = [_slip(visit, home) for home in homes]
        context["until"] = visit.at + CARD_DAYS
    return render(visit, "web/cards.html", context)


def by_room(home: registry.DwellingLine) -> list[tuple[int, int, str]]:
    """Give the key by which dwellings are listed: stairwell, then room, as people count."""
    return [*natural(home.stairwell), *natural(home.room)]


def _slip(visit: Visit, home: registry.DwellingLine) -> dict[str, object]:
    issued = actions.invite(actor=visit.actor, dwelling=home.public_id, **visit.when)
    address = visit.build_absolute_uri(reverse("card", args=[issued.card]))
    drawn = io.BytesIO()
    segno.make(address, error="q").save(drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2)
    code = mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn from an address of our own
    return {
        "home": home,
        "card": issued.card,
        "code": issued.code,
        "qr": code,
        "site": visit.build_absolute_uri("/"),
    }


@require_safe
def home(visit: Visit) -> HttpResponse:
    """Show a household where its stairwell stands."""
    if not isinstance(visit.actor, Household | Helper):
        raise Refusal(NOT_FOUND.because())
    dwelling = registry.load_dwelling_for(visit.actor, visit.actor.dwelling, Verb.DWELLING_SEE, visit.at)
    compound = dwelling.compound.public_id
    versions = assessments.history_of(visit.actor, dwelling.stairwell.public_id, visit.at)
    judged = versions[-1].finding if versions else None
    site = registry.site_of(visit.actor, compound, visit.at)
    outcome = assessments.light_of(visit.actor, dwelling.public_id, visit.at)
    asked = [_asked(visit, one) for one in decisions.decisions_on(visit.actor, compound, visit.at)]
    looks = own_looks(visit, dwelling, [one["decision"] for one in asked])
    context = {
        "asked": asked,
        "help": own_help(visit.actor, visit.at) if isinstance(visit.actor, Helper) else None,
        "looks": looks,
        "names": account_names([one.actor for one in looks]),
        "share": funding.own_share(visit.actor, visit.at),
        "money": funding.own_shares(visit.actor, visit.at),
        "light": light_story(outcome, building_names(site), visit.language) if outcome else None,
        "dwelling": dwelling,
        "card": dwelling.compound,
        "judged": judged,
        "summary": summary_of(judged) if judged else "",
        "unverified": [LAYER_WORDS[layer] for layer in site.unverified_layers()],
        "drawing": mark_safe(stairwell_plan(site, placed_by_plan(judged))) if judged else "",  # noqa: S308 - escaped where drawn
    }
    return render(visit, "web/home.html", context)


def own_looks(
    visit: Visit, dwelling: registry.Dwelling, asked: list[decisions.Decision]
) -> list[journal.Look]:
    """List who read what is this household's own, the single votes and the attendance it is among, newest first."""
    came = consultation.versions_attended(visit.actor, dwelling.public_id, visit.at)
    with scope(neighbourhood=dwelling.neighbourhood_id):
        subjects = [
            f"dwelling/{dwelling.public_id}",
            *(f"decision/{one.public_id}" for one in asked),
            *(f"meeting/{one}" for one in came),
        ]
        found = [look for subject in subjects for look in journal.looks_at(subject)]
    return sorted(found, key=lambda look: look.at, reverse=True)[:20]


def _asked(visit: Visit, decision: decisions.Decision) -> dict[str, Any]:
    """Lay out a decision for a household: its last round, its own ballot, its own objections."""
    rounds = decisions.round_states(visit.actor, decision.public_id, visit.at)
    last = rounds[-1] if rounds else None
    own = decisions.own_ballot(visit.actor, last.public_id, visit.actor.dwelling, visit.at) if last else None  # type: ignore[union-attr]
    return {
        "decision": decision,
        "round": last,
        "is_open": bool(last and last.is_open(visit.at)),
        "earlier": [one for one in reversed(rounds[:-1]) if one.declared_at],
        # Single votes go out once some result is out and nobody can still vote.
        "exports": any(one.declared_at for one in rounds) and all(one.closed_at for one in rounds),
        "ballot": own[0] if own else None,
        "sheet": own[1].sheet if own else None,
        "objections": decisions.objections_of(visit.actor, decision.public_id, visit.at),
        "notices": publicity.notices_of(visit.actor, decision.project.public_id, visit.at),
    }


@require_POST
def voice(visit: Visit) -> HttpResponse:
    """Let a household say what troubles it."""
    if not isinstance(visit.actor, Household | Helper):
        raise Refusal(NOT_FOUND.because())
    title = visit.POST.get("title", "").strip()[:120]
    if title:
        condition.voice_issue(actor=visit.actor, dwelling=visit.actor.dwelling, title=title, **visit.when)
        messages.success(visit, "已记下，谢谢。" if visit.language == "zh" else "Noted, thank you.")
    return redirect("home")
