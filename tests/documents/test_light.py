"""A window's day reads right: minutes, clock, cause; and the bar shows the same without colour."""

from typing import Any

import pytest

from sanxin.documents.light.day import Hours, WindowDay, days_of, hours_of, less
from sanxin.documents.light.story import building_names, light_story
from sanxin.documents.light.words import clock_words, length_words, span_words, window_sentence, window_words
from sanxin.journey.survey import Site

HOURS = Hours(480, 960, 5.25)


def window(
    before: list[list[float]], after: list[list[float]], shades: dict[str, list[list[float]]]
) -> dict[str, Any]:
    def total(lit: list[list[float]]) -> float:
        return sum(end - start for start, end in lit)

    return {
        "id": "W1", "stairwell": "9", "dwelling": "9-101", "habitable": True, "assumed": False, "flips": [],
        "before": before, "after": after, "before_min": total(before), "after_min": total(after),
        "shades": [{"prism": prism, "intervals": hidden} for prism, hidden in shades.items()],
    }  # fmt: skip


def day(*given: Any) -> WindowDay:
    return days_of({"windows": [window(*given)], "sunlight": {"problem": {"windows": []}}})[0]


def test_a_sentence_says_before_after_how_much_when_and_by_what() -> None:
    told = day(
        [[500, 812]], [[500, 670], [677, 812]], {"shaft:12": [[669, 678]], "building:B1": [[480, 500]]}
    )
    assert window_sentence(told, "您家朝南的窗", HOURS, "zh") == (
        "您家朝南的窗：现在 5 小时 12 分，建成后 5 小时 5 分，少 7 分钟，大约 11:19，被 12 号门的井道挡住。"
    )
    assert window_sentence(told, "Your south window", HOURS, "en") == (
        "Your south window: 5 h 12 min before, 5 h 5 min after, 7 min less, around 11:19 because of the shaft of No. 12."
    )


def test_a_window_without_sun_or_without_loss_says_so() -> None:
    assert "照不到太阳" in window_sentence(day([], [], {}), "窗", HOURS, "zh")
    assert "the same after" in window_sentence(day([[500, 600]], [[500, 600]], {}), "window", HOURS, "en")


def test_light_lost_is_what_was_lit_and_is_no_more_but_for_slivers() -> None:
    assert less([(0, 10), (20, 30)], [(2, 4), (4.01, 30)]) == [(0, 2)]
    assert less([(0, 10)], []) == [(0, 10)]


def test_times_read_as_the_clock_on_the_wall_shows_them() -> None:
    assert clock_words(480, HOURS) == "8:05"
    assert clock_words(480, Hours(480, 960, None)) == "8:00"
    assert span_words((600, 630), HOURS, "en") == "10:05–10:35"
    assert [length_words(it, "zh") for it in (0, 60, 61)] == ["0 分钟", "1 小时", "1 小时 1 分"]


def test_every_window_of_the_example_is_told_and_its_figures_agree(
    jinniu: tuple[Site, dict[str, Any]],
) -> None:
    site, outcome = jinniu
    story = light_story(outcome, building_names(site), "zh")
    assert story is not None
    days = {one.id: one for one in days_of(outcome)}
    assert {one.id for one in story.windows} == {one["id"] for one in outcome["windows"]}
    for one in story.windows:
        lost = sum(taken.end_min - taken.start_min for taken in days[one.id].taken)
        assert lost == pytest.approx(days[one.id].lost_min, abs=5.5)  # spells too short to count
        assert ("被" in one.sentence) == any(taken.by for taken in days[one.id].taken)
        assert one.bar.startswith("<svg")
        assert "style=" not in one.bar


def test_a_stretch_lost_is_hatched_and_labelled_not_only_coloured(
    jinniu: tuple[Site, dict[str, Any]],
) -> None:
    outcome = jinniu[1]
    worst = max(outcome["windows"], key=lambda one: float(one["lost_min"]))
    story = light_story({**outcome, "windows": [worst]}, {}, "en")
    assert story is not None
    (shown,) = story.windows
    assert 'fill="url(#light-1-taken)"' in shown.bar
    assert "min less" in shown.bar
    assert "unverified" in story.rules[0]["cite"] or "reference" in story.rules[0]["cite"]


def test_windows_that_look_the_same_way_are_counted_along_the_wall() -> None:
    posed = [{"id": name, "azimuth_deg": 180.0, "at": [x, 0.0]} for name, x in (("W1", 9.0), ("W2", 2.0))]
    windows = [window([], [], {}), {**window([], [], {}), "id": "W2"}]
    days = days_of({"windows": windows, "sunlight": {"problem": {"windows": posed}}})
    assert [window_words(one, days, "zh") for one in days] == [
        "朝南的窗（从西往东第 2 扇）",
        "朝南的窗（从西往东第 1 扇）",
    ]
    assert window_words(days[1], days, "en") == "south window (number 1 from the west)"


@pytest.mark.parametrize("old", [{}, {"windows": None, "sunlight": None}])
def test_an_older_assessment_has_no_light_to_tell(old: dict[str, Any]) -> None:
    assert light_story(old, {}, "zh") is None


def test_hours_come_from_the_standard(jinniu: tuple[Site, dict[str, Any]]) -> None:
    assert hours_of(jinniu[1]).clock_less_solar_min == pytest.approx(5.25, abs=0.01)
