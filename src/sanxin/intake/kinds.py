"""The kinds of things a site file may hold, their keys, and what stands in where a key is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sanxin.journey.survey import Form

ValueType = Literal["text", "number", "positive", "zero_or_more", "whole", "flag", "list", "azimuth"]

REQUIRED = object()
MOST_STOREYS = 150

UTILITIES = (
    "water", "sewer", "storm", "gas_low", "gas_medium_b", "gas_medium_a", "gas_sub_high_b", "gas_sub_high_a",
    "heat", "power_cable", "telecom", "telecom_duct", "reclaimed",
)  # fmt: skip


# Open without side walls, open with side walls, glazed.
BALCONIES = ("open", "side_walled", "enclosed")


@dataclass(frozen=True, slots=True)
class Key:
    """One property: its type, the values it may take, and its default (or that it must be there)."""

    type: ValueType
    default: Any = REQUIRED
    choices: tuple[str, ...] = ()
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: what shape it has, which keys, and whether it needs an id of its own."""

    zh: str
    forms: tuple[Form, ...]
    keys: Mapping[str, Key] = field(default_factory=dict)
    needs_id: bool = True


KINDS: Mapping[str, Kind] = {
    "boundary": Kind("用地红线", ("ring",), needs_id=False),
    "building": Kind(
        "楼栋",
        ("ring",),
        {
            "storeys": Key("whole", most=MOST_STOREYS),
            "storey_height_m": Key("positive", 2.8),
            "base_m": Key("number", 0.0),
            "height_m": Key("positive", None),
            "fire_rating": Key("whole", 2, ("1", "2", "3", "4")),
            "name": Key("text", ""),
        },
    ),
    "mass": Kind(
        "附属体量",
        ("ring",),
        {"base_m": Key("number"), "height_m": Key("positive"), "building": Key("text", "")},
    ),
    "stairwell": Kind(
        "门栋",
        ("point",),
        {
            "building": Key("text"),
            "storeys": Key("whole", None, most=MOST_STOREYS),
            "facade_azimuth_deg": Key("azimuth", None),
            "has_lift": Key("flag", default=False),
            "heritage": Key("flag", default=False),
        },
    ),
    "window": Kind(
        "窗",
        ("point",),
        {
            "building": Key("text"),
            "stairwell": Key("text", ""),
            "dwelling": Key("text", ""),
            "floor": Key("whole", None),
            "sill_m": Key("number", None),
            "azimuth_deg": Key("azimuth", None),
            "width_m": Key("positive", 1.5),
            "height_m": Key("positive", 1.5),
            "habitable": Key("flag", default=True),
            "balcony": Key("text", "", BALCONIES),
            "balcony_depth_m": Key("positive", None),
            "agreed_loss_min": Key("zero_or_more", None),
        },
    ),
    "door": Kind("门", ("point",), {"building": Key("text"), "width_m": Key("positive", 1.2)}),
    "pipe": Kind(
        "地下管线",
        ("line",),
        {
            "utility": Key("text", choices=UTILITIES),
            "diameter_mm": Key("positive", None),
            "depth_m": Key("number", None),
            "owner": Key("text", ""),
        },
    ),
    "pole": Kind("杆", ("point",), {"owners": Key("list", ())}),
    "overhead_line": Kind(
        "架空线", ("line",), {"voltage_kv": Key("positive", most=500), "owner": Key("text", "")}
    ),
    "fire_lane": Kind("消防车道", ("ring", "line"), {"width_m": Key("positive", 4.0)}),
    "tree": Kind(
        "树", ("point",), {"girth_cm": Key("positive", None), "protected": Key("flag", default=False)}
    ),
    "green": Kind("绿地", ("ring",)),
    "shed": Kind("棚屋", ("ring",), {"legal": Key("flag", default=False)}),
    "transformer": Kind(
        "变压器",
        ("point",),
        {"rated_kva": Key("positive"), "peak_kva": Key("zero_or_more"), "serves": Key("list", ())},
    ),
    "heritage_zone": Kind("文物保护范围", ("ring",), {"approval": Key("text", "")}),
    "shaft": Kind(
        "拟建井道",
        ("ring",),
        {"stairwell": Key("text", ""), "height_m": Key("positive"), "base_m": Key("number", 0.0)},
    ),
}

# Which key of a kind names a thing of another kind.
REFERENCES: Mapping[str, Mapping[str, str]] = {
    "mass": {"building": "building"},
    "stairwell": {"building": "building"},
    "window": {"building": "building", "stairwell": "stairwell"},
    "door": {"building": "building"},
    "transformer": {"serves": "stairwell"},
    "shaft": {"stairwell": "stairwell"},
}
