"""An assessment in the words of its reader: the same for the report, the workbook and the map."""

from collections.abc import Mapping, Sequence
from typing import Any

from sanxin.documents.drawing.site_map import CLASS_WORDS
from sanxin.documents.order import natural
from sanxin.engines.siting.grounds import UTILITY_TERMS
from sanxin.foundation.citation import Standing, written

LAYER_WORDS: Mapping[str, str] = {
    "boundary": "用地红线", "pipe": "地下管线", "pole": "杆", "overhead_line": "架空线", "fire_lane": "消防车道",
    "tree": "树木", "green": "绿地", "shed": "棚屋", "transformer": "变压器", "heritage_zone": "文物保护范围",
    "window": "窗", "door": "门",
}  # fmt: skip
RULE_WORDS: Mapping[str, tuple[str, str]] = {
    "land_boundary": ("用地红线", "land boundary"), "fire_lane": ("消防车道净宽", "fire lane"),
    "fire_separation": ("防火间距", "fire separation"), "building_overlap": ("与建筑重叠", "overlaps a building"),
    "clearance.overhead": ("架空线间距", "overhead line"), "pole": ("电杆", "pole"), "tree": ("树木", "tree"),
    "green": ("绿地", "green"), "shed": ("棚屋", "shed"), "window": ("挡窗", "window"), "door": ("挡门", "door"),
    "transformer": ("变压器容量", "transformer"), "heritage_zone": ("文物保护范围", "heritage zone"),
}  # fmt: skip
UNIT_WORDS = {"m": "米", "m2": "平方米", "kVA": "kVA"}


def in_order(outcome: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the stairwells as people count them: 2 before 10."""
    return sorted(outcome["stairwells"], key=lambda judged: natural(judged["id"]))


def class_words(judged: Mapping[str, Any]) -> tuple[str, str]:
    """Say a stairwell's class in both languages."""
    return CLASS_WORDS[judged["class"]]


def summary_of(judged: Mapping[str, Any]) -> str:
    """Say in a line or two of Chinese why a stairwell is classed as it is."""
    said = [one["zh"] for reason in judged["reasons"] for one in reason["because"]]
    if said:
        return "；".join(one.rstrip("。") for one in said) + "。"
    if judged["class"] is None:
        return "该门栋已有电梯，不再评估。"
    return f"在 {judged['candidates']} 个备选位置中，至少有一个与现状没有冲突。"


def unverified_of(outcome: Mapping[str, Any]) -> str:
    """Say which layers nobody surveyed, as it is printed on every page."""
    layers, national = outcome["unverified_layers"], only_national(outcome)
    if not layers:
        return f"各图层均已查清。All layers surveyed.{national}"
    zh = "、".join(LAYER_WORDS[layer] for layer in layers)
    return f"未经核实的图层：{zh}。未查清不等于没有。Not surveyed: {', '.join(layers)}.{national}"


def only_national(outcome: Mapping[str, Any]) -> str:
    """Say so where the rulebook holds nothing of the place itself; a mistyped place shows here too."""
    places = {one["place"] for one in outcome["rulebook"]["ordinances"]}
    if outcome["place"] in places:
        return ""
    place = outcome["place"]
    return f" 规则库没有 {place} 本地的规定，只按上级规定判断，请核对地方代码。No rules of {place} itself are held."


def absent_of(outcome: Mapping[str, Any]) -> str:
    """Say what this assessment does not hold yet."""
    return "；".join(one["because"]["zh"] for one in outcome["absent"]) + "。" if outcome["absent"] else ""


def rule_words(rule: str) -> tuple[str, str]:
    """Say which rule a conflict is about."""
    utility = rule.removeprefix("clearance.")
    if utility in UTILITY_TERMS:
        return f"距{UTILITY_TERMS[utility].zh}", UTILITY_TERMS[utility].en
    return RULE_WORDS.get(rule, (rule, rule))


def measured_of(reason: Mapping[str, Any]) -> str:
    """Write a measured value with its unit."""
    return _with_unit(reason["measured"], reason["unit"])


def required_of(reason: Mapping[str, Any]) -> str:
    """Write a required value with its unit; a thing stood on has none."""
    return "—" if reason["required"] is None else _with_unit(reason["required"], reason["unit"])


def remedies_of(reason: Mapping[str, Any]) -> str:
    """List the remedies of a reason in Chinese, by the thing they act on."""
    said = "、".join(remedy_words(one)[0] for one in reason["remedies"]) or "暂无"
    return said.replace("迁移管线", "迁改架空线") if reason["rule"] == "clearance.overhead" else said


SCHEME_WORDS: Mapping[str, tuple[str, str]] = {
    "half-landing-630": ("半层入户 630 公斤", "half-landing entry, 630 kg"),
    "half-landing-450": ("半层入户 450 公斤", "half-landing entry, 450 kg"),
    "level-630": ("平层入户 630 公斤", "level entry, 630 kg"),
    "half-landing-compact": ("半层入户紧凑型", "half-landing entry, compact"),
}


def scheme_words(scheme: str) -> tuple[str, str]:
    """Say a lift scheme; one from an office's own catalogue is called by its id."""
    return SCHEME_WORDS.get(scheme, (scheme, scheme))


REMEDY_WORDS: Mapping[str, tuple[str, str]] = {
    "relocate": ("迁移管线", "relocate line"), "move_pole": ("迁移杆", "move pole"),
    "enlarge": ("变压器增容", "enlarge transformer"), "release_green": ("释放并补偿绿地", "release and replace green"),
    "move_tree": ("迁移树木", "move tree"), "remove_shed": ("拆除棚屋", "remove shed"),
    "heritage_approval": ("取得文物批复", "obtain heritage approval"),
    "special_scheme": ("改用特殊方案", "use special scheme"),
}  # fmt: skip


def remedy_words(remedy: str) -> tuple[str, str]:
    """Say one remedy id, such as ``relocate:P12``."""
    kind, _, thing = remedy.partition(":")
    zh, en = REMEDY_WORDS.get(kind, (kind, kind))
    named = scheme_words(thing) if kind == "special_scheme" else (thing, thing)
    return f"{zh} {named[0]}".strip(), f"{en} {named[1]}".strip()


def citations_of(because: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Give each ground with both sentences and its citation written out."""
    return [{"zh": one["zh"], "en": one["en"], "citation": _citation(one)} for one in because]


def _citation(one: Mapping[str, Any]) -> str:
    cited = one["citation"]
    if not cited:
        return "现状几何关系"
    return f"{written(cited['document'], cited['clause'])}（{Standing(cited['standing']).zh}）"


def _with_unit(value: float, unit: str) -> str:
    return f"{value:.2f} {UNIT_WORDS.get(unit, unit)}"
