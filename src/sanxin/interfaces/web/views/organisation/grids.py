"""Micro-grids: drawn in a neighbourhood, and given to persons duty by duty."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sanxin.apps.organisation import actions, queries
from sanxin.apps.organisation.queries import Verb
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given


@require_POST
def draw(visit: Visit, unit: str) -> HttpResponse:
    """Draw a micro-grid in a neighbourhood."""
    queries.load_unit_for(visit.actor, unit, Verb.GRID_MANAGE, visit.at)
    made = actions.draw_grid(
        actor=visit.actor, neighbourhood=unit, name=given.needed(visit, "name"),
        first=given.day(visit, "first"), **visit.when,
    )  # fmt: skip
    messages.success(visit, f"已划出：{made.name}。" if visit.language == "zh" else f"Drawn: {made.name}.")
    return redirect("unit", unit=unit)


@require_POST
def give_duty(visit: Visit, grid: str) -> HttpResponse:
    """Make one person responsible for a duty in a micro-grid."""
    drawn = queries.grid_for(visit.actor, grid, visit.when)
    actions.give_duty(
        actor=visit.actor, grid=grid, duty=given.needed(visit, "duty", most=40),
        account=queries.account_named(given.needed(visit, "account")), first=given.day(visit, "first"),
        **visit.when,
    )  # fmt: skip
    messages.success(visit, "已落实到人。" if visit.language == "zh" else "Given.")
    return redirect("unit", unit=drawn.neighbourhood.public_id)
