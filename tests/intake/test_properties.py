"""Values come loose from the outside and go on typed."""

from typing import Any

import pytest

from sanxin.foundation.finding import Words
from sanxin.intake.kinds import KINDS
from sanxin.intake.properties import typed_properties


def read(kind: str, **given: Any) -> tuple[dict[str, Any], int]:
    properties, faults = typed_properties(KINDS[kind], given, "site.geojson", Words("某处", "somewhere"))
    return properties, len(faults)


@pytest.mark.parametrize(
    ("given", "owners"),
    [
        (["电力", "电信"], ("电力", "电信")),
        ("电力、电信；移动", ("电力", "电信", "移动")),
        (None, ()),
        ("", ()),
    ],
)
def test_a_list_may_come_as_a_list_or_as_text_split_by_marks(given: Any, owners: tuple[str, ...]) -> None:
    assert read("pole", owners=given) == ({"owners": owners}, 0)


@pytest.mark.parametrize(("given", "flag"), [(True, True), ("否", False), ("TRUE", True), (0, False)])
def test_a_flag_may_come_as_a_word(given: Any, flag: bool) -> None:
    assert read("tree", protected=given)[0]["protected"] is flag


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("tree", {"protected": "maybe"}),
        ("pole", {"owners": 7}),
        ("pole", {"owners": "[电力"}),
        ("stairwell", {"building": ["B1"]}),
        ("stairwell", {"building": "B1", "facade_azimuth_deg": 361}),
        ("building", {"storeys": True}),
        ("building", {"storeys": 6, "fire_rating": 5}),
        ("overhead_line", {"voltage_kv": [10]}),
    ],
)
def test_a_value_of_another_type_is_a_fault(kind: str, given: dict[str, Any]) -> None:
    assert read(kind, **given)[1] == 1


def test_a_number_that_names_something_is_read_as_text() -> None:
    assert read("stairwell", building=3.0)[0]["building"] == "3"
