"""Money in whole fen (分). 100 fen are one yuan; no float ever holds money."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

FEN_PER_YUAN = 100


def fen_from_yuan(amount: str | int | Decimal) -> int:
    """Read an amount of yuan as whole fen.

    :raises ValueError: if it is not a finite number, or is finer than one fen
    """
    try:
        fen = Decimal(amount) * FEN_PER_YUAN
    except (InvalidOperation, TypeError) as fault:
        raise ValueError(f"{amount!r} is not an amount of yuan") from fault
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise ValueError(f"{amount!r} is not a whole number of fen")
    return int(fen)


def yuan_text(fen: int) -> str:
    """Write fen as people read them: ``1234567`` → ``"12,345.67"``."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{yuan:,}.{rest:02d}"


def split_fen(total_fen: int, weights: Mapping[str, Fraction]) -> dict[str, int]:
    """Split a sum by weights so that the parts add up to the fen.

    Each part is first rounded down; the fen left over go one each to the largest fractions lost,
    ties to the smaller key (Hamilton's method of largest remainders).

    :raises ValueError: if a weight is negative or none is positive
    """
    whole = sum(weights.values(), Fraction(0))
    if whole <= 0 or min(weights.values()) < 0:
        raise ValueError("weights must be zero or more, and not all zero")
    exact = {key: total_fen * weight / whole for key, weight in weights.items()}
    parts = {key: share.__floor__() for key, share in exact.items()}
    left = total_fen - sum(parts.values())
    by_loss = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    for key in by_loss[:left]:
        parts[key] += 1
    return parts
