"""The question of a tally: roll, ballots, rule and readings in one frozen value that names the culprit."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Self

from sanxin.engines import codec
from sanxin.engines.refusing import read_problem, refuse_doubled
from sanxin.foundation.calendar import CHINA
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal

Family = Literal["A", "B", "C", "unanimity"]
Choice = Literal["for", "against", "abstain"]
Leaning = Literal["for", "against", "unsure"]
Channel = Literal["paper", "phone", "door", "proxy"]

CM2_PER_M2 = 10_000
LARGEST_M2 = Decimal(10_000_000)
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)

FAULTY = Sentence(
    "tally.problem.faulty",
    zh="表决题目中 {layer} “{id}”有误：{what}",
    en="In the tally, {layer} “{id}” is wrong: {what}",
)


class ProblemRefused(Refusal):
    """A tally that cannot be counted."""


def refused(layer: str, ident: str, zh: str, en: str) -> ProblemRefused:
    """Make the refusal that names the culprit."""
    return ProblemRefused(FAULTY.because(layer=layer, id=ident, what=Words(zh, en)))


@dataclass(frozen=True, slots=True)
class Rule:
    """What is required. Shares of the area and of the heads, each on its own.

    A: ``participation`` of all, then ``consent`` among those taking part. B: ``consent`` among all.
    C: B, and no unresolved objection. unanimity: everybody. ``strict``: more than ``consent``, not
    just as much; participation is never strict.
    """

    family: Family
    consent: Fraction
    participation: Fraction | None = None
    strict: bool = False

    def refuse_nonsense(self) -> None:
        """Refuse shares that nobody could meet or fail, and shares that the family has no use for.

        :raises ProblemRefused: naming the share
        """
        consent, participation = self.consent, self.participation
        lowest_ok = consent >= 0 if self.strict else consent > 0
        highest_ok = consent < 1 if self.strict else consent <= 1
        if not (lowest_ok and highest_ok):
            raise refused(
                "rule",
                f"consent {consent}",
                "这样的比例不可能通过或不可能不通过",
                "nobody could meet or fail this share",
            )
        if (self.family == "A") != (participation is not None):
            raise refused(
                "rule",
                self.family,
                "A 类（且只有 A 类）要有参与比例",
                "family A, and no other, has a share of participation",
            )
        if participation is not None and not 0 < participation <= 1:
            raise refused(
                "rule",
                f"participation {participation}",
                "应大于 0、不大于 1",
                "expected more than 0 and at most 1",
            )
        if self.family == "unanimity" and (consent != 1 or self.strict):
            raise refused("rule", "unanimity", "一致同意即全部", "unanimity is a share of 1")


@dataclass(frozen=True, slots=True)
class Readings:
    """How the words of the law are taken where they leave room.

    ``head``: one for each distinct set of owners, one for each dwelling, or one for all dwellings
    linked by any common owner. ``split``: a head that votes both ways takes part and does not consent
    (its area counts by dwelling), or all its ballots are void. ``co_owners``: where co-owners of one
    dwelling answer differently it takes part and does not consent, or the first answer stands.
    ``not_returned``: takes no part, or follows the majority.
    """

    head: Literal["owner_set", "dwelling", "linked"] = "owner_set"
    split: Literal["no_consent", "void"] = "no_consent"
    co_owners: Literal["no_consent", "first_answer"] = "no_consent"
    not_returned: Literal["no_part", "follow_majority"] = "no_part"


@dataclass(frozen=True, slots=True)
class Dwelling:
    """One dwelling of the roll; nobody known to own it is a head of its own that cannot vote."""

    id: str
    area_m2: Decimal
    owners: tuple[str, ...]
    unsold_developer: bool = False

    @property
    def can_answer(self) -> bool:
        """Tell whether a ballot for it can count: somebody is known to own it."""
        return bool(self.owners) or self.unsold_developer

    @property
    def cm2(self) -> int:
        """Give the area in whole cm²."""
        return int(self.area_m2 * CM2_PER_M2)


@dataclass(frozen=True, slots=True)
class Ballot:
    """One answer handed in for a dwelling; ``replaces`` names an earlier one it takes the place of."""

    id: str
    dwelling: str
    choice: Choice
    by: str | None = None
    channel: Channel = "paper"
    at: str | None = None
    replaces: str | None = None
    proxy_document: str | None = None

    def instant(self) -> datetime:
        """Give when it was handed in; one without a time comes before all others.

        :raises ValueError: if ``at`` is no time
        """
        if self.at is None:
            return BEFORE_ALL
        at = datetime.fromisoformat(self.at)
        return at if at.tzinfo else at.replace(tzinfo=CHINA)


@dataclass(frozen=True, slots=True)
class Objection:
    """A written objection: whether it had its reply, and whether it is settled."""

    id: str
    dwelling: str | None = None
    answered: bool = False
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Stance:
    """What a household said before the vote."""

    dwelling: str
    stance: Leaning


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a tally may know. The roll is kept by id; ballots keep the order they were handed in."""

    rule: Rule
    roll: tuple[Dwelling, ...]
    ballots: tuple[Ballot, ...] = ()
    objections: tuple[Objection, ...] = ()
    stances: tuple[Stance, ...] = ()
    readings: Readings = Readings()

    def __post_init__(self) -> None:
        object.__setattr__(self, "roll", tuple(sorted(self.roll, key=lambda each: each.id)))
        validate(self)

    def to_json(self) -> dict[str, Any]:
        """Write the problem as a JSON object; ``from_json`` reads the same value back."""
        return codec.plain(self)  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, written: Any) -> Self:
        """Read a problem.

        :raises ProblemRefused: if a key is missing, unknown or of the wrong kind, naming its path
        """
        return read_problem(cls, written, "problem", refused)


def validate(problem: Problem) -> None:
    """Refuse a rule nobody can meet or fail, a roll without area, a doubled id, a bad area or time.

    :raises ProblemRefused: naming the layer and the id at fault
    """
    problem.rule.refuse_nonsense()
    refuse_doubled("roll", [each.id for each in problem.roll], refused)
    refuse_doubled("ballots", [each.id for each in problem.ballots], refused)
    refuse_doubled("objections", [each.id for each in problem.objections], refused)
    refuse_doubled("stances", [each.dwelling for each in problem.stances], refused)
    for dwelling in problem.roll:
        _dwelling(dwelling)
    for ballot in problem.ballots:
        _time(ballot)
    if not any(each.area_m2 for each in problem.roll):
        raise refused("roll", "", "名册为空，或面积全为零", "the roll is empty, or has no area at all")


def _dwelling(dwelling: Dwelling) -> None:
    area = dwelling.area_m2
    if not area.is_finite() or not 0 <= area <= LARGEST_M2:
        raise refused(
            "roll",
            dwelling.id,
            f"面积 {area} 应为 0 到 {LARGEST_M2} 平方米",
            f"its area {area} is not 0 to {LARGEST_M2} m²",
        )
    if area * CM2_PER_M2 != dwelling.cm2:
        raise refused(
            "roll", dwelling.id, f"面积 {area} 细于 1 平方厘米", f"its area {area} is finer than 1 cm²"
        )
    if not all(dwelling.owners):
        raise refused("roll", dwelling.id, "业主编号为空", "an owner's id is empty")


def _time(ballot: Ballot) -> None:
    try:
        ballot.instant()
    except ValueError as unreadable:
        raise refused(
            "ballots", ballot.id, f"时间“{ballot.at}”读不出", f"its time “{ballot.at}” cannot be read"
        ) from unreadable
