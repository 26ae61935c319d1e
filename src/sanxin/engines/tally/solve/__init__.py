"""The solver: one pure function from problem to answer."""

from sanxin.engines.tally.solve.tally import outcome, solve

__all__ = ["outcome", "solve"]
