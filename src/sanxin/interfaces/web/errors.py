"""Pages for what is not there, and for what is our own fault."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that there is no such page."""
    return render(request, "web/not_found.html", status=404)


def defect(request: HttpRequest) -> HttpResponse:
    """Say that something broke on our side, without leaning on what may be broken."""
    return render(request, "web/defect.html", status=500)


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that a form came without its seal: the page was open too long, or it was not ours."""
    return render(request, "web/stale.html", status=403)
