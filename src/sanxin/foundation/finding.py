"""Because is data: a code and its figures, said in 中文 and English only when somebody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, Literal

from sanxin.foundation.citation import Citation

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in both languages."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """Say it in one language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary: the code that machines keep, and how people say it."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with gaps for figures, in both languages; it lives beside the code that says it."""

    code: str
    zh: str
    en: str

    def __post_init__(self) -> None:
        if _gaps(self.zh) != _gaps(self.en):
            raise ValueError(f"{self.code}: the two languages name different figures")

    def because(self, citation: Citation | None = None, **params: Any) -> "Because":
        """Fill the gaps.

        :raises ValueError: if a figure is missing or one too many is given
        """
        if params.keys() != _gaps(self.zh):
            raise ValueError(f"{self.code} needs {sorted(_gaps(self.zh))}, got {sorted(params)}")
        return Because(self, params, citation)


@dataclass(frozen=True, slots=True)
class Because:
    """One ground of an answer: sentence, figures, and where the rule stands written."""

    sentence: Sentence
    params: Mapping[str, Any] = field(default_factory=dict)
    citation: Citation | None = None

    @property
    def code(self) -> str:
        """Give the code that machines keep."""
        return self.sentence.code

    def say(self, language: Language) -> str:
        """Say it in one language."""
        words = {
            key: getattr(value, language) if isinstance(value, Term | Words) else value
            for key, value in self.params.items()
        }
        return getattr(self.sentence, language).format(**words)  # type: ignore[no-any-return]

    def to_json(self) -> dict[str, Any]:
        """Write it as ``{code, params, citation, standing, zh, en}``."""
        return {
            "code": self.code,
            "params": {key: _plain(value) for key, value in self.params.items()},
            "citation": self.citation.to_json() if self.citation else None,
            "standing": self.citation.standing.value if self.citation else None,
            "zh": self.say("zh"),
            "en": self.say("en"),
        }


def _gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _plain(value: Any) -> Any:
    if isinstance(value, Term):
        return value.code
    if isinstance(value, Words):
        return value.zh
    return value if isinstance(value, str | int | float | bool | type(None)) else str(value)
