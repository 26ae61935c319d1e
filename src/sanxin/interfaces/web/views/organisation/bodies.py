"""Teams and temporary bodies: formed with their days, joined, dissolved."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sanxin.apps.organisation import actions, queries
from sanxin.apps.organisation.queries import BodyKind, Verb
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given


@require_POST
def form(visit: Visit, unit: str) -> HttpResponse:
    """Form a team or a temporary body at a unit."""
    queries.load_unit_for(visit.actor, unit, Verb.BODY_MANAGE, visit.at)
    made = actions.form_body(
        actor=visit.actor, unit=unit, kind=given.choice(visit, "kind", BodyKind),
        name=given.needed(visit, "name"), first=given.day(visit, "first"),
        until=given.day_if_any(visit, "until"), **visit.when,
    )  # fmt: skip
    messages.success(visit, f"已组建：{made.name}。" if visit.language == "zh" else f"Formed: {made.name}.")
    return redirect("unit", unit=unit)


@require_POST
def join(visit: Visit, body: str) -> HttpResponse:
    """Take a person who has an account into a body."""
    joined = queries.load_body_for(visit.actor, body, visit.when)
    actions.join_body(
        actor=visit.actor, body=body, account=queries.account_named(given.needed(visit, "account")),
        member_kind=given.needed(visit, "member_kind"), first=given.day(visit, "first"), **visit.when,
    )  # fmt: skip
    messages.success(visit, "已加入。" if visit.language == "zh" else "Joined.")
    return redirect("unit", unit=joined.unit.public_id)


@require_POST
def dissolve(visit: Visit, body: str) -> HttpResponse:
    """Dissolve a body on a day; its records stay."""
    ended = queries.load_body_for(visit.actor, body, visit.when)
    actions.dissolve_body(actor=visit.actor, body=body, on=given.day(visit, "on"), **visit.when)
    messages.success(
        visit, "已记下解散的日期，记录保留。" if visit.language == "zh" else "It ends then; its records stay."
    )
    return redirect("unit", unit=ended.unit.public_id)
