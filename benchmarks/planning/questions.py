"""Planning questions of any size, drawn by a seed: what siting would ask of a large compound, at the rulebook's prices."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

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
from sanxin.engines.siting.prices import Works
from sanxin.engines.siting.problem import Scheme
from sanxin.rulebook.reader import rules_in_force
from sanxin.rulebook.siting import siting_rules

COLUMNS, BLOCK_ROWS, BLOCK_COLUMNS = 20, 4, 5
ALONG = ("water", "gas_low", "sewer", "telecom", "power_cable", "heat", "overhead")
ACROSS = ("storm", "telecom_duct", "water")
PLACES = 12
HOPELESS, EITHER, PAIRED, AGREED = 0.02, 0.1, 0.08, 0.01
Place = tuple[int, int]


@dataclass(frozen=True)
class Town:
    """A grid of stairwells: along each row run seven lines, along each column three; the rest stands between neighbours."""

    chance: random.Random
    rows: int
    works: Works
    schemes: tuple[Scheme, ...]

    def places(self) -> Iterator[Place]:
        return ((row, column) for row in range(self.rows) for column in range(COLUMNS))

    def lines(self) -> Iterator[Measure]:
        """Give every line with a part a stairwell it passes, of three to nine metres."""
        runs = [(kind, f"r{row}", COLUMNS) for row in range(self.rows) for kind in ALONG]
        runs += [(kind, f"c{column}", self.rows) for column in range(COLUMNS) for kind in ACROSS]
        for kind, where, pieces in runs:
            prices = [self.works.line_yuan(kind, self.chance.uniform(3, 9)) for _ in range(pieces)]
            yield Measure(f"relocate:{kind}-{where}", parts(prices))

    def things(self) -> Iterator[Measure]:
        """Give the poles, trees, greens and sheds: one of each a stairwell, in reach of its neighbours as well."""
        works = self.works
        for row, column in self.places():
            at = f"{row}.{column}"
            parties = self.chance.randint(1, 12)
            yield Measure(f"move_pole:{at}", parts([works.pole_yuan + parties * works.pole_owner_yuan]))
            yield Measure(f"move_tree:{at}", parts([works.tree_yuan]))
            yield Measure(f"release_green:{at}", ())
            yield Measure(f"remove_shed:{at}", parts([works.shed_yuan_m2 * self.chance.randint(4, 30)]))

    def pool(self, row: int, column: int) -> list[Use]:
        """Give what can stand in the way at one stairwell: twenty measures, every one of them shared with others."""
        right, down = (column + 1) % COLUMNS, (row + 1) % self.rows
        along = [Use(f"relocate:{kind}-r{row}", self._near(column, COLUMNS)) for kind in ALONG]
        across = [Use(f"relocate:{kind}-c{column}", self._near(row, self.rows)) for kind in ACROSS]
        near = [f"{row}.{column}", f"{row}.{right}", f"{down}.{column}", f"{down}.{right}"]
        poles = [Use(f"move_pole:{at}", ("0",)) for at in near]
        trees = [Use(f"move_tree:{at}", ("0",)) for at in near[:2]]
        sheds = [Use(f"remove_shed:{at}", ("0",)) for at in near[:2]]
        greens = [
            Use(f"release_green:{at}", (), self.works.green_yuan_m2 * self.chance.randint(2, 9))
            for at in near[:2]
        ]
        return [*along, *across, *poles, *trees, *sheds, *greens]

    def _near(self, place: int, pieces: int) -> tuple[str, ...]:
        low, high = (
            max(0, place - self.chance.randint(0, 1)),
            min(pieces - 1, place + self.chance.randint(0, 1)),
        )
        return tuple(str(piece) for piece in range(low, high + 1))

    def options(self, row: int, column: int) -> Iterator[Option]:
        """Give a stairwell's placements: the pool dealt out among them, three to six needs each, two on a special one."""
        pool, hopeless = self.pool(row, column), self.chance.random() < HOPELESS
        self.chance.shuffle(pool)
        for number in range(PLACES):
            scheme = self.schemes[number % len(self.schemes)]
            dealt = [pool[(2 * number) % len(pool)], pool[(2 * number + 1) % len(pool)]]
            more = 0 if scheme.special else self.chance.randint(1, 4)
            uses = [*dealt, *self.chance.sample([use for use in pool if use not in dealt], more)]
            needs = [(use,) for use in uses]
            if self.chance.random() < EITHER:
                needs = [(uses[0], uses[1]), *needs[2:]]
            yield Option(
                f"p{number}", f"{row}.{column}", scheme.price_yuan, round(scheme.power_kw * 1000),
                (*needs, ()) if hopeless else tuple(needs), self._losses(row, column),
            )  # fmt: skip

    def _losses(self, row: int, column: int) -> tuple[tuple[str, int], ...]:
        """A shaft shades four windows of its own stairwell and two of the next."""
        own = [f"{row}.{column}w{number}" for number in range(4)]
        next_ = [f"{row}.{(column + 1) % COLUMNS}w{number}" for number in range(2)]
        return tuple(sorted((window, self.chance.randint(0, 150)) for window in own + next_))

    def feeders(self) -> Iterator[Feeder]:
        """Give a transformer for every twenty stairwells, so loaded that most, not all, of them must grow."""
        rungs = [Size(rung.rated_kva, rung.yuan) for rung in self.works.rungs]
        for top in range(0, self.rows, BLOCK_ROWS):
            for left in range(0, COLUMNS, BLOCK_COLUMNS):
                block = tuple(
                    f"{row}.{column}"
                    for row in range(top, min(top + BLOCK_ROWS, self.rows))
                    for column in range(left, left + BLOCK_COLUMNS)
                )
                size = self.chance.choice((315.0, 400.0, 500.0))
                sizes = (Size(size, 0), *(rung for rung in rungs if rung.rated_kva > size))
                peak_kva = size * self.chance.uniform(0.3, 0.75)
                yield Feeder(f"enlarge:{top}.{left}", block, peak_kva, 0.8, 0.85, self.works.factors, sizes)


def parts(prices: list[int]) -> tuple[Part, ...]:
    """Number the pieces of a measure."""
    return tuple(Part(str(number), yuan) for number, yuan in enumerate(prices))


def town(stairwells: int, seed: int, effort: float) -> PlanProblem:
    """Draw a question of about so many stairwells, in whole rows of twenty."""
    ground = siting_rules(rules_in_force("cn/shanghai", date(2026, 11, 25)))
    assert ground.works is not None
    drawn = Town(random.Random(seed), max(1, round(stairwells / COLUMNS)), ground.works, ground.schemes)
    measures = (*drawn.lines(), *drawn.things())
    options = [option for place in drawn.places() for option in drawn.options(*place)]
    by_stairwell: dict[str, list[str]] = {}
    for option in options:
        by_stairwell.setdefault(option.stairwell, []).append(option.key)
    pairs = list(_neighbours(drawn, by_stairwell))
    return PlanProblem(
        tuple(by_stairwell), tuple(options), measures, tuple(drawn.feeders()),
        tuple(Exclusion(one, other, "fire_lane") for one, other in pairs if drawn.chance.random() < PAIRED),
        tuple(
            Cut(f"{other.partition('/')[0]}w0", (one, other), drawn.chance.randint(100, 220))
            for one, other in pairs
            if drawn.chance.random() < PAIRED / 4
        ),
        tuple(
            WindowLimit(f"{at}w{number}", drawn.chance.randint(60, 150))
            for at in by_stairwell
            for number in range(4)
            if drawn.chance.random() < AGREED
        ),
        seed=seed, effort=effort,
    )  # fmt: skip


def _neighbours(drawn: Town, keys: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for row, column in drawn.places():
        if column + 1 < COLUMNS:
            for one in keys[f"{row}.{column}"]:
                for other in keys[f"{row}.{column + 1}"]:
                    yield one, other
