"""What is kept too long: photographs of ballots go when a decision can no longer be challenged, the record stays."""

import argparse
from datetime import UTC, date, datetime

import pytest

from sanxin.apps.decisions import actions
from sanxin.apps.decisions.actions.retention import _photographs
from sanxin.apps.decisions.queries import Verb, load_decision_for
from sanxin.apps.journal import queries as journal
from sanxin.foundation.calendar import When
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.cli.on_store.keeping import retain
from sanxin.record.export import read_export
from sanxin.record.verify import verify
from tests.apps.decisions.test_ballots import PHOTO, proxy, read
from tests.ballots import CLOSES, Asked, ask
from tests.people import CLI, Cast

THEN: When = {"occurred_at": CLOSES, "recorded_at": CLOSES}
# Concluded on 14 April 2022; owners may sue within a year.
WINDOW_ENDS, AFTER = date(2023, 4, 14), datetime(2023, 4, 15, 9, tzinfo=UTC)


@pytest.fixture
def concluded(cast: Cast) -> Asked:
    asked = ask(cast)
    proxy(asked, 5, "孙女士", PHOTO + b" authority")
    for who in (cast.visitor, cast.secretary):
        read(asked, who, 9, "for")
    actions.close_due(actor=CLI, at=CLOSES)
    actions.declare(actor=cast.secretary, round=asked.round, **THEN)
    actions.conclude(actor=cast.secretary, decision=asked.decision, **THEN)
    return asked


def test_photographs_are_kept_through_the_window_and_listed_after_it(concluded: Asked) -> None:
    assert actions.past_keeping(WINDOW_ENDS) == []
    (one,) = actions.past_keeping(date(2023, 4, 15))
    assert (one.decision, one.photographs, one.window_ended_on) == (concluded.decision, 2, WINDOW_ENDS)
    assert "第二百八十条" in one.cited
    assert actions.let_go(actor=CLI, decision=concluded.decision, **THEN) == 0


def test_when_they_go_every_proof_still_stands(concluded: Asked) -> None:
    when: When = {"occurred_at": AFTER, "recorded_at": AFTER}
    digest = next(iter(_kept(concluded)))
    assert actions.let_go(actor=CLI, decision=concluded.decision, **when) == 2
    assert actions.past_keeping(AFTER.date()) == []
    with pytest.raises(Refusal, match="erased as the law asks"):
        journal.read_evidence(neighbourhood=concluded.cast.jinniu.pk, digest=digest)
    packed = actions.export_project(
        actor=concluded.cast.secretary, project=concluded.project, grade="scoped", **when
    )
    assert {one.verdict for one in verify(read_export("x.zip", packed), outside=True)} == {"holds", "unknown"}


def _kept(asked: Asked) -> set[str]:
    return _photographs(load_decision_for(asked.cast.secretary, asked.decision, Verb.DECISION_SEE, CLOSES))


def told(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    retain.add_arguments(parser)
    return parser.parse_args(list(arguments))


def test_the_command_lists_holds_and_lets_go(concluded: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    assert retain.run(told()) == 0
    assert "可删除 2 张票面照片" in capsys.readouterr().out
    assert retain.run(told("--apply", "--hold", concluded.decision)) == 0
    assert "保留 held" in capsys.readouterr().out
    assert retain.run(told("--apply")) == 0
    assert "已删除 erased：2" in capsys.readouterr().out
    assert retain.run(told()) == 0
    assert "没有超过保存期限" in capsys.readouterr().out
