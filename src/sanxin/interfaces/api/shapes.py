"""What the interface takes and gives, as its OpenAPI description says it."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field, StringConstraints

Ident = Annotated[str, StringConstraints(pattern=r"^[0-9a-z]{1,20}$")]
Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*\S[^\x00]*$", max_length=2000)]
Choice = Literal["for", "against", "abstain"]
Grade = Literal["scoped", "public"]
Instant = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))
]


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


class OpeningShape(Schema):
    """A decision to open: what it is about, and over what."""

    matter: Literal["lift_retrofit", "use_common_ground", "green_layout", "raise_fund", "use_fund"]
    scope_kind: Literal["stairwell", "building", "compound"]
    title: Words


class AskedShape(Schema):
    """A round to open: the question, the text as it was posted, and its times with their zone."""

    question: Words
    text: Words
    options: list[Choice] = ["for", "against", "abstain"]
    opens_at: Instant
    closes_at: Instant
    publish_by: Instant
    proxies_per_holder: int | None = Field(
        None, ge=1, le=1000, description="a limit the owners agreed on; null where they agreed on none"
    )


class SheetShape(Schema):
    """A line of the frozen roll and whether its ballot came in; not what it says."""

    sheet: int
    dwelling: str
    stairwell: str
    room: str
    area_m2: Decimal
    ballot: str | None
    channel: str | None
    at: datetime | None
    corrected: int
    half_read: bool
    owner_known: bool


class PaperShape(Schema):
    """What one reader sees on a paper sheet."""

    dwelling: Ident
    choice: Choice
    replaces: str = Field("", pattern=r"^[0-9a-z]{0,20}$")


class ObjectionShape(Schema):
    """An objection in the household's own words."""

    dwelling: Ident
    words: Words


class MadeShape(Schema):
    """The public id of what was put on record."""

    id: str


class ReplyShape(Schema):
    """A written reply."""

    words: str
    at: datetime


class ObjectedShape(Schema):
    """An objection, its replies, and how it ended."""

    id: str
    dwelling: str
    words: str
    at: datetime
    replies: list[ReplyShape]
    settled: Literal["withdrawn", "agreed", "referred"] | None


class SaidShape(Schema):
    """What is written."""

    words: Words


class SettlementShape(Schema):
    """How an answered objection ended."""

    how: Literal["withdrawn", "agreed", "referred"]


class ClosedShape(Schema):
    """Whether a round is closed now."""

    closed: bool


class PassedShape(Schema):
    """Whether it passed."""

    passed: bool


class RootShape(Schema):
    """The log's head, as a notice prints it."""

    size: int
    root: str


class NoShape(Schema):
    """Why not, in both languages."""

    code: str
    zh: str
    en: str


class ReadShape(Schema):
    """What came of reading a sheet: read by one of two, counted, or read differently by two."""

    state: Literal["read_once", "counted", "differs"]
    receipt: ReceiptShape | None = None
    why: NoShape | None = None
