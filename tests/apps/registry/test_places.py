"""Places: renewal scope, split and merged dwellings, micro-grids, the five levels, cards."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope
from django_scopes.exceptions import ScopeError
from pytest_django import DjangoAssertNumQueries

from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation import queries as who_is
from sanxin.apps.organisation.roles import Role, Verb
from sanxin.apps.registry import actions, queries
from sanxin.apps.registry.models import Compound, Dwelling, GridPlace
from sanxin.foundation.refusal import Refusal
from sanxin.journey.survey import DwellingRow
from tests.people import ANYONE, AT, CLI, WHEN, Cast
from tests.sites import bring_in

DAY = AT.date()


def homes(cast: Cast, compound: str) -> list[str]:
    return [line.public_id for line in queries.dwellings(cast.secretary, compound, AT)]


def test_1999_is_in_renewal_scope_and_2001_only_with_a_reason(cast: Cast, compound: str) -> None:
    assert queries.in_renewal_scope(Compound(built_year=1999))
    assert not queries.in_renewal_scope(Compound(built_year=2001))
    with pytest.raises(Refusal, match="Say why"):
        actions.override_renewal_scope(
            actor=cast.clerk, compound=compound, in_scope=False, reason=" ", **WHEN
        )
    actions.override_renewal_scope(
        actor=cast.clerk, compound=compound, in_scope=False, reason="已列入征收", **WHEN
    )
    (card,) = queries.compounds(cast.clerk, AT)
    assert not queries.in_renewal_scope(card)
    assert queries.history(cast.clerk, compound, AT)[0]["after"]["reason"] == "已列入征收"


def test_elders_are_counted_by_stairwell_without_names(cast: Cast, compound: str) -> None:
    shares = queries.elder_shares(cast.designer, compound, AT)
    assert [(one.stairwell, one.share, one.elders) for one in shares] == [
        ("1", Fraction(1, 2), 2), ("2", Fraction(1, 2), 1), ("3", Fraction(0), 0),
    ]  # fmt: skip


def test_two_dwellings_become_one_and_their_past_stays(cast: Cast, compound: str) -> None:
    first, second, *_ = homes(cast, compound)
    (new,) = actions.replace_dwellings(
        actor=cast.secretary, before=[first, second], after=[DwellingRow("1", "101", 1, Decimal("104.7"))],
        source="合并登记", **WHEN,
    )  # fmt: skip
    assert new in homes(cast, compound)
    assert {first, second}.isdisjoint(homes(cast, compound))
    assert all(one.until == DAY for one in queries.people_of(cast.secretary, first, AT))
    third = homes(cast, compound)[0]
    for after in ([DwellingRow("2", "999")], []):
        with pytest.raises(Refusal, match="one stairwell"):
            actions.replace_dwellings(actor=cast.secretary, before=[new], after=after, source="x", **WHEN)
    with pytest.raises(Refusal, match="room"):
        actions.replace_dwellings(
            actor=cast.secretary, before=[new], after=[DwellingRow("1", "")], source="x", **WHEN
        )
    assert third


def test_every_household_is_in_one_grid_and_after_a_merge_one_person_has_each_duty(
    cast: Cast, compound: str
) -> None:
    ids = homes(cast, compound)
    told = {"actor": cast.secretary, **WHEN}
    east, west = (
        organisation.draw_grid(neighbourhood=cast.jinniu.public_id, name=name, first=DAY, **told)  # type: ignore[arg-type]
        for name in ("东格", "西格")
    )
    assert len(queries.dwellings_without_grid(cast.secretary, compound, AT)) == 6
    actions.place_in_grid(dwellings=ids[:3], grid=east.public_id, first=DAY, **told)  # type: ignore[arg-type]
    actions.place_in_grid(dwellings=ids[2:], grid=west.public_id, first=DAY, **told)  # type: ignore[arg-type]
    assert queries.dwellings_without_grid(cast.secretary, compound, AT) == []
    for grid, who in ((east, cast.visitor), (west, cast.secretary), (west, cast.visitor)):
        organisation.give_duty(grid=grid.public_id, duty="走访", account=who.account, first=DAY, **told)  # type: ignore[arg-type]
    on = date(2022, 6, 1)
    assert actions.merge_grids(from_grid=east.public_id, into_grid=west.public_id, on=on, **told) == 2  # type: ignore[arg-type]
    assert [name for name, _, until in queries.grid_of(cast.secretary, ids[0], AT) if until is None] == [
        "西格"
    ]
    assert queries.grid_of(cast.secretary, ids[0], AT)[0] == ("东格", DAY, on)
    (duty,) = who_is.duties(cast.secretary, [east.pk, west.pk], on, AT)
    assert duty.grid == west
    assert [grid.merged_into for grid in who_is.grids(cast.secretary, AT)] == [west, None]
    with pytest.raises(Refusal, match="Not found"):
        actions.place_in_grid(dwellings=ids, grid=east.public_id, first=on, **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="into itself"):
        actions.merge_grids(from_grid=west.public_id, into_grid=west.public_id, on=on, **told)  # type: ignore[arg-type]


def test_the_table_itself_refuses_two_grids_at_once(cast: Cast, compound: str) -> None:
    grid = organisation.draw_grid(
        actor=cast.secretary, neighbourhood=cast.jinniu.public_id, name="东格", first=DAY, **WHEN
    )
    actions.place_in_grid(
        actor=cast.secretary, dwellings=homes(cast, compound)[:1], grid=grid.public_id, first=DAY, **WHEN
    )
    with scope(neighbourhood=cast.jinniu.pk):
        place = GridPlace.objects.get()
        place.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            place.save()


def test_five_superiors_of_a_household_come_in_one_query(
    cast: Cast, compound: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    home = homes(cast, compound)[1]
    actions.place_dwellings(actor=cast.secretary, dwellings=[home], unit=cast.centre.public_id, **WHEN)
    with django_assert_num_queries(1):
        above = queries.superiors_of(CLI, home, AT)
    assert [one.name for one in above] == ["401中心户", "3号楼", "东片区", "金牛居民区", "莘庄镇"]
    assert [line.public_id for line in queries.dwellings(cast.area_secretary, compound, AT)] == [home]
    with pytest.raises(Refusal, match="Not found"):
        actions.place_dwellings(actor=cast.clerk, dwellings=[home], unit=cast.donghu.public_id, **WHEN)


def test_a_resident_lets_herself_in_sees_her_own_dwelling_and_lets_her_niece_help(
    cast: Cast, compound: str
) -> None:
    mine, other = homes(cast, compound)[1], homes(cast, compound)[0]
    card = actions.invite(actor=cast.secretary, dwelling=mine, **WHEN)
    household = actions.redeem(card=card.card, code=card.code, address="192.0.2.1", at=AT)
    assert [line.public_id for line in queries.dwellings(household, compound, AT)] == [mine]
    with pytest.raises(Refusal, match="Not found"):
        queries.load_dwelling_for(household, other, Verb.DWELLING_SEE, AT)
    given = actions.invite_helper(
        actor=household, dwelling=mine, name="外甥女", until=date(2022, 4, 1), **WHEN
    )
    helper = actions.redeem(card=given.card, code=given.code, address="192.0.2.1", at=AT)
    assert queries.load_dwelling_for(helper, mine, Verb.DWELLING_SEE, AT).room == "402"
    with pytest.raises(Refusal, match="Not found"):
        actions.invite(actor=cast.visitor, dwelling=mine, **WHEN)


def test_nobody_elsewhere_finds_a_compound_stairwell_or_dwelling(cast: Cast, compound: str) -> None:
    bring_in(cast.other[Role.SECRETARY], cast.donghu)
    stairwell = queries.stairwells(cast.clerk, compound, AT)[0].public_id
    home = homes(cast, compound)[0]
    for who in (*cast.other.values(), cast.helper, ANYONE, None):
        for load, public_id in (
            (queries.load_compound_for, compound), (queries.load_stairwell_for, stairwell),
            (queries.load_dwelling_for, home),
        ):  # fmt: skip
            for verb in (Verb.COMPOUND_SEE, Verb.DWELLING_SEE, Verb.COMPOUND_IMPORT):
                with pytest.raises(Refusal) as told:
                    load(who, public_id, verb, AT)  # type: ignore[operator]
                with pytest.raises(Refusal) as absent:
                    load(who, "none", verb, AT)  # type: ignore[operator]
                assert told.value.say("zh") == absent.value.say("zh")
    assert len(queries.compounds(cast.clerk, AT)) == 2
    assert len(queries.compounds(cast.other[Role.TOWN_CLERK], AT)) == 0


def test_an_unscoped_look_is_an_error(db: None) -> None:
    with pytest.raises(ScopeError):
        list(Dwelling.objects.all())
