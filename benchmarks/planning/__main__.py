"""The planner beside HiGHS and beside planning by hand, in one run: ``make bench-planning``.

Each stairwell has twenty measures, all shared with its neighbours, and a part of a transformer. HiGHS gets the same model, split
into the same groups, one thread as ours has, the same aims in turn, and ``--seconds`` for each search; ours is bounded by ``--effort``,
a count of work. Without ``--peer`` HiGHS is left out. Ends with 1 if two proven answers differ, or if ours is the poorer one.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.planning.greedy import by_hand
from benchmarks.planning.milp import programme_of
from benchmarks.planning.questions import town
from sanxin.engines.siting.plan.check import check
from sanxin.engines.siting.plan.problem import PlanProblem
from sanxin.engines.siting.plan.solve import frontier, solve
from sanxin.engines.siting.plan.solve.components import components
from sanxin.intake.site_folder import read_site
from sanxin.journey.assess import assess
from sanxin.rulebook.reader import rules_in_force

SEED = 7
AIMS = ("served", "yuan", "light")
HIGHS = Path(__file__).parent / "highs.py"
Aim = tuple[int, int] | None  # value and bound; None: nothing was found


@dataclass(frozen=True)
class Answer:
    """What somebody found, aim by aim, and how long it took."""

    who: str
    seconds: float
    aims: tuple[Aim, ...]

    def __str__(self) -> str:
        told = (
            f"{name} {aim[0]:,}{_gap(aim)}" if aim else f"{name} none found"
            for name, aim in zip(AIMS, self.aims, strict=True)
        )
        return f"  {self.who:28} {self.seconds:8.2f} s  {', '.join(told)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stairwells", type=int, nargs="+", default=[100, 400])
    parser.add_argument(
        "--effort", type=float, default=60.0, help="deterministic seconds a search of ours may take"
    )
    parser.add_argument("--seconds", type=float, default=180.0, help="seconds a search of HiGHS may take")
    parser.add_argument("--peer", help="a Python that has highspy")
    chosen = parser.parse_args()
    jinniu()
    agreed = [
        beside(town(stairwells, SEED, chosen.effort), chosen.peer, chosen.seconds)
        for stairwells in chosen.stairwells
    ]
    return 0 if all(agreed) else 1


def jinniu() -> None:
    """Time the plan of the example to proven optimality, its light and its frontier of budgets apart."""
    day = date(2022, 3, 1)
    start = perf_counter()
    found = assess(read_site(ROOT / "examples/jinniu").site, rules_in_force("cn/shanghai", day), day)
    whole = perf_counter() - start
    start = perf_counter()
    planned = solve(found.plan.asked)
    alone = perf_counter() - start
    start = perf_counter()
    steps = frontier(found.plan.asked)
    print(
        f"Jinniu: {len(planned.choices)} of {len(found.sited.stairwells)} served, {planned.status}, {planned.cost_yuan:,} yuan; "
        f"planned in {alone:.2f} s, {len(steps)} budgets in {perf_counter() - start:.2f} s, all of the assessment {whole:.2f} s",
        flush=True,
    )


def beside(problem: PlanProblem, peer: str | None, seconds: float) -> bool:
    """Print one question's answers; tell whether none contradicts ours."""
    groups = components(problem)
    print(
        f"\n{len(problem.stairwells)} stairwells, {len(problem.options):,} placements, {len(groups)} groups",
        flush=True,
    )
    mine = ours(problem)
    print(mine, flush=True)
    start = perf_counter()
    served, yuan = by_hand(problem)
    hand = Answer(
        "by hand, stairwell by stairwell", perf_counter() - start, ((served, served), (yuan, yuan), None)
    )
    print(f"  {hand.who:28} {hand.seconds:8.2f} s  served {served:,}, yuan {yuan:,}")
    print(f"  {saved(mine, hand)}", flush=True)
    if peer is None:
        return True
    theirs = highs(problem, groups, peer, seconds)
    print(theirs)
    wrong = contradictions(mine, theirs)
    done = all(aim is not None and aim[0] == aim[1] for aim in theirs.aims)
    print(
        f"  HiGHS takes {'' if done else 'at least '}{theirs.seconds / mine.seconds:.1f} × our time; {wrong or 'every proven figure is the same'}",
        flush=True,
    )
    return not wrong


def ours(problem: PlanProblem) -> Answer:
    """Plan, and have the plan checked."""
    start = perf_counter()
    found = solve(problem)
    seconds = perf_counter() - start
    faults = check(problem, found)
    assert not faults, [fault.say("en") for fault in faults]
    aims = (
        (len(found.choices), found.served_bound),
        (found.cost_yuan, found.bound_yuan),
        (found.light_tenths, found.light_bound_tenths),
    )
    return Answer("ours (CP-SAT, one worker)", seconds, aims)


def highs(problem: PlanProblem, groups: list[tuple[str, ...]], peer: str, seconds: float) -> Answer:
    """Give HiGHS the same groups, in a process of its own."""
    programmes = [programme_of(problem, group).to_json() for group in groups]
    run = subprocess.run(
        [peer, str(HIGHS)], input=json.dumps({"seconds": seconds, "programmes": programmes}),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(run.stdout.splitlines()[-1])
    return Answer(f"HiGHS {told['version']}, one thread", told["seconds"], added(told["found"]))


def added(found: list[list[list[float] | None]]) -> tuple[Aim, ...]:
    """Add up the groups' aims; an aim that one of them did not reach has no sum. Served was minimised as a loss."""
    sums: list[Aim] = []
    for number in range(len(AIMS)):
        aims = [group[number] for group in found if len(group) > number]
        whole = [aim for aim in aims if aim is not None]
        fit = len(whole) == len(found)
        sums.append((int(sum(aim[0] for aim in whole)), int(sum(aim[1] for aim in whole))) if fit else None)
    served = sums[0]
    return ((-served[0], -served[1]) if served else None, *sums[1:])


def saved(mine: Answer, hand: Answer) -> str:
    """Say what planning together saves over planning one by one."""
    (served, _), (yuan, _) = mine.aims[0], mine.aims[1]  # type: ignore[misc]
    (by_hand_served, _), (by_hand_yuan, _) = hand.aims[0], hand.aims[1]  # type: ignore[misc]
    if served != by_hand_served:
        return f"ours serves {served - by_hand_served} stairwells more"
    return f"ours costs {by_hand_yuan - yuan:,} yuan less ({(by_hand_yuan - yuan) / by_hand_yuan:.2%})"


def contradictions(mine: Answer, theirs: Answer) -> str:
    """Name the first aim in which one answer is better than what the other holds possible; later aims then mean nothing."""
    for name, one, other, sign in zip(AIMS, mine.aims, theirs.aims, (-1, 1, 1), strict=True):
        if one is None or other is None:
            return ""
        if sign * (other[0] - one[1]) < 0 or sign * (one[0] - other[1]) < 0:
            return f"{name} DIFFERS: {one} and {other}"
        if one[0] != other[0]:
            return ""
    return ""


def _gap(aim: tuple[int, int]) -> str:
    value, bound = aim
    return (
        " (proven)"
        if value == bound
        else f" (bound {bound:,}, gap {abs(value - bound) / max(abs(value), 1):.2%})"
    )


if __name__ == "__main__":
    sys.exit(main())
