"""The site's part of an import: card, features, layers, and the buildings and stairwells they stand for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanxin.apps.registry.diff import Outcome, RowChange, Tally
from sanxin.apps.registry.models import Batch, Building, Compound, LayerStanding, SiteFeature, Stairwell
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import canonical_bytes, digest
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.shapes import bounds
from sanxin.journey.survey import Feature, Geometry, LayerSurvey, Site

CARD = ("name", "place", "latitude_deg", "longitude_deg", "built_year", "tenure")

NO_YEAR = Sentence(
    "registry.no_built_year",
    "site.toml，小区“{name}”：没有 built_year（建成年份）这一行，应为四位年份，如 built_year = 1996。请补写后再导入。",
    "site.toml, “{name}”: found no line built_year, expected a year, as in built_year = 1996. Add it and import again.",
)
FEATURE_TWICE = Sentence(
    "registry.feature_twice",
    "{kind}“{ref}”出现两次，编号应唯一。请改其中一个。",
    "{kind} “{ref}” stands there twice, expected one of each id. Change one.",
)
NO_BUILDING = Sentence(
    "registry.no_building",
    "门栋“{ref}”所属楼栋“{found}”不在场地中。请核对 building。",
    "Stairwell “{ref}” names building “{found}”, which is not on the site. Check its building.",
)


@dataclass(frozen=True, slots=True)
class PlacePart:
    """What stands of a site, and what one import would make of it."""

    site: Site
    features: dict[tuple[str, str], SiteFeature]
    layers: dict[str, LayerStanding]
    changes: tuple[tuple[RowChange, Feature | LayerSurvey | None], ...]


def diff_place(compound: Compound | None, site: Site, tally: Tally) -> PlacePart:
    """Compare a site with what stands; call it within the neighbourhood's scope."""
    features, layers = _standing(compound)
    changes: list[tuple[RowChange, Feature | LayerSurvey | None]] = [(diff_card(compound, site, tally), None)]
    buildings = {feature.id for feature in site.of_kind("building")}
    seen: set[tuple[str, str]] = set()
    for number, feature in enumerate(site.features, start=1):
        key = (feature.kind, feature.id)
        because = _refused(feature, buildings, twice=key in seen)
        seen.add(key)
        there = features.get(key)
        outcome: Outcome = "refused" if because else _outcome(_said(there), _feature_text(feature))
        change = RowChange(number, "feature", f"{feature.kind}/{feature.id}", outcome, (), because)
        tally.add(change, digest(_feature_text(feature)), digest(_said(there)))
        changes.append((change, feature))
    for kind, ref in sorted(features.keys() - seen):
        gone = RowChange(0, "feature", f"{kind}/{ref}", "gone")
        tally.add(gone, "", digest(_said(features[kind, ref])))
        changes.append((gone, None))
    for layer, survey in sorted(site.survey.items()):
        change = RowChange(0, "layer", layer, _outcome(_layer_said(layers.get(layer)), _layer(survey)))
        tally.add(change, digest(_layer(survey)), digest(_layer_said(layers.get(layer))))
        changes.append((change, survey))
    for layer in sorted(layers.keys() - site.survey.keys()):
        gone = RowChange(0, "layer", layer, "gone")
        tally.add(gone, "", digest(_layer_said(layers[layer])))
        changes.append((gone, None))
    return PlacePart(site, features, layers, tuple(changes))


def write_place(part: PlacePart, compound: Compound, batch: Batch, when: When) -> None:
    """Write features and layers as new versions, and what is new of buildings and stairwells."""
    whose: dict[str, Any] = {
        "neighbourhood_id": compound.neighbourhood_id, "compound": compound, "batch": batch, **when
    }  # fmt: skip
    retired = [change.ref for change, _ in part.changes if change.outcome in ("changed", "gone")]
    _retire(part, retired, when)
    position = {(feature.kind, feature.id): place for place, feature in enumerate(part.site.features)}
    fresh = [(change, what) for change, what in part.changes if change.outcome in ("new", "changed")]
    SiteFeature.objects.bulk_create(
        [
            SiteFeature(**_feature_columns(what), position=position[what.kind, what.id], **whose)
            for _, what in fresh
            if isinstance(what, Feature)
        ]
    )
    LayerStanding.objects.bulk_create(
        [
            LayerStanding(
                layer=change.ref, standing=what.standing, surveyed_on=what.on, source=what.source, **whose
            )
            for change, what in fresh
            if isinstance(what, LayerSurvey)
        ]
    )
    del whose["batch"]
    _write_buildings([what for _, what in fresh if isinstance(what, Feature)], compound, whose)


def stairwell_codes(compound: Compound | None, part: PlacePart | None = None) -> dict[str, int | None]:
    """Map each stairwell's code to its number; those an import would add have none yet."""
    codes: dict[str, int | None] = {}
    for change, what in part.changes if part else ():
        if isinstance(what, Feature) and what.kind == "stairwell" and change.because is None:
            codes[what.id] = None
    if compound is not None:
        codes |= dict(Stairwell.objects.filter(compound=compound).values_list("code", "pk"))
    return codes


def value_of(what: Feature | LayerSurvey | None) -> dict[str, Any]:
    """Give a feature or a layer's standing as the value that is digested; nothing for what is gone."""
    if isinstance(what, Feature):
        return _feature_text(what)
    return _layer(what) if what else {}


def feature_of(row: SiteFeature) -> Feature:
    """Read a feature back as it was imported."""
    return Feature(
        row.kind, row.ref, row.form, _tuples(json.loads(row.geometry)),  # type: ignore[arg-type]
        {key: _tuples(value) for key, value in json.loads(row.properties).items()},
    )  # fmt: skip


def diff_card(compound: Compound | None, site: Site, tally: Tally) -> RowChange:
    """Compare a compound's card with what stands."""
    incoming = {key: getattr(site, key) for key in CARD}
    standing = {key: getattr(compound, key) for key in CARD} if compound else {}
    if site.built_year is None:
        change = RowChange(0, "compound", site.name, "refused", (), NO_YEAR.because(name=site.name))
    elif compound is None:
        change = RowChange(0, "compound", site.name, "new")
    else:
        fields = tuple(key for key in CARD if incoming[key] != standing[key])
        told = tuple((key, str(standing[key]), str(incoming[key])) for key in fields)
        change = RowChange(0, "compound", site.name, "changed" if fields else "unchanged", fields, None, told)
    tally.add(change, digest(incoming), digest(standing))
    return change


def _refused(feature: Feature, buildings: set[str], *, twice: bool) -> Because | None:
    if twice:
        return FEATURE_TWICE.because(kind=feature.kind, ref=feature.id)
    building = feature.properties.get("building", "")
    if feature.kind == "stairwell" and building not in buildings:
        return NO_BUILDING.because(ref=feature.id, found=building)
    return None


def _standing(
    compound: Compound | None,
) -> tuple[dict[tuple[str, str], SiteFeature], dict[str, LayerStanding]]:
    if compound is None:
        return {}, {}
    features = SiteFeature.objects.filter(compound=compound, superseded_at=None)
    layers = LayerStanding.objects.filter(compound=compound, superseded_at=None)
    return {(row.kind, row.ref): row for row in features}, {row.layer: row for row in layers}


def _retire(part: PlacePart, refs: list[str], when: When) -> None:
    gone = {row.pk for key, row in part.features.items() if "/".join(key) in set(refs)}
    SiteFeature.objects.filter(pk__in=gone).update(superseded_at=when["recorded_at"])
    layers = {row.pk for layer, row in part.layers.items() if layer in set(refs)}
    LayerStanding.objects.filter(pk__in=layers).update(superseded_at=when["recorded_at"])


def _write_buildings(fresh: list[Feature], compound: Compound, whose: dict[str, Any]) -> None:
    """Buildings and stairwells are made once; their past is told by the features' versions."""
    for feature in fresh:
        if feature.kind == "building":
            Building.objects.update_or_create(
                compound=compound, code=feature.id, create_defaults={**whose, **_building(feature)},
                defaults=_building(feature),
            )  # fmt: skip
    buildings = dict(Building.objects.filter(compound=compound).values_list("code", "pk"))
    stands = set(Stairwell.objects.filter(compound=compound).values_list("code", flat=True))
    told = [feature for feature in fresh if feature.kind == "stairwell"]
    for feature in told:
        if feature.id in stands:
            moved = Stairwell.objects.filter(compound=compound, code=feature.id)
            moved.update(building_id=buildings[feature.properties["building"]])
    Stairwell.objects.bulk_create(
        [
            Stairwell(code=feature.id, building_id=buildings[feature.properties["building"]], **whose)
            for feature in told
            if feature.id not in stands
        ]
    )


def _building(feature: Feature) -> dict[str, Any]:
    return {"name": feature.properties.get("name") or "", "storeys": feature.properties.get("storeys")}


def _outcome(standing: Mapping[str, Any], incoming: Mapping[str, Any]) -> Outcome:
    if not standing:
        return "new"
    return "unchanged" if standing == incoming else "changed"


def _feature_text(feature: Feature) -> dict[str, str]:
    return {
        "form": feature.form,
        "geometry": canonical_bytes(feature.geometry).decode(),
        "properties": canonical_bytes(dict(feature.properties)).decode(),
    }


def _said(row: SiteFeature | None) -> dict[str, str]:
    return {"form": row.form, "geometry": row.geometry, "properties": row.properties} if row else {}


def _layer(survey: LayerSurvey) -> dict[str, Any]:
    return {"standing": survey.standing, "on": survey.on, "source": survey.source}


def _layer_said(row: LayerStanding | None) -> dict[str, Any]:
    return {"standing": row.standing, "on": row.surveyed_on, "source": row.source} if row else {}


def _feature_columns(feature: Feature) -> dict[str, Any]:
    box = bounds(_points(feature.geometry))
    corners = dict(zip(("min_x_m", "min_y_m", "max_x_m", "max_y_m"), box, strict=True))
    return {"kind": feature.kind, "ref": feature.id, **_feature_text(feature), **corners}


def _points(geometry: Geometry) -> list[tuple[float, float]]:
    if isinstance(geometry[0], float | int):
        return [(float(geometry[0]), float(geometry[1]))]
    return list(geometry)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
