"""Leaves commit to their place, and hide what they commit to."""

import pytest

from sanxin.record.leaf import FIRST, Leaf, commitment

SALT = bytes(range(32))


def test_a_commitment_changes_with_salt_and_record() -> None:
    told = {"verb": "visited", "dwelling": "402"}
    assert commitment(SALT, told) == commitment(SALT, dict(reversed(told.items())))
    assert commitment(SALT, told) != commitment(bytes(32), told)
    assert commitment(SALT, told) != commitment(SALT, {**told, "dwelling": "401"})


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(b"short", {})


def test_a_leaf_commits_stream_place_and_what_came_before() -> None:
    leaf = Leaf("project/x", 0, FIRST, "aa")
    others = [
        Leaf("project/y", 0, FIRST, "aa"), Leaf("project/x", 1, FIRST, "aa"),
        Leaf("project/x", 0, "bb", "aa"), Leaf("project/x", 0, FIRST, "ab"),
    ]  # fmt: skip
    assert len({leaf.hash, *(other.hash for other in others)}) == 5
