"""Coming in and going out: staff by password and code, residents by a printed card."""

from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanxin.apps.organisation import actions as organisation
from sanxin.apps.registry import actions as registry
from sanxin.foundation.actor import Helper, Household, Staff
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit, address_of, let_in


@require_safe
def start(visit: Visit) -> HttpResponse:
    """Send everybody to where their work is."""
    match visit.actor:
        case Staff():
            return redirect("compounds")
        case Household() | Helper():
            return redirect("home")
        case _:
            return redirect("demo" if settings.MODE == "demo" else "sign_in")


@require_safe
def favicon(visit: Visit) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send browsers that ask for the old name to the seal."""
    return HttpResponsePermanentRedirect(static("sanxin/seal.svg"))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(visit: Visit) -> HttpResponse:
    """Let a person in by name, password and one-time code."""
    onward = _onward(visit, "/")
    page = "web/card_first.html" if onward.startswith(reverse("home")) else "web/sign_in.html"
    given = {key: visit.POST.get(key, "") for key in ("name", "password", "code")}
    if visit.method != "POST":
        return render(visit, page, {"next": onward})
    try:
        keep = partial(let_in, visit)
        organisation.sign_in(**given, address=address_of(visit), at=visit.at, keep=keep)
    except Refusal as refusal:
        told = {"refusal": refusal, "next": onward, "name": given["name"]}
        return render(visit, page, told, status=422)
    return HttpResponseRedirect(onward)


@require_POST
def sign_out(visit: Visit) -> HttpResponse:
    """Forget who was here."""
    visit.session.flush()
    return redirect("sign_in")


@require_safe
def card_entry(visit: Visit) -> HttpResponse:
    """Take a card's number typed by hand to the card's own page, and remember where it was to lead."""
    card = "".join(sign for sign in visit.GET.get("card", "") if sign.isalnum())
    address = reverse("card", args=[card]) if card else reverse("sign_in")
    onward = _onward(visit, "")
    return redirect(f"{address}?{urlencode({'next': onward})}" if onward else address)


@require_http_methods(["GET", "HEAD", "POST"])
def card(visit: Visit, card: str) -> HttpResponse:
    """Exchange a card's code, once, for the household's own page, or the one it came for."""
    onward = _onward(visit, reverse("home"))
    if visit.method != "POST":
        return render(visit, "web/card.html", {"next": onward})
    try:
        code = visit.POST.get("code", "")
        keep = partial(let_in, visit)
        registry.redeem(card=card, code=code, address=address_of(visit), at=visit.at, keep=keep)
    except Refusal as refusal:
        return render(visit, "web/card.html", {"refusal": refusal, "next": onward}, status=422)
    return HttpResponseRedirect(onward)


def _onward(visit: Visit, otherwise: str) -> str:
    """Give the page somebody came for, if it is one of this house."""
    asked = visit.POST.get("next") or visit.GET.get("next") or ""
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else otherwise
