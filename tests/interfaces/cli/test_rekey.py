"""A new secret: everything sealed opens under it, nothing under the old one, and a wrong old one changes nothing."""

import argparse

import pytest
from django.conf import LazySettings
from django.db import transaction
from django_scopes import scopes_disabled

from sanxin.apps.consultation import actions as consultation
from sanxin.apps.consultation import queries as consulted
from sanxin.apps.decisions import actions, queries
from sanxin.apps.decisions.models import Ballot
from sanxin.apps.funding import actions as funding
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.registry import actions as registry
from sanxin.apps.registry import queries as read
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.cli.on_store.keeping import rekey
from sanxin.journey.ledger.matching import StatementLine
from sanxin.record.sealing import Unreadable
from tests.apps.decisions.test_ballots import PHOTO, proxy
from tests.ballots import OPENS, Asked, ask
from tests.people import AT, PASSWORD, WHEN, Cast, open_account

NEW = "another secret that is long enough for anybody"


STATEMENT = [
    StatementLine("2", AT.date(), 70, "某人", "加梯"),
    StatementLine("3", AT.date(), 70, "某人", "加梯"),
]


def run(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, old: str) -> int:
    monkeypatch.setenv("SANXIN_OLD_SECRET_KEY", old)
    settings.SECRET_KEY = NEW
    with transaction.atomic():
        return rekey.run(argparse.Namespace())


def lived(cast: Cast) -> Asked:
    """Have something of every kind sealed."""
    asked = ask(cast)
    consultation.record_visit(
        actor=cast.visitor,
        dwelling=asked.homes[0],
        means="door",
        outcome="delivered",
        note="讲了方案",
        **WHEN,
    )
    objection = actions.raise_objection(
        actor=cast.visitor, decision=asked.decision, dwelling=asked.homes[1], words="采光", occurred_at=OPENS,
        recorded_at=OPENS,
    )  # fmt: skip
    actions.answer_objection(
        actor=cast.secretary, objection=objection, words="已复核", occurred_at=OPENS, recorded_at=OPENS
    )
    proxy(asked, 5, "孙女士")
    funding.import_statement(
        actor=cast.secretary, project=asked.project, lines=STATEMENT, file="流水.csv", **WHEN
    )
    return asked


def test_everything_opens_under_the_new_secret_and_the_log_stands(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, (staff, totp) = lived(cast), open_account("新来的")
    before, old = journal.tree_head(), settings.SECRET_KEY
    card = registry.invite(actor=cast.secretary, dwelling=asked.homes[0], **WHEN)
    assert run(monkeypatch, settings, old) == 0
    assert "已换密钥" in capsys.readouterr().out
    assert journal.first_break() is None
    assert journal.tree_head(before.size) == before
    names = [one.person.name for one in read.people_of(cast.secretary, asked.homes[3], OPENS)]
    assert names == ["业主4"]
    assert "讲了方案" in [one.note for one in consulted.visits_to(cast.visitor, asked.homes[0], OPENS)]
    (line,) = queries.objections_of(cast.secretary, asked.decision, OPENS)
    assert (line.words, line.replies[0][0]) == ("采光", "已复核")
    with scopes_disabled():
        document = Ballot.objects.get().proxy_document
    assert journal.read_evidence(neighbourhood=cast.jinniu.pk, digest=document) == ("image/jpeg", PHOTO)
    assert (
        organisation.sign_in(name="新来的", password=PASSWORD, code=totp.at(AT), address="10.0.0.1", at=AT)
        == staff
    )
    with pytest.raises(Refusal, match="wrong, used or expired"):
        organisation.redeem_invitation(card=card.card, code=card.code, address="10.0.0.1", at=OPENS)
    with pytest.raises(Refusal, match="imported before"):
        funding.import_statement(
            actor=cast.secretary, project=asked.project, lines=STATEMENT, file="流水.csv", **WHEN
        )
    settings.SECRET_KEY = old
    with pytest.raises(Unreadable):
        read.people_of(cast.secretary, asked.homes[3], OPENS)


def test_a_wrong_old_secret_changes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    asked, old = lived(cast), settings.SECRET_KEY
    with pytest.raises(Refusal, match="Nothing was changed"):
        run(monkeypatch, settings, "not the secret that it was, though long enough")
    settings.SECRET_KEY = old
    assert read.people_of(cast.secretary, asked.homes[3], OPENS)
    monkeypatch.delenv("SANXIN_OLD_SECRET_KEY")
    with pytest.raises(Refusal, match="SANXIN_OLD_SECRET_KEY"):
        rekey.run(argparse.Namespace())


def test_it_waits_while_a_round_limits_proxies_by_their_holder(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    ask(cast, proxies_per_holder=2)
    with pytest.raises(Refusal, match="limit proxies by their holder"):
        run(monkeypatch, settings, settings.SECRET_KEY)
