"""The plan in the words of its reader: what is done at a stairwell, by whom, at what cost, and what light it takes."""

from collections.abc import Mapping
from typing import Any

from sanxin.documents.order import natural
from sanxin.documents.report.words import remedy_words, scheme_words
from sanxin.foundation.citation import Standing, written

DECISION_WORDS: Mapping[str, tuple[str, str]] = {
    "green_layout": ("小区业主表决（绿地布局调整）", "vote of the compound on its green layout"),
    "move_trees": ("小区业主表决（迁移树木）", "vote of the compound on moving trees"),
    "heritage_approval": ("文物主管部门批复", "approval of the heritage authority"),
}
COMPOUND_VOTES = ("green_layout", "move_trees")


def yuan(amount: int | None) -> str:
    """Write whole yuan with commas."""
    return "—" if amount is None else f"{amount:,} 元"


def measures_in_order(outcome: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the measures the plan carries out, as people count them; none where there is no plan."""
    chosen = [one for one in outcome["measures"] or () if one["chosen"]]
    return sorted(chosen, key=lambda one: natural(one["id"]))


def measure_words(outcome: Mapping[str, Any], measure: str) -> str:
    """Say one measure in Chinese, with the size a transformer becomes; lines in the air are no pipes."""
    told = next((one for one in outcome["measures"] or () if one["id"] == measure), None)
    said = remedy_words(measure)[0]
    if told and told["size_kva"]:
        said += f" 至 {told['size_kva']:g} kVA"
    return said.replace("迁移管线", "迁改架空线") if measure in _overhead(outcome) else said


def decision_words(measure: Mapping[str, Any]) -> tuple[str, str]:
    """Say in both languages which decision a measure needs, if any, and by which rule; that none is known is said too."""
    decision = measure["decision"]
    if not decision:
        return "", ""
    zh, en = DECISION_WORDS.get(decision, (decision, decision))
    if "decided_by" not in measure or decision not in COMPOUND_VOTES:
        return zh, en
    rule = measure["decided_by"]
    if not rule:
        return f"{zh}，当日当地规则库中没有其规则", f"{en}; the rulebook has no rule for it here on that day"
    where, standing = written(rule["document"], rule["clause"]), Standing(rule["standing"])
    return f"{zh}，{where}（{standing.zh}）", f"{en}, {where} ({standing.en})"


def plan_sentence(outcome: Mapping[str, Any]) -> str:
    """Say the whole plan in a sentence: how many stairwells, at what cost, how sure."""
    plan = outcome["plan"]
    if plan is None:
        return ""
    proven = (
        "已证明最优" if plan["status"] == "optimal" else f"未证明最优，费用下限 {yuan(plan['bound_yuan'])}"
    )
    count = outcome["summary"]["stairwells"] - outcome["summary"]["with_lift"]
    light = plan["sunlight_lost_min_total"]
    taken = "" if light is None else f"；各窗日照合计减少 {light:.1f} 分钟"
    return f"全覆盖方案：{count} 个门栋中可服务 {plan['served']} 个，估算 {yuan(plan['cost_yuan'])}（{proven}）{taken}。"


def stairwell_plan_sentence(outcome: Mapping[str, Any], judged: Mapping[str, Any]) -> str:
    """Say what the plan does at one stairwell: the lift, what must happen first, and what it costs."""
    plan = judged["plan"]
    if plan is None:
        return unserved_sentence(outcome, judged)
    said = f"方案：{scheme_words(plan['scheme'])[0]}，沿墙偏移 {plan['offset_m']:+.1f} 米、离墙 {plan['standoff_m']:.1f} 米"
    said += f"，井道高 {plan['height_m']:.1f} 米"
    first = "、".join(measure_words(outcome, one) for one in plan["measures"])
    said += f"；须先{first}" if first else "；不需要先做其他工程"
    said += f"。电梯 {yuan(plan['lift_yuan'])}"
    shared = plan["cost_yuan"] - plan["lift_yuan"]
    said += f"，分担配套 {yuan(shared)}，合计 {yuan(plan['cost_yuan'])}" if shared else ""
    if plan["sunlight_lost_min_max"] is not None:
        said += f"。单独建成时，受影响最大的窗少 {plan['sunlight_lost_min_max']:.1f} 分钟日照"
    return said + "。"


def unlocked(measure: Mapping[str, Any]) -> str:
    """Name the stairwells that use a measure, as people count them."""
    return "、".join(sorted(measure["unlocks"], key=natural)) + " 号门"


def unserved_sentence(outcome: Mapping[str, Any], judged: Mapping[str, Any]) -> str:
    """Say why the plan leaves a stairwell out."""
    left = (outcome["plan"] or {}).get("unserved", [])
    grounds = [one["zh"] for each in left if each["id"] == judged["id"] for one in each["because"]]
    return f"方案未能服务：{'；'.join(grounds)}。" if grounds else ""


def _overhead(outcome: Mapping[str, Any]) -> set[str]:
    return {f"relocate:{each['id']}" for each in outcome["problem"]["overhead"]}
