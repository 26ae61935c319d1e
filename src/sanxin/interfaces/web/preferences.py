"""The two things a reader may choose for the pages: language, and elder mode. Kept in cookies."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sanxin.interfaces.web.attendance import ELDER_COOKIE, LANGUAGE_COOKIE

ONE_YEAR_S = 365 * 24 * 3600


@require_POST
def prefer(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page it was made on."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("language") in ("zh", "en"):
        response.set_cookie(LANGUAGE_COOKIE, request.POST["language"], max_age=ONE_YEAR_S, samesite="Lax")
    if request.POST.get("elder") in ("yes", "no"):
        response.set_cookie(ELDER_COOKIE, request.POST["elder"], max_age=ONE_YEAR_S, samesite="Lax")
    return response
