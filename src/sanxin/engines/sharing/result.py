"""The answer of a sharing: each dwelling's fen and what they are made of, and whether any group would do better alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """One dwelling's part. ``fen`` = ``gross_fen`` − ``compensation_fen``; ``upkeep_fen`` is within ``gross_fen``.

    ``relief_fen`` is what others carry for it. A share may be negative: the dwelling receives.
    """

    dwelling: str
    fen: int
    gross_fen: int
    upkeep_fen: int
    compensation_fen: int
    relief_fen: int


@dataclass(frozen=True, slots=True)
class Violation:
    """A group that pays more together than a lift to its own highest cost would: the core test fails."""

    dwellings: tuple[str, ...]
    pays_fen: int
    alone_fen: int


@dataclass(frozen=True, slots=True)
class Shares:
    """The answer, by dwelling id. ``in_core`` is None where no stand-alone costs are stated."""

    shares: tuple[Share, ...]
    in_core: bool | None
    violation: Violation | None
