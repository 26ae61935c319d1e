"""Ballots: every way of handing one in, no double vote, corrections that append, sheets read by two people."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.decisions import actions, queries
from sanxin.apps.decisions.actions import ballots
from sanxin.apps.decisions.models import Ballot, SheetReading
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import actions as registry
from sanxin.engines.tally.solve import solve
from sanxin.foundation.actor import Actor, Household
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Because
from sanxin.foundation.refusal import Refusal
from tests.ballots import CLOSES, OPENS, Asked, ask
from tests.people import CLI, Cast

NOW: When = {"occurred_at": OPENS, "recorded_at": OPENS}
PHOTO = b"\xff\xd8\xff\xe0 a photograph of sheet 7"


@pytest.fixture(scope="module")
def asked(cast: Cast) -> Asked:
    return ask(cast)


def household_of(asked: Asked, number: int) -> Household:
    card = registry.invite(actor=asked.cast.secretary, dwelling=asked.homes[number - 1], **NOW)
    return organisation.redeem_invitation(card=card.card, code=card.code, address="10.0.0.7", at=OPENS)


def by_phone(asked: Asked, who: Household, choice: str, key: str, **more: str) -> actions.BallotReceipt:
    return actions.cast_ballot(
        actor=who, round=asked.round, dwelling=more.pop("dwelling", who.dwelling), choice=choice,
        channel=more.pop("channel", "phone"), key=key, **more, **NOW,
    )  # fmt: skip


def read(
    asked: Asked, who: Actor, number: int, choice: str, photo: bytes = PHOTO, replaces: str = ""
) -> object:
    return actions.read_sheet(
        actor=who, round=asked.round, dwelling=asked.homes[number - 1], choice=choice, photo=photo,
        replaces=replaces, **NOW,
    )  # fmt: skip


def choices(asked: Asked) -> dict[int, str]:
    return {
        one.sheet: one.choice
        for one in queries.roll_of(asked.cast.secretary, asked.round, OPENS)
        if one.choice
    }


def test_a_household_votes_for_its_own_dwelling_only(asked: Asked) -> None:
    who = household_of(asked, 7)
    receipt = by_phone(asked, who, "for", "tap-1")
    assert (receipt.sheet, choices(asked)) == (7, {7: "for"})
    for wrong in ({"dwelling": asked.homes[7]}, {"channel": "door", "witness": "staff:x"}):
        with pytest.raises(Refusal, match="Not found"):
            by_phone(asked, who, "for", "tap-2", **wrong)


def test_the_same_act_sent_twice_is_one_ballot_with_one_receipt(asked: Asked) -> None:
    who = household_of(asked, 7)
    first = by_phone(asked, who, "for", "tap-1")
    asked.cast_at_door(8, "for")
    assert by_phone(asked, who, "for", "tap-1") == first
    with pytest.raises(Refusal, match="used for another ballot"):
        by_phone(asked, who, "against", "tap-1")
    with scopes_disabled():
        assert Ballot.objects.count() == 2


def test_no_second_ballot_counts_whatever_way_it_comes(asked: Asked) -> None:
    who = household_of(asked, 7)
    by_phone(asked, who, "for", "tap-1")
    with pytest.raises(Refusal, match=r"Sheet 7 was handed in already \(手机"):
        asked.cast_at_door(7, "against")
    read(asked, asked.cast.visitor, 7, "against")
    with pytest.raises(Refusal, match="Sheet 7 was handed in already"):
        read(asked, asked.cast.secretary, 7, "against")
    assert choices(asked) == {7: "for"}


def test_a_correction_is_a_further_ballot_and_the_first_one_stays(asked: Asked) -> None:
    who = household_of(asked, 7)
    first = by_phone(asked, who, "against", "tap-1")
    second = by_phone(asked, who, "for", "tap-2", replaces=first.ballot)
    assert choices(asked) == {7: "for"}
    with scopes_disabled():
        kept = journal.records_of(f"decision/{asked.decision}")
    cast = [one["payload"] for one in kept if one["verb"] == "ballot.cast"]
    assert [(one["choice"], one["replaces"]) for one in cast] == [("against", None), ("for", first.ballot)]
    with pytest.raises(Refusal, match="not the one that counts"):
        by_phone(asked, who, "abstain", "tap-3", replaces=first.ballot)
    assert second.index > first.index
    (sheet,) = [one for one in queries.roll_of(asked.cast.secretary, asked.round, OPENS) if one.sheet == 7]
    assert sheet.earlier == 1


def test_a_doorstep_ballot_needs_a_second_pair_of_eyes(asked: Asked) -> None:
    for witness in ("", asked.cast.visitor.ref):
        with pytest.raises(Refusal, match="needs a witness"):
            actions.cast_ballot(
                actor=asked.cast.visitor, round=asked.round, dwelling=asked.homes[0], choice="for", channel="door",
                key="d", witness=witness, **NOW,
            )  # fmt: skip


def proxy(asked: Asked, number: int, holder: str, document: bytes = PHOTO) -> actions.BallotReceipt:
    return actions.cast_ballot(
        actor=asked.cast.secretary, round=asked.round, dwelling=asked.homes[number - 1], choice="for",
        channel="proxy", key=f"proxy-{number}", document=document, proxy_holder=holder, **NOW,
    )  # fmt: skip


def test_a_proxy_needs_its_document_and_keeps_within_the_agreed_limit(cast: Cast) -> None:
    asked = ask(cast, proxies_per_holder=2)
    for holder, document in ((" ", PHOTO), ("孙女士", b"")):
        with pytest.raises(Refusal, match="written authority"):
            proxy(asked, 5, holder, document)
    with pytest.raises(Refusal, match="photograph"):
        proxy(asked, 5, "孙女士", b"%PDF")
    proxy(asked, 5, "孙 女士")
    proxy(asked, 6, "孙女士")
    with pytest.raises(Refusal, match="for 2 dwellings already"):
        proxy(asked, 7, "孙女士")
    proxy(asked, 7, "别人")
    with scopes_disabled():
        kept = journal.records_of(f"decision/{asked.decision}")
    assert "孙" not in str(kept)


def test_without_an_agreed_limit_a_holder_may_have_many_proxies(asked: Asked) -> None:
    assert [proxy(asked, number, "孙女士").sheet for number in range(5, 10)] == [5, 6, 7, 8, 9]


def test_paper_counts_when_two_people_read_the_same(asked: Asked) -> None:
    assert read(asked, asked.cast.visitor, 9, "against") is None
    assert choices(asked) == {}
    (half,) = [one for one in queries.roll_of(asked.cast.secretary, asked.round, OPENS) if one.half_read]
    assert half.sheet == 9
    with pytest.raises(Refusal, match="by somebody else the second time"):
        read(asked, asked.cast.visitor, 9, "against")
    receipt = read(asked, asked.cast.secretary, 9, "against")
    assert isinstance(receipt, actions.BallotReceipt)
    assert choices(asked) == {9: "against"}
    with scopes_disabled():
        ballot = Ballot.objects.get()
        assert (ballot.channel, ballot.witness) == ("paper", asked.cast.visitor.ref)
        kept = journal.read_evidence(neighbourhood=asked.cast.jinniu.pk, digest=ballot.photo)
    assert kept == ("image/jpeg", PHOTO)


def test_two_readings_that_differ_are_both_kept_and_make_no_ballot(asked: Asked) -> None:
    read(asked, asked.cast.visitor, 9, "against")
    said = read(asked, asked.cast.secretary, 9, "for")
    assert isinstance(said, Because)
    assert "differ" in said.say("en")
    assert choices(asked) == {}
    read(asked, asked.cast.visitor, 9, "for")
    assert isinstance(read(asked, asked.cast.secretary, 9, "for"), actions.BallotReceipt)
    with scopes_disabled():
        assert SheetReading.objects.count() == 4


def test_a_paper_sheet_can_correct_what_was_tapped(asked: Asked) -> None:
    first = by_phone(asked, household_of(asked, 7), "against", "tap-1")
    read(asked, asked.cast.visitor, 7, "for")
    read(asked, asked.cast.secretary, 7, "for", replaces=first.ballot)
    assert choices(asked) == {7: "for"}


def test_only_staff_read_sheets_and_only_options_of_the_sheet_are_read(asked: Asked) -> None:
    with pytest.raises(Refusal, match="Not found"):
        read(asked, household_of(asked, 7), 7, "for")
    with pytest.raises(Refusal, match="no option"):
        read(asked, asked.cast.visitor, 7, "perhaps")
    with pytest.raises(Refusal, match="photograph"):
        read(asked, asked.cast.visitor, 7, "for", photo=b"")
    with pytest.raises(Refusal, match="no option"):
        asked.cast_at_door(8, "perhaps")
    with pytest.raises(Refusal, match="no option"):
        actions.cast_ballot(
            actor=asked.cast.visitor, round=asked.round, dwelling=asked.homes[0], choice="for", channel="pigeon",
            key="p", **NOW,
        )  # fmt: skip


def test_who_is_not_on_the_roll_or_not_its_owner_is_told_so(asked: Asked) -> None:
    with pytest.raises(Refusal, match="is not on the roll of round 1"):
        actions.cast_ballot(
            actor=asked.cast.visitor, round=asked.round, dwelling="elsewhere", choice="for", channel="door",
            key="e", witness=asked.cast.secretary.ref, **NOW,
        )  # fmt: skip
    with pytest.raises(Refusal, match="is not an owner on sheet 4"):
        asked.cast_at_door(4, "for", by="somebody")
    owner = queries.roll_of(asked.cast.secretary, asked.round, OPENS)[3].owners[0]
    assert asked.cast_at_door(4, "for", by=owner, key="by-owner").sheet == 4


def test_a_ballot_before_opening_or_after_closing_is_not_taken(asked: Asked) -> None:
    for moment in (OPENS - timedelta(minutes=1), CLOSES):
        with pytest.raises(Refusal, match="no ballot is taken now"):
            asked.cast_at_door(4, "for", moment)


def test_a_household_reads_its_own_receipt_and_nobody_else_s(asked: Asked) -> None:
    who, neighbour = household_of(asked, 7), household_of(asked, 8)
    assert queries.own_ballot(who, asked.round, who.dwelling, OPENS) is None
    assert queries.proof_of(who, asked.round, who.dwelling, OPENS) is None
    receipt = by_phone(asked, who, "for", "tap-1")
    found = queries.own_ballot(who, asked.round, who.dwelling, OPENS)
    assert found is not None
    assert found[1] == receipt
    proof = queries.proof_of(who, asked.round, who.dwelling, OPENS)
    assert proof is not None
    assert proof["record"]["payload"]["choice"] == "for"
    with pytest.raises(Refusal, match="Not found"):
        queries.own_ballot(neighbour, asked.round, who.dwelling, OPENS)
    with pytest.raises(Refusal, match="Not found"):
        queries.roll_of(neighbour, asked.round, OPENS)


def test_while_a_round_runs_only_who_runs_it_sees_how_it_stands(asked: Asked) -> None:
    who = household_of(asked, 7)
    by_phone(asked, who, "for", "tap-1")
    running = queries.problem_of(asked.cast.secretary, asked.decision, 1, OPENS)
    assert solve(running).heads.in_favour == 1
    for other in (who, asked.cast.auditor):
        with pytest.raises(Refusal, match="Not found"):
            queries.problem_of(other, asked.decision, 1, OPENS)
    actions.close_due(actor=CLI, at=CLOSES)
    actions.declare(actor=asked.cast.secretary, round=asked.round, occurred_at=CLOSES, recorded_at=CLOSES)
    assert queries.problem_of(who, asked.decision, 1, CLOSES) == running
    with pytest.raises(Refusal, match="Not found"):
        queries.problem_of(who, asked.decision, 2, CLOSES)


def test_a_ballot_that_was_under_way_while_the_round_was_closed_does_not_come_after_the_count(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = (asked.cast.visitor, asked.round, asked.homes[6], Verb.BALLOT_CAST, OPENS)
    found_open = ballots.load_line_for(*told)
    actions.close_round(actor=asked.cast.secretary, round=asked.round, occurred_at=CLOSES, recorded_at=CLOSES)
    size = journal.tree_head().size
    monkeypatch.setattr(ballots, "load_line_for", lambda *_: found_open)
    with pytest.raises(Refusal) as refused:
        asked.cast_at_door(5, "for", CLOSES - timedelta(seconds=1))
    assert refused.value.because.code == "decisions.not_open"
    assert journal.tree_head().size == size, "nothing of it is on record"
    with scopes_disabled():
        assert not Ballot.objects.exists()


def test_a_dwelling_that_is_not_on_the_roll_hands_nothing_in(asked: Asked) -> None:
    with pytest.raises(Refusal, match="not on the roll of round 1"):
        replace(asked, homes=["nowhere"]).cast_at_door(1, "for")
    with pytest.raises(Refusal, match="Not found"):
        replace(asked, round="nothing").cast_at_door(1, "for")
