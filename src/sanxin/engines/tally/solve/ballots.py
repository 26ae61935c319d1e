"""Ballots → one answer a dwelling, and the ballots that may not count."""

from collections.abc import Iterable

from sanxin.engines.tally.problem import Ballot, Dwelling, Problem
from sanxin.engines.tally.result import RefusedBallot, State, Why

# Who speaks for a dwelling: each owner for herself; a proxy, or nobody named, for whoever sent the paper.
SENT = ""


def answers_of(problem: Problem) -> tuple[dict[str, State], tuple[RefusedBallot, ...]]:
    """Give every dwelling's answer, and in the order they came the ballots that may not count."""
    dwellings = {each.id: each for each in problem.roll}
    counting: dict[str, dict[str, Ballot]] = {each.id: {} for each in problem.roll}
    refused: dict[str, Why] = {}
    in_time = sorted(problem.ballots, key=Ballot.instant)
    for ballot in in_time:
        why = _unfit(ballot, dwellings.get(ballot.dwelling))
        if why is None:
            why = _placed(ballot, dwellings[ballot.dwelling], counting[ballot.dwelling])
        if why is not None:
            refused[ballot.id] = why
    states: dict[str, State] = {}
    for ident, by_person in counting.items():
        kept = tuple(by_person.values())
        states[ident] = kept[0].choice if kept else "missing"
        for other in kept[1:]:
            differs = other.choice != kept[0].choice
            refused[other.id] = "co_owner_disagrees" if differs else "already_answered"
            if differs and problem.readings.co_owners == "no_consent":
                states[ident] = "split"
    return states, tuple(_listed(in_time, refused))


def _listed(ballots: Iterable[Ballot], refused: dict[str, Why]) -> Iterable[RefusedBallot]:
    return (
        RefusedBallot(ballot.id, ballot.dwelling, refused[ballot.id])
        for ballot in ballots
        if ballot.id in refused
    )


def _unfit(ballot: Ballot, dwelling: Dwelling | None) -> Why | None:
    if dwelling is None:
        return "outside_roll"
    if not dwelling.can_answer:
        return "owner_unknown"
    if ballot.channel == "proxy":
        return None if ballot.proxy_document else "proxy_without_document"
    named = ballot.by is not None and bool(dwelling.owners)
    return "not_an_owner" if named and ballot.by not in dwelling.owners else None


def _placed(ballot: Ballot, dwelling: Dwelling, counting: dict[str, Ballot]) -> Why | None:
    """Put a ballot where it counts; say why if it cannot."""
    person = _person(ballot, dwelling)
    replaced = next((who for who, kept in counting.items() if kept.id == ballot.replaces), None)
    if replaced is not None and (person == replaced or SENT in (person, replaced)):
        counting[replaced] = ballot
        return None
    if person in counting or (counting and SENT in (person, *counting)):
        return "second"
    counting[person] = ballot
    return None


def _person(ballot: Ballot, dwelling: Dwelling) -> str:
    own = ballot.channel != "proxy" and ballot.by in dwelling.owners
    return ballot.by or SENT if own else SENT
