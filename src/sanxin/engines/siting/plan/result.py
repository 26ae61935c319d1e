"""The planning answer: what is built where, what is done for it, what each pays, and what cannot be served."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["optimal", "feasible"]
Bind = Literal["nothing_helps", "exclusion", "feeder", "window_limit", "budget", "effort"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The option taken at a stairwell, the measures it uses, and what it costs: the lift, its own part and its share.

    ``ways`` says for each of the option's needs by which of its uses it is met.
    """

    stairwell: str
    option: str
    ways: tuple[int, ...]
    measures: tuple[str, ...]
    cost_yuan: int


@dataclass(frozen=True, slots=True)
class Paid:
    """A measure that is carried out: which parts, at what cost, and its equal attribution to those that use them.

    ``size_kva`` is what a transformer becomes; None for every other measure.
    """

    measure: str
    parts: tuple[str, ...]
    cost_yuan: int
    attributed_yuan: tuple[tuple[str, int], ...]
    size_kva: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a stairwell out: what binds, and on what (an option, a feeder, a window, a rule)."""

    bind: Bind
    on: str


@dataclass(frozen=True, slots=True)
class Unserved:
    """A stairwell the plan does not serve, with a smallest set of reasons: lift these, and it could be."""

    stairwell: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan. ``optimal``: most served, then least cost, then least light taken, each proven.

    The bounds say how far each could still go: no plan serves more than ``served_bound``; of those that serve
    as many, none costs less than ``bound_yuan``; of those at that cost, none takes less light than
    ``light_bound_tenths``, by the losses and cuts of the problem.
    """

    status: Status
    choices: tuple[Choice, ...]
    measures: tuple[Paid, ...]
    unserved: tuple[Unserved, ...]
    served_bound: int
    cost_yuan: int
    bound_yuan: int
    light_tenths: int
    light_bound_tenths: int


@dataclass(frozen=True, slots=True)
class Step:
    """A point of the frontier: to serve so many stairwells costs at least so much (proven or the bound beside it).

    ``stairwells`` are those served at that cost.
    """

    served: int
    cost_yuan: int
    bound_yuan: int
    stairwells: tuple[str, ...]
