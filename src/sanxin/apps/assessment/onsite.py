"""Reading what was found on site, beside what the engine found; and the site with its approvals laid over."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django_scopes import scope

from sanxin.apps.assessment.access import load_onsite_for, load_survey_for
from sanxin.apps.assessment.models import (
    AskAgain,
    ExpertOpinion,
    GroundSurvey,
    HeritageApproval,
    OnSiteAssessment,
    StairwellFinding,
)
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.refusal import Refusal
from sanxin.journey.survey import Feature, Site


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What the engine found and what people found at a stairwell, newest first."""

    engine: str
    constraints: tuple[dict[str, Any], ...]
    onsite: tuple[OnSiteAssessment, ...]
    opinions: tuple[ExpertOpinion, ...]
    surveys: tuple[GroundSurvey, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """A household to be asked again, by which version, and what changed for it."""

    dwelling: str
    stairwell: str
    room: str
    version: int
    changes: tuple[dict[str, Any], ...]


def side_by_side(actor: Actor, stairwell: str, at: datetime) -> SideBySide:
    """Give what the engine and what people found at a stairwell.

    :raises Refusal: if it is not for this actor
    """
    place = registry.load_stairwell_for(actor, stairwell, Verb.ASSESSMENT_SEE, at)
    with scope(neighbourhood=place.neighbourhood_id):
        newest = StairwellFinding.objects.filter(stairwell=place).order_by("-assessment__number").first()
        kinds = (OnSiteAssessment, ExpertOpinion, GroundSurvey)
        onsite, opinions, surveys = (
            tuple(kind.objects.filter(stairwell=place).order_by("-pk")) for kind in kinds
        )
    reasons = tuple(newest.told()["reasons"]) if newest else ()
    return SideBySide(newest.feasibility if newest else "", reasons, onsite, opinions, surveys)  # type: ignore[arg-type]


def onsite_photo(actor: Actor, onsite: str, number: int, at: datetime) -> tuple[str, bytes]:
    """Give a photograph of an on-site assessment, counted from 0.

    :raises Refusal: if it is not for this actor, or there is none of this number
    """
    known = load_onsite_for(actor, onsite, Verb.ASSESSMENT_SEE, at)
    photos = known.photo_digests.split("\n")
    if not 0 <= number < len(photos):
        raise Refusal(NOT_FOUND.because())
    return journal.read_evidence(neighbourhood=known.neighbourhood_id, digest=photos[number])


def survey_report(actor: Actor, survey: str, at: datetime) -> tuple[str, bytes]:
    """Give the report of a closed ground survey.

    :raises Refusal: if it is not for this actor, or not closed
    """
    known = load_survey_for(actor, survey, Verb.ASSESSMENT_SEE, at)
    return journal.read_evidence(neighbourhood=known.neighbourhood_id, digest=known.report_digest)


def ask_again(actor: Actor, compound: str, at: datetime) -> list[Again]:
    """List the households still to be asked again, for whoever may visit them (R015)."""
    card = registry.load_compound_for(actor, compound, Verb.VISIT_RECORD, at)
    with scope(neighbourhood=card.neighbourhood_id):
        waiting = AskAgain.objects.filter(dwelling__compound=card, asked_at=None)
        rows = (
            waiting.select_related("dwelling__stairwell", "assessment")
            .defer("assessment__outcome")
            .order_by("pk")
        )
        return [
            Again(
                row.dwelling.public_id, row.dwelling.stairwell.code, row.dwelling.room, row.assessment.number,
                tuple(row.told()),
            )
            for row in rows
        ]  # fmt: skip


def site_to_assess(actor: Actor, compound: str, at: datetime) -> Site:
    """Give the site as surveyed with the heritage approvals attached since."""
    site = registry.site_of(actor, compound, at)
    card = registry.load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        approvals = dict(HeritageApproval.objects.filter(compound=card).values_list("thing", "number"))
    return replace(site, features=tuple(_approved(each, approvals) for each in site.features))


def _approved(feature: Feature, approvals: dict[str, str]) -> Feature:
    if feature.id not in approvals:
        return feature
    if feature.kind == "heritage_zone":
        return replace(feature, properties={**feature.properties, "approval": approvals[feature.id]})
    if feature.kind == "stairwell":
        return replace(feature, properties={**feature.properties, "heritage": False})
    return feature
