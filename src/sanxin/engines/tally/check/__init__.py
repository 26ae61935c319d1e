"""The checker: counts again from the problem alone, and proves that no smaller change would do."""

from sanxin.engines.tally.check.verdict import Violation, check, check_count

__all__ = ["Violation", "check", "check_count"]
