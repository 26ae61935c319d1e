"""Tables of the registry, by noun."""

from sanxin.apps.registry.models.condition import Defect, DefectKind, Issue, IssueVoice
from sanxin.apps.registry.models.imports import Batch, Change
from sanxin.apps.registry.models.parties import OWNING, NamesakeDecision, Party, Relation, RelationKind
from sanxin.apps.registry.models.places import Building, Compound, Dwelling, GridPlace, Stairwell, Succession
from sanxin.apps.registry.models.site import LayerStanding, SiteFeature

__all__ = [
    "OWNING", "Batch", "Building", "Change", "Compound", "Defect", "DefectKind", "Dwelling", "GridPlace",
    "Issue", "IssueVoice", "LayerStanding", "NamesakeDecision", "Party", "Relation", "RelationKind",
    "SiteFeature", "Stairwell", "Succession",
]  # fmt: skip
