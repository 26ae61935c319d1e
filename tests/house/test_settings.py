"""A production start without a secret is refused with a sentence; what browsers are told is strict."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from sanxin.config.store import databases
from sanxin.config.surroundings import OPEN_SECRET, mode_of, secret_of


@pytest.mark.parametrize("secret", ["", "short", OPEN_SECRET])
def test_production_needs_a_secret_of_its_own(secret: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SANXIN_SECRET_KEY"):
        secret_of({"SANXIN_SECRET_KEY": secret}, "production")
    assert secret_of({"SANXIN_SECRET_KEY": "x" * 32}, "production") == "x" * 32
    assert secret_of({}, "demo") == OPEN_SECRET


def test_the_mode_is_production_unless_said_otherwise() -> None:
    assert mode_of({}) == "production"
    assert mode_of({"SANXIN_MODE": "demo"}) == "demo"
    with pytest.raises(ImproperlyConfigured, match="SANXIN_MODE"):
        mode_of({"SANXIN_MODE": "devel"})


def test_sqlite_is_durable_and_postgresql_is_one_address_away(tmp_path: Path) -> None:
    small = databases("", tmp_path / "data")["default"]
    assert small["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in small["OPTIONS"]["init_command"]
    assert databases("postgresql://u:p@h/town", tmp_path)["default"]["ENGINE"].endswith("postgresql")


def test_a_writer_waits_as_long_for_another_on_either_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGOPTIONS", raising=False)
    small = databases("", tmp_path / "data")["default"]
    town = databases("postgresql://u:p@h/town", tmp_path)["default"]
    assert town["OPTIONS"]["options"] == f"-c lock_timeout={small['OPTIONS']['timeout']}s"
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=1s")
    told = databases("postgresql://u:p@h/town", tmp_path)["default"]["OPTIONS"]["options"]
    assert told.endswith("-c lock_timeout=1s")  # the last one said goes


def test_the_store_in_use_is_durable(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone() == (1,)


def test_pages_carry_a_strict_policy(db: None) -> None:
    response = Client().get("/nowhere")
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert settings.USE_TZ
