"""The tree, and who is appointed where."""

from datetime import date
from typing import Unpack

from django.db import transaction

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.access import NOT_FOUND, can, load_unit_for, require_anywhere
from sanxin.apps.organisation.models import Account, Level, Mandate, Unit
from sanxin.apps.organisation.roles import UNAPPOINTED, Role, Verb
from sanxin.foundation.actor import Actor, Staff
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

STREAM = "organisation/structure"

WRONG_LEVEL = Sentence(
    "organisation.wrong_level",
    "“{name}”应建在上一级之下：{level}的上级只能是{above}。",
    "“{name}” hangs in the wrong place: above {level} there can only be {above}.",
)
NOT_APPOINTED = Sentence(
    "organisation.not_appointed",
    "“{role}”不是可以任命的岗位。",
    "Nobody is appointed as “{role}”.",
)

NOT_ONESELF = Sentence(
    "organisation.not_oneself",
    "不能任命自己。请由另一位有权的人办理。",
    "Nobody appoints themselves. Ask another who may.",
)


NAMED_TWICE = Sentence(
    "organisation.named_twice",
    "这一级下面已有“{name}”。请换一个名称。",
    "There is a “{name}” here already. Choose another name.",
)
BACKWARDS = Sentence(
    "organisation.backwards",
    "到期日 {until} 早于开始日 {first}。请核对日期。",
    "It would end on {until}, before it begins on {first}. Check the dates.",
)


@transaction.atomic
def found_unit(
    *,
    actor: Actor,
    parent: str | None,
    level: Level,
    name: str,
    founded_on: date,
    party_name: str = "",
    **when: Unpack[When],
) -> Unit:
    """Found a unit below another; rights there start on its founding date.

    :raises Refusal: if the actor may not, the level does not fit below the parent's, or the name is taken
    """
    above = None
    if parent is None:
        require_anywhere(actor, Verb.ACCOUNT_MANAGE, when["occurred_at"])
    else:
        above = load_unit_for(actor, parent, Verb.UNIT_MANAGE, when["occurred_at"])
    if level != (above.level + 1 if above else Level.DISTRICT):
        raise Refusal(WRONG_LEVEL.because(name=name, level=level.label, above=Level(max(level - 1, 0)).label))
    if Unit.objects.filter(parent=above, name=name).exists():
        raise Refusal(NAMED_TWICE.because(name=name))
    unit = Unit.objects.create(
        parent=above, level=level, name=name, party_name=party_name, founded_on=founded_on,
        recorded_at=when["recorded_at"],
    )  # fmt: skip
    journal.enter(
        actor=actor, stream=STREAM, verb="unit.found", subject=f"unit/{unit.public_id}", neighbourhood=None,
        payload={"parent": parent, "level": level.name, "name": name, "founded_on": founded_on}, **when,
    )  # fmt: skip
    return unit


@transaction.atomic
def grant_mandate(
    *,
    actor: Actor,
    account: str,
    role: Role,
    unit: str,
    first: date,
    until: date | None = None,
    **when: Unpack[When],
) -> Mandate:
    """Appoint a person to a role at a unit from a day on.

    :raises Refusal: if the actor may not, nobody can be appointed to the role, or it ends before it begins
    """
    at = load_unit_for(actor, unit, Verb.MANDATE_GRANT, when["occurred_at"])
    if role in UNAPPOINTED:
        raise Refusal(NOT_APPOINTED.because(role=role.value))
    refuse_backwards(first, until)
    _refuse_raising(actor, account, role, when)
    person = account_or_refuse(account)
    mandate = Mandate.objects.create(
        account=person, role=role, unit=at, first=first, until=until, recorded_at=when["recorded_at"]
    )
    _enter(actor, "mandate.grant", mandate, when)
    return mandate


@transaction.atomic
def end_mandate(*, actor: Actor, mandate: str, on: date, **when: Unpack[When]) -> None:
    """End a mandate on a day, which is the first one without it."""
    held = load_mandate_for(actor, mandate, when)
    _end(held, on)
    _enter(actor, "mandate.end", held, when)


@transaction.atomic
def succeed(*, actor: Actor, mandate: str, successor: str, on: date, **when: Unpack[When]) -> Mandate:
    """Hand a role on: the successor holds it from a day on; what the first did stays the first's (R108)."""
    held = load_mandate_for(actor, mandate, when)
    _refuse_raising(actor, successor, Role(held.role), when)
    _end(held, on)
    follows = Mandate.objects.create(
        account=account_or_refuse(successor), role=held.role, unit=held.unit, body=held.body,
        member_kind=held.member_kind, first=on, follows=held, recorded_at=when["recorded_at"],
    )  # fmt: skip
    _enter(actor, "mandate.succeed", follows, when)
    return follows


def refuse_backwards(first: date, until: date | None) -> None:
    """Make sure that nothing ends before it begins.

    :raises Refusal: if it does
    """
    if until is not None and until < first:
        raise Refusal(BACKWARDS.because(first=first, until=until))


def account_or_refuse(public_id: str) -> Account:
    """Fetch an active account.

    :raises Refusal: if there is none
    """
    account = Account.objects.filter(public_id=public_id, is_active=True).first()
    if account is None:
        raise Refusal(NOT_FOUND.because())
    return account


def _refuse_raising(actor: Actor, account: str, role: Role, when: When) -> None:
    """Keep a grantor from raising themselves, or anybody to administrator unless they are one."""
    if isinstance(actor, Staff) and actor.account == account:
        raise Refusal(NOT_ONESELF.because())
    if role == Role.ADMINISTRATOR:
        require_anywhere(actor, Verb.ACCOUNT_MANAGE, when["occurred_at"])


def load_mandate_for(actor: Actor, public_id: str, when: When) -> Mandate:
    """Fetch a mandate the actor may end or hand on.

    :raises Refusal: if there is none, or it is not for this actor
    """
    held = Mandate.objects.select_related("unit").filter(public_id=public_id).first()
    if held is None or not can(actor, Verb.MANDATE_GRANT, held.unit_id, when["occurred_at"]):
        raise Refusal(NOT_FOUND.because())
    return held


def _end(mandate: Mandate, on: date) -> None:
    mandate.until = max(on, mandate.first)
    mandate.save(update_fields=["until"])


def _enter(actor: Actor, verb: str, mandate: Mandate, when: When) -> None:
    journal.enter(
        actor=actor, stream=STREAM, verb=verb, subject=f"mandate/{mandate.public_id}", neighbourhood=None,
        payload={
            "account": mandate.account.public_id, "role": mandate.role, "unit": mandate.unit.public_id,
            "first": mandate.first, "until": mandate.until,
            "follows": mandate.follows.public_id if mandate.follows else None,
        }, **when,
    )  # fmt: skip
