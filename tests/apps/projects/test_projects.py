"""Projects: over any scope, at a stage, moved on proof; and the portfolio of a town."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation.models import BodyKind, Unit
from sanxin.apps.organisation.roles import Role
from sanxin.apps.projects import actions, queries
from sanxin.apps.projects.yards import yards_of
from sanxin.apps.registry import queries as registry
from sanxin.foundation.refusal import Refusal
from tests.people import AT, WHEN, Cast
from tests.sites import SITE, bring_in

DONGDAJIE = "东关南里1、8、9、10、11号院及东关北里1号院"
SIX = (*(f"东关南里{n}号院" for n in (1, 8, 9, 10, 11)), "东关北里1号院")


def test_six_addresses_are_six_yards_however_they_are_written(cast: Cast) -> None:
    project = actions.open_project_over_yards(
        actor=cast.secretary,
        neighbourhood=cast.jinniu.public_id,
        name="东大街",
        addresses=[DONGDAJIE],
        **WHEN,
    )
    assert queries.yards_of(cast.clerk, project, AT) == SIX
    assert yards_of(SIX) == SIX
    assert yards_of(["东关南里１号院，8号"]) == ("东关南里1号院", "东关南里8号院")


@pytest.mark.parametrize(
    "written", [[*SIX, "东关南里8号院"], ["东关南里1、8、8号院"], ["东关南里８号院 东关南里8号院"]]
)
def test_a_yard_given_twice_is_caught(cast: Cast, written: list[str]) -> None:
    with pytest.raises(Refusal, match="东关南里8号院"):
        actions.open_project_over_yards(
            actor=cast.secretary,
            neighbourhood=cast.jinniu.public_id,
            name="东大街",
            addresses=written,
            **WHEN,
        )


def test_what_is_no_address_or_no_neighbourhood_is_refused(cast: Cast) -> None:
    for addresses in (["8号院"], ["东关南里"]):
        with pytest.raises(Refusal, match="no yard"):
            yards_of(addresses)
    with pytest.raises(Refusal, match="Not found"):
        actions.open_project_over_yards(
            actor=cast.clerk, neighbourhood=cast.town.public_id, name="x", addresses=SIX, **WHEN
        )


def test_a_project_names_its_scope(cast: Cast, compound: str) -> None:
    stairwell = registry.stairwells(cast.secretary, compound, AT)[0].public_id
    told = {"actor": cast.secretary, "compound": compound, "name": "加梯", **WHEN}
    actions.open_project(**told)  # type: ignore[arg-type]
    actions.open_project(building="B1", **told)  # type: ignore[arg-type]
    actions.open_project(stairwell=stairwell, **told)  # type: ignore[arg-type]
    assert [one.scope_kind for one in queries.projects(cast.clerk, AT)] == [
        "compound",
        "building",
        "stairwell",
    ]
    with pytest.raises(Refusal, match="Not found"):
        actions.open_project(building="B9", **told)  # type: ignore[arg-type]
    elsewhere = bring_in(cast.secretary, cast.jinniu, replace(SITE, name="另一小区")).compound
    with pytest.raises(Refusal, match="Not found"):
        actions.open_project(actor=cast.secretary, compound=elsewhere, name="x", stairwell=stairwell, **WHEN)
    for who in (cast.designer, cast.other[Role.SECRETARY]):
        with pytest.raises(Refusal, match="Not found"):
            actions.open_project(actor=who, compound=compound, name="x", **WHEN)


def test_a_stage_is_passed_on_proof_that_is_on_record(cast: Cast, compound: str) -> None:
    project = actions.open_project(actor=cast.secretary, compound=compound, name="加梯", **WHEN)
    told = {"actor": cast.secretary, "project": project, **WHEN}
    with pytest.raises(Refusal, match="still lacks"):
        actions.move_stage(to="assess", **told)  # type: ignore[arg-type]
    with scope(neighbourhood=cast.jinniu.pk):
        (imported,) = journal.lines(subject=f"compound/{compound}")
    with pytest.raises(Refusal, match="proves nothing"):
        actions.record_proof(leaf_index=0, **told)  # type: ignore[arg-type]
    actions.record_proof(leaf_index=imported.index, **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="does not go"):
        actions.move_stage(to="build", **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="does not go"):
        actions.move_stage(to="paradise", **told)  # type: ignore[arg-type]
    actions.move_stage(to="assess", **told)  # type: ignore[arg-type]
    assert [one.stage for one in queries.stages_of(cast.clerk, project, AT)] == ["survey", "assess"]
    assert queries.projects(cast.clerk, AT)[0].stage == "assess"


def test_a_portfolio_takes_as_many_queries_for_many_compounds_as_for_one(cast: Cast, compound: str) -> None:
    project = actions.open_project(actor=cast.secretary, compound=compound, name="加梯", **WHEN)
    actions.plan_project(
        actor=cast.secretary, project=project, budget_fen=9_000_000_00, next_deadline=date(2022, 6, 1), **WHEN
    )
    with CaptureQueriesContext(connection) as few:
        (line,) = queries.portfolio(cast.clerk, AT)
    assert (line.dwellings, line.stage, line.budget_fen, line.next_deadline) == (
        6, "survey", 900_000_000, date(2022, 6, 1),
    )  # fmt: skip
    for n in range(4):
        where: Unit = cast.donghu if n % 2 else cast.jinniu
        bring_in(cast.clerk, where, replace(SITE, name=f"小区{n}", dwellings=()))
    actions.open_project_over_yards(
        actor=cast.clerk, neighbourhood=cast.donghu.public_id, name="楼院", addresses=SIX, **WHEN
    )
    with CaptureQueriesContext(connection) as many:
        lines = queries.portfolio(cast.clerk, AT)
    assert len(many) == len(few) <= 10
    assert [one.stage for one in lines].count(None) == 4
    assert len(lines) == 6
    assert {one.name for one in queries.portfolio(cast.secretary, AT)} == {"金牛花苑", "小区0", "小区2"}


def test_a_project_without_a_body_that_stands_is_listed_the_same_day(cast: Cast, compound: str) -> None:
    project = actions.open_project(actor=cast.secretary, compound=compound, name="加梯", **WHEN)
    assert [one.public_id for one in queries.without_body(cast.clerk, AT)] == [project]
    branch = organisation.form_body(
        actor=cast.secretary, kind=BodyKind.TEMPORARY_BRANCH, unit=cast.jinniu.public_id, name="临时党支部",
        first=AT.date(), until=date(2022, 9, 1), **WHEN,
    )  # fmt: skip
    with pytest.raises(Refusal, match="Not found"):
        actions.give_body(actor=cast.secretary, project=project, body="none", **WHEN)
    actions.give_body(actor=cast.secretary, project=project, body=branch.public_id, **WHEN)
    assert queries.without_body(cast.clerk, AT) == []
    assert len(queries.without_body(cast.clerk, AT + timedelta(days=200))) == 1


def test_projects_over_single_stairwells_do_not_list_their_compound_again(cast: Cast, compound: str) -> None:
    first, second, _ = (one.public_id for one in registry.stairwells(cast.secretary, compound, AT))
    for stairwell in (first, second):
        actions.open_project(
            actor=cast.secretary, compound=compound, name="加梯", stairwell=stairwell, **WHEN
        )
    (line,) = queries.portfolio(cast.clerk, AT)
    assert (line.parts, line.project) == (2, None)
    whole = actions.open_project(actor=cast.secretary, compound=compound, name="整体", **WHEN)
    (line,) = queries.portfolio(cast.clerk, AT)
    assert (line.parts, line.project) == (2, whole)
