"""Parties: dated relations, heads, namesakes told apart by a person, erasure."""

from datetime import date

import pytest
from django_scopes import scope

from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.roles import Role
from sanxin.apps.registry import actions, queries
from sanxin.apps.registry.actions import Person
from sanxin.apps.registry.models import Change, Dwelling, Party, RelationKind
from sanxin.foundation.refusal import Refusal
from tests.people import AT, WHEN, Cast
from tests.sites import SITE, bring_in

DAY = AT.date()


def home_of(cast: Cast, compound: str, room: str) -> str:
    return next(
        line.public_id for line in queries.dwellings(cast.secretary, compound, AT) if line.room == room
    )


def test_co_owners_are_one_head_and_namesakes_two_until_confirmed(cast: Cast, compound: str) -> None:
    heads = queries.heads(cast.secretary, compound, DAY, AT)
    assert sorted(len(head.owners) for head in heads) == [1, 1, 2]
    (pair,) = queries.namesakes(cast.secretary, compound, AT)
    one, other = pair.parties
    actions.decide_namesake(
        actor=cast.secretary, one=other, other=one, same=True, reason="看过身份证", **WHEN
    )
    assert queries.namesakes(cast.secretary, compound, AT) == []
    heads = queries.heads(cast.secretary, compound, DAY, AT)
    assert sorted(len(head.dwellings) for head in heads) == [1, 2]
    actions.decide_namesake(actor=cast.secretary, one=one, other=other, same=False, reason="弄错了", **WHEN)
    assert len(queries.heads(cast.secretary, compound, DAY, AT)) == 3


def test_heads_of_one_stairwell_count_only_its_dwellings(cast: Cast, compound: str) -> None:
    first = queries.stairwells(cast.secretary, compound, AT)[0].public_id
    assert len(queries.heads(cast.secretary, compound, DAY, AT, stairwells=[first])) == 2
    assert queries.heads(cast.secretary, compound, date(2022, 2, 28), AT) == ()


def test_an_owner_is_followed_by_another_and_both_stay_on_record(cast: Cast, compound: str) -> None:
    home = home_of(cast, compound, "101")
    (old,) = queries.people_of(cast.secretary, home, AT)
    told = {"actor": cast.secretary, "dwelling": home, "source": "不动产登记", **WHEN}
    actions.end_relation(party=old.party, kind=RelationKind.OWNER, on=date(2022, 6, 1), **told)  # type: ignore[arg-type]
    new = actions.relate(
        person=Person("孙丽", "13700000000", "7777"), kind=RelationKind.OWNER, first=date(2022, 6, 1), **told,  # type: ignore[arg-type]
    )  # fmt: skip
    by_day = {
        day: {owner for head in queries.heads(cast.secretary, compound, day, AT) for owner in head.owners}
        for day in (date(2022, 5, 31), date(2022, 6, 1))
    }
    assert old.party in by_day[date(2022, 5, 31)] - by_day[date(2022, 6, 1)]
    assert new in by_day[date(2022, 6, 1)] - by_day[date(2022, 5, 31)]
    agent = actions.relate(person=new, kind=RelationKind.AGENT, first=DAY, **told)  # type: ignore[arg-type]
    assert agent == new


def test_a_relation_ends_once_and_not_before_it_began(cast: Cast, compound: str) -> None:
    home = home_of(cast, compound, "101")
    (old,) = queries.people_of(cast.secretary, home, AT)
    told = {"actor": cast.secretary, "dwelling": home, "party": old.party, "source": "x", **WHEN}
    with pytest.raises(Refusal, match="cannot end"):
        actions.end_relation(kind=RelationKind.OWNER, on=date(2020, 1, 1), **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="Not found"):
        actions.end_relation(kind=RelationKind.TENANT, on=DAY, **told)  # type: ignore[arg-type]


def test_a_changed_party_keeps_the_next_import_idempotent_or_shown(cast: Cast, compound: str) -> None:
    home = home_of(cast, compound, "202")
    actions.relate(
        actor=cast.secretary, dwelling=home, person=Person("周"), kind=RelationKind.OWNER, first=DAY,
        source="x", **WHEN,
    )  # fmt: skip
    seen: list[actions.RowChange] = []
    actions.preview_import(
        actor=cast.secretary, neighbourhood=cast.jinniu.public_id, site=SITE, at=AT, seen=seen.append
    )
    assert [(one.ref, one.fields) for one in seen if one.outcome == "changed"] == [("2-202", ("owners",))]


def test_erasing_a_person_leaves_proofs_and_rows_and_nothing_to_read(cast: Cast, compound: str) -> None:
    home = home_of(cast, compound, "101")
    (old,) = queries.people_of(cast.secretary, home, AT)
    actions.erase_party(actor=cast.secretary, party=old.party, reason="本人申请", **WHEN)
    (line,) = queries.people_of(cast.secretary, home, AT)
    assert line.person == Person()
    with scope(neighbourhood=cast.jinniu.pk):
        party = Party.objects.get(public_id=old.party)
        kept = (party.wrapped_key, party.sealed, party.name_hmac, party.namesake_hmac)
        assert kept == (None, None, "", "")
        assert Change.objects.get(subject=f"dwelling/{home}").salt is None
        assert not Dwelling.objects.get(public_id=home).reached
    assert journal.first_break() is None
    with pytest.raises(Refusal, match="Not found"):
        actions.erase_party(actor=cast.secretary, party=old.party, reason="再次", **WHEN)


def test_parties_are_seen_in_their_neighbourhood_and_role_only(cast: Cast, compound: str) -> None:
    home = home_of(cast, compound, "101")
    party = queries.people_of(cast.visitor, home, AT)[0].party
    for who in (
        cast.designer,
        cast.utility,
        cast.auditor,
        cast.administrator,
        cast.officer,
        *cast.other.values(),
    ):
        with pytest.raises(Refusal, match="Not found"):
            queries.people_of(who, home, AT)
        with pytest.raises(Refusal, match="Not found"):
            queries.load_party_for(who, party, queries.Verb.PARTY_SEE, AT)
    assert queries.site_of(cast.designer, compound, AT).dwellings == ()


def test_parties_of_two_neighbourhoods_are_never_one(cast: Cast, compound: str) -> None:
    elsewhere = bring_in(cast.other[Role.SECRETARY], cast.donghu).compound
    (mine,) = queries.namesakes(cast.clerk, compound, AT)
    (theirs,) = queries.namesakes(cast.clerk, elsewhere, AT)
    with pytest.raises(Refusal, match="Not found"):
        actions.decide_namesake(
            actor=cast.clerk, one=mine.parties[0], other=theirs.parties[0], same=True, reason="x", **WHEN
        )
    with pytest.raises(Refusal, match="Not found"):
        actions.relate(
            actor=cast.clerk, dwelling=home_of(cast, compound, "101"), person=theirs.parties[0],
            kind=RelationKind.OWNER, first=DAY, source="x", **WHEN,
        )  # fmt: skip
    with pytest.raises(Refusal, match="namesake of themselves"):
        actions.decide_namesake(
            actor=cast.clerk, one=mine.parties[0], other=mine.parties[0], same=True, reason="x", **WHEN
        )
