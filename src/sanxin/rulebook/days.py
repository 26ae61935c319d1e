"""The ordinances on days → working days, the last day of a term, and how long a notice must hang."""

from dataclasses import dataclass
from datetime import date, timedelta

from sanxin.foundation.calendar import ONE_DAY, last_day_of_term
from sanxin.foundation.citation import Citation
from sanxin.foundation.finding import Sentence, Words
from sanxin.rulebook.leaf import Leaf
from sanxin.rulebook.reader import NothingInForce, Rules

SATURDAY = 5
NOT_COVERED = Sentence(
    "rulebook.calendar",
    zh="规则库没有 {year} 年的节假日安排，算不出 {day} 是不是工作日",
    en="The rulebook has no public holidays for {year}, so it cannot tell whether {day} is a working day",
)


@dataclass(frozen=True, slots=True)
class Year:
    """One year's public holidays, and the weekend days that are worked in their stead."""

    holidays: frozenset[date]
    make_up: frozenset[date]
    citation: Citation


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of the years that are covered."""

    years: dict[int, Year]

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is worked.

        :raises NothingInForce: if nobody entered that year's holidays; weekends alone would be a guess
        """
        year = self.years.get(day.year)
        if year is None:
            raise NothingInForce(NOT_COVERED.because(year=day.year, day=day.isoformat()))
        return day in year.make_up or (day.weekday() < SATURDAY and day not in year.holidays)

    def last_day(self, start: date, days: int, *, working: bool = False) -> date:
        """Give the last day of a term: running days, or working days only.

        The day it starts is not counted. A term of running days that ends on a day off runs to the
        next working day (民法典 Art. 201 and 203).

        :raises NothingInForce: if the term runs into a year whose holidays are not known
        :raises ValueError: if ``days`` is less than one
        """
        if not working:
            return last_day_of_term(start, days, self.is_working_day)
        if days < 1:
            raise ValueError(f"a term has at least one day, not {days}")
        day = start
        for _ in range(days):
            day = last_day_of_term(day, 1, self.is_working_day)
        return day


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """How many days a notice hangs, and how many more comments are open; None: not known, and why."""

    days: int | None
    comment_days: int | None
    reason: Words | None
    citation: Citation


def working_days(rules: Rules) -> WorkingDays:
    """Read the working days of every year that the rulebook knows.

    :raises NothingInForce: if the calendar does not cover the day of the rules
    :raises InputRefused: if a value is wrong, naming file and key
    """
    held = rules.need("days/calendar")
    return WorkingDays(
        {each.period.first.year: _year(each.values, each.citation) for each in held.ordinance.versions}
    )


def notice_rule(rules: Rules, ident: str = "notices/lift_plan") -> NoticeRule:
    """Read how long a notice must hang.

    :raises NothingInForce: if no ordinance covers the notice
    :raises InputRefused: if a value is wrong, naming file and key
    """
    held = rules.need(ident)
    values = held.version.values
    days = values.days("days") if values.has("days") else None
    return NoticeRule(
        days,
        values.days("comment_days") if values.has("comment_days") else None,
        values.words("reason") if days is None else None,
        held.version.citation,
    )


NOTICES = ("lift_plan", "green_layout", "result", "agreement")
STAGES_THAT_DISCLOSE = ("decide", "coordinate", "build", "upkeep")


@dataclass(frozen=True, slots=True)
class Disclosures:
    """Which kinds of notices a project has posted by a stage; a stage that is not named asks for none."""

    by_stage: dict[str, tuple[str, ...]]
    citation: Citation


def disclosures(rules: Rules) -> Disclosures:
    """Read what each stage makes public.

    :raises NothingInForce: if the rulebook has nothing on it
    :raises InputRefused: if a value is wrong, naming file and key
    """
    held = rules.need("notices/disclosures")
    values = held.version.values
    values.only(*STAGES_THAT_DISCLOSE)
    asked = {stage: values.texts(stage, NOTICES) for stage in STAGES_THAT_DISCLOSE if values.has(stage)}
    return Disclosures(asked, held.version.citation)


def _year(values: Leaf, citation: Citation) -> Year:
    values.only("holidays", "make_up")
    holidays: set[date] = set()
    for leaf in values.list("holidays"):
        leaf.only("first", "last")
        first, last = leaf.day("first"), leaf.day("last")
        if last < first:
            raise leaf.wrong("last", last, Words("不早于 first 的日期", "a day not before first"))
        holidays.update(first + timedelta(number) for number in range((last - first) // ONE_DAY + 1))
    return Year(frozenset(holidays), frozenset(values.dates("make_up")), citation)
