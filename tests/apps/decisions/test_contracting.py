"""The contract: after the agreement is signed, for the amount that passed or with its variation filed (R060)."""

from datetime import date
from typing import Any

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.decisions import actions, queries
from sanxin.apps.journal import queries as journal
from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.refusal import Refusal
from sanxin.record.export import read_export
from sanxin.record.verify import verify
from tests.apps.decisions.test_ballots import household_of
from tests.apps.decisions.test_signing import PAGE, THEN, passed, prepared
from tests.ballots import CLOSES, Asked
from tests.record.forger import pages_of

__all__ = ["passed"]  # the fixture

CONTRACT, VARIED = b"%PDF-1.7 contract", b"%PDF-1.7 variation"
FEWER = actions.Variation("井道减少一层，业主已确认", VARIED)


def contract(passed: Asked, agreement: str, **change: Any) -> str:
    told = {
        "actor": passed.cast.secretary, "agreement": agreement, "supplier": "某电梯公司", "signed_on": date(2022, 4, 22),
        "document": CONTRACT, "amount_fen": 61_800_005,
    } | change  # fmt: skip
    return actions.record_contract(**told, **THEN)


def sign(passed: Asked, agreement: str, file: bytes, homes: list[str]) -> None:
    for home in homes:
        actions.sign_agreement(
            actor=passed.cast.secretary, agreement=agreement, dwellings=[home], file=file, photo=PAGE, **THEN
        )


def on_record(passed: Asked) -> list[dict[str, Any]]:
    with scopes_disabled():
        kept = journal.records_of(f"project/{passed.project}")
    return [one["payload"] for one in kept if one["verb"] == "contract.sign"]


def test_a_contract_is_for_the_agreed_amount_or_files_its_variation_r060(passed: Asked) -> None:
    made, file = prepared(passed)
    sign(passed, made, file, passed.homes)
    for variation in (
        actions.AS_AGREED,
        actions.Variation("井道减少一层"),
        actions.Variation("", VARIED),
        actions.Variation("井道减少一层", b"no paper"),
    ):
        with pytest.raises(Refusal, match=r"610,000.00 yuan, the plan that passed for 618,000.05"):
            contract(passed, made, amount_fen=61_000_000, variation=variation)
    assert on_record(passed) == []
    contract(passed, made, amount_fen=61_000_000, variation=FEWER)
    assert on_record(passed)[0]["variation_document"] == {"sha256": sha256_hex(VARIED), "title": "变更文件"}
    contract(passed, made)
    state = queries.agreement_of(passed.cast.secretary, passed.decision, CLOSES)
    assert state is not None
    assert state.contract is not None
    assert (state.contract.amount_fen, state.contract.variation) == (61_800_005, "")


def test_a_contract_names_its_builder_its_amount_and_its_paper(passed: Asked) -> None:
    made, file = prepared(passed)
    sign(passed, made, file, passed.homes)
    with pytest.raises(Refusal, match="lacks the builder's name, an amount above 0, the contract itself"):
        contract(passed, made, supplier=" ", amount_fen=0, document=b"word")


def test_no_contract_before_all_who_pay_have_signed_or_it_is_said_who_bears_their_part(passed: Asked) -> None:
    made, file = prepared(passed)
    with pytest.raises(
        Refusal, match=r"24 dwellings that pay have not signed the agreement: 1-101、1-102"
    ) as refused:
        contract(passed, made)
    assert "24 户出资户" in refused.value.because.say("zh")
    sign(passed, made, file, passed.homes[:-1])
    state = queries.agreement_of(passed.cast.secretary, passed.decision, CLOSES)
    assert state is not None
    assert state.unsigned_payers == ("1-604",)
    with pytest.raises(Refusal, match=r"1 dwellings that pay have not signed the agreement: 1-604"):
        contract(passed, made)
    contract(passed, made, unsigned_because="604 在国外，份额由儿子代缴，已书面确认")
    (told,) = on_record(passed)
    assert (told["unsigned"], told["unsigned_because"]) == (1, "604 在国外，份额由儿子代缴，已书面确认")


def test_an_export_carries_the_papers_and_says_which_are_enclosed(passed: Asked) -> None:
    made, file = prepared(passed)
    sign(passed, made, file, passed.homes)
    contract(passed, made, amount_fen=61_000_000, variation=FEWER)
    who = household_of(passed, 5)
    packed = actions.export_decision(actor=who, decision=passed.decision, grade="scoped", **THEN)
    export = read_export("x.zip", packed)
    assert set(export.documents) == {f"{sha256_hex(one)}.pdf" for one in (file, CONTRACT, VARIED)}
    findings = verify(export, outside=True)
    assert [one.because.code for one in findings if one.verdict == "broken"] == []
    assert sum(one.because.code == "verify.document" for one in findings) == 3
    public = actions.export_project(actor=passed.cast.utility, project=passed.project, grade="public", **THEN)
    public_export = read_export("x.zip", public)
    assert public_export.documents == {}
    assert "verify.document_not_enclosed" in {one.because.code for one in verify(public_export, outside=True)}
    assert len(pages_of(public)) == len(pages_of(packed)) + 1
