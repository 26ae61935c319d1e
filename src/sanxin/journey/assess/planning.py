"""Plan, reckon the joint light exactly, cut, and plan again, until the plan's light is what the sun says it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sanxin.engines.siting.plan.problem import Cut, Option, PlanProblem, WindowLimit
from sanxin.engines.siting.plan.question import plan_problem
from sanxin.engines.siting.plan.result import Planned
from sanxin.engines.siting.plan.solve import solve
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Judged, Placement, Sited
from sanxin.engines.sunlight.problem import Problem as LightProblem
from sanxin.engines.sunlight.result import Sunlit
from sanxin.journey.assess.light import Light, modelled, together

MOST_ROUNDS = 60


@dataclass(frozen=True)
class Plan:
    """What each candidate takes of the light; the planner's last question and answer; the light with its lifts.

    ``rounds`` is how often it was asked. Where the rounds ran out before the light agreed, the answer is
    no longer called optimal.
    """

    sited: Sited
    losses: Mapping[str, Mapping[str, int]]
    asked: PlanProblem
    planned: Planned
    placements: Mapping[str, Placement]
    light: tuple[LightProblem, Sunlit] | None
    rounds: int


def plan_site(
    problem: Problem, sited: Sited, light: Light | None, *, limits: Sequence[WindowLimit] = (),
    budget_yuan: int | None = None,
) -> Plan:  # fmt: skip
    """Plan a site that was judged; without light, by cost alone.

    :raises ProblemRefused: if a limit names no window or less than nothing
    """
    losses = light.losses(sited) if light else {}
    places = {
        f"{each.stairwell}/{one.placement.id}": one.placement
        for each in sited.stairwells
        if isinstance(each, Judged)
        for one in each.candidates
    }
    asked = plan_problem(problem, sited, losses, limits=limits, budget_yuan=budget_yuan)
    options = {option.key: option for option in asked.options}
    for rounds in range(1, MOST_ROUNDS + 1):
        planned = solve(asked)
        chosen = {each.stairwell: options[f"{each.stairwell}/{each.option}"] for each in planned.choices}
        placements = {stairwell: places[option.key] for stairwell, option in chosen.items()}
        if light is None:
            return Plan(sited, losses, asked, planned, placements, None, rounds)
        reckoned = light.with_lifts(placements)
        cuts = _cuts(asked, chosen, light.today, reckoned[1])
        if not cuts:
            return Plan(sited, losses, asked, planned, placements, reckoned, rounds)
        asked = replace(asked, cuts=(*asked.cuts, *cuts))
    return Plan(sited, losses, asked, replace(planned, status="feasible"), placements, reckoned, rounds)


def _cuts(asked: PlanProblem, chosen: Mapping[str, Option], today: Sunlit, after: Sunlit) -> list[Cut]:
    """Where the planner thought a window loses less than it does, tell it what these options take together."""
    thought = modelled(asked, list(chosen.values()))
    return [
        Cut(window, keys, tenths)
        for window, (tenths, keys) in together(today, after, chosen).items()
        if tenths > thought.get(window, 0)
    ]
