"""What is kept too long: photographs of ballots go when a decision can no longer be challenged, the record stays."""

import argparse
from datetime import UTC, date, datetime

import pytest

from sanxin.apps.decisions import actions
from sanxin.apps.decisions.actions.retention import _photographs
from sanxin.apps.decisions.queries import Verb, load_decision_for
from sanxin.apps.journal import queries as journal
from sanxin.apps.privacy import actions as privacy_actions
from sanxin.apps.privacy import queries as privacy
from sanxin.apps.registry import queries as registry
from sanxin.apps.registry.actions import erase_party
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
    listed = capsys.readouterr().out
    assert f"一号门加装电梯（{concluded.decision}）：2022-04-14 结案" in listed
    assert "2 张 photographs" in listed
    assert "法释〔2020〕17号" in listed
    assert retain.run(told("--apply", "--hold", concluded.decision)) == 0
    assert "2 张 photographs；依据" in (kept := capsys.readouterr().out)
    assert "保留 held" in kept
    assert _kept(concluded)
    assert retain.run(told("--apply", "--class", "ballot_photographs")) == 0
    assert "已清理 let go：2" in capsys.readouterr().out
    assert not _kept(concluded)
    assert retain.run(told()) == 0
    assert "张 photographs；" not in capsys.readouterr().out


def test_every_class_is_listed_with_its_term_and_whose_choice_it_is(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert retain.run(told()) == 0
    listed = capsys.readouterr().out
    for one in privacy.CLASSES:
        assert f"（{one.code}）" in listed
    assert "本软件自己的取值，不是法规" in listed
    assert "会计档案要存多少年没有核到原文" in listed
    assert listed.count("超期 past it：0") == 9


def test_only_the_class_asked_for_is_let_go(concluded: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    assert retain.run(told("--apply", "--class", "looks")) == 0
    assert "已清理 let go" in capsys.readouterr().out
    assert _kept(concluded)
    with pytest.raises(SystemExit):
        told("--class", "people")


def test_a_mistyped_decision_to_hold_is_refused_before_anything_is_listed(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refusal, match="the id of no decision"):
        retain.run(told("--hold", "mistyped"))
    assert capsys.readouterr().out == ""


def test_after_a_request_an_erasure_and_every_class_let_go_the_record_still_verifies(
    concluded: Asked,
) -> None:
    cast, home = concluded.cast, concluded.homes[0]
    when: When = {"occurred_at": AFTER, "recorded_at": AFTER}
    person = registry.people_of(cast.secretary, home, AFTER)[0].party
    request = privacy_actions.ask(
        actor=cast.secretary, dwelling=home, kind="erase", about="people", words="请删掉我的姓名", **when
    )
    erase_party(actor=cast.secretary, party=person, reason="本人申请", **when)
    (made, *_) = privacy.corrections_for(cast.secretary, request, AFTER)
    privacy_actions.answer_request(
        actor=cast.secretary, request=request, how="done", reason="已删除", correction=made.index, **when
    )
    assert retain.run(told("--apply")) == 0
    (line,) = privacy.requests_of(cast.secretary, home, AFTER)
    assert (line.words, line.let_go_at is not None) == ("", True)
    packed = actions.export_project(actor=cast.secretary, project=concluded.project, grade="scoped", **when)
    assert {one.verdict for one in verify(read_export("x.zip", packed), outside=True)} == {"holds", "unknown"}
    assert journal.first_break() is None
