"""``sanxin schema NAME``: the JSON Schema of a result, or of a case handed in."""

import argparse
from importlib.resources import files

SCHEMAS = {
    "assessment": ("sanxin.journey", "schemas/assessment.json"),
    "decision": ("sanxin.journey", "schemas/decision.json"),
    "decision-case": ("sanxin.journey", "schemas/decision_case.json"),
    "shares": ("sanxin.journey", "schemas/shares.json"),
    "shares-case": ("sanxin.journey", "schemas/shares_case.json"),
    "sunlight": ("sanxin.journey", "schemas/sunlight.json"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", choices=sorted(SCHEMAS), help="文件的名称 · which file")


def run(chosen: argparse.Namespace) -> int:
    """Print a schema."""
    package, path = SCHEMAS[chosen.name]
    print(files(package).joinpath(path).read_text(encoding="utf-8"), end="")
    return 0
