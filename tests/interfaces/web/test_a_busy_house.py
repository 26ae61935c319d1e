"""Somebody else holds the store: a ballot is tried once more, and whoever still has to wait is told so, with nothing written."""

import json
import sqlite3
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.test import RequestFactory

from benchmarks.ballots.fire import run_module
from sanxin.apps.journal import waiting
from sanxin.apps.journal.actions import once_more
from sanxin.apps.journal.queries import is_busy
from sanxin.interfaces.api.door import busy as busy_for_programs
from sanxin.interfaces.web import errors
from tests.interfaces.web.doors import text
from tests.stores import python

# A test waits less long than a household.
VOTE = """
import json, sys
from sanxin.config import store
store.SQLITE_OPTIONS["timeout"] = 0.2
import django; django.setup()
from tests.interfaces.web.busy_store import vote
print(json.dumps(vote(*sys.argv[1:])))
"""


class Told(Exception):
    """A driver's fault, as PostgreSQL's names it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def from_driver(cause: Exception) -> OperationalError:
    fault = OperationalError(str(cause))
    fault.__cause__ = cause
    return fault


def locked() -> OperationalError:
    return from_driver(Told("40P01"))


@pytest.mark.slow
def test_a_household_is_asked_to_wait_and_its_ballot_counts_once_when_its_turn_comes(
    store: dict[str, str],
) -> None:
    prepared = run_module(store, "prepare", "2")
    home, session = next(iter(prepared["sessions"].items()))
    impatient = {**store, "PGOPTIONS": "-c lock_timeout=200ms"}
    out, trouble = python(impatient, "-c", VOTE, prepared["round"], session, home).communicate()
    assert out, trouble
    told: dict[str, Any] = json.loads(out)
    assert told["read"]["status"] == 200, "who only reads does not wait"
    for name, words in (("page", "什么都没有写入"), ("english", "nothing was written")):
        page = told[name]
        assert (page["status"], page["again"], page["ballots"]) == (503, "5", 0)
        assert words in page["text"]
        assert 'name="key" value="tap-1"' in page["text"], "one button sends the same ballot again"
    program = told["program"]
    assert (program["status"], program["again"], program["ballots"]) == (503, "5", 0)
    assert json.loads(program["text"]).keys() == {"code", "zh", "en"}
    assert (told["second try"]["status"], told["second try"]["ballots"]) == (302, 1)
    assert (told["sent again"]["status"], told["sent again"]["ballots"]) == (302, 1)


def test_only_a_store_that_is_held_is_called_busy() -> None:
    assert [is_busy(from_driver(Told(one))) for one in ("40001", "40P01", "55P03", "57P01")] == [
        True, True, True, False,
    ]  # fmt: skip
    gone = sqlite3.OperationalError("disk I/O error")
    gone.sqlite_errorcode = sqlite3.SQLITE_IOERR
    held = sqlite3.OperationalError("database is locked")
    held.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
    assert (is_busy(from_driver(gone)), is_busy(from_driver(held))) == (False, True)
    assert not is_busy(from_driver(sqlite3.OperationalError("a text that is no text")))
    assert not is_busy(OperationalError("raised by nobody's driver"))
    assert not is_busy(IntegrityError())


def test_a_verb_is_tried_twice_and_not_a_third_time_nor_for_another_fault() -> None:
    tries: list[Exception] = []

    @once_more
    def verb(*faults: Exception) -> int:
        tries.append(faults[min(len(tries), len(faults) - 1)])
        raise tries[-1]

    for faults, count in (((locked(), locked()), 2), ((OperationalError("the disk is full"),), 1)):
        tries.clear()
        with pytest.raises(OperationalError):
            verb(*faults)
        assert len(tries) == count


def test_whoever_waited_out_the_stores_patience_is_told_and_does_not_wait_it_out_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[int] = []
    clock = iter((0.0, waiting.AGAIN_WITHIN_S + 1))
    monkeypatch.setattr(waiting, "monotonic", lambda: next(clock))

    @once_more
    def verb() -> None:
        tries.append(1)
        raise locked()

    with pytest.raises(OperationalError):
        verb()
    assert len(tries) == 1


@pytest.mark.django_db
def test_inside_a_larger_transaction_a_verb_is_not_tried_again() -> None:
    tries: list[int] = []

    @once_more
    def verb() -> None:
        tries.append(1)
        raise locked()

    with pytest.raises(OperationalError), transaction.atomic():
        verb()
    assert len(tries) == 1


def test_what_cannot_be_repeated_is_not_offered_to_be_sent_again() -> None:
    photo = SimpleUploadedFile("sheet.jpg", b"\xff\xd8\xff", "image/jpeg")
    for told in ({"name": "li", "password": "a lift for everyone"}, {"choice": "for", "photo": photo}):
        page = text(errors.busy(RequestFactory().post("/", told)))
        assert "重新填写" in page
        assert "a lift for everyone" not in page
    assert 'href="/decisions/x/?a=1"' in text(errors.busy(RequestFactory().get("/decisions/x/?a=1")))


def test_a_session_that_could_not_be_kept_asks_to_wait_and_is_not_called_our_fault() -> None:
    statuses = []
    for fault in (locked(), OperationalError("the disk is full")):
        try:
            raise fault
        except OperationalError:
            statuses.append(errors.defect(RequestFactory().post("/sign-in/")).status_code)
    assert statuses == [503, 500]


def test_a_program_is_not_told_to_wait_for_a_store_that_is_broken() -> None:
    with pytest.raises(OperationalError, match="disk"):
        busy_for_programs(RequestFactory().get("/api/root"), OperationalError("the disk is full"))
