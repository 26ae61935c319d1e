"""Sealed bytes open only with their key, in their context."""

import pytest

from sanxin.record.sealing import Unreadable, house_key, keyed_digest, new_key, seal, unseal


def test_what_is_sealed_opens_again() -> None:
    key = new_key()
    assert unseal(key, seal(key, "王秀英".encode(), "party:1"), "party:1").decode() == "王秀英"


def test_another_key_another_context_or_a_touched_byte_does_not_open() -> None:
    key = new_key()
    sealed = seal(key, b"13800000000", "party:1")
    for wrong in [
        (new_key(), sealed, "party:1"),
        (key, sealed, "party:2"),
        (key, sealed[:-1] + b"\x00", "party:1"),
    ]:
        with pytest.raises(Unreadable):
            unseal(*wrong)
    with pytest.raises(Unreadable, match="format"):
        unseal(key, b"\x09" + sealed[1:], "party:1")


def test_keys_differ_by_purpose_and_secret() -> None:
    assert house_key("s", "a") == house_key("s", "a")
    assert len({house_key("s", "a"), house_key("s", "b"), house_key("t", "a")}) == 3
    assert keyed_digest(house_key("s", "a"), "x") != keyed_digest(house_key("s", "b"), "x")
