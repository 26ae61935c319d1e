"""Where a rule stands written, and how far we may lean on it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How a number came to us."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"

    @property
    def zh(self) -> str:
        """Say it in Chinese, as it is printed beside the number."""
        return {"verified": "已核原文", "secondary": "据转载", "unverified": "供参考，请向房管部门确认"}[self]

    @property
    def en(self) -> str:
        """Say it in English, as it is printed beside the number."""
        return {
            "verified": "checked against the text",
            "secondary": "from a secondary source",
            "unverified": "for reference, confirm with the housing bureau",
        }[self]


def written(document: str, clause: str) -> str:
    """Write where something stands: the document, and its clause where one is named (a dash names none)."""
    return document if clause in ("", "-") else f"{document} {clause}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document, the standing of what we read there, and when it was last checked."""

    document: str
    clause: str
    standing: Standing
    checked_on: date

    def to_json(self) -> dict[str, str]:
        """Write it as the JSON object that every ``because`` carries."""
        return {
            "document": self.document,
            "clause": self.clause,
            "standing": self.standing.value,
            "checked_on": self.checked_on.isoformat(),
        }
