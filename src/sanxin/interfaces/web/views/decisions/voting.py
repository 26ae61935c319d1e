"""A household votes: choose, confirm, keep the receipt. Two taps, and one more to confirm."""

import io

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from sanxin.apps.decisions import actions
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Helper, Household, Staff
from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import attachment

KEY_LENGTH = 20
PRINTED_ROOT = 20  # hexadecimal digits: 80 bits


@require_http_methods(["GET", "HEAD", "POST"])
def vote(visit: Visit, asked: str) -> HttpResponse:
    """Show the question; then what was chosen, to confirm; then hand it in."""
    if isinstance(visit.actor, Staff):
        return _to_the_sheet(visit, asked)
    dwelling = _own(visit)
    if visit.method == "POST":
        actions.cast_ballot(
            actor=visit.actor, round=asked, dwelling=dwelling, choice=visit.POST.get("choice", ""),
            channel="phone", key=visit.POST.get("key", "")[:60], replaces=visit.POST.get("replaces", "")[:20],
            **visit.when,
        )  # fmt: skip
        return redirect("receipt", asked=asked)
    found = decisions.load_round_for(visit.actor, asked, Verb.BALLOT_CAST, visit.at)
    standing = decisions.own_ballot(visit.actor, asked, dwelling, visit.at)
    state = next(
        one
        for one in decisions.round_states(visit.actor, found.decision.public_id, visit.at)
        if one.public_id == asked
    )
    context = {
        "asked": found,
        "state": state,
        "is_open": state.is_open(visit.at),
        "options": state.laid_down["options"],
        "choice": visit.GET.get("choice") if visit.GET.get("choice") in state.laid_down["options"] else None,
        "standing": standing[0] if standing else None,
        "key": get_random_string(KEY_LENGTH),
    }
    return render(visit, "web/decisions/vote.html", context)


@require_safe
def receipt(visit: Visit, asked: str) -> HttpResponse:
    """Show the household's receipt, large enough to keep: the sheet, what counts, and the proof underneath."""
    if isinstance(visit.actor, Staff):
        return _to_the_sheet(visit, asked)
    dwelling = _own(visit)
    found = decisions.load_round_for(visit.actor, asked, Verb.BALLOT_CAST, visit.at)
    standing = decisions.own_ballot(visit.actor, asked, dwelling, visit.at)
    if standing is None:
        raise Refusal(NOT_FOUND.because())
    ballot, kept = standing
    line = f"{kept.root[:PRINTED_ROOT]}@{kept.size}"
    drawn = io.BytesIO()
    segno.make(f"SANXIN {kept.sheet} {kept.index} {kept.leaf_hash} {line}", error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2
    )
    home = registry.load_dwelling_for(visit.actor, dwelling, Verb.DWELLING_SEE, visit.at)
    context = {
        "asked": found,
        "home": home,
        "ballot": ballot,
        "kept": kept,
        "line": line,
        "qr": mark_safe(drawn.getvalue().decode()),  # noqa: S308 - drawn from figures of our own
    }
    return render(visit, "web/decisions/receipt.html", context)


@require_safe
def receipt_file(visit: Visit, asked: str) -> HttpResponse:
    """Hand out the receipt as ``sanxin verify --receipt`` reads it."""
    dwelling = _own(visit)
    proof = decisions.proof_of(visit.actor, asked, dwelling, visit.at)
    if proof is None:
        raise Refusal(NOT_FOUND.because())
    return attachment(f"回执-{proof['sheet']}号票.json", canonical_bytes(proof), "application/json")


def _to_the_sheet(visit: Visit, asked: str) -> HttpResponse:
    """Send whoever of the team scans a printed sheet to where it is entered."""
    decisions.load_round_for(visit.actor, asked, Verb.BALLOT_CAST, visit.at)
    lines = decisions.roll_of(visit.actor, asked, visit.at)
    line = next((one for one in lines if str(one.sheet) == visit.GET.get("s")), None)
    if line is None:
        raise Refusal(NOT_FOUND.because())
    return redirect("sheet", asked=asked, dwelling=line.dwelling)


def _own(visit: Visit) -> str:
    if not isinstance(visit.actor, Household | Helper):
        raise Refusal(NOT_FOUND.because())
    return visit.actor.dwelling
