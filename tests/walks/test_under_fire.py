"""Two thousand households vote at once while the house is killed a dozen times: no answer is lost, none counts twice."""

from pathlib import Path

import pytest

from benchmarks.ballots.fire import Fire, faults, vote_under_fire

BALLOTS, KILLS, SEED = 2000, 12, 20260301


@pytest.mark.slow
def test_every_acknowledged_ballot_is_in_the_tally_exactly_once(
    store: dict[str, str], tmp_path: Path
) -> None:
    env = {**store, "DJANGO_SETTINGS_MODULE": "sanxin.config.settings", "SANXIN_MODE": "test"}
    fire, audit = vote_under_fire(env, tmp_path, ballots=BALLOTS, kills=KILLS, seed=SEED)
    assert (len(fire.acknowledged), fire.kills) == (BALLOTS, KILLS)
    assert fire.retries > 0
    assert audit["roll"] == BALLOTS
    assert faults(fire, audit) == []


def test_the_check_sees_what_is_lost_doubled_or_broken() -> None:
    fire = Fire(acknowledged={"a": "for", "b": "against"})
    whole = {
        "standing": {"a": "for", "b": "against"}, "recorded": {"a": "for", "b": "against"}, "records": 2,
        "keys": ["1", "2"], "in_favour": 1, "first_break": None, "triggers_missing": [],
    }  # fmt: skip
    assert faults(fire, whole) == []
    for wrong in (
        {"standing": {"a": "for"}}, {"recorded": {"a": "for"}}, {"records": 3}, {"keys": ["1", "1"]},
        {"in_favour": 2}, {"first_break": 7}, {"triggers_missing": ["leaf_no_update"]},
    ):  # fmt: skip
        assert len(faults(fire, {**whole, **wrong})) == 1
