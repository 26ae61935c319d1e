"""The sunlight solver: closed-form shade of every prism, united, counted and told window by window."""

from sanxin.engines.sunlight.solve.reckon import shared, solve, totals, totals_of

__all__ = ["shared", "solve", "totals", "totals_of"]
