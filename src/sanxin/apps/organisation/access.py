"""May this actor do this, here, now? One answer for web, API, jobs and imports."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from sanxin.apps.organisation.models import HelperConsent, HouseholdToken, Level, Mandate, Unit
from sanxin.apps.organisation.roles import MAY, Role, Verb
from sanxin.foundation.actor import Actor, Helper, Household, Public, Staff, System
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

# What an actor may not see reads the same as what is not there.
NOT_FOUND = Sentence(
    "organisation.not_found",
    "没有找到，或您的岗位看不到它。请核对链接，或向管理员申请授权。",
    "Not found, or not for your role to see. Check the link, or ask for a mandate.",
)
UPWARDS = ["pk", *("__".join(["parent"] * step) for step in range(1, len(Level)))]


def can(actor: Actor | None, verb: Verb, unit: int, at: datetime) -> bool:
    """Tell whether an actor may do something at a unit, named by its number, at an instant."""
    match actor:
        case Staff():
            chain = Unit.objects.filter(pk=unit).values_list(*UPWARDS).first() or ()
            return mandates_of(actor, verb, at).filter(unit__in=[pk for pk in chain if pk]).exists()
        case Household() | Helper():
            return unit in neighbourhoods_for(actor, verb, at)
        case Public():
            return verb in MAY[Role.PUBLIC]
        case System():
            return verb in MAY[Role.SYSTEM]
        case None:
            return False


def require(actor: Actor | None, verb: Verb, unit: int, at: datetime) -> None:
    """Make sure that an actor may do something at a unit.

    :raises Refusal: if not; the refusal does not tell whether the unit exists
    """
    if not can(actor, verb, unit, at):
        raise Refusal(NOT_FOUND.because())


def require_anywhere(actor: Actor | None, verb: Verb, at: datetime) -> None:
    """Make sure that an actor may do something that belongs to no unit, such as opening an account.

    :raises Refusal: if no mandate says so
    """
    known = isinstance(actor, System) or (isinstance(actor, Staff) and mandates_of(actor, verb, at).exists())
    if not known:
        raise Refusal(NOT_FOUND.because())


def load_unit_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Unit:
    """Fetch a unit and make sure that the actor may do something there.

    :raises Refusal: if there is none, or it is not for this actor
    """
    unit = Unit.objects.filter(public_id=public_id).first()
    if unit is None or not can(actor, verb, unit.pk, at):
        raise Refusal(NOT_FOUND.because())
    return unit


def mandates_of(actor: Staff, verb: Verb, at: datetime) -> QuerySet[Mandate]:
    """Give the mandates by which a person may do something on the day; a body's days bound its members'."""
    day = legal_day(at)
    roles = [role.value for role, verbs in MAY.items() if verb in verbs]
    return Mandate.objects.filter(
        Mandate.on(day),
        Q(body=None) | Mandate.on(day, "body__"),
        account__public_id=actor.account,
        account__is_active=True,
        role__in=roles,
        unit__founded_on__lte=day,
    )


def units_for(actor: Actor | None, verb: Verb, at: datetime) -> QuerySet[Unit]:
    """Give the units where an actor may do something: the subtrees of the mandates, nothing beside."""
    match actor:
        case Staff():
            return within(set(mandates_of(actor, verb, at).values_list("unit", flat=True)))
        case Household() | Helper():
            return Unit.objects.filter(pk__in=neighbourhoods_for(actor, verb, at))
        case System() | Public() if can(actor, verb, 0, at):
            return Unit.objects.all()
        case _:
            return Unit.objects.none()


def within(roots: set[int]) -> QuerySet[Unit]:
    """Give the units of some subtrees, roots included. The tree has six levels, so five steps up do."""
    found = Q()
    for step in UPWARDS:
        found |= Q(**{f"{step}__in": roots})
    return Unit.objects.filter(found)


def neighbourhoods_for(actor: Actor | None, verb: Verb, at: datetime) -> list[int]:
    """Give the neighbourhoods, by number, whose rows an actor's query may touch for this verb.

    A mandate below a neighbourhood opens its neighbourhood's scope; the subtree is checked row by row.
    """
    if isinstance(actor, Household | Helper):
        return _of_dwelling(actor, verb, at)
    seen = units_for(actor, verb, at).values_list("level", *UPWARDS)
    return sorted({row[1 + row[0] - Level.NEIGHBOURHOOD] for row in seen if row[0] >= Level.NEIGHBOURHOOD})


def named(actor: Helper) -> Q:
    """Give the condition of being the consent to this helper: by account, or by itself for whoever came by a card."""
    return Q(account__public_id=actor.account) | Q(account=None, public_id=actor.account)


def _of_dwelling(actor: Household | Helper, verb: Verb, at: datetime) -> list[int]:
    with scopes_disabled():
        if isinstance(actor, Household):
            if verb not in MAY[Role.HOUSEHOLD]:
                return []
            held = HouseholdToken.objects.filter(
                public_id=actor.token, dwelling=actor.dwelling, expires_at__gt=at, revoked_at=None
            )
            return list(held.values_list("neighbourhood", flat=True))
        if verb not in MAY[Role.HELPER]:
            return []
        consents = HelperConsent.objects.filter(
            HelperConsent.on(legal_day(at)), named(actor), dwelling=actor.dwelling
        )
        return list(consents.values_list("neighbourhood", flat=True))
