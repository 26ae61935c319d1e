"""Opening a decision and its rounds: gates, lint, the frozen roll, the rule pinned."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.consultation import queries as consultation
from sanxin.apps.decisions.access import load_decision_for
from sanxin.apps.decisions.models import Decision, RollLine, Round
from sanxin.apps.decisions.writing import enter, enter_for_project
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.projects.queries import load_project_for
from sanxin.apps.publicity import queries as publicity
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When, legal_day
from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.rounds import OPENS_LATE, Asking, lint, roll_sha256
from sanxin.journey.decide.words import MATTERS, SCOPES, requirement_said
from sanxin.rulebook.decisions import chosen, consult_rule, matter_rule, readings
from sanxin.rulebook.reader import Rules, rules_in_force

MOST_NAMED = 12

NO_SCOPE = Sentence(
    "decisions.no_scope",
    "“{scope}”范围的表决要落在一个{scope}上，这个项目没有指明。请先为它立项。",
    "A decision of scope {scope} needs one; this project names none. Open a project over it first.",
)
NO_RULE = Sentence(
    "decisions.no_rule",
    "规则库给不出“{matter}”的比例：{why}。不能按没有依据的比例开票。",
    "The rulebook cannot say what “{matter}” requires: {why}. No round opens without a rule.",
)
NOT_ASKED_YET = Sentence(
    "decisions.not_reached_yet",
    "还有 {count} 户没有送达，也没有 {attempts} 次上门记录：{homes}。先走访，再表决。",
    "{count} dwellings have neither a delivered visit nor {attempts} recorded attempts: {homes}. Visit first.",
)
NAMESAKES = Sentence(
    "decisions.namesakes",
    "还有 {count} 对同名同号的业主没有确认是不是同一个人：{homes}。人数票按人计，先确认，再冻结名册。",
    "{count} pairs of owners of one name and number are not confirmed as one person or two: {homes}. Confirm first: heads are persons.",
)
NO_AREA = Sentence(
    "decisions.no_area",
    "{count} 户没有建筑面积，名册无法冻结：{homes}。请补登面积及来源。",
    "{count} dwellings have no area, so the roll cannot be frozen: {homes}. Enter each area and its source.",
)
ROUND_BEFORE = Sentence(
    "decisions.round_before",
    "第 {number} 轮还没有关闭并写出小结，不能开始下一轮。",
    "Round {number} is not closed and summarised yet, so the next cannot open.",
)
CONCLUDED = Sentence(
    "decisions.concluded",
    "“{title}”已有结论，不能再开新的一轮。",
    "“{title}” is concluded; no further round opens.",
)
NOT_SHEET = Sentence("decisions.lint", "这张票还不能用：{faults}", "This sheet cannot be used yet: {faults}")


@dataclass(frozen=True, slots=True)
class OutageRule:
    """What happens when screens fail: outages of ``least_min`` minutes in the last ``within_min`` lengthen the round."""

    least_min: int = 10
    within_min: int = 24 * 60


@dataclass(frozen=True, slots=True)
class RoundTimes:
    """When a round opens and closes, and by when its result is published."""

    opens_at: datetime
    closes_at: datetime
    publish_by: datetime


@transaction.atomic
def open_decision(
    *, actor: Actor, project: str, matter: str, scope_kind: str, title: str, **when: Unpack[When],
) -> str:  # fmt: skip
    """Open a decision of a project over a stairwell, a building or the compound; give its public id.

    :raises Refusal: if the actor may not, or the project has no such scope
    """
    under = load_project_for(actor, project, Verb.DECISION_RUN, when["occurred_at"])
    over = {"stairwell": under.stairwell, "building": under.building, "compound": under.compound}
    if under.compound is None or over.get(scope_kind) is None:
        raise Refusal(NO_SCOPE.because(scope=SCOPES.get(scope_kind, scope_kind)))
    with scope(neighbourhood=under.neighbourhood_id):
        made = Decision.objects.create(
            neighbourhood_id=under.neighbourhood_id, project=under, compound=under.compound,
            building=under.building if scope_kind == "building" else None,
            stairwell=under.stairwell if scope_kind == "stairwell" else None,
            matter=matter, scope_kind=scope_kind, title=title, **when,
        )  # fmt: skip
    told = {
        "project": project, "matter": matter, "scope": scope_kind, "title": title, "place": under.compound.place,
    }  # fmt: skip
    enter(actor, made, "decision.open", told, when)
    return made.public_id


@transaction.atomic
def open_round(
    *, actor: Actor, decision: str, asking: Asking, times: RoundTimes, outage: OutageRule | None = None,
    proxies_per_holder: int | None = None, **when: Unpack[When],
) -> str:  # fmt: skip
    """Open the next round: lint the sheet, freeze the roll, pin the rule; give the round's public id.

    ``proxies_per_holder`` is a limit the owners agreed on; None where they agreed on none.

    :raises Refusal: naming every fault of the sheet, or what the gate still lacks
    """
    asked = load_decision_for(actor, decision, Verb.DECISION_RUN, when["occurred_at"])
    noticed = publicity.posted_text(asked.project)
    _refuse_faulty(asking, times, noticed)
    number = _next_number(asked)
    day = legal_day(times.opens_at)
    rules = rules_in_force(asked.compound.place, day)
    _refuse_unvisited(actor, asked, rules, when["occurred_at"])
    homes = registry.owned_homes(
        actor, asked.compound.public_id, day, when["occurred_at"], building=asked.building_id,
        stairwell=asked.stairwell_id,
    )  # fmt: skip
    lines = _roll(homes)
    _refuse_namesakes(actor, asked, homes, when["occurred_at"])
    pinned = _pinned(rules, asked.matter)
    laid_down = {
        "round": number,
        "question": asking.question,
        "options": list(asking.options),
        "text_sha256": asking.text_sha256,
        "noticed_sha256": noticed or None,
        **pinned,
        "roll": {"sha256": roll_sha256(lines), "dwellings": len(lines)},
        "opens_at": times.opens_at,
        "closes_at": times.closes_at,
        "publish_by": times.publish_by,
        "outage": asdict(outage or OutageRule()),
        "proxies_per_holder": proxies_per_holder,
    }
    with scope(neighbourhood=asked.neighbourhood_id):
        made = Round.objects.create(
            neighbourhood_id=asked.neighbourhood_id, decision=asked, number=number, question=asking.question,
            text=asking.text, laid_down=canonical_bytes(laid_down).decode(),
            roll_sha256=laid_down["roll"]["sha256"], proxies_per_holder=proxies_per_holder, **asdict(times), **when,
        )  # fmt: skip
        RollLine.objects.bulk_create(
            RollLine(
                neighbourhood_id=asked.neighbourhood_id, round=made, dwelling_id=home.number,
                sheet=line["sheet"], area_m2=line["area_m2"], owners=json.dumps(line["owners"]),
                unsold_developer=line["unsold_developer"], **when,
            )
            for home, line in zip(homes, lines, strict=True)
        )  # fmt: skip
    enter_for_project(actor, asked, "consultation.reached", {"dwellings": len(lines)}, when)
    enter(actor, asked, "roll.freeze", {"round": number, "lines": lines}, when)
    enter(actor, asked, "round.open", laid_down, when)
    return made.public_id


def _refuse_faulty(asking: Asking, times: RoundTimes, noticed_sha256: str) -> None:
    faults = lint(asking, noticed_sha256 or None)
    if not times.opens_at < times.closes_at <= times.publish_by:
        faults.append(
            OPENS_LATE.because(
                opens_at=f"{times.opens_at:%Y-%m-%d %H:%M}", closes_at=f"{times.closes_at:%Y-%m-%d %H:%M}"
            )
        )
    if faults:
        said = Words(" ".join(each.say("zh") for each in faults), " ".join(each.say("en") for each in faults))
        raise Refusal(NOT_SHEET.because(faults=said))


def _next_number(decision: Decision) -> int:
    if decision.concluded_at is not None:
        raise Refusal(CONCLUDED.because(title=decision.title))
    with scope(neighbourhood=decision.neighbourhood_id):
        last = Round.objects.filter(decision=decision).order_by("-number").first()
    if last is None:
        return 1
    if last.closed_at is None or not last.summary:
        raise Refusal(ROUND_BEFORE.because(number=last.number))
    return last.number + 1


def _refuse_unvisited(actor: Actor, decision: Decision, rules: Rules, at: datetime) -> None:
    attempts = consult_rule(rules).attempts
    waiting = [
        home
        for home in consultation.not_yet_reached(actor, decision.compound.public_id, attempts, at)
        if (decision.stairwell is None or home.stairwell == decision.stairwell.code)
        and (decision.building is None or home.stairwell in _codes(actor, decision, at))
    ]
    if waiting:
        named = "、".join(f"{home.stairwell}-{home.room}" for home in waiting[:MOST_NAMED])
        more = "……" if len(waiting) > MOST_NAMED else ""
        raise Refusal(NOT_ASKED_YET.because(count=len(waiting), attempts=attempts, homes=named + more))


def _codes(actor: Actor, decision: Decision, at: datetime) -> set[str]:
    lines = registry.stairwells(actor, decision.compound.public_id, at)
    return {line.code for line in lines if decision.building and line.building == decision.building.code}


def _roll(homes: Sequence[registry.OwnedHome]) -> list[dict[str, Any]]:
    """Number the sheets in the order of the dwellings; every dwelling is on the roll."""
    unknown = [home for home in homes if home.area_m2 is None]
    if unknown or not homes:
        named = "、".join(f"{home.stairwell}-{home.room}" for home in unknown[:MOST_NAMED])
        raise Refusal(NO_AREA.because(count=len(unknown), homes=named))
    return [
        {
            "sheet": number,
            "dwelling": home.public_id,
            "area_m2": str(home.area_m2),
            "owners": list(home.owners),
            "unsold_developer": home.unsold,
        }
        for number, home in enumerate(homes, 1)
    ]


def _refuse_namesakes(
    actor: Actor, decision: Decision, homes: Sequence[registry.OwnedHome], at: datetime
) -> None:
    on_roll = {f"{home.stairwell}-{home.room}" for home in homes}
    open_pairs = sorted(
        sorted({*pair.one.homes, *pair.other.homes} & on_roll)
        for pair in registry.namesake_pairs(actor, decision.compound.public_id, at)
        if on_roll & set(pair.one.homes) and on_roll & set(pair.other.homes)
    )
    if open_pairs:
        named = "；".join("、".join(pair) for pair in open_pairs[:MOST_NAMED])
        raise Refusal(NAMESAKES.because(count=len(open_pairs), homes=named))


def _pinned(rules: Rules, matter: str) -> dict[str, Any]:
    """Lay down the rule and the readings in force, with where they stand written."""
    held = matter_rule(rules, matter)
    if held.rule is None:
        raise Refusal(NO_RULE.because(matter=MATTERS[matter], why=held.reason or Words("", "")))
    taken = readings(rules)
    options = chosen({each.name: each.default for each in taken})
    rule = held.rule
    return {
        "rule": {
            "family": rule.family, "participation": rule.participation, "consent": rule.consent,
            "strict": rule.strict,
        },
        "readings": asdict(options),
        "because": [requirement_said(rule, held.citations[-1]).to_json()],
        "citations": [each.to_json() for each in held.citations],
        "rulebook_sha256": rules.about("decisions").digest(),
    }  # fmt: skip


def closing_rule(laid_down: dict[str, Any]) -> tuple[timedelta, timedelta]:
    """Give the least outage that lengthens a round, and how long before closing it counts."""
    rule = laid_down["outage"]
    return timedelta(minutes=rule["least_min"]), timedelta(minutes=rule["within_min"])
