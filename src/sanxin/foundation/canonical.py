"""One way to write a value as bytes, so that equal facts have equal digests."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any


def canonical_bytes(value: Any) -> bytes:
    """Write a JSON value with sorted keys, no spaces, UTF-8; exact numbers and dates as text.

    :raises ValueError: if it holds a NaN, an infinity, or something that is not a value
    """
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_text
    )
    return text.encode()


def sha256_hex(value: bytes) -> str:
    """Give the SHA-256 digest of some bytes in hexadecimal."""
    return hashlib.sha256(value).hexdigest()


def digest(value: Any) -> str:
    """Give the SHA-256 of a value's canonical bytes in hexadecimal."""
    return sha256_hex(canonical_bytes(value))


def _text(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | Fraction):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    raise ValueError(f"{type(value).__name__} is not a value that can be written")
