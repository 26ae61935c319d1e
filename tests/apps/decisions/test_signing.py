"""From a passed decision to a signed agreement: every number the engine's, one file, one amount (R055, R060)."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.decisions import actions, queries
from sanxin.apps.journal import queries as journal
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.refusal import Refusal
from sanxin.journey.share import read_case, share
from sanxin.rulebook.reader import rules_in_force
from tests.ballots import CLOSES, OPENS, Asked, ask
from tests.people import CLI, Cast

THEN: When = {"occurred_at": CLOSES, "recorded_at": CLOSES}
PAGE = b"\xff\xd8\xff signed page"


@pytest.fixture(scope="module")
def passed(cast: Cast) -> Asked:
    asked = ask(cast)
    for number in range(1, 25):
        asked.cast_at_door(number, "for")
    actions.close_due(actor=CLI, at=CLOSES)
    actions.declare(actor=cast.secretary, round=asked.round, **THEN)
    actions.conclude(actor=cast.secretary, decision=asked.decision, **THEN)
    return asked


def table_of(homes: list[str], **change: Any) -> dict[str, Any]:
    """Reckon a share table over the roll, as ``sanxin share`` does."""
    case = {
        "place": "cn/shanghai", "on": "2022-04-20", "subsidy": "none", "rule": "equal",
        "dwellings": [
            {"id": home, "floor": 1 + number // 4, "area_m2": str(Decimal(50) + number)}
            for number, home in enumerate(homes)
        ],
        "costs": [{"item": "电梯", "yuan": "600000.05", "source": "residents", "kind": "capital"},
                  {"item": "移杆", "yuan": 18000, "source": "programme", "kind": "capital"}],
    } | change  # fmt: skip
    read, _ = read_case("case.json", json.dumps(case).encode())
    day = date(2022, 4, 20)
    written = share(read, rules_in_force("cn/shanghai", day), day).to_json()
    return json.loads(json.dumps(written))  # type: ignore[no-any-return]


def prepared(passed: Asked) -> tuple[str, bytes]:
    made = actions.prepare_agreement(
        actor=passed.cast.secretary, decision=passed.decision, table=table_of(passed.homes), **THEN
    )
    return made, queries.agreement_file(passed.cast.secretary, passed.decision, CLOSES)


def test_an_agreement_is_generated_from_the_table_and_nothing_else(passed: Asked) -> None:
    _, file = prepared(passed)
    assert file.startswith(b"%PDF")
    state = queries.agreement_of(passed.cast.secretary, passed.decision, CLOSES)
    assert state is not None
    assert state.total_fen == 61_800_005
    assert state.document == sha256_hex(file)
    assert (state.signed, len(state.unsigned)) == ((), 24)
    assert len(state.shares) == 24
    assert sum(fen for _, fen, _ in state.shares) == 60_000_005


def test_a_table_that_does_not_stand_its_check_or_is_of_other_homes_makes_no_agreement(passed: Asked) -> None:
    told: dict[str, Any] = {"actor": passed.cast.secretary, "decision": passed.decision}
    forged = table_of(passed.homes)
    forged["shares"][0]["fen"] -= 100
    with pytest.raises(Refusal, match="does not stand its check"):
        actions.prepare_agreement(**told, table=forged, **THEN)
    with pytest.raises(Refusal, match=r"not of the same dwellings: 1-604"):
        actions.prepare_agreement(**told, table=table_of(passed.homes[:-1]), **THEN)
    assert queries.agreement_of(passed.cast.secretary, passed.decision, CLOSES) is None
    with pytest.raises(Refusal, match="Not found"):
        queries.agreement_file(passed.cast.secretary, passed.decision, CLOSES)


def test_the_agreement_is_of_the_table_that_was_on_record_and_rooms_will_do_for_names(cast: Cast) -> None:
    asked = ask(cast)
    rooms = [f"{1 + number // 4}0{1 + number % 4}" for number in range(24)]
    actions.adopt_shares(
        actor=cast.secretary,
        decision=asked.decision,
        outcome=table_of(rooms),
        occurred_at=OPENS,
        recorded_at=OPENS,
    )
    for number in range(1, 25):
        asked.cast_at_door(number, "for")
    actions.close_due(actor=CLI, at=CLOSES)
    actions.declare(actor=cast.secretary, round=asked.round, **THEN)
    actions.conclude(actor=cast.secretary, decision=asked.decision, **THEN)
    told: dict[str, Any] = {"actor": cast.secretary, "decision": asked.decision}
    with pytest.raises(Refusal, match="not the table put on record"):
        actions.prepare_agreement(**told, table=table_of(rooms, rule="area"), **THEN)
    assert actions.prepare_agreement(**told, table=table_of(rooms), **THEN)


def test_a_decision_that_did_not_pass_has_no_agreement(cast: Cast) -> None:
    asked = ask(cast)
    with pytest.raises(Refusal, match="not concluded as passed"):
        actions.prepare_agreement(
            actor=cast.secretary, decision=asked.decision, table=table_of(asked.homes), **THEN
        )


def test_only_the_very_file_is_signed_and_each_dwelling_signs_once_r055(passed: Asked) -> None:
    made, file = prepared(passed)
    told: dict[str, Any] = {"actor": passed.cast.secretary, "agreement": made, "dwellings": passed.homes[:1]}
    with pytest.raises(Refusal, match="not the agreement"):
        actions.sign_agreement(**told, file=file + b" ", photo=PAGE, **THEN)
    with pytest.raises(Refusal, match="photograph"):
        actions.sign_agreement(**told, file=file, photo=b"", **THEN)
    actions.sign_agreement(**told, file=file, photo=PAGE, **THEN)
    with pytest.raises(Refusal, match="1-101 has signed already"):
        actions.sign_agreement(**told, file=file, photo=PAGE, **THEN)
    for wrong in ({"dwellings": ["elsewhere"]}, {"actor": passed.cast.visitor}, {"agreement": "none"}):
        with pytest.raises(Refusal, match="Not found"):
            actions.sign_agreement(**{**told, **wrong}, file=file, photo=PAGE, **THEN)
    state = queries.agreement_of(passed.cast.auditor, passed.decision, CLOSES)
    assert state is not None
    assert state.signed == ("1-101",)
    with scopes_disabled():
        signed = [
            one["payload"]
            for one in journal.records_of(f"project/{passed.project}")
            if one["verb"] == "agreement.sign"
        ]
    assert [one["signed_sha256"] for one in signed] == [sha256_hex(file)]


def test_one_page_carries_many_signatures_and_none_is_recorded_if_one_may_not_be(passed: Asked) -> None:
    made, file = prepared(passed)
    told: dict[str, Any] = {"actor": passed.cast.secretary, "agreement": made, "photo": PAGE}
    with pytest.raises(Refusal, match="Nobody is ticked"):
        actions.sign_agreement(**told, dwellings=[], file=file, **THEN)
    actions.sign_agreement(**told, dwellings=[*passed.homes[:3], passed.homes[0]], file=file, **THEN)
    with pytest.raises(Refusal, match="1-103 has signed already"):
        actions.sign_agreement(**told, dwellings=passed.homes[2:6], file=file, **THEN)
    state = queries.agreement_of(passed.cast.secretary, passed.decision, CLOSES)
    assert state is not None
    assert state.signed == ("1-101", "1-102", "1-103")


def test_the_file_is_chosen_once_and_then_a_tick_says_it_is_the_same_r055(passed: Asked) -> None:
    made, file = prepared(passed)
    told: dict[str, Any] = {"actor": passed.cast.secretary, "agreement": made, "photo": PAGE}
    agreed = sha256_hex(file)
    with pytest.raises(Refusal, match="not said which file"):
        actions.sign_agreement(**told, dwellings=passed.homes[:1], same_as=agreed, **THEN)
    actions.sign_agreement(**told, dwellings=passed.homes[:1], file=file, **THEN)
    with pytest.raises(Refusal, match="not said which file"):
        actions.sign_agreement(**told, dwellings=passed.homes[1:2], **THEN)
    for wrong in ({"same_as": "0" * 64}, {"same_as": agreed, "file": file + b" "}):
        with pytest.raises(Refusal, match="not the agreement"):
            actions.sign_agreement(**told, dwellings=passed.homes[1:2], **wrong, **THEN)
    actions.sign_agreement(**told, dwellings=passed.homes[1:3], same_as=agreed, **THEN)
    with scopes_disabled():
        kept = journal.records_of(f"project/{passed.project}")
    signed = [one["payload"] for one in kept if one["verb"] == "agreement.sign"]
    assert [(one["dwelling"], one["signed_sha256"], one.get("file")) for one in signed] == [
        (passed.homes[0], agreed, None),
        (passed.homes[1], agreed, "as before"),
        (passed.homes[2], agreed, "as before"),
    ]
