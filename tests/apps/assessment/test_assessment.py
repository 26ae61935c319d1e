"""Assessments: a class changes only by a new version, with author, date and reason."""

from datetime import timedelta
from typing import Any

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.assessment import actions, queries
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.roles import Role
from sanxin.apps.registry import queries as registry
from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.refusal import Refusal
from sanxin.journey.assess import assess
from sanxin.rulebook.reader import rules_in_force
from tests.people import ANYONE, AT, CLI, WHEN, Cast

RULES = b"clearance: 0.7\n"
GAS = {"rule": "clearance.gas_low", "object": "P12", "measured": 0.31, "required": 0.7, "unit": "m"}


def outcome(**classes: str) -> dict[str, Any]:
    return {
        "schema_version": 1, "problem_sha256": "ab" * 32, "engine": {"siting": "1"},
        "rulebook": {"sha256": sha256_hex(RULES)}, "summary": {"stairwells": len(classes)},
        "stairwells": [
            {"id": code[1:], "building": "B1", "class": found, "has_lift": False,
             "reasons": [GAS] if found == "difficult" else [],
             "plan": {"measures": ["relocate:P12"]} if found == "difficult" else None}
            for code, found in classes.items()
        ],
    }  # fmt: skip


def record(cast: Cast, compound: str, told: dict[str, Any], reason: str = "首次评估", **more: object) -> str:
    return actions.record_assessment(
        actor=cast.designer, compound=compound, outcome=told, reason=reason, **more, **WHEN  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_stairwells_history_names_what_blocked_it_and_what_lifted_that(cast: Cast, compound: str) -> None:
    record(cast, compound, outcome(s1="difficult", s2="suitable", s3="unsuitable"), rulebook=RULES)
    second = record(
        cast, compound, outcome(s1="suitable", s2="suitable", s3="unsuitable"), reason="燃气管已迁"
    )
    stairwell = registry.stairwells(cast.clerk, compound, AT)[0].public_id
    first, then = queries.history_of(cast.secretary, stairwell, AT)
    assert (first.feasibility, first.measures, first.lifted) == ("difficult", ("relocate:P12",), ())
    assert (then.feasibility, then.reason, then.author) == ("suitable", "燃气管已迁", cast.designer.ref)
    assert then.lifted == (("clearance.gas_low", "P12"),)
    latest = queries.latest(cast.clerk, compound, AT)
    assert latest is not None
    assert (latest.public_id, latest.number, latest.classes) == (second, 2, {"suitable": 2, "unsuitable": 1})
    assert queries.findings_of(cast.clerk, second, AT)[stairwell]["class"] == "suitable"


def test_the_whole_outcome_and_its_rules_are_kept_and_journalled(cast: Cast, compound: str) -> None:
    told = outcome(s1="difficult", s2="suitable", s3="suitable")
    version = record(cast, compound, told, rulebook=RULES)
    assert queries.outcome_of(cast.utility, version, AT) == told
    assert queries.rulebook_of(cast.utility, version, AT) == RULES
    assert journal.record_matches(journal.tree_head().size - 1)


def test_nothing_is_recorded_with_a_stairwell_left_out_a_reason_missing_or_other_rules(
    cast: Cast, compound: str
) -> None:
    whole = outcome(s1="difficult", s2="suitable", s3="suitable")
    for told, more, said in (
        (outcome(s1="suitable", s2="suitable"), {}, "class, or are not registered: 3"),
        (outcome(s1="suitable", s2="suitable", s3="suitable", s9="suitable"), {}, "registered: 9"),
        (outcome(s1="suitable", s2="suitable", s3="perhaps"), {}, "registered: 3"),
        (whole, {"reason": " "}, "Say why"), (whole, {"rulebook": b"other"}, "not the one"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            record(cast, compound, told, **more)  # type: ignore[arg-type]
    assert queries.latest(cast.clerk, compound, AT) is None


def test_rules_nobody_handed_in_are_not_made_up(cast: Cast, compound: str) -> None:
    version = record(cast, compound, outcome(s1="difficult", s2="suitable", s3="suitable"))
    assert queries.rulebook_of(cast.clerk, version, AT) is None


def test_assessments_are_for_their_place_only(cast: Cast, compound: str) -> None:
    version = record(cast, compound, outcome(s1="difficult", s2="suitable", s3="suitable"))
    for who in (*cast.other.values(), ANYONE, cast.helper):
        for public_id in (version, "none"):
            with pytest.raises(Refusal, match="Not found"):
                queries.outcome_of(who, public_id, AT)
    for who in (cast.utility, cast.auditor, cast.other[Role.DESIGNER]):
        with pytest.raises(Refusal, match="Not found"):
            actions.record_assessment(actor=who, compound=compound, outcome=outcome(), reason="x", **WHEN)


def test_what_was_stored_is_checked_whole_soon_after_and_the_finding_is_on_record(
    cast: Cast, compound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = registry.site_of(cast.secretary, compound, AT)
    done = assess(site, rules_in_force(site.place, AT.date()), AT.date())
    told = {"actor": cast.secretary, "compound": compound, "rulebook": done.rules.pinned(), **WHEN}
    sound = actions.record_assessment(outcome=done.to_json(), reason="首次", **told)  # type: ignore[arg-type]
    forged = done.to_json()
    forged["windows"][0]["after_min"] = (forged["windows"][0]["after_min"] or 0) + 30
    wrong = actions.record_assessment(outcome=forged, reason="改过日照", **told)  # type: ignore[arg-type]
    soon = AT + timedelta(minutes=1)
    assert actions.check_stored(actor=CLI, at=soon) == sound
    assert actions.check_stored(actor=CLI, at=soon) == wrong
    assert actions.check_stored(actor=CLI, at=soon) is None
    newest, first = queries.versions(cast.designer, compound, soon)
    assert (first.checked_at, first.faults) == (soon, ())
    assert newest.faults
    with scopes_disabled():
        found = [
            one for one in journal.lines(subject=f"compound/{compound}") if one.verb == "assessment.check"
        ]
    assert [bool(one.record and one.record["payload"]["faults"]) for one in found] == [True, False]


def test_what_is_older_than_a_day_is_left_to_whoever_asks(cast: Cast, compound: str) -> None:
    record(cast, compound, outcome(s1="suitable", s2="suitable", s3="suitable"))
    assert actions.check_stored(actor=CLI, at=AT + timedelta(days=2)) is None
