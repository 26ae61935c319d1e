"""Reading assessments: the latest, every version, and how one stairwell's class came to change."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django_scopes import scope, scopes_disabled

from sanxin.apps.assessment.light import as_seen_by, light_of
from sanxin.apps.assessment.models import Assessment, RulebookText, StairwellFinding
from sanxin.apps.assessment.onsite import (
    Again,
    SideBySide,
    ask_again,
    onsite_photo,
    side_by_side,
    site_to_assess,
    survey_report,
)
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, neighbourhoods_for
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.assess import checks
from sanxin.journey.decide.project import facts_of

RULES_TOUCHED = Sentence(
    "assessment.rules_touched",
    "保存的规则文本与当时的摘要不符。",
    "The rules kept with this version are not those it was made by.",
)


__all__ = [
    "Again", "Finding", "SideBySide", "Version", "ask_again", "findings_of", "history_of", "latest",
    "latest_classes", "light_of", "load_assessment_for", "onsite_photo", "outcome_of", "recheck", "rulebook_of",
    "side_by_side", "site_to_assess", "survey_report", "versions",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a compound's feasibility as a list shows it."""

    public_id: str
    number: int
    author: str
    reason: str
    occurred_at: datetime
    recorded_at: datetime
    classes: dict[str, int]
    checked_at: datetime | None = None
    faults: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one version found for a stairwell.

    ``lifted`` are the constraints (rule, object) the version before named and this one does not;
    ``measures`` what this one's plan does about the rest.
    """

    version: int
    author: str
    reason: str
    occurred_at: datetime
    feasibility: str
    finding: dict[str, Any]
    lifted: tuple[tuple[str, str], ...]
    measures: tuple[str, ...]


def load_assessment_for(actor: Actor | None, public_id: str, at: datetime) -> Assessment:
    """Fetch a version and make sure the actor may see it.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        version = Assessment.objects.select_related("compound").filter(public_id=public_id).first()
    if version is None:
        raise Refusal(NOT_FOUND.because())
    registry.load_compound_for(actor, version.compound.public_id, Verb.ASSESSMENT_SEE, at)
    return version


def outcome_of(actor: Actor, assessment: str, at: datetime) -> dict[str, Any]:
    """Give a version's whole outcome, as it was recorded; a household reads of windows only its own."""
    outcome = dict(json.loads(load_assessment_for(actor, assessment, at).outcome))
    return as_seen_by(actor, outcome, at)


def recheck(actor: Actor, assessment: str, at: datetime) -> list[Because]:
    """Check a version again, old or new, from what it keeps: problem, result, and the rules it names.

    :raises Refusal: if there is none, or it is not for this actor
    """
    version = load_assessment_for(actor, assessment, at)
    kept = rulebook_of(actor, assessment, at)
    rules = [] if kept is None or sha256_hex(kept) == version.rulebook_sha256 else [RULES_TOUCHED.because()]
    return [*rules, *checks(json.loads(version.outcome))]


def rulebook_of(actor: Actor, assessment: str, at: datetime) -> bytes | None:
    """Give the bytes of the rules a version used, if they were handed in."""
    used = load_assessment_for(actor, assessment, at).rulebook_sha256
    kept = RulebookText.objects.filter(digest=used).first()
    return bytes(kept.content) if kept else None


def versions(actor: Actor, compound: str, at: datetime) -> list[Version]:
    """List a compound's versions, newest first, each with its count of classes."""
    card = registry.load_compound_for(actor, compound, Verb.ASSESSMENT_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        found = list(Assessment.objects.filter(compound=card).defer("outcome").order_by("-number"))
        classes: dict[int, Counter[str]] = {}
        findings = StairwellFinding.objects.filter(assessment__in=found)
        for version, feasibility in findings.values_list("assessment", "feasibility"):
            classes.setdefault(version, Counter())[feasibility or "has_lift"] += 1
    return [
        Version(
            one.public_id, one.number, one.author, one.reason, one.occurred_at, one.recorded_at,
            dict(classes.get(one.pk, {})), one.checked_at, tuple(json.loads(one.faults)),
        )
        for one in found
    ]  # fmt: skip


def latest(actor: Actor, compound: str, at: datetime) -> Version | None:
    """Give a compound's newest version, if it was ever assessed."""
    return next(iter(versions(actor, compound, at)), None)


def touched_by_plan(actor: Actor, stairwell: str, at: datetime) -> dict[str, bool]:
    """Tell what a stairwell's plan touches, as far as it was surveyed; nothing where it was never assessed."""
    found = registry.load_stairwell_for(actor, stairwell, Verb.DECISION_SEE, at)
    compound = found.compound.public_id
    done = latest(actor, compound, at)
    outcome = outcome_of(actor, done.public_id, at) if done else {}
    if outcome.get("measures") is None:
        return {}
    return facts_of(outcome, found.code)


def latest_classes(actor: Actor, at: datetime) -> dict[str, dict[str, int]]:
    """Count the classes of the newest version of every compound the actor sees, in one query of rows."""
    with scope(neighbourhood=neighbourhoods_for(actor, Verb.ASSESSMENT_SEE, at)):
        newest = Assessment.objects.filter(compound=OuterRef("assessment__compound")).order_by("-number")
        found = StairwellFinding.objects.filter(assessment=Subquery(newest.values("pk")[:1]))
        counted = found.values("assessment__compound__public_id", "feasibility").annotate(n=Count("pk"))
        classes: dict[str, dict[str, int]] = {}
        for row in counted.order_by():
            of = classes.setdefault(row["assessment__compound__public_id"], {})
            of[row["feasibility"] or "has_lift"] = row["n"]
    return classes


def findings_of(actor: Actor, assessment: str, at: datetime) -> dict[str, dict[str, Any]]:
    """Give what a version found, by the stairwell's public id."""
    version = load_assessment_for(actor, assessment, at)
    with scope(neighbourhood=version.neighbourhood_id):
        found = StairwellFinding.objects.filter(assessment=version).select_related("stairwell")
        return {one.stairwell.public_id: json.loads(one.finding) for one in found.order_by("stairwell")}


def history_of(actor: Actor, stairwell: str, at: datetime) -> list[Finding]:
    """Tell how a stairwell's class came to change, oldest first: by whom, why, what was lifted (R011)."""
    place = registry.load_stairwell_for(actor, stairwell, Verb.ASSESSMENT_SEE, at)
    with scope(neighbourhood=place.neighbourhood_id):
        rows = list(_ordered(place.pk))
    told: list[Finding] = []
    open_before: set[tuple[str, str]] = set()
    for row in rows:
        finding = json.loads(row.finding)
        open_now = {(one["rule"], one["object"]) for one in finding.get("reasons") or ()}
        version = row.assessment
        told.append(
            Finding(
                version.number, version.author, version.reason, version.occurred_at, row.feasibility, finding,
                tuple(sorted(open_before - open_now)),
                tuple((finding.get("plan") or {}).get("measures") or ()),
            )
        )  # fmt: skip
        open_before = open_now
    return told


def _ordered(stairwell: int) -> QuerySet[StairwellFinding]:
    found = StairwellFinding.objects.filter(stairwell=stairwell).select_related("assessment")
    return found.defer("assessment__outcome").order_by("assessment__number")
