"""``report.pdf``: a cover with the map, a list of all stairwells, then a page for each."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from sanxin.documents.drawing.site_map import site_map
from sanxin.documents.drawing.stairwell_plan import stairwell_plan
from sanxin.documents.order import natural
from sanxin.documents.pdf import pdf
from sanxin.documents.report.plan_words import (
    decision_words,
    measure_words,
    measures_in_order,
    plan_sentence,
    stairwell_plan_sentence,
    yuan,
)
from sanxin.documents.report.words import (
    absent_of,
    citations_of,
    class_words,
    in_order,
    measured_of,
    remedies_of,
    required_of,
    scheme_words,
    summary_of,
    unverified_of,
)
from sanxin.journey.survey import Site

COUNTS = (
    ("suitable", "适合", "suitable"),
    ("difficult", "较难", "difficult"),
    ("unsuitable", "不适合", "unsuitable"),
)

MOST_WINDOWS = 8
NOTE = (
    "本报告按已提供的测绘资料逐一核算每个备选位置，供街镇加梯办、设计单位现场复核，不代替专业评估。"
    "标注“供参考”的数值未核原文，请向房管部门确认。"
)


def report_pdf(site: Site, outcome: Mapping[str, Any]) -> bytes:
    """Set the report of an assessment as PDF, A4, fonts embedded.

    :raises sanxin.documents.fonts.GlyphsMissing: if a name on the site cannot be printed
    """
    template = files("sanxin.documents.report").joinpath("report.typ").read_text(encoding="utf-8")
    drawings = {
        f"stairwell-{number}.svg": stairwell_plan(site, judged)
        for number, judged in enumerate(in_order(outcome))
    }
    return pdf(template, _data(site, outcome), {"map.svg": site_map(site, outcome), **drawings})


def _data(site: Site, outcome: Mapping[str, Any]) -> dict[str, Any]:
    summary = outcome["summary"]
    return {
        "title": f"{site.name}加装电梯可行性评估",
        "site": site.name,
        "on": outcome["on"],
        "head": [
            ["规则日期", outcome["on"]],
            ["地方", outcome["place"]],
            ["建成年份", str(site.built_year or "未填")],
            ["产权类型", site.tenure or "未填"],
            ["规模", f"{summary['stairwells']} 个门栋，{_count(summary['dwellings'])} 户"],
            ["规则集指纹", outcome["rulebook"]["sha256"][:16]],
            ["数据指纹", outcome["problem_sha256"][:16]],
        ],
        "counts": [
            {"class": key, "count": str(summary[key]), "unit": "个", "zh": zh, "en": en}
            for key, zh, en in COUNTS
        ],
        "unverified": unverified_of(outcome),
        "absent": absent_of(outcome),
        "note": NOTE,
        "plan": plan_sentence(outcome),
        "measures": [_measure(outcome, one) for one in measures_in_order(outcome)],
        "stairwells": [
            _stairwell(outcome, number, judged) for number, judged in enumerate(in_order(outcome))
        ],
    }


def _count(dwellings: int | None) -> str:
    return "未知" if dwellings is None else str(dwellings)


def _measure(outcome: Mapping[str, Any], one: Mapping[str, Any]) -> dict[str, str]:
    shares = "、".join(
        f"{who} 号门 {yuan(part)}"
        for who, part in sorted(one["cost_attributed_yuan"].items(), key=lambda pair: natural(pair[0]))
    )
    return {
        "what": measure_words(outcome, one["id"]),
        "ordinary": "常规" if one["ordinary"] else "特殊",
        "parties": "、".join(one["parties"]) or "—",
        "lead": f"{one['lead_days']} 天",
        "decision": decision_words(one)[0],
        "cost": yuan(one["cost_yuan"]),
        "shares": shares,
    }


def _stairwell(outcome: Mapping[str, Any], number: int, judged: Mapping[str, Any]) -> dict[str, Any]:
    zh, en = class_words(judged)
    return {
        "id": judged["id"],
        "building": judged["building"],
        "class": judged["class"] or "none",
        "class_zh": zh,
        "class_en": en,
        "summary": summary_of(judged),
        "plan": stairwell_plan_sentence(outcome, judged),
        "light": _light(outcome, judged["id"]),
        "placement": _placement(judged),
        "drawing": f"stairwell-{number}.svg",
        "reasons": [
            {
                "because": citations_of(reason["because"]),
                "measured": measured_of(reason),
                "required": required_of(reason),
                "remedies": remedies_of(reason),
            }
            for reason in judged["reasons"]
        ],
    }


def _light(outcome: Mapping[str, Any], stairwell: str) -> list[dict[str, str]]:
    """List the windows of a stairwell that lose light, those that lose most first; eight at most."""
    losing = [
        one for one in outcome["windows"] or () if one["stairwell"] == stairwell and one["lost_min"] >= 0.05
    ]
    losing.sort(key=lambda one: -one["lost_min"])
    return [
        {
            "dwelling": one["dwelling"] or one["id"],
            "assumed": "推定" if one["assumed"] else "",
            "before": f"{one['before_min']:.0f}",
            "after": f"{one['after_min']:.0f}",
            "lost": f"{one['lost_min']:.1f}",
            "by": "、".join(f"{prism.partition(':')[2]} 号门" for prism in one["taken_by"]),
        }
        for one in losing[:MOST_WINDOWS]
    ]


def _placement(judged: Mapping[str, Any]) -> str:
    candidate = judged.get("candidate")
    if not candidate:
        return ""
    return (
        f"图示位置：{scheme_words(candidate['scheme'])[0]}，沿墙偏移 {candidate['offset_m']:+.1f} 米，"
        f"离墙 {candidate['standoff_m']:.1f} 米；共试 {judged['candidates']} 个位置。"
    )
