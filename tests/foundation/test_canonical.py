"""Equal facts have equal bytes."""

from collections import OrderedDict
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.foundation.canonical import canonical_bytes, digest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


class Colour(Enum):
    RED = "red"


@given(st.dictionaries(st.text(), JSON, max_size=6))
def test_the_order_of_keys_changes_nothing(value: dict[str, Any]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


def test_values_that_are_not_json_are_written_as_text() -> None:
    value = {
        "day": date(2022, 3, 1), "at": datetime(2022, 3, 1, tzinfo=UTC), "area": Decimal("62.350"),
        "share": Fraction(3, 4), "colour": Colour.RED, "map": MappingProxyType({"b": 1}), "order": OrderedDict(a=1),
    }  # fmt: skip
    assert canonical_bytes(value) == (
        b'{"area":"62.350","at":"2022-03-01T00:00:00+00:00","colour":"red","day":"2022-03-01",'
        b'"map":{"b":1},"order":{"a":1},"share":"3/4"}'
    )


def test_chinese_is_written_as_itself() -> None:
    assert canonical_bytes("门栋") == '"门栋"'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_what_is_no_value_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"not JSON compliant|not a value"):
        canonical_bytes({"v": value})
