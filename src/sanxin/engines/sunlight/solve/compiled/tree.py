"""The prisms of a scene as the compiled code keeps them, and what can be asked of them."""

import ctypes
import weakref
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np

from sanxin.engines.sunlight.columns import Columns
from sanxin.engines.sunlight.problem import Standard
from sanxin.engines.sunlight.solve.compiled import library
from sanxin.engines.sunlight.solve.shade import Bars
from sanxin.engines.sunlight.solve.sun import WIDER, Floats, Sun, u_of

BAR = np.dtype([("eye", np.int64), ("prism", np.int64), ("low", np.float64), ("high", np.float64)])
# Fewer are not worth handing to a thread; more parts than this are not needed for threads to end together.
FEWEST_AT_ONCE, PARTS_A_THREAD = 4096, 32


class Tree:
    """Prisms in a tree of boxes, in C's memory; freed with this object."""

    __slots__ = ("__weakref__", "_index", "_library")

    def __init__(self, built: ctypes.CDLL, columns: Columns, origin: tuple[float, float]) -> None:
        """Plant the tree.

        :raises MemoryError: if there is no room for it
        """
        self._library = built
        outlines = (_at(columns.corners), columns.first.ctypes.data_as(library.Counts))
        self._index = built.closed_form_index(
            len(columns.base_m), *outlines, _at(columns.base_m), _at(columns.top_m), *origin
        )
        if not self._index:
            raise MemoryError
        weakref.finalize(self, built.closed_form_free, self._index)

    def bars(self, place: Floats, sun: Sun, standard: Standard) -> Bars:
        """Find every interval in which a prism hides the sun from an eye; (n, 3) places.

        :raises MemoryError: if there are more than fit
        """
        order = np.lexsort((place[:, 2], place[:, 1], place[:, 0]))
        places, found = np.ascontiguousarray(place[order]), ctypes.c_void_p()
        day = _day(sun, standard, 0.0)
        count = self._library.closed_form_bars(
            self._index, ctypes.byref(day), len(places), _at(places), ctypes.byref(found)
        )
        if count < 0:
            raise MemoryError
        try:
            held = (ctypes.c_char * (count * BAR.itemsize)).from_address(found.value or 0)
            bar = np.frombuffer(held, BAR).copy()
        finally:
            self._library.closed_form_free_bars(found)
        return Bars(order[bar["eye"]], bar["prism"], bar["low"], bar["high"])

    def totals(
        self, columns: Columns, sun: Sun, *, sill_by_m: float = 0.0, threads: int = 1
    ) -> tuple[Floats, Floats]:
        """Count every window's light: its total and its longest spell, in minutes.

        :raises MemoryError: if there is no room to work in
        """
        count = len(columns.x_m)
        total, longest = np.empty(count), np.empty(count)
        names = (columns.x_m, columns.y_m, columns.sill_m, columns.azimuth_deg, columns.width_m)
        windows, day = library.Windows(*map(_at, names)), _day(sun, columns.standard, sill_by_m)
        figures = library.Figures(_at(total), _at(longest))

        def some(part: tuple[int, int]) -> int:
            return self._library.closed_form_totals(  # type: ignore[no-any-return]
                self._index, ctypes.byref(day), ctypes.byref(windows), *part, ctypes.byref(figures)
            )

        if any(_on_threads(some, count, threads)):
            raise MemoryError
        return total, longest


def _on_threads(some: Any, count: int, threads: int) -> list[int]:
    if threads == 1 or count <= FEWEST_AT_ONCE:
        return [some((0, count))]
    # Only threads need it, and it takes a while to load.
    futures: Any = import_module("concurrent.futures")
    with futures.ThreadPoolExecutor(threads) as pool:
        return list(pool.map(some, _parts(count, threads)))


def _parts(count: int, threads: int) -> Iterator[tuple[int, int]]:
    at_once = max(FEWEST_AT_ONCE, count // (threads * PARTS_A_THREAD))
    for start in range(0, count, at_once):
        yield start, min(start + at_once, count)


def _day(sun: Sun, standard: Standard, sill_by_m: float) -> library.Day:
    x, y, z = sun.direction.tolist()
    rows = [
        library.Hours(each.from_deg, each.to_deg, u_of(each.start_min), u_of(each.end_min))
        for each in standard.effective
    ]
    hours = (library.Hours * len(rows))(*rows)
    return library.Day(
        x[2], y[0], y[1], z[0], z[1], sun.low, sun.high, *_reach(sun),
        sill_by_m, standard.min_spell_min, standard.sweep_deg,
        standard.full_window, standard.wide_window == "best", standard.least_of == "longest", len(rows), hours,
    )  # fmt: skip


def _at(numbers: Floats) -> Any:
    return numbers.ctypes.data_as(library.Numbers)


def _row(numbers: Floats) -> Any:
    return (ctypes.c_float * numbers.size)(*numbers.ravel().tolist())


@lru_cache(maxsize=64)
def _reach(sun: Sun) -> tuple[Any, ...]:
    """Give the heights asked for a metre away: of all the day, then of its parts, then of their triangles."""
    parts = sun.parts(library.FANS)
    boxes = np.array([_steepness(part) for part in parts]).T
    triangles = np.array([part.triangle() for part in parts]).transpose(2, 1, 0)
    ways = [way(side, 0.0) for side in triangles for way in (np.maximum, np.minimum)]
    begins, ends = np.array([[part.low - WIDER, part.high + WIDER] for part in parts]).T
    return (*_steepness(sun), *map(_row, boxes), *map(_row, ways), _row(begins), _row(ends))


def _steepness(sun: Sun) -> tuple[float, float, float, float]:
    west, east, south, north = sun.reach()
    return 1 / max(east, WIDER), 1 / min(west, -WIDER), 1 / max(north, WIDER), 1 / min(south, -WIDER)
