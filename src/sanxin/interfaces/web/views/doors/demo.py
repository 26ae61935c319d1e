"""The demonstration's door: come in as anybody, with one click. Its address exists only there."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sanxin.foundation.actor import Staff
from sanxin.interfaces.web.attendance import Visit, let_in


@require_http_methods(["GET", "HEAD", "POST"])
def demo(visit: Visit) -> HttpResponse:
    """Show who one may be, and let the visitor in as one of them."""
    logins: list[dict[str, Any]] = json.loads(
        (Path(settings.DATA_DIR) / "logins.json").read_text(encoding="utf-8")
    )
    if visit.method == "POST":
        chosen = next((one for one in logins if one.get("account") == visit.POST.get("account")), None)
        if chosen is not None:
            let_in(visit, Staff(chosen["account"]))
        return redirect("start")
    return render(visit, "web/demo.html", {"logins": logins})
