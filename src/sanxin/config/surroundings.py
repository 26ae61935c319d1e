"""How the house is run: production unless said otherwise, never with a secret everybody knows."""

from collections.abc import Mapping
from typing import Literal

from django.core.exceptions import ImproperlyConfigured

Mode = Literal["production", "demo", "test"]

LEAST_SECRET = 32
OPEN_SECRET = "sanxin demonstration only: this secret is printed in the source"  # noqa: S105


def mode_of(env: Mapping[str, str]) -> Mode:
    """Read how the house is run from ``SANXIN_MODE``: production, demo or test.

    :raises ImproperlyConfigured: if it is none of these
    """
    match env.get("SANXIN_MODE", "production"):
        case "production":
            return "production"
        case "demo":
            return "demo"
        case "test":
            return "test"
        case other:
            raise ImproperlyConfigured(f"SANXIN_MODE 应为 production、demo 或 test，现为 {other}。 "
                                       f"SANXIN_MODE is production, demo or test, not {other}.")  # fmt: skip


def secret_of(env: Mapping[str, str], mode: Mode) -> str:
    """Read the house's secret; only the demonstration and tests may do without.

    :raises ImproperlyConfigured: if a production start has no secret, or one that is too short or public
    """
    secret = env.get("SANXIN_SECRET_KEY", "")
    if mode != "production":
        return secret or OPEN_SECRET
    if len(secret) < LEAST_SECRET or secret == OPEN_SECRET:
        raise ImproperlyConfigured(
            f"正式运行必须用 SANXIN_SECRET_KEY 给出至少 {LEAST_SECRET} 个字符的密钥；"
            "试用请设 SANXIN_MODE=demo。 "
            f"A production start needs SANXIN_SECRET_KEY with at least {LEAST_SECRET} characters; "
            "to try it out, set SANXIN_MODE=demo."
        )
    return secret
