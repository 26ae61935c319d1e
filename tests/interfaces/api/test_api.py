"""The interface for programs: the same verbs as the pages, refusals in both languages, and nothing that breaks it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from sanxin.apps.decisions import actions
from sanxin.foundation.actor import Actor
from sanxin.interfaces.api.routes import api
from sanxin.record.export import read_export
from sanxin.record.verify.whole import verify
from tests.ballots import Asked, ask
from tests.interfaces.web.doors import enter, household_of
from tests.people import Cast

NOW = datetime.now(UTC)
JSON = "application/json"


@pytest.fixture(scope="module")
def asked(cast: Cast) -> Asked:
    times = actions.RoundTimes(NOW - timedelta(hours=1), NOW + timedelta(days=9), NOW + timedelta(days=12))
    return ask(cast, times)


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


def test_a_program_takes_a_decision_from_opening_to_its_export(asked: Asked) -> None:
    office, other = enter(asked.cast.secretary), enter(asked.cast.visitor)
    opened = post(
        office,
        f"/projects/{asked.project}/decisions",
        matter="lift_retrofit",
        scope_kind="stairwell",
        title="再议",
    ).json()["id"]
    past = {"opens_at": NOW - timedelta(hours=2), "closes_at": NOW - timedelta(seconds=1), "publish_by": NOW}
    told = {key: at.isoformat() for key, at in past.items()}
    round_of = f"/decisions/{opened}/rounds"
    refused = post(office, round_of, question="是否同意？", text="方案", options=["for"], **told)
    assert (refused.status_code, refused.json()["code"]) == (422, "decisions.lint")
    naive = post(
        office, round_of, question="是否同意？", text="方案", **{**told, "opens_at": "2026-01-01T08:00"}
    )
    assert naive.json()["code"] == "api.unreadable"
    first = post(office, round_of, question="是否同意？", text="方案", **told).json()["id"]
    assert [one["sheet"] for one in office.get(f"/api/rounds/{first}/roll").json()] == list(range(1, 25))
    assert office.get(f"/api/rounds/{first}/receipts/{asked.homes[0]}").status_code == 404
    late = post(
        office,
        f"/rounds/{first}/ballots",
        dwelling=asked.homes[0],
        choice="for",
        key="k",
        channel="door",
        witness=asked.cast.visitor.ref,
    )
    assert late.json()["code"] == "decisions.not_open"
    said = post(
        enter(household_of(asked.cast.secretary, asked.homes[3])),
        f"/decisions/{opened}/objections",
        dwelling=asked.homes[3],
        words="挡光",
    ).json()["id"]
    assert post(office, f"/objections/{said}/settlement", how="agreed").status_code == 422
    assert post(office, f"/objections/{said}/replies", words="井道移到北侧").status_code == 200
    assert post(office, f"/objections/{said}/settlement", how="referred").status_code == 204
    (objection,) = office.get(f"/api/decisions/{opened}/objections").json()
    assert (objection["settled"], objection["replies"][0]["words"]) == ("referred", "井道移到北侧")
    assert post(office, f"/rounds/{first}/close").json() == {"closed": True}
    assert post(office, f"/rounds/{first}/result").json() == {"passed": False}
    assert post(office, f"/rounds/{first}/summary", words="票太少，下一轮再征询").status_code == 204
    assert post(other, f"/decisions/{opened}/conclusion").status_code == 404, "a visitor does not conclude"
    assert post(office, f"/decisions/{opened}/conclusion").json() == {"passed": False}
    packed = post(office, f"/decisions/{opened}/exports/scoped")
    assert packed["Content-Type"] == "application/zip"
    verdicts = [one.verdict for one in verify(read_export("export.zip", packed.content), outside=False)]
    assert verdicts.count("holds") > 5
    assert "broken" not in verdicts


def test_two_people_read_a_sheet_through_the_interface_and_it_counts_once(asked: Asked) -> None:
    office, visitor = enter(asked.cast.secretary), enter(asked.cast.visitor)
    address = f"/api/rounds/{asked.round}/sheets"

    def read(client: Client, choice: str = "for", photo: bytes = b"\xff\xd8\xff sheet") -> Any:
        image = SimpleUploadedFile("sheet.jpg", photo, "image/jpeg")
        return client.post(address, {"dwelling": asked.homes[6], "choice": choice, "photo": image})

    assert read(office, photo=b"GIF89a").json()["code"] == "decisions.no_photo"
    assert read(office).json()["state"] == "read_once"
    assert read(office).json()["code"] == "decisions.read_twice"
    counted = read(visitor).json()
    assert (counted["state"], counted["receipt"]["sheet"]) == ("counted", 7)
    line = office.get(f"/api/rounds/{asked.round}/roll").json()[6]
    assert (line["channel"], line["ballot"] is not None, "choice" in line) == ("paper", True, False)
    receipt = f"/api/rounds/{asked.round}/receipts/{asked.homes[6]}"
    assert office.get(receipt).status_code == 404  # it says what was chosen, and the round is open
    kept = enter(household_of(asked.cast.secretary, asked.homes[6])).get(receipt).json()
    assert kept["record"]["payload"]["sheet"] == 7


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


@contextmanager
def session_of(actor: Actor) -> Iterator[str]:
    """Give a session; requests by WSGI leave the test's own connection open, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield str(enter(actor).cookies["sessionid"].value)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def session(asked: Asked) -> Iterator[str]:
    with session_of(asked.cast.secretary) as key:
        yield key


@pytest.fixture
def at_home(asked: Asked) -> Iterator[str]:
    """The session of the household that everything drawn is aimed at, let in by its card."""
    with session_of(household_of(asked.cast.secretary, asked.homes[0])) as key:
        yield key


def aim(case: Any, asked: Asked) -> None:
    """Let most of what is drawn reach something that exists, else it would only ever be not found."""
    known = {
        "compound": asked.compound, "project": asked.project, "decision": asked.decision, "asked": asked.round,
        "dwelling": asked.homes[0],
    }  # fmt: skip
    for told in (case.path_parameters, case.body):
        if isinstance(told, dict):
            for name in known.keys() & told.keys():
                if isinstance(told[name], str) and not told[name].startswith("0"):
                    told[name] = known[name]


@schema.parametrize()
@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
def test_nothing_anybody_sends_breaks_it(case: Any, session: str, asked: Asked) -> None:
    response = send(case, session, asked)
    assert response.status_code < 500
    assert response.status_code not in (401, 403), "whoever came in is known"


@schema.parametrize()
@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
def test_nothing_a_household_sends_breaks_it(case: Any, at_home: str, asked: Asked) -> None:
    response = send(case, at_home, asked)
    assert response.status_code < 500
    assert response.status_code not in (401, 403), "whoever came in is known"


def send(case: Any, session: str, asked: Asked) -> Any:
    """Send what was drawn, aimed, and give the answer, which is as described."""
    aim(case, asked)
    case.cookies = {"sessionid": session, "csrftoken": "c" * 32}
    case.headers = {**(case.headers or {}), "X-CSRFToken": "c" * 32}
    response = case.call()
    case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])
    return response


def test_every_address_says_what_it_gives() -> None:
    described = api.get_openapi_schema()["paths"]
    assert set(described) == {
        "/api/compounds", "/api/compounds/{compound}/decisions", "/api/decisions/{decision}",
        "/api/decisions/{decision}/conclusion", "/api/decisions/{decision}/exports/{grade}",
        "/api/decisions/{decision}/objections", "/api/decisions/{decision}/rounds", "/api/objections/{objection}/replies",
        "/api/objections/{objection}/settlement", "/api/projects/{project}/decisions", "/api/root",
        "/api/rounds/{asked}/ballots", "/api/rounds/{asked}/close", "/api/rounds/{asked}/receipts/{dwelling}",
        "/api/rounds/{asked}/result", "/api/rounds/{asked}/roll", "/api/rounds/{asked}/sheets",
        "/api/rounds/{asked}/summary",
    }  # fmt: skip
