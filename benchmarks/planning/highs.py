"""HiGHS on programmes from standard input, in a process of its own: it cannot be loaded beside CP-SAT.

Reads ``{"seconds": limit of each search, "programmes": [...]}``; minimises each programme's aims in turn, each held while
the next is sought and started from the answer before. Writes for each the aims' ``[value, bound]``, null where none was found.
"""

import json
import sys
from time import perf_counter
from typing import Any

import highspy
import numpy as np

CLOSE = 0.5  # every aim is a whole number


def solve(programme: dict[str, Any], seconds: float) -> list[list[float] | None]:
    """Minimise a programme's aims in turn."""
    highs = highspy.Highs()
    for name, value in (
        ("output_flag", False), ("threads", 1), ("time_limit", seconds), ("mip_rel_gap", 0.0),
        ("mip_abs_gap", CLOSE * 0.99), ("mip_feasibility_tolerance", 1e-7),
    ):  # fmt: skip
        highs.setOptionValue(name, value)
    count = len(programme["upper"])
    highs.addVars(count, np.zeros(count), np.array(programme["upper"], dtype=float))
    for column in range(count):
        highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    for low, terms, high in programme["rows"]:
        add(highs, terms, -np.inf if low is None else low, np.inf if high is None else high)
    found: list[list[float] | None] = []
    for aim in programme["aims"]:
        best = minimise(highs, aim, count)
        found.append(best)
        if best is None:
            return found
        add(highs, aim, -np.inf, best[0] + CLOSE)
    return found


def add(highs: Any, terms: dict[str, int], low: float, high: float) -> None:
    """Add a row."""
    columns, values = (
        np.array([int(key) for key in terms], dtype=np.int32),
        np.array(list(terms.values()), dtype=float),
    )
    highs.addRow(low, high, len(terms), columns, values)


def minimise(highs: Any, aim: dict[str, int], count: int) -> list[float] | None:
    """Minimise one aim; the answer before it is where the search starts."""
    costs = np.zeros(count)
    for column, value in aim.items():
        costs[int(column)] = value
    so_far = highs.getSolution() if highs.getInfo().primal_solution_status == 2 else None
    highs.changeColsCost(count, np.arange(count, dtype=np.int32), costs)
    if so_far is not None:
        highs.setSolution(so_far)
    highs.run()
    info = highs.getInfo()
    if info.primal_solution_status != 2:
        return None
    proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    bound = info.objective_function_value if proven else info.mip_dual_bound
    return [float(round(info.objective_function_value)), float(np.ceil(bound - 1e-6))]


def main() -> None:
    asked = json.load(sys.stdin)
    start = perf_counter()
    found = [solve(programme, asked["seconds"]) for programme in asked["programmes"]]
    json.dump(
        {"version": highspy.Highs().version(), "seconds": perf_counter() - start, "found": found}, sys.stdout
    )


if __name__ == "__main__":
    main()
