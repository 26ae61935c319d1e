"""Temporary branches: five kinds to be complete, rights while they stand, records after."""

from datetime import date, timedelta

import pytest

from sanxin.apps.organisation import actions, queries
from sanxin.apps.organisation.models import Body, BodyKind
from sanxin.apps.organisation.roles import Verb
from sanxin.foundation.refusal import Refusal
from tests.people import AT, WHEN, Cast, open_account

KINDS = ("community", "builder", "designer", "supervisor", "resident")


def branch(cast: Cast, until: date | None = date(2023, 1, 1)) -> Body:
    return actions.form_body(
        actor=cast.secretary, kind=BodyKind.TEMPORARY_BRANCH, unit=cast.jinniu.public_id,
        name="加梯临时党支部", first=AT.date(), until=until, **WHEN,
    )  # fmt: skip


def test_all_five_kinds_make_it_complete_and_members_lose_their_rights_at_dissolution(cast: Cast) -> None:
    body = branch(cast)
    people = []
    for n, kind in enumerate(KINDS):
        assert queries.missing_member_kinds(body, AT.date()) == KINDS[n:]
        people.append(open_account(kind)[0])
        actions.join_body(
            actor=cast.secretary, body=body.public_id, account=people[-1].account, member_kind=kind,
            first=AT.date(), **WHEN,
        )  # fmt: skip
    assert queries.missing_member_kinds(body, AT.date()) == ()
    assert all(queries.can(who, Verb.ORGANISATION_SEE, cast.jinniu.pk, AT) for who in people)
    actions.dissolve_body(actor=cast.secretary, body=body.public_id, on=date(2022, 5, 1), **WHEN)
    later = AT + timedelta(days=90)
    assert not any(queries.can(who, Verb.ORGANISATION_SEE, cast.jinniu.pk, later) for who in people)
    assert list(queries.bodies(cast.clerk, later)) == [body]
    assert list(queries.bodies(cast.area_secretary, later)) == []


def test_a_branch_without_an_end_or_a_stranger_to_its_kinds_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="temporary"):
        branch(cast, until=None)
    with pytest.raises(Refusal, match="no “singer”"):
        actions.join_body(
            actor=cast.secretary, body=branch(cast).public_id, account=cast.helper.account,
            member_kind="singer", first=AT.date(), **WHEN,
        )  # fmt: skip


def test_a_push_team_has_exactly_one_head(cast: Cast) -> None:
    team = actions.form_body(
        actor=cast.clerk,
        kind=BodyKind.PUSH_TEAM,
        unit=cast.town.public_id,
        name="推进小组",
        first=AT.date(),
        **WHEN,
    )
    told = {"actor": cast.clerk, "body": team.public_id, "member_kind": "head", "first": AT.date(), **WHEN}
    actions.join_body(account=cast.clerk.account, **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="head already"):
        actions.join_body(account=cast.helper.account, **told)  # type: ignore[arg-type]


def test_a_body_elsewhere_reads_like_none(cast: Cast) -> None:
    for public_id, who in ((branch(cast).public_id, cast.utility), ("none", cast.secretary)):
        with pytest.raises(Refusal, match="Not found"):
            actions.dissolve_body(actor=who, body=public_id, on=AT.date(), **WHEN)
