"""Every component on one page, so that the language can be seen whole and stays one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanxin.interfaces.web.attendance import Visit

SWATCHES = (
    "paper", "sheet", "sunk", "line", "ink", "soft", "frame", "frame-wash", "suitable", "difficult", "unsuitable", "none",
)  # fmt: skip


@require_safe
def sample(visit: Visit) -> HttpResponse:
    """Show the components."""
    return render(visit, "web/sample.html", {"swatches": SWATCHES})
