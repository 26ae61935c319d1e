"""Stairwells that share nothing are planned apart: parts, feeders, exclusions and windows tie them together."""

from collections.abc import Iterable, Iterator

from sanxin.engines.siting.plan.problem import PlanProblem


def components(problem: PlanProblem) -> list[tuple[str, ...]]:
    """Split the stairwells into groups that share nothing, each sorted, the groups by their first."""
    leader = {stairwell: stairwell for stairwell in problem.stairwells}

    def find(stairwell: str) -> str:
        while leader[stairwell] != stairwell:
            leader[stairwell] = leader[leader[stairwell]]
            stairwell = leader[stairwell]
        return stairwell

    for tied in _ties(problem):
        first, *others = tied
        for other in others:
            one, two = sorted((find(first), find(other)))
            leader[two] = one
    groups: dict[str, list[str]] = {}
    for stairwell in sorted(problem.stairwells):
        groups.setdefault(find(stairwell), []).append(stairwell)
    return sorted(tuple(group) for group in groups.values())


def _ties(problem: PlanProblem) -> Iterator[Iterable[str]]:
    shared: dict[tuple[str, ...], list[str]] = {}
    for option in problem.options:
        for use in (use for need in option.needs for use in need):
            for part in use.parts:
                shared.setdefault(("part", use.measure, part), []).append(option.stairwell)
        for window, _ in option.losses:
            shared.setdefault(("window", window), []).append(option.stairwell)
    stairwell_of = {option.key: option.stairwell for option in problem.options}
    for cut in problem.cuts:
        shared.setdefault(("window", cut.window), []).extend(stairwell_of[key] for key in cut.options)
    yield from shared.values()
    yield from (feeder.stairwells for feeder in problem.feeders if feeder.stairwells)
    for each in problem.exclusions:
        yield stairwell_of[each.one], stairwell_of[each.other]
