"""How long the rulebook says each class is kept, and when an answer is due; an office's pack may say otherwise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sanxin.foundation.calendar import legal_day
from sanxin.rulebook.reader import InForce, NothingInForce, rules_in_force

COUNTRY = "cn"


@dataclass(frozen=True, slots=True)
class Term:
    """How many days a class is kept after it has served, and the choice that says so."""

    days: int
    held: InForce

    def before(self, at: datetime) -> datetime:
        """Give the instant before which a row must have served to be past keeping."""
        return at - timedelta(days=self.days)


def term_of(code: str, on: date) -> Term:
    """Read the term of a class; the same for every place, since one store keeps them all.

    :raises Refusal: if a pack leaves the class out
    """
    held = rules_in_force(COUNTRY, on).need("records/retention")
    return Term(held.version.values.at("days").days(code), held)


def due_on(place: str, asked_at: datetime) -> date | None:
    """Give the day by which a request is to be answered, if the rules of its place name a number of days."""
    asked = legal_day(asked_at)
    try:
        values = rules_in_force(place, asked).need("records/personal_requests").version.values
    except NothingInForce:
        return None
    return asked + timedelta(days=values.days("answer_days")) if values.has("answer_days") else None
