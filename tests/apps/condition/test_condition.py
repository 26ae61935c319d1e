"""The condition survey: nine defects, and issues by distinct households."""

import pytest

from sanxin.apps.condition import actions, queries
from sanxin.apps.condition.models import DefectKind
from sanxin.apps.journal import queries as journal
from sanxin.apps.registry import queries as registry
from sanxin.foundation.refusal import Refusal
from tests.people import AT, WHEN, Cast


def test_all_nine_defects_are_recorded_with_severity_and_photograph(cast: Cast, compound: str) -> None:
    stairwell = registry.stairwells(cast.visitor, compound, AT)[0].public_id
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
    with pytest.raises(Refusal, match="JPEG"):
        actions.record_defect(
            actor=cast.visitor,
            compound=compound,
            kind=DefectKind.PARKING,
            severity=1,
            photo=b"<html>",
            **WHEN,
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
    first, second, *_ = (line.public_id for line in registry.dwellings(cast.secretary, compound, AT))
    for home, title in [(first, "雨污堵塞")] * 5 + [(first, "停车难"), (second, "停车难")]:
        actions.voice_issue(actor=cast.visitor, dwelling=home, title=title, **WHEN)
    ranked = queries.hot_issues(cast.secretary, compound, AT)
    assert [(one.title, one.households) for one in ranked] == [("停车难", 2), ("雨污堵塞", 1)]


def test_a_photograph_is_shown_to_whoever_may_see_the_compound_and_nobody_else(
    cast: Cast, compound: str
) -> None:
    seen = actions.record_defect(
        actor=cast.visitor, compound=compound, kind=DefectKind.PARKING, severity=2, photo=b"\xff\xd8x", **WHEN
    )
    bare = actions.record_defect(
        actor=cast.visitor, compound=compound, kind=DefectKind.NO_GREEN, severity=1, **WHEN
    )
    assert queries.photo_of(cast.designer, seen, AT) == ("image/jpeg", b"\xff\xd8x")
    with pytest.raises(Refusal, match="not kept"):
        queries.photo_of(cast.designer, bare, AT)
    for stranger in cast.other.values():
        with pytest.raises(Refusal, match="Not found"):
            queries.photo_of(stranger, seen, AT)
    with pytest.raises(Refusal, match="Not found"):
        queries.photo_of(cast.designer, "none", AT)


def test_a_defect_recorded_by_mistake_is_withdrawn_once_with_a_reason_and_stays(
    cast: Cast, compound: str
) -> None:
    told = {"actor": cast.visitor, "compound": compound, "severity": 3, **WHEN}
    wrong = actions.record_defect(kind=DefectKind.PARKING, **told)  # type: ignore[arg-type]
    right = actions.record_defect(kind=DefectKind.NO_GREEN, **(told | {"severity": 1}))  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="Say why"):
        actions.withdraw_defect(actor=cast.visitor, defect=wrong, reason=" ", **WHEN)
    with pytest.raises(Refusal, match="Not found"):
        actions.withdraw_defect(actor=cast.designer, defect=wrong, reason="看错了", **WHEN)
    assert actions.withdraw_defect(actor=cast.visitor, defect=wrong, reason="看错了小区", **WHEN) == compound
    with pytest.raises(Refusal, match="already"):
        actions.withdraw_defect(actor=cast.visitor, defect=wrong, reason="再撤", **WHEN)
    found = list(queries.defects(cast.secretary, compound, AT))
    assert [(one.public_id, one.withdrawn_because) for one in found] == [(right, ""), (wrong, "看错了小区")]
