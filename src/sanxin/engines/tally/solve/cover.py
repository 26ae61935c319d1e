"""The fewest items that together bring what is needed, and of those the first by id."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

FINENESS = 1 << 20
Gain = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """A head and what its move brings: to participation by heads, to consent by heads, and by area to both."""

    id: str
    joins: int
    heads: int
    part: int
    consent: int

    @property
    def gain(self) -> Gain:
        """Give what it brings by area: to participation, to consent."""
        return self.part, self.consent


@dataclass(frozen=True, slots=True)
class Need:
    """What is still needed of each; zero or less is nothing."""

    joins: int
    heads: int
    part: int
    consent: int

    def less(self, item: Item) -> "Need":
        """Give what is needed once an item is in."""
        return Need(
            self.joins - item.joins,
            self.heads - item.heads,
            self.part - item.part,
            self.consent - item.consent,
        )


def smallest_cover(items: Iterable[Item], need: Need) -> tuple[str, ...]:
    """Find the fewest items that bring what is needed; among equals the smallest ids, in their order.

    All items together must bring it. Items that join bring the same to the heads' consent, and so do
    those that bring consent without joining. Among items that join or bring no head, one that brings
    more of one area brings no less of the other.
    """
    every = sorted(items, key=_identity)
    pool = Pool(every)
    fewest = bisect_left(range(len(every)), x=1, key=lambda count: int(pool.can(count, need)))
    chosen: list[str] = []
    # Once an item cannot be part of the answer, nothing later of its kind that brings no more can.
    hopeless: dict[tuple[int, int], list[Gain]] = {}
    for item in every:
        if len(chosen) == fewest:
            break
        pool.remove(item)
        barred = hopeless.setdefault((item.joins, item.heads), [])
        if any(item.part <= part and item.consent <= consent for part, consent in barred):
            continue
        if pool.can(fewest - len(chosen) - 1, need.less(item)):
            chosen.append(item.id)
            need = need.less(item)
        else:
            barred.append(item.gain)
    return tuple(chosen)


def _identity(item: Item) -> str:
    return item.id


class Pool:
    """Items still to choose from, by kind: those that join, those that turn a head, those that add area."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._joining = sorted(item.gain for item in items if item.joins)
        self._turning = sorted((item.consent, item.part) for item in items if item.heads and not item.joins)
        self._adding = sorted(item.gain for item in items if not item.heads and not item.joins)
        self._joiner = next((item.heads for item in items if item.joins), 0)
        self._turner = next((item.heads for item in items if item.heads and not item.joins), 0)
        self._last, self._stale = 0, True

    def remove(self, item: Item) -> None:
        """Take an item out."""
        if item.joins:
            del self._joining[bisect_left(self._joining, item.gain)]
        elif item.heads:
            del self._turning[bisect_left(self._turning, (item.consent, item.part))]
        else:
            del self._adding[bisect_left(self._adding, item.gain)]
        self._stale = True

    def can(self, count: int, need: Need) -> bool:
        """Tell whether ``count`` of the items bring what is needed."""
        if self._stale:
            self._sum_up()
        most = min(count, len(self._turning))
        # The number that worked last time mostly works again, and only one need work.
        likely = min(self._last, most)
        order = (likely, *range(likely), *range(likely + 1, most + 1))
        for turning in order:
            if self._with(turning, count - turning, need):
                self._last = turning
                return True
        return False

    def _sum_up(self) -> None:
        self._stale = False
        joining, adding = self._joining[::-1], self._adding[::-1]
        merged = sorted([(gain, 1) for gain in joining] + [(gain, 0) for gain in adding], reverse=True)
        self._joined = _running(joining)
        self._added = _running(adding)
        self._merged = _running([gain for gain, _ in merged])
        self._joiners = [0, *accumulate(joins for _, joins in merged)]
        self._turned = _running([(part, consent) for consent, part in reversed(self._turning)])
        self._parts = [0, *accumulate(sorted((part for _, part in self._turning), reverse=True))]

    def _with(self, turning: int, others: int, need: Need) -> bool:
        """Tell whether so many that turn and at most so many others do."""
        heads = need.heads - turning * self._turner
        joins = max(0, need.joins)
        if heads > 0:
            if not self._joiner:
                return False
            joins = max(joins, -(-heads // self._joiner))
        if joins > min(others, len(self._joining)):
            return False
        part, consent = self._best(joins, others)
        return self._turn(turning, need.part - part, need.consent - consent)

    def _best(self, joins: int, others: int) -> Gain:
        """Give the most area that so many bring of which at least ``joins`` join.

        Both areas grow together here; and if the best of all have too few that join, the best with
        enough has exactly enough.
        """
        others = min(others, len(self._merged) - 1)
        if self._joiners[others] >= joins:
            return self._merged[others]
        added = self._added[min(others - joins, len(self._added) - 1)]
        return self._joined[joins][0] + added[0], self._joined[joins][1] + added[1]

    def _turn(self, count: int, part: int, consent: int) -> bool:
        """Tell whether ``count`` of those that turn bring so much of both areas."""
        by_consent = self._turned[count]
        if by_consent[1] < consent or self._parts[count] < part:
            return False
        if by_consent[0] >= part:
            return True
        return both([(part, consent) for consent, part in self._turning], count, part, consent)


def _running(gains: Sequence[Gain]) -> list[Gain]:
    parts = accumulate((part for part, _ in gains), initial=0)
    return list(zip(parts, accumulate((consent for _, consent in gains), initial=0), strict=True))


def both(gains: Sequence[Gain], count: int, part: int, consent: int) -> bool:
    """Tell whether some ``count`` gains add up to at least ``part`` and ``consent``.

    The best by one weighting of the two may do; if even they miss the weighted need, none do. The
    weighting is halved in on, and what it leaves undecided is searched.
    """
    low, high, weight = 0, FINENESS, FINENESS // 2
    while high - low > 1:
        weight = (low + high) // 2
        best = _by_worth(gains, weight)[:count]
        found = sum(gain[0] for gain in best), sum(gain[1] for gain in best)
        if found[0] >= part and found[1] >= consent:
            return True
        if _worth(found, weight) < _worth((part, consent), weight):
            return False
        low, high = (weight, high) if found[0] < part else (low, weight)
    return _searched(_by_worth(gains, weight), count, (part, consent), weight)


def _worth(gain: Gain, weight: int) -> int:
    return weight * gain[0] + (FINENESS - weight) * gain[1]


def _by_worth(gains: Sequence[Gain], weight: int) -> list[Gain]:
    return sorted(gains, key=lambda gain: _worth(gain, weight), reverse=True)


def _searched(gains: Sequence[Gain], count: int, need: Gain, weight: int) -> bool:
    """Take or leave one gain after another, the worthiest first, and keep every sum that no other beats.

    The gains that follow are the worthiest left: a sum that they complete decides, a sum that even they
    cannot make worth enough is dropped. More than is needed is no better than enough.
    """
    ahead, least = _running(gains), _worth(need, weight)
    fronts: dict[int, list[Gain]] = {0: [(0, 0)]}
    for place, gain in enumerate(gains):
        grown: dict[int, list[Gain]] = {}
        for number, sums in fronts.items():
            end = min(place + count - number, len(gains))
            rest = ahead[end][0] - ahead[place][0], ahead[end][1] - ahead[place][1]
            alive = [one for one in sums if _worth(one, weight) + _worth(rest, weight) >= least]
            if any(one[0] + rest[0] >= need[0] and one[1] + rest[1] >= need[1] for one in alive):
                return True
            grown.setdefault(number, []).extend(alive)
            if number < count:
                taken = [(min(need[0], one[0] + gain[0]), min(need[1], one[1] + gain[1])) for one in alive]
                grown.setdefault(number + 1, []).extend(taken)
        fronts = {number: _unbeaten(sums) for number, sums in grown.items() if sums}
    return False


def _unbeaten(sums: list[Gain]) -> list[Gain]:
    kept: list[Gain] = []
    for one in sorted(set(sums), reverse=True):
        if not kept or one[1] > kept[-1][1]:
            kept.append(one)
    return kept
