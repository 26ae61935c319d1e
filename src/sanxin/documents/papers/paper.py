"""One paper as values: what stands on it, in order, and the fields an office's own Word template may name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Size = Literal["body", "large", "small", "heading"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    words: str
    size: Size = "body"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: its head, its rows, and the relative widths of its columns."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Answers to tick, each beside an empty box."""

    answers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with the words beside it."""

    content: str
    words: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to sign on, one a label."""

    labels: Sequence[str]


Block = Text | Rows | Boxes | Code | Lines


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, which begins on a page of its own.

    ``fields`` are named in Chinese, as an office writes ``{{ 小区 }}`` into its Word template.
    """

    title: str
    blocks: Sequence[Block]
    footer: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
