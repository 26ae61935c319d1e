"""Giving out an export of a project's record, and putting on record that it was given out."""

from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.decisions.access import load_decision_for
from sanxin.apps.decisions.models import Agreement, Contract, Decision, Round
from sanxin.apps.journal import actions as journal
from sanxin.apps.journal import queries as record
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.projects.queries import Project, load_project_for
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.export import GRADES, Grade, write_export
from sanxin.record.leaf import erasures_of

NO_GRADE = Sentence(
    "decisions.no_grade",
    "没有“{found}”这种导出，应为 scoped（范围内，可逐票重算）或 public（公开版）。",
    "There is no export “{found}”; it is scoped (every ballot, to count again) or public.",
)
STILL_OPEN = Sentence(
    "decisions.export_still_open",
    "“{title}”第 {number} 轮还没有截止，逐户的票不给任何人看。截止以后再导出；公开版现在就可以。",
    "Round {number} of “{title}” is still open, and nobody is shown single votes before it closes. Export it then; the"
    " public grade can be had now.",
)


@transaction.atomic
def export_project(*, actor: Actor, project: str, grade: str, **when: Unpack[When]) -> bytes:
    """Give a project's record as an export, for whoever runs its decisions.

    :raises Refusal: if the actor may not, or there is no such grade
    """
    verb = Verb.PROJECT_SEE if grade == "public" else Verb.DECISION_RUN
    return _export(actor, load_project_for(actor, project, verb, when["occurred_at"]), _grade(grade), when)


@transaction.atomic
def export_decision(*, actor: Actor, decision: str, grade: str, **when: Unpack[When]) -> bytes:
    """Give the export of the project a decision belongs to: to owners in its scope every ballot of it.

    :raises Refusal: if the actor may not, or there is no such grade
    """
    asked = load_decision_for(actor, decision, Verb.DECISION_SEE, when["occurred_at"])
    return _export(actor, asked.project, _grade(grade), when, only=asked)


def _refuse_open(decisions: list[Decision]) -> None:
    """Show nobody how others vote while they still may."""
    running = Round.objects.filter(decision__in=decisions, closed_at=None).select_related("decision").first()
    if running is not None:
        raise Refusal(STILL_OPEN.because(title=running.decision.title, number=running.number))


def _documents(decisions: list[Decision], neighbourhood: int) -> dict[str, bytes]:
    """Gather the agreements and contracts of some decisions, named by their digests; call it within scope."""
    agreements = Agreement.objects.filter(decision__in=decisions)
    contracts = Contract.objects.filter(agreement__in=agreements)
    kept = [
        *agreements.values_list("document", flat=True),
        *contracts.values_list("document", flat=True),
        *contracts.exclude(variation_document="").values_list("variation_document", flat=True),
    ]
    return {
        f"{digest}.pdf": record.read_evidence(neighbourhood=neighbourhood, digest=digest)[1]
        for digest in kept
    }


def _is_over_all(decision: Decision) -> bool:
    """Tell whether a decision is over all that its project is over: whom it concerns, the project's money concerns."""
    project = decision.project
    if project.stairwell_id is not None:
        return decision.stairwell_id == project.stairwell_id
    return decision.stairwell_id is None and decision.building_id == project.building_id


def _grade(found: str) -> Grade:
    for grade in GRADES:
        if grade == found:
            return grade
    raise Refusal(NO_GRADE.because(found=found))


def _export(actor: Actor, project: Project, grade: Grade, when: When, only: Decision | None = None) -> bytes:
    with scope(neighbourhood=project.neighbourhood_id):
        decisions = [only] if only else list(Decision.objects.filter(project=project).order_by("pk"))
        if grade == "scoped":
            _refuse_open(decisions)
        streams = {f"project/{project.public_id}", *(one.stream for one in decisions)}
        if only is None or _is_over_all(only):
            # The ledger is written by a room above, and open to whom it concerns.
            streams.add(f"funding/{project.public_id}")
        streams |= {erasures_of(stream) for stream in streams}
        packed = write_export(
            grade=grade,
            project=project.public_id,
            root=record.tree_head().root,
            exported_at=when["recorded_at"].isoformat(),
            log=record.log_lines(streams),
            entries=record.openings(streams),
            documents=_documents(decisions, project.neighbourhood_id) if grade == "scoped" else {},
        )
    if grade == "scoped":
        for one in decisions:
            journal.note_look(
                actor=actor, neighbourhood=project.neighbourhood_id, subject=f"decision/{one.public_id}",
                what="export", at=when["recorded_at"],
            )  # fmt: skip
    journal.enter(
        actor=actor, stream=f"decisions/exports/{project.public_id}", verb="export.give",
        subject=f"project/{project.public_id}", payload={"grade": grade, "streams": sorted(streams)},
        neighbourhood=project.neighbourhood_id, **when,
    )  # fmt: skip
    return packed
