"""Planning questions made by hand and by chance."""

import random

from sanxin.engines.siting.plan.problem import (
    Cut,
    Exclusion,
    Feeder,
    Measure,
    Option,
    Part,
    PlanProblem,
    Size,
    Use,
    WindowLimit,
)

POLE = Measure("move_pole:PL", (Part("whole", 30_000),))
PIPE = Measure("relocate:P", (Part("0–4", 4_000), Part("4–6", 2_000), Part("6–9", 3_000)))


def option(stairwell: str, ident: str = "a", cost: int = 500_000, *uses: Use, **more: object) -> Option:
    needs = tuple((use,) for use in uses)
    return Option(ident, stairwell, cost, needs=needs, **more)  # type: ignore[arg-type]


def whole(measure: Measure) -> Use:
    return Use(measure.id, tuple(part.id for part in measure.parts))


def by_chance(seed: int) -> PlanProblem:
    """Make a small question with everything in it, small enough to try every combination."""
    chance = random.Random(seed)
    stairwells = tuple(str(number) for number in range(1, chance.randint(2, 5)))
    measures = tuple(
        Measure(
            f"m{number}",
            tuple(Part(f"p{part}", chance.randint(0, 9)) for part in range(chance.randint(1, 3))),
        )
        for number in range(chance.randint(1, 4))
    )
    options = tuple(
        _option(chance, stairwell, ident, measures)
        for stairwell in stairwells
        for ident in "abc"[: chance.randint(1, 3)]
    )
    keys = [one.key for one in options]
    pairs = {tuple(sorted(chance.sample(keys, 2))) for _ in range(chance.randint(0, 3)) if len(keys) > 1}
    of = {one.key: one.stairwell for one in options}
    cuts = [
        Cut(f"w{chance.randint(0, 2)}", tuple(sorted(pair)), chance.randint(0, 90))
        for pair in (chance.sample(keys, 2) for _ in range(chance.randint(0, 2)) if len(keys) > 1)
    ]
    return PlanProblem(
        stairwells, options, measures,
        (_feeder(chance, stairwells),) if chance.random() < 0.6 else (),
        tuple(Exclusion(one, other, "fire_lane") for one, other in sorted(pairs) if of[one] != of[other]),
        tuple(cut for cut in cuts if len({of[key] for key in cut.options}) == 2),
        tuple(WindowLimit(f"w{number}", chance.randint(0, 60)) for number in range(2) if chance.random() < 0.3),
        chance.randint(0, 60) if chance.random() < 0.3 else None,
    )  # fmt: skip


def _option(chance: random.Random, stairwell: str, ident: str, measures: tuple[Measure, ...]) -> Option:
    needs = tuple(
        tuple(_use(chance, chance.choice(measures)) for _ in range(1 if chance.random() < 0.9 else 0))
        for _ in range(chance.randint(0, 2))
    )
    losses = {f"w{chance.randint(0, 2)}": chance.randint(0, 50) for _ in range(chance.randint(0, 2))}
    power = chance.choice((0, 10_000, 15_000))
    return Option(ident, stairwell, chance.randint(0, 20), power, needs, tuple(sorted(losses.items())))


def _use(chance: random.Random, measure: Measure) -> Use:
    parts = chance.sample([part.id for part in measure.parts], chance.randint(1, len(measure.parts)))
    return Use(measure.id, tuple(sorted(parts)), chance.choice((0, 0, 5)))


def _feeder(chance: random.Random, stairwells: tuple[str, ...]) -> Feeder:
    sizes = [Size(100.0, 0), *(Size(float(rated), chance.randint(1, 9)) for rated in (125, 160))]
    return Feeder(
        "enlarge:T",
        stairwells,
        chance.uniform(50, 100),
        0.8,
        0.85,
        (1.0, 0.85),
        tuple(sizes[: chance.randint(1, 3)]),
    )
