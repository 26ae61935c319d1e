"""What the interface takes and gives, as its OpenAPI description says it."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

Ident = Annotated[str, StringConstraints(pattern=r"^[0-9a-z]{1,20}$")]
Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*\S[^\x00]*$", max_length=2000)]
Choice = Literal["for", "against", "abstain"]


class CompoundShape(Schema):
    """A compound the caller sees."""

    id: str
    name: str
    place: str
    built_year: int


class RoundShape(Schema):
    """A round of a decision: what is asked, until when, how many came in, and the result once published."""

    id: str
    number: int
    question: str
    opens_at: datetime
    closes_at: datetime
    sheets: int
    handed_in: int
    passed: bool | None = Field(description="null until the result is published")


class DecisionShape(Schema):
    """A decision with its rounds."""

    id: str
    title: str
    matter: str
    scope: str
    concluded: bool
    passed: bool | None
    rounds: list[RoundShape]


class BallotShape(Schema):
    """A ballot as a household or the team at its door hands it in."""

    dwelling: Ident
    choice: Choice
    channel: Literal["phone", "door"] = "phone"
    key: str = Field(
        pattern=r"^[!-~]{1,60}$", description="the sender's own mark: sent twice, it is one ballot"
    )
    replaces: str = Field("", pattern=r"^[0-9a-z]{0,20}$")
    witness: str = Field("", pattern=r"^[!-~]{0,80}$")


class ReceiptShape(Schema):
    """What is kept: the sheet's number and where the log holds the ballot."""

    ballot: str
    sheet: int
    index: int
    size: int
    leaf_hash: str
    root: str


class ObjectionShape(Schema):
    """An objection in the household's own words."""

    dwelling: Ident
    words: Words


class MadeShape(Schema):
    """The public id of what was put on record."""

    id: str


class RootShape(Schema):
    """The log's head, as a notice prints it."""

    size: int
    root: str


class NoShape(Schema):
    """Why not, in both languages."""

    code: str
    zh: str
    en: str
