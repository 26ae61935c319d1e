"""An answer brought up to date: windows that no changed prism can reach are taken over as they were."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sanxin.engines.sunlight.columns import Columns
from sanxin.engines.sunlight.problem import Prism, Problem
from sanxin.engines.sunlight.result import Sunlit
from sanxin.engines.sunlight.solve.reckon import DECLINATION_DEG, HEIGHT_M, solve
from sanxin.engines.sunlight.solve.sun import Floats, sun_of

# Eyes lie this little off the wall; a reach is taken wider by as much, and far more than rounding needs.
CLOSE_M = 0.001


@dataclass(frozen=True, slots=True)
class Renewed:
    """The answer to a changed problem, and the ids of the windows that were reckoned again for it."""

    sunlit: Sunlit
    reckoned: tuple[str, ...]


def renew(before: Problem, answer: Sunlit, after: Problem) -> Renewed:
    """Bring an answer up to date: ``answer`` is what ``solve(before)`` gave, the result what ``solve(after)`` gives.

    Prisms may be added, moved and removed, windows too; a window is reckoned again if it is new or
    changed, or if a prism that came, went or moved can take sun from it on the day, the declination and
    the sills moved as for ``flips``. With another day or latitude everything is. To what rounding leaves
    (10⁻⁹ minutes) it is the full reckoning.
    """
    known = dict(zip(before.windows, answer.windows, strict=True))
    if (before.latitude_deg, before.standard) != (after.latitude_deg, after.standard):
        known = {}
    changed = sorted(set(before.prisms) ^ set(after.prisms), key=lambda prism: prism.id)
    reached = reach(after, changed)
    again = tuple(
        window
        for window, touched in zip(after.windows, reached, strict=True)
        if touched or window not in known
    )
    fresh = {each.id: each for each in solve(replace(after, windows=again)).windows} if again else {}
    windows = tuple(fresh[each.id] if each.id in fresh else known[each] for each in after.windows)
    return Renewed(Sunlit(windows), tuple(each.id for each in again))


def reach(problem: Problem, prisms: Sequence[Prism]) -> NDArray[np.bool_]:
    """Tell for each window whether any of some prisms can take sun from it, small changes included."""
    standard, columns = problem.standard, Columns.of(problem)
    reached = np.zeros(len(problem.windows), dtype=bool)
    bounds = []
    for by_deg in (-DECLINATION_DEG, 0.0, DECLINATION_DEG):
        sun = sun_of(
            problem.latitude_deg, standard.declination_deg + by_deg, standard.start_min, standard.end_min
        )
        bounds.append(sun.reach())
    west, _, south, _ = np.minimum(np.min(bounds, axis=0), 0.0)
    _, east, _, north = np.maximum(np.max(bounds, axis=0), 0.0)
    for prism in prisms:
        reached |= _within(columns, prism, (west, east, south, north))
    return reached


def _within(columns: Columns, prism: Prism, bounds: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    west, east, south, north = bounds
    height = prism.top_m - columns.sill_m + HEIGHT_M
    side = columns.width_m / 2 + CLOSE_M
    (x0, y0), (x1, y1) = np.min(prism.ring, axis=0), np.max(prism.ring, axis=0)
    return (
        (height > 0)
        & _overlaps(x0 - columns.x_m, x1 - columns.x_m, west * height - side, east * height + side)
        & _overlaps(y0 - columns.y_m, y1 - columns.y_m, south * height - side, north * height + side)
    )


def _overlaps(low: Floats, high: Floats, least: Floats, greatest: Floats) -> NDArray[np.bool_]:
    return (high >= least) & (low <= greatest)
