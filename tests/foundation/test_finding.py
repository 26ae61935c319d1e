"""A finding is data, and reads well in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from sanxin.foundation.citation import Citation, Standing
from sanxin.foundation.finding import Sentence, Term, Words

NEAR = Sentence("near", "距{line} {id} 仅 {measured:.2f} 米", "Only {measured:.2f} m from {line} {id}")
GAS = Term("gas_low", "低压燃气管", "low-pressure gas pipe")
CODE = Citation("GB 50289-2016", "4.1.9", Standing.UNVERIFIED, date(2026, 11, 22))


def test_a_because_says_itself_in_both_languages_with_the_words_of_each() -> None:
    because = NEAR.because(CODE, line=GAS, id="P12", measured=0.314)
    assert because.say("zh") == "距低压燃气管 P12 仅 0.31 米"
    assert because.say("en") == "Only 0.31 m from low-pressure gas pipe P12"


def test_a_because_is_written_with_its_code_figures_citation_and_standing() -> None:
    written = NEAR.because(CODE, line=GAS, id="P12", measured=0.314).to_json()
    assert written["code"] == "near"
    assert written["params"] == {"line": "gas_low", "id": "P12", "measured": 0.314}
    assert written["standing"] == "unverified"
    assert written["citation"] == {
        "document": "GB 50289-2016", "clause": "4.1.9", "standing": "unverified", "checked_on": "2026-11-22",
    }  # fmt: skip


def test_words_and_exact_numbers_are_written_as_text() -> None:
    sentence = Sentence("s", "{a}{b}", "{a}{b}")
    assert sentence.because(a=Words("甲", "one"), b=Decimal("1.50")).to_json()["params"] == {
        "a": "甲",
        "b": "1.50",
    }


def test_a_figure_missing_or_one_too_many_is_a_defect() -> None:
    with pytest.raises(ValueError, match="near needs"):
        NEAR.because(line=GAS, id="P12")
    with pytest.raises(ValueError, match="near needs"):
        NEAR.because(line=GAS, id="P12", measured=1.0, extra=1)


def test_two_languages_that_name_different_figures_are_a_defect() -> None:
    with pytest.raises(ValueError, match="different figures"):
        Sentence("odd", "{a}", "{b}")


@pytest.mark.parametrize("standing", list(Standing))
def test_every_standing_is_said_in_both_languages(standing: Standing) -> None:
    assert standing.zh
    assert standing.en


def test_what_is_unverified_says_so_to_its_reader() -> None:
    assert Standing.UNVERIFIED.en == "for reference, confirm with the housing bureau"
