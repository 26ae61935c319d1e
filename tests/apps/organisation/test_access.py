"""Each sees its own subtree, on its own days, and nothing beside."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from sanxin.apps.organisation import actions, queries
from sanxin.apps.organisation.models import BodyKind, Level, Unit
from sanxin.apps.organisation.roles import MAY, UNAPPOINTED, Role, Verb
from sanxin.foundation.actor import Household, Staff
from sanxin.foundation.refusal import Refusal
from tests.people import ANYONE, AT, CLI, FIRST, WHEN, Cast, found, open_account

ROLE_OF = {
    "officer": Role.DISTRICT_OFFICER, "clerk": Role.TOWN_CLERK, "secretary": Role.SECRETARY,
    "visitor": Role.TEAM_MEMBER, "designer": Role.DESIGNER, "utility": Role.UTILITY,
    "auditor": Role.AUDITOR, "administrator": Role.ADMINISTRATOR,
}  # fmt: skip


def test_every_role_may_in_jinniu_what_the_table_says_and_nothing_else(cast: Cast) -> None:
    for name, role in ROLE_OF.items():
        for verb in Verb:
            assert queries.can(getattr(cast, name), verb, cast.jinniu.pk, AT) == (verb in MAY[role]), (
                name,
                verb,
            )


def test_nobody_of_another_place_may_do_anything_in_jinniu(cast: Cast) -> None:
    for who in cast.other.values():
        for verb in Verb:
            assert not queries.can(who, verb, cast.jinniu.pk, AT)
            assert cast.jinniu.pk not in queries.neighbourhoods_for(who, verb, AT)


def test_nobody_at_all_may_nothing_and_anyone_only_looks(cast: Cast) -> None:
    for verb in Verb:
        assert not queries.can(None, verb, cast.jinniu.pk, AT)
        assert not queries.can(cast.helper, verb, cast.jinniu.pk, AT)
        assert not queries.can(Staff("nobody"), verb, cast.jinniu.pk, AT)
        assert queries.can(ANYONE, verb, cast.jinniu.pk, AT) == (verb is Verb.CARD_SEE)
    stranger = Household("d", "t")
    assert queries.neighbourhoods_for(stranger, Verb.COMPOUND_SEE, AT) == []
    assert list(queries.units_for(stranger, Verb.COMPOUND_SEE, AT)) == []
    assert not queries.units_for(ANYONE, Verb.PARTY_SEE, AT).exists()
    assert queries.units_for(ANYONE, Verb.CARD_SEE, AT).count() == Unit.objects.count()


def test_each_level_sees_its_own_subtree_only(cast: Cast) -> None:
    seen = {
        name: set(
            queries.units_for(getattr(cast, name), Verb.ORGANISATION_SEE, AT).values_list("name", flat=True)
        )
        for name in ("officer", "clerk", "secretary", "area_secretary")
    }
    assert seen["area_secretary"] == {"东片区", "3号楼", "401中心户"}
    assert seen["secretary"] == seen["area_secretary"] | {"金牛居民区"}
    assert seen["clerk"] == seen["secretary"] | {"莘庄镇", "东湖居民区"}
    assert seen["officer"] == seen["clerk"] | {"闵行区", "七宝镇"}
    assert queries.neighbourhoods_for(cast.area_secretary, Verb.DWELLING_SEE, AT) == [cast.jinniu.pk]
    assert not queries.can(cast.area_secretary, Verb.DWELLING_SEE, cast.jinniu.pk, AT)


def test_one_question_is_two_queries(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        queries.can(cast.clerk, Verb.COMPOUND_IMPORT, cast.centre.pk, AT)


def test_five_superiors_are_found_in_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        lowest = Unit.objects.select_related("parent__parent__parent__parent").get(pk=cast.centre.pk)
        above = queries.superiors(lowest)
    assert [one.level for one in above] == [
        Level.CENTRE_HOUSEHOLD, Level.GROUP, Level.AREA, Level.NEIGHBOURHOOD, Level.STREET,
    ]  # fmt: skip
    assert above[0].party_name == "401党群中心户"


def test_a_lift_office_sees_all_of_its_town_from_its_founding_date(cast: Cast) -> None:
    person, _ = open_account("加梯办新人")
    office = actions.form_body(
        actor=CLI, kind=BodyKind.LIFT_OFFICE, unit=cast.other_town.public_id, name="加梯办",
        first=date(2022, 2, 1), **WHEN,
    )  # fmt: skip
    actions.join_body(
        actor=CLI, body=office.public_id, account=person.account, member_kind="clerk", first=FIRST, **WHEN
    )
    area = found(cast.other_town, Level.NEIGHBOURHOOD, "南曹居民区")
    eve = datetime(2022, 1, 31, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert not queries.can(person, Verb.COMPOUND_SEE, area.pk, eve)
    assert queries.can(person, Verb.COMPOUND_SEE, area.pk, eve.replace(hour=16))
    assert not queries.can(person, Verb.COMPOUND_SEE, cast.jinniu.pk, AT)


def test_a_lead_is_succeeded_and_the_past_keeps_its_author(cast: Cast) -> None:
    successor, _ = open_account("新书记")
    (mandate,) = queries.roles_of(cast.secretary.account, AT.date())
    follows = actions.succeed(
        actor=cast.clerk, mandate=mandate.public_id, successor=successor.account, on=AT.date(), **WHEN
    )
    assert follows.follows == mandate
    assert queries.can(successor, Verb.COMPOUND_IMPORT, cast.jinniu.pk, AT)
    assert not queries.can(cast.secretary, Verb.COMPOUND_IMPORT, cast.jinniu.pk, AT)
    assert queries.can(cast.secretary, Verb.COMPOUND_IMPORT, cast.jinniu.pk, datetime(2022, 2, 1, tzinfo=UTC))
    assert queries.mandates_at(cast.clerk, cast.jinniu.public_id, AT)[0].account.name == "新书记"


def test_a_mandate_ends_and_may_only_be_touched_from_above(cast: Cast) -> None:
    (mandate,) = queries.roles_of(cast.visitor.account, AT.date())
    for who in (cast.secretary, cast.other[Role.TOWN_CLERK]):
        with pytest.raises(Refusal, match="Not found"):
            actions.end_mandate(actor=who, mandate=mandate.public_id, on=AT.date(), **WHEN)
    actions.end_mandate(actor=cast.clerk, mandate=mandate.public_id, on=AT.date(), **WHEN)
    assert not queries.can(cast.visitor, Verb.DWELLING_SEE, cast.jinniu.pk, AT)


def test_nobody_is_appointed_household_and_units_hang_where_they_belong(cast: Cast) -> None:
    for role in UNAPPOINTED:
        with pytest.raises(Refusal, match="appointed"):
            actions.grant_mandate(
                actor=CLI,
                account=cast.helper.account,
                role=role,
                unit=cast.jinniu.public_id,
                first=FIRST,
                **WHEN,
            )
    with pytest.raises(Refusal, match="wrong place"):
        found(cast.town, Level.AREA, "悬空")
    with pytest.raises(Refusal, match="Not found"):
        actions.found_unit(
            actor=cast.secretary, parent=cast.jinniu.public_id, level=Level.AREA, name="西片区",
            founded_on=FIRST, **WHEN,
        )  # fmt: skip


def test_the_table_can_be_printed() -> None:
    printed = queries.printed_table()
    assert len(printed.splitlines()) == len(Verb) + 1
    assert all(verb.value in printed for verb in Verb)


def test_nobody_appoints_themselves_and_only_administrators_make_administrators(cast: Cast) -> None:
    told = {"unit": cast.jinniu.public_id, "first": FIRST, **WHEN}
    for who in (cast.administrator, cast.clerk):
        with pytest.raises(Refusal, match="themselves"):
            actions.grant_mandate(actor=who, account=who.account, role=Role.SECRETARY, **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="Not found"):
        actions.grant_mandate(
            actor=cast.clerk, account=cast.helper.account, role=Role.ADMINISTRATOR, **told,  # type: ignore[arg-type]
        )  # fmt: skip
    actions.grant_mandate(
        actor=cast.administrator, account=cast.helper.account, role=Role.ADMINISTRATOR, **told,  # type: ignore[arg-type]
    )  # fmt: skip
