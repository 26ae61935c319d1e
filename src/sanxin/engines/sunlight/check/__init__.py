"""The sunlight checker: steps through the day with a sun and a ray of its own, then brackets every edge."""

from sanxin.engines.sunlight.check.losses import check_losses
from sanxin.engines.sunlight.check.verdict import Violation, check, parts_of

__all__ = ["Violation", "check", "check_losses", "parts_of"]
