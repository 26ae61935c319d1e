"""What a household meets while somebody else holds the store; run in a process of its own by test_a_busy_house."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import OperationalError, connection
from django.test import Client
from django_scopes import scopes_disabled

from sanxin.apps.decisions.models import Ballot

JSON = "application/json"


def hold() -> Callable[[], None]:
    """Take the lock that every writer needs, from another connection; give what lets go of it."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        return other.close
    there = psycopg.connect(**connection.get_connection_params())
    there.execute("SELECT 1 FROM journal_head FOR UPDATE")
    return there.close


def let_go_at_the_first_fault(let_go: Callable[[], None]) -> Callable[..., Any]:
    """Give a wrapper of statements that lets go of the lock as soon as somebody was told that it is held."""

    def wrapper(execute: Callable[..., Any], *told: Any) -> Any:
        try:
            return execute(*told)
        except OperationalError:
            let_go()
            raise

    return wrapper


def held_at(statement: str, fault: OperationalError) -> Callable[..., Any]:
    """Give a wrapper of statements that meets a busy store at those that begin as told."""

    def wrapper(execute: Callable[..., Any], sql: str, *told: Any) -> Any:
        if sql.startswith(statement):
            raise fault
        return execute(sql, *told)

    return wrapper


def vote(asked: str, session: str, home: str) -> dict[str, Any]:
    """Vote while the store is held, then while it is let go just in time, and tell what came of each."""
    client, page = Client(SERVER_NAME="localhost"), f"/home/rounds/{asked}/"
    client.cookies["sessionid"] = session
    given = {"choice": "for", "key": "tap-1"}
    told: dict[str, Any] = {}

    def tell(name: str, response: Any) -> None:
        with scopes_disabled():
            count = Ballot.objects.count()
        told[name] = {
            "status": response.status_code, "again": response.headers.get("Retry-After"),
            "type": response.headers["Content-Type"], "text": response.content.decode(), "ballots": count,
        }  # fmt: skip

    let_go = hold()
    tell("read", client.get(page))
    tell("page", client.post(page, given))
    client.cookies["language"] = "en"
    tell("english", client.post(page, given))
    ballot = {"dwelling": home, **given}
    tell("program", client.post(f"/api/rounds/{asked}/ballots", json.dumps(ballot), content_type=JSON))
    with connection.execute_wrapper(let_go_at_the_first_fault(let_go)):
        tell("second try", client.post(page, given))
    tell("sent again", client.post(page, given))
    return told
