"""Reading the organisation: who may what, who stands above, what is incomplete."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django_scopes import scope

from sanxin.apps.organisation.access import (
    NOT_FOUND,
    can,
    load_unit_for,
    neighbourhoods_for,
    require,
    require_anywhere,
    units_for,
)
from sanxin.apps.organisation.actions.bodies import MEMBER_KINDS, load_body_for
from sanxin.apps.organisation.actions.grids import load_grid_for as grid_for
from sanxin.apps.organisation.actions.structure import load_mandate_for
from sanxin.apps.organisation.helping import (
    HelpLine,
    card_made,
    ended_on,
    helpers_of,
    let_in_at,
    own_help,
    sheet_of,
)
from sanxin.apps.organisation.models import Account, Body, BodyKind, GridDuty, Level, Mandate, MicroGrid, Unit
from sanxin.apps.organisation.roles import MAY, UNAPPOINTED, Role, Verb, printed_table
from sanxin.foundation.actor import Actor, Staff
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

__all__ = [
    "LEVELS",
    "MAY",
    "MEMBER_KINDS",
    "NOT_FOUND",
    "UNAPPOINTED",
    "BodyKind",
    "HelpLine",
    "Level",
    "Role",
    "Superior",
    "Unit",
    "Verb",
    "account_named",
    "account_names",
    "account_of",
    "bodies",
    "can",
    "card_made",
    "colleagues",
    "duties",
    "ended_on",
    "find_unit",
    "grid_for",
    "grids",
    "helpers_of",
    "let_in_at",
    "load_body_for",
    "load_mandate_for",
    "load_unit_for",
    "mandates_at",
    "missing_member_kinds",
    "neighbourhood_of",
    "neighbourhoods_for",
    "own_help",
    "printed_table",
    "require",
    "require_anywhere",
    "roles_of",
    "sheet_of",
    "superiors",
    "units_for",
]  # fmt: skip


NO_UNIT = Sentence(
    "organisation.no_unit",
    "没有唯一的单位叫“{found}”。现有：{names}。请写准名称，或用编号。",
    "There is no one unit called “{found}”. There are: {names}. Give the exact name, or its id.",
)

NO_ACCOUNT = Sentence(
    "organisation.no_account",
    "没有叫“{found}”的账号。请核对登录名，或请管理员先开通账号。",
    "There is no account “{found}”. Check the sign-in name, or have the administrator open one.",
)


@dataclass(frozen=True, slots=True)
class Superior:
    """One of the five levels above a household."""

    level: Level
    unit: str
    name: str
    party_name: str


def superiors(unit: Unit | None) -> tuple[Superior, ...]:
    """List the levels above a household, lowest first; asks nothing if the parents were joined in.

    The room that fetches the household joins ``unit__parent__parent__parent__parent``.
    """
    found = []
    while unit is not None and unit.level > Level.DISTRICT:
        found.append(Superior(Level(unit.level), unit.public_id, unit.name, unit.party_name))
        unit = unit.parent if unit.level > Level.STREET else None
    return tuple(found)


def neighbourhood_of(unit: Unit) -> int | None:
    """Give the number of the neighbourhood a unit is in; None for those above."""
    above: Unit | None = unit
    while above is not None and above.level > Level.NEIGHBOURHOOD:
        above = above.parent
    return above.pk if above is not None and above.level == Level.NEIGHBOURHOOD else None


def account_of(actor: Staff) -> Account:
    """Give the account behind an actor."""
    return Account.objects.get(public_id=actor.account)


LEVELS = {level.name.lower(): level for level in Level}


def find_unit(actor: Actor, named: str, at: datetime) -> Unit:
    """Find a unit the actor sees by its public id or its name.

    :raises Refusal: if there is none, or several of that name
    """
    seen = units_for(actor, Verb.ORGANISATION_SEE, at)
    found = list(seen.filter(Q(public_id=named) | Q(name=named))[:2])
    if len(found) != 1:
        names = "、".join(seen.order_by("level", "name").values_list("name", flat=True)[:20])
        raise Refusal(NO_UNIT.because(found=named, names=names))
    return found[0]


def account_named(name: str) -> str:
    """Find an active account by the name its holder signs in with; for who may appoint, which the verb checks.

    :raises Refusal: if there is none
    """
    found = Account.objects.filter(name=name, is_active=True).values_list("public_id", flat=True).first()
    if found is None:
        raise Refusal(NO_ACCOUNT.because(found=name))
    return found


def colleagues(actor: Actor, at: datetime) -> list[str]:
    """List the sign-in names of everybody appointed in the actor's own subtree."""
    units = units_for(actor, Verb.ORGANISATION_SEE, at)
    found = Account.objects.filter(is_active=True, mandates__unit__in=units)
    return list(found.order_by("name").values_list("name", flat=True).distinct())


def account_names(refs: Iterable[str]) -> dict[str, str]:
    """Give the names people know for the staff among some actors of the record, by their refs."""
    accounts = {ref.removeprefix("staff:"): ref for ref in refs if ref.startswith("staff:")}
    found = Account.objects.filter(public_id__in=accounts)
    return {accounts[one.public_id]: one.display_name for one in found}


def roles_of(account: str, at_day: date) -> QuerySet[Mandate]:
    """List a person's mandates that hold on a day, with their units and bodies."""
    held = Mandate.objects.filter(Mandate.on(at_day), account__public_id=account)
    return held.select_related("unit", "body").order_by("unit__level", "role")


def mandates_at(actor: Actor, unit: str, at: datetime) -> QuerySet[Mandate]:
    """List everybody who holds or held a role at a unit, newest first.

    :raises Refusal: if the unit is not for this actor
    """
    where = load_unit_for(actor, unit, Verb.ORGANISATION_SEE, at)
    return Mandate.objects.filter(unit=where).select_related("account", "body").order_by("-first", "pk")


def bodies(actor: Actor, at: datetime) -> QuerySet[Body]:
    """List the bodies in the actor's own subtree, newest first."""
    return Body.objects.filter(unit__in=units_for(actor, Verb.ORGANISATION_SEE, at)).order_by("-first", "pk")


def missing_member_kinds(body: Body, day: date) -> tuple[str, ...]:
    """Name the kinds of members a body lacks on a day; a complete body lacks none (R100)."""
    present = set(body.members.filter(Mandate.on(day)).values_list("member_kind", flat=True))
    return tuple(kind for kind in MEMBER_KINDS[BodyKind(body.kind)] if kind not in present)


def grids(actor: Actor, at: datetime) -> list[MicroGrid]:
    """List the micro-grids, merged ones too, of the neighbourhoods the actor sees."""
    with scope(neighbourhood=neighbourhoods_for(actor, Verb.ORGANISATION_SEE, at)):
        return list(MicroGrid.objects.select_related("merged_into").order_by("neighbourhood", "name"))


def duties(actor: Actor, grid_ids: Iterable[int], day: date, at: datetime) -> list[GridDuty]:
    """List who is responsible for what in some grids on a day."""
    with scope(neighbourhood=neighbourhoods_for(actor, Verb.ORGANISATION_SEE, at)):
        held = GridDuty.objects.filter(GridDuty.on(day), grid__in=list(grid_ids))
        return list(held.select_related("grid", "account").order_by("grid", "duty"))
