"""The checker on thousands of random compounds: ``python benchmarks/sunlight_checks.py [N] [SEED]``.

Every compound is new with its seed: slabs, towers, concave outlines, wings and re-entrant corners, solids in the air,
shafts beside and above windows, touching walls, 18 to 54° N, any azimuth, any way of counting. Each is reckoned
compiled and by NumPy, which must agree to 1e-6 min, and stepped by the checker every second, which must be silent.
Ends with status 1 if anything is found.
"""

import sys
from pathlib import Path
from time import perf_counter

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from sanxin.engines.sunlight.check import check
from sanxin.engines.sunlight.solve import solve, totals
from sanxin.engines.sunlight.solve.compiled import library
from tests.engines.sunlight.worlds import world

SAME_MIN = 1e-6
TOLD_EVERY = 500


def main(count: int, seed: int) -> int:
    """Check some compounds from a seed on; give 1 if anything does not hold."""
    built, faults, windows, worst = library.LIBRARY, 0, 0, 0.0
    start = perf_counter()
    for number in range(seed, seed + count):
        asked = world(number)
        compiled, answer = totals(asked), solve(asked)
        library.LIBRARY = None
        apart = float(np.abs(np.array(compiled) - totals(asked)).max(initial=0.0))
        library.LIBRARY = built
        found = [each.because.say("en") for each in check(asked, answer)]
        found += [f"compiled and NumPy differ by {apart} min"] if apart > SAME_MIN else []
        for said in found:
            print(f"seed {number}: {said}", flush=True)
        faults, windows, worst = faults + len(found), windows + len(asked.windows), max(worst, apart)
        if (number - seed + 1) % TOLD_EVERY == 0:
            print(f"  {number - seed + 1:,} compounds, {faults} found", file=sys.stderr, flush=True)
    print(
        f"{count:,} compounds from seed {seed}, {windows:,} windows: {faults} objections of the checker; compiled "
        f"({'built' if built else 'not built'}) and NumPy at most {worst:.1e} min apart; {perf_counter() - start:.0f} s"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:3]]
    sys.exit(main(*[*given, *(1000, 1)[len(given) :]]))
