"""One dwelling for those who may know its people: who, since when, from what source; and what changed."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.journal import actions as record
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import Verb, account_names, can, neighbourhoods_for
from sanxin.apps.privacy import queries as privacy
from sanxin.apps.registry import actions
from sanxin.apps.registry import queries as registry
from sanxin.documents.light.story import building_names, light_story
from sanxin.foundation.calendar import legal_day
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given


@require_safe
def dwelling(visit: Visit, dwelling: str) -> HttpResponse:
    """Show a dwelling with its people in clear, the levels above it, and its past."""
    home = registry.load_dwelling_for(visit.actor, dwelling, Verb.PARTY_SEE, visit.at)
    past = sorted([*_changes(visit, home), *_entries(visit, home)], key=lambda one: one["at"], reverse=True)
    outcome = assessments.light_of(visit.actor, dwelling, visit.at)
    names = building_names(registry.site_of(visit.actor, home.compound.public_id, visit.at))
    _note(visit, home, "people")
    context = {
        "here": "compounds",
        "light": light_story(outcome, names, visit.language) if outcome else None,
        "home": home,
        "card": home.compound,
        "people": registry.people_of(visit.actor, dwelling, visit.at),
        "superiors": registry.superiors_of(visit.actor, dwelling, visit.at),
        "grids": registry.grid_of(visit.actor, dwelling, visit.at)[::-1],
        "past": past,
        "names": account_names(one["actor"] for one in past),
        "request_kinds": privacy.KINDS,
        "abouts": privacy.ABOUT,
        "kinds": registry.RelationKind.values,
        "today": legal_day(visit.at),
        "may_manage": can(visit.actor, Verb.PARTY_MANAGE, home.unit_id or home.neighbourhood_id, visit.at),
        "may_visit": can(visit.actor, Verb.VISIT_RECORD, home.unit_id or home.neighbourhood_id, visit.at),
        "may_help": can(visit.actor, Verb.CONSENT_RECORD, home.neighbourhood_id, visit.at),
        "may_erase": can(visit.actor, Verb.PARTY_ERASE, home.neighbourhood_id, visit.at),
    }
    return render(visit, "web/dwelling.html", context)


def _note(visit: Visit, home: Any, what: str) -> None:
    """Note who read a household's people: the household sees it on its own page."""
    record.note_look(
        actor=visit.actor, neighbourhood=home.neighbourhood_id, subject=f"dwelling/{home.public_id}", what=what,
        at=visit.at,
    )  # fmt: skip


@require_POST
def relate(visit: Visit, dwelling: str) -> HttpResponse:
    """Record that somebody belongs to a dwelling, from a day on, by some source."""
    registry.load_dwelling_for(visit.actor, dwelling, Verb.PARTY_MANAGE, visit.at)
    person = actions.Person(
        given.needed(visit, "person", most=60),
        given.text(visit, "phone", most=20),
        given.text(visit, "last4", most=4),
    )
    actions.relate(
        actor=visit.actor, dwelling=dwelling, person=person, first=given.day(visit, "first"),
        kind=given.choice(visit, "kind", registry.RelationKind), source=given.needed(visit, "source", most=120),
        **visit.when,
    )  # fmt: skip
    messages.success(visit, "已登记。" if visit.language == "zh" else "Recorded.")
    return redirect("dwelling", dwelling=dwelling)


@require_POST
def end_relation(visit: Visit, dwelling: str) -> HttpResponse:
    """Record that somebody belongs to a dwelling no longer, from a day on."""
    registry.load_dwelling_for(visit.actor, dwelling, Verb.PARTY_MANAGE, visit.at)
    actions.end_relation(
        actor=visit.actor, dwelling=dwelling, party=visit.POST.get("party", ""),
        kind=given.choice(visit, "kind", registry.RelationKind), on=given.day(visit, "on"),
        source=given.needed(visit, "source", most=120), **visit.when,
    )  # fmt: skip
    messages.success(
        visit, "已记下结束的日期，过去的记录保留。" if visit.language == "zh" else "Ended; the past stays."
    )
    return redirect("dwelling", dwelling=dwelling)


@require_POST
def erase(visit: Visit, dwelling: str) -> HttpResponse:
    """Erase a person's data for good, once somebody confirms that they mean it."""
    registry.load_dwelling_for(visit.actor, dwelling, Verb.PARTY_ERASE, visit.at)
    given.be_sure(visit)
    actions.erase_party(
        actor=visit.actor, party=visit.POST.get("party", ""), reason=given.needed(visit, "reason", most=120),
        **visit.when,
    )  # fmt: skip
    messages.success(visit, "个人信息已删除，无法恢复。" if visit.language == "zh" else "Erased for good.")
    return redirect("dwelling", dwelling=dwelling)


def _changes(visit: Visit, home: Any) -> Iterator[dict[str, Any]]:
    told = registry.history(
        visit.actor, home.compound.public_id, visit.at, subject=f"dwelling/{home.public_id}"
    )
    for one in told:
        yield {"at": one["occurred_at"], "what": one["what"], **one}


def _entries(visit: Visit, home: Any) -> Iterator[dict[str, Any]]:
    """Give what the journal tells of the dwelling, to those who may read the journal."""
    with scope(neighbourhood=neighbourhoods_for(visit.actor, Verb.JOURNAL_SEE, visit.at)):
        lines = journal.lines(subject=f"dwelling/{home.public_id}")
    for line in lines:
        yield {
            "at": line.occurred_at,
            "what": line.verb,
            "index": line.index,
            "actor": line.record["actor"] if line.record else "",
        }
