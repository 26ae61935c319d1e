"""Assess: from a compound as surveyed and the rules in force to what each stairwell can have, and why."""

from sanxin.journey.assess.assessment import Assessment, assess
from sanxin.journey.assess.checking import checks

__all__ = ["Assessment", "assess", "checks"]
