"""Intervals of many groups at once: what their union leaves open."""

from dataclasses import dataclass

import numpy as np

from sanxin.engines.sunlight.solve.shade import Index
from sanxin.engines.sunlight.solve.sun import Floats

# Prisms that touch leave gaps of rounding between their shades; nobody is lit for less than this.
SLIVER_MIN = 1e-5


@dataclass(frozen=True, slots=True)
class Gaps:
    """Open intervals in minutes, by group and in order of time."""

    group: Index
    low: Floats
    high: Floats

    def lasting(self, least_min: float) -> "Gaps":
        """Keep those that last."""
        kept = self.high - self.low >= least_min - SLIVER_MIN
        return Gaps(self.group[kept], self.low[kept], self.high[kept])

    def total(self, groups: int) -> Floats:
        """Add them up for each of some groups."""
        return np.bincount(self.group, self.high - self.low, groups).astype(float)

    def longest(self, groups: int) -> Floats:
        """Give the longest of each of some groups, 0 where there is none."""
        longest = np.zeros(groups)
        np.maximum.at(longest, self.group, self.high - self.low)
        return longest


def gaps(group: Index, low: Floats, high: Floats, groups: int, day: tuple[float, float]) -> Gaps:
    """Find what the union of intervals leaves open of a day, for each of some groups."""
    each = np.arange(groups)
    # A shade of rounding must not cut a spell in two.
    lasting = high - low > SLIVER_MIN / 10
    group, low, high = group[lasting], low[lasting], high[lasting]
    group = np.concatenate([each, group, each])
    low = np.concatenate([np.full(groups, day[0]), low, np.full(groups, day[1])])
    high = np.concatenate([np.full(groups, day[0]), high, np.full(groups, day[1])])
    order = np.lexsort((low, group))
    group, low, high = group[order], np.clip(low[order], *day), np.clip(high[order], *day)
    # The latest end so far within a group: ends ranked, a later group's ranks above an earlier one's.
    by_end = np.argsort(high, kind="stable")
    rank = np.empty(len(high), dtype=np.int64)
    rank[by_end] = np.arange(len(high))
    latest = np.maximum.accumulate(group * len(high) + rank) - group * len(high)
    covered = high[by_end[latest]]
    opens = (group[1:] == group[:-1]) & (low[1:] - covered[:-1] > SLIVER_MIN)
    return Gaps(group[1:][opens], covered[:-1][opens], low[1:][opens])
