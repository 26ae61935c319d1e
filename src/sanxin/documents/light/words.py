"""A window's day in a sentence a household understands: how long, how much less, when, because of what."""

from collections.abc import Mapping, Sequence
from typing import Any

from sanxin.documents.light.day import ADDED, SHORTEST_MIN, Hours, Interval, Taken, WindowDay
from sanxin.documents.order import natural
from sanxin.foundation.citation import Standing, written
from sanxin.foundation.finding import Language

FACINGS: Sequence[tuple[str, str]] = (
    ("朝北", "north"), ("朝东北", "north-east"), ("朝东", "east"), ("朝东南", "south-east"),
    ("朝南", "south"), ("朝西南", "south-west"), ("朝西", "west"), ("朝西北", "north-west"),
)  # fmt: skip
SOUTH, SECTOR_DEG = 4, 45.0
MOST_TOLD = 3
MOMENT_MIN = 10.0  # a shorter stretch is told by its middle
OF_SINGLE_WINDOWS = ("sunlight.assumed", "sunlight.moved")
Names = Mapping[str, str]


def in_order(days: Sequence[WindowDay]) -> list[WindowDay]:
    """Order the windows of a dwelling: rooms people live in, the sunny side, then as they are numbered."""
    return sorted(days, key=lambda day: (not day.habitable, abs(_sector(day) - SOUTH), natural(day.id)))


def facing_words(day: WindowDay, language: Language) -> str:
    """Say a window by the way it looks."""
    if day.azimuth_deg is None:
        return "窗" if language == "zh" else "window"
    zh, en = FACINGS[_sector(day)]
    return f"{zh}的窗" if language == "zh" else f"{en} window"


def window_words(day: WindowDay, siblings: Sequence[WindowDay], language: Language) -> str:
    """Say which window it is: how it looks, and its place among those of the dwelling that look the same way."""
    said = facing_words(day, language)
    alike = [one for one in siblings if _sector(one) == _sector(day) and one.at]
    if len(alike) > 1 and day.at:
        lengthwise = _sector(day) % 4 == 0
        ranked = sorted(alike, key=lambda one: (one.at or (0, 0))[0 if lengthwise else 1])
        number = ranked.index(day) + 1
        zh, en = ("从西往东", "from the west") if lengthwise else ("从南往北", "from the south")
        said += f"（{zh}第 {number} 扇）" if language == "zh" else f" (number {number} {en})"
    if not day.habitable:
        said += "（非居室）" if language == "zh" else " (not a living room)"
    return said


def length_words(minutes: float, language: Language) -> str:
    """Say a length of time in hours and minutes."""
    hours, rest = divmod(round(minutes), 60)
    if language == "en":
        return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])
    if not hours:
        return f"{rest} 分钟"
    return f"{hours} 小时" + (f" {rest} 分" if rest else "")


def clock_words(minute: float, hours: Hours) -> str:
    """Write a moment of the sun's time as the clock on the wall shows it."""
    hour, rest = divmod(round(minute + hours.shift_min), 60)
    return f"{hour}:{rest:02}"


def span_words(span: Interval | Taken, hours: Hours, language: Language) -> str:
    """Say when a stretch of time is: its middle where it is short."""
    start, end = (span.start_min, span.end_min) if isinstance(span, Taken) else span
    if end - start < MOMENT_MIN:
        return f"{'大约 ' if language == 'zh' else 'around '}{clock_words((start + end) / 2, hours)}"
    return f"{clock_words(start, hours)}–{clock_words(end, hours)}"


def prism_words(prism: str, names: Names, language: Language) -> str:
    """Say what hides the sun; ``names`` are the buildings' own."""
    kind, _, ident = prism.partition(":")
    if language == "en":
        said = {
            "shaft": f"the shaft of No. {ident}",
            "bridge": f"the bridge of No. {ident}",
            "mass": f"roof house or wing {ident}",
        }
        return said.get(kind, names.get(ident) or f"building {ident}")
    said = {
        "shaft": f"{ident} 号门的井道",
        "bridge": f"{ident} 号门的连廊",
        "mass": f"{ident} 屋面或附属构筑物",
    }
    return said.get(kind, names.get(ident) or f"{ident} 楼")


def lost_words(day: WindowDay, language: Language) -> str:
    """Say how much is lost, in whole minutes that agree with the two lengths beside them."""
    whole = round(day.before_min) - round(day.after_min)
    if whole:
        return f"少 {whole} 分钟" if language == "zh" else f"{whole} min less"
    return "少不到 1 分钟" if language == "zh" else "less than 1 min less"


def is_losing(day: WindowDay) -> bool:
    """Tell whether the lifts take any light of a window, be it in pieces too short to count."""
    return day.lost_min >= SHORTEST_MIN or bool(day.taken)


def window_sentence(day: WindowDay, name: str, hours: Hours, language: Language) -> str:
    """Say a window's day: before, after, how much less, when, because of what. Never a verdict."""
    zh = language == "zh"
    if not day.before:
        return (
            f"{name}：这一天照不到太阳，装不装电梯都一样。"
            if zh
            else f"{name}: no sun on this day, with or without lifts."
        )
    before, after = (length_words(it, language) for it in (day.before_min, day.after_min))
    if not is_losing(day):
        return (
            f"{name}：现在 {before}，建成后一样，不受影响。"
            if zh
            else f"{name}: {before} now, the same after."
        )
    when = _when(day, hours, language)
    said = (name, before, after, lost_words(day, language), when)
    return (
        "{}：现在 {}，建成后 {}，{}{}。".format(*said)
        if zh
        else "{}: {} before, {} after, {}{}.".format(*said)
    )


def taken_words(day: WindowDay, hours: Hours, language: Language) -> str:
    """Say when light is lost and to whom, without a sentence around it; nothing where none is lost."""
    return _when(day, hours, language).lstrip("，, ")


def _when(day: WindowDay, hours: Hours, language: Language) -> str:
    """Say when and because of what, the longest stretches; in the order of the day."""
    longest = sorted(day.taken, key=lambda one: one.start_min - one.end_min)[:MOST_TOLD]
    parts = [_one_taken(one, hours, language) for one in sorted(longest, key=lambda one: one.start_min)]
    more = len(day.taken) > MOST_TOLD
    if language == "en":
        return "".join(f", {part}" for part in parts) + (", and shorter moments" if more else "")
    return ("，" + "；".join(parts) if parts else "") + ("，另有零星时刻" if more else "")


def _one_taken(one: Taken, hours: Hours, language: Language) -> str:
    who = [prism_words(prism, {}, language) for prism in one.by]
    when = span_words(one, hours, language)
    if language == "en":
        return f"{when}{' because of ' + ' and '.join(who) if who else ''}"
    return f"{when}{'，被 ' + '和 '.join(who) + '挡住' if who else ''}"


def shade_rows(day: WindowDay, names: Names, hours: Hours, language: Language) -> list[tuple[str, str, bool]]:
    """List who hides the sun and when, in the order of the day; True marks what comes only with the lifts."""
    rows = [
        (start, end, prism, prism.partition(":")[0] in ADDED)
        for prism, hidden in day.shades
        for start, end in hidden
        if end - start >= 1
    ]
    return [
        (f"{clock_words(start, hours)}–{clock_words(end, hours)}", prism_words(prism, names, language), added)
        for start, end, prism, added in sorted(rows)
    ]


def clock_sentence(outcome: Mapping[str, Any], hours: Hours, language: Language) -> str:
    """Say once which day and clock is meant, and what the sun's time is."""
    day = outcome["sunlight"]["standard"]["day"]
    span = f"{clock_words(hours.start_min, hours)}–{clock_words(hours.end_min, hours)}"
    if hours.clock_less_solar_min is None:
        zh, en = (
            f"按{day} {span}（真太阳时：太阳正南为 12:00）计算。",
            f"For {day}, {span} true solar time (the sun due south at 12:00).",
        )
    else:
        noon = clock_words(720, hours)
        zh = f"按{day}计算，钟点是北京时间：{span}。那天太阳走到正南是 {noon}（真太阳时 12:00）。"
        en = f"For {day}; clock times are Beijing time: {span}. On that day the sun is due south at {noon} (12:00 true solar time)."
    return zh if language == "zh" else en


def rule_rows(outcome: Mapping[str, Any], language: Language) -> list[dict[str, str]]:
    """Give the grounds of the reckoning, each with where it stands written and how sure that is.

    What was assumed of single windows is told beside each, not as a count of the whole compound.
    """
    grounds = (one for one in outcome["sunlight"]["because"] if one["code"] not in OF_SINGLE_WINDOWS)
    return [{"said": one[language], "cite": _cited(one, language)} for one in grounds]


def _cited(one: Mapping[str, Any], language: Language) -> str:
    cited = one["citation"]
    if not cited:
        return ""
    standing = Standing(cited["standing"])
    return (
        f"{written(cited['document'], cited['clause'])}（{standing.zh if language == 'zh' else standing.en}）"
    )


def _sector(day: WindowDay) -> int:
    return SOUTH if day.azimuth_deg is None else round(day.azimuth_deg / SECTOR_DEG) % len(FACINGS)
