"""Every actor has a name for the record."""

from sanxin.foundation.actor import Helper, Household, Public, Staff, System


def test_the_record_can_tell_all_actors_apart() -> None:
    refs = [
        Staff("a1").ref, Household("d1", "t1").ref, Helper("a1", "d1").ref, System("cli").ref, Public().ref,
    ]  # fmt: skip
    assert refs == ["staff:a1", "household:d1/t1", "helper:a1/d1", "system:cli", "public"]
