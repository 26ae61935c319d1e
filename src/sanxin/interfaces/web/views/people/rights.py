"""A household's rights over its own data on one page: what is kept, who looked, and how to ask; and how long things are kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sanxin.apps.consultation import queries as consultation
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, account_names
from sanxin.apps.privacy import actions
from sanxin.apps.privacy import queries as privacy
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Helper, Household, Public
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given
from sanxin.interfaces.web.views.people.households import own_looks

LONG = 1000


@require_safe
def my_data(visit: Visit) -> HttpResponse:
    """Tell a household in plain words what is kept on it, who looked, what it asked and what it was answered."""
    actor = at_home(visit)
    home = registry.load_dwelling_for(actor, actor.dwelling, Verb.DWELLING_SEE, visit.at)
    asked = privacy.requests_of(actor, home.public_id, visit.at)
    matters = decisions.decisions_on(actor, home.compound.public_id, visit.at)
    looks = own_looks(visit, home, matters)
    context = {
        "home": home,
        "card": home.compound,
        "people": registry.people_kept(actor, home.public_id, visit.at),
        "visits": consultation.kept_on(actor, home.public_id, visit.at),
        "decided": [_decided(visit, actor, one) for one in matters],
        "looks": looks,
        "asked": asked,
        "names": account_names([one.actor for one in looks]),
        "abouts": privacy.ABOUT,
        "own": isinstance(actor, Household),
    }
    return render(visit, "web/my_data.html", context)


@require_POST
def ask(visit: Visit) -> HttpResponse:
    """Put what a household asks about its data on record."""
    actor = at_home(visit)
    actions.ask(
        actor=actor, dwelling=actor.dwelling, kind=visit.POST.get("kind", ""), about=visit.POST.get("about", ""),
        words=given.needed(visit, "words", most=LONG), right=given.text(visit, "right", most=LONG), **visit.when,
    )  # fmt: skip
    messages.success(
        visit,
        "已记下。居委会会书面答复，在这一页看。"
        if visit.language == "zh"
        else "On record. The office will answer in writing, on this page.",
    )
    return redirect("my_data")


@require_safe
def retention(visit: Visit) -> HttpResponse:
    """Show anybody how long each class of records is kept; whoever came in also sees how many are past it."""
    own = isinstance(visit.actor, Household | Helper)
    card = None
    if own:
        actor = at_home(visit)
        card = registry.load_dwelling_for(actor, actor.dwelling, Verb.DWELLING_SEE, visit.at).compound
    context = {
        "lines": privacy.table(visit.at, place=card.place) if card else privacy.table(visit.at),
        "past": {} if isinstance(visit.actor, Public) else privacy.counts(visit.at),
        "own": own,
        "card": card,
    }
    return render(visit, "web/retention.html", context)


def at_home(visit: Visit) -> Household | Helper:
    """Give the household, or who acts for it.

    :raises Refusal: if it is somebody else
    """
    if not isinstance(visit.actor, Household | Helper):
        raise Refusal(NOT_FOUND.because())
    return visit.actor


def _decided(visit: Visit, actor: Household | Helper, one: decisions.Decision) -> dict[str, object]:
    """Give what is kept of a household in a decision: its ballot in each round, and its objections."""
    rounds = decisions.round_states(actor, one.public_id, visit.at)
    own = [
        (each.number, decisions.own_ballot(actor, each.public_id, actor.dwelling, visit.at))
        for each in rounds
    ]
    return {
        "title": one.title,
        "ballots": [(number, found[0].choice) for number, found in own if found],
        "objections": decisions.objections_of(actor, one.public_id, visit.at),
    }
