"""The siting ordinances → the limits, schemes and remedies that the siting engine is handed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanxin.engines.siting.limits import (
    Band,
    Clearance,
    Figure,
    Grounded,
    Limits,
    RemedyKind,
    Separation,
)
from sanxin.engines.siting.prices import Works
from sanxin.engines.siting.things import UTILITIES, Scheme
from sanxin.foundation.finding import Words
from sanxin.rulebook.leaf import Leaf
from sanxin.rulebook.reader import InForce, Rules
from sanxin.rulebook.siting.works import whole_yuan, works_of

REMEDY_KINDS = (
    "relocate", "move_pole", "enlarge", "release_green", "move_tree", "remove_shed", "heritage_approval",
    "special_scheme",
)  # fmt: skip
SCHEME_KEYS = (
    "id", "entry", "zh", "en", "width_m", "depth_m", "bridge_width_m", "offset_reach_m", "offset_step_m",
    "standoffs_m", "power_kw", "special", "overhead_m", "price_yuan", "price_range_yuan", "load_kg", "car_width_m",
    "car_depth_m", "pit_m",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SitingRules:
    """What siting needs of the law and of the product's choices."""

    limits: Limits
    schemes: tuple[Scheme, ...]
    remedies: tuple[RemedyKind, ...]
    works: Works


def siting_rules(rules: Rules) -> SitingRules:
    """Read the siting rules out of the rules in force.

    :raises NothingInForce: if an ordinance siting cannot do without is not in force
    :raises InputRefused: if a value is wrong, naming file and key
    """
    return SitingRules(_limits(rules), _schemes(rules), _remedies(rules), works_of(rules))


def _limits(rules: Rules) -> Limits:
    separation, choices = rules.need("siting/fire_separation"), rules.need("siting/choices")
    choices.version.values.only("power_factor", "tolerance", "facade_reach_m")
    tolerance = choices.version.values.number("tolerance")
    return Limits(
        clearances=_clearances(rules),
        overhead=_overhead(rules),
        separations=_separations(separation),
        separation_citation=separation.version.citation,
        lane_clear_m=_figure(rules.need("siting/fire_lane"), "clear_width_m"),
        door_passage_m=_figure(rules.need("siting/passage"), "clear_width_m"),
        load_ratio=_figure(rules.need("siting/power"), "load_ratio"),
        power_factor=Figure(
            choices.version.values.number("power_factor", least=0.1), choices.version.citation
        ),
        grounded=_grounded(rules),
        tolerance=tolerance,
        facade_reach_m=choices.version.values.number("facade_reach_m"),
    )


def _figure(each: InForce, key: str) -> Figure:
    each.version.values.only(key)
    return Figure(each.version.values.number(key), each.version.citation)


def _clearances(rules: Rules) -> tuple[Clearance, ...]:
    by_code, by_zone = rules.need("siting/underground_lines"), rules.find("siting/buried_cables")
    by_code.version.values.only(*UTILITIES)
    clearances = {
        kind: Clearance(kind, _bands(by_code.version.values, kind), by_code.version.citation)
        for kind in by_code.version.values.keys()  # noqa: SIM118 - a Leaf is no dict
    }
    if by_zone is not None:
        zone = Clearance(
            "power_cable", _bands(by_zone.version.values, "power_cable"), by_zone.version.citation
        )
        known = clearances.get(zone.kind, zone)
        # Two texts speak of the same cable; whoever keeps the stricter keeps both.
        clearances[zone.kind] = max(known, zone, key=lambda each: each.greatest_m)
    return tuple(clearances[kind] for kind in sorted(clearances))


def _bands(values: Leaf, key: str) -> tuple[Band, ...]:
    bands = tuple(_band(each) for each in values.list(key))
    bounds = [band.up_to if band.up_to is not None else float("inf") for band in bands]
    if bounds != sorted(set(bounds)):
        raise values.wrong(key, bounds, Words("由小到大的上限", "bounds in ascending order"))
    return bands


def _band(leaf: Leaf) -> Band:
    leaf.only("up_to", "below", "least_m")
    least_m = leaf.number("least_m")
    if leaf.has("below"):
        return Band(leaf.number("below"), inclusive=False, least_m=least_m)
    return Band(leaf.number("up_to") if leaf.has("up_to") else None, inclusive=True, least_m=least_m)


def _overhead(rules: Rules) -> Clearance:
    each = rules.need("siting/overhead")
    each.version.values.only("by_voltage_kv")
    return Clearance("overhead", _bands(each.version.values, "by_voltage_kv"), each.version.citation)


def _separations(each: InForce) -> tuple[Separation, ...]:
    each.version.values.only("by_fire_rating")
    separations = []
    for leaf in each.version.values.list("by_fire_rating"):
        leaf.only("ratings", "least_m")
        ratings = leaf.numbers("ratings")
        if len(ratings) != 2 or not 1 <= ratings[0] <= ratings[1] <= 4:
            raise leaf.wrong(
                "ratings",
                list(ratings),
                Words("两个 1 到 4 的等级，小的在前", "two ratings of 1 to 4, smaller first"),
            )
        separations.append(Separation((int(ratings[0]), int(ratings[1])), leaf.number("least_m")))
    return tuple(separations)


def _grounded(rules: Rules) -> tuple[Grounded, ...]:
    boundary = rules.find("siting/land_boundary")
    return (Grounded("land_boundary", boundary.version.citation),) if boundary else ()


def _schemes(rules: Rules) -> tuple[Scheme, ...]:
    schemes: dict[str, Scheme] = {}
    for each in (rules.need("siting/schemes"), rules.find("siting/catalogue")):
        if each is not None:
            each.version.values.only("schemes", "works")
            if each.ordinance.id == "siting/catalogue" and not each.version.values.has("schemes"):
                continue
            for leaf in each.version.values.list("schemes"):
                scheme = _scheme(leaf, schemes)
                schemes[scheme.id] = scheme
    return tuple(schemes.values())


def _scheme(leaf: Leaf, known: Mapping[str, Scheme]) -> Scheme:
    """Read one scheme; one handed in that says no price or headroom takes those of its id, else of its entry."""
    leaf.only(*SCHEME_KEYS)
    _car(leaf)
    entry: Any = leaf.one_of("entry", ("half_landing", "level"))
    alike = known.get(leaf.text("id")) or next((each for each in known.values() if each.entry == entry), None)
    return Scheme(
        leaf.text("id"), entry, leaf.text("zh"), leaf.text("en"),
        width_m=leaf.number("width_m", least=0.5),
        depth_m=leaf.number("depth_m", least=0.5),
        bridge_width_m=leaf.number("bridge_width_m"),
        offset_reach_m=leaf.number("offset_reach_m"),
        offset_step_m=leaf.number("offset_step_m", least=0.1),
        standoffs_m=leaf.numbers("standoffs_m"),
        power_kw=leaf.number("power_kw", least=0.1),
        special=leaf.flag("special") if leaf.has("special") else False,
        price_yuan=alike.price_yuan if alike and not leaf.has("price_yuan") else _price_yuan(leaf),
        overhead_m=alike.overhead_m if alike and not leaf.has("overhead_m") else leaf.number("overhead_m"),
    )  # fmt: skip


def _car(leaf: Leaf) -> None:
    """What the car is decides nothing here, but must make sense and fit its shaft where it is told."""
    for key in ("load_kg", "pit_m"):
        if leaf.has(key):
            leaf.number(key)
    for inner, outer in (("car_width_m", "width_m"), ("car_depth_m", "depth_m")):
        if leaf.has(inner) and leaf.number(inner) >= leaf.number(outer):
            raise leaf.wrong(inner, leaf.value[inner], Words(f"小于 {outer} 的数", f"a number below {outer}"))


def _price_yuan(leaf: Leaf) -> int:
    price = whole_yuan(leaf, "price_yuan")
    low_high = leaf.numbers("price_range_yuan") if leaf.has("price_range_yuan") else (price, price)
    if len(low_high) != 2 or not low_high[0] <= price <= low_high[1]:
        expected = Words("含 price_yuan 的下限和上限", "a low and a high around price_yuan")
        raise leaf.wrong("price_range_yuan", list(low_high), expected)
    return price


def _remedies(rules: Rules) -> tuple[RemedyKind, ...]:
    values = rules.need("siting/remedies").version.values
    values.only(*REMEDY_KINDS)
    return tuple(
        RemedyKind(kind, values.one_of(kind, ("ordinary", "extraordinary")) == "ordinary")
        for kind in REMEDY_KINDS
    )
