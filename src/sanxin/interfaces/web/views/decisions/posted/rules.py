"""The rules in force at a place on a day, for anybody: by topic, with where each stands written and how sure we are."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanxin.foundation.calendar import legal_day
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.rulebook.reader import InForce, NothingInForce, Rules, rules_in_force
from sanxin.rulebook.shelf import ordinances, pack_in_force

COUNTRY, WIDE, LONGEST = "cn", 100, 60
NO_DAY = Sentence(
    "rules.no_day",
    "“{found}”不是日期。请写成 2026-05-01 这样。",
    "“{found}” is no date. Write it as 2026-05-01.",
)
TOPICS = {
    "decisions": Words("表决", "Decisions"), "consult": Words("征询", "Consulting"), "notices": Words("公示", "Notices"),
    "days": Words("日子怎么算", "Counting of days"), "money": Words("补贴、基金、分摊", "Subsidies, funds, shares"),
    "siting": Words("选址与间距", "Siting and clearances"), "sunlight": Words("日照", "Sunlight"),
    "works": Words("施工", "Works"), "upkeep": Words("维保与检验", "Upkeep and inspection"), "records": Words("档案", "Records"),
}  # fmt: skip
PLACES = {
    "cn": Words("全国", "the whole country"), "cn/beijing": Words("北京", "Beijing"), "cn/shanghai": Words("上海", "Shanghai"),
    "cn/shanghai/baoshan": Words("上海宝山", "Baoshan, Shanghai"),
    "cn/guangdong/guangzhou": Words("广州", "Guangzhou"),
    "cn/guangdong/shenzhen": Words("深圳", "Shenzhen"), "cn/henan/zhengzhou": Words("郑州", "Zhengzhou"),
    "cn/jiangsu/nanjing": Words("南京", "Nanjing"), "cn/jiangsu/wuxi": Words("无锡", "Wuxi"),
    "cn/sichuan/chengdu": Words("成都", "Chengdu"), "cn/zhejiang/hangzhou": Words("杭州", "Hangzhou"),
    "cn/shandong/jinan": Words("济南", "Jinan"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One rule as the page shows it: title, where it stands, how sure we are, from when until when, what it sets."""

    held: InForce
    values: str
    reason: Words | None

    @property
    def place(self) -> Words:
        """Name the place whose rule it is."""
        return place_words(self.held.ordinance.place)


@require_safe
def rules(visit: Visit) -> HttpResponse:
    """Show the rules in force, or why there are none; with ``since`` also what changed from that day on."""
    place = visit.GET.get("place", "").strip().strip("/")[:LONGEST] or COUNTRY
    today = legal_day(visit.at)
    places = sorted({COUNTRY, place, *(one.place for one in ordinances(pack=pack_in_force()))})
    context: dict[str, Any] = {
        "place": place,
        "place_words": place_words(place),
        "places": [(one, place_words(one)) for one in places],
        "on": visit.GET.get("on") or today.isoformat(),
        "since": visit.GET.get("since", ""),
    }
    try:
        on = _day(visit, "on") or today
        found = rules_in_force(place, on)
        context |= {"rules": found, "topics": _topics(found), "here": all_above(found)}
        if since := _day(visit, "since"):
            context["changes"] = _changes(found, since)
    except Refusal as refusal:
        context["refusal"] = refusal
    return render(visit, "web/rules.html", context)


def place_words(place: str) -> Words:
    """Name a place; one without a name of its own by its code."""
    return PLACES.get(place, Words(place, place))


def all_above(found: Rules) -> bool:
    """Tell whether the place has no rule of its own, so that all come from above it."""
    return found.place != COUNTRY and all(each.ordinance.place != found.place for each in found.ordinances)


def _day(visit: Visit, key: str) -> date | None:
    written = visit.GET.get(key, "").strip()[:LONGEST]
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as wrong:
        raise Refusal(NO_DAY.because(found=written)) from wrong


def _topics(found: Rules) -> list[tuple[Words, list[Shown]]]:
    """Group the rules by topic, in the order of the walk; topics of an office's own come last."""
    held: dict[str, list[Shown]] = {topic: [] for topic in TOPICS}
    for each in found.ordinances:
        held.setdefault(each.ordinance.topic, []).append(_shown(each))
    return [(TOPICS.get(topic, Words(topic, topic)), shown) for topic, shown in held.items() if shown]


def _shown(held: InForce) -> Shown:
    values = held.version.values
    written = {key: value for key, value in values.value.items() if key != "reason"}
    said = yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=WIDE) if written else ""
    return Shown(held, said, values.words("reason") if values.has("reason") else None)


def _changes(found: Rules, since: date) -> list[tuple[Words, Shown | None, Shown | None]]:
    """List what is not as it was on an earlier day: before and now, None for nothing."""
    try:
        earlier = rules_in_force(found.place, since)
    except NothingInForce:
        earlier = Rules(found.place, since, ())
    changes = []
    for each in found.changed_since(earlier):
        before, now = (_shown(one) if one else None for one in (each.before, each.now))
        title = (each.now or each.before).ordinance.title  # type: ignore[union-attr]
        changes.append((title, before, now))
    return changes
