"""The funding room's verbs; the only writers."""

from sanxin.apps.funding.actions.budget import adopt_shares, grant_source, plan_cost, prove_cover
from sanxin.apps.funding.actions.movements import record_movement, reverse_entry
from sanxin.apps.funding.actions.statements import (
    ImportedRows,
    import_statement,
    mark_again,
    set_row_aside,
    settle_by_recording,
    settle_matched,
    settle_row,
)

__all__ = [
    "ImportedRows", "adopt_shares", "grant_source", "import_statement", "mark_again", "plan_cost", "prove_cover", "record_movement",
    "reverse_entry", "set_row_aside", "settle_by_recording", "settle_matched", "settle_row",
]  # fmt: skip
