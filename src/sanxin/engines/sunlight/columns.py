"""The sunlight question as columns of numbers: for whole cities, where a Python object a window is too much."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sanxin.engines.sunlight.problem import Problem, Standard, refused, validate

Floats = NDArray[np.float64]
OF_WINDOWS = ("x_m", "y_m", "sill_m", "azimuth_deg", "width_m")


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A problem without names: prisms and windows are rows. Lengths in metres, float64.

    ``corners`` (m, 2) holds the outlines one after the other, counter-clockwise; prism i has corners
    ``first[i]`` to ``first[i + 1]`` (``first`` is int64 and one longer than there are prisms). Windows of
    one column of a façade share their work if they come one after the other.

    :raises ProblemRefused: if columns do not fit together or a number is not finite, naming column and row
    """

    latitude_deg: float
    standard: Standard
    corners: Floats
    first: NDArray[np.int64]
    base_m: Floats
    top_m: Floats
    x_m: Floats
    y_m: Floats
    sill_m: Floats
    azimuth_deg: Floats
    width_m: Floats

    def __post_init__(self) -> None:
        for name in ("corners", "base_m", "top_m", *OF_WINDOWS):
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name), dtype=np.float64))
        object.__setattr__(self, "first", np.ascontiguousarray(self.first, dtype=np.int64))
        validate(Problem(self.latitude_deg, self.standard, (), ()))
        _fit(self)
        _sound(self)

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Lay a problem out in columns, in its own order."""
        rings = [prism.ring for prism in problem.prisms]
        windows = np.array(
            [(*w.at, w.sill_m, w.azimuth_deg, w.width_m) for w in problem.windows], dtype=np.float64
        ).reshape(-1, 5)
        return cls(
            problem.latitude_deg,
            problem.standard,
            np.array([corner for ring in rings for corner in ring]).reshape(-1, 2),
            np.cumsum([0, *(len(ring) for ring in rings)]),
            np.array([prism.base_m for prism in problem.prisms]),
            np.array([prism.top_m for prism in problem.prisms]),
            *windows.T,
        )

    def windows(self, rows: "slice | NDArray[np.int64]") -> Self:
        """Keep some of the windows, or all in another order."""
        return replace(self, **{name: getattr(self, name)[rows] for name in OF_WINDOWS})

    def origin(self) -> tuple[float, float]:
        """Give a middle of all that stands, in whole metres: far coordinates cost no digits."""
        points = self.corners[self.first[:-1]]
        if not len(points):
            points = np.stack([self.x_m, self.y_m], axis=1)
        x, y = np.floor(points.mean(axis=0)) if len(points) else (0.0, 0.0)
        return float(x), float(y)


def _fit(columns: Columns) -> None:
    """Refuse columns of different lengths and outlines that do not add up."""
    prisms, windows = len(columns.base_m), len(columns.x_m)
    shapes = {"corners": (int(columns.first[-1]) if len(columns.first) else 0, 2), "first": (prisms + 1,)}
    shapes |= {"base_m": (prisms,), "top_m": (prisms,), **dict.fromkeys(OF_WINDOWS, (windows,))}
    for name, shape in shapes.items():
        found = getattr(columns, name).shape
        if found != shape:
            raise refused(
                "columns", name, f"形状应为 {shape}，而为 {found}", f"expected {shape}, not {found}"
            )
    if columns.first[0] != 0 or (np.diff(columns.first) < 3).any():
        raise refused("columns", "first", "每个体块至少三个角点", "an outline has fewer than three corners")


def _sound(columns: Columns) -> None:
    """Refuse numbers that are not finite, solids without height, outlines the wrong way round, slits."""
    wrong = {name: ~np.isfinite(getattr(columns, name)) for name in ("base_m", "top_m", *OF_WINDOWS)}
    wrong["corners"] = ~np.isfinite(columns.corners).all(axis=1)
    wrong["top_m, base_m"] = columns.top_m <= columns.base_m
    wrong["width_m ≥ 0.01"] = columns.width_m < 0.01
    wrong["corners, counter-clockwise"] = _areas(columns) <= 0
    for name, rows in wrong.items():
        if rows.any():
            row = int(np.argmax(rows))
            raise refused(
                "columns", name, f"第 {row} 行（从 0 计）不可用", f"row {row} (from 0) cannot be used"
            )


def _areas(columns: Columns) -> Floats:
    """Give twice the signed area of every outline, each measured from its own first corner."""
    starts = columns.first[:-1]
    if not len(starts):
        return np.empty(0)
    after = np.arange(1, len(columns.corners) + 1)
    after[columns.first[1:] - 1] = starts
    a = columns.corners - np.repeat(columns.corners[starts], np.diff(columns.first), axis=0)
    b = a[after]
    return np.add.reduceat(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], starts)
