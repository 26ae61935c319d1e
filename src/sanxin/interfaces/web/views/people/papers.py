"""Light on paper: two sheets for a dwelling, a table for a stairwell."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.documents.light.paper import dwelling_light_pdf, stairwell_light_pdf
from sanxin.documents.light.story import building_names
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import attachment


@require_safe
def dwelling_light(visit: Visit, dwelling: str) -> HttpResponse:
    """Hand out a dwelling's light on two sheets; a household its own."""
    home = registry.load_dwelling_for(visit.actor, dwelling, Verb.DWELLING_SEE, visit.at)
    outcome = assessments.light_of(visit.actor, dwelling, visit.at)
    names = building_names(registry.site_of(visit.actor, home.compound.public_id, visit.at))
    whose = f"{home.compound.name} {home.stairwell.code} 号门 {home.room} 室"
    return _sheet(f"{whose}日照.pdf", dwelling_light_pdf(whose, outcome, names) if outcome else None)


@require_safe
def stairwell_light(visit: Visit, stairwell: str) -> HttpResponse:
    """Hand out a table of a stairwell's windows; a household finds only its own there."""
    found = registry.load_stairwell_for(visit.actor, stairwell, Verb.ASSESSMENT_SEE, visit.at)
    latest = assessments.latest(visit.actor, found.compound.public_id, visit.at)
    outcome = assessments.outcome_of(visit.actor, latest.public_id, visit.at) if latest else None
    whose = f"{found.compound.name} {found.code} 号门"
    return _sheet(
        f"{whose}各窗日照.pdf", stairwell_light_pdf(whose, outcome, found.code) if outcome else None
    )


def _sheet(name: str, content: bytes | None) -> HttpResponse:
    if content is None:
        raise Refusal(NOT_FOUND.because())
    return attachment(name, content, "application/pdf")
