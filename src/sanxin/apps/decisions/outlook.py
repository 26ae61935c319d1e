"""Looking ahead: a vote that has not begun, and what households said before it."""

from datetime import datetime

from sanxin.apps.consultation import queries as consultation
from sanxin.apps.decisions.access import load_decision_for
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.engines.tally.problem import Dwelling, Problem, ProblemRefused
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import legal_day
from sanxin.journey.consult import Stance
from sanxin.rulebook.decisions import matter_rule
from sanxin.rulebook.reader import NothingInForce, rules_in_force


def problem_ahead(actor: Actor, decision: str, at: datetime) -> Problem | None:
    """Give the tally's question as it would be if a round opened today; None while a rule or an area is missing."""
    asked = load_decision_for(actor, decision, Verb.DECISION_RUN, at)
    day = legal_day(at)
    homes = registry.owned_homes(
        actor, asked.compound.public_id, day, at, building=asked.building_id, stairwell=asked.stairwell_id
    )
    try:
        rule = matter_rule(rules_in_force(asked.compound.place, day), asked.matter).rule
        roll = tuple(
            Dwelling(home.public_id, home.area_m2, home.owners, home.unsold)
            for home in homes
            if home.area_m2 is not None
        )
        return Problem(rule, roll) if rule and len(roll) == len(homes) else None
    except (NothingInForce, ProblemRefused):
        return None


def stances_on(actor: Actor, decision: str, at: datetime) -> dict[str, Stance]:
    """Give the stances that dwellings of a decision's compound took, by public id: for who runs it."""
    asked = load_decision_for(actor, decision, Verb.DECISION_RUN, at)
    taken = consultation.stances_as_of(actor, asked.compound.public_id, at, at)
    return {home: stance for home, stance in taken.items() if stance != "not_reached"}
