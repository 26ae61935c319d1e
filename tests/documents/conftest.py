"""One small site and its assessment, shared by everything that writes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sanxin.intake.site_folder import read_site
from sanxin.journey.assess import assess
from sanxin.journey.survey import Site
from sanxin.rulebook.reader import rules_in_force
from tests.intake.folder import site_folder

ON = date(2026, 11, 23)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    def bend(features: list[dict[str, Any]]) -> None:
        features.append(
            {"properties": {"kind": "pole", "id": "PL1", "owners": ["电力", "电信"]},
             "geometry": {"type": "Point", "coordinates": [3, 13]}}
        )  # fmt: skip

    return read_site(site_folder(tmp_path_factory.mktemp("site"), bend=bend)).site


@pytest.fixture(scope="session")
def outcome(site: Site) -> dict[str, Any]:
    return assess(site, rules_in_force(site.place, ON), ON).to_json()


@pytest.fixture(scope="session")
def jinniu() -> tuple[Site, dict[str, Any]]:
    site = read_site(Path(__file__).parents[2] / "examples" / "jinniu").site
    return site, assess(site, rules_in_force(site.place, ON), ON).to_json()
