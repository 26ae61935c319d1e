"""Every verb of the assessment room; the only writers."""

from sanxin.apps.assessment.actions.checking import check_stored
from sanxin.apps.assessment.actions.onsite import (
    attach_heritage_approval,
    close_ground_survey,
    open_ground_survey,
    record_onsite,
    record_opinion,
    release_drawings,
    settle_opinion,
)
from sanxin.apps.assessment.actions.versions import mark_asked, record_assessment

__all__ = [
    "attach_heritage_approval", "check_stored", "close_ground_survey", "mark_asked", "open_ground_survey", "record_assessment",
    "record_onsite", "record_opinion", "release_drawings", "settle_opinion",
]  # fmt: skip
