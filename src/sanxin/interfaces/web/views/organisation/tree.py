"""The organisation: the tree the actor sees, and one unit with what may be done there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanxin.apps.organisation import queries
from sanxin.apps.organisation.queries import MEMBER_KINDS, BodyKind, Level, Verb
from sanxin.foundation.calendar import legal_day
from sanxin.interfaces.web.attendance import Visit

APPOINTED = [role.value for role in queries.Role if role not in queries.UNAPPOINTED]


@require_safe
def organisation(visit: Visit) -> HttpResponse:
    """Show the actor's own subtree, its bodies and its micro-grids."""
    queries.require_anywhere(visit.actor, Verb.ORGANISATION_SEE, visit.at)
    day = legal_day(visit.at)
    units = list(queries.units_for(visit.actor, Verb.ORGANISATION_SEE, visit.at).order_by("level", "name"))
    grids = queries.grids(visit.actor, visit.at)
    bodies = [
        (body, queries.missing_member_kinds(body, day)) for body in queries.bodies(visit.actor, visit.at)
    ]
    context = {
        "here": "organisation",
        "tree": tree_of(units),
        "bodies": bodies,
        "grids": grids,
        "duties": queries.duties(visit.actor, [grid.pk for grid in grids], day, visit.at),
        "table": [(verb.value, [verb in queries.MAY[role] for role in queries.Role]) for verb in Verb],
        "roles": [role.value for role in queries.Role],
    }
    return render(visit, "web/organisation.html", context)


@require_safe
def unit(visit: Visit, unit: str) -> HttpResponse:
    """Show one unit: who holds or held which role, its bodies and grids; and offer what the actor may do."""
    found = queries.load_unit_for(visit.actor, unit, Verb.ORGANISATION_SEE, visit.at)
    may = {verb.name: queries.can(visit.actor, verb, found.pk, visit.at) for verb in Verb}
    context = {
        "here": "organisation",
        "unit": found,
        "children": found.children.order_by("name"),
        "mandates": queries.mandates_at(visit.actor, unit, visit.at),
        "may": may,
        "below": Level(found.level + 1) if found.level < Level.CENTRE_HOUSEHOLD else None,
        "roles": APPOINTED,
        "today": legal_day(visit.at),
        "colleagues": queries.colleagues(visit.actor, visit.at) if any(may.values()) else (),
    }
    return render(visit, "web/unit.html", context | _bodies_and_grids(visit, found, may))


def _bodies_and_grids(visit: Visit, unit: queries.Unit, may: dict[str, bool]) -> dict[str, Any]:
    day = legal_day(visit.at)
    bodies = [
        (body, queries.missing_member_kinds(body, day), MEMBER_KINDS[BodyKind(body.kind)])
        for body in queries.bodies(visit.actor, visit.at).filter(unit=unit)
    ]
    grids = [grid for grid in queries.grids(visit.actor, visit.at) if grid.neighbourhood_id == unit.pk]
    kinds = [kind for kind in BodyKind if kind != BodyKind.LIFT_OFFICE or may["MANDATE_GRANT"]]
    return {
        "bodies": bodies,
        "body_kinds": [kind.value for kind in kinds],
        "grids": grids,
        "has_grids": unit.level == Level.NEIGHBOURHOOD,
        "duties": queries.duties(visit.actor, [grid.pk for grid in grids], day, visit.at),
    }


def tree_of(units: list[queries.Unit]) -> list[tuple[int, queries.Unit]]:
    """Order units depth first, each with its depth below the highest the actor sees."""
    ids = {unit.pk for unit in units}
    below: dict[int | None, list[queries.Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in ids else None, []).append(unit)
    ordered: list[tuple[int, queries.Unit]] = []

    def walk(parent: int | None, depth: int) -> None:
        for unit in below.get(parent, []):
            ordered.append((depth, unit))
            walk(unit.pk, depth + 1)

    walk(None, 0)
    return ordered
