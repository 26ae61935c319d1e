"""The demonstration compound goes in whole and comes back equal (R001 to R003)."""

from pathlib import Path

import pytest

from sanxin.apps.registry import actions, queries
from sanxin.intake.site_folder import read_site
from tests.people import AT, Cast
from tests.sites import bring_in

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.mark.parametrize(("name", "stairwells", "dwellings"), [("jinniu", 40, 1056)])
def test_an_example_goes_in_and_comes_back_equal(
    cast: Cast, name: str, stairwells: int, dwellings: int
) -> None:
    site = read_site(EXAMPLES / name).site
    shown = actions.preview_import(
        actor=cast.secretary,
        neighbourhood=cast.jinniu.public_id,
        site=site,
        at=AT,
        expected_dwellings=dwellings,
    )
    assert shown.reconciled
    done = bring_in(cast.secretary, cast.jinniu, site)
    found = queries.stairwells(cast.secretary, done.compound, AT)
    assert len(found) == stairwells
    assert sum(one.dwellings for one in found) == dwellings
    assert queries.site_of(cast.secretary, done.compound, AT) == site
    assert bring_in(cast.secretary, cast.jinniu, site).batch is None
