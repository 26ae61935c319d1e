"""What lifts and measures cost, as planning reckons: whole yuan, each kind with the place it was taken from."""

from dataclasses import dataclass

from sanxin.foundation.citation import Citation


@dataclass(frozen=True, slots=True)
class LinePrice:
    """What it costs to relocate a metre of one kind of line: a utility, or ``overhead``."""

    kind: str
    yuan_m: int


@dataclass(frozen=True, slots=True)
class Rung:
    """A size transformers come in, and what it costs to put one there."""

    rated_kva: float
    yuan: int


@dataclass(frozen=True, slots=True)
class Works:
    """Unit costs of the measures.

    A relocated line is paid by the stretch nearer to the shaft than it may be, and ``line_end_m`` more at either
    end. A pole costs ``pole_yuan`` and ``pole_owner_yuan`` for each party that hangs on it. ``factors[n − 1]`` is
    the diversity of n lifts on one transformer, the last holding for more.
    """

    lines: tuple[LinePrice, ...]
    line_end_m: float
    pole_yuan: int
    pole_owner_yuan: int
    tree_yuan: int
    shed_yuan_m2: int
    green_yuan_m2: int
    approval_yuan: int
    rungs: tuple[Rung, ...]
    factors: tuple[float, ...]
    citation: Citation

    def line_yuan(self, kind: str, metres: float) -> int:
        """Give what a stretch from a line's start costs, to the nearest yuan; differences price what lies between."""
        yuan_m = next(price.yuan_m for price in self.lines if price.kind == kind)
        return round(yuan_m * metres)
