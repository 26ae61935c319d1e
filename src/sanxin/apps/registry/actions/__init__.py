"""Every verb of the registry; the only writers."""

from sanxin.apps.organisation.actions import Card
from sanxin.apps.registry.actions.cards import end_help, invite, invite_helper, let_help, redeem
from sanxin.apps.registry.actions.compounds import commit_compounds, preview_compounds
from sanxin.apps.registry.actions.imports import (
    Imported,
    Preview,
    commit_dwellings,
    commit_import,
    preview_dwellings,
    preview_import,
)
from sanxin.apps.registry.actions.parties import decide_namesake, end_relation, erase_party, relate
from sanxin.apps.registry.actions.places import (
    merge_grids,
    override_renewal_scope,
    place_dwellings,
    place_in_grid,
    replace_dwellings,
)
from sanxin.apps.registry.actions.restoring import read_again, settle_restored
from sanxin.apps.registry.diff import RowChange
from sanxin.apps.registry.persons import Person

__all__ = [
    "Card", "Imported", "Person", "Preview", "RowChange", "commit_compounds", "commit_dwellings", "commit_import", "decide_namesake",
    "end_help", "end_relation", "erase_party", "invite", "invite_helper", "let_help", "merge_grids", "override_renewal_scope",
    "place_dwellings", "place_in_grid", "preview_compounds", "preview_dwellings", "preview_import", "read_again", "redeem", "relate",
    "replace_dwellings", "settle_restored",
]  # fmt: skip
