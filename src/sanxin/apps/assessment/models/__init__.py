"""Tables of the assessment room: versions, what was found on site, and who must be asked again."""

from sanxin.apps.assessment.models.again import AskAgain
from sanxin.apps.assessment.models.onsite import (
    ExpertOpinion,
    GroundSurvey,
    HeritageApproval,
    OnSiteAssessment,
)
from sanxin.apps.assessment.models.versions import Assessment, RulebookText, StairwellFinding

__all__ = [
    "AskAgain", "Assessment", "ExpertOpinion", "GroundSurvey", "HeritageApproval", "OnSiteAssessment",
    "RulebookText", "StairwellFinding",
]  # fmt: skip
