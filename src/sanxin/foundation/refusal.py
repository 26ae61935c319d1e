"""A refusal is part of the product: what, where, why, and what to do. A defect is not a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass

from sanxin.foundation.finding import Because, Language, Words


class Refusal(Exception):
    """The house says no, with its reason. Every room's refusals derive from this one."""

    def __init__(self, because: Because) -> None:
        super().__init__(because.say("en"))
        self.because = because

    def say(self, language: Language) -> str:
        """Say why, in one language."""
        return self.because.say(language)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what was handed in: where, what stands there, what should, what to do."""

    code: str
    file: str
    place: Words
    found: str | Words
    expected: Words
    remedy: Words

    def say(self, language: Language) -> str:
        """Say it as one sentence a clerk can act on."""
        place, expected = self.place.say(language), self.expected.say(language)
        found, remedy = self._found(language), self.remedy.say(language)
        if language == "zh":
            return f"{self.file}，{place}：现为{found}，应为{expected}。{remedy}"
        return f"{self.file}, {place}: found {found}, expected {expected}. {remedy}"

    def to_json(self) -> dict[str, str]:
        """Write it as the JSON object that previews and ``--json`` carry."""
        return {
            "code": self.code,
            "file": self.file,
            "place": self.place.zh,
            "found": self._found("zh"),
            "expected": self.expected.zh,
            "remedy": self.remedy.zh,
            "zh": self.say("zh"),
            "en": self.say("en"),
        }

    def _found(self, language: Language) -> str:
        return self.found.say(language) if isinstance(self.found, Words) else self.found


class InputRefused(Exception):
    """What was handed in cannot be used; every fault that could be found is listed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(fault.say("en") for fault in faults))
        self.faults = tuple(faults)
