"""Says what a store holds after it all: ``python -m benchmarks.ballots.audit``, as JSON."""

import json

import django

django.setup()

from django_scopes import scopes_disabled

from sanxin.apps.decisions.models import Ballot, Decision, RollLine
from sanxin.apps.journal import queries as journal
from sanxin.engines.tally.solve import solve
from sanxin.record.decision import tell


def main() -> None:
    """Count the ballots that stand, those of the record, and see whether the log is whole."""
    with scopes_disabled():
        decision = Decision.objects.get()
        told = tell(journal.records_of(decision.stream))
        kept = list(Ballot.objects.values_list("key", "choice", "line__dwelling__public_id", "replaced_at"))
        roll = RollLine.objects.count()
    tally = solve(told.problem(1))
    print(
        json.dumps({
            "keys": [key for key, *_ in kept],
            "standing": {dwelling: choice for _, choice, dwelling, replaced in kept if replaced is None},
            "recorded": {one["dwelling"]: one["choice"] for one in told.rounds[1].ballots},
            "records": len(told.rounds[1].ballots),
            "roll": roll,
            "in_favour": tally.heads.in_favour,
            "taking_part": tally.heads.taking_part,
            "first_break": journal.first_break(),
            "triggers_missing": list(journal.triggers_missing()),
        })
    )  # fmt: skip


if __name__ == "__main__":
    main()
