"""Import in two steps: shown first, then exactly that or nothing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django_scopes import scope

from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.roles import Role
from sanxin.apps.registry import actions, queries
from sanxin.apps.registry.models import Change, Party, Relation, SiteFeature
from sanxin.foundation.refusal import Refusal
from sanxin.journey.survey import DwellingRow, Feature, LayerSurvey, Site
from sanxin.record.merkle import root_of
from tests.people import ANYONE, AT, WHEN, Cast
from tests.sites import ROWS, SITE, bring_in


def preview(cast: Cast, site: Site, **more: object) -> tuple[actions.Preview, list[actions.RowChange]]:
    seen: list[actions.RowChange] = []
    shown = actions.preview_import(
        actor=cast.secretary, neighbourhood=cast.jinniu.public_id, site=site, at=AT, seen=seen.append, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return shown, seen


def test_what_was_imported_comes_back_equal(cast: Cast) -> None:
    done = bring_in(cast.secretary, cast.jinniu)
    assert queries.site_of(cast.secretary, done.compound, AT) == SITE


def test_a_preview_shows_every_row_and_reconciles_the_sum_and_writes_nothing(cast: Cast) -> None:
    shown, seen = preview(cast, SITE, expected_dwellings=6)
    assert shown.counts == {"compound.new": 1, "feature.new": 7, "layer.new": 2, "dwelling.new": 6}
    assert (shown.dwellings_after, shown.reconciled, shown.absent) == (6, True, 0)
    assert len(seen) == 16
    assert preview(cast, SITE, expected_dwellings=1056)[0].reconciled is False
    assert preview(cast, SITE)[0].reconciled is None
    assert queries.compounds(cast.secretary, AT) == []


def test_importing_again_changes_nothing(cast: Cast) -> None:
    bring_in(cast.secretary, cast.jinniu)
    size = journal.tree_head().size
    again = bring_in(cast.secretary, cast.jinniu)
    assert set(again.preview.counts) == {
        "compound.unchanged",
        "feature.unchanged",
        "layer.unchanged",
        "dwelling.unchanged",
    }
    assert (again.batch, again.receipt, journal.tree_head().size) == (None, None, size)


def test_a_batch_is_one_leaf_and_its_root_covers_every_row(cast: Cast) -> None:
    before = journal.tree_head().size
    done = bring_in(cast.secretary, cast.jinniu)
    assert journal.tree_head().size == before + 1
    with scope(neighbourhood=cast.jinniu.pk):
        (line,) = journal.lines(subject=f"compound/{done.compound}")
        assert Change.objects.filter(batch__public_id=done.batch).count() == 6
    assert line.record is not None
    assert line.record["payload"]["root"] == done.root != root_of([]).hex()
    assert "王秀英" not in str(line.record)


def test_a_changed_row_names_its_fields_and_the_past_stays(cast: Cast) -> None:
    done = bring_in(cast.secretary, cast.jinniu)
    rows = (replace(ROWS[0], area_m2=Decimal("57"), owners=("孙丽",), owner_id=("9999",)), *ROWS[1:])
    site = replace(SITE, dwellings=rows)
    _, seen = preview(cast, site)
    (changed,) = [one for one in seen if one.outcome == "changed"]
    assert (changed.ref, changed.fields) == ("1-101", ("area_m2", "owners", "owner_id"))
    bring_in(cast.secretary, cast.jinniu, site)
    assert queries.site_of(cast.secretary, done.compound, AT) == site
    home = queries.dwellings(cast.secretary, done.compound, AT)[0].public_id
    people = queries.people_of(cast.secretary, home, AT)
    assert [(one.person.name, one.until) for one in people] == [("孙丽", None), ("王秀英", AT.date())]
    (newest, first) = queries.history(cast.secretary, done.compound, AT, subject=f"dwelling/{home}")
    assert (newest["before"]["area_m2"], newest["after"]["area_m2"]) == ("56.2", "57")
    assert (newest["source"], newest["actor"]) == ("名册.xlsx", cast.secretary.ref)
    assert first["before"] is None


def test_whoever_stays_in_a_changed_row_stays_the_same_party(cast: Cast) -> None:
    done = bring_in(cast.secretary, cast.jinniu)
    home = queries.dwellings(cast.secretary, done.compound, AT)[1].public_id
    before = {one.person.name: one.party for one in queries.people_of(cast.secretary, home, AT)}
    row = replace(ROWS[1], owners=("李建国",), owner_id=("1111",), phone="13900000000")
    bring_in(cast.secretary, cast.jinniu, replace(SITE, dwellings=(ROWS[0], row, *ROWS[2:])))
    now = [one for one in queries.people_of(cast.secretary, home, AT) if one.until is None]
    assert {one.person.name: one.party for one in now} == {name: before[name] for name in ("李建国", "小李")}
    assert {one.kind for one in now} == {"owner", "occupier"}
    assert queries.site_of(cast.secretary, done.compound, AT).dwellings[1] == row


def test_what_changed_since_the_preview_stops_everything(cast: Cast) -> None:
    stale = preview(cast, SITE)[0].digest
    bring_in(cast.secretary, cast.jinniu, replace(SITE, dwellings=ROWS[:3]))
    size = journal.tree_head().size
    with pytest.raises(Refusal, match="since the preview"):
        actions.commit_import(
            actor=cast.secretary, neighbourhood=cast.jinniu.public_id, site=SITE, preview_digest=stale,
            source="x", **WHEN,
        )  # fmt: skip
    (card,) = queries.compounds(cast.secretary, AT)
    assert len(queries.dwellings(cast.secretary, card.public_id, AT)) == 3
    assert journal.tree_head().size == size


def test_bad_rows_are_refused_with_their_number_and_the_rest_goes_in(cast: Cast) -> None:
    bad = (
        DwellingRow("9", "101"), DwellingRow("1", " "), DwellingRow("1", "101"),
        DwellingRow("1", "103", owners=("甲", "乙"), owner_id=("1",)),
        DwellingRow("1", "104", area_m2=Decimal("1.23456")), DwellingRow("1", "105", area_m2=Decimal("NaN")),
    )  # fmt: skip
    site = replace(SITE, dwellings=(*ROWS, *bad))
    _, seen = preview(cast, site)
    refused = [one for one in seen if one.because]
    assert [one.number for one in refused] == [7, 8, 9, 10, 11, 12]
    assert [one.because.code.rsplit(".", 1)[1] for one in refused if one.because] == [
        "no_stairwell", "no_room", "twice", "owner_ids", "area", "area",
    ]  # fmt: skip
    assert all("第" in one.because.say("zh") for one in refused if one.because)
    assert bring_in(cast.secretary, cast.jinniu, site).preview.dwellings_after == 6


def test_nobody_to_ask_is_kept_as_not_reached(cast: Cast, compound: str) -> None:
    lines = queries.dwellings(cast.secretary, compound, AT)
    assert [line.reached for line in lines] == [True, True, True, False, False, False]
    counts = {
        one.code: (one.dwellings, one.reached) for one in queries.stairwells(cast.secretary, compound, AT)
    }
    assert counts == {"1": (2, 2), "2": (2, 1), "3": (2, 0)}


def test_a_site_without_its_year_is_refused(cast: Cast) -> None:
    _, seen = preview(cast, replace(SITE, built_year=None))
    assert [one.outcome for one in seen if one.what == "compound"] == ["refused"]
    with pytest.raises(Refusal, match="built_year = 1996"):
        bring_in(cast.secretary, cast.jinniu, replace(SITE, built_year=None))


def test_a_new_survey_supersedes_and_keeps_the_old(cast: Cast, compound: str) -> None:
    moved = replace(SITE.features[5], geometry=((-5.0, -4.0), (50.0, -4.0)))
    site = replace(
        SITE, tenure="mixed", features=(*SITE.features[:5], moved),
        survey={"pipe": LayerSurvey("complete", source="物探")},
    )  # fmt: skip
    shown, _ = preview(cast, site)
    assert shown.counts["feature.gone"] == shown.counts["feature.changed"] == 1
    assert (
        shown.counts["layer.gone"] == shown.counts["layer.changed"] == shown.counts["compound.changed"] == 1
    )
    bring_in(cast.secretary, cast.jinniu, site)
    assert queries.site_of(cast.secretary, compound, AT) == site
    with scope(neighbourhood=cast.jinniu.pk):
        assert SiteFeature.objects.filter(ref="P12").count() == 2
        assert SiteFeature.objects.exclude(superseded_at=None).count() == 2


def test_a_stairwell_of_no_building_and_a_feature_twice_are_refused_with_their_dwellings(cast: Cast) -> None:
    lost = Feature("stairwell", "9", "point", (0.0, 0.0), {"building": "B9"})
    site = replace(
        SITE, features=(*SITE.features, lost, SITE.features[0]), dwellings=(*ROWS, DwellingRow("9", "101"))
    )
    shown, _ = preview(cast, site)
    assert (shown.counts["feature.refused"], shown.counts["dwelling.refused"]) == (2, 1)
    assert bring_in(cast.secretary, cast.jinniu, site).preview.digest == shown.digest


def test_a_list_of_dwellings_alone_is_read_once_and_those_absent_stay(cast: Cast, compound: str) -> None:
    rows = [replace(ROWS[0], elder=3), DwellingRow("1", "501", 5)]
    told: list[int] = []
    shown = actions.preview_dwellings(actor=cast.clerk, compound=compound, rows=iter(rows), at=AT)
    assert (shown.dwellings_after, shown.absent) == (7, 5)
    done = actions.commit_dwellings(
        actor=cast.clerk, compound=compound, rows=iter(rows), preview_digest=shown.digest, source="表",
        progress=told.append, **WHEN,
    )  # fmt: skip
    assert (told, done.preview) == ([2], shown)


def test_only_who_may_imports_and_only_at_home(cast: Cast, compound: str) -> None:
    for who in (
        cast.visitor,
        cast.designer,
        cast.auditor,
        cast.other[Role.SECRETARY],
        ANYONE,
        cast.area_secretary,
    ):
        with pytest.raises(Refusal, match="Not found"):
            actions.preview_dwellings(actor=who, compound=compound, rows=[], at=AT)
        with pytest.raises(Refusal, match="Not found"):
            bring_in(who, cast.jinniu)


def test_nothing_of_a_person_is_in_clear_in_any_table(cast: Cast, compound: str) -> None:
    with scope(neighbourhood=cast.jinniu.pk):
        told = [str(vars(row)) for model in (Party, Relation, Change) for row in model.objects.all()]  # type: ignore[attr-defined]
    for secret in ("王秀英", "13800000001", "李建国"):
        assert not [row for row in told if secret in row]


def test_what_a_list_leaves_empty_stays_as_it_is_known(cast: Cast) -> None:
    done = bring_in(cast.secretary, cast.jinniu)
    known = SITE.dwellings[0]
    blank = frozenset({"area_source", "occupier", "elder", "use", "sold", "owner_id", "owners"})
    row = DwellingRow(
        known.stairwell, known.room, known.floor, known.area_m2, phone="13900000009", blank=blank
    )
    seen: list[actions.RowChange] = []
    shown = actions.preview_dwellings(
        actor=cast.secretary, compound=done.compound, rows=[row], at=AT, seen=seen.append
    )
    assert seen[0].told == (("phone", known.phone, "13900000009"),)
    actions.commit_dwellings(
        actor=cast.secretary,
        compound=done.compound,
        rows=[row],
        preview_digest=shown.digest,
        source="清册",
        **WHEN,
    )
    assert queries.site_of(cast.secretary, done.compound, AT).dwellings[0] == replace(
        known, phone="13900000009"
    )
    again = actions.preview_dwellings(actor=cast.secretary, compound=done.compound, rows=[row], at=AT)
    assert again.counts == {"dwelling.unchanged": 1}


def test_a_new_owner_does_not_inherit_the_old_ones_digits_and_telephone(cast: Cast) -> None:
    done = bring_in(cast.secretary, cast.jinniu)
    known = SITE.dwellings[0]
    blank = frozenset({"owner_id", "phone", "elder"})
    row = replace(known, owners=("新业主",), owner_id=(), phone="", blank=blank)
    seen: list[actions.RowChange] = []
    actions.preview_dwellings(
        actor=cast.secretary, compound=done.compound, rows=[row], at=AT, seen=seen.append
    )
    assert {field for field, _, _ in seen[0].told} >= {"owners", "phone"}
    assert ("owners", "、".join(known.owners), "新业主") in seen[0].told
