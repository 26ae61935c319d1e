"""Why: the sentence for every conflict, with its figures as a clerk reads them."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from sanxin.engines.siting.limits import Limits
from sanxin.engines.siting.result import Conflict
from sanxin.foundation.citation import Citation
from sanxin.foundation.finding import Because, Sentence, Term

UTILITY_TERMS = {
    term.code: term
    for term in (
        Term("water", "给水管", "water pipe"),
        Term("sewer", "污水管", "sewer"),
        Term("storm", "雨水管", "storm drain"),
        Term("gas_low", "低压燃气管", "low-pressure gas pipe"),
        Term("gas_medium_b", "中压 B 级燃气管", "medium-pressure (B) gas pipe"),
        Term("gas_medium_a", "中压 A 级燃气管", "medium-pressure (A) gas pipe"),
        Term("gas_sub_high_b", "次高压 B 级燃气管", "sub-high-pressure (B) gas pipe"),
        Term("gas_sub_high_a", "次高压 A 级燃气管", "sub-high-pressure (A) gas pipe"),
        Term("heat", "热力管", "heating pipe"),
        Term("power_cable", "电力电缆", "power cable"),
        Term("telecom", "直埋通信线", "buried telecom line"),
        Term("telecom_duct", "通信管道", "telecom duct"),
        Term("reclaimed", "再生水管", "reclaimed-water pipe"),
    )
}

CLEARANCE = Sentence(
    "siting.clearance",
    zh="距{line} {object} 仅 {measured} 米，应不小于 {required} 米",
    en="Only {measured} m from {line} {object}; at least {required} m is needed",
)
ON_TOP = Sentence(
    "siting.clearance.on_top",
    zh="井道正压在{line} {object} 上，应离开至少 {required} 米",
    en="The shaft would stand right over {line} {object}; at least {required} m is needed",
)
OTHERS = {
    sentence.code.removeprefix("siting."): sentence
    for sentence in (
        Sentence(
            "siting.land_boundary",
            zh="有 {measured} 平方米落在用地红线 {object} 之外，应全部在红线之内",
            en="{measured} m² lies outside the land-use boundary {object}; all of it must lie within",
        ),
        Sentence(
            "siting.fire_lane",
            zh="占用消防车道 {object} 后净宽仅剩 {measured} 米，应不小于 {required} 米",
            en="Fire lane {object} would keep only {measured} m clear; at least {required} m is needed",
        ),
        Sentence(
            "siting.fire_separation",
            zh="距建筑 {object} 仅 {measured} 米，防火间距应不小于 {required} 米",
            en="Only {measured} m from building {object}; the fire separation is at least {required} m",
        ),
        Sentence(
            "siting.building_overlap",
            zh="与建筑 {object} 重叠 {measured} 平方米",
            en="Overlaps building {object} by {measured} m²",
        ),
        Sentence(
            "siting.clearance.overhead",
            zh="距架空线 {object} 水平仅 {measured} 米，应不小于 {required} 米",
            en="Only {measured} m in plan from overhead line {object}; at least {required} m is needed",
        ),
        Sentence(
            "siting.pole",
            zh="电杆 {object} 立在井道或连廊的位置上（没有间距数值可依，按是否压占判断）",
            en="Pole {object} stands where the lift would (no distance is laid down: standing on it counts)",
        ),
        Sentence(
            "siting.tree",
            zh="树木 {object} 长在井道或连廊的位置上（没有间距数值可依，按是否压占判断）",
            en="Tree {object} stands where the lift would (no distance is laid down: standing on it counts)",
        ),
        Sentence(
            "siting.green",
            zh="井道占用绿地 {object} {measured} 平方米",
            en="Takes {measured} m² of green {object}",
        ),
        Sentence(
            "siting.shed",
            zh="与棚屋 {object} 重叠 {measured} 平方米",
            en="Overlaps shed {object} by {measured} m²",
        ),
        Sentence(
            "siting.heritage",
            zh="有 {measured} 平方米位于文物保护范围 {object} 内，尚无批准文件",
            en="{measured} m² lies within heritage ground {object}, without an approval",
        ),
        Sentence(
            "siting.window",
            zh="遮挡住户窗 {object} {measured} 米宽",
            en="Stands in front of habitable window {object}, over {measured} m of its width",
        ),
        Sentence(
            "siting.door",
            zh="出入口 {object} 前仅留 {measured} 米，应不小于 {required} 米",
            en="Leaves only {measured} m in front of door {object}; at least {required} m is needed",
        ),
        Sentence(
            "siting.transformer",
            zh="变压器 {object} 接入后负荷 {measured} 千伏安，超过允许的 {required} 千伏安",
            en="Transformer {object} would carry {measured} kVA, more than the {required} kVA allowed",
        ),
    )
}
HAS_LIFT = Sentence("siting.has_lift", zh="已有电梯，不作评估", en="Has its lift already and is not judged")
FREE = Sentence(
    "siting.free",
    zh="共试 {tried} 个位置，{free} 个没有冲突",
    en="{tried} placements tried, {free} of them without any conflict",
)
HELPED = Sentence(
    "siting.helped",
    zh="共试 {tried} 个位置，都有冲突；冲突最少的位置 {candidate} 的 {count} 项都能用常规办法解决",
    en="{tried} placements tried, all with conflicts; ordinary works can remove all {count} at {candidate}",
)
STUCK = Sentence(
    "siting.stuck",
    zh="共试 {tried} 个位置，没有一个只靠常规办法就能成立；最接近的是 {candidate}，有 {count} 项冲突",
    en="{tried} placements tried, none workable by ordinary works; nearest: {candidate}, {count} in its way",
)
UPWARD = {"m2", "kVA"}


def because_of(limits: Limits, conflict: Conflict) -> Because:
    """Say why something is in the way, in figures that never round a shortfall away."""
    measured = _figure(conflict.measured, up=conflict.unit in UPWARD or conflict.rule == "window")
    required = "" if conflict.required is None else _figure(conflict.required, up=conflict.unit not in UPWARD)
    params: dict[str, object] = {"object": conflict.object, "measured": measured, "required": required}
    if conflict.rule in OTHERS:
        sentence = OTHERS[conflict.rule]
    else:
        sentence = CLEARANCE if conflict.measured > 0 else ON_TOP
        params["line"] = UTILITY_TERMS[conflict.rule.removeprefix("clearance.")]
    return sentence.because(
        citation_of(limits, conflict.rule), **{k: params[k] for k in _gaps(sentence, params)}
    )


def citation_of(limits: Limits, rule: str) -> Citation | None:
    """Find where the rule behind a conflict stands written, if anywhere."""
    with_figures = {
        "fire_lane": limits.lane_clear_m.citation,
        "fire_separation": limits.separation_citation,
        "clearance.overhead": limits.overhead.citation,
        "door": limits.door_passage_m.citation,
        "transformer": limits.load_ratio.citation,
    }
    if rule in with_figures:
        return with_figures[rule]
    clearance = limits.clearance(rule.removeprefix("clearance."))
    return clearance.citation if clearance else limits.citation_of(rule)


def _gaps(sentence: Sentence, params: dict[str, object]) -> list[str]:
    return [key for key in params if f"{{{key}}}" in sentence.zh]


def _figure(value: float, *, up: bool) -> str:
    rounding = ROUND_CEILING if up else ROUND_FLOOR
    return str(Decimal(repr(value)).quantize(Decimal("0.01"), rounding))
