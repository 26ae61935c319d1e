"""Reading the registry. Every query takes the actor and the instant, and looks no further than they may."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet
from django_scopes import scope

from sanxin.apps.organisation import queries as organisation
from sanxin.apps.organisation.queries import Superior, Verb
from sanxin.apps.registry.access import (
    changed_hands,
    hold_compound,
    load_compound_for,
    load_dwelling_for,
    load_party_for,
    load_stairwell_for,
)
from sanxin.apps.registry.diff import standing_relations
from sanxin.apps.registry.heads import (
    Head,
    NamesakePair,
    Namesakes,
    OwnedHome,
    heads,
    is_over,
    namesake_pairs,
    namesakes,
    owned_homes,
)
from sanxin.apps.registry.models import (
    Building,
    Change,
    Compound,
    Dwelling,
    GridPlace,
    LayerStanding,
    Relation,
    RelationKind,
    SiteFeature,
    Stairwell,
)
from sanxin.apps.registry.persons import Person, person_of
from sanxin.apps.registry.places import feature_of
from sanxin.apps.registry.rows import row_of
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.survey import LayerSurvey, Site

__all__ = [
    "Compound", "Dwelling", "DwellingLine", "ElderShare", "Head", "HomeLine", "NamesakePair", "Namesakes",
    "OwnedHome", "PeopleKept", "PersonLine", "RelationKind", "Stairwell", "StairwellLine", "building_of", "changed_hands", "compounds",
    "dwelling_counts", "dwellings", "dwellings_without_grid", "elder_shares", "find_compound", "grid_of",
    "heads", "history", "hold_compound", "in_renewal_scope", "is_over", "load_compound_for",
    "load_dwelling_for", "load_party_for", "load_stairwell_for", "may", "namesake_pairs", "namesakes",
    "owned_homes", "people_kept", "people_of", "site_of", "stairwell_in", "stairwell_numbers", "stairwells",
    "stairwells_over", "standing_homes", "superiors_of",
]  # fmt: skip

LAST_RENEWAL_YEAR = 2000

NO_COMPOUND = Sentence(
    "registry.no_compound",
    "没有唯一的小区叫“{found}”。现有：{names}。请写准名称，或先导入小区文件夹。",
    "There is no one compound called “{found}”. There are: {names}. Give the exact name, or import the site first.",
)


@dataclass(frozen=True, slots=True)
class StairwellLine:
    """A stairwell as a list shows it."""

    public_id: str
    code: str
    building: str
    dwellings: int
    reached: int


@dataclass(frozen=True, slots=True)
class DwellingLine:
    """A dwelling as a list shows it: nothing about persons but whether there is anybody to ask."""

    public_id: str
    stairwell: str
    room: str
    floor: int | None
    area_m2: Decimal | None
    use: str
    sold: bool
    reached: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in relation to a dwelling, in clear: only for who may see parties."""

    party: str
    person: Person
    kind: str
    first: date
    until: date | None
    source: str

    @property
    def may_sign(self) -> bool:
        """Tell whether they may let somebody act for the dwelling: whoever belongs to it now, but an agent."""
        return self.until is None and self.kind != RelationKind.AGENT and bool(self.person.name)


@dataclass(frozen=True, slots=True)
class ElderShare:
    """How many households of a stairwell have somebody over sixty, without names (R004)."""

    stairwell: str
    households: int
    with_elders: int
    elders: int

    @property
    def share(self) -> Fraction:
        """Give the share of households with elders."""
        return Fraction(self.with_elders, self.households) if self.households else Fraction(0)


def may(actor: Actor, compound: str, verb: Verb, at: datetime) -> bool:
    """Tell whether an actor may do something with a compound, so that no page offers what is refused."""
    try:
        load_compound_for(actor, compound, verb, at)
    except Refusal:
        return False
    return True


def find_compound(actor: Actor, name: str, at: datetime) -> Compound:
    """Find a compound the actor sees by name.

    :raises Refusal: if there is none, or several of that name
    """
    seen = compounds(actor, at)
    found = [one for one in seen if name in (one.name, one.public_id)]
    if len(found) != 1:
        raise Refusal(NO_COMPOUND.because(found=name, names="、".join(one.name for one in seen[:20])))
    return found[0]


def compounds(actor: Actor, at: datetime) -> list[Compound]:
    """List the compounds the actor sees, by name."""
    with scope(neighbourhood=organisation.neighbourhoods_for(actor, Verb.COMPOUND_SEE, at)):
        return list(Compound.objects.select_related("neighbourhood").order_by("name", "pk"))


def dwelling_counts(actor: Actor, at: datetime) -> dict[int, int]:
    """Count the standing dwellings of every compound the actor sees, by the compound's number."""
    with scope(neighbourhood=organisation.neighbourhoods_for(actor, Verb.COMPOUND_SEE, at)):
        counted = Dwelling.objects.filter(ceased_on=None).values("compound").annotate(n=Count("pk"))
        return {row["compound"]: row["n"] for row in counted.order_by()}


@dataclass(frozen=True, slots=True)
class HomeLine:
    """A standing dwelling by its place, for rooms above that keep facts about it: no person."""

    public_id: str
    number: int
    stairwell: str
    room: str
    floor: int | None


def standing_homes(actor: Actor, compound: str, at: datetime) -> list[HomeLine]:
    """List every standing dwelling of a compound, for rooms above: whoever sees the compound may count them."""
    card = load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        return [
            HomeLine(one.public_id, one.pk, one.stairwell.code, one.room, one.floor)
            for one in _standing(card)
        ]


def stairwell_in(compound: Compound, stairwell: str) -> Stairwell:
    """Find a stairwell of a compound the caller may see; call it within the neighbourhood's scope.

    :raises Refusal: if the compound has none of this public id
    """
    found = Stairwell.objects.filter(compound=compound, public_id=stairwell).first()
    if found is None:
        raise Refusal(organisation.NOT_FOUND.because())
    return found


def stairwells_over(compound: Compound | None, building: Building | None) -> list[Stairwell]:
    """List the stairwells of a compound, or of one of its buildings; call it within the neighbourhood's scope."""
    found = Stairwell.objects.filter(compound=compound).order_by("pk")
    return list(found.filter(building=building) if building is not None else found)


def stairwell_numbers(compound: Compound) -> dict[str, int]:
    """Map the codes of a compound's stairwells to their numbers, for rooms above that checked access."""
    with scope(neighbourhood=compound.neighbourhood_id):
        return dict(Stairwell.objects.filter(compound=compound).values_list("code", "pk"))


def building_of(compound: Compound, code: str) -> Building:
    """Give a compound's building by its code, for rooms above that checked access.

    :raises Refusal: if it has no such building
    """
    with scope(neighbourhood=compound.neighbourhood_id):
        building = Building.objects.filter(compound=compound, code=code).first()
    if building is None:
        raise Refusal(organisation.NOT_FOUND.because())
    return building


def site_of(actor: Actor, compound: str, at: datetime) -> Site:
    """Give a compound as the survey's site, as it stands now: with persons, so only for who may see them.

    :raises Refusal: if the compound, or its parties, are not for this actor
    """
    card = load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    with_people = organisation.can(actor, Verb.PARTY_SEE, card.neighbourhood_id, at)
    with scope(neighbourhood=card.neighbourhood_id):
        features = SiteFeature.objects.filter(compound=card, superseded_at=None).order_by("position", "pk")
        layers = LayerStanding.objects.filter(compound=card, superseded_at=None)
        homes = list(_standing(card)) if with_people else []
        relations = standing_relations_of(card) if with_people else {}
        return Site(
            card.name, card.place, card.latitude_deg, card.longitude_deg, card.built_year, card.tenure,
            tuple(feature_of(row) for row in features),
            {row.layer: LayerSurvey(row.standing, row.surveyed_on, row.source) for row in layers},  # type: ignore[arg-type]
            tuple(row_of(home, relations.get(home.pk, ())) for home in homes),
        )  # fmt: skip


def standing_relations_of(compound: Compound) -> dict[int, tuple[Relation, ...]]:
    """Give the standing relations of a whole compound, by dwelling; call it within scope."""
    return standing_relations(_standing(compound).values_list("pk", flat=True))


def stairwells(actor: Actor, compound: str, at: datetime) -> list[StairwellLine]:
    """List a compound's stairwells with how many dwellings they have, and how many can be reached."""
    card = load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        counts = {
            row["stairwell"]: (row["all"], row["reached_ones"])
            for row in Dwelling.objects.filter(compound=card, ceased_on=None)
            .values("stairwell")
            .annotate(all=Count("pk"), reached_ones=Count("pk", filter=Q(reached=True)))
        }
        found = Stairwell.objects.filter(compound=card).select_related("building").order_by("pk")
        return [
            StairwellLine(one.public_id, one.code, one.building.code, *counts.get(one.pk, (0, 0)))
            for one in found
        ]


def dwellings(
    actor: Actor, compound: str, at: datetime, *, stairwell: str | None = None
) -> list[DwellingLine]:
    """List the dwellings of a compound the actor sees: a household its own, an area's branch its area's."""
    card = load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        found = _standing(card).filter(_own(actor, card, at))
        if stairwell is not None:
            found = found.filter(stairwell__public_id=stairwell)
        return [
            DwellingLine(
                home.public_id, home.stairwell.code, home.room, home.floor, home.area_m2, home.use,
                home.sold, home.reached, home.recorded_at,
            )
            for home in found
        ]  # fmt: skip


def people_of(actor: Actor, dwelling: str, at: datetime) -> list[PersonLine]:
    """List who belongs or belonged to a dwelling, in clear, standing relations first.

    :raises Refusal: if its parties are not for this actor
    """
    home = load_dwelling_for(actor, dwelling, Verb.PARTY_SEE, at)
    with scope(neighbourhood=home.neighbourhood_id):
        found = Relation.objects.filter(dwelling=home).select_related("party")
        lines = [
            PersonLine(one.party.public_id, person_of(one.party), one.kind, one.first, one.until, one.source)
            for one in found.order_by("position", "pk")
        ]
    return sorted(lines, key=lambda line: line.until is not None)


@dataclass(frozen=True, slots=True)
class PeopleKept:
    """How many persons are recorded for a dwelling by how they belong to it, and whether a telephone is: nobody is named."""

    kinds: dict[str, int]
    has_phone: bool


def people_kept(actor: Actor, dwelling: str, at: datetime) -> PeopleKept:
    """Count who is recorded for a dwelling without naming anybody, for its own household too."""
    home = load_dwelling_for(actor, dwelling, Verb.DWELLING_SEE, at)
    with scope(neighbourhood=home.neighbourhood_id):
        held = standing_relations([home.pk]).get(home.pk, ())
    kinds = Counter(one.kind for one in held if one.party.erased_at is None)
    return PeopleKept(dict(kinds), any(one.party.phone_hmac for one in held))


def superiors_of(actor: Actor, dwelling: str, at: datetime) -> tuple[Superior, ...]:
    """List the five levels above a household, lowest first; they come with the dwelling, in one query."""
    home = load_dwelling_for(actor, dwelling, Verb.DWELLING_SEE, at)
    return organisation.superiors(home.unit)


def in_renewal_scope(compound: Compound) -> bool:
    """Tell whether a compound is renewed: built by 2000, unless a person overrode it with a reason (R004)."""
    if compound.in_renewal_scope is not None:
        return compound.in_renewal_scope
    return compound.built_year <= LAST_RENEWAL_YEAR


def elder_shares(actor: Actor, compound: str, at: datetime) -> list[ElderShare]:
    """Say how many households of each stairwell have elders, without naming anybody."""
    card = load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        found: dict[str, list[int]] = {}
        homes = Dwelling.objects.filter(compound=card, ceased_on=None).order_by("stairwell__pk")
        for code, elder in homes.values_list("stairwell__code", "elder"):
            found.setdefault(code, []).append(elder)
    return [ElderShare(code, len(all_), sum(n > 0 for n in all_), sum(all_)) for code, all_ in found.items()]


def dwellings_without_grid(actor: Actor, compound: str, at: datetime) -> list[str]:
    """List the standing dwellings that are in no micro-grid; there should be none (R102)."""
    card = load_compound_for(actor, compound, Verb.DWELLING_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        placed = GridPlace.objects.filter(until=None).values("dwelling")
        return list(_standing(card).exclude(pk__in=placed).values_list("public_id", flat=True))


def grid_of(actor: Actor, dwelling: str, at: datetime) -> list[tuple[str, date, date | None]]:
    """List the micro-grids a dwelling was in, by name and days, the present one last."""
    home = load_dwelling_for(actor, dwelling, Verb.DWELLING_SEE, at)
    with scope(neighbourhood=home.neighbourhood_id):
        placed = GridPlace.objects.filter(dwelling=home).select_related("grid").order_by("first", "pk")
        return [(place.grid.name, place.first, place.until) for place in placed]


def history(actor: Actor, compound: str, at: datetime, *, subject: str | None = None) -> list[dict[str, Any]]:
    """List what changed in a compound's rows, newest first: who, when, from what source, what."""
    card = load_compound_for(actor, compound, Verb.DWELLING_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        found = Change.objects.filter(compound=card).order_by("-pk")
        if subject is not None:
            found = found.filter(subject=subject)
        return [_told(change) for change in found[:500]]


def _told(change: Change) -> dict[str, Any]:
    return {
        "subject": change.subject,
        "what": change.what,
        "fields": change.fields.split(",") if change.fields else [],
        "before": json.loads(change.before) if change.before else None,
        "after": json.loads(change.after) if change.after else None,
        "actor": change.actor,
        "source": change.source,
        "occurred_at": change.occurred_at,
        "recorded_at": change.recorded_at,
    }


def _standing(compound: Compound) -> QuerySet[Dwelling]:
    found = Dwelling.objects.filter(compound=compound, ceased_on=None)
    return found.select_related("stairwell").order_by("position", "pk")


def _own(actor: Actor, compound: Compound, at: datetime) -> Q:
    """Narrow a list of dwellings to the actor's own."""
    if isinstance(actor, Household | Helper):
        return Q(public_id=actor.dwelling)
    if organisation.can(actor, Verb.DWELLING_SEE, compound.neighbourhood_id, at):
        return Q()
    return Q(unit__in=organisation.units_for(actor, Verb.DWELLING_SEE, at))
