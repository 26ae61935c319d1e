"""The rooms with tables: references point down, rooms show one face, every tenant row is scoped."""

import ast
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Field, ForeignKey, Model
from django_scopes.exceptions import ScopeError

APPS = Path(__file__).parents[2] / "src" / "sanxin" / "apps"
ORDER = (
    "journal",
    "organisation",
    "registry",
    "condition",
    "projects",
    "publicity",
    "assessment",
    "consultation",
    "decisions",
    "funding",
    "privacy",
)
OURS = [model for room in ORDER for model in apps.get_app_config(room).get_models()]

# House-wide rows, each with the reason why it belongs to no neighbourhood.
OF_THE_HOUSE = {
    "journal.Leaf": "digests only",
    "journal.Head": "the log's one lock",
    "organisation.Account": "a person may serve in many neighbourhoods",
    "organisation.Throttle": "counts before anybody is known",
    "organisation.Unit": "the tree neighbourhoods are part of",
    "organisation.Body": "stands at any unit; access is by subtree",
    "organisation.Mandate": "stands at any unit; access is by subtree",
    "decisions.Heartbeat": "the whole house is up or down at once",
    "assessment.RulebookText": "law is the same for everybody",
}


def imports() -> Iterator[tuple[str, str, str]]:
    for file in sorted(APPS.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sanxin.apps."):
                room = file.relative_to(APPS).parts[0]
                for name in node.names:
                    yield room, f"{node.module}.{name.name}", str(file.relative_to(APPS))


def test_every_room_is_in_the_order() -> None:
    rooms = {folder.name for folder in APPS.iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert rooms == set(ORDER)


def test_references_point_down_only() -> None:
    for model in OURS:
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and not field.auto_created:
                to = field.related_model._meta.app_label  # type: ignore[union-attr]
                assert ORDER.index(to) <= ORDER.index(model._meta.app_label), (
                    f"{model._meta.label}.{field.name}"
                )


def test_other_rooms_import_actions_and_queries_only() -> None:
    for room, imported, where in imports():
        other, _, what = imported.removeprefix("sanxin.apps.").partition(".")
        if other not in (room, "tenancy"):
            assert what.split(".")[0] in ("actions", "queries"), f"{where} imports {imported}"


def test_rooms_send_one_another_no_signals() -> None:
    for file in APPS.rglob("*.py"):
        if file.name != "apps.py":
            assert "django.db.models.signals" not in file.read_text(), file


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_row_is_scoped_or_says_why_not(model: type[Model], db: None) -> None:
    if model._meta.label in OF_THE_HOUSE:
        assert not any(field.name == "neighbourhood" for field in model._meta.get_fields())
        return
    assert [manager.name for manager in model._meta.managers] == ["objects"], (
        "a second manager is a way round"
    )
    with pytest.raises(ScopeError):
        model._default_manager.count()


def test_no_reverse_accessor_leads_round_the_scope() -> None:
    for model in OURS:
        if model._meta.label not in OF_THE_HOUSE:
            for field in model._meta.get_fields():
                if isinstance(field, ForeignKey):
                    assert field.remote_field.hidden, f"{model._meta.label}.{field.name}"


def test_what_stands_in_addresses_is_random_and_long() -> None:
    for model in OURS:
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field.name == "public_id":
                assert callable(field.default)
                assert len(field.default()) * 5 >= 80
                assert len({field.default() for _ in range(100)}) == 100


def test_migrations_say_what_the_models_say(db: None) -> None:
    told = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=told)
    assert told.getvalue().strip() == "No changes detected"
