"""Before and while a vote runs: what the recorded stances leave open, also if who hands in nothing follows the majority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sanxin.engines.tally.problem import Ballot, Choice, Problem
from sanxin.engines.tally.result import Tally, Test
from sanxin.engines.tally.solve import outcome
from sanxin.foundation.finding import Because, Sentence, Words
from sanxin.journey.consult import Stance
from sanxin.journey.decide.words import BASES, FORECAST, READING_WORDS, amount

Verdict = Literal["passes", "fails", "open"]
NotReturned = Literal["no_part", "follow_majority"]
READINGS: tuple[NotReturned, ...] = ("no_part", "follow_majority")
TAKEN: Mapping[str, Choice] = {"for": "for", "against": "against"}
CHOICES: tuple[Choice, ...] = ("against", "for")
SUPPOSED = "supposed:"
ASSUMED = Sentence(
    "decide.outlook.assumed",
    zh="只作参考，不是承诺。假定：已交的 {ballots} 户票不再改；记有同意或反对意向的 {stances} 户照意向投；"
    "有条件同意、没有表态的 {open} 户怎么投不知道，下面从最不利算到最有利",
    en="For reference, not a promise. Assumed: the {ballots} dwellings that handed in do not change; the {stances} whose stance is for or"
    " against vote so; of the {open} in favour on a condition or silent nothing is known, so they are counted from worst to best",
)
RANGE = Sentence(
    "decide.outlook.range",
    zh="未交的{reading}：其余的都不交，{away}；最不利{worst}，最有利{best}；结果{outcome}",
    en="Ballots not returned: {reading}. If nobody else hands in, it {away}; at worst it {worst}, at best it {best}; so it {outcome}",
)
FOLLOW_WARNING = Sentence(
    "decide.outlook.follow",
    zh="计入多数一方，要业主大会议事规则写明，还要有送达证明；没有书面依据的，这一行不能用",
    en="Following the majority needs a clause of the owners' rules and proof of delivery; without one this line cannot be used",
)
TEST_RANGE = Sentence(
    "decide.outlook.test",
    zh="{reading}，{name}（{basis}）：最不利 {worst} / {worst_of} {unit}，最有利 {best} / {best_of} {unit}，要求 {required}",
    en="{reading}, {name} by {basis}: at worst {worst} of {worst_of} {unit}, at best {best} of {best_of} {unit}; {required} required",
)
NAMES = {"participation": Words("参与", "participation"), "consent": Words("同意", "consent")}
UNITS = {"area": Words("平方米", "m²"), "heads": Words("人", "heads")}
RESULT = {True: Words("通过", "passes"), False: Words("不通过", "fails")}


@dataclass(frozen=True, slots=True)
class Outlook:
    """By one reading of ballots not returned: if nobody else hands in, and each test at its worst and best."""

    reading: NotReturned
    away: Tally
    worst: tuple[Test, ...]
    best: tuple[Test, ...]

    @property
    def verdict(self) -> Verdict:
        """Say whether it passes or fails whatever the others do, or is open."""
        if all(test.met for test in self.worst):
            return "passes"
        return "open" if all(test.met for test in self.best) else "fails"


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is known of how a vote will go: dwellings in, stances taken at their word, dwellings open."""

    ballots: int
    stances: int
    open: int
    outlooks: tuple[Outlook, ...]


def ahead(problem: Problem, stances: Mapping[str, Stance]) -> Ahead | None:
    """Count from worst to best, by both readings of ballots not returned; None where a head that votes both ways is void.

    A stance stands for a ballot of its dwelling, and one of a dwelling without a known owner counts as little
    as its ballot would. Participation is at its worst if the others stay away and nobody is followed;
    consent, if they all vote against: no mixture gives less, nor more than if all are in favour.
    """
    if problem.readings.split != "no_consent":
        return None
    refused = {each.id for each in outcome(problem).refused}
    voted = {each.dwelling for each in problem.ballots if each.id not in refused}
    rest = [each.id for each in problem.roll if each.id not in voted]
    said = {ident: TAKEN[stance] for ident in rest if (stance := stances.get(ident, "")) in TAKEN}
    unknown = [ident for ident in rest if ident not in said]
    known = _with(problem, said)
    outlooks = tuple(_outlook(known, unknown, reading) for reading in READINGS)
    return Ahead(len(voted), len(said), len(unknown), outlooks)


def _outlook(known: Problem, unknown: Sequence[str], reading: NotReturned) -> Outlook:
    against, in_favour = (_with(known, dict.fromkeys(unknown, choice)) for choice in CHOICES)
    absent = outcome(_reading(known, "no_part")).tests
    away, low, high = (outcome(_reading(each, reading)) for each in (known, against, in_favour))
    lowest = (one if one.name == "participation" else two for one, two in zip(absent, low.tests, strict=True))
    # Where some have no known owner, only being followed brings them in: whichever side is the majority.
    ways = zip(away.tests, low.tests, high.tests, strict=True)
    highest = (max(each, key=_have) if each[0].name == "participation" else each[-1] for each in ways)
    return Outlook(reading, away, tuple(lowest), tuple(highest))


def _have(test: Test) -> int:
    return test.have


def ahead_said(found: Ahead) -> list[Because]:
    """Say the assumptions, then each reading with its range."""
    said = [ASSUMED.because(ballots=found.ballots, stances=found.stances, open=found.open)]
    for each in found.outlooks:
        worst, best = (all(test.met for test in tests) for tests in (each.worst, each.best))
        said.append(
            RANGE.because(
                reading=READING_WORDS[each.reading], outcome=FORECAST[each.verdict],
                away=RESULT[each.away.passed], worst=RESULT[worst], best=RESULT[best],
            )
        )  # fmt: skip
    return [*said, FOLLOW_WARNING.because()]


def range_said(found: Ahead) -> list[Because]:
    """Say each test's figures at its worst and best, by each reading."""
    return [
        TEST_RANGE.because(
            reading=READING_WORDS[each.reading], name=NAMES[worst.name], basis=BASES[worst.basis],
            unit=UNITS[worst.basis], worst=amount(worst, worst.have), worst_of=amount(worst, worst.of),
            best=amount(best, best.have), best_of=amount(best, best.of), required=str(worst.required),
        )
        for each in found.outlooks
        for worst, best in zip(each.worst, each.best, strict=True)
        if worst.name in NAMES
    ]  # fmt: skip


def _with(problem: Problem, answers: Mapping[str, Choice]) -> Problem:
    """Hand in a ballot for each answer, as nobody in particular."""
    made = tuple(Ballot(f"{SUPPOSED}{ident}", ident, choice) for ident, choice in answers.items())
    return replace(problem, ballots=(*problem.ballots, *made))


def _reading(problem: Problem, reading: NotReturned) -> Problem:
    return replace(problem, readings=replace(problem.readings, not_returned=reading))
