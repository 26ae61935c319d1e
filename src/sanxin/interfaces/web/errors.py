"""Pages for what is not there, for a house that is busy, and for what is our own fault."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sanxin.apps.journal.queries import BUSY, TRY_AGAIN_AFTER_S, is_busy

UNREPEATED = "password"  # a page repeats no password, and cannot repeat a file
MARK = "csrfmiddlewaretoken"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that there is no such page."""
    return render(request, "web/not_found.html", status=404)


def defect(request: HttpRequest) -> HttpResponse:
    """Say that something broke on our side, without leaning on what may be broken; or that we were only busy."""
    # Django names no fault to this page; a session that could not be kept comes by no other door.
    fault = sys.exc_info()[1]
    if fault is not None and is_busy(fault):
        return busy(request)
    return render(request, "web/defect.html", status=500)


def busy(request: HttpRequest) -> HttpResponse:
    """Say that others were writing, that nothing was written, and when to try again: with one button if that can be."""
    given = request.POST
    whole = request.method == "POST" and not request.FILES and UNREPEATED not in given
    again = [(name, one) for name in given if name != MARK for one in given.getlist(name)] if whole else []
    context = {"why": BUSY.because(), "whole": whole, "again": again}
    page = render(request, "web/busy.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    page["Retry-After"] = str(TRY_AGAIN_AFTER_S)
    return page


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that a form came without its seal: the page was open too long, or it was not ours."""
    return render(request, "web/stale.html", status=403)
