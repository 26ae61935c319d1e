"""A bank statement against the books: what is sure is matched, what is likely waits for a person, the rest stays open."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.journey.ledger.matching import Home, Item, StatementLine, match, refers

DAY = date(2026, 5, 8)
HOME = Home("home", "9", "402", 7, ("王芳",))
NEIGHBOUR = Home("next", "9", "403", 8, ("李强",))
PAID = Item("entry", 10_000_000, DAY, HOME, "R-1")
OWED = Item("owed:home", 10_000_000, None, HOME)
LINE = StatementLine("line", DAY, 10_000_000, "王芳", "9-402 加梯款", "B-1")


@pytest.mark.parametrize(
    "words",
    [
        "9-402 加梯款",
        "9号门402室",
        "402",
        "7号票",
        "票号：7",
        "9号402室加梯款20260402",
        "9 402",
        "加梯款9号楼402",
    ],
)
def test_a_transfer_names_its_dwelling_by_room_or_sheet(words: str) -> None:
    assert refers(words, HOME)


@pytest.mark.parametrize(
    "words", ["8-402", "8号门402 王芳", "17号票", "19号402", "20260402", "A402", "4021", ""]
)
def test_another_room_or_a_number_that_only_looks_like_it_is_not_the_dwelling(words: str) -> None:
    assert not refers(words, HOME)
    assert not refers("7号票", replace(HOME, sheet=None))


def test_a_room_that_is_no_plain_number_is_looked_for_as_it_is_written() -> None:
    odd = replace(HOME, room="402甲", sheet=None)
    assert refers("9号门402甲 加梯款", odd)
    assert not refers("9号门402", odd)


def test_a_room_named_twice_is_the_dwelling_if_one_naming_has_its_stairwell() -> None:
    assert refers("8-402 代 9-402", HOME)
    assert not refers("8-402 代 7-402", HOME)


def states(lines: list[StatementLine], items: list[Item]) -> list[tuple[str, list[str]]]:
    return [(one.state, [each.item for each in one.candidates]) for one in match(lines, items).lines]


def test_a_line_of_the_same_amount_room_and_week_is_the_entry() -> None:
    found = match([LINE], [PAID, OWED, Item("other", 5, DAY)])
    assert found.lines[0].state == "matched"
    assert found.lines[0].candidates[0].grounds == ("amount", "reference", "name", "date")
    assert found.unmatched_entries == ("other",)


def test_a_line_is_the_entry_of_its_serial_whatever_the_day() -> None:
    late = replace(LINE, on=date(2026, 9, 1), serial="R-1", payer="", memo="")
    assert states([late], [PAID]) == [("matched", ["entry"])]
    assert states([replace(late, fen=9)], [PAID]) == [("candidates", ["entry"])]


def test_the_amount_alone_or_a_day_too_late_is_a_candidate_and_no_match() -> None:
    assert states([replace(LINE, payer="某公司", memo="")], [PAID]) == [("candidates", ["entry"])]
    assert states([replace(LINE, on=date(2026, 5, 16))], [PAID]) == [("candidates", ["entry"])]
    assert states([replace(LINE, fen=1)], [PAID]) == [("unmatched", [])]


def test_money_that_is_only_expected_is_never_matched_even_when_all_fits() -> None:
    assert states([LINE], [OWED]) == [("candidates", ["owed:home"])]
    part = replace(LINE, fen=5_000_000)
    assert states([part], [OWED]) == [("candidates", ["owed:home"])]


def test_two_lines_for_one_entry_and_two_entries_for_one_line_wait_for_a_person() -> None:
    again = replace(LINE, id="again", serial="B-2")
    assert [state for state, _ in states([LINE, again], [PAID])] == ["candidates", "candidates"]
    assert states([LINE], [PAID, replace(PAID, id="twin")]) == [("candidates", ["entry", "twin"])]
    assert match([LINE, again], [PAID]).unmatched_entries == ("entry",)


def test_money_that_went_out_is_not_money_that_came_in() -> None:
    assert states([replace(LINE, fen=-10_000_000)], [PAID, OWED]) == [("unmatched", [])]
    refund = Item("refund", -300, DAY, HOME)
    assert states([replace(LINE, fen=-300)], [refund]) == [("matched", ["refund"])]


def test_the_likeliest_candidate_comes_first_and_one_letter_is_no_name() -> None:
    other = Item("owed:next", 10_000_000, None, NEIGHBOUR)
    assert states([LINE], [other, OWED]) == [("candidates", ["owed:home", "owed:next"])]
    short = Item("owed:short", 4, None, replace(NEIGHBOUR, owners=("王",)))
    assert states([LINE], [short]) == [("unmatched", [])]


def test_a_subsidy_that_is_of_no_dwelling_waits_for_a_person() -> None:
    assert states([replace(LINE, payer="区财政局")], [Item("grant:1", 10_000_000)]) == [
        ("candidates", ["grant:1"])
    ]


@given(
    st.lists(
        st.builds(
            StatementLine, st.uuids().map(str), st.dates(date(2026, 5, 1), date(2026, 5, 20)), st.sampled_from([100, 200, -100]),
            st.sampled_from(["王芳", "李强", ""]), st.sampled_from(["9-402", "403", "", "7号票"]), st.sampled_from(["", "R-1"]),
        ), max_size=8,
    ),
    st.lists(
        st.builds(
            Item, st.uuids().map(str), st.sampled_from([100, 200, -100]), st.none() | st.just(DAY),
            st.sampled_from([HOME, NEIGHBOUR, None]), st.sampled_from(["", "R-1"]),
        ), max_size=8,
    ),
)  # fmt: skip
def test_no_entry_is_matched_twice_and_amounts_always_agree(
    lines: list[StatementLine], items: list[Item]
) -> None:
    found = match(lines, items)
    by_id, of_line = {item.id: item for item in items}, {line.id: line for line in lines}
    matched = [one for one in found.lines if one.state == "matched"]
    taken = [one.candidates[0].item for one in matched]
    assert len(taken) == len(set(taken))
    assert all(by_id[one.candidates[0].item].fen == of_line[one.line].fen for one in matched)
    assert all(by_id[item].on is not None for item in taken)
    assert [one.line for one in found.lines] == [line.id for line in lines]
    assert set(taken) | set(found.unmatched_entries) == {item.id for item in items if item.on is not None}
