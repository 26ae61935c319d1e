"""The plan on paper for a joint meeting: the map, then every measure with a line for each party to sign."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from sanxin.documents.drawing.plan_layer import plan_layer
from sanxin.documents.drawing.site_map import site_map
from sanxin.documents.pdf import pdf
from sanxin.documents.report.plan_rows import MeasureRow, measure_rows, unserved_rows, whole_plan_words
from sanxin.documents.report.plan_words import yuan
from sanxin.documents.report.words import unverified_of
from sanxin.journey.survey import Site


def meeting_pdf(site: Site, outcome: Mapping[str, Any]) -> bytes:
    """Set the plan for a joint meeting; ``outcome`` holds a plan."""
    rows = measure_rows(outcome, "zh")
    english = {row.id: row.said for row in measure_rows(outcome, "en")}
    data = {
        "site": site.name,
        "on": outcome["on"],
        "stamp": outcome["problem_sha256"][:16],
        "unverified": unverified_of(outcome),
        "plan": [whole_plan_words(outcome, "zh"), whole_plan_words(outcome, "en")],
        "measures": [_measure(row, english[row.id]) for row in rows],
        "unserved": unserved_rows(outcome, "zh"),
    }
    over = plan_layer(site, outcome, {row.id: row.said for row in rows})
    return pdf(_template(), data, {"map.svg": site_map(site, outcome, None, over)})


def _measure(row: MeasureRow, english: str) -> dict[str, Any]:
    return {
        "number": str(row.number),
        "zh": row.said,
        "en": english,
        "cost": yuan(row.cost_yuan),
        "lead": f"{row.lead_days} 天",
        "decision": row.decision,
        "unlocks": "、".join(code for code, _ in row.shares) + " 号门",
        "shares": "、".join(f"{code} 号门 {yuan(share)}" for code, share in row.shares),
        "parties": list(row.parties) or [""],
    }


def _template() -> str:
    return files("sanxin.documents.report").joinpath("meeting.typ").read_text(encoding="utf-8")
