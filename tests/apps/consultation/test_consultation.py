"""Visits and stances: append-only, sealed words, and the counts of every stairwell."""

from datetime import timedelta

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.consultation import actions, queries
from sanxin.apps.consultation.models import StanceTaken, Visit
from sanxin.apps.journal.models import Entry
from sanxin.apps.registry import queries as registry
from sanxin.foundation.refusal import Refusal
from tests.people import AT, WHEN, Cast

LATER = AT + timedelta(days=90)


def homes(cast: Cast, compound: str) -> list[str]:
    return [home.public_id for home in registry.standing_homes(cast.visitor, compound, AT)]


def test_a_stance_changes_by_a_later_one_and_the_past_can_be_seen_as_it_was_r028(
    cast: Cast, compound: str
) -> None:
    first, second, *_ = homes(cast, compound)
    told = {"actor": cast.visitor, "dwelling": first}
    actions.record_stance(stance="against", **told, **WHEN)  # type: ignore[arg-type]
    actions.record_stance(stance="for", **told, occurred_at=LATER, recorded_at=LATER)  # type: ignore[arg-type]
    actions.record_stance(
        actor=cast.visitor, dwelling=second, stance="conditional", condition="不挡我家厨房窗", **WHEN
    )
    then = queries.stances_as_of(cast.secretary, compound, AT, LATER)
    now = queries.stances_as_of(cast.secretary, compound, LATER, LATER)
    assert (then[first], now[first], now[second]) == ("against", "for", "conditional")
    assert set(now.values()) == {"for", "conditional", "not_reached"}
    assert [one.stance for one in queries.said_by(cast.visitor, first, LATER)] == ["for", "against"]
    assert queries.said_by(cast.visitor, second, LATER)[0].condition == "不挡我家厨房窗"


def test_every_dwelling_counts_once_and_the_sum_is_the_roll_r039(cast: Cast, compound: str) -> None:
    first, *_ = homes(cast, compound)
    actions.record_stance(actor=cast.visitor, dwelling=first, stance="for", **WHEN)
    counts = queries.stance_counts(cast.designer, compound, AT)
    assert counts["1"] == {"for": 1, "conditional": 0, "against": 0, "not_reached": 1}
    assert sum(sum(of.values()) for of in counts.values()) == len(homes(cast, compound))


def test_a_dwelling_is_reached_by_a_delivered_visit_or_three_attempts_r020(cast: Cast, compound: str) -> None:
    first, second, *rest = homes(cast, compound)
    actions.record_visit(
        actor=cast.visitor, dwelling=first, means="door", outcome="delivered", note="讲了方案", **WHEN
    )
    for _ in range(2):
        actions.record_visit(actor=cast.visitor, dwelling=second, means="phone", outcome="absent", **WHEN)
    waiting = [one.public_id for one in queries.not_yet_reached(cast.visitor, compound, 3, AT)]
    assert waiting == [second, *rest]
    actions.record_visit(actor=cast.visitor, dwelling=second, means="door", outcome="refused", **WHEN)
    assert [one.public_id for one in queries.not_yet_reached(cast.visitor, compound, 3, AT)] == rest
    assert [line.note for line in queries.visits_to(cast.secretary, first, AT)] == ["讲了方案"]


def test_what_was_said_is_sealed_and_stays_out_of_the_journal(cast: Cast, compound: str) -> None:
    first, *_ = homes(cast, compound)
    actions.record_visit(
        actor=cast.visitor, dwelling=first, means="door", outcome="absent", note="王秀英住院", **WHEN
    )
    actions.record_stance(
        actor=cast.visitor, dwelling=first, stance="conditional", condition="王秀英要补偿", **WHEN
    )
    with scopes_disabled():
        kept = bytes(Visit.objects.get().sealed_note or b"") + bytes(
            StanceTaken.objects.get().sealed_condition or b""
        )
        told = "".join(
            entry.record or "" for entry in Entry.objects.filter(verb__in=["visit.record", "stance.record"])
        )
    assert "王秀英".encode() not in kept
    assert "王秀英" not in told
    assert '"stance":"conditional"' in told


def test_nonsense_is_refused_and_strangers_find_nothing(cast: Cast, compound: str) -> None:
    first, *_ = homes(cast, compound)
    for wrong, said in (({"stance": "maybe"}, "no “maybe”"), ({"stance": "conditional"}, "say which"),
                        ({"stance": "not_reached"}, "no “not_reached”")):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            actions.record_stance(actor=cast.visitor, dwelling=first, **wrong, **WHEN)  # type: ignore[arg-type]
    for means, outcome in (("pigeon", "absent"), ("door", "asleep")):
        with pytest.raises(Refusal, match="it is one of"):
            actions.record_visit(actor=cast.visitor, dwelling=first, means=means, outcome=outcome, **WHEN)
    for who in (*cast.other.values(), cast.designer, cast.utility):
        with pytest.raises(Refusal, match="Not found"):
            actions.record_stance(actor=who, dwelling=first, stance="for", **WHEN)
        with pytest.raises(Refusal, match="Not found"):
            queries.visits_to(who, first, AT)
