"""Places: renewal scope, split and merged dwellings, the units and micro-grids they hang in."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, grid_for, load_unit_for, neighbourhood_of
from sanxin.apps.registry.access import load_compound_for, load_dwelling_for
from sanxin.apps.registry.diff import refuse_row
from sanxin.apps.registry.models import Change, Compound, Dwelling, GridPlace, Relation, Succession
from sanxin.apps.registry.rows import row_hmac
from sanxin.apps.registry.writing import end_relations, enter
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When, legal_day
from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.survey import DwellingRow

REASON_MISSING = Sentence(
    "registry.reason_missing",
    "改变“{name}”的改造范围须写明理由。",
    "Say why the renewal scope of “{name}” is overridden.",
)
ONE_STAIRWELL = Sentence(
    "registry.one_stairwell",
    "拆分或合并只能在同一门栋内进行，且前后至少各有一户。",
    "A split or merger stays within one stairwell, with at least one dwelling before and after.",
)


@transaction.atomic
def override_renewal_scope(
    *, actor: Actor, compound: str, in_scope: bool, reason: str, **when: Unpack[When]
) -> None:
    """Take a compound into the renewal scope, or out of it, against its year of building (R004).

    :raises Refusal: if the actor may not, or gives no reason
    """
    card = load_compound_for(actor, compound, Verb.COMPOUND_IMPORT, when["occurred_at"])
    if not reason.strip():
        raise Refusal(REASON_MISSING.because(name=card.name))
    told = {"in_renewal_scope": in_scope, "reason": reason}
    with scope(neighbourhood=card.neighbourhood_id):
        Change.objects.create(
            neighbourhood_id=card.neighbourhood_id, compound=card, subject=f"compound/{compound}",
            what="compound.scope", actor=actor.ref, source=reason, after=canonical_bytes(told).decode(),
            before=canonical_bytes({"in_renewal_scope": card.in_renewal_scope}).decode(), **when,
        )  # fmt: skip
        Compound.objects.filter(pk=card.pk).update(in_renewal_scope=in_scope, renewal_scope_reason=reason)
    enter(actor, card, "compound.scope", f"compound/{compound}", told, when)


@transaction.atomic
def replace_dwellings(
    *, actor: Actor, before: Sequence[str], after: Sequence[DwellingRow], source: str, **when: Unpack[When]
) -> list[str]:
    """Split a dwelling or merge some: those before cease on the day, those after follow them.

    Owners are related anew by whoever reads the new certificates.

    :raises Refusal: if the actor may not, or it would cross stairwells
    """
    old = [load_dwelling_for(actor, one, Verb.COMPOUND_IMPORT, when["occurred_at"]) for one in before]
    stairwells = {one.stairwell.code for one in old} | {row.stairwell for row in after}
    if len({one.stairwell_id for one in old}) != 1 or len(stairwells) != 1 or not after:
        raise Refusal(ONE_STAIRWELL.because())
    for number, row in enumerate(after, start=1):
        if because := refuse_row(number, row, dict.fromkeys(stairwells)):
            raise Refusal(because)
    home, day = old[0], legal_day(when["occurred_at"])
    whose = {"neighbourhood_id": home.neighbourhood_id, **when}
    with scope(neighbourhood=home.neighbourhood_id):
        Dwelling.objects.filter(pk__in=[one.pk for one in old]).update(ceased_on=day)
        end_relations(Relation.objects.filter(dwelling__in=old, until=None), when)
        made = Dwelling.objects.bulk_create([_follower(home, row, when) for row in after])
        Succession.objects.bulk_create(
            [Succession(**whose, before=one, after=new) for one in old for new in made]
        )
        _keep_grid(old, made, day, when)
    ids = [new.public_id for new in made]
    told = {"before": list(before), "after": ids, "source": source}
    enter(actor, home.compound, "dwelling.replace", f"dwelling/{before[0]}", told, when)
    return ids


@transaction.atomic
def place_dwellings(*, actor: Actor, dwellings: Sequence[str], unit: str, **when: Unpack[When]) -> None:
    """Hang dwellings below a unit of the tree, usually their centre household's.

    :raises Refusal: if the unit is not of their neighbourhood
    """
    below = load_unit_for(actor, unit, Verb.GRID_MANAGE, when["occurred_at"])
    homes = [load_dwelling_for(actor, one, Verb.GRID_MANAGE, when["occurred_at"]) for one in dwellings]
    anchor = neighbourhood_of(below)
    if {home.neighbourhood_id for home in homes} != {anchor}:
        raise Refusal(NOT_FOUND.because())
    for home in homes:
        with scope(neighbourhood=home.neighbourhood_id):
            Dwelling.objects.filter(pk=home.pk).update(unit=below)
        told = {"unit": unit, "before": home.unit.public_id if home.unit else None}
        enter(actor, home.compound, "dwelling.place", f"dwelling/{home.public_id}", told, when)


@transaction.atomic
def place_in_grid(
    *, actor: Actor, dwellings: Sequence[str], grid: str, first: date, **when: Unpack[When]
) -> None:
    """Put dwellings into a micro-grid from a day on; each leaves the one it was in (R102)."""
    drawn = grid_for(actor, grid, when)
    homes = [load_dwelling_for(actor, one, Verb.GRID_MANAGE, when["occurred_at"]) for one in dwellings]
    if {home.neighbourhood_id for home in homes} - {drawn.neighbourhood_id}:
        raise Refusal(NOT_FOUND.because())
    with scope(neighbourhood=drawn.neighbourhood_id):
        GridPlace.objects.filter(dwelling__in=homes, until=None).update(until=first)
        _place(homes, drawn.pk, first, when)
    journal.enter(
        actor=actor, stream=f"registry/grids/{drawn.neighbourhood_id}", verb="grid.place",
        subject=f"grid/{grid}", payload={"dwellings": list(dwellings), "first": first},
        neighbourhood=drawn.neighbourhood_id, **when,
    )  # fmt: skip


@transaction.atomic
def merge_grids(*, actor: Actor, from_grid: str, into_grid: str, on: date, **when: Unpack[When]) -> int:
    """Merge one micro-grid into another with its households; give how many moved. History stays (R102)."""
    closing, staying = grid_for(actor, from_grid, when), grid_for(actor, into_grid, when)
    organisation.merge_grids(actor=actor, from_grid=from_grid, into_grid=into_grid, on=on, **when)
    with scope(neighbourhood=closing.neighbourhood_id):
        moving = GridPlace.objects.filter(grid=closing, until=None)
        homes = [place.dwelling for place in moving.select_related("dwelling")]
        moving.update(until=on)
        _place(homes, staying.pk, on, when)
    return len(homes)


def _follower(home: Dwelling, row: DwellingRow, when: When) -> Dwelling:
    bare = DwellingRow(row.stairwell, row.room, row.floor, row.area_m2, row.area_source, row.use, row.sold)
    return Dwelling(
        neighbourhood_id=home.neighbourhood_id, compound=home.compound, stairwell=home.stairwell,
        unit=home.unit, position=home.position, room=bare.room, floor=bare.floor, area_m2=bare.area_m2,
        area_source=bare.area_source, use=bare.use, sold=bare.sold, reached=False, row_hmac=row_hmac(bare),
        **when,
    )  # fmt: skip


def _keep_grid(old: Sequence[Dwelling], made: Sequence[Dwelling], day: date, when: When) -> None:
    standing = GridPlace.objects.filter(dwelling__in=old, until=None)
    grid = standing.values_list("grid", flat=True).first()
    standing.update(until=day)
    if grid is not None:
        _place(made, grid, day, when)


def _place(homes: Sequence[Dwelling], grid: int, first: date, when: When) -> None:
    GridPlace.objects.bulk_create(
        [
            GridPlace(
                neighbourhood_id=home.neighbourhood_id, dwelling=home, grid_id=grid, first=first, **when
            )
            for home in homes
        ]
    )
