"""Opening projects, proving what gates ask for, and moving on. Only this room moves a stage."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.journal import actions as journal
from sanxin.apps.journal import queries as record
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, bodies, load_unit_for, neighbourhood_of
from sanxin.apps.projects.access import load_project_for
from sanxin.apps.projects.models import Project, Proof, ScopeKind, StageEntry, Yard
from sanxin.apps.projects.yards import yards_of
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.stages import STAGES, SURVEY, missing_proofs

NO_GATE = Sentence(
    "projects.no_gate",
    "项目不能从“{stage}”直接进入“{to}”。",
    "A project does not go from “{stage}” to “{to}”.",
)
NOT_PROVEN = Sentence(
    "projects.not_proven",
    "进入“{to}”之前，记录中还缺：{missing}。",
    "Before “{to}” the record still lacks: {missing}.",
)
NO_PROOF = Sentence(
    "projects.no_proof",
    "记录第 {index} 条不能作为本项目的依据。",
    "Entry {index} of the record proves nothing for this project.",
)


@transaction.atomic
def open_project(
    *, actor: Actor, compound: str, name: str, stairwell: str | None = None, building: str | None = None,
    **when: Unpack[When],
) -> str:  # fmt: skip
    """Open a project over a compound, or over one of its buildings (by code) or stairwells; give its id.

    :raises Refusal: if the actor may not, or the compound has no such building or stairwell
    """
    over = registry.load_compound_for(actor, compound, Verb.PROJECT_OPEN, when["occurred_at"])
    columns: dict[str, Any] = {"compound": over, "scope_kind": ScopeKind.COMPOUND}
    if stairwell is not None:
        at = registry.load_stairwell_for(actor, stairwell, Verb.PROJECT_OPEN, when["occurred_at"])
        if at.compound_id != over.pk:
            raise Refusal(NOT_FOUND.because())
        columns |= {"stairwell": at, "building": at.building, "scope_kind": ScopeKind.STAIRWELL}
    elif building is not None:
        columns |= {
            "building": registry.building_of(over, building), "scope_kind": ScopeKind.BUILDING
        }  # fmt: skip
    return _open(actor, over.neighbourhood_id, name, columns, (), when)


@transaction.atomic
def open_project_over_yards(
    *, actor: Actor, neighbourhood: str, name: str, addresses: Sequence[str], **when: Unpack[When]
) -> str:
    """Open one project over yards named by their addresses (R005); give its id.

    :raises Refusal: if the actor may not, an address cannot be read, or a yard is named twice
    """
    unit = load_unit_for(actor, neighbourhood, Verb.PROJECT_OPEN, when["occurred_at"])
    if neighbourhood_of(unit) != unit.pk:
        raise Refusal(NOT_FOUND.because())
    return _open(actor, unit.pk, name, {"scope_kind": ScopeKind.YARDS}, yards_of(addresses), when)


@transaction.atomic
def plan_project(
    *, actor: Actor, project: str, budget_fen: int | None, next_deadline: date | None, **when: Unpack[When]
) -> None:
    """Set a project's budget in fen and its next deadline."""
    planned = load_project_for(actor, project, Verb.PROJECT_OPEN, when["occurred_at"])
    with scope(neighbourhood=planned.neighbourhood_id):
        Project.objects.filter(pk=planned.pk).update(budget_fen=budget_fen, next_deadline=next_deadline)
    told = {"budget_fen": budget_fen, "next_deadline": next_deadline}
    _enter(actor, planned, "project.plan", told, when)


@transaction.atomic
def give_body(*, actor: Actor, project: str, body: str, **when: Unpack[When]) -> None:
    """Set up the body that carries a project: where key work goes, an organisation goes (R120).

    :raises Refusal: if the actor may not, or sees no such body
    """
    carried = load_project_for(actor, project, Verb.PROJECT_OPEN, when["occurred_at"])
    found = bodies(actor, when["occurred_at"]).filter(public_id=body).first()
    if found is None:
        raise Refusal(NOT_FOUND.because())
    with scope(neighbourhood=carried.neighbourhood_id):
        Project.objects.filter(pk=carried.pk).update(body=found)
    _enter(actor, carried, "project.body", {"body": body}, when)


@transaction.atomic
def record_proof(*, actor: Actor, project: str, leaf_index: int, **when: Unpack[When]) -> None:
    """Hand a project an entry of the journal as a proof that a gate asks for.

    :raises Refusal: if the entry is not about the project or its compound, or is not of this neighbourhood
    """
    proven = load_project_for(actor, project, Verb.PROJECT_OPEN, when["occurred_at"])
    with scope(neighbourhood=proven.neighbourhood_id):
        line = _line_for(proven, leaf_index)
        Proof.objects.get_or_create(
            project=proven, leaf_index=leaf_index,
            defaults={"neighbourhood_id": proven.neighbourhood_id, "verb": line.verb, **when},
        )  # fmt: skip
    _enter(actor, proven, "project.proof", {"leaf": leaf_index, "verb": line.verb}, when)


@transaction.atomic
def move_stage(*, actor: Actor, project: str, to: str, **when: Unpack[When]) -> None:
    """Move a project to the next stage, if its gate's proofs are on record; they are read again now.

    :raises Refusal: if there is no such gate, naming what is missing otherwise
    """
    moved = load_project_for(actor, project, Verb.PROJECT_OPEN, when["occurred_at"])
    with scope(neighbourhood=moved.neighbourhood_id):
        indexes = Proof.objects.filter(project=moved).values_list("leaf_index", flat=True)
        proven = frozenset(_line_for(moved, index).verb for index in indexes)
        missing = missing_proofs(moved.stage, to, proven)
        if missing is None:
            raise Refusal(NO_GATE.because(stage=STAGES[moved.stage], to=STAGES.get(to, to)))
        if missing:
            raise Refusal(NOT_PROVEN.because(to=STAGES[to], missing=", ".join(missing)))
        _enter_stage(actor, moved, to, when)
    _enter(actor, moved, "project.move", {"from": moved.stage, "to": to}, when)


def _open(
    actor: Actor, neighbourhood: int, name: str, columns: dict[str, Any], yards: Sequence[str], when: When
) -> str:
    whose: dict[str, Any] = {"neighbourhood_id": neighbourhood, **when}
    with scope(neighbourhood=neighbourhood):
        project = Project.objects.create(name=name, stage=SURVEY.code, **columns, **whose)
        Yard.objects.bulk_create([Yard(project=project, address=yard, **whose) for yard in yards])
        _enter_stage(actor, project, SURVEY.code, when)
    told = {
        "name": name, "scope": str(project.scope_kind), "yards": list(yards),
        "compound": project.compound.public_id if project.compound else None,
        "building": project.building.public_id if project.building else None,
        "stairwell": project.stairwell.public_id if project.stairwell else None,
    }  # fmt: skip
    _enter(actor, project, "project.open", told, when)
    return project.public_id


def _enter_stage(actor: Actor, project: Project, stage: str, when: When) -> None:
    Project.objects.filter(pk=project.pk).update(stage=stage)
    StageEntry.objects.create(
        neighbourhood_id=project.neighbourhood_id, project=project, stage=stage, actor=actor.ref, **when
    )


def _line_for(project: Project, leaf_index: int) -> record.Line:
    """Read an entry that is about the project or its compound; call it within scope."""
    about = {f"project/{project.public_id}"}
    if project.compound:
        about.add(f"compound/{project.compound.public_id}")
    line = record.line(leaf_index)
    if line is None or line.subject not in about:
        raise Refusal(NO_PROOF.because(index=leaf_index))
    return line


def _enter(actor: Actor, project: Project, verb: str, payload: dict[str, Any], when: When) -> None:
    journal.enter(
        actor=actor, stream=f"project/{project.public_id}", verb=verb, subject=f"project/{project.public_id}",
        payload=payload, neighbourhood=project.neighbourhood_id, **when,
    )  # fmt: skip
