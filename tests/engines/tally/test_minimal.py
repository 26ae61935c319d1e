"""What the proof of the smallest change says can be had, against trying every choice."""

from itertools import combinations
from random import Random

import pytest

from sanxin.engines.tally.check import check_count
from sanxin.engines.tally.check.minimal import Vector, can
from sanxin.engines.tally.solve import outcome
from sanxin.engines.tally.solve.cover import both
from tests.engines.tally.rolls import drawn


def by_trying(gains: dict[str, Vector], count: int, need: Vector) -> bool:
    return any(
        all(sum(gains[each][axis] for each in chosen) >= least for axis, least in enumerate(need))
        for number in range(count + 1)
        for chosen in combinations(gains, number)
    )


@pytest.mark.parametrize(
    ("pairs", "count", "need", "answer"),
    [
        # No weighing of the two sums lets one of them do.
        ([(10, 0), (0, 10)], 1, (6, 6), False),
        # By weight both would do; no whole choice does.
        ([(10, 0), (0, 10), (4, 4)], 1, (5, 5), False),
        ([(10, 0), (0, 10), (5, 5)], 1, (5, 5), True),
        ([(10, 0), (0, 10), (1, 1)], 2, (10, 10), True),
    ],
)
def test_where_two_sums_pull_apart_the_search_decides(
    pairs: list[Vector], count: int, need: Vector, answer: bool
) -> None:
    gains = {f"h{place}": pair for place, pair in enumerate(pairs)}
    assert can(gains, sorted(gains), count, need, dict.fromkeys(gains, "same")) is answer
    assert by_trying(gains, count, need) is answer


@pytest.mark.parametrize("seed", range(200))
def test_can_says_what_trying_every_choice_says(seed: int) -> None:
    draw = Random(seed)
    gains = {f"h{place}": (draw.randrange(9), draw.randrange(9)) for place in range(draw.randrange(1, 9))}
    count, need = draw.randrange(len(gains) + 1), (draw.randrange(25), draw.randrange(25))
    assert can(gains, sorted(gains), count, need, dict.fromkeys(gains, "same")) is by_trying(
        gains, count, need
    )


def test_two_sums_that_no_weighing_lets_one_choice_reach_are_given_up_at_once() -> None:
    assert both([(10, 0), (0, 10)], 1, 6, 6) is False
    assert both([(10, 0), (0, 10), (6, 6)], 1, 6, 6) is True


@pytest.mark.parametrize("seed", range(60))
def test_the_count_alone_stands_its_check(seed: int) -> None:
    problem = drawn(seed, 12)
    assert problem is None or check_count(problem, outcome(problem)) == ()
