"""A round: what is asked and of whom, whether it may be asked so, when it closes, and who changed their mind."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sanxin.foundation.canonical import digest, sha256_hex
from sanxin.foundation.finding import Because, Sentence, Words

CHOICES = {
    "for": Words("同意", "for"),
    "against": Words("不同意", "against"),
    "abstain": Words("弃权", "abstain"),
}
# What joins a second question to a first. A list inside one proposal (“费用分摊及补偿见附件”) does not.
JOINED = re.compile(
    r"(?:以及|并|并且|同时|还|也)(?:是否)?(?:同意|赞成|愿意|授权)|是否.*(?:、|，|和|及|并|；)是否"
)

NO_TEXT = Sentence(
    "rounds.no_text",
    "没有写明征询的问题和方案。请写一个能用“同意 / 不同意”回答的问题，并附上公示过的方案文字。",
    "Nothing is asked. Write one question that “for” or “against” answers, with the plan as it was posted.",
)
NO_AGAINST = Sentence(
    "rounds.no_against",
    "选项里没有“{missing}”。票上必须既能选同意，也能选不同意。",
    "The options lack “{missing}”. A sheet must offer both: for, and against.",
)
TWO_QUESTIONS = Sentence(
    "rounds.two_questions",
    "“{found}”处像是把两件事并成一问。请分成两次征询，各投各的票。",
    "At “{found}” two questions seem to be put as one. Ask them apart, a vote for each.",
)
OTHER_TEXT = Sentence(
    "rounds.other_text",
    "方案文字与公示的不一致：公示的指纹是 {noticed}，现在的是 {found}。请用公示过的原文，或重新公示。",
    "The text differs from the one posted: its fingerprint was {noticed}, it is now {found}. Use the posted text, or post anew.",
)
OPENS_LATE = Sentence(
    "rounds.closes_before_it_opens",
    "截止时间 {closes_at} 不晚于开始时间 {opens_at}。",
    "It closes at {closes_at}, which is not after it opens at {opens_at}.",
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a round asks: one question, the text of the plan it is about, and the options on the sheet."""

    question: str
    text: str
    options: tuple[str, ...] = ("for", "against", "abstain")

    @property
    def text_sha256(self) -> str:
        """Give the fingerprint of the text, as a notice prints it; spaces at line ends do not count."""
        lines = unicodedata.normalize("NFC", self.text).replace("\r\n", "\n").split("\n")
        return sha256_hex("\n".join(line.rstrip() for line in lines).strip().encode())


def lint(asking: Asking, noticed_sha256: str | None) -> list[Because]:
    """Say everything that forbids opening a round with this sheet.

    ``noticed_sha256`` is the fingerprint of the text that was posted; None where nothing was.
    """
    faults = []
    if not asking.question.strip() or not asking.text.strip():
        faults.append(NO_TEXT.because())
    faults += [
        NO_AGAINST.because(missing=CHOICES[choice])
        for choice in ("for", "against")
        if choice not in asking.options
    ]
    joined = JOINED.search(asking.question)
    marks = asking.question.count("？") + asking.question.count("?")
    if joined or marks > 1:
        found = joined[0] if joined else "？"
        faults.append(TWO_QUESTIONS.because(found=found))
    if noticed_sha256 and noticed_sha256 != asking.text_sha256:
        faults.append(OTHER_TEXT.because(noticed=noticed_sha256[:16], found=asking.text_sha256[:16]))
    return faults


def roll_sha256(lines: Sequence[Mapping[str, Any]]) -> str:
    """Give the fingerprint of a frozen roll, which the notice prints: the digest of its lines in order."""
    return digest(list(lines))


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which nobody could hand in a ballot on a screen: from, until."""

    first: datetime
    until: datetime


def extended_to(
    closes_at: datetime, outages: Sequence[Outage], least: timedelta, within: timedelta
) -> datetime:
    """Give when a round closes after outages, by the rule written on its sheet.

    ``closes_at`` is the time first laid down. Outages from ``within`` before it on that add up to at
    least ``least`` are added to the end, rounded up to a whole minute, and so are those that fall into
    what was added; shorter ones change nothing.
    """
    later = closes_at
    while True:
        lost = _lost(outages, closes_at - within, later)
        if not lost or lost < least:
            return later
        minutes = -(-lost // timedelta(minutes=1))
        if closes_at + timedelta(minutes=minutes) == later:
            return later
        later = closes_at + timedelta(minutes=minutes)


def _lost(outages: Sequence[Outage], first: datetime, until: datetime) -> timedelta:
    spans = (min(each.until, until) - max(each.first, first) for each in outages)
    return sum((max(span, timedelta()) for span in spans), timedelta())


@dataclass(frozen=True, slots=True)
class ChangedMind:
    """One dwelling's answer in one round and in the next; "missing" where it handed in none."""

    dwelling: str
    before: str
    after: str


def changed_minds(before: Mapping[str, str], after: Mapping[str, str]) -> list[ChangedMind]:
    """List the dwellings whose answer changed from one round to the next (R032), by id."""
    every = sorted(before.keys() | after.keys())
    pairs = [(one, before.get(one, "missing"), after.get(one, "missing")) for one in every]
    return [ChangedMind(one, was, now) for one, was, now in pairs if was != now]
