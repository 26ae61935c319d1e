"""Make the demonstration compounds again: ``python examples/generate.py``.

Everything follows from the rules and seeds under ``examples/makers``; the files come out byte for
byte the same each time. ``ledger.json`` beside each site lists what was planted where; no part of
Sanxin reads it but the tests.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from examples.makers import donghu, jinniu
from examples.makers.people import people_rows
from examples.makers.sheet import write_folder

HERE = Path(__file__).parent


def generate(into: Path = HERE) -> None:
    """Write both compounds into a folder."""
    sheet, flats = jinniu.draw()
    write_folder(into / "jinniu", sheet, jinniu.HEAD, people_rows(flats, jinniu.SEED, sold_share=0.96))
    sheet, flats = donghu.draw()
    write_folder(into / "donghu", sheet, donghu.HEAD, people_rows(flats, donghu.SEED, sold_share=1.0))


if __name__ == "__main__":
    generate()
