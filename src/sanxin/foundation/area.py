"""Floor areas in square metres, exact: what a certificate says is what we hold."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction


def area_m2(text: str | int | Decimal) -> Decimal:
    """Read a floor area in m² exactly as written.

    :raises ValueError: if it is not a finite number, or is negative
    """
    try:
        area = Decimal(text)
    except (InvalidOperation, TypeError) as fault:
        raise ValueError(f"{text!r} is not an area in m²") from fault
    if not area.is_finite() or area < 0:
        raise ValueError(f"{text!r} is not an area of zero or more m²")
    return area


def share_of(part_m2: Decimal, whole_m2: Decimal) -> Fraction:
    """Give the exact share of a part in a whole; a whole of nothing is shared by nobody (0)."""
    return Fraction(part_m2) / Fraction(whole_m2) if whole_m2 else Fraction(0)
