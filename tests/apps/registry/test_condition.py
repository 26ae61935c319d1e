"""The condition survey: nine defects, and issues by distinct households."""

import pytest

from sanxin.apps.journal import queries as journal
from sanxin.apps.registry import actions, queries
from sanxin.apps.registry.models import DefectKind
from sanxin.foundation.refusal import Refusal
from tests.people import AT, WHEN, Cast


def test_all_nine_defects_are_recorded_with_severity_and_photograph(cast: Cast, compound: str) -> None:
    stairwell = queries.stairwells(cast.visitor, compound, AT)[0].public_id
    for place, kind in enumerate(DefectKind):
        actions.record_defect(
            actor=cast.visitor, compound=compound, kind=kind, severity=1 + place % 3,
            photo=b"\xff\xd8" + bytes([place]),
            stairwell=stairwell if place % 2 else None, **WHEN,
        )  # fmt: skip
    with pytest.raises(Refusal, match="Severity"):
        actions.record_defect(
            actor=cast.visitor, compound=compound, kind=DefectKind.PARKING, severity=9, **WHEN
        )
    with pytest.raises(Refusal, match="Not found"):
        actions.record_defect(
            actor=cast.visitor,
            compound=compound,
            kind=DefectKind.PARKING,
            severity=1,
            stairwell="none",
            **WHEN,
        )
    found = list(queries.defects(cast.designer, compound, AT))
    assert len(found) == len({one.kind for one in found}) == 9
    assert [one.severity for one in found] == sorted((one.severity for one in found), reverse=True)
    kept = journal.read_evidence(neighbourhood=cast.jinniu.pk, digest=found[0].photo_digest)
    assert kept[0] == "image/jpeg"


def test_issues_rank_by_households_not_by_messages(cast: Cast, compound: str) -> None:
    first, second, *_ = (line.public_id for line in queries.dwellings(cast.secretary, compound, AT))
    for home, title in [(first, "雨污堵塞")] * 5 + [(first, "停车难"), (second, "停车难")]:
        actions.voice_issue(actor=cast.visitor, dwelling=home, title=title, **WHEN)
    ranked = queries.hot_issues(cast.secretary, compound, AT)
    assert [(one.title, one.households) for one in ranked] == [("停车难", 2), ("雨污堵塞", 1)]
