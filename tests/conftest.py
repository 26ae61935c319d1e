"""What every test may ask for."""

import gc
import os
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import hypothesis
import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.people import Cast, build_cast
from tests.sites import bring_in
from tests.stores import drop_migrated, migrated_store

# The browser keeps a loop of its own in the thread of the tests that follow on the same worker; none of them is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# A machine that is busy with something else is no defect; what is slow is measured in benchmarks/. A change must not be
# refused for a draw it has nothing to do with, so the draws are the same every time; new ones:
# ``pytest --hypothesis-profile explore``.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("house")


LEADING = ("browser", "slow")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of a module that share less before those that share more, so that they see none of it.

    Walks go first, for they wait for pages, and the modules of other processes fill the time; of those the slow lead, then
    the largest: what takes long must not be left for the end.
    Drawn cases and walks are not traced: every line is held by a case somebody wrote down for it.
    """
    for item in items:
        if "shared_rows" in _shared(item):
            item.add_marker("django_db")
        drawn = hypothesis.is_hypothesis_test(getattr(item, "function", None))
        if drawn or item.get_closest_marker("browser"):
            item.add_marker("no_cover")
    modules = [list(of_module) for _, of_module in groupby(items, key=lambda item: item.path)]
    modules.sort(
        key=lambda module: (*(module[0].get_closest_marker(mark) is None for mark in LEADING), -len(module))
    )
    items[:] = [
        item
        for module in modules
        for item in sorted(module, key=lambda item: (len(_shared(item)), _shared(item)))
    ]


def pytest_collection_finish() -> None:
    """Leave what stands for the whole run out of every search for garbage, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _shared(item: pytest.Item) -> list[str]:
    known = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
    return sorted(name for name, found in known.items() if found[-1].scope == "module")


@pytest.fixture(scope="module")
def shared_rows(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Let what a module's tests share stand in one transaction: each test takes back its own changes, the module the rest."""
    folder = tmp_path_factory.mktemp("shared")
    shared = transaction.atomic()
    shared._from_testcase = True  # what asks for a transaction of its own is answered as in any test
    with django_db_blocker.unblock(), override_settings(DATA_DIR=folder), shared:
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def data_dir(request: pytest.FixtureRequest, settings: LazySettings, tmp_path: Path) -> Path:
    """Files go to a folder of the test's own, beginning with what its module shares; so do rows."""
    if "shared_rows" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("shared_rows"), tmp_path, dirs_exist_ok=True)
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def cast(shared_rows: Path) -> Cast:
    """Everybody, in their places."""
    return build_cast()


@pytest.fixture(scope="module")
def compound(cast: Cast) -> str:
    """The small compound, imported by the secretary; its public id."""
    return bring_in(cast.secretary, cast.jinniu).compound


@pytest.fixture
def store(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The surroundings of a store of the kind under test, for processes of their own: tables that hold nothing."""
    with migrated_store(tmp_path, tmp_path_factory) as env:
        yield env


def pytest_sessionfinish() -> None:
    """Drop what the stores of tests were copied from, once, where the run was started."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        drop_migrated()
