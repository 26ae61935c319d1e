"""The sun on a day of fixed declination: a circle, linear in the cosine and sine of the hour angle."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# With the sun this low (2 hundredths of a degree) shadows have no end worth reckoning.
LOWEST = 4e-4
EVERYWHERE = 1e9
# So much wider is what may shade taken, for what follows in single precision: a millimetre a metre.
WIDER = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Sun:
    """The sun's direction as rows x, y, z of (1, cos ω, sin ω), and the part of the day that matters.

    ``low`` and ``high`` bound u = tan(ω/2) to the standard's hours with the sun up; equal if it never is.
    """

    direction: Floats
    low: float
    high: float

    def reach(self) -> tuple[float, float, float, float]:
        """Give the box, a metre of height at a time, in which things can shade: least and greatest x, then y."""
        x, y, z = self.direction
        east, north = ((axis, _turning(axis, z)) for axis in (x, y))
        (x0, x1), (y0, y1) = (self._extent(axis, z, turns) for axis, turns in (east, north))
        return x0, x1, y0, y1

    def parts(self, count: int) -> list["Sun"]:
        """Cut the day into parts."""
        ends = np.linspace(self.low, self.high, count + 1).tolist()
        return [replace(self, low=low, high=high) for low, high in pairwise(ends)]

    def triangle(self) -> Floats:
        """Give three normals (3, 2) of where things can shade from in this part of the day.

        A metre of a thing's height at a time, that is within the triangle of the eye and the ends of the
        part. A normal times a place is the height that something there needs, at least.
        """
        (ax, ay), (bx, by) = self._shift(self.low), self._shift(self.high)
        across = np.array([by - ay, ax - bx])
        away = across if across @ (ax + bx, ay + by) >= 0 else -across
        # Seen from above the sun goes clockwise; where it turns back, a normal binds less, and that is all.
        normals = (np.array([-ay, ax]), np.array([by, -bx]), away)
        wider = (max(self._furthest(normal), 0.0) + WIDER * np.hypot(*normal) for normal in normals)
        return np.array([normal / far for normal, far in zip(normals, wider, strict=True)])

    def _shift(self, u: float) -> tuple[float, float]:
        x, y, z = (quadratic(row[None], np.array([[u]]))[0, 0] for row in self.direction)
        far = max(z, LOWEST * (1 + u * u))
        return float(x / far), float(y / far)

    def _furthest(self, normal: Floats) -> float:
        x, y, z = self.direction
        axis = normal[0] * x + normal[1] * y
        return self._extent(axis, z, _turning(axis, z))[1]

    def _extent(self, axis: Floats, z: Floats, turns: Floats) -> tuple[float, float]:
        turned = np.nan_to_num(roots(turns[None])[0], nan=self.low)
        u = np.array([self.low, self.high, *np.clip(turned, self.low, self.high)])
        height = quadratic(z[None], u[None])[0]
        if height.min() < LOWEST:
            return -EVERYWHERE, EVERYWHERE
        shift = quadratic(axis[None], u[None])[0] / height
        return float(shift.min()), float(shift.max())


@lru_cache(maxsize=64)
def sun_of(latitude_deg: float, declination_deg: float, start_min: float, end_min: float) -> Sun:
    """Make the sun of a day; x is east, y true north, z up, ω the hour angle from true noon."""
    phi, delta = np.radians(latitude_deg), np.radians(declination_deg)
    direction = np.array(
        [
            [0.0, 0.0, -np.cos(delta)],
            [np.sin(delta) * np.cos(phi), -np.cos(delta) * np.sin(phi), 0.0],
            [np.sin(delta) * np.sin(phi), np.cos(delta) * np.cos(phi), 0.0],
        ]
    )
    # Between 18 and 54 degrees the sun rises and sets every day of the year.
    risen = float(np.tan(np.arccos(-np.tan(phi) * np.tan(delta)) / 2))
    low, high = (float(np.clip(u_of(minute), -risen, risen)) for minute in (start_min, end_min))
    return Sun(direction, low, high)


def u_of(minute: float) -> float:
    """Give u = tan(ω/2) of a minute of true solar time; midnight is put at ±1e16, not at infinity."""
    return float(np.tan((minute - 720.0) * np.pi / 1440.0))


def minute_of(u: Floats) -> Floats:
    """Give the minutes of true solar time of some u."""
    return 720.0 + np.arctan(u) * (1440.0 / np.pi)


def quadratic(conditions: Floats, u: Floats) -> Floats:
    """Evaluate p + q cos ω + r sin ω, times 1 + u², at some u: (…, 3) and (…, n) give (…, n)."""
    p, q, r = (conditions[..., i, None] for i in range(3))
    return ((p - q) * u + 2 * r) * u + (p + q)


def roots(conditions: Floats) -> Floats:
    """Find where p + q cos ω + r sin ω changes sign: (…, 3) gives (…, 2) values of u, NaN where it does not."""
    p, q, r = (conditions[..., i] for i in range(3))
    with np.errstate(divide="ignore", invalid="ignore"):
        # The larger root first, the smaller by their product: nothing cancels.
        larger = -(r + np.copysign(np.sqrt(r * r - (p - q) * (p + q)), r))
        return np.stack([larger / (p - q), (p + q) / larger], axis=-1)


def _turning(axis: Floats, z: Floats) -> Floats:
    """Give the condition whose roots are where axis/z is greatest or least; it is again linear."""
    (p1, q1, r1), (p2, q2, r2) = axis, z
    return np.array([r1 * q2 - q1 * r2, p2 * r1 - p1 * r2, p1 * q2 - p2 * q1])
