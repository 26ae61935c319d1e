"""The sunlight of a compound as the file that is handed on: minutes first, the rule beside, never a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sanxin.engines import codec
from sanxin.engines.sunlight.result import Interval, WindowLight
from sanxin.engines.sunlight.solve import shared, solve
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because, Sentence
from sanxin.journey.sunlight.question import Question, sunlight_question
from sanxin.journey.sunlight.windows import SiteWindow
from sanxin.journey.survey import Feature, Site
from sanxin.rulebook.reader import Rules
from sanxin.rulebook.sunlight import StandardRule, added_facilities, balcony_rule, window_choices

SCHEMA_VERSION = 1
SUNLIGHT_VERSION = "1"
DIGITS = 6
BEIJING_DEG, MINUTES_A_DEGREE = 120.0, 4.0
TOLD_ELSEWHERE = ("id", "lit", "total_min", "longest_min")
TOLD_IN_DETAIL = [each.name for each in fields(WindowLight) if each.name not in TOLD_ELSEWHERE]

MODEL = Sentence(
    "sunlight.model",
    zh="按{day}计算：太阳赤纬全天取 {declination_deg}°（{year} 年），北纬 {latitude_deg}°，不计大气折射；时刻为真太阳时",
    en="Reckoned for {day}: declination {declination_deg}° all day ({year}), latitude {latitude_deg}° N, no refraction; times are true solar time",
)
HANDED_IN = Sentence(
    "sunlight.handed_in", zh="日照标准由使用者自备，不是法规", en="The standard was handed in and is not law"
)
EXEMPT = Sentence(
    "sunlight.exempt",
    zh="增设设施不应降低相邻住宅原有日照，加装电梯等无障碍改造除外；此处只报分钟数，不作结论",
    en="Added facilities must not lower neighbours' sunlight, lift retrofits excepted; minutes are reported here, not a verdict",
)
ASSUMED = Sentence(
    "sunlight.assumed",
    zh="{count} 个窗没有测绘，按楼层和户数推定",
    en="{count} windows were not surveyed and are laid by floor and dwelling",
)
OPENINGS = Sentence(
    "sunlight.openings",
    zh="{count} 个窗在有侧墙或封闭的阳台内，按阳台洞口（栏杆）所在的面计算",
    en="{count} windows are behind side-walled or enclosed balconies and are reckoned at the plane of the opening",
)
BALCONIES = Sentence(
    "sunlight.balconies",
    zh="{count} 个窗在阳台后，按窗所在的外墙面计算",
    en="{count} windows are behind balconies and are reckoned at the plane of the window",
)
MOVED = Sentence(
    "sunlight.moved",
    zh="窗 {window} 画在离外墙 {moved_m} 米处，已移到墙上",
    en="Window {window} was drawn {moved_m} m from a wall and was put on it",
)


@dataclass(frozen=True, slots=True)
class SunlightReport:
    """What was asked, what was found before and (with lifts added) after, and by which rules."""

    site: Site
    rules: Rules
    rule: StandardRule
    on: date
    question: Question
    before: Mapping[str, WindowLight]
    after: Mapping[str, WindowLight] | None

    def to_json(self) -> dict[str, Any]:
        """Write it as the contract has it."""
        problem = self.question.problem.to_json()
        return {
            "schema_version": SCHEMA_VERSION,
            "site": self.site.name,
            "on": self.on.isoformat(),
            "place": self.site.place,
            "standard": standard_told(self.rule, self.site.latitude_deg),
            "clock": clock_told(self.site, self.rule),
            "because": [each.to_json() for each in self.because()],
            "rulebook": {"sha256": self.rules.digest(), "ordinances": self.rules.to_json()},
            "engine": {"sunlight": SUNLIGHT_VERSION},
            "problem": problem,
            "problem_sha256": digest(problem),
            "added": list(self.question.added),
            "windows": [self._window(each) for each in self.question.windows],
        }

    def because(self) -> list[Because]:
        """Say how it was reckoned, what the rule says of lifts, and what was assumed."""
        return grounds(self.site, self.rules, self.rule, self.question)

    def _window(self, each: SiteWindow) -> dict[str, Any]:
        before = self.before[each.window.id]
        written = window_told(each) | state_told("before", before)
        detail = {"before": _detail(before)}
        if self.after is not None:
            after = self.after[each.window.id]
            taken = taken_by(before, after, self.question.added)
            lost_min = before.total_min - after.total_min
            written |= state_told("after", after)
            written |= {
                "lost_min": rounded(lost_min),
                "taken_by": rounded(taken),
                "lost_otherwise_min": rounded(lost_min - sum(taken.values())),
            }
            detail["after"] = _detail(after)
        return {**written, "detail": detail}


def sunlight_of(
    site: Site, rules: Rules, rule: StandardRule, on: date, shafts: Sequence[Feature] = ()
) -> SunlightReport:
    """Reckon every window of a site by a standard, before and after shafts are added.

    :raises NothingInForce: if the rulebook has nothing on sunlight for the place and day
    :raises InputRefused: if a rule file is wrong
    :raises Refusal: if the site cannot be reckoned, naming the thing at fault
    """
    question = sunlight_question(site, rule, window_choices(rules), shafts)
    before = {each.id: each for each in solve(question.before()).windows}
    after = {each.id: each for each in solve(question.problem).windows} if question.added else None
    return SunlightReport(site, rules.about("sunlight"), rule, on, question, before, after)


def grounds(site: Site, rules: Rules, rule: StandardRule, question: Question) -> list[Because]:
    """Say how light was reckoned, what the rule says of lifts, and what was assumed."""
    standard, citation = rule.standard, rule.citation
    said = [
        MODEL.because(
            citation,
            day=standard.day,
            declination_deg=standard.declination_deg,
            year=standard.year or "—",
            latitude_deg=round(site.latitude_deg, 4),
        )
    ]
    said += [] if citation else [HANDED_IN.because()]
    exempt = added_facilities(rules)
    said += [EXEMPT.because(exempt.version.citation)] if exempt else []
    assumed = sum(each.assumed for each in question.windows)
    said += [ASSUMED.because(count=assumed)] if assumed else []
    said += _balconies(rules, question)
    moved = [each for each in question.windows if each.moved_m]
    return said + [MOVED.because(window=each.window.id, moved_m=each.moved_m) for each in moved]


def _balconies(rules: Rules, question: Question) -> list[Because]:
    rule = balcony_rule(rules)
    citation = rule.version.citation if rule else None
    behind = [each.at_opening for each in question.windows if each.balcony]
    counts = ((OPENINGS, sum(behind)), (BALCONIES, len(behind) - sum(behind)))
    return [sentence.because(citation, count=count) for sentence, count in counts if count]


def standard_told(rule: StandardRule, latitude_deg: float) -> dict[str, Any]:
    """Tell the standard with its latitude, its citation and standing."""
    citation = rule.citation
    return {
        **codec.plain(rule.standard),
        "latitude_deg": latitude_deg,
        "refraction": "none",
        "citation": citation.to_json() if citation else None,
        "standing": citation.standing.value if citation else None,
    }


def clock_told(site: Site, rule: StandardRule) -> dict[str, float] | None:
    """Say what to add to true solar time to read Beijing time on the day, if the standard says enough."""
    equation_min = rule.equation_of_time_min
    if equation_min is None:
        return None
    by_place_min = MINUTES_A_DEGREE * (BEIJING_DEG - site.longitude_deg)
    return {
        "longitude_deg": site.longitude_deg,
        "beijing_less_solar_min": round(by_place_min - equation_min, 2),
    }


def taken_by(before: WindowLight, after: WindowLight, added: Sequence[str]) -> dict[str, float]:
    """Share out the minutes lit before among the added shafts that hide them after, equally at each moment."""
    owned: dict[str, list[Interval]] = {
        shade.prism: list(shade.intervals) for shade in after.shades if shade.prism in added
    }
    parts = shared(owned, before.lit)
    return {prism: minutes for prism, minutes in sorted(parts.items()) if minutes > 0}


def rounded(value: Any) -> Any:
    """Round every float in a JSON value to a ten-thousandth of a second or so."""
    if isinstance(value, float):
        return round(value, DIGITS) + 0.0
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list) else value


def window_told(each: SiteWindow) -> dict[str, Any]:
    """Write what is known of a window itself, in JSON."""
    return {
        "id": each.window.id,
        "building": each.building,
        "stairwell": each.stairwell or None,
        "dwelling": each.dwelling or None,
        "floor": each.floor,
        "habitable": each.habitable,
        "assumed": each.assumed,
        **({"balcony": each.balcony, "at_opening": each.at_opening} if each.balcony else {}),
    }


def state_told(when: str, light: WindowLight) -> dict[str, Any]:
    """Tell when a window is lit, before or after, and how that counts."""
    told = {when: light.lit, f"{when}_min": light.total_min, f"{when}_longest_min": light.longest_min}
    return {name: codec.plain(value, DIGITS) for name, value in told.items()}


def _detail(light: WindowLight) -> dict[str, Any]:
    return {name: codec.plain(getattr(light, name), DIGITS) for name in TOLD_IN_DETAIL}
