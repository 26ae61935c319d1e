"""The condition survey: defects with photographs, and issues with the households that have them."""

from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.condition.access import load_defect_for
from sanxin.apps.condition.models import Defect, DefectKind, Issue, IssueVoice
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry.queries import load_compound_for, load_dwelling_for, stairwell_in
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

SEVERITIES = (1, 2, 3)
NO_SEVERITY = Sentence(
    "condition.no_severity",
    "严重程度应为 1（轻）、2（中）、3（重），现为{found}。",
    "Severity is 1 (slight), 2 (medium) or 3 (grave), not {found}.",
)
NO_PHOTO = Sentence(
    "condition.no_photo",
    "照片应为 JPEG 图片，这个文件不是。请用手机相机直接拍，或另存为 .jpg。",
    "A photograph is a JPEG picture; this file is not. Take it with the phone's camera, or save it as .jpg.",
)
JPEG = b"\xff\xd8"
NO_REASON = Sentence(
    "condition.no_reason",
    "请写明为何撤回，如“看错了门栋”。",
    "Say why it is withdrawn, such as the wrong stairwell.",
)
WITHDRAWN = Sentence("condition.withdrawn", "这条记录已经撤回。", "This record has been withdrawn already.")


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
    if photo and not photo.startswith(JPEG):
        raise Refusal(NO_PHOTO.because())
    with scope(neighbourhood=there.neighbourhood_id):
        at = stairwell_in(there, stairwell) if stairwell else None
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
def withdraw_defect(*, actor: Actor, defect: str, reason: str, **when: Unpack[When]) -> str:
    """Take back a defect recorded by mistake; it stays on record with the reason. Give its compound.

    :raises Refusal: if the actor may not, no reason is given, or it was withdrawn already
    """
    seen = load_defect_for(actor, defect, Verb.CONDITION_RECORD, when["occurred_at"])
    if not reason.strip():
        raise Refusal(NO_REASON.because())
    if seen.withdrawn_at is not None:
        raise Refusal(WITHDRAWN.because())
    with scope(neighbourhood=seen.neighbourhood_id):
        Defect.objects.filter(pk=seen.pk).update(
            withdrawn_at=when["recorded_at"], withdrawn_because=reason.strip()
        )
    journal.enter(
        actor=actor, stream=f"registry/compound/{seen.compound.public_id}", verb="defect.withdraw",
        subject=f"defect/{defect}", neighbourhood=seen.neighbourhood_id, payload={"reason": reason.strip()},
        **when,
    )  # fmt: skip
    return seen.compound.public_id


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
