"""A bank statement against the ledger: nothing twice, nothing guessed, every line settled by somebody."""

from datetime import date, timedelta

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.decisions import actions as decisions
from sanxin.apps.funding import actions, queries
from sanxin.apps.funding.models import StatementRow
from sanxin.apps.journal import queries as journal
from sanxin.apps.projects import actions as projects
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.refusal import Refusal
from sanxin.journey.ledger.matching import StatementLine
from tests.ballots import ASKING, OPENS, TIMES, confirm_namesakes
from tests.funding import EACH, SUBSIDY, Funded, fund, row
from tests.people import AT, WHEN, Cast


@pytest.fixture(scope="module")
def funded(cast: Cast) -> Funded:
    made = fund(cast)
    made.adopt()
    return made


def bring(funded: Funded, *lines: StatementLine) -> actions.ImportedRows:
    return actions.import_statement(
        actor=funded.cast.secretary, project=funded.project, lines=lines, file="三月流水.xlsx", **WHEN
    )


def held(funded: Funded) -> queries.Reconciliation:
    return queries.reconciliation_of(funded.cast.secretary, funded.project, AT)


def settle(funded: Funded, number: int, kind: str, of: str) -> str:
    line = next(one for one in held(funded).rows if one.number == number)
    return actions.settle_by_recording(
        actor=funded.cast.secretary, row=line.public_id, kind=kind, of=of, **WHEN
    )


def test_a_line_imported_twice_is_seen_and_taken_once(funded: Funded) -> None:
    first, again = row(2, EACH, "1-203", "业主7", "B1"), row(3, EACH, "1-204", "业主8", "B2")
    assert bring(funded, first) == actions.ImportedRows(1, 0)
    longer = (row(5, EACH, "1-203", "业主7", "B1"), again)
    assert queries.seen_before(funded.cast.secretary, funded.project, longer, AT) == [True, False]
    assert bring(funded, *longer) == actions.ImportedRows(1, 1)
    with pytest.raises(Refusal, match="All 2 lines of this statement were imported before"):
        bring(funded, *longer)
    assert [one.serial for one in held(funded).rows] == ["B1", "B2"]


def test_two_lines_alike_in_everything_are_two(funded: Funded) -> None:
    alike = (row(2, EACH), row(3, EACH))
    assert bring(funded, *alike) == actions.ImportedRows(2, 0)
    with pytest.raises(Refusal, match="imported before"):
        bring(funded, *alike)
    assert bring(funded, *alike, row(4, EACH)) == actions.ImportedRows(1, 2)


def test_a_payment_written_at_the_counter_is_matched_and_settled_with_one_press(funded: Funded) -> None:
    paid = funded.move("payment", funded.homes[6], EACH)
    other = funded.move("payment", funded.homes[7], EACH)
    bring(funded, row(2, EACH, "1-203 加梯", "业主7", "B1"), row(3, EACH, "", "某人", "B2"))
    found = held(funded)
    assert found.rows[0].state == "matched"
    assert [each.item for each in found.rows[0].candidates] == [paid]
    assert found.rows[1].state == "candidates"
    assert [one.public_id for one in found.unmatched] == [other]
    assert actions.settle_matched(actor=funded.cast.secretary, project=funded.project, **WHEN) == 1
    after = held(funded)
    assert [one.state for one in after.rows] == ["settled", "candidates"]
    assert after.rows[0].entry is not None
    assert after.rows[0].entry.public_id == paid
    assert (after.statement_fen, after.account_fen, after.count("settled")) == (2 * EACH, 2 * EACH, 1)
    actions.settle_row(actor=funded.cast.secretary, row=after.rows[1].public_id, entry=other, **WHEN)
    assert held(funded).unmatched == ()


def test_money_nobody_wrote_down_waits_for_a_person_who_records_it_by_its_line(funded: Funded) -> None:
    bring(
        funded, row(2, EACH, "加梯款 1-203", "业主7", "B1", date(2022, 2, 20)), row(3, SUBSIDY, "补贴", "财政局", "B2"),
        row(4, EACH // 2, "1-204 先付一半", "业主8", "B3"),
    )  # fmt: skip
    found = held(funded)
    assert [one.state for one in found.rows] == ["candidates"] * 3
    assert found.rows[0].candidates[0].item == f"payment:{funded.homes[6]}"
    assert found.rows[0].candidates[0].grounds == ("amount", "reference", "name")
    assert [each.item for each in found.rows[1].candidates] == [f"transfer:{funded.subsidy}"]
    assert found.rows[2].candidates[0].item == f"payment:{funded.homes[7]}"
    made = settle(funded, 2, "payment", funded.homes[6])
    settle(funded, 3, "transfer", funded.subsidy)
    settle(funded, 4, "payment", funded.homes[7])
    ledger = queries.ledger_of(funded.cast.secretary, funded.project, AT)
    entry = next(one for one in ledger.entries if one.public_id == made)
    assert (entry.reference, legal_day(entry.occurred_at)) == ("B1", date(2022, 2, 20))
    assert ledger.account_fen == EACH + SUBSIDY + EACH // 2 == held(funded).statement_fen
    assert {one.state for one in held(funded).rows} == {"settled"}


def test_money_that_went_out_is_recorded_as_what_was_paid(funded: Funded) -> None:
    bring(
        funded,
        row(2, SUBSIDY, "补贴"),
        row(3, -100, "首付款", "电梯公司"),
        row(4, -200, "补偿 1-101", "业主1"),
    )
    settle(funded, 2, "transfer", funded.subsidy)
    with pytest.raises(
        Refusal, match="money that went out; it cannot be recorded as “payment by a household”"
    ):
        settle(funded, 3, "payment", funded.homes[6])
    with pytest.raises(Refusal, match="no movement “gift”"):
        settle(funded, 3, "gift", funded.homes[6])
    settle(funded, 3, "spending", funded.lift)
    found = next(one for one in held(funded).rows if one.number == 4)
    assert found.candidates[0].item == f"compensation:{funded.homes[0]}"
    settle(funded, 4, "compensation", funded.homes[0])
    assert held(funded).account_fen == SUBSIDY - 300 == held(funded).statement_fen


def test_a_line_is_settled_once_by_an_entry_of_its_amount(funded: Funded) -> None:
    paid, less = (
        funded.move("payment", funded.homes[6], EACH),
        funded.move("payment", funded.homes[7], EACH - 1),
    )
    bring(funded, row(2, EACH, "x", "某人"), row(3, EACH, "y", "某人"))
    one, two = (line.public_id for line in held(funded).rows)
    who = {"actor": funded.cast.secretary}
    with pytest.raises(Refusal, match=r"The line is of 10,000\.00 yuan, the entry of 9,999\.99"):
        actions.settle_row(**who, row=one, entry=less, **WHEN)
    actions.settle_row(**who, row=one, entry=paid, **WHEN)
    with pytest.raises(Refusal, match="settled already"):
        actions.settle_row(**who, row=one, entry=paid, **WHEN)
    for taken in (paid, "nothing"):
        with pytest.raises(Refusal, match="stands for another line already"):
            actions.settle_row(**who, row=two, entry=taken, **WHEN)
    with pytest.raises(Refusal, match="Not found"):
        actions.settle_row(**who, row="nothing", entry=paid, **WHEN)


def test_a_line_opens_again_when_its_entry_is_taken_back(funded: Funded) -> None:
    bring(funded, row(2, EACH, "1-203"))
    wrong = settle(funded, 2, "payment", funded.homes[7])
    actions.reverse_entry(actor=funded.cast.secretary, entry=wrong, reason="记错一户", **WHEN)
    assert held(funded).rows[0].state == "candidates"
    right = settle(funded, 2, "payment", funded.homes[6])
    assert right != wrong
    assert held(funded).rows[0].state == "settled"


def test_a_line_set_aside_keeps_its_reason_and_may_still_be_settled(funded: Funded) -> None:
    bring(funded, row(2, 500, "转错"))
    (line,) = held(funded).rows
    who = {"actor": funded.cast.secretary, "row": line.public_id}
    with pytest.raises(Refusal, match="say why"):
        actions.set_row_aside(**who, reason=" ", **WHEN)
    actions.set_row_aside(**who, reason="转错账户，已退回", **WHEN)
    (aside,) = held(funded).rows
    assert (aside.state, aside.set_aside, held(funded).statement_fen) == ("set_aside", "转错账户，已退回", 0)
    settle(funded, 2, "payment", funded.homes[6])
    assert [(one.state, one.set_aside) for one in held(funded).rows] == [("settled", "")]


def test_the_sheet_of_the_last_round_names_a_dwelling_too(funded: Funded) -> None:
    confirm_namesakes(funded.cast, funded.compound)
    decision = decisions.open_decision(
        actor=funded.cast.secretary, project=funded.project, matter="lift_retrofit", scope_kind="stairwell",
        title="一号门加梯", **WHEN,
    )  # fmt: skip
    decisions.open_round(
        actor=funded.cast.secretary,
        decision=decision,
        asking=ASKING,
        times=TIMES,
        occurred_at=OPENS,
        recorded_at=OPENS,
    )
    bring(funded, row(2, EACH, "票号 7"))
    later = OPENS + timedelta(days=1)
    (line,) = queries.reconciliation_of(funded.cast.secretary, funded.project, later).rows
    assert line.candidates[0].item == f"payment:{funded.homes[6]}"
    assert "reference" in line.candidates[0].grounds


def test_a_project_over_yards_has_grants_and_no_dwellings(funded: Funded) -> None:
    yards = projects.open_project_over_yards(
        actor=funded.cast.secretary,
        neighbourhood=funded.cast.jinniu.public_id,
        name="楼院",
        addresses=["东关南里1号院"],
        **WHEN,
    )
    actions.grant_source(
        actor=funded.cast.secretary,
        project=yards,
        item="专项",
        fen=700,
        source="programme",
        document="1 号",
        **WHEN,
    )
    actions.import_statement(
        actor=funded.cast.secretary, project=yards, lines=[row(2, 700)], file="x.csv", **WHEN
    )
    (line,) = queries.reconciliation_of(funded.cast.secretary, yards, AT).rows
    assert [each.item.partition(":")[0] for each in line.candidates] == ["transfer"]


def test_payers_are_sealed_in_the_store_and_absent_from_the_journal(funded: Funded) -> None:
    bring(funded, row(2, EACH, "1-203 加梯", "业主7", "B1"))
    settle(funded, 2, "payment", funded.homes[6])
    with scopes_disabled():
        (kept,) = StatementRow.objects.all()
        records = journal.records_of(f"funding/{funded.project}")
    assert "业主7".encode() not in bytes(kept.sealed_words)
    assert "业主7" not in str(records)
    assert [one["verb"] for one in records[-3:]] == ["statement.import", "payment.record", "statement.settle"]
    assert records[-3]["payload"] == {"rows": 1, "seen": 0, "in_fen": EACH, "out_fen": 0}


def test_only_the_office_imports_and_settles(funded: Funded) -> None:
    bring(funded, row(2, EACH))
    (line,) = held(funded).rows
    for who in (funded.household(6), funded.cast.visitor, funded.cast.auditor, funded.cast.designer):
        with pytest.raises(Refusal, match="Not found"):
            queries.reconciliation_of(who, funded.project, AT)
        with pytest.raises(Refusal, match="Not found"):
            queries.seen_before(who, funded.project, [], AT)
        with pytest.raises(Refusal, match="Not found"):
            actions.import_statement(actor=who, project=funded.project, lines=[row(9, 1)], file="x", **WHEN)
        with pytest.raises(Refusal, match="Not found"):
            actions.settle_by_recording(
                actor=who, row=line.public_id, kind="payment", of=funded.homes[6], **WHEN
            )
        with pytest.raises(Refusal, match="Not found"):
            actions.set_row_aside(actor=who, row=line.public_id, reason="x", **WHEN)
