"""``sanxin schema NAME``: the JSON Schema of a result."""

import argparse
from importlib.resources import files

SCHEMAS = {
    "assessment": ("sanxin.journey", "schemas/assessment.json"),
    "decision": ("sanxin.journey", "schemas/decision.json"),
    "sunlight": ("sanxin.journey", "schemas/sunlight.json"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", choices=sorted(SCHEMAS), help="结果的名称 · which result")


def run(chosen: argparse.Namespace) -> int:
    """Print a schema."""
    package, path = SCHEMAS[chosen.name]
    print(files(package).joinpath(path).read_text(encoding="utf-8"), end="")
    return 0
