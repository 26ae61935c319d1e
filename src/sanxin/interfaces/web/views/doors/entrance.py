"""Coming in and going out: staff by password and code, residents by a printed card."""

from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanxin.apps.organisation import actions as organisation
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
    onward = visit.POST.get("next") or visit.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = "/"
    given = {key: visit.POST.get(key, "") for key in ("name", "password", "code")}
    if visit.method != "POST":
        return render(visit, "web/sign_in.html", {"next": onward})
    try:
        actor = organisation.sign_in(**given, address=address_of(visit), at=visit.at)
    except Refusal as refusal:
        told = {"refusal": refusal, "next": onward, "name": given["name"]}
        return render(visit, "web/sign_in.html", told, status=422)
    let_in(visit, actor)
    return HttpResponseRedirect(onward)


@require_POST
def sign_out(visit: Visit) -> HttpResponse:
    """Forget who was here."""
    visit.session.flush()
    return redirect("sign_in")


@require_safe
def card_entry(visit: Visit) -> HttpResponse:
    """Take a card's number typed by hand to the card's own page."""
    card = "".join(sign for sign in visit.GET.get("card", "") if sign.isalnum())
    return redirect("card", card=card) if card else redirect("sign_in")


@require_http_methods(["GET", "HEAD", "POST"])
def card(visit: Visit, card: str) -> HttpResponse:
    """Exchange a card's code, once, for the household's own page."""
    if visit.method != "POST":
        return render(visit, "web/card.html")
    try:
        code = visit.POST.get("code", "")
        actor = organisation.redeem_invitation(card=card, code=code, address=address_of(visit), at=visit.at)
    except Refusal as refusal:
        return render(visit, "web/card.html", {"refusal": refusal}, status=422)
    let_in(visit, actor)
    return redirect("home")
