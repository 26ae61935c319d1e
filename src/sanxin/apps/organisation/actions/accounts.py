"""Accounts: opened by an administrator, entered with a password and a one-time code."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

import pyotp
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation import throttle
from sanxin.apps.organisation.access import NOT_FOUND, require_anywhere
from sanxin.apps.organisation.models import Account
from sanxin.apps.organisation.roles import Verb
from sanxin.foundation.actor import Actor, Staff
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.sealing import house_key, seal, unseal

STREAM = "organisation/accounts"
TOTP_STEP_S = 30

WRONG = Sentence(
    "organisation.sign_in_wrong",
    "姓名、密码或动态码不对。请核对后再试。",
    "Name, password or one-time code is wrong. Check them and try again.",
)
NAME_TAKEN = Sentence(
    "organisation.name_taken",
    "登录名“{name}”已被使用，请换一个。",
    "“{name}” is taken, choose another.",
)
WEAK_PASSWORD = Sentence(
    "organisation.weak_password",
    "密码太短或太常见，请用至少十个不易猜到的字符。",
    "The password is too short or too common: take ten or more characters nobody would guess.",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account, with the address its holder scans once to set up the one-time codes."""

    account: str
    totp_uri: str


@transaction.atomic
def open_account(
    *, actor: Actor, name: str, display_name: str, password: str, **when: Unpack[When]
) -> Opened:
    """Open an account for a person, who has no rights until somebody grants a mandate.

    :raises Refusal: if the name is taken or the password is weak
    """
    require_anywhere(actor, Verb.ACCOUNT_MANAGE, when["occurred_at"])
    if Account.objects.filter(name=name).exists():
        raise Refusal(NAME_TAKEN.because(name=name))
    try:
        validate_password(password)
    except ValidationError as fault:
        raise Refusal(WEAK_PASSWORD.because()) from fault
    secret = pyotp.random_base32()
    account = Account(name=name, display_name=display_name, recorded_at=when["recorded_at"])
    account.sealed_totp_secret = seal(_totp_key(), secret.encode(), account.public_id)
    account.set_password(password)
    account.save()
    journal.enter(
        actor=actor, stream=STREAM, verb="account.open", subject=f"account/{account.public_id}",
        payload={}, neighbourhood=None, **when,
    )  # fmt: skip
    return Opened(
        account.public_id, pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="三新 Sanxin")
    )


@transaction.atomic
def close_account(*, actor: Actor, account: str, **when: Unpack[When]) -> None:
    """Close an account: it signs in no more and its mandates give nothing; what it did stays its own.

    :raises Refusal: if the actor may not, or there is no such open account
    """
    require_anywhere(actor, Verb.ACCOUNT_MANAGE, when["occurred_at"])
    if not Account.objects.filter(public_id=account, is_active=True).update(is_active=False):
        raise Refusal(NOT_FOUND.because())
    journal.enter(
        actor=actor, stream=STREAM, verb="account.close", subject=f"account/{account}",
        payload={}, neighbourhood=None, **when,
    )  # fmt: skip


def sign_in(
    *,
    name: str,
    password: str,
    code: str,
    address: str,
    at: datetime,
    keep: Callable[[Staff], None] | None = None,
) -> Staff:
    """Let a person in by name, password and one-time code; ``keep`` keeps the session in the same transaction.

    Every wrong answer reads the same and counts against the name and the address it came from.

    :raises Refusal: if something is wrong, or too much was wrong lately
    """
    throttle.refuse_if_locked(f"address:{address}", at)
    throttle.refuse_if_locked(f"account:{name}", at)
    account = _account_if_right(name, password, code, at, keep)
    if account is None:
        throttle.count_failure(f"account:{name}", throttle.PER_ACCOUNT, at)
        throttle.count_failure(f"address:{address}", throttle.PER_ADDRESS, at)
        raise Refusal(WRONG.because())
    return Staff(account.public_id)


@transaction.atomic
def _account_if_right(
    name: str, password: str, code: str, at: datetime, keep: Callable[[Staff], None] | None
) -> Account | None:
    account = Account.objects.select_for_update().filter(name=name, is_active=True).first()
    if account is None:
        make_password(password)  # takes as long as a known name would
        return None
    if not account.check_password(password):
        return None
    step = _step_of(account, code, at)
    if step is None:
        return None
    account.last_totp_step, account.last_login = step, at
    account.save(update_fields=["last_totp_step", "last_login"])
    throttle.forget(f"account:{name}")
    if keep is not None:
        keep(Staff(account.public_id))
    return account


def _step_of(account: Account, code: str, at: datetime) -> int | None:
    """Give the time step a code belongs to: now or one off, and later than the last one used."""
    secret = unseal(_totp_key(), bytes(account.sealed_totp_secret), account.public_id).decode()
    now = int(at.timestamp()) // TOTP_STEP_S
    for step in (now, now - 1, now + 1):
        fits = hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), code.strip())
        if fits and step > account.last_totp_step:
            return step
    return None


def _totp_key() -> bytes:
    return house_key(settings.SECRET_KEY, "totp")
