"""One entry's words go for good, by a ground that stays on record; nothing goes by a slip."""

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.journal import actions
from sanxin.apps.journal import queries as journal
from sanxin.foundation.actor import System
from sanxin.interfaces.cli.main import main
from tests.people import AT

pytestmark = pytest.mark.django_db
Said = pytest.CaptureFixture[str]


@pytest.fixture
def entry() -> int:
    return actions.enter(
        actor=System("test"), stream="decision/x", verb="objection.raise", subject="decision/x", payload={"words": "王家的事"},
        occurred_at=AT, recorded_at=AT, neighbourhood=1,
    ).index  # fmt: skip


def words_of(index: int) -> object:
    with scopes_disabled():
        found = journal.line(index)
    assert found is not None
    return found.record and found.record["payload"]


def test_what_would_go_is_shown_first_and_nothing_goes(entry: int, capsys: Said) -> None:
    assert main(["erase", str(entry), "--because", "个人信息保护法第 47 条"]) == 0
    said = capsys.readouterr().out
    assert "decision/x，objection.raise" in said
    assert "words" in said
    assert "王家" not in said
    assert "加 --apply" in said
    assert words_of(entry) == {"words": "王家的事"}


def test_it_goes_with_its_ground_on_record_and_the_log_stands(entry: int, capsys: Said) -> None:
    assert main(["erase", str(entry), "--because", "个人信息保护法第 47 条", "--apply"]) == 0
    assert f"第 {entry + 1} 条记着这次删除" in capsys.readouterr().out
    assert words_of(entry) is None
    assert words_of(entry + 1) == {"index": entry, "reason": "个人信息保护法第 47 条"}
    assert journal.first_break() is None


def test_without_a_ground_or_an_entry_it_is_refused(entry: int, capsys: Said) -> None:
    assert main(["erase", str(entry), "--apply"]) == 2
    assert "--because" in capsys.readouterr().err
    assert main(["erase", "999"]) == 2
    assert "第 999 条" in capsys.readouterr().err
    assert words_of(entry) == {"words": "王家的事"}


def test_the_record_of_an_erasure_cannot_be_erased(entry: int, capsys: Said) -> None:
    main(["erase", str(entry), "--because", "依法", "--apply"])
    assert main(["erase", str(entry + 1), "--because", "依法", "--apply"]) == 2
    assert words_of(entry + 1) == {"index": entry, "reason": "依法"}
