"""The tree grows, and people are appointed: each form is one verb."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sanxin.apps.organisation import actions, queries
from sanxin.apps.organisation.queries import Level, Role, Verb
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given


@require_POST
def found(visit: Visit, unit: str) -> HttpResponse:
    """Found a unit one level below."""
    above = queries.load_unit_for(visit.actor, unit, Verb.UNIT_MANAGE, visit.at)
    made = actions.found_unit(
        actor=visit.actor, parent=unit, level=Level(min(above.level + 1, Level.CENTRE_HOUSEHOLD)),
        name=given.needed(visit, "name"), party_name=given.text(visit, "party_name"),
        founded_on=given.day(visit, "founded_on"), **visit.when,
    )  # fmt: skip
    messages.success(visit, f"已成立：{made.name}。" if visit.language == "zh" else f"Founded: {made.name}.")
    return redirect("unit", unit=unit)


@require_POST
def appoint(visit: Visit, unit: str) -> HttpResponse:
    """Appoint a person who has an account to a role here."""
    queries.load_unit_for(visit.actor, unit, Verb.MANDATE_GRANT, visit.at)
    actions.grant_mandate(
        actor=visit.actor, account=queries.account_named(given.needed(visit, "account")), unit=unit,
        role=given.choice(visit, "role", Role), first=given.day(visit, "first"),
        until=given.day_if_any(visit, "until"), **visit.when,
    )  # fmt: skip
    messages.success(visit, "已任命。" if visit.language == "zh" else "Appointed.")
    return redirect("unit", unit=unit)


@require_POST
def end_mandate(visit: Visit, mandate: str) -> HttpResponse:
    """End a person's role on a day; what they did stays theirs."""
    held = queries.load_mandate_for(visit.actor, mandate, visit.when)
    actions.end_mandate(actor=visit.actor, mandate=mandate, on=given.day(visit, "on"), **visit.when)
    messages.success(visit, "已记下任期结束的日期。" if visit.language == "zh" else "The end is on record.")
    return redirect("unit", unit=held.unit.public_id)
