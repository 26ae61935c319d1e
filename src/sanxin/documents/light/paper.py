"""A dwelling's light on two sheets to take home, and a table of a whole stairwell's windows."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from sanxin.documents.light.bar import bar, swatch
from sanxin.documents.light.day import Hours, WindowDay, days_of, hours_of
from sanxin.documents.light.words import (
    clock_sentence,
    clock_words,
    facing_words,
    in_order,
    rule_rows,
    shade_rows,
    taken_words,
    window_sentence,
    window_words,
)
from sanxin.documents.order import natural
from sanxin.documents.pdf import pdf
from sanxin.foundation.citation import Standing, written
from sanxin.foundation.finding import Words

ROOMY = 2  # so many windows are drawn as wide as the sheet
FLIPS = Words(
    "窗台高或太阳位置差一点，这扇窗就会跨过标准所写的数；请先复测窗台高。",
    "A little more or less sill height or sun would carry this window across the figure in the standard; measure the sill first.",
)


def dwelling_light_pdf(whose: str, outcome: Mapping[str, Any], names: Mapping[str, str]) -> bytes | None:
    """Set a dwelling's light: its bars and sentences, then how they were reckoned. None where it has no window.

    ``outcome`` holds the dwelling's windows only; ``names`` are what people call the buildings.
    """
    days = in_order(days_of(outcome))
    if not days:
        return None
    hours = hours_of(outcome)
    drawings = {f"{kind}.svg": swatch(kind, kind) for kind in ("lit", "shade", "taken")}
    windows = []
    for number, day in enumerate(days, 1):
        zh, en = (window_words(day, days, language) for language in ("zh", "en"))
        said = window_sentence(day, f"您家{zh}", hours, "zh")
        drawings[f"bar-{number}.svg"] = bar(day, hours, said, "zh", f"light-{number}")
        windows.append(
            {
                "zh": said, "en": window_sentence(day, f"Your {en}", hours, "en"), "bar": f"bar-{number}.svg",
                "assumed": day.assumed, "flips": [FLIPS.zh, FLIPS.en] if day.flips else [], "name": zh,
                "before": f"{day.before_min:.1f}", "after": f"{day.after_min:.1f}", "lost": f"{day.lost_min:.1f}",
                "shades": [[when, what, "建成后才有" if added else ""] for when, what, added in shade_rows(day, names, hours, "zh")],
            }
        )  # fmt: skip
    data = {**_frame(whose, outcome, hours), "windows": windows, "wide": len(days) <= ROOMY}
    return pdf(_template("dwelling.typ"), data, drawings)


def stairwell_light_pdf(whose: str, outcome: Mapping[str, Any], stairwell: str) -> bytes | None:
    """Set a table of a stairwell's windows, those of a dwelling together. None where it has none."""
    own = [one for one in outcome.get("windows") or () if one["stairwell"] == stairwell]
    days = days_of({**outcome, "windows": own})
    if not days:
        return None
    hours = hours_of(outcome)
    ranked = sorted(
        days, key=lambda day: (day.dwelling is None, natural(day.dwelling or ""), natural(day.id))
    )
    data = {**_frame(whose, outcome, hours), "rows": [_row(day, hours) for day in ranked]}
    return pdf(_template("stairwell.typ"), data, {})


def _row(day: WindowDay, hours: Hours) -> list[str]:
    whose = day.dwelling or f"公共部位 {day.id}"
    return [
        whose, facing_words(day, "zh") + ("（推定）" if day.assumed else ""), f"{day.before_min:.1f}",
        f"{day.after_min:.1f}", f"{day.lost_min:.1f}", taken_words(day, hours, "zh"),
    ]  # fmt: skip


def _frame(whose: str, outcome: Mapping[str, Any], hours: Hours) -> dict[str, Any]:
    rules = zip(rule_rows(outcome, "zh"), rule_rows(outcome, "en"), strict=True)
    return {
        "whose": whose,
        "on": outcome["on"],
        "clock": [clock_sentence(outcome, hours, "zh"), clock_sentence(outcome, hours, "en")],
        "how": _how(outcome, hours),
        "rules": [{"zh": zh["said"], "en": en["said"], "cite": zh["cite"]} for zh, en in rules],
        "stamp": outcome["sunlight"]["problem_sha256"][:16],
    }


def _how(outcome: Mapping[str, Any], hours: Hours) -> Sequence[tuple[str, str]]:
    """Give what the reckoning took as given, a line each."""
    standard, shift = outcome["sunlight"]["standard"], hours.clock_less_solar_min
    rows = [
        ("计算日 Day", f"{standard['day']}，{clock_words(hours.start_min, hours)}–{clock_words(hours.end_min, hours)}"),
        ("太阳赤纬 Declination", f"{standard['declination_deg']}°（{standard['year'] or '—'} 年），全天取一个值"),
        ("纬度 Latitude", f"北纬 {standard['latitude_deg']:.4f}°"),
        ("大气折射 Refraction", "不计 none"),
        ("窗 Window", "满窗：窗台两端都见到太阳才算" if standard["full_window"] else "窗台正中"),
        ("短时段 Short spells", f"不足 {standard['min_spell_min']:g} 分钟的不计"),
        ("钟点换算 Clock", "未知，按真太阳时" if shift is None else f"北京时间 = 真太阳时 {shift:+.1f} 分钟"),
    ]  # fmt: skip
    if standard.get("least_min"):
        of = "合计" if standard["least_of"] == "total" else "最长一段"
        rows.append(
            (
                "标准所写的数 Figure in the standard",
                f"{of} {standard['least_min']:g} 分钟（{_cited(standard)}）",
            )
        )
    return rows


def _cited(standard: Mapping[str, Any]) -> str:
    cited = standard["citation"]
    return (
        f"{written(cited['document'], cited['clause'])}，{Standing(cited['standing']).zh}"
        if cited
        else "使用者自备"
    )


def _template(name: str) -> str:
    return files("sanxin.documents.light").joinpath(name).read_text(encoding="utf-8")
