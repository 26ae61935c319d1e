"""The light of every window: as things stand, what each candidate alone would take, and what a plan takes together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sanxin.engines.siting.plan.problem import Option, PlanProblem
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Judged, Placement, Sited
from sanxin.engines.siting.things import Stairwell
from sanxin.engines.sunlight.problem import Prism
from sanxin.engines.sunlight.problem import Problem as LightProblem
from sanxin.engines.sunlight.result import Sunlit, WindowLight
from sanxin.engines.sunlight.solve import solve
from sanxin.engines.sunlight.solve.changed import losses, renew
from sanxin.journey.assess.shafts import owner_of, solids_of
from sanxin.journey.sunlight.question import Question, sunlight_question
from sanxin.journey.survey import Site
from sanxin.rulebook.sunlight import Choices, StandardRule

TENTHS = 10


@dataclass(frozen=True)
class Light:
    """The site's windows as things stand, ready to be asked what lifts would take."""

    siting: Problem
    rule: StandardRule
    question: Question
    today: Sunlit

    @property
    def problem(self) -> LightProblem:
        """Give the sunlight problem as things stand."""
        return self.question.problem

    def losses(self, sited: Sited) -> Mapping[str, Mapping[str, int]]:
        """Give what each candidate, built alone, takes: by option's key, then window, in tenths of a minute."""
        prisms: list[Prism] = []
        owners: dict[str, str] = {}
        for stairwell, judged in _with_stairwells(self.siting, sited):
            for candidate in judged.candidates:
                key = f"{judged.stairwell}/{candidate.placement.id}"
                solids = solids_of(self.siting, stairwell, candidate.placement, key)
                prisms.extend(solids)
                owners |= {solid.id: key for solid in solids}
        return losses(self.problem, prisms, owners).by_candidate if prisms else {}

    def with_lifts(self, placements: Mapping[str, Placement]) -> tuple[LightProblem, Sunlit]:
        """Give the problem and the answer with lifts at some stairwells, all of them together."""
        named = {each.id: each for each in self.siting.stairwells}
        added = [
            solid
            for stairwell, placement in placements.items()
            for solid in solids_of(self.siting, named[stairwell], placement, stairwell)
        ]
        after = replace(self.problem, prisms=(*self.problem.prisms, *added))
        return after, renew(self.problem, self.today, after).sunlit


def light_of(site: Site, siting: Problem, rule: StandardRule, choices: Choices) -> Light:
    """Reckon every window of a site as things stand.

    :raises NoSuchWall: if no wall of its building looks the way a window says
    :raises ProblemRefused: if the site cannot be reckoned, naming the thing at fault
    """
    question = sunlight_question(site, rule, choices)
    # Shafts drawn on the site are somebody's proposal: they do not stand yet.
    question = replace(question, problem=question.before())
    return Light(siting, rule, question, solve(question.problem))


def lost_tenths(before: WindowLight, after: WindowLight) -> int:
    """Give what a window loses, in tenths of a minute of the counted total, to the nearest."""
    return max(round((before.total_min - after.total_min) * TENTHS), 0)


def together(
    today: Sunlit, after: Sunlit, chosen: Mapping[str, Option]
) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Give for each window that loses light how much, and the options whose shafts hide its sun; by exact reckoning."""
    found = {}
    for before, now in zip(today.windows, after.windows, strict=True):
        if tenths := lost_tenths(before, now):
            owners = {owner_of(shade.prism).partition(":")[2] for shade in now.shades}
            keys = tuple(sorted(chosen[owner].key for owner in owners if owner in chosen))
            found[now.id] = tenths, keys
    return found


def modelled(asked: PlanProblem, chosen: Sequence[Option]) -> dict[str, int]:
    """Give what the planning problem thinks each window loses under some options: what it must not underrate."""
    lost: dict[str, int] = {}
    for option in chosen:
        for window, tenths in option.losses:
            lost[window] = max(lost.get(window, 0), tenths)
    keys = {option.key for option in chosen}
    for cut in asked.cuts:
        if keys.issuperset(cut.options):
            lost[cut.window] = max(lost.get(cut.window, 0), cut.tenths)
    return lost


def _with_stairwells(siting: Problem, sited: Sited) -> Iterator[tuple[Stairwell, Judged]]:
    named = {each.id: each for each in siting.stairwells}
    for judged in sited.stairwells:
        if isinstance(judged, Judged):
            yield named[judged.stairwell], judged
