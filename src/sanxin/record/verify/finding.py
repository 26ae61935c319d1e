"""What a check found: it holds, it is broken, or nobody can know from this file."""

from dataclasses import dataclass
from typing import Any, Literal

from sanxin.foundation.finding import Because

Verdict = Literal["holds", "broken", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what came of it."""

    verdict: Verdict
    because: Because

    def to_json(self) -> dict[str, Any]:
        """Write it with its sentence in both languages."""
        return {"verdict": self.verdict, **self.because.to_json()}


def holds(because: Because) -> Finding:
    """Make a finding of something that holds."""
    return Finding("holds", because)


def broken(because: Because) -> Finding:
    """Make a finding of something that does not hold."""
    return Finding("broken", because)


def unknown(because: Because) -> Finding:
    """Make a finding of something that cannot be known here."""
    return Finding("unknown", because)
