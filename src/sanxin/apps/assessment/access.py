"""Fetching what belongs to a stairwell and checking in one call. Unseen and absent read alike."""

from datetime import datetime

from django_scopes import scopes_disabled

from sanxin.apps.assessment.models import ExpertOpinion, GroundSurvey, OnSiteAssessment
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.refusal import Refusal


def load_onsite_for(actor: Actor, public_id: str, verb: Verb, at: datetime) -> OnSiteAssessment:
    """Fetch an on-site assessment.

    :raises Refusal: if there is none, or its stairwell is not for this actor
    """
    with scopes_disabled():
        known = (
            OnSiteAssessment.objects.select_related("stairwell__compound").filter(public_id=public_id).first()
        )
    if known is None:
        raise Refusal(NOT_FOUND.because())
    registry.load_stairwell_for(actor, known.stairwell.public_id, verb, at)
    return known


def load_opinion_for(actor: Actor, public_id: str, verb: Verb, at: datetime) -> ExpertOpinion:
    """Fetch an expert's opinion.

    :raises Refusal: if there is none, or its stairwell is not for this actor
    """
    with scopes_disabled():
        known = (
            ExpertOpinion.objects.select_related("stairwell__compound").filter(public_id=public_id).first()
        )
    if known is None:
        raise Refusal(NOT_FOUND.because())
    registry.load_stairwell_for(actor, known.stairwell.public_id, verb, at)
    return known


def load_survey_for(actor: Actor, public_id: str, verb: Verb, at: datetime) -> GroundSurvey:
    """Fetch a ground survey.

    :raises Refusal: if there is none, or its stairwell is not for this actor
    """
    with scopes_disabled():
        known = GroundSurvey.objects.select_related("stairwell__compound").filter(public_id=public_id).first()
    if known is None:
        raise Refusal(NOT_FOUND.because())
    registry.load_stairwell_for(actor, known.stairwell.public_id, verb, at)
    return known
