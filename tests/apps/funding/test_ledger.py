"""The ledger on record: sources against uses, shares that add up, money in and out, corrections that stay."""

from datetime import timedelta
from typing import Any

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.decisions import actions as decisions
from sanxin.apps.funding import actions, queries
from sanxin.apps.funding.models import LedgerEntry
from sanxin.apps.funding.writing import REVERSE, VERBS
from sanxin.apps.journal import queries as journal
from sanxin.apps.projects import actions as projects
from sanxin.apps.projects.models import Proof
from sanxin.foundation.money import fen_from_yuan
from sanxin.foundation.refusal import Refusal
from sanxin.journey.ledger.books import OF_A_DWELLING
from sanxin.record.export import HOUSEHOLD_VERBS
from tests.apps.decisions.test_signing import table_of
from tests.funding import EACH, LIFT, LOSS, PART, POLE, SUBSIDY, Funded, fund
from tests.people import ANYONE, AT, WHEN, Cast


@pytest.fixture(scope="module")
def funded(cast: Cast) -> Funded:
    return fund(cast)


def ledger(funded: Funded) -> queries.Ledger:
    return queries.ledger_of(funded.cast.secretary, funded.project, AT)


def state_of(funded: Funded, number: int) -> queries.HomeState:
    return next(one for one in ledger(funded).homes if one.public_id == funded.homes[number])


def test_sources_against_uses_with_the_gap_by_source_r059(funded: Funded) -> None:
    before = ledger(funded).cover
    assert (before.uses_fen, before.sources_fen, before.residents_part_fen) == (LIFT + POLE, SUBSIDY, PART)
    assert {one.source: one.gap_fen for one in before.states if one.gap_fen} == {
        "residents": PART, "programme": POLE,
    }  # fmt: skip
    with pytest.raises(
        Refusal, match=r"short by 220,000\.00 \(residents 200,000\.00, renewal programme 20,000\.00\)"
    ):
        actions.prove_cover(actor=funded.cast.secretary, project=funded.project, **WHEN)
    funded.adopt()
    actions.grant_source(
        actor=funded.cast.secretary, project=funded.project, item="三旧变三新", fen=POLE, source="programme",
        document="专项〔2022〕1 号", **WHEN,
    )  # fmt: skip
    index = actions.prove_cover(actor=funded.cast.secretary, project=funded.project, **WHEN)
    with scopes_disabled():
        assert [(one.verb, one.leaf_index) for one in Proof.objects.all()] == [("sources_cover_uses", index)]
        line = journal.line(index)
    assert line is not None
    assert line.subject == f"project/{funded.project}"
    assert line.record is not None
    assert line.record["payload"]["gap_fen"] == 0


def test_nothing_planned_proves_nothing(funded: Funded) -> None:
    bare = projects.open_project(
        actor=funded.cast.secretary, compound=funded.compound, name="空", stairwell=funded.stairwell, **WHEN
    )
    with pytest.raises(Refusal, match="Record the costs first"):
        actions.prove_cover(actor=funded.cast.secretary, project=bare, **WHEN)


def test_the_programme_s_line_adds_nothing_to_any_household_r057(funded: Funded) -> None:
    part = ledger(funded).cover.residents_part_fen
    actions.plan_cost(
        actor=funded.cast.secretary,
        project=funded.project,
        item="燃气改移",
        fen=3_000_000,
        source="programme",
        **WHEN,
    )
    assert ledger(funded).cover.residents_part_fen == part


def test_a_share_table_that_does_not_add_up_is_refused_with_both_sums(funded: Funded) -> None:
    table = funded.shares()
    table[funded.homes[9]] += 1
    with pytest.raises(
        Refusal,
        match=r"add up to 200,000\.01 yuan; the residents' part is 200,000\.00, a difference of 0\.01",
    ):
        actions.adopt_shares(actor=funded.cast.secretary, project=funded.project, written=table, **WHEN)
    assert ledger(funded).dwellings_sharing == 0
    with pytest.raises(Refusal, match="are not in this project: 9-999"):
        actions.adopt_shares(
            actor=funded.cast.secretary, project=funded.project, written={"9-999": PART}, **WHEN
        )


def test_compensation_and_the_lift_are_together_what_was_brought_r051(funded: Funded) -> None:
    assert funded.adopt() == 21
    for number in range(4, 24):
        funded.move("payment", funded.homes[number], state_of(funded, number).pledged_fen)
    funded.move("transfer", funded.subsidy, SUBSIDY)
    funded.move("compensation", funded.homes[0], LOSS)
    funded.move("spending", funded.lift, LIFT)
    after = ledger(funded)
    paid = sum(one.paid_fen for one in after.homes)
    assert paid + SUBSIDY == LOSS + LIFT
    assert (after.account_fen, after.dwellings_paid, after.dwellings_sharing) == (0, 20, 20)
    assert after.debit_fen == after.credit_fen
    assert state_of(funded, 0).compensated_fen == state_of(funded, 0).owed_fen == LOSS
    assert [line.left_fen for line in after.lines] == [0, POLE, 0]


def test_shares_named_by_room_or_as_the_result_of_a_sharing_are_the_same(funded: Funded) -> None:
    rows = [
        {"dwelling": f"1-{one.room}", "gross_fen": 0, "compensation_fen": 0} for one in ledger(funded).homes
    ]
    rows[7] |= {"gross_fen": PART, "compensation_fen": 0}
    actions.adopt_shares(
        actor=funded.cast.secretary, project=funded.project, written={"shares": rows}, **WHEN
    )
    assert state_of(funded, 7).pledged_fen == PART
    actions.adopt_shares(
        actor=funded.cast.secretary,
        project=funded.project,
        written=[(rows[8]["dwelling"][2:], PART)],
        **WHEN,  # type: ignore[index]
    )
    assert (state_of(funded, 7).pledged_fen, state_of(funded, 8).pledged_fen) == (0, PART)


def decided_on(funded: Funded) -> dict[str, int]:
    """Put a table on a decision's record; give what each dwelling brings by it, net."""
    rooms = [one.room for one in ledger(funded).homes]
    decision = decisions.open_decision(
        actor=funded.cast.secretary, project=funded.project, matter="lift_retrofit", scope_kind="stairwell",
        title="一号门加梯", **WHEN,
    )  # fmt: skip
    outcome = table_of(
        rooms,
        costs=[
            {"item": "电梯及井道", "yuan": LIFT // 100},
            {"item": "电杆", "yuan": 20_000, "source": "programme"},
        ],
        other_sources=[{"item": "补贴", "yuan": SUBSIDY // 100}],
        compensation=[{"dwelling": rooms[0], "yuan": LOSS // 100}],
    )
    decisions.adopt_shares(actor=funded.cast.secretary, decision=decision, outcome=outcome, **WHEN)
    return {one["dwelling"]: one["fen"] for one in outcome["shares"]}


def test_the_ledger_follows_the_table_that_was_decided_on_and_no_other(funded: Funded) -> None:
    agreed = decided_on(funded)
    told: dict[str, Any] = {"actor": funded.cast.secretary, "project": funded.project, **WHEN}
    with pytest.raises(Refusal, match=r"24 dwellings differ .* 1-104 8,750.00 yuan on record, 0.00 here; 1-"):
        actions.adopt_shares(**told, written=funded.shares())
    assert ledger(funded).dwellings_sharing == 0
    assert actions.adopt_shares(**told, written=None) == 24
    for one in ledger(funded).homes:
        assert one.pledged_fen - one.owed_fen == agreed[one.room]


def test_where_no_table_is_on_record_one_has_to_be_written(funded: Funded) -> None:
    with pytest.raises(Refusal, match="No shares could be read"):
        actions.adopt_shares(actor=funded.cast.secretary, project=funded.project, written=None, **WHEN)


def test_a_new_table_takes_the_old_one_back_and_both_stay(funded: Funded) -> None:
    funded.adopt()
    funded.move("payment", funded.homes[4], EACH)
    funded.adopt()
    after = ledger(funded)
    assert after.dwellings_sharing == 20
    assert state_of(funded, 4).paid_fen == EACH
    assert [one.reverses is not None for one in after.entries if one.kind == "award"] == [False, True, False]


def test_what_was_paid_is_refunded_and_no_more(funded: Funded) -> None:
    funded.adopt()
    funded.move("payment", funded.homes[4], EACH)
    funded.move("payment", funded.homes[6], EACH)
    funded.move("refund", funded.homes[4], EACH - 1)
    with pytest.raises(Refusal, match=r"1-201 would exceed what it paid by 0\.01 yuan"):
        funded.move("refund", funded.homes[4], 2)
    funded.move("refund", funded.homes[4], 1)
    assert state_of(funded, 4).paid_fen == 0


def test_the_account_gives_out_only_what_has_come_and_compensation_only_what_was_agreed(
    funded: Funded,
) -> None:
    funded.adopt()
    with pytest.raises(Refusal, match=r"would stand at -4,800\.00 yuan"):
        funded.move("spending", funded.lift, 480_000)
    funded.move("transfer", funded.subsidy, SUBSIDY)
    with pytest.raises(Refusal, match=r"would be 10,000\.01 yuan, above the 10,000\.00 agreed"):
        funded.move("compensation", funded.homes[0], LOSS + 1)
    assert ledger(funded).account_fen == SUBSIDY


def test_a_wrong_entry_is_taken_back_by_another_and_both_stay(funded: Funded) -> None:
    wrong = funded.move("payment", funded.homes[4], fen_from_yuan(100_000), reference="收据 7")
    with pytest.raises(Refusal, match="needs its reason"):
        actions.reverse_entry(actor=funded.cast.secretary, entry=wrong, reason=" ", **WHEN)
    back = actions.reverse_entry(actor=funded.cast.secretary, entry=wrong, reason="多打了一个零", **WHEN)
    assert state_of(funded, 4).paid_fen == 0
    newest, older = ledger(funded).entries[:2]
    assert (newest.public_id, newest.reverses, newest.note) == (back, wrong, "多打了一个零")
    assert (older.public_id, older.is_reversed) == (wrong, True)
    for entry in (wrong, back):
        with pytest.raises(Refusal, match="taken back already"):
            actions.reverse_entry(actor=funded.cast.secretary, entry=entry, reason="又错", **WHEN)
    with pytest.raises(Refusal, match="Not found"):
        actions.reverse_entry(actor=funded.cast.secretary, entry="nothing", reason="x", **WHEN)


def test_a_payment_whose_money_was_given_back_cannot_be_taken_back(funded: Funded) -> None:
    paid = funded.move("payment", funded.homes[4], EACH)
    funded.move("payment", funded.homes[6], EACH)
    funded.move("refund", funded.homes[4], EACH)
    with pytest.raises(Refusal, match="would exceed what it paid"):
        actions.reverse_entry(actor=funded.cast.secretary, entry=paid, reason="录错", **WHEN)


def test_a_line_of_the_budget_is_taken_back_like_any_entry(funded: Funded) -> None:
    (entry,) = [one.entry for one in ledger(funded).lines if one.public_id == funded.pole]
    actions.reverse_entry(actor=funded.cast.secretary, entry=entry, reason="电力公司自己承担", **WHEN)
    assert [one.public_id for one in ledger(funded).lines] == [funded.lift, funded.subsidy]
    assert ledger(funded).cover.uses_fen == LIFT


def test_the_same_act_sent_twice_is_one_entry(funded: Funded) -> None:
    first = funded.move("payment", funded.homes[4], EACH, key="form-1")
    assert funded.move("payment", funded.homes[4], EACH, key="form-1") == first
    assert state_of(funded, 4).paid_fen == EACH
    with pytest.raises(Refusal, match="used for another entry"):
        funded.move("payment", funded.homes[4], EACH + 1, key="form-1")
    who = {
        "actor": funded.cast.secretary,
        "project": funded.project,
        "item": "监理",
        "source": "residents",
        "fen": 7,
    }
    assert actions.plan_cost(**who, key="form-2", **WHEN) == actions.plan_cost(**who, key="form-2", **WHEN)  # type: ignore[arg-type]


def test_faulty_lines_and_movements_are_refused_with_a_sentence(funded: Funded) -> None:
    who = {"actor": funded.cast.secretary, "project": funded.project}
    for wrong, said in (
        ({"item": " ", "fen": 1, "source": "residents"}, "not said what this line is"),
        ({"item": "x", "fen": 0, "source": "residents"}, "above 0"),
        ({"item": "x", "fen": 1, "source": "lottery"}, "no source “lottery”"),
    ):
        with pytest.raises(Refusal, match=said):
            actions.plan_cost(**who, **wrong, **WHEN)  # type: ignore[arg-type]
    for document, source, said in (
        ("", "fund", "in which paper"),
        ("x", "residents", "adopt the share table"),
    ):
        with pytest.raises(Refusal, match=said):
            actions.grant_source(**who, item="x", fen=1, source=source, document=document, **WHEN)  # type: ignore[arg-type]
    for kind, of, said in (
        ("gift", funded.homes[4], "no movement “gift”"),
        ("payment", funded.lift, "Not found"),
        ("spending", funded.subsidy, "Not found"),
        ("transfer", funded.homes[4], "Not found"),
    ):
        with pytest.raises(Refusal, match=said):
            funded.move(kind, of, 1)
    with pytest.raises(Refusal, match="later than today"):
        actions.record_movement(
            **who,
            kind="payment",
            of=funded.homes[4],
            fen=1,
            occurred_at=AT + timedelta(days=1),
            recorded_at=AT,  # type: ignore[arg-type]
        )


def test_every_entry_is_in_the_journal_and_those_of_a_dwelling_are_withheld_from_the_public(
    funded: Funded,
) -> None:
    assert {VERBS[kind] for kind in OF_A_DWELLING} | {REVERSE, "pledges.adopt"} <= HOUSEHOLD_VERBS
    assert not {VERBS[kind] for kind in VERBS if kind not in OF_A_DWELLING} & HOUSEHOLD_VERBS
    funded.adopt()
    paid = funded.move("payment", funded.homes[4], EACH, reference="收据 7")
    actions.reverse_entry(actor=funded.cast.secretary, entry=paid, reason="录错", **WHEN)
    with scopes_disabled():
        records = journal.records_of(f"funding/{funded.project}")
        rows = {one.public_id: one for one in LedgerEntry.objects.all()}
    told = [one for one in records if "id" in one["payload"]]
    assert len(told) == len(rows)
    for record in told:
        payload, row = record["payload"], rows[record["payload"]["id"]]
        assert (payload["kind"], payload["fen"]) == (row.kind, row.fen)
        of_home = payload.get("dwelling") is not None
        assert not of_home or record["verb"] in HOUSEHOLD_VERBS
    assert [one["verb"] for one in records[-2:]] == ["payment.record", "funding.reverse"]


def test_who_has_no_duty_there_sees_sums_only_and_neighbours_see_their_own_stairwell_s_ledger(
    funded: Funded,
) -> None:
    funded.adopt()
    cast = funded.cast
    whole = ledger(funded)
    for who in (cast.designer, cast.utility, cast.officer):
        seen = queries.ledger_of(who, funded.project, AT)
        assert (seen.homes, seen.entries, seen.cover) == ((), (), whole.cover)
        assert seen.dwellings_sharing == 20
    for who in (cast.auditor, cast.visitor, cast.clerk):
        assert queries.ledger_of(who, funded.project, AT) == whole
    assert queries.ledger_of(funded.household(7), funded.project, AT) == whole
    for stranger in (ANYONE, *cast.other.values(), cast.administrator):
        with pytest.raises(Refusal, match="Not found"):
            queries.ledger_of(stranger, funded.project, AT)


def test_only_the_office_writes(funded: Funded) -> None:
    paid = funded.move("payment", funded.homes[4], EACH)
    cast = funded.cast
    for who in (
        funded.household(4),
        cast.visitor,
        cast.designer,
        cast.auditor,
        cast.officer,
        *cast.other.values(),
    ):
        who_there = {"actor": who, "project": funded.project}
        with pytest.raises(Refusal, match="Not found"):
            actions.record_movement(**who_there, kind="payment", of=funded.homes[4], fen=1, **WHEN)
        with pytest.raises(Refusal, match="Not found"):
            actions.plan_cost(**who_there, item="x", fen=1, source="residents", **WHEN)
        with pytest.raises(Refusal, match="Not found"):
            actions.adopt_shares(**who_there, written=funded.shares(), **WHEN)
        with pytest.raises(Refusal, match="Not found"):
            actions.reverse_entry(actor=who, entry=paid, reason="x", **WHEN)
        with pytest.raises(Refusal, match="Not found"):
            actions.prove_cover(**who_there, **WHEN)


def test_a_household_has_its_share_and_a_receipt_of_its_own_payments_only(funded: Funded) -> None:
    funded.adopt()
    paid = funded.move("payment", funded.homes[4], EACH, reference="收据 7")
    who, neighbour = funded.household(4), funded.household(5)
    (own,) = queries.own_shares(who, AT)
    assert (own.home.pledged_fen, own.home.paid_fen, own.home.outstanding_fen) == (
        EACH + LOSS // 2,
        EACH,
        LOSS // 2,
    )
    assert [one.kind for one in own.entries] == ["pledge", "payment"]
    receipt = queries.receipt_of(who, paid, AT)
    assert (receipt.entry.fen, receipt.entry.reference, receipt.home.room) == (EACH, "收据 7", "201")
    proof = queries.proof_of(who, paid, AT)
    assert proof["record"]["payload"]["id"] == paid
    assert (proof["index"], proof["leaf_hash"]) == (receipt.kept.index, receipt.kept.leaf_hash)
    assert queries.receipt_of(funded.cast.secretary, paid, AT) == receipt
    for stranger in (neighbour, funded.cast.designer, ANYONE):
        with pytest.raises(Refusal, match="Not found"):
            queries.receipt_of(stranger, paid, AT)
    for entry in ("nothing", *[one.entry for one in ledger(funded).lines]):
        with pytest.raises(Refusal, match="Not found"):
            queries.receipt_of(who, entry, AT)


def test_a_project_over_another_stairwell_or_over_yards_is_no_household_s_business(funded: Funded) -> None:
    funded.adopt()
    yards = projects.open_project_over_yards(
        actor=funded.cast.secretary,
        neighbourhood=funded.cast.jinniu.public_id,
        name="楼院",
        addresses=["东关南里1号院"],
        **WHEN,
    )
    actions.plan_cost(
        actor=funded.cast.secretary, project=yards, item="道路", fen=7, source="programme", **WHEN
    )
    assert queries.ledger_of(funded.cast.secretary, yards, AT).cover.uses_fen == 7
    who = funded.household(4)
    assert len(queries.own_shares(who, AT)) == 1
    with pytest.raises(Refusal, match="Not found"):
        queries.ledger_of(who, yards, AT)
