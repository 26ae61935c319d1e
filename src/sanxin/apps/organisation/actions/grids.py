"""Micro-grids: drawn, given to persons duty by duty, merged. Households are placed by ``registry``."""

from datetime import date
from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.access import NOT_FOUND, can, load_unit_for, neighbourhoods_for
from sanxin.apps.organisation.actions.structure import account_or_refuse
from sanxin.apps.organisation.models import GridDuty, Level, MicroGrid
from sanxin.apps.organisation.roles import Verb
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

STREAM = "organisation/grids"
SAME_GRID = Sentence(
    "organisation.same_grid", "微网格不能并入自身。", "A micro-grid cannot be merged into itself."
)


@transaction.atomic
def draw_grid(*, actor: Actor, neighbourhood: str, name: str, first: date, **when: Unpack[When]) -> MicroGrid:
    """Draw a micro-grid in a neighbourhood."""
    at = load_unit_for(actor, neighbourhood, Verb.GRID_MANAGE, when["occurred_at"])
    if at.level != Level.NEIGHBOURHOOD:
        raise Refusal(NOT_FOUND.because())
    with scope(neighbourhood=at.pk):
        grid = MicroGrid.objects.create(
            neighbourhood=at, name=name, first=first, recorded_at=when["recorded_at"]
        )
    _enter(actor, "grid.draw", grid, {"name": name, "first": first}, when)
    return grid


@transaction.atomic
def give_duty(
    *, actor: Actor, grid: str, duty: str, account: str, first: date, **when: Unpack[When]
) -> GridDuty:
    """Make one person responsible for a duty in a grid; whoever was so before is so until that day."""
    drawn = load_grid_for(actor, grid, when)
    with scope(neighbourhood=drawn.neighbourhood_id):
        GridDuty.objects.filter(grid=drawn, duty=duty, until=None).update(until=first)
        given = GridDuty.objects.create(
            neighbourhood=drawn.neighbourhood, grid=drawn, duty=duty, account=account_or_refuse(account),
            first=first, recorded_at=when["recorded_at"],
        )  # fmt: skip
    _enter(actor, "grid.duty", drawn, {"duty": duty, "account": account, "first": first}, when)
    return given


@transaction.atomic
def merge_grids(*, actor: Actor, from_grid: str, into_grid: str, on: date, **when: Unpack[When]) -> None:
    """Merge one grid into another on a day: the first one's duties end, its history stays (R102).

    Call ``registry.actions.merge_grids``, which moves the households too.

    :raises Refusal: if they are the same, or not of one neighbourhood
    """
    closing, staying = load_grid_for(actor, from_grid, when), load_grid_for(actor, into_grid, when)
    if closing.pk == staying.pk:
        raise Refusal(SAME_GRID.because())
    if closing.neighbourhood_id != staying.neighbourhood_id:
        raise Refusal(NOT_FOUND.because())
    with scope(neighbourhood=closing.neighbourhood_id):
        GridDuty.objects.filter(grid=closing, until=None).update(until=on)
    closing.merged_into, closing.until = staying, on
    closing.save(update_fields=["merged_into", "until"])
    _enter(actor, "grid.merge", closing, {"into": into_grid, "on": on}, when)


def load_grid_for(actor: Actor | None, public_id: str, when: When) -> MicroGrid:
    """Fetch a micro-grid that still stands and that the actor may manage.

    :raises Refusal: if there is none, or it is not for this actor
    """
    at = when["occurred_at"]
    with scope(neighbourhood=neighbourhoods_for(actor, Verb.GRID_MANAGE, at)):
        grid = MicroGrid.objects.filter(public_id=public_id, until=None).first()
    if grid is None or not can(actor, Verb.GRID_MANAGE, grid.neighbourhood_id, at):
        raise Refusal(NOT_FOUND.because())
    return grid


def _enter(actor: Actor, verb: str, grid: MicroGrid, payload: dict[str, object], when: When) -> None:
    journal.enter(
        actor=actor, stream=STREAM, verb=verb, subject=f"grid/{grid.public_id}", payload=payload,
        neighbourhood=None, **when,
    )  # fmt: skip
