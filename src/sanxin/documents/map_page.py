"""``map.html``: one file, no network: the map, and beside it every stairwell with its reasons."""

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from sanxin.documents.drawing.site_map import site_map
from sanxin.documents.fonts import subset_woff
from sanxin.documents.report.plan_words import plan_sentence, stairwell_plan_sentence
from sanxin.documents.report.words import absent_of, class_words, in_order, summary_of, unverified_of
from sanxin.journey.survey import Site


def map_html(site: Site, outcome: Mapping[str, Any]) -> str:
    """Write the offline map page of an assessment."""
    template = files("sanxin.documents").joinpath("map_page.html").read_text(encoding="utf-8")
    summary = outcome["summary"]
    counts = "".join(
        f'<span class="{key}"><b>{summary[key]}</b>{zh} {en}</span>'
        for key, zh, en in (
            ("suitable", "● 适合", "suitable"),
            ("difficult", "▲ 较难", "difficult"),
            ("unsuitable", "■ 不适合", "unsuitable"),
        )
    )
    said = {
        "title": escape(f"{site.name}加装电梯可行性评估（{outcome['on']}）"),
        "counts": counts,
        "unverified": escape(unverified_of(outcome)),
        "absent": escape(absent_of(outcome)),
        "plan": escape(plan_sentence(outcome)),
        "map": site_map(site, outcome),
        "list": "".join(_entry(outcome, judged) for judged in in_order(outcome)),
    }
    # The page may be opened where no Chinese font is installed, so it carries the characters it needs.
    font = subset_woff("".join([template, *said.values()]))
    return Template(template).substitute(said, font=b64encode(font).decode())


def _entry(outcome: Mapping[str, Any], judged: Mapping[str, Any]) -> str:
    zh, en = class_words(judged)
    planned = stairwell_plan_sentence(outcome, judged)
    grounds = "".join(
        f'<p>{escape(one["zh"])}</p><p class="en" lang="en">{escape(one["en"])}</p>'
        for reason in judged["reasons"]
        for one in reason["because"]
    )
    return (
        f'<details id="stairwell-{escape(judged["id"])}"><summary>{escape(judged["id"])} 号门 '
        f'<span class="{judged["class"] or "none"}">{zh} <small>{en}</small></span></summary>'
        f"{grounds or f'<p>{escape(summary_of(judged))}</p>'}{f'<p><b>{escape(planned)}</b></p>' if planned else ''}</details>"
    )
