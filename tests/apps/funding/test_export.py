"""The ledger in a project's export: whole for its owners, no household in the public one, and a receipt that an outsider checks."""

import json
from typing import Any

import pytest

from sanxin.apps.decisions import actions as decisions
from sanxin.apps.funding import actions, queries
from sanxin.record.export import HOUSEHOLD_VERBS, Export, read_export
from sanxin.record.verify import receipt_holds, verify
from tests.funding import EACH, Funded, fund, row
from tests.people import AT, WHEN, Cast


@pytest.fixture(scope="module")
def funded(cast: Cast) -> Funded:
    made = fund(cast)
    made.adopt()
    return made


def export(funded: Funded, grade: str) -> Export:
    packed = decisions.export_project(
        actor=funded.cast.secretary, project=funded.project, grade=grade, **WHEN
    )
    return read_export("x.zip", packed)


def said(found: Export, receipt: dict[str, Any]) -> list[str]:
    return [finding.because.code for finding in receipt_holds(found, receipt)]


def test_owners_get_every_entry_and_the_public_none_of_a_household(funded: Funded) -> None:
    funded.move("payment", funded.homes[4], EACH)
    actions.import_statement(
        actor=funded.cast.secretary,
        project=funded.project,
        lines=[row(2, EACH, "1-201")],
        file="x.csv",
        **WHEN,
    )
    actions.settle_matched(actor=funded.cast.secretary, project=funded.project, **WHEN)
    opened = {}
    for grade in ("scoped", "public"):
        found = export(funded, grade)
        assert [one for one in verify(found, outside=True) if one.verdict == "broken"] == []
        opened[grade] = [json.loads(one.record) for one in found.entries.values() if one.record]
    verbs = {record["verb"] for record in opened["scoped"]}
    assert {"cost.plan", "pledge.record", "payment.record", "statement.settle"} <= verbs
    left = {record["verb"] for record in opened["public"]}
    assert left & HOUSEHOLD_VERBS == set()
    assert {"cost.plan", "source.grant"} <= left
    assert not any(home in json.dumps(opened["public"]) for home in funded.homes)


def test_a_receipt_of_money_is_checked_without_any_database(funded: Funded) -> None:
    paid = funded.move("payment", funded.homes[4], EACH)
    receipt = queries.proof_of(funded.household(4), paid, AT)
    assert said(export(funded, "public"), receipt) == ["verify.in_the_log", "verify.printed"]
    assert said(export(funded, "scoped"), receipt)[-1] == "verify.money_stands"
    actions.reverse_entry(actor=funded.cast.secretary, entry=paid, reason="记错一户", **WHEN)
    assert said(export(funded, "scoped"), receipt)[-1] == "verify.money_taken_back"


def test_a_receipt_whose_entry_is_gone_or_changed_is_named(funded: Funded) -> None:
    paid = funded.move("payment", funded.homes[4], EACH)
    receipt = queries.proof_of(funded.household(4), paid, AT)
    found = export(funded, "scoped")
    shorter = Export(found.manifest, found.log[: receipt["index"]], found.entries, {})
    assert said(shorter, receipt) == ["verify.entry_gone"]
    forged = json.loads(json.dumps(receipt))
    forged["record"]["payload"]["fen"] += 1
    assert said(found, forged) == ["verify.receipt_forged"]
