"""The guard comes back after every migrate, and its absence is seen."""

import pytest
from django.core.management import call_command
from django.db import connection

from sanxin.apps.journal import queries, triggers

pytestmark = pytest.mark.django_db


def test_a_dropped_trigger_is_missed_and_back_after_migrate() -> None:
    assert queries.triggers_missing() == ()
    triggers.remove(connection)
    assert queries.triggers_missing() != ()
    call_command("migrate", verbosity=0)
    assert queries.triggers_missing() == ()


def test_a_trigger_that_does_nothing_counts_as_missing() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER journal_leaf_no_update")
            cursor.execute(
                "CREATE TRIGGER journal_leaf_no_update BEFORE UPDATE ON journal_leaf BEGIN SELECT 1; END"
            )
        else:
            cursor.execute("ALTER TABLE journal_leaf DISABLE TRIGGER journal_leaf_no_change")
    assert len(queries.triggers_missing()) == 1
    call_command("migrate", verbosity=0)
    assert queries.triggers_missing() == ()


def test_a_migrate_that_cannot_guard_the_log_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "install", lambda _: None)
    triggers.remove(connection)
    with pytest.raises(RuntimeError, match="not guarded"):
        triggers.reinstall(using="default")
    monkeypatch.setattr(triggers, "GUARDED", "no_such_table")
    triggers.reinstall(using="default")
