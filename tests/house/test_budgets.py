"""The house stays small enough to be read: budgets of lines, functions and rooms."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "sanxin"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
LONGEST_MODULE, MEDIAN_MODULE, NINETIETH_MODULE = 400, 90, 250
LONGEST_FUNCTION, MEDIAN_FUNCTION, NINETIETH_FUNCTION = 50, 8, 25
MOST_CHILDREN, MOST_ROOMS = 9, 12
LARGEST_SHARE = 0.12
LARGEST_ROOM_LINES, LARGEST_ROOM_FILES = 2500, 12
NO_NAMES = {"utils", "util", "helpers", "common", "misc"}


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions() -> Iterator[tuple[str, int]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if len(node.body) > 1 and ast.get_docstring(node) else node.body[0]
                yield f"{path.relative_to(SOURCE)}:{node.name}", (node.end_lineno or 0) - first.lineno + 1


def test_no_module_is_longer_than_its_budget() -> None:
    assert {str(path): lines_of(path) for path in MODULES if lines_of(path) > LONGEST_MODULE} == {}


def test_most_modules_are_short() -> None:
    lengths = [lines_of(path) for path in MODULES if lines_of(path)]
    assert median(lengths) <= MEDIAN_MODULE
    assert quantiles(lengths, n=10)[-1] <= NINETIETH_MODULE


def test_no_function_is_longer_than_its_budget_and_most_are_short() -> None:
    lengths = dict(functions())
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert median(lengths.values()) <= MEDIAN_FUNCTION
    assert quantiles(lengths.values(), n=10)[-1] <= NINETIETH_FUNCTION


def test_no_file_holds_more_than_its_share_of_the_code() -> None:
    whole = sum(lines_of(path) for path in MODULES)
    assert {str(path) for path in MODULES if lines_of(path) > LARGEST_SHARE * whole} == set()


def test_no_package_has_more_children_than_a_reader_can_hold() -> None:
    packages = {path.parent for path in MODULES}
    crowded = {}
    for package in packages:
        children = [
            child.name for child in package.iterdir()
            if (child.suffix == ".py" and not child.stem.startswith("__")) or (child / "__init__.py").is_file()
        ]  # fmt: skip
        roomy = package in (SOURCE, SOURCE / "apps") or package.parent == SOURCE / "apps"
        most = MOST_ROOMS if roomy else MOST_CHILDREN
        if len(children) > most:
            crowded[str(package.relative_to(ROOT))] = sorted(children)
    assert crowded == {}


def test_no_room_of_the_apps_outgrows_itself() -> None:
    for room in (SOURCE / "apps").iterdir():
        files = [path for path in room.rglob("*.py") if "migrations" not in path.parts and lines_of(path)]
        assert sum(lines_of(path) for path in files) <= LARGEST_ROOM_LINES, room.name


def test_nothing_is_called_by_a_name_that_says_nothing() -> None:
    assert {str(path) for path in MODULES if {*path.parts, path.stem} & NO_NAMES} == set()


def test_nothing_is_imported_inside_a_function_but_in_ready() -> None:
    hidden = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name != "ready":
                inside = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
                hidden += [f"{path.relative_to(ROOT)}:{one.lineno}" for one in inside]
    assert hidden == []


@pytest.mark.parametrize(
    "package", sorted({path.parent for path in MODULES}), ids=lambda path: str(path.relative_to(SOURCE))
)
def test_every_package_says_in_one_line_what_it_is_for(package: Path) -> None:
    text = (package / "__init__.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), package
