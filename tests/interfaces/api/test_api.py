"""The interface for programs: the same verbs as the pages, refusals in both languages, and nothing that breaks it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from sanxin.apps.decisions import actions
from sanxin.apps.projects import actions as projects
from sanxin.interfaces.api.routes import api
from tests.ballots import Asked, build_stairwell, confirm_namesakes, open_round
from tests.interfaces.web.doors import enter, household_of
from tests.people import WHEN, Cast

NOW = datetime.now(UTC)
JSON = "application/json"


@pytest.fixture
def asked(cast: Cast) -> Asked:
    compound, stairwell, homes = build_stairwell(cast)
    confirm_namesakes(cast, compound)
    project = projects.open_project(
        actor=cast.secretary, compound=compound, name="加梯", stairwell=stairwell, **WHEN
    )
    decision = actions.open_decision(
        actor=cast.secretary,
        project=project,
        matter="lift_retrofit",
        scope_kind="stairwell",
        title="加梯",
        **WHEN,
    )
    times = actions.RoundTimes(NOW - timedelta(hours=1), NOW + timedelta(days=9), NOW + timedelta(days=12))
    return Asked(cast, compound, stairwell, project, decision, open_round(cast, decision, times), homes)


def post(client: Client, path: str, **told: Any) -> Any:
    return client.post(f"/api{path}", json.dumps(told), content_type=JSON)


def test_a_household_hands_in_its_ballot_and_is_told_the_same_twice(asked: Asked) -> None:
    home = enter(household_of(asked.cast.secretary, asked.homes[6]))
    told = {"dwelling": asked.homes[6], "choice": "for", "key": "app-1"}
    first = post(home, f"/rounds/{asked.round}/ballots", **told)
    assert (first.status_code, first.json()["sheet"]) == (200, 7)
    assert post(home, f"/rounds/{asked.round}/ballots", **told).json() == first.json()
    again = post(home, f"/rounds/{asked.round}/ballots", **{**told, "key": "app-2"})
    assert (again.status_code, again.json()["code"]) == (422, "decisions.already")
    neighbour = post(home, f"/rounds/{asked.round}/ballots", **{**told, "dwelling": asked.homes[7]})
    assert neighbour.status_code == 404


def test_what_is_seen_is_what_the_pages_show(asked: Asked) -> None:
    office = enter(asked.cast.secretary)
    (compound,) = office.get("/api/compounds").json()
    assert (compound["id"], compound["place"]) == (asked.compound, "cn/shanghai")
    (listed,) = office.get(f"/api/compounds/{asked.compound}/decisions").json()
    assert listed == office.get(f"/api/decisions/{asked.decision}").json()
    assert [(one["number"], one["sheets"], one["handed_in"], one["passed"]) for one in listed["rounds"]] == [
        (1, 24, 0, None)
    ]
    made = post(office, f"/decisions/{asked.decision}/objections", dwelling=asked.homes[0], words="采光")
    assert set(made.json()) == {"id"}
    assert office.get("/api/root").json()["size"] > 10
    assert enter(asked.cast.other["secretary"]).get(f"/api/decisions/{asked.decision}").status_code == 404  # type: ignore[index]


def test_what_cannot_be_read_is_refused_by_name(asked: Asked) -> None:
    home = enter(household_of(asked.cast.secretary, asked.homes[6]))
    wrong = post(home, f"/rounds/{asked.round}/ballots", dwelling=asked.homes[6], choice="perhaps", key="k")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "api.unreadable")
    assert "choice" in wrong.json()["zh"]
    assert home.get("/compounds/%00/").status_code == 404


def test_nobody_in_particular_sees_the_root_and_nothing_else(asked: Asked) -> None:
    public = enter()
    assert public.get("/api/root").status_code == 200
    assert public.get("/api/compounds").status_code == 401
    assert (
        post(public, f"/rounds/{asked.round}/ballots", dwelling="x", choice="for", key="k").status_code == 401
    )


def test_writing_without_the_mark_of_our_own_pages_is_refused(asked: Asked) -> None:
    household = household_of(asked.cast.secretary, asked.homes[6])
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = enter(household).cookies
    told = {"dwelling": asked.homes[6], "choice": "for", "key": "app-1"}
    assert post(strict, f"/rounds/{asked.round}/ballots", **told).status_code == 403


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())


@pytest.fixture
def session(asked: Asked) -> Iterator[str]:
    """A session; requests by WSGI leave the test's own connection open, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield str(enter(asked.cast.secretary).cookies["sessionid"].value)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
def test_nothing_anybody_sends_breaks_it(case: Any, session: str) -> None:
    case.cookies = {"sessionid": session, "csrftoken": "c" * 32}
    case.headers = {**(case.headers or {}), "X-CSRFToken": "c" * 32}
    response = case.call()
    assert response.status_code < 500
    case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])


def test_every_address_says_what_it_gives() -> None:
    described = api.get_openapi_schema()["paths"]
    assert set(described) == {
        "/api/compounds", "/api/compounds/{compound}/decisions", "/api/decisions/{decision}",
        "/api/rounds/{asked}/ballots", "/api/decisions/{decision}/objections", "/api/root",
    }  # fmt: skip
