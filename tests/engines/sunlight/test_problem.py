"""A problem refuses nonsense and names the culprit; its JSON reads back as the same value."""

import json
from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest

from sanxin.engines.sunlight.problem import Effective, Prism, Problem, ProblemRefused, Window
from tests.engines.sunlight.worlds import GREAT_COLD, world

SQUARE = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
PRISM, WINDOW = Prism("p", SQUARE, 0.0, 9.0), Window("w", (4.0, 0.0), 0.9, 180.0)
GOOD = Problem(31.17, GREAT_COLD, (PRISM,), (WINDOW,))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"latitude_deg": 17.9}, "latitude_deg"),
        ({"latitude_deg": nan}, "latitude_deg"),
        ({"prisms": (PRISM, PRISM)}, "“p”"),
        ({"windows": (WINDOW, WINDOW)}, "“w”"),
        ({"windows": (replace(WINDOW, id=""),)}, "windows"),
        ({"prisms": (replace(PRISM, top_m=0.0),)}, "top"),
        ({"prisms": (replace(PRISM, base_m=nan),)}, "finite"),
        ({"prisms": (replace(PRISM, ring=SQUARE[::-1]),)}, "clockwise"),
        ({"prisms": (replace(PRISM, ring=SQUARE[:2]),)}, "three corners"),
        ({"windows": (replace(WINDOW, at=(inf, 0.0)),)}, "finite"),
        ({"windows": (replace(WINDOW, width_m=0.0),)}, "centimetre"),
        ({"standard": replace(GREAT_COLD, declination_deg=24.0)}, "declination"),
        ({"standard": replace(GREAT_COLD, start_min=960.0)}, "hours"),
        ({"standard": replace(GREAT_COLD, min_spell_min=-1.0)}, "out of range"),
        ({"standard": replace(GREAT_COLD, sweep_deg=90.0)}, "out of range"),
        ({"standard": replace(GREAT_COLD, least_min=nan)}, "out of range"),
        ({"standard": replace(GREAT_COLD, effective=(Effective(165, 195, 900, 540),))}, "hours"),
        ({"standard": replace(GREAT_COLD, effective=(Effective(195, 165, 540, 900),))}, "azimuths"),
    ],
)
def test_nonsense_is_refused_and_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ProblemRefused, match=named) as refusal:
        replace(GOOD, **changes)
    assert refusal.value.say("zh") != refusal.value.say("en")


@pytest.mark.parametrize("seed", range(20))
def test_a_problem_survives_its_own_json(seed: int) -> None:
    asked = world(seed)
    assert Problem.from_json(json.loads(json.dumps(asked.to_json()))) == asked


def test_json_that_does_not_fit_is_refused_by_path() -> None:
    written = GOOD.to_json()
    written["windows"][0]["sill_m"] = "low"
    with pytest.raises(ProblemRefused, match=r"problem.windows\[0\].sill_m"):
        Problem.from_json(written)
