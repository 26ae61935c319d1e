"""A refusal says what, where, why and what to do."""

from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Fault, InputRefused, Refusal

FAULT = Fault(
    "dwelling.room", "名册.xlsx", Words("第 7 行", "row 7"), Words("空", "nothing"), Words("室号", "a room"),
    Words("请补写。", "Fill it in."),
)  # fmt: skip


def test_a_fault_reads_as_one_sentence_with_all_five_parts() -> None:
    assert FAULT.say("zh") == "名册.xlsx，第 7 行：现为空，应为室号。请补写。"
    assert FAULT.say("en") == "名册.xlsx, row 7: found nothing, expected a room. Fill it in."


def test_a_fault_is_written_with_both_sentences() -> None:
    written = FAULT.to_json()
    assert (written["code"], written["found"], written["zh"]) == ("dwelling.room", "空", FAULT.say("zh"))


def test_input_that_is_refused_tells_every_fault() -> None:
    refused = InputRefused([FAULT, FAULT])
    assert len(refused.faults) == 2
    assert str(refused).count("row 7") == 2


def test_a_refusal_keeps_its_reason_as_data() -> None:
    refusal = Refusal(Sentence("no", "不行：{why}", "No: {why}").because(why=3))
    assert refusal.because.code == "no"
    assert (refusal.say("zh"), str(refusal)) == ("不行：3", "No: 3")
