"""A decision of the owners: from the case handed in to the tally, its grounds, and what a project still lacks."""

from sanxin.journey.decide.case import Case, read_case
from sanxin.journey.decide.checking import decision_checks
from sanxin.journey.decide.report import DecisionReport, decide

__all__ = ["Case", "DecisionReport", "decide", "decision_checks", "read_case"]
