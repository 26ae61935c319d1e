"""The answer of a tally: every test with what it has and needs, the smallest change, what was refused."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

State = Literal["for", "against", "abstain", "split", "missing"]
Basis = Literal["area", "heads"]
Why = Literal[
    "outside_roll", "owner_unknown", "not_an_owner", "proxy_without_document", "second", "already_answered",
    "co_owner_disagrees",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Test:
    """One test. ``have`` of ``of`` is held against ``required``: areas in cm², heads as a count.

    Of objections, ``have`` are the unresolved ones, and none may be.
    """

    __test__ = False  # not one of pytest's

    name: Literal["participation", "consent", "objections"]
    basis: Basis
    have: int
    of: int
    required: Fraction
    strict: bool
    met: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """How many there are, how many took part and how many are for, on one basis."""

    all: int
    taking_part: int
    in_favour: int


@dataclass(frozen=True, slots=True)
class Move:
    """One dwelling's answer turned into another."""

    dwelling: str
    from_state: State
    to_state: State


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change that turns the outcome: fewest heads, then smallest ids, then first kind of move.

    A head goes by the smallest id among its dwellings. ``objections`` must be settled besides.
    """

    to: Literal["pass", "fail"]
    heads: int
    moves: tuple[Move, ...]
    objections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedBallot:
    """A well-formed ballot that may not count, and why."""

    id: str
    dwelling: str
    why: Why


@dataclass(frozen=True, slots=True)
class Forecast:
    """What recorded stances leave open: the tests at their worst and at their best. Never a promise.

    ``stances`` counts the dwellings without a ballot that said for or against; ``open`` those that
    said neither.
    """

    outcome: Literal["passes", "fails", "open"]
    worst: tuple[Test, ...]
    best: tuple[Test, ...]
    stances: int
    open: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The answer. ``change`` is None where a ballot also moves those who did not return one, or nobody can turn it."""

    passed: bool
    tests: tuple[Test, ...]
    heads: Sums
    area_cm2: Sums
    change: Change | None
    refused: tuple[RefusedBallot, ...]
    forecast: Forecast | None = None
