"""Consulting: who has been reached, what a stairwell wants, where to go next; what meetings said and left open."""

from sanxin.journey.consult.willingness import (
    OUTCOMES,
    STANCES,
    Matrix,
    Outcome,
    StairwellWill,
    Stance,
    is_reached,
    matrix,
    next_up,
)

__all__ = [
    "OUTCOMES", "STANCES", "Matrix", "Outcome", "StairwellWill", "Stance", "is_reached", "matrix", "next_up",
]  # fmt: skip
