"""A table of shares on record: taken only as the engine gives it, and reckoned again by anyone with the export."""

import copy
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.decisions import actions
from sanxin.apps.funding import queries as funding
from sanxin.apps.journal import queries as log
from sanxin.apps.registry import queries as registry
from sanxin.foundation.calendar import When
from sanxin.foundation.refusal import Refusal
from sanxin.journey.share import read_case, share
from sanxin.record.export import read_export
from sanxin.record.verify import Finding, verify
from sanxin.rulebook.reader import rules_in_force
from tests.ballots import CLOSES, OPENS, Asked, ask
from tests.interfaces.web.doors import household_of
from tests.people import CLI, Cast
from tests.record.forger import Page, pack, pages_of, rehashed

THEN: When = {"occurred_at": OPENS, "recorded_at": OPENS}


@pytest.fixture(scope="module")
def asked(cast: Cast) -> Asked:
    return ask(cast)


def outcome_of(asked: Asked, **more: Any) -> dict[str, Any]:
    """Share 420,000 yuan and the upkeep among the stairwell's twenty-four dwellings."""
    lines = registry.dwellings(asked.cast.secretary, asked.compound, OPENS, stairwell=asked.stairwell)
    case = {
        "place": "cn/shanghai", "on": "2022-03-01", "rule": "ride_height", "subsidy": "auto",
        "costs": [{"item": "电梯", "yuan": 420000}, {"item": "移杆", "yuan": 18000, "source": "programme"}],
        "dwellings": [{"id": one.room, "floor": one.floor, "area_m2": str(one.area_m2)} for one in lines],
        "stand_alone_yuan": {str(floor): 250_000 + 50_000 * floor for floor in range(2, 7)}, **more,
    }  # fmt: skip
    found, _ = read_case("case.json", json.dumps(case).encode())
    assert found.on
    return share(found, rules_in_force(found.place, found.on), found.on).to_json()


def adopt(asked: Asked, outcome: dict[str, Any], **more: Any) -> None:
    told = {"actor": asked.cast.secretary, "decision": asked.decision, **THEN, **more}
    actions.adopt_shares(outcome=outcome, **told)


def packed(asked: Asked, grade: str = "scoped") -> bytes:
    actions.close_round(actor=asked.cast.secretary, round=asked.round, occurred_at=CLOSES, recorded_at=CLOSES)
    return actions.export_project(actor=asked.cast.secretary, project=asked.project, grade=grade, **THEN)


def about_shares(content: bytes) -> list[Finding]:
    findings = verify(read_export("x.zip", content), outside=True)
    return [one for one in findings if one.because.code.startswith("verify.shares")]


def test_a_table_goes_on_record_with_problem_result_and_whose_share_is_whose(asked: Asked) -> None:
    outcome = outcome_of(asked)
    adopt(asked, outcome)
    with scopes_disabled():
        told = log.records_of(f"decision/{asked.decision}")[-1]
    assert told["verb"] == "shares.adopt"
    assert told["payload"]["problem"] == outcome["problem"]
    assert sum(one["fen"] for one in told["payload"]["result"]["shares"]) == outcome["to_share_fen"]
    assert set(told["payload"]["homes"].values()) == set(asked.homes)
    (one,) = about_shares(packed(asked))
    assert one.verdict == "holds"
    assert one.because.say("en") == (
        f"Table of shares 1 reckoned again: 24 dwellings, {outcome['to_share_fen']} fen in all, every figure as put on record"
    )


def test_the_newest_table_is_the_one_that_stands_and_the_earlier_stays(asked: Asked) -> None:
    assert funding.adopted_shares(asked.cast.secretary, asked.stairwell, OPENS) is None
    for rule in ("ride_height", "equal"):
        adopt(asked, outcome_of(asked, rule=rule))
    standing = funding.adopted_shares(asked.cast.secretary, asked.stairwell, OPENS)
    assert standing
    assert (standing.told["problem"]["rule"], standing.title) == ("equal", "一号门加装电梯")
    assert [one.verdict for one in about_shares(packed(asked))] == ["holds", "holds"]


def test_the_public_export_says_nothing_of_any_share(asked: Asked) -> None:
    adopt(asked, outcome_of(asked))
    public = packed(asked, "public")
    assert about_shares(public) == []
    inside = zipfile.ZipFile(BytesIO(public)).read("entries.jsonl")
    assert b"fen" not in inside


def put(path: tuple[Any, ...], value: Any) -> Callable[[dict[str, Any]], None]:
    def forge(payload: dict[str, Any]) -> None:
        inner: Any = payload
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value

    return forge


def shift_between_two(payload: dict[str, Any]) -> None:
    """Take a fen off one household and put it on another: every sum still holds."""
    shares = payload["result"]["shares"]
    for number, more in ((0, 1), (23, -1)):
        shares[number]["fen"] += more
        shares[number]["gross_fen"] += more


def drop_one(payload: dict[str, Any]) -> None:
    payload["result"]["shares"].pop()


FORGERIES: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "a fen moved": (shift_between_two, "101 fen 应为 0，存证的是 1"),
    "a dwelling gone": (drop_one, "dwellings 应为"),
    "another cost": (put(("problem", "capital_fen"), 1), "to_share_fen 应为 1"),
    "another total": (put(("result", "total_cost_fen"), 1), "total_cost_fen 应为"),
    "another core": (put(("result", "in_core"), False), "in_core 应为 True，存证的是 False"),
    "another household": (put(("homes",), {"999": "x"}), "homes 应为"),
    "no problem": (put(("problem",), {}), "读不出来"),
    "no shares": (put(("result",), {}), "读不出来"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_fen_is_named_even_when_every_hash_is_made_anew(asked: Asked, forgery: str) -> None:
    outcome = outcome_of(asked)
    assert outcome["in_core"] is True
    adopt(asked, outcome)
    forge, named = FORGERIES[forgery]
    pages: list[Page] = copy.deepcopy(pages_of(content := packed(asked)))
    (page,) = (one for one in pages if one.record and one.record["verb"] == "shares.adopt")
    assert page.record
    forge(page.record["payload"])
    found = about_shares(pack(content, rehashed(pages)))
    assert {one.verdict for one in found} == {"broken"}
    assert any(named in one.because.say("zh") for one in found), [one.because.say("zh") for one in found]


def test_a_table_that_the_checker_does_not_bear_out_is_not_taken(asked: Asked) -> None:
    outcome = outcome_of(asked)
    outcome["shares"][5]["fen"] += 1
    with pytest.raises(Refusal, match="does not bear these shares out"):
        adopt(asked, outcome)


def test_a_dwelling_of_another_stairwell_is_named(asked: Asked) -> None:
    outcome = outcome_of(
        asked, dwellings=[{"id": "101", "floor": 1}, {"id": "999", "floor": 6}], rule="equal"
    )
    with pytest.raises(Refusal, match="999 of the table are not dwellings"):
        adopt(asked, outcome)


def test_who_does_not_run_the_decision_puts_nothing_on_record(asked: Asked) -> None:
    outcome = outcome_of(asked)
    for who in (asked.cast.visitor, asked.cast.utility, household_of(asked.cast.secretary, asked.homes[0])):
        with pytest.raises(Refusal, match="Not found"):
            adopt(asked, outcome, actor=who)


def test_a_concluded_decision_takes_no_table_any_more(asked: Asked) -> None:
    for number in range(1, 25):
        asked.cast_at_door(number, "for")
    after: When = {"occurred_at": CLOSES + timedelta(days=1), "recorded_at": CLOSES + timedelta(days=1)}
    actions.close_due(actor=CLI, at=CLOSES)
    actions.declare(actor=asked.cast.secretary, round=asked.round, **after)
    actions.conclude(actor=asked.cast.secretary, decision=asked.decision, **after)
    with pytest.raises(Refusal, match="is concluded and its record closed"):
        adopt(asked, outcome_of(asked), **after)
