"""Putting a table of shares on record, so that an outsider can reckon it again."""

from collections.abc import Mapping
from typing import Any, Unpack

from django.db import transaction

from sanxin.apps.decisions.access import load_decision_for
from sanxin.apps.decisions.writing import enter
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.journey.share import figures_of, share_checks

NOT_BORNE_OUT = Sentence(
    "decisions.shares_not_borne_out",
    "这份分摊独立校核没有通过，没有存证：{why}",
    "The independent checker does not bear these shares out, so they are not put on record: {why}",
)
NOT_ITS_DWELLINGS = Sentence(
    "decisions.shares_of_others",
    "分摊表里的 {rooms} 不是“{title}”范围内的住户，没有存证。",
    "{rooms} of the table are not dwellings that “{title}” is over; it is not put on record.",
)
CONCLUDED = Sentence(
    "decisions.shares_concluded",
    "“{title}”已经结案，记录已封存，不能再存分摊表。",
    "“{title}” is concluded and its record closed; no table can be added.",
)


@transaction.atomic
def adopt_shares(*, actor: Actor, decision: str, outcome: Mapping[str, Any], **when: Unpack[When]) -> None:
    """Put shares on a stairwell's decision's record as ``shares.adopt``: the problem, the result, and whose each share is.

    ``outcome`` is the file that ``sanxin share`` writes, with rooms as dwellings. A later table replaces an
    earlier one, which stays on record.

    :raises Refusal: if the actor may not, the decision is concluded, a dwelling is not its own, or the checker objects
    """
    asked = load_decision_for(actor, decision, Verb.DECISION_RUN, when["occurred_at"])
    if asked.concluded_at is not None:
        raise Refusal(CONCLUDED.because(title=asked.title))
    if violations := share_checks(outcome):
        first = violations[0]
        raise Refusal(NOT_BORNE_OUT.because(why=Words(first.say("zh"), first.say("en"))))
    over = asked.stairwell.public_id if asked.stairwell else ""
    lines = registry.dwellings(actor, asked.compound.public_id, when["occurred_at"], stairwell=over)
    homes = {line.room: line.public_id for line in lines}
    if strange := [one["dwelling"] for one in outcome["shares"] if one["dwelling"] not in homes]:
        raise Refusal(NOT_ITS_DWELLINGS.because(rooms="、".join(strange), title=asked.title))
    told = {
        "problem": outcome["problem"],
        "problem_sha256": outcome["problem_sha256"],
        "engine": outcome["engine"]["sharing"],
        "place": outcome["place"],
        "on": outcome["on"],
        "rulebook_sha256": outcome["rulebook"]["sha256"],
        "homes": {one["dwelling"]: homes[one["dwelling"]] for one in outcome["shares"]},
        "result": figures_of(outcome),
    }
    enter(actor, asked, "shares.adopt", told, when)
