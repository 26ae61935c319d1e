"""What this room's papers say of a round."""

import json

from sanxin.apps.decisions.models import Decision, Round
from sanxin.apps.journal import queries as record
from sanxin.documents.papers.voting import Asked
from sanxin.journey.decide.words import SCOPES

PRINTED_ROOT = 20  # hexadecimal digits: 80 bits


def asked_of(decision: Decision, asked: Round) -> Asked:
    """Give a round as its papers say it, with the record's root as it is now."""
    head = record.tree_head()
    return Asked(
        decision.compound.name, scope_words(decision), decision.title, asked.number, asked.question, asked.text,
        json.loads(asked.laid_down), asked.closes_at, f"{head.root[:PRINTED_ROOT]}@{head.size}",
    )  # fmt: skip


def scope_words(decision: Decision) -> str:
    """Name what a decision is over, as people do."""
    if decision.stairwell is not None:
        return f"{decision.stairwell.code} 号门"
    if decision.building is not None:
        return decision.building.name or f"{decision.building.code} 号楼"
    return SCOPES["compound"].zh
