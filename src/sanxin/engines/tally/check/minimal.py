"""Proofs that no smaller and no earlier set of heads would do: bounds first, a search for what they leave.

A head brings a vector: what it adds to each test. Where a head brings no more than another of which it
is proven that it cannot be part of an answer, it cannot either: put the other in its place.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

Vector = tuple[int, ...]


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
    """Decide for fixed numbers of each kind: add up by kind all sums that nothing beats."""
    sums: list[Vector] = [tuple(0 for _ in need)]
    for group, count in zip(groups, counts, strict=True):
        best = _top_of_all(group, count)
        fronts = [best] if best is not None else _front(group, count, need)
        sums = _unbeaten([_capped(one, other, need) for one in sums for other in fronts])
    return any(all(have >= least for have, least in zip(one, need, strict=True)) for one in sums)


def _top_of_all(group: Sequence[Vector], count: int) -> Vector | None:
    """Give the sum of the best ``count``, if they are best on every axis at once."""
    best = sorted(group, key=sum, reverse=True)[:count]
    found = tuple(sum(axis) for axis in zip(*best, strict=True)) if best else tuple(0 for _ in group[0])
    tops = tuple(top[count] for top in _tops(group, len(found)))
    return found if found == tops else None


def _front(group: Sequence[Vector], count: int, need: Vector) -> list[Vector]:
    fronts: dict[int, list[Vector]] = {0: [tuple(0 for _ in need)]}
    for gain in sorted(group, key=sum, reverse=True):
        for number in sorted(fronts, reverse=True):
            if number < count:
                grown = [_capped(one, gain, need) for one in fronts[number]]
                fronts[number + 1] = _unbeaten(fronts.get(number + 1, []) + grown)
    return fronts[count]


def _capped(one: Vector, other: Vector, need: Vector) -> Vector:
    """Add two sums; more than is needed is worth no more."""
    return tuple(
        min(mine + theirs, max(least, 0)) for mine, theirs, least in zip(one, other, need, strict=True)
    )


def _unbeaten(sums: Sequence[Vector]) -> list[Vector]:
    kept: list[Vector] = []
    for one in sorted(set(sums), reverse=True):
        if not any(_no_more(one, other) for other in kept):
            kept.append(one)
    return kept
