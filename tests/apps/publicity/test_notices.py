"""Notices: days by the rulebook and the calendar, a photograph from every stairwell, and the gate that waits (R088)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.funding import actions as funding
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.projects import actions as projects
from sanxin.apps.projects.models import Project
from sanxin.apps.projects.queries import load_project_for
from sanxin.apps.publicity import actions, queries
from sanxin.apps.registry import actions as registry_actions
from sanxin.apps.registry import queries as registry
from sanxin.foundation.calendar import When
from sanxin.foundation.refusal import Refusal
from tests.people import AT, WHEN, Cast

PHOTO = b"\xff\xd8\xff\xe0 on the board"


def at(moment: datetime) -> When:
    return {"occurred_at": moment, "recorded_at": moment}


@pytest.fixture
def project(cast: Cast, compound: str) -> str:
    return projects.open_project(actor=cast.secretary, compound=compound, name="加梯", **WHEN)


def post(cast: Cast, project: str, when: When = WHEN, **more: object) -> str:
    told = {
        "kind": "lift_plan",
        "title": "方案公示",
        "text": "井道设于北侧。",
        "days": 7,
        "basis": "街道通知",
        **more,
    }
    return actions.post_notice(actor=cast.secretary, project=project, **told, **when)  # type: ignore[arg-type]


def hang_everywhere(cast: Cast, compound: str, notice: str) -> None:
    for line in registry.stairwells(cast.visitor, compound, AT):
        actions.prove_posting(
            actor=cast.visitor, notice=notice, stairwell=line.public_id, photo=PHOTO, **WHEN
        )


def test_where_the_rulebook_has_days_they_are_taken_and_the_term_ends_on_a_working_day(
    cast: Cast, project: str
) -> None:
    # 2025-09-21 and ten days is 1 October: a holiday until the 8th, so the term runs to the 9th.
    posted = datetime(2025, 9, 21, 2, tzinfo=UTC)
    post(cast, project, at(posted), days=None, basis="")
    (line,) = queries.notices_of(cast.designer, project, posted)
    assert (line.days, line.last_day) == (10, date(2025, 10, 9))
    assert "沪规划资源规" in line.basis
    with pytest.raises(Refusal, match="hangs 10 days at least"):
        post(cast, project, at(posted), days=7)
    post(cast, project, at(posted), days=20)


def test_where_it_has_none_the_office_says_how_long_and_by_which_document(cast: Cast, project: str) -> None:
    for days, basis in ((None, "街道通知"), (7, " "), (0, "街道通知")):
        with pytest.raises(Refusal, match="no days for this notice"):
            post(cast, project, days=days, basis=basis)
    with pytest.raises(Refusal, match="no days for this notice"):
        post(cast, project, kind="agreement", days=None)
    post(cast, project)
    (line,) = queries.notices_of(cast.secretary, project, AT)
    # 1 March and seven days: 8 March, a Tuesday.
    assert (line.last_day, line.basis) == (date(2022, 3, 8), "街道通知")


def test_it_has_run_when_its_last_day_is_over_and_every_stairwell_has_its_photograph(
    cast: Cast, compound: str, project: str
) -> None:
    notice = post(cast, project)
    last, after = (datetime(2022, 3, day, 9, tzinfo=UTC) for day in (8, 9))
    with pytest.raises(Refusal, match="hangs until the end of 2022-03-08"):
        actions.declare_run(actor=cast.secretary, notice=notice, **at(last))
    with pytest.raises(Refusal, match="3 stairwells lack their photograph: 1、2、3"):
        actions.declare_run(actor=cast.secretary, notice=notice, **at(after))
    hang_everywhere(cast, compound, notice)
    index = actions.declare_run(actor=cast.secretary, notice=notice, **at(after))
    with scopes_disabled():
        line = journal.line(index)
    assert line is not None
    assert (line.verb, line.subject) == ("notice.run", f"project/{project}")
    (shown,) = queries.notices_of(cast.secretary, project, after)
    assert shown.ran_at == after
    assert [code for code, _, _ in shown.hung] == ["1", "2", "3"]
    media_type, content = queries.posting_photo(cast.designer, notice, shown.hung[0][1], after)
    assert (media_type, content) == ("image/jpeg", PHOTO)


def test_works_do_not_start_before_a_notice_has_run_r088(cast: Cast, compound: str, project: str) -> None:
    notice = post(cast, project)
    hang_everywhere(cast, compound, notice)
    with scopes_disabled():
        Project.objects.update(stage="coordinate")
    after = datetime(2022, 3, 9, 9, tzinfo=UTC)
    with pytest.raises(Refusal, match=r"still lacks: notice\.run, sources_cover_uses"):
        projects.move_stage(actor=cast.secretary, project=project, to="build", **at(after))
    index = actions.declare_run(actor=cast.secretary, notice=notice, **at(after))
    projects.record_proof(actor=cast.secretary, project=project, leaf_index=index, **at(after))
    with pytest.raises(Refusal, match=r"still lacks: sources_cover_uses"):
        projects.move_stage(actor=cast.secretary, project=project, to="build", **at(after))
    told = {"actor": cast.secretary, "project": project, **at(after)}
    funding.plan_cost(item="电梯", fen=500_000, source="fund", **told)  # type: ignore[arg-type]
    funding.grant_source(item="公共收益", fen=500_000, source="fund", document="决议", **told)  # type: ignore[arg-type]
    covered = funding.prove_cover(**told)  # type: ignore[arg-type]
    projects.record_proof(leaf_index=covered, **told)  # type: ignore[arg-type]
    projects.move_stage(to="build", **told)  # type: ignore[arg-type]
    assert load_project_for(cast.secretary, project, Verb.PROJECT_SEE, after).stage == "build"


def test_a_project_over_one_stairwell_or_building_hangs_its_notice_there_only(
    cast: Cast, compound: str
) -> None:
    one, two, three = registry.stairwells(cast.secretary, compound, AT)
    over_one = projects.open_project(
        actor=cast.secretary, compound=compound, name="加梯", stairwell=one.public_id, **WHEN
    )
    over_building = projects.open_project(
        actor=cast.secretary, compound=compound, name="加梯", building="B1", **WHEN
    )
    notice = post(cast, over_one)
    post(cast, over_building)
    (line,) = queries.notices_of(cast.secretary, over_one, AT)
    assert [place.code for place in line.missing] == ["1"]
    (line,) = queries.notices_of(cast.secretary, over_building, AT)
    assert [place.code for place in line.missing] == ["1", "2"]
    with pytest.raises(Refusal, match="Not found"):
        actions.prove_posting(
            actor=cast.visitor, notice=notice, stairwell=three.public_id, photo=PHOTO, **WHEN
        )
    assert two.code == "2"


def test_what_a_stage_should_have_made_public_and_has_not_is_listed_r089(cast: Cast, project: str) -> None:
    assert queries.missing_disclosures(cast.designer, project, AT) == []
    with scopes_disabled():
        Project.objects.update(stage="coordinate")
    assert queries.missing_disclosures(cast.designer, project, AT) == ["lift_plan", "result"]
    post(cast, project)
    assert queries.missing_disclosures(cast.designer, project, AT) == ["result"]


def test_nonsense_is_refused_and_strangers_find_nothing(cast: Cast, compound: str, project: str) -> None:
    for wrong, said in (({"kind": "gossip"}, "no notice “gossip”"), ({"title": " "}, "lacks its title"),
                        ({"text": ""}, "lacks its title")):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            post(cast, project, **wrong)
    notice = post(cast, project)
    one = registry.stairwells(cast.secretary, compound, AT)[0].public_id
    with pytest.raises(Refusal, match="JPEG"):
        actions.prove_posting(actor=cast.visitor, notice=notice, stairwell=one, photo=b"%PDF", **WHEN)
    home = next(one for one in registry.dwellings(cast.secretary, compound, AT) if one.room == "402")
    card = registry_actions.invite(actor=cast.secretary, dwelling=home.public_id, **WHEN)
    household = organisation.redeem_invitation(card=card.card, code=card.code, address="10.0.0.7", at=AT)
    now = AT + timedelta(hours=1)
    assert len(queries.notices_of(household, project, now)) == 1
    for who in (*cast.other.values(), household, cast.designer, None):
        with pytest.raises(Refusal, match="Not found"):
            actions.prove_posting(actor=who, notice=notice, stairwell=one, photo=PHOTO, **at(now))  # type: ignore[arg-type]
    for who in cast.other.values():
        with pytest.raises(Refusal, match="Not found"):
            queries.notices_of(who, project, AT + timedelta(days=1))
    with pytest.raises(Refusal, match="not kept here"):
        queries.posting_photo(cast.secretary, notice, "nosuch", AT)
