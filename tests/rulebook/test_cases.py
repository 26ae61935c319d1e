"""Law cases: what each siting ordinance must answer, written beside it as data."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from sanxin.foundation.citation import Citation
from sanxin.rulebook.reader import NothingInForce, rules_in_force
from sanxin.rulebook.shelf import CASES, HERE
from sanxin.rulebook.siting import siting_rules

FILES = sorted(HERE.rglob(f"*{CASES}"))
EVERY_CASE = [(path, case) for path in FILES for case in yaml.safe_load(path.read_text("utf-8"))]


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


@pytest.mark.parametrize(
    ("path", "case"), EVERY_CASE, ids=lambda each: each.name if isinstance(each, Path) else None
)
def test_an_ordinance_answers_its_case(path: Path, case: dict[str, Any]) -> None:
    if case.get("nothing"):
        with pytest.raises(NothingInForce):
            answer(case)
        return
    least_m, citation = answer(case)
    assert least_m == case.get("least_m", case.get("clear_width_m"))
    assert citation.standing == case["standing"]
    assert citation.document.startswith(case.get("document", ""))


def test_every_case_file_stands_beside_its_ordinance() -> None:
    assert FILES
    assert all(path.with_name(path.name.replace(CASES, ".yaml")).is_file() for path in FILES)
