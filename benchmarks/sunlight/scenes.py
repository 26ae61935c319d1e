"""Rows of slabs, six floors, sills 0.9 m above each, 大寒日 8–16 at 31.17 N: as columns, of any size."""

from dataclasses import dataclass, replace

import numpy as np

from sanxin.engines.sunlight.columns import Columns
from sanxin.engines.sunlight.problem import Prism, Problem, Standard, Window
from sanxin.foundation.shapes import ring

STANDARD = Standard("great-cold", -20.116, 480.0, 960.0, 0.0, full_window=False, day="大寒日", year=2001)
LATITUDE_DEG, MINUTES = 31.17, np.arange(480.5, 960.5)
BOX = np.array([(0.0, 0.0), (50.0, 0.0), (50.0, 11.0), (0.0, 11.0)])
FLOORS = 6


@dataclass(frozen=True)
class Scene:
    """The same slabs as columns and, where there are not too many, as a problem of objects."""

    name: str
    columns: Columns
    problem: Problem | None

    def eyes(self) -> np.ndarray:
        """Give the points peers look from: a centimetre off the south wall."""
        return np.stack([self.columns.x_m, self.columns.y_m - 1e-2, self.columns.sill_m], axis=1)

    def boxes(self) -> tuple[np.ndarray, np.ndarray]:
        """Give least and greatest corners of the slabs, which are upright boxes."""
        rings, columns = self.columns.corners.reshape(-1, 4, 2), self.columns
        return np.column_stack([rings[:, 0], columns.base_m]), np.column_stack([rings[:, 2], columns.top_m])


def rows(
    slabs: int, columns_a_slab: int, *, towers: float = 0.0, at: tuple[float, float] = (0.0, 0.0)
) -> Columns:
    """Lay out rows of slabs; a share of them are towers of 60 to 100 m."""
    chance, number = np.random.default_rng(1), np.arange(slabs)
    across = max(int(slabs**0.5 / 2), 2)
    x, y = at[0] + 66.0 * (number % across), at[1] + 24.0 * (number // across)
    tall = 17.4 + 2.8 * (number * 7 % 3)
    tall = np.where(chance.random(slabs) < towers, chance.uniform(60.0, 100.0, slabs), tall)
    each = columns_a_slab * FLOORS
    slab, place = np.repeat(number, each), np.tile(np.repeat(np.arange(columns_a_slab), FLOORS), slabs)
    floor = np.tile(np.arange(FLOORS), slabs * columns_a_slab)
    return Columns(
        LATITUDE_DEG, STANDARD, (np.stack([x, y], axis=1)[:, None] + BOX).reshape(-1, 2), np.arange(slabs + 1) * 4,
        np.zeros(slabs), tall, x[slab] + 50 * (place + 0.5) / columns_a_slab, y[slab], 0.9 + 2.8 * floor,
        np.full(len(slab), 180.0), np.full(len(slab), 1.5),
    )  # fmt: skip


def scene(name: str, slabs: int, windows: int, at: tuple[float, float] = (0.0, 0.0)) -> Scene:
    """Make a scene of five columns of windows a slab, cut to a number of windows."""
    columns = rows(slabs, 5, at=at).windows(slice(windows))
    return Scene(name, columns, problem_of(columns))


def problem_of(columns: Columns) -> Problem:
    """Write columns as a problem of objects."""
    prisms = tuple(
        Prism(f"B{number:06}", ring(map(tuple, outline.tolist())), float(base), float(top))
        for number, (outline, base, top) in enumerate(
            zip(columns.corners.reshape(-1, 4, 2), columns.base_m, columns.top_m, strict=True)
        )
    )
    places = np.stack([columns.x_m, columns.y_m, columns.sill_m], axis=1).tolist()
    windows = tuple(Window(f"W{number:06}", (x, y), z, 180.0) for number, (x, y, z) in enumerate(places))
    return Problem(columns.latitude_deg, columns.standard, prisms, windows)


def full(problem: Problem) -> Problem:
    """Ask for both ends of every sill."""
    return replace(problem, standard=replace(STANDARD, full_window=True))


def suns() -> np.ndarray:
    """Give the directions to the sun at the middle of every minute, (480, 3)."""
    phi, delta, omega = np.radians(LATITUDE_DEG), np.radians(-20.116), np.radians((MINUTES - 720) / 4)
    return np.stack([
        -np.cos(delta) * np.sin(omega),
        np.sin(delta) * np.cos(phi) - np.cos(delta) * np.sin(phi) * np.cos(omega),
        np.sin(delta) * np.sin(phi) + np.cos(delta) * np.cos(phi) * np.cos(omega),
    ], axis=1)  # fmt: skip
