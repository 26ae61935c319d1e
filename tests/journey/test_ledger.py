"""The books: always in balance to the fen, whatever the order; sources against uses; shares that must add up."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.foundation.money import fen_from_yuan
from sanxin.foundation.refusal import Refusal
from sanxin.journey.ledger.books import (
    INTO_THE_ACCOUNT,
    KINDS,
    OUT_OF_THE_ACCOUNT,
    Account,
    Books,
    Entry,
    Kind,
    TrialBalance,
    books,
    broken,
    postings,
    trial_balance,
)
from sanxin.journey.ledger.cover import (
    SOURCES,
    Line,
    ShareRow,
    cover,
    placed,
    read_shares,
    refuse_other_sum,
    rows_of_text,
)

FEN = st.integers(min_value=1, max_value=10**12)
HOME = "9-402"
HOMES = {"home": HOME}


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Any entries, and reversals of some of them."""
    drawn = draw(st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from("abc"), FEN), max_size=30))
    made = [Entry(str(number), kind, of, fen) for number, (kind, of, fen) in enumerate(drawn)]
    taken_back = draw(st.lists(st.sampled_from(made), unique_by=lambda one: one.id)) if made else []
    return [*made, *(one.reversal(f"{one.id}'") for one in taken_back)]


def kept(*lines: tuple[Kind, str, int]) -> Books:
    return books(Entry(str(number), *line) for number, line in enumerate(lines))


def test_books_that_are_kept_balance_and_broken_ones_do_not() -> None:
    assert trial_balance(kept(("pledge", "a", 7), ("payment", "a", 5))).balances
    assert not TrialBalance(debit_fen=7, credit_fen=5).balances


@given(entries())
def test_the_books_balance_to_the_fen_after_every_verb(made: list[Entry]) -> None:
    for until in range(len(made) + 1):
        balance = trial_balance(books(made[:until]))
        assert balance.balances
        assert balance.debit_fen == balance.credit_fen


@given(st.sampled_from(KINDS), FEN)
def test_every_entry_adds_up_to_zero_and_its_reversal_leaves_nothing(kind: Kind, fen: int) -> None:
    entry = Entry("1", kind, "a", fen)
    assert sum(one.fen for one in postings(entry)) == 0
    assert set(books([entry, entry.reversal("2")]).balances.values()) == {0}


@given(entries(), st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter_to_balances(made: list[Entry], order: random.Random) -> None:
    shuffled = sorted(made, key=lambda _: order.random())
    assert books(shuffled) == books(made)


@given(entries())
def test_the_account_holds_what_came_less_what_went(made: list[Entry]) -> None:
    came = sum(one.fen * (-1 if one.reverses else 1) for one in made if one.kind in INTO_THE_ACCOUNT)
    went = sum(one.fen * (-1 if one.reverses else 1) for one in made if one.kind in OUT_OF_THE_ACCOUNT)
    assert books(made).account_fen == came - went


@given(st.lists(st.tuples(st.sampled_from(["payment", "refund"]), FEN), max_size=12))
def test_a_refund_beyond_what_was_paid_is_always_found_and_no_other(made: list[tuple[Kind, int]]) -> None:
    after = kept(("transfer", "grant", 10**14), *((kind, "home", fen) for kind, fen in made))
    paid = sum(fen if kind == "payment" else -fen for kind, fen in made)
    assert [one.code for one in broken(after, HOMES)] == (["ledger.refund_exceeds"] if paid < 0 else [])


def test_an_entry_is_of_something() -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        Entry("1", "payment", "a", 0)


def test_a_household_of_a_hundred_thousand_pays_to_the_fen_r056() -> None:
    share = fen_from_yuan("100000.00")
    after = kept(("pledge", "home", share), ("payment", "home", share - 1))
    assert after.outstanding("home") == 1
    after = kept(("pledge", "home", share), ("payment", "home", share - 1), ("payment", "home", 1))
    assert (after.outstanding("home"), after.account_fen) == (0, share)
    assert after.balances[Account("paid", "home")] == -share
    assert broken(after, HOMES) == []


def test_money_is_not_spent_before_it_came_and_no_more_is_given_than_is_owed() -> None:
    said = [one.say("en") for one in broken(kept(("compensation", "home", 500)), HOMES)]
    assert said == [
        "The supervised account would stand at -5.00 yuan. Record first what has arrived.",
        f"Compensation to {HOME} would be 5.00 yuan, above the 0.00 agreed. Correct the shares first.",
    ]
    assert (
        broken(kept(("award", "home", 500), ("transfer", "x", 500), ("compensation", "home", 500)), {}) == []
    )


LIFT = Line("lift", "cost", "电梯", "residents")
POLE = Line("pole", "cost", "移杆", "programme")
GRANT = Line("grant", "source", "市级补贴", "subsidy")
PROGRAMME = Line("three-new", "source", "三旧变三新", "programme")
LINES = (LIFT, POLE, GRANT, PROGRAMME)


def test_a_line_of_the_programme_adds_nothing_to_any_household_r057() -> None:
    without = cover(LINES, kept(("plan", "lift", 500)))
    with_pole = cover(LINES, kept(("plan", "lift", 500), ("plan", "pole", 70)))
    assert without.residents_part_fen == with_pole.residents_part_fen == 500
    assert with_pole.gap_fen == without.gap_fen + 70
    assert [state.gap_fen for state in with_pole.states if state.source == "programme"] == [70]


def test_sources_cover_uses_only_when_no_kind_has_a_gap_r059() -> None:
    planned: list[tuple[Kind, str, int]] = [
        ("plan", "lift", 500),
        ("plan", "pole", 70),
        ("grant", "grant", 200),
    ]
    before = cover(LINES, kept(*planned))
    assert (before.residents_part_fen, before.gap_fen, before.is_covered) == (300, 370, False)
    pledged: list[tuple[Kind, str, int]] = [
        *planned,
        ("pledge", "a", 310),
        ("pledge", "b", 40),
        ("award", "c", 50),
    ]
    assert cover(LINES, kept(*pledged)).gap_fen == 70
    full = cover(LINES, kept(*pledged, ("grant", "three-new", 70), ("transfer", "three-new", 70)))
    assert (full.gap_fen, full.is_covered, full.uses_fen, full.sources_fen) == (0, True, 620, 620)
    assert full.arrived_fen == 70
    assert full.to_json()["by_source"]["residents"] == {"uses_fen": 350, "sources_fen": 350}


def test_compensation_and_the_lift_together_are_what_was_brought_r051() -> None:
    full = cover(
        LINES, kept(("plan", "lift", 500), ("grant", "grant", 200), ("pledge", "a", 350), ("award", "c", 50))
    )
    assert full.uses_fen == 500 + 50 == full.sources_fen == 350 + 200


def test_nothing_planned_is_nothing_covered() -> None:
    assert not cover((), kept()).is_covered


@given(
    st.lists(st.tuples(st.sampled_from(SOURCES), FEN), max_size=6),
    st.lists(st.tuples(st.sampled_from(SOURCES[1:]), FEN), max_size=6),
)
def test_uses_are_all_the_costs_whoever_gives(
    costs: list[tuple[Any, int]], grants: list[tuple[Any, int]]
) -> None:
    lines = [Line(f"c{number}", "cost", "", source) for number, (source, _) in enumerate(costs)]
    lines += [Line(f"g{number}", "source", "", source) for number, (source, _) in enumerate(grants)]
    made: list[tuple[Kind, str, int]] = [("plan", f"c{number}", fen) for number, (_, fen) in enumerate(costs)]
    made += [("grant", f"g{number}", fen) for number, (_, fen) in enumerate(grants)]
    held = cover(lines, kept(*made))
    own = sum(fen for source, fen in costs if source == "residents")
    assert held.uses_fen == sum(fen for _, fen in costs)
    assert 0 <= held.residents_part_fen <= own


RESULT = {
    "shares": [
        {"dwelling": "9-402", "fen": 300, "yuan": "3.00", "gross_fen": 300, "compensation_fen": 0},
        {"dwelling": "9-101", "fen": -50, "yuan": "-0.50", "gross_fen": 0, "compensation_fen": 50},
        {"dwelling": "9-102", "fen": 0, "yuan": "0.00", "gross_fen": 0, "compensation_fen": 0},
    ]
}


@pytest.mark.parametrize(
    "written",
    [RESULT, {"9-402": 300, "9-101": -50}, [("9-402", 300), ("9-101", -50)]],
)
def test_shares_are_read_from_the_result_of_a_sharing_or_row_by_row(written: Any) -> None:
    rows = read_shares(written)
    assert rows == (ShareRow("9-402", 300), ShareRow("9-101", 0, 50))
    refuse_other_sum(rows, 250)
    with pytest.raises(
        Refusal, match=r"add up to 2.50 yuan; the residents' part is 2.51, a difference of -0.01"
    ):
        refuse_other_sum(rows, 251)


@pytest.mark.parametrize(
    "written",
    [
        7,
        {"shares": [{"dwelling": "9-402"}]},
        {"9-402": "300"},
        {"9-402": 1.5},
        {"9-402": True},
        {"shares": [{"dwelling": "9-402", "gross_fen": 1, "compensation_fen": -1}]},
        [{"dwelling": "9-402", "fen": 3}],
    ],
)
def test_what_is_no_share_table_is_refused(written: Any) -> None:
    with pytest.raises(Refusal, match="No shares could be read"):
        read_shares(written)


def test_shares_are_read_from_text_a_dwelling_a_line() -> None:
    assert rows_of_text("9-402\t12,345.67\n\n9-101，-50") == [("9-402", 1234567), ("9-101", -5000)]
    with pytest.raises(Refusal, match=r"line 2, “9-402 12\.345”"):
        rows_of_text("9-401 1\n9-402 12.345")
    with pytest.raises(Refusal, match="line 1, “9-402”"):
        rows_of_text("9-402")


def test_shares_of_dwellings_elsewhere_or_named_twice_are_refused() -> None:
    homes = {"9-402": "home", "home": "home"}
    assert placed([ShareRow("9-402", 3)], homes) == [ShareRow("home", 3)]
    with pytest.raises(Refusal, match="1 dwellings of the share table are not in this project: 8-402"):
        placed([ShareRow("8-402", 3), ShareRow("9-402", 3)], homes)
    with pytest.raises(Refusal, match="9-402、home stands twice"):
        placed([ShareRow("9-402", 3), ShareRow("home", 3)], homes)


def test_accounts_are_kept_apart_for_each_line_and_dwelling() -> None:
    after = kept(("pledge", "a", 3), ("payment", "b", 2), ("payment", "a", 1))
    assert after.kept_for("paid") == ("a", "b")
    assert after.kept_for("pledged", "paid") == ("a", "b")
    assert (after.total("paid"), after.credit("paid", "a"), after.debit("paid", "c")) == (-3, 1, 0)


MOVES: list[Callable[[int], tuple[Kind, str, int]]] = [
    lambda fen: ("payment", "a", fen), lambda fen: ("payment", "b", fen), lambda fen: ("refund", "a", fen),
    lambda fen: ("award", "a", fen), lambda fen: ("compensation", "a", fen), lambda fen: ("spending", "lift", fen),
]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(MOVES), st.integers(1, 1000)), max_size=25))
def test_books_written_only_when_nothing_breaks_never_give_back_more_than_came(made: list[Any]) -> None:
    written: list[tuple[Kind, str, int]] = []
    for move, fen in made:
        if not broken(kept(*written, move(fen)), {}):
            written.append(move(fen))
    after = kept(*written)
    assert after.account_fen >= 0
    assert all(after.credit("paid", home) >= 0 for home in "ab")
    assert after.debit("compensated", "a") <= after.credit("owed", "a")
