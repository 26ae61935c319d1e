"""The plan as tables: what must happen, who must agree, what each stairwell pays, and which windows lose most."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanxin.documents.light.day import WindowDay, days_of, hours_of
from sanxin.documents.light.words import facing_words, is_losing, window_sentence
from sanxin.documents.order import natural
from sanxin.documents.report.plan_words import (
    decision_words,
    measure_words,
    measures_in_order,
    plan_sentence,
    stairwell_plan_sentence,
)
from sanxin.documents.report.words import remedy_words, scheme_words
from sanxin.foundation.finding import Language

MOST_WINDOWS = 8


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of the plan; money in whole yuan, ``shares`` by stairwell as people count them.

    ``number`` is its place in the whole plan, the same on the map, in tables and on paper.
    """

    number: int
    id: str
    said: str
    parties: tuple[str, ...]
    lead_days: int
    decision: str
    cost_yuan: int
    shares: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One point of the budget: how many stairwells it serves, whether no cheaper way exists, and who is still left.

    ``left`` is None in an assessment made before it was kept who is served at each budget.
    """

    served: int
    cost_yuan: int
    is_proven: bool
    left: tuple[str, ...] | None

    @property
    def left_words(self) -> str:
        """Say who is left."""
        return in_runs(self.left or ())


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window that loses light: whose, and its day in a sentence."""

    dwelling: str
    sentence: str
    assumed: bool


def has_plan(outcome: Mapping[str, Any] | None) -> bool:
    """Tell whether an assessment holds a plan; older versions hold none."""
    return bool(outcome and outcome.get("plan") and outcome.get("measures") is not None)


def measure_rows(
    outcome: Mapping[str, Any], language: Language, stairwell: str | None = None
) -> list[MeasureRow]:
    """List the plan's measures, or those one stairwell waits for."""
    return [
        _row(outcome, one, number, language)
        for number, one in enumerate(measures_in_order(outcome) if has_plan(outcome) else (), 1)
        if stairwell is None or stairwell in one["unlocks"]
    ]


def _row(outcome: Mapping[str, Any], one: Mapping[str, Any], number: int, language: Language) -> MeasureRow:
    zh = language == "zh"
    shares = sorted(one["cost_attributed_yuan"].items(), key=lambda pair: natural(pair[0]))
    return MeasureRow(
        number, one["id"], measure_words(outcome, one["id"]) if zh else _english(one), tuple(one["parties"]),
        one["lead_days"], decision_words(one)[0 if zh else 1], one["cost_yuan"], tuple(shares),
    )  # fmt: skip


def _english(one: Mapping[str, Any]) -> str:
    size = f" to {one['size_kva']:g} kVA" if one["size_kva"] else ""
    return f"{remedy_words(one['id'])[1]}{size}"


def whole_plan_words(outcome: Mapping[str, Any], language: Language) -> str:
    """Say the whole plan in a sentence."""
    if language == "zh":
        return plan_sentence(outcome)
    plan, summary = outcome["plan"], outcome["summary"]
    proven = (
        "proven best" if plan["status"] == "optimal" else f"not proven best; at least ¥{plan['bound_yuan']:,}"
    )
    said = f"The plan serves {plan['served']} of {summary['stairwells'] - summary['with_lift']} stairwells"
    return f"{said} for an estimated ¥{plan['cost_yuan']:,} ({proven})."


def stairwell_words(outcome: Mapping[str, Any], judged: Mapping[str, Any], language: Language) -> str:
    """Say what the plan does at one stairwell, or why it leaves it out."""
    if language == "zh":
        return stairwell_plan_sentence(outcome, judged)
    plan = judged["plan"]
    if plan is None:
        left = (one for one in outcome["plan"]["unserved"] if one["id"] == judged["id"])
        grounds = "; ".join(ground["en"] for one in left for ground in one["because"])
        return f"The plan does not serve it: {grounds}." if grounds else ""
    shared = plan["cost_yuan"] - plan["lift_yuan"]
    said = f"{scheme_words(plan['scheme'])[1]}, {plan['offset_m']:+.1f} m along the wall, {plan['standoff_m']:.1f} m off it, "
    said += f"shaft {plan['height_m']:.1f} m high. Lift ¥{plan['lift_yuan']:,}"
    return said + (f", share of measures ¥{shared:,}, in all ¥{plan['cost_yuan']:,}." if shared else ".")


def frontier(outcome: Mapping[str, Any]) -> list[Step]:
    """Give what each budget reaches, from nothing to the whole plan."""
    everyone = [each["id"] for each in outcome["stairwells"] if each["class"] is not None]
    return [
        Step(
            one["served"], one["cost_yuan"], one["cost_yuan"] == one["bound_yuan"],
            tuple(sorted({*everyone} - {*one["stairwells"]}, key=natural)) if "stairwells" in one else None,
        )
        for one in outcome["plan"]["frontier"]
    ]  # fmt: skip


def in_runs(names: Sequence[str]) -> str:
    """Say many stairwells in few words: three or more that follow by number are one run, as 1–33."""
    runs: list[list[str]] = []
    for name in names:
        follows = (
            runs and name.isdecimal() and runs[-1][-1].isdecimal() and int(name) == int(runs[-1][-1]) + 1
        )
        if follows:
            runs[-1].append(name)
        else:
            runs.append([name])
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(run) for run in runs)


def unserved_rows(outcome: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """List the stairwells the plan leaves out, each with its reasons."""
    join = "；" if language == "zh" else "; "
    left = sorted(outcome["plan"]["unserved"], key=lambda one: natural(one["id"]))
    return [(one["id"], join.join(ground[language] for ground in one["because"])) for one in left]


def losing_windows(outcome: Mapping[str, Any], stairwell: str | None, language: Language) -> list[WindowRow]:
    """List the windows of a stairwell, or of all, which lose most once everything stands, the worst first."""
    own = {
        **outcome,
        "windows": [one for one in outcome.get("windows") or () if stairwell in (None, one["stairwell"])],
    }
    losing = sorted(filter(is_losing, days_of(own)), key=lambda day: (-day.lost_min, natural(day.id)))
    return list(_losing(outcome, losing[:MOST_WINDOWS], language))


def _losing(outcome: Mapping[str, Any], days: list[WindowDay], language: Language) -> Iterator[WindowRow]:
    for day in days:
        said = window_sentence(day, facing_words(day, language), hours_of(outcome), language)
        yield WindowRow(day.dwelling or day.id, said, day.assumed)


def placed_by_plan(judged: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a stairwell as the plan places its shaft; what was measured elsewhere is left out of the drawing."""
    plan, candidate = judged.get("plan"), judged.get("candidate")
    if not plan or (candidate and candidate["id"] == plan["candidate"]):
        return judged
    shown = {key: plan[key] for key in ("scheme", "offset_m", "standoff_m", "shaft", "bridge")}
    return {**judged, "candidate": {"id": plan["candidate"], **shown}, "reasons": []}
