"""Reading publicity: a project's notices, how long they hang, and which stairwells lack their photograph."""

from dataclasses import dataclass
from datetime import date, datetime

from django_scopes import scope

from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.projects.queries import Project, load_project_for
from sanxin.apps.publicity.access import load_notice_for
from sanxin.apps.publicity.models import Notice, NoticeKind, Posting
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import legal_day
from sanxin.rulebook.days import disclosures
from sanxin.rulebook.reader import rules_in_force

__all__ = [
    "Notice",
    "NoticeKind",
    "NoticeLine",
    "load_notice_for",
    "missing_disclosures",
    "notices_of",
    "posted_text",
    "posting_photo",
]


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as a page shows it."""

    public_id: str
    kind: str
    title: str
    text: str
    text_sha256: str
    posted_on: date
    days: int
    last_day: date
    basis: str
    ran_at: datetime | None
    hung: tuple[tuple[str, str, datetime], ...]
    missing: tuple[registry.Stairwell, ...]


def stairwells_of(project: Project) -> list[registry.Stairwell]:
    """List the stairwells a project's notices hang in; call it within scope."""
    if project.stairwell is not None:
        return [project.stairwell]
    return registry.stairwells_over(project.compound, project.building)


def without_photo(notice: Notice) -> list[registry.Stairwell]:
    """List the stairwells a notice has no photograph from; call it within scope."""
    have = set(Posting.objects.filter(notice=notice).values_list("stairwell_id", flat=True))
    return [one for one in stairwells_of(notice.project) if one.pk not in have]


def notices_of(actor: Actor, project: str, at: datetime) -> list[NoticeLine]:
    """List a project's notices, newest first: for everybody who sees the project."""
    about = load_project_for(actor, project, Verb.PROJECT_SEE, at)
    with scope(neighbourhood=about.neighbourhood_id):
        found = Notice.objects.filter(project=about).select_related("project").order_by("-pk")
        return [_line(one) for one in found]


def posted_text(project: Project) -> str:
    """Give the fingerprint of the lift plan's text as it was posted last, for rooms above; empty if it never was."""
    with scope(neighbourhood=project.neighbourhood_id):
        posted = Notice.objects.filter(project=project, kind=NoticeKind.LIFT_PLAN).order_by("-pk")
        return posted.values_list("text_sha256", flat=True).first() or ""


def missing_disclosures(actor: Actor, project: str, at: datetime) -> list[str]:
    """List the kinds of notices that a project at its stage should have posted and has not (R089)."""
    return not_disclosed(load_project_for(actor, project, Verb.PROJECT_SEE, at), at)


def not_disclosed(about: Project, at: datetime) -> list[str]:
    """List the kinds of notices that a project lacks at its stage: anyone may know."""
    rules = rules_in_force(about.compound.place if about.compound else "cn", legal_day(at))
    asked = disclosures(rules).by_stage.get(about.stage, ())
    with scope(neighbourhood=about.neighbourhood_id):
        posted = set(Notice.objects.filter(project=about).values_list("kind", flat=True))
    return [kind for kind in asked if kind not in posted]


def posting_photo(actor: Actor, notice: str, photo: str, at: datetime) -> tuple[str, bytes]:
    """Give one of a notice's photographs.

    :raises Refusal: if the notice has no such photograph, or is not for this actor
    """
    hung = load_notice_for(actor, notice, Verb.PROJECT_SEE, at)
    with scope(neighbourhood=hung.neighbourhood_id):
        kept = Posting.objects.filter(notice=hung, photo=photo).values_list("photo", flat=True).first()
    return journal.read_evidence(neighbourhood=hung.neighbourhood_id, digest=kept or "-")


def _line(one: Notice) -> NoticeLine:
    posted = Posting.objects.filter(notice=one).select_related("stairwell").order_by("pk")
    return NoticeLine(
        one.public_id, one.kind, one.title, one.text, one.text_sha256, one.posted_on, one.days, one.last_day,
        one.basis, one.ran_at, tuple((each.stairwell.code, each.photo, each.occurred_at) for each in posted),
        tuple(without_photo(one)),
    )  # fmt: skip
