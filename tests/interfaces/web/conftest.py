"""A compound that was assessed through its page, and the public ids pages need."""

import pytest
from django.test import Client

from tests.interfaces.web.doors import enter, home_of
from tests.people import Cast


@pytest.fixture
def secretary(cast: Cast) -> Client:
    return enter(cast.secretary)


@pytest.fixture(scope="module")
def assessed(cast: Cast, compound: str) -> str:
    assert enter(cast.secretary).post(f"/compounds/{compound}/assess/").status_code == 302
    return compound


@pytest.fixture(scope="module")
def room_402(cast: Cast, compound: str) -> str:
    return home_of(cast.secretary, compound, "402")
