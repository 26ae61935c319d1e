"""The planner: CP-SAT, most served, then least cost, then least light taken; and the frontier of budgets."""

from sanxin.engines.siting.plan.solve.frontier import frontier
from sanxin.engines.siting.plan.solve.stages import solve

__all__ = ["frontier", "solve"]
