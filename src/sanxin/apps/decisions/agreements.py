"""Reading agreements: the file, who signed, the contract."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django_scopes import scope

from sanxin.apps.decisions.access import load_decision_for
from sanxin.apps.decisions.models import Agreement, Contract, Decision, RollLine, Signature
from sanxin.apps.journal import queries as record
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.projects.queries import Project
from sanxin.foundation.actor import Actor
from sanxin.foundation.refusal import Refusal


@dataclass(frozen=True, slots=True)
class AgreementState:
    """An agreement as a page shows it: the agreed cost, each room's share and compensation in fen, who signed, the contract.

    ``others`` is what others bear, in fen: subsidy, then other sources; None where an earlier release kept only the sum.
    """

    public_id: str
    document: str
    total_fen: int
    others: tuple[int, int] | None
    shares: tuple[tuple[str, int, int], ...]
    signed: tuple[str, ...]
    unsigned: tuple[tuple[str, str], ...]
    unsigned_payers: tuple[str, ...]
    contract: Contract | None


def agreement_of(actor: Actor, decision: str, at: datetime) -> AgreementState | None:
    """Give a decision's latest agreement: rooms that signed, dwellings that did not yet."""
    asked = load_decision_for(actor, decision, Verb.DECISION_SEE, at)
    with scope(neighbourhood=asked.neighbourhood_id):
        made = Agreement.objects.filter(decision=asked).order_by("-pk").first()
        if made is None:
            return None
        lines = RollLine.objects.filter(round__decision=asked).order_by("-round__number", "sheet")
        rooms: dict[str, str] = {}
        for line in lines.select_related("dwelling__stairwell"):
            rooms.setdefault(line.dwelling.public_id, f"{line.dwelling.stairwell.code}-{line.dwelling.room}")
        signed = set(Signature.objects.filter(agreement=made).values_list("dwelling__public_id", flat=True))
        paying = {home for home, fen, _ in json.loads(made.shares) if fen > 0}
        return AgreementState(
            made.public_id, made.document, made.total_fen,
            None if made.subsidy_fen is None else (made.subsidy_fen, made.other_fen or 0),
            tuple((rooms[home], fen, back) for home, fen, back in json.loads(made.shares)),
            tuple(room for home, room in rooms.items() if home in signed),
            tuple((home, room) for home, room in rooms.items() if home not in signed),
            tuple(room for home, room in rooms.items() if home in paying - signed),
            Contract.objects.filter(agreement=made).order_by("-pk").first(),
        )  # fmt: skip


def agreement_file(actor: Actor, decision: str, at: datetime) -> bytes:
    """Give the file of a decision's latest agreement.

    :raises Refusal: if there is none
    """
    asked = load_decision_for(actor, decision, Verb.DECISION_SEE, at)
    state = agreement_of(actor, decision, at)
    if state is None:
        raise Refusal(NOT_FOUND.because())
    return record.read_evidence(neighbourhood=asked.neighbourhood_id, digest=state.document)[1]


def shares_of_record(project: Project) -> dict[str, tuple[int, int]]:
    """Give what each dwelling brings and receives, in fen, by the tables on record of a project's decisions, for rooms above.

    A decision's agreement goes before the table its record adopted; a dwelling no table names is missing.
    """
    brought: dict[str, tuple[int, int]] = {}
    with scope(neighbourhood=project.neighbourhood_id):
        for asked in Decision.objects.filter(project=project).order_by("pk"):
            made = Agreement.objects.filter(decision=asked).order_by("-pk").first()
            if made is not None:
                rows = json.loads(made.shares)
            else:
                adopted = [
                    one["payload"] for one in record.records_of(asked.stream) if one["verb"] == "shares.adopt"
                ]
                rows = _rows(adopted[-1]) if adopted else []
            brought |= {home: (fen + receives, receives) for home, fen, receives in rows}
    return brought


def _rows(adopted: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    shares = adopted["result"]["shares"]
    return [(adopted["homes"][one["dwelling"]], one["fen"], one["compensation_fen"]) for one in shares]
