"""An agreement is over the roll's dwellings and no others; what is signed is the agreement and nothing else."""

import pytest

from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.agreement import Home, homes_named, refuse_other_file

FIRST, SECOND = Home("a1", "1", "101"), Home("b2", "1", "102")
ACROSS = Home("c3", "2", "101")
AGREED, OTHER = "a" * 64, "b" * 64


def test_a_table_may_call_a_dwelling_by_its_id_its_door_and_room_or_the_room_alone() -> None:
    for names in (["a1", "b2"], ["1-101", "1-102"], ["101", "102"]):
        assert homes_named([FIRST, SECOND], names) == dict(zip(names, [FIRST, SECOND], strict=True))


def test_a_room_alone_is_no_name_where_two_stairwells_have_it() -> None:
    assert homes_named([FIRST, ACROSS], ["1-101", "2-101"]) == {"1-101": FIRST, "2-101": ACROSS}
    with pytest.raises(Refusal, match="not of the same dwellings: 101、2-101"):
        homes_named([FIRST, ACROSS], ["101", "1-101"])


def test_a_table_that_leaves_one_out_names_a_stranger_or_names_one_twice_is_of_other_dwellings() -> None:
    for names, told in ((["101"], "1-102"), (["101", "102", "103"], "103"), (["101", "1-101", "102"], "")):
        with pytest.raises(Refusal, match=f"not of the same dwellings: {told}"):
            homes_named([FIRST, SECOND], names)


def test_what_is_signed_is_the_agreement_bit_for_bit_r055() -> None:
    refuse_other_file(AGREED, "", AGREED)
    refuse_other_file("", AGREED, AGREED)
    for chosen, same_as in ((OTHER, ""), ("", OTHER), (OTHER, AGREED)):
        with pytest.raises(Refusal, match="fingerprint is bbbb"):
            refuse_other_file(chosen, same_as, AGREED)
    with pytest.raises(Refusal, match="not said which file"):
        refuse_other_file("", "", AGREED)
