"""Offices, teams and temporary branches: people join, and have rights as long as the body stands."""

from datetime import date
from typing import Unpack

from django.db import transaction

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.access import NOT_FOUND, can, load_unit_for
from sanxin.apps.organisation.actions.structure import account_or_refuse, refuse_backwards
from sanxin.apps.organisation.models import Body, BodyKind, Mandate
from sanxin.apps.organisation.roles import Role, Verb
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

STREAM = "organisation/bodies"
MEMBER_ROLE = {
    BodyKind.LIFT_OFFICE: Role.TOWN_CLERK,
    BodyKind.VISIT_TEAM: Role.TEAM_MEMBER,
    BodyKind.TEMPORARY_BRANCH: Role.BODY_MEMBER,
    BodyKind.PUSH_TEAM: Role.BODY_MEMBER,
}
HEAD = "head"
# The kinds of members a body needs to be complete (R100, R110).
MEMBER_KINDS = {
    BodyKind.LIFT_OFFICE: ("clerk",),
    BodyKind.VISIT_TEAM: ("visitor",),
    BodyKind.TEMPORARY_BRANCH: ("community", "builder", "designer", "supervisor", "resident"),
    BodyKind.PUSH_TEAM: (HEAD, "deputy"),
}

NO_END = Sentence(
    "organisation.no_end",
    "“{name}”是临时机构，必须写明届满日期。",
    "“{name}” is a temporary body: give the day it ends.",
)
NO_SUCH_KIND = Sentence(
    "organisation.no_such_kind",
    "“{name}”没有“{kind}”这类成员。",
    "“{name}” has no “{kind}” members.",
)
ONE_HEAD = Sentence(
    "organisation.one_head",
    "“{name}”已有组长。请先办理交接。",
    "“{name}” has a head already. Hand the role over first.",
)


@transaction.atomic
def form_body(
    *,
    actor: Actor,
    kind: BodyKind,
    unit: str,
    name: str,
    first: date,
    until: date | None = None,
    **when: Unpack[When],
) -> Body:
    """Form a body at a unit.

    :raises Refusal: if the actor may not, or a temporary branch is given no end
    """
    verb = Verb.MANDATE_GRANT if kind == BodyKind.LIFT_OFFICE else Verb.BODY_MANAGE
    at = load_unit_for(actor, unit, verb, when["occurred_at"])
    if kind == BodyKind.TEMPORARY_BRANCH and until is None:
        raise Refusal(NO_END.because(name=name))
    refuse_backwards(first, until)
    body = Body.objects.create(
        kind=kind, unit=at, name=name, first=first, until=until, recorded_at=when["recorded_at"]
    )
    _enter(actor, "body.form", body, {"name": name, "first": first, "until": until}, when)
    return body


@transaction.atomic
def join_body(
    *, actor: Actor, body: str, account: str, member_kind: str, first: date, **when: Unpack[When]
) -> Mandate:
    """Take a person into a body: the body's rights are theirs from a day on, while it stands.

    :raises Refusal: if the body has no such kind of member, or has its one head already
    """
    joined = load_body_for(actor, body, when)
    if member_kind not in MEMBER_KINDS[BodyKind(joined.kind)]:
        raise Refusal(NO_SUCH_KIND.because(name=joined.name, kind=member_kind))
    if member_kind == HEAD and joined.members.filter(Mandate.on(first), member_kind=HEAD).exists():
        raise Refusal(ONE_HEAD.because(name=joined.name))
    member = Mandate.objects.create(
        account=account_or_refuse(account), role=MEMBER_ROLE[BodyKind(joined.kind)], unit=joined.unit,
        body=joined, member_kind=member_kind, first=first, recorded_at=when["recorded_at"],
    )  # fmt: skip
    _enter(actor, "body.join", joined, {"account": account, "kind": member_kind, "first": first}, when)
    return member


@transaction.atomic
def dissolve_body(*, actor: Actor, body: str, on: date, **when: Unpack[When]) -> None:
    """Dissolve a body on a day, the first one on which its members have no rights by it. Records stay."""
    ended = load_body_for(actor, body, when)
    ended.until = on
    ended.save(update_fields=["until"])
    _enter(actor, "body.dissolve", ended, {"on": on}, when)


def load_body_for(actor: Actor, public_id: str, when: When) -> Body:
    """Fetch a body the actor may change.

    :raises Refusal: if there is none, or it is not for this actor
    """
    body = Body.objects.select_related("unit").filter(public_id=public_id).first()
    if body is None:
        raise Refusal(NOT_FOUND.because())
    verb = Verb.MANDATE_GRANT if body.kind == BodyKind.LIFT_OFFICE else Verb.BODY_MANAGE
    if not can(actor, verb, body.unit_id, when["occurred_at"]):
        raise Refusal(NOT_FOUND.because())
    return body


def _enter(actor: Actor, verb: str, body: Body, payload: dict[str, object], when: When) -> None:
    journal.enter(
        actor=actor, stream=STREAM, verb=verb, subject=f"body/{body.public_id}",
        payload={"kind": body.kind, "unit": body.unit.public_id, **payload}, neighbourhood=None, **when,
    )  # fmt: skip
