"""Tables of the organisation. A unit knows its parent; rights hang on units, on days."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from sanxin.apps.organisation.roles import Role
from sanxin.record.ids import new_public_id

PUBLIC_ID: dict[str, Any] = {"max_length": 20, "unique": True, "default": new_public_id, "editable": False}


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by the name people log in with."""


class Account(AbstractBaseUser):
    """A person who logs in by name, with a password and a one-time code."""

    SEALED = {"sealed_totp_secret": ("totp", "public_id")}

    public_id = models.CharField(**PUBLIC_ID)
    name = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    sealed_totp_secret = models.BinaryField()
    last_totp_step = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()

    USERNAME_FIELD = "name"
    objects = Accounts()


class Throttle(models.Model):
    """Failures counted against one account, address or card, named by keyed digest only."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.IntegerField(default=0)
    window_started_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)


class Level(models.IntegerChoices):
    """The levels of the tree. The five below the district carry the Party's five-level organisation."""

    DISTRICT = 0, "区"
    STREET = 1, "街镇"  # 街道党工委
    NEIGHBOURHOOD = 2, "居民区"  # 社区党组织
    AREA = 3, "楼院片区"  # 片区党支部
    GROUP = 4, "楼栋"  # 楼栋党小组
    CENTRE_HOUSEHOLD = 5, "中心户"  # 党群中心户


class Unit(models.Model):
    """One place in the tree, with the Party organisation that stands there, if any."""

    public_id = models.CharField(**PUBLIC_ID)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    level = models.IntegerField(choices=Level.choices)
    name = models.CharField(max_length=80)
    party_name = models.CharField(max_length=80, blank=True)
    founded_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_named_once"),
            models.CheckConstraint(
                condition=Q(level=0, parent=None) | Q(level__gt=0, parent__isnull=False), name="unit_hangs"
            ),
        ]


class Dated(models.Model):
    """Something that holds from a day until, and without, another; open-ended if none is given."""

    first = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    @staticmethod
    def on(day: Any, prefix: str = "") -> Q:
        """Give the condition of holding on a day."""
        return Q(**{f"{prefix}first__lte": day}) & Dated.not_over(day, prefix)

    @staticmethod
    def not_over(day: Any, prefix: str = "") -> Q:
        """Give the condition of holding on a day or on a later one."""
        return Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": day})


class BodyKind(models.TextChoices):
    """Bodies that people join and leave; the role their members get is in ``bodies.py``."""

    LIFT_OFFICE = "lift_office", "加梯办"
    VISIT_TEAM = "visit_team", "走访小组"
    TEMPORARY_BRANCH = "temporary_branch", "临时党支部"
    PUSH_TEAM = "push_team", "推进小组"


class Body(Dated):
    """An office, team or temporary branch at a unit; nobody has rights by it outside its days."""

    public_id = models.CharField(**PUBLIC_ID)
    kind = models.CharField(max_length=20, choices=BodyKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)


class Mandate(Dated):
    """A person in a role at a unit for some days, by appointment or as member of a body."""

    public_id = models.CharField(**PUBLIC_ID)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="members")
    member_kind = models.CharField(max_length=20, blank=True)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("first")), name="mandate_forward")
        ]


class MicroGrid(Dated):
    """A micro-grid of households. Which households are in it, ``registry`` keeps."""

    public_id = models.CharField(**PUBLIC_ID)
    neighbourhood = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")


class GridDuty(Dated):
    """The one person responsible for a duty in a micro-grid."""

    neighbourhood = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    grid = models.ForeignKey(MicroGrid, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=40)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "duty"], condition=Q(until=None), name="one_person_per_duty"
            )
        ]


class Invitation(models.Model):
    """A printed card for one dwelling: its public id is on it in clear, its code only as keyed digest.

    With a ``helper`` it lets in that helper, and not the household.
    """

    public_id = models.CharField(**PUBLIC_ID)
    neighbourhood = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    dwelling = models.CharField(max_length=20, db_index=True)
    code_hmac = models.CharField(max_length=64)
    helper = models.ForeignKey("HelperConsent", null=True, on_delete=models.PROTECT, related_name="+")
    attempts_left = models.IntegerField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")


class HouseholdToken(models.Model):
    """A household's session, opened with a card's code; it proves the card, not ownership."""

    public_id = models.CharField(**PUBLIC_ID)
    neighbourhood = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    dwelling = models.CharField(max_length=20, db_index=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")


class HelperConsent(Dated):
    """A dwelling's recorded consent that a person acts for it: somebody with an account, or whom it names and gives a card.

    Whoever has no account is known by this consent's public id. Where it was signed on paper, ``party`` is who signed
    and ``evidence_digest`` the sheet's photograph. The name and the photograph go at ``let_go_at``; the days stay.
    """

    SEALED: ClassVar[dict[str, tuple[str, str]]] = {"sealed_name": ("helper", "public_id")}

    public_id = models.CharField(**PUBLIC_ID)
    neighbourhood = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    dwelling = models.CharField(max_length=20, db_index=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    sealed_name = models.BinaryField(null=True)
    party = models.CharField(max_length=20, blank=True)
    evidence_digest = models.CharField(max_length=64, blank=True)
    let_go_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False)
                | Q(sealed_name__isnull=False)
                | Q(let_go_at__isnull=False),
                name="helper_is_somebody",
            )
        ]
