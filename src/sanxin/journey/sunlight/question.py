"""A site, a standard and the lifts to be added → the sunlight problem, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sanxin.engines.sunlight.problem import Prism, Problem, Window
from sanxin.foundation.shapes import ring
from sanxin.journey.sunlight.windows import SiteWindow, span_of, windows_of
from sanxin.journey.survey import Feature, Site
from sanxin.rulebook.sunlight import Choices, StandardRule

DIGITS = 6  # a micrometre: finer differences come from the projection, not from the survey
SHAFT = "shaft"


@dataclass(frozen=True, slots=True)
class Question:
    """The windows with what the site knows of them, and the problem with everything that will stand."""

    windows: tuple[SiteWindow, ...]
    problem: Problem
    added: tuple[str, ...]

    def before(self) -> Problem:
        """Give the problem as things stand today: without what is added."""
        if not self.added:
            return self.problem
        kept = tuple(prism for prism in self.problem.prisms if prism.id not in self.added)
        return replace(self.problem, prisms=kept)


def sunlight_question(
    site: Site, rule: StandardRule, choices: Choices, shafts: Sequence[Feature] = ()
) -> Question:
    """Ask for the sunlight of every window; shafts are those drawn on the site and those handed in.

    :raises NoSuchWall: if no wall of its building looks the way a window says
    :raises ProblemRefused: if the site cannot be reckoned, naming the thing at fault
    """
    windows = windows_of(site, choices)
    standing = (*site.of_kind("building"), *site.of_kind("mass"))
    shafts = (*site.of_kind(SHAFT), *shafts)
    problem = Problem(
        site.latitude_deg,
        rule.standard,
        tuple(_prism(each) for each in (*standing, *shafts)),
        tuple(_placed(each.window) for each in windows),
    )
    return Question(windows, problem, tuple(sorted(f"{SHAFT}:{each.id}" for each in shafts)))


def _prism(each: Feature) -> Prism:
    base_m, top_m = span_of(each)
    corners = ring(_rounded(corner) for corner in each.geometry)  # type: ignore[arg-type]
    return Prism(f"{each.kind}:{each.id}", corners, round(base_m, DIGITS), round(top_m, DIGITS))


def _placed(each: Window) -> Window:
    return Window(each.id, _rounded(each.at), each.sill_m, each.azimuth_deg, each.width_m)


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return (round(point[0], DIGITS) + 0.0, round(point[1], DIGITS) + 0.0)
