"""What every page needs to know of its reader."""

from typing import cast

from django.http import HttpRequest

from sanxin.foundation.actor import Public, Staff
from sanxin.interfaces.web.attendance import Visit


def reader(request: HttpRequest) -> dict[str, bool]:
    """Tell templates whether the reader is signed in, and is staff."""
    actor = getattr(cast(Visit, request), "actor", Public())
    return {"signed_in": not isinstance(actor, Public), "staff": isinstance(actor, Staff)}
