"""Tables of the registry, by noun."""

from sanxin.apps.registry.models.imports import Batch, Change
from sanxin.apps.registry.models.parties import OWNING, NamesakeDecision, Party, Relation, RelationKind
from sanxin.apps.registry.models.places import Building, Compound, Dwelling, GridPlace, Stairwell, Succession
from sanxin.apps.registry.models.site import LayerStanding, SiteFeature

__all__ = [
    "OWNING", "Batch", "Building", "Change", "Compound", "Dwelling", "GridPlace",
    "LayerStanding", "NamesakeDecision", "Party", "Relation", "RelationKind",
    "SiteFeature", "Stairwell", "Succession",
]  # fmt: skip
