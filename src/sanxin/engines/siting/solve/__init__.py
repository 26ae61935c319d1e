"""The siting solver: try every placement, collect what is in its way, give each stairwell its class."""

from sanxin.engines.siting.solve.judge import solve

__all__ = ["solve"]
