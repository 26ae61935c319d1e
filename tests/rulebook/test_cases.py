"""Law cases: what each ordinance must answer, written beside it as data."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from sanxin.foundation.citation import Citation
from sanxin.rulebook.reader import InForce, NothingInForce, rules_in_force
from sanxin.rulebook.shelf import CASES, HERE, ordinances
from sanxin.rulebook.siting import siting_rules

FILES = sorted(HERE.rglob(f"*{CASES}"))
EVERY_CASE = [(path, case) for path in FILES for case in yaml.safe_load(path.read_text("utf-8"))]
SITING = [(path, case) for path, case in EVERY_CASE if "ordinance" not in case]
OTHERS = [(path, case) for path, case in EVERY_CASE if "ordinance" in case]


def named(each: object) -> str | None:
    return each.name if isinstance(each, Path) else None


def answer(case: dict[str, Any]) -> tuple[float | None, Citation]:
    limits = siting_rules(rules_in_force(case["place"], case["day"])).limits
    if "utility" in case:
        clearance = limits.clearance(case["utility"])
        assert clearance
        return clearance.least_m(case["size"]), clearance.citation
    if "voltage_kv" in case:
        return limits.overhead.least_m(case["voltage_kv"]), limits.overhead.citation
    if "ratings" in case:
        return limits.separation_m(*case["ratings"]), limits.separation_citation
    return limits.lane_clear_m.value, limits.lane_clear_m.citation


@pytest.mark.parametrize(("path", "case"), SITING, ids=named)
def test_a_siting_ordinance_answers_its_case(path: Path, case: dict[str, Any]) -> None:
    if case.get("nothing"):
        with pytest.raises(NothingInForce):
            answer(case)
        return
    least_m, citation = answer(case)
    assert least_m == case.get("least_m", case.get("clear_width_m"))
    assert citation.standing == case["standing"]
    assert citation.document.startswith(case.get("document", ""))


@pytest.mark.parametrize(("path", "case"), OTHERS, ids=named)
def test_an_ordinance_says_on_its_day_what_its_case_says(path: Path, case: dict[str, Any]) -> None:
    held = found(case)
    assert (held.ordinance.place if held else None) == case["answered_by"]
    if held:
        assert held.version.citation.standing == case["standing"]
        values = held.version.values.value
        said = case.get("says", {})
        assert {key: values[key] for key in said} == said
        if "offers" in case:
            assert [each["id"] for each in values["schemes"]] == case["offers"]


def found(case: dict[str, Any]) -> InForce | None:
    try:
        return rules_in_force(case["place"], case["day"]).find(case["ordinance"])
    except NothingInForce:
        return None


def test_every_case_file_stands_beside_its_ordinance() -> None:
    assert FILES
    assert all(path.with_name(path.name.replace(CASES, ".yaml")).is_file() for path in FILES)


def test_every_ordinance_has_its_cases() -> None:
    without = [each.file for each in ordinances() if not (HERE / each.file.replace(".yaml", CASES)).is_file()]
    assert without == []


def test_a_value_that_is_not_known_says_why() -> None:
    for each in ordinances():
        for version in each.versions:
            if None in version.values.value.values():
                assert version.values.words("reason").zh, each.file
