"""The siting ordinances: limits, schemes and remedies, and what the works cost."""

from sanxin.rulebook.siting.limits import SitingRules, siting_rules

__all__ = ["SitingRules", "siting_rules"]
