"""The gates of the walk."""

from sanxin.journey.stages import GATES, STAGES, missing_proofs


def test_every_gate_leads_from_a_stage_to_the_next() -> None:
    order = list(STAGES)
    assert all(order.index(to) == order.index(stage) + 1 for stage, to in GATES)


def test_a_gate_names_what_is_missing() -> None:
    assert missing_proofs("survey", "assess", frozenset()) == ("compound.import",)
    assert missing_proofs("survey", "assess", frozenset({"compound.import"})) == ()
    assert missing_proofs("survey", "build", frozenset()) is None
