"""The organisation: the tree the actor sees, who holds which role, bodies with their days, micro-grids."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sanxin.apps.organisation import queries
from sanxin.apps.organisation.queries import Verb
from sanxin.foundation.calendar import legal_day
from sanxin.interfaces.web.attendance import Visit


@require_GET
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
        "roles": [ROLE_WORDS[role.value] for role in queries.Role],
    }
    return render(visit, "web/organisation.html", context)


@require_GET
def unit(visit: Visit, unit: str) -> HttpResponse:
    """Show one unit: what stands there, and who holds or held which role."""
    found = queries.load_unit_for(visit.actor, unit, Verb.ORGANISATION_SEE, visit.at)
    mandates = [(one, ROLE_WORDS[one.role]) for one in queries.mandates_at(visit.actor, unit, visit.at)]
    return render(visit, "web/unit.html", {"here": "organisation", "unit": found, "mandates": mandates})


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


ROLE_WORDS = {
    "district_officer": ("区级干部", "district officer"), "town_clerk": ("街镇加梯办", "town lift office"),
    "secretary": ("居民区书记", "secretary"), "team_member": ("走访小组", "visit team"),
    "designer": ("设计人员", "designer"), "utility": ("管线单位", "utility"), "body_member": ("临时组织成员", "body member"),
    "auditor": ("审计", "auditor"), "administrator": ("系统管理员", "administrator"), "household": ("住户", "household"),
    "helper": ("代办人", "helper"), "public": ("公众", "public"), "system": ("系统", "system"),
}  # fmt: skip
