"""The consultation room's verbs; the only writers."""

from sanxin.apps.consultation.actions.meetings import record_meeting
from sanxin.apps.consultation.actions.visits import (
    Place,
    count_words,
    forget_words,
    record_stance,
    record_visit,
)

__all__ = ["Place", "count_words", "forget_words", "record_meeting", "record_stance", "record_visit"]
