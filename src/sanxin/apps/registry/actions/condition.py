"""The condition survey: defects with photographs, and issues with the households that have them."""

from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry.access import load_compound_for, load_dwelling_for
from sanxin.apps.registry.models import Defect, DefectKind, Issue, IssueVoice, Stairwell
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

SEVERITIES = (1, 2, 3)
NO_SEVERITY = Sentence(
    "registry.no_severity",
    "严重程度应为 1（轻）、2（中）、3（重），现为{found}。",
    "Severity is 1 (slight), 2 (medium) or 3 (grave), not {found}.",
)


@transaction.atomic
def record_defect(
    *, actor: Actor, compound: str, kind: DefectKind, severity: int, photo: bytes = b"", note: str = "",
    stairwell: str | None = None, **when: Unpack[When],
) -> str:  # fmt: skip
    """Record a defect seen, how bad it is, and a JPEG photograph of it; give its public id.

    :raises Refusal: if the actor may not, the severity is none, or the stairwell is not of the compound
    """
    there = load_compound_for(actor, compound, Verb.CONDITION_RECORD, when["occurred_at"])
    if severity not in SEVERITIES:
        raise Refusal(NO_SEVERITY.because(found=severity))
    with scope(neighbourhood=there.neighbourhood_id):
        at = Stairwell.objects.filter(compound=there, public_id=stairwell).first() if stairwell else None
        if stairwell and at is None:
            raise Refusal(NOT_FOUND.because())
        digest = (
            journal.keep_evidence(
                neighbourhood=there.neighbourhood_id, content=photo, media_type="image/jpeg", **when
            )
            if photo
            else ""
        )
        seen = Defect.objects.create(
            neighbourhood_id=there.neighbourhood_id, compound=there, stairwell=at, kind=kind,
            severity=severity, photo_digest=digest, note=note, actor=actor.ref, **when,
        )  # fmt: skip
    journal.enter(
        actor=actor, stream=f"registry/compound/{compound}", verb="defect.record",
        subject=f"defect/{seen.public_id}", neighbourhood=there.neighbourhood_id,
        payload={"kind": kind.value, "severity": severity, "photo": digest, "stairwell": stairwell}, **when,
    )  # fmt: skip
    return seen.public_id


@transaction.atomic
def voice_issue(*, actor: Actor, dwelling: str, title: str, **when: Unpack[When]) -> str:
    """Say that a household has an issue, opened by the first that says so; give its public id.

    The title names the issue, such as 停车难, never a person.
    """
    home = load_dwelling_for(actor, dwelling, Verb.DWELLING_SEE, when["occurred_at"])
    whose = {"neighbourhood_id": home.neighbourhood_id, **when}
    with scope(neighbourhood=home.neighbourhood_id):
        issue, _ = Issue.objects.get_or_create(compound=home.compound, title=title.strip(), defaults=whose)
        _, first = IssueVoice.objects.get_or_create(issue=issue, dwelling=home, defaults=whose)
    if first:
        journal.enter(
            actor=actor, stream=f"registry/compound/{home.compound.public_id}", verb="issue.voice",
            subject=f"issue/{issue.public_id}", payload={"dwelling": dwelling},
            neighbourhood=home.neighbourhood_id, **when,
        )  # fmt: skip
    return issue.public_id
