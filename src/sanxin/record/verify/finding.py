"""What a check found: it holds, it is broken, or nobody can know from this file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sanxin.engines.codec import Misfit
from sanxin.foundation.finding import Because, Sentence, Term, Words
from sanxin.foundation.refusal import InputRefused, Refusal
from sanxin.record.reading import shown

Verdict = Literal["holds", "broken", "unknown"]

UNFORESEEN = Sentence(
    "verify.unforeseen",
    "{what}的内容不合常理，核验到这里停下（{why}）：被改过，或者由更新的版本写成",
    "What {what} says makes no sense, and this check stops there ({why}): it was changed, or a later version wrote it",
)
# What values may do to arithmetic and to look-ups that nobody foresaw. A shape that is wrong is named before.
FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, Misfit, Refusal,
    InputRefused,
)  # fmt: skip


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
    return Finding("holds", _in_one_line(because))


def broken(because: Because) -> Finding:
    """Make a finding of something that does not hold."""
    return Finding("broken", _in_one_line(because))


def unknown(because: Because) -> Finding:
    """Make a finding of something that cannot be known here."""
    return Finding("unknown", _in_one_line(because))


def guarded(what: Words, check: Iterable[Finding]) -> Iterator[Finding]:
    """Pass on what a check finds; what it trips over in the data is a finding too, which names the data."""
    try:
        yield from check
    except FAULTS as fault:
        yield broken(UNFORESEEN.because(what=what, why=f"{type(fault).__name__}: {fault}"))


def _in_one_line(because: Because) -> Because:
    """Show what the record says so that no title can pass for a line of the verifier's."""
    params = {key: _plain(value) for key, value in because.params.items()}
    return Because(because.sentence, params, because.citation)


def _plain(value: Any) -> Any:
    if isinstance(value, Term | Words):
        return Words(shown(value.zh), shown(value.en))
    return value if isinstance(value, int | float | None) else shown(value)
