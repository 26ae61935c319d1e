"""Proofs that no smaller and no earlier set of heads would do: bounds first, a search for what they leave.

A head brings a vector: what it adds to each test. Where a head brings no more than another of which it
is proven that it cannot be part of an answer, it cannot either: put the other in its place.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

Vector = tuple[int, ...]
SCALE = 1 << 20


def improvement(
    gains: Mapping[str, Vector], chosen: Sequence[str], need: Vector, kinds: Mapping[str, object]
) -> str:
    """Name what shows that ``chosen`` is not the canonical answer; nothing if it is proven to be.

    ``kinds`` says which heads bring the same to all tests by heads. ``chosen`` is in order of id and
    is known to bring what is needed.
    """
    ids = sorted(gains)
    if chosen and can(gains, ids, len(chosen) - 1, need, kinds):
        return f"{len(chosen) - 1}"
    hopeless: list[Vector] = []
    left = list(chosen)
    for place, ident in enumerate(ids):
        if not left:
            break
        gain = gains[ident]
        if ident == left[0]:
            left.pop(0)
            need = _less(need, gain)
        elif not any(_no_more(gain, other) for other in hopeless):
            if can(gains, ids[place + 1 :], len(left) - 1, _less(need, gain), kinds):
                return ident
            hopeless.append(gain)
    return ""


def can(
    gains: Mapping[str, Vector], ids: Sequence[str], count: int, need: Vector, kinds: Mapping[str, object]
) -> bool:
    """Tell whether some ``count`` of the heads bring what is needed."""
    if all(each <= 0 for each in need):
        return True
    for axis, least in enumerate(need):
        if sum(sorted((gains[each][axis] for each in ids), reverse=True)[:count]) < least:
            return False
    groups: dict[object, list[Vector]] = {}
    for each in ids:
        groups.setdefault(kinds[each], []).append(gains[each])
    tops = [_tops(group, len(need)) for group in groups.values()]
    for counts in _splits(count, [len(group) for group in groups.values()]):
        bound = [
            sum(top[axis][number] for top, number in zip(tops, counts, strict=True))
            for axis in range(len(need))
        ]
        if all(have >= least for have, least in zip(bound, need, strict=True)) and _search(
            list(groups.values()), counts, need
        ):
            return True
    return False


def _less(need: Vector, gain: Vector) -> Vector:
    return tuple(one - other for one, other in zip(need, gain, strict=True))


def _no_more(one: Vector, other: Vector) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def _tops(group: Sequence[Vector], axes: int) -> list[list[int]]:
    return [[0, *accumulate(sorted((gain[axis] for gain in group), reverse=True))] for axis in range(axes)]


def _splits(count: int, sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Give every way to take so many from groups of these sizes (all of them, if there are fewer)."""
    *rest, last = sizes
    if not rest:
        yield (min(count, last),)
        return
    room = sum(rest)
    for number in range(max(0, min(count, room + last) - room), min(count, last) + 1):
        for others in _splits(count - number, rest):
            yield (*others, number)


def _search(groups: Sequence[Sequence[Vector]], counts: Sequence[int], need: Vector) -> bool:
    """Decide for fixed numbers of each kind. Of most kinds the same ones are best for every test.

    Where they are not, two tests pull apart: those by area, of the heads that turn.
    """
    for group, count in zip(groups, counts, strict=True):
        best = _top_of_all(group, count)
        if best is not None:
            need = _less(need, best)
    apart = [
        (group, count)
        for group, count in zip(groups, counts, strict=True)
        if _top_of_all(group, count) is None
    ]
    if not apart:
        return all(least <= 0 for least in need)
    ((group, count),) = apart
    one, other = (axis for axis in range(len(need)) if len({gain[axis] for gain in group}) > 1)
    return _pair([(gain[one], gain[other]) for gain in group], count, need[one], need[other])


def _pair(pairs: list[tuple[int, int]], count: int, least: int, other_least: int) -> bool:
    """Tell whether some ``count`` pairs reach both sums.

    For a weight w of the first, no choice is worth more than the best ``count`` by w. That less what is needed is
    convex in w: where it is least it is halved in on; below zero, nothing can. Else the pairs are gone through by
    worth there, and a choice is given up once even the best that follow would not make it.
    """

    def surplus(weight: int) -> int:
        worths = sorted((weight * one + (SCALE - weight) * other for one, other in pairs), reverse=True)
        return sum(worths[:count]) - weight * least - (SCALE - weight) * other_least

    low, high = 0, SCALE
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if surplus(middle) > surplus(middle + 1) else (low, middle)
    if surplus(low) < 0:
        return False
    return _go_through(pairs, count, (least, other_least), low)


def _go_through(pairs: list[tuple[int, int]], count: int, need: tuple[int, int], weight: int) -> bool:
    def worth(pair: tuple[int, int]) -> int:
        return weight * pair[0] + (SCALE - weight) * pair[1]

    left = sorted(pairs, key=worth, reverse=True)
    states = {(0, 0, 0)}
    while left:
        first, following = left[0], set()
        for taken, one, other in states:
            rest = left[: count - taken]
            best = (one + sum(each[0] for each in rest), other + sum(each[1] for each in rest))
            if best[0] >= need[0] and best[1] >= need[1]:
                return True
            if taken < count and worth(best) >= worth(need):
                more = min(need[0], one + first[0]), min(need[1], other + first[1])
                following |= {(taken, one, other), (taken + 1, *more)}
        states = _undominated(following)
        left = left[1:]
    return False


def _undominated(states: set[tuple[int, int, int]]) -> set[tuple[int, int, int]]:
    """Drop what another of as many pairs beats in both sums."""
    kept: set[tuple[int, int, int]] = set()
    taken, highest = -1, 0
    for state in sorted(states, reverse=True):
        if state[0] != taken or state[2] > highest:
            kept.add(state)
            taken, highest = state[0], state[2]
    return kept


def _top_of_all(group: Sequence[Vector], count: int) -> Vector | None:
    """Give the sum of the best ``count``, if they are best on every axis at once."""
    best = sorted(group, key=sum, reverse=True)[:count]
    found = tuple(sum(axis) for axis in zip(*best, strict=True)) if best else tuple(0 for _ in group[0])
    tops = tuple(top[count] for top in _tops(group, len(found)))
    return found if found == tops else None
