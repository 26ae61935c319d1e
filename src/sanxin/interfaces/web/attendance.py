"""Who is here, at what moment, in which language; and what they are told when the house says no."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from sanxin.apps.journal.queries import is_busy
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, ended_on, let_in_at, neighbourhoods_for
from sanxin.apps.registry.queries import changed_hands, load_dwelling_for
from sanxin.foundation.actor import Actor, Helper, Household, Public, Staff, System
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Because, Language, Sentence, Words
from sanxin.foundation.refusal import InputRefused, Refusal
from sanxin.interfaces.web import errors

LANGUAGE_COOKIE, ELDER_COOKIE = "language", "elder"
KEY = "actor"
HELP_OVER = Sentence(
    "web.help_over",
    "您代 {home} 办理的委托已于 {on} 结束，这一户的页面打不开了。还要代办的，请那一户在“请人代办”里再做一张代办卡，或到居委会签一张委托书。",
    "The help by which you acted for {home} ended on {on}; its page is closed to you. To go on, ask that household or the office for a card.",
)
SESSION_OVER = Sentence(
    "web.session_over",
    "{home} 这一次的登录已于 {on} 结束。请用新的住户卡打开；没有卡的，到居委会当场再印一张。",
    "This session of {home} ended on {on}. Open the page with a new card; the neighbourhood office prints one on the spot.",
)
MOVED_OUT = Sentence(
    "web.moved_out",
    "{home} 有人迁出，以前打开的页面都关了，以前请的代办也停了。请用新的住户卡打开；没有卡的，到居委会当场再印一张。",
    "Somebody has left {home}: what was opened before is closed, and earlier help is over. The neighbourhood office prints a new card.",
)
PROGRAMS = "/api/"


class Visit(HttpRequest):
    """A request whose actor, moment and language are known."""

    actor: Actor
    at: datetime
    language: Language
    elder: bool
    when: When  # both times of a fact that happens now


class Attendance:
    """Middleware: reads the clock once, finds the actor, and turns refusals into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the request and answer it."""
        visit = cast(Visit, request)
        # The request's class is Django's own; what Visit adds is put on the instance.
        visit.at = datetime.now(UTC)
        visit.when = {"occurred_at": visit.at, "recorded_at": visit.at}
        visit.actor = actor_of(request)
        visit.language = "en" if request.COOKIES.get(LANGUAGE_COOKIE) == "en" else "zh"
        visit.elder = request.COOKIES.get(ELDER_COOKIE) == "yes"
        with translation.override("en" if visit.language == "en" else "zh-hans"):
            # No store keeps this character, so nothing is there.
            unheard = "\x00" in request.path_info
            known = render(request, "web/not_found.html", status=404) if unheard else _moved_out(visit)
            response = known or self.get_response(request)
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                response = _only_by_button(request, response)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Say no, or not now, in a page; anything else is a defect and goes on."""
        visit = cast(Visit, request)
        if is_busy(fault):
            return errors.busy(request)
        if isinstance(fault, InputRefused):
            return render(request, "web/refused.html", {"faults": fault.faults}, status=422)
        if not isinstance(fault, Refusal):
            return None
        if fault.because.sentence is NOT_FOUND:
            if isinstance(visit.actor, Public):
                return redirect(f"/sign-in/?{urlencode({'next': request.get_full_path()})}")
            if over := _over(visit):
                return over
            return render(request, "web/not_found.html", {"refusal": fault}, status=404)
        return render(request, "web/refused.html", {"refusal": fault}, status=422)


def _moved_out(visit: Visit) -> HttpResponse | None:
    """End a session that was opened for people of whom somebody has left the dwelling since, and say so in a page."""
    actor = visit.actor
    if not isinstance(actor, Household | Helper):
        return None
    since = let_in_at(actor)
    if since is None or not changed_hands(actor.dwelling, since, visit.at):
        return None
    visit.session.flush()
    visit.actor = Public()
    if visit.path_info.startswith(PROGRAMS):
        return None  # a program is told no as whoever never came in
    return _closed(visit, actor, lambda home: MOVED_OUT.because(home=home))


def _over(visit: Visit) -> HttpResponse | None:
    """Say so in a page when a session, or the help it came by, has ended; whoever is still let in reads what others read."""
    actor = visit.actor
    if not isinstance(actor, Household | Helper) or neighbourhoods_for(actor, Verb.DWELLING_SEE, visit.at):
        return None
    on = ended_on(actor, visit.at)
    if on is None:
        return None
    said = HELP_OVER if isinstance(actor, Helper) else SESSION_OVER
    return _closed(visit, actor, lambda home: said.because(home=home, on=on))


def _closed(visit: Visit, actor: Household | Helper, why: Callable[[Words], Because]) -> HttpResponse:
    # Fetched by the house itself: whoever was let in there may be told its name, and nothing else kept on it.
    home = load_dwelling_for(System("door"), actor.dwelling, Verb.DWELLING_SEE, visit.at)
    door = f"{home.compound.name} {home.stairwell.code}"
    where = Words(f"{door} 号门 {home.room} 室", f"{door}-{home.room}")
    told = {"refusal": Refusal(why(where)), "next": ""}
    return render(visit, "web/over.html", told, status=HTTPStatus.FORBIDDEN)


def _only_by_button(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Say so in a page when the address of a form is opened by itself, as after going back."""
    page = render(request, "web/not_found.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
    page["Allow"] = refused["Allow"]
    return page


def actor_of(request: HttpRequest) -> Actor:
    """Read the actor from the session; nobody in particular is the public."""
    known: dict[str, Any] = request.session.get(KEY, {})
    match known.get("kind"):
        case "staff":
            return Staff(known["account"])
        case "household":
            return Household(known["dwelling"], known["token"])
        case "helper":
            return Helper(known["account"], known["dwelling"])
        case _:
            return Public()


def let_in(request: HttpRequest, actor: Staff | Household | Helper) -> None:
    """Keep an actor in a fresh session, so that an old cookie is worth nothing; it is written at once.

    Called where a code is spent, both stand or neither.
    """
    request.session.flush()
    match actor:
        case Staff(account):
            request.session[KEY] = {"kind": "staff", "account": account}
        case Household(dwelling, token):
            request.session[KEY] = {"kind": "household", "dwelling": dwelling, "token": token}
        case Helper(account, dwelling):
            request.session[KEY] = {"kind": "helper", "account": account, "dwelling": dwelling}
    request.session.save()


def address_of(request: HttpRequest) -> str:
    """Give the network address that failed attempts are counted against."""
    return str(request.META.get("REMOTE_ADDR", ""))
