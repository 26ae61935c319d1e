"""The sunlight checker: steps through the day with a sun and a ray of its own, then brackets every edge."""

from sanxin.engines.sunlight.check.lit import LitClaim, check_lit
from sanxin.engines.sunlight.check.losses import check_losses
from sanxin.engines.sunlight.check.verdict import Violation, check, parts_of

__all__ = ["LitClaim", "Violation", "check", "check_lit", "check_losses", "parts_of"]
