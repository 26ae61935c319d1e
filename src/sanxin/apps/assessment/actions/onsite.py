"""What people found and advised on site: on-site assessments, expert opinions, ground surveys, heritage approvals."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.assessment.access import load_opinion_for, load_survey_for
from sanxin.apps.assessment.actions.versions import CLASSES
from sanxin.apps.assessment.models import (
    ExpertOpinion,
    GroundSurvey,
    HeritageApproval,
    OnSiteAssessment,
    StairwellFinding,
)
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

JPEG, PDF = b"\xff\xd8", b"%PDF"

NOT_PROFESSIONAL = Sentence(
    "onsite.incomplete",
    "专业现场评估须写明单位、评估人、日期，并至少有一张照片；现缺：{missing}。请补齐后再记。",
    "A professional on-site assessment names organisation, assessor and date and has a photograph; missing: {missing}.",
)
NO_VERDICT = Sentence(
    "onsite.verdict",
    "结论应为适合、较难或不适合，现为“{found}”。",
    "The verdict is suitable, difficult or unsuitable, not “{found}”.",
)
OVERRULED = Sentence(
    "onsite.overruled",
    "现场结论与程序评估不同（程序：{engine}）。请写明为何改判。",
    "The verdict differs from the engine's ({engine}). Say why it is overruled.",
)
NO_JPEG = Sentence(
    "onsite.not_jpeg",
    "第 {number} 个图片文件不是 JPEG 照片（签名排在最后）。请换成手机拍的照片（.jpg）后再记。",
    "Image file {number} is no JPEG photograph (the signature comes last). Use a photograph (.jpg) instead.",
)
LATER = Sentence(
    "onsite.later", "评估日期 {found} 还没有到。请核对。", "The day {found} has not come yet. Check it."
)
NO_CONSTRAINT = Sentence(
    "opinion.no_constraint",
    "最近一次评估中该门栋没有“{rule} {thing}”这一障碍。请从列出的障碍中选择。",
    "The latest assessment names no constraint {rule} {thing} at this stairwell. Choose one of those listed.",
)
NOT_SAID = Sentence(
    "opinion.not_said",
    "请写明专家、意见、会议名称；现缺：{missing}。",
    "Name the expert, the advice and the meeting; missing: {missing}.",
)
SETTLED = Sentence(
    "opinion.settled", "这条意见已有结论。如有变化，请另记一条。", "This opinion is settled. Record another."
)
NO_REASON = Sentence("opinion.no_reason", "请写明采纳或不采纳的理由。", "Say why it was adopted or not.")
NO_REPORT = Sentence(
    "survey.no_report",
    "地勘须附 PDF 报告才能完成。请上传报告。",
    "A ground survey is closed with its report as PDF. Upload the report.",
)
NO_DRAWINGS = Sentence(
    "survey.no_drawings",
    "施工图须为 PDF 文件。请上传 PDF。",
    "Construction drawings are released as PDF. Upload the PDF.",
)
SURVEY_OPEN = Sentence(
    "survey.open",
    "该门栋的地勘还没有完成，施工图不能发布。请先附上地勘报告。",
    "The ground survey of this stairwell is not closed, so drawings cannot be released. Attach its report first.",
)
SURVEY_CLOSED = Sentence("survey.closed", "这次地勘已经完成。", "This ground survey is closed already.")
NO_DOCUMENT = Sentence(
    "heritage.no_document",
    "请附文物部门批复的 PDF，并填写文号；现缺：{missing}。",
    "Attach the approval as PDF and give its number; missing: {missing}.",
)
NO_ZONE = Sentence(
    "heritage.no_zone",
    "小区里没有编号为“{found}”的文物保护范围或挂牌门栋。请核对。",
    "There is no heritage zone or listed stairwell “{found}” in this compound. Check it.",
)


@transaction.atomic
def record_onsite(
    *, actor: Actor, stairwell: str, organisation: str, assessor: str, assessed_on: date | None,
    photos: Sequence[bytes], verdict: str, reason: str = "", signature: bytes = b"", **when: Unpack[When],
) -> str:  # fmt: skip
    """Record a professional's own look at a stairwell (R013); give its public id.

    :raises Refusal: if it is incomplete, or overrules the engine without a reason
    """
    place = registry.load_stairwell_for(actor, stairwell, Verb.ASSESSMENT_RECORD, when["occurred_at"])
    told = {"单位 organisation": organisation.strip(), "评估人 assessor": assessor.strip(), "日期 date": assessed_on,
            "照片 photograph": photos}  # fmt: skip
    if missing := [what for what, value in told.items() if not value]:
        raise Refusal(NOT_PROFESSIONAL.because(missing="、".join(missing)))
    for number, image in enumerate((*photos, signature or JPEG), 1):
        if not image.startswith(JPEG):
            raise Refusal(NO_JPEG.because(number=number))
    if verdict not in CLASSES:
        raise Refusal(NO_VERDICT.because(found=verdict))
    on = assessed_on or when["occurred_at"].date()
    if on > when["occurred_at"].date():
        raise Refusal(LATER.because(found=on))
    with scope(neighbourhood=place.neighbourhood_id):
        newest = _newest(place.pk)
        engine = newest.feasibility if newest else ""
        if engine and engine != verdict and not reason.strip():
            raise Refusal(OVERRULED.because(engine=engine))
        kept = [_keep(place.neighbourhood_id, photo, "image/jpeg", when) for photo in photos]
        signed = _keep(place.neighbourhood_id, signature, "image/jpeg", when) if signature else ""
        made = OnSiteAssessment.objects.create(
            neighbourhood_id=place.neighbourhood_id, stairwell=place, organisation=organisation.strip(),
            assessor=assessor.strip(), assessed_on=on, verdict=verdict, engine_class=engine,
            reason=reason.strip(), photo_digests="\n".join(kept), signature_digest=signed, actor=actor.ref, **when,
        )  # fmt: skip
    told_of = {"organisation": made.organisation, "on": on, "verdict": verdict, "engine": engine,
               "reason": made.reason, "photos": kept, "signature": signed}  # fmt: skip
    _enter(actor, place, "onsite.record", f"onsite/{made.public_id}", told_of, when)
    return made.public_id


@transaction.atomic
def record_opinion(
    *, actor: Actor, stairwell: str, rule: str, thing: str, expert: str, advice: str, meeting: str, met_on: date,
    **when: Unpack[When],
) -> str:  # fmt: skip
    """Record an expert's advice on a constraint the latest version names, and the meeting it came from (R014).

    :raises Refusal: if something is not said, or there is no such constraint
    """
    place = registry.load_stairwell_for(actor, stairwell, Verb.ASSESSMENT_RECORD, when["occurred_at"])
    told = {"专家 expert": expert, "意见 advice": advice, "会议 meeting": meeting}
    if missing := [what for what, value in told.items() if not value.strip()]:
        raise Refusal(NOT_SAID.because(missing="、".join(missing)))
    with scope(neighbourhood=place.neighbourhood_id):
        if (rule, thing) not in _constraints(place.pk):
            raise Refusal(NO_CONSTRAINT.because(rule=rule, thing=thing))
        made = ExpertOpinion.objects.create(
            neighbourhood_id=place.neighbourhood_id, stairwell=place, rule=rule, thing=thing, expert=expert.strip(),
            advice=advice.strip(), meeting=meeting.strip(), met_on=met_on, actor=actor.ref, **when,
        )  # fmt: skip
    told_of = {"rule": rule, "thing": thing, "advice": made.advice, "meeting": made.meeting, "met_on": met_on}
    _enter(actor, place, "opinion.record", f"opinion/{made.public_id}", told_of, when)
    return made.public_id


@transaction.atomic
def settle_opinion(*, actor: Actor, opinion: str, adopted: bool, because: str, **when: Unpack[When]) -> str:
    """Put on record whether an expert's advice was adopted, and why; give its stairwell.

    :raises Refusal: if no reason is given, or it was settled before
    """
    known = load_opinion_for(actor, opinion, Verb.ASSESSMENT_RECORD, when["occurred_at"])
    if not because.strip():
        raise Refusal(NO_REASON.because())
    if known.adopted is not None:
        raise Refusal(SETTLED.because())
    with scope(neighbourhood=known.neighbourhood_id):
        ExpertOpinion.objects.filter(pk=known.pk).update(adopted=adopted, because=because.strip())
    payload = {"adopted": adopted, "because": because.strip()}
    _enter(actor, known.stairwell, "opinion.settle", f"opinion/{opinion}", payload, when)
    return known.stairwell.public_id


@transaction.atomic
def open_ground_survey(*, actor: Actor, stairwell: str, **when: Unpack[When]) -> str:
    """Open the ground survey of a stairwell (R017); one that is open already is given back."""
    place = registry.load_stairwell_for(actor, stairwell, Verb.ASSESSMENT_RECORD, when["occurred_at"])
    with scope(neighbourhood=place.neighbourhood_id):
        open_one = GroundSurvey.objects.filter(stairwell=place, closed_at=None).first()
        if open_one:
            return open_one.public_id
        made = GroundSurvey.objects.create(
            neighbourhood_id=place.neighbourhood_id, stairwell=place, actor=actor.ref, **when
        )
    _enter(actor, place, "survey.open", f"survey/{made.public_id}", {}, when)
    return made.public_id


@transaction.atomic
def close_ground_survey(*, actor: Actor, survey: str, report: bytes, **when: Unpack[When]) -> None:
    """Close a ground survey with its report.

    :raises Refusal: without a report as PDF, or if it is closed
    """
    known = load_survey_for(actor, survey, Verb.ASSESSMENT_RECORD, when["occurred_at"])
    if known.closed_at is not None:
        raise Refusal(SURVEY_CLOSED.because())
    if not report.startswith(PDF):
        raise Refusal(NO_REPORT.because())
    with scope(neighbourhood=known.neighbourhood_id):
        digest = _keep(known.neighbourhood_id, report, "application/pdf", when)
        GroundSurvey.objects.filter(pk=known.pk).update(report_digest=digest, closed_at=when["occurred_at"])
    _enter(actor, known.stairwell, "survey.close", f"survey/{survey}", {"report": digest}, when)


@transaction.atomic
def release_drawings(*, actor: Actor, stairwell: str, drawings: bytes, **when: Unpack[When]) -> None:
    """Release the construction drawings of a stairwell: not before its ground survey is closed (R017).

    :raises Refusal: if there is no closed survey, or the drawings are no PDF
    """
    place = registry.load_stairwell_for(actor, stairwell, Verb.ASSESSMENT_RECORD, when["occurred_at"])
    if not drawings.startswith(PDF):
        raise Refusal(NO_DRAWINGS.because())
    with scope(neighbourhood=place.neighbourhood_id):
        closed = GroundSurvey.objects.filter(stairwell=place).exclude(closed_at=None).order_by("-pk").first()
        if closed is None:
            raise Refusal(SURVEY_OPEN.because())
        digest = _keep(place.neighbourhood_id, drawings, "application/pdf", when)
        GroundSurvey.objects.filter(pk=closed.pk).update(
            drawings_digest=digest, drawings_released_at=when["occurred_at"]
        )
    _enter(actor, place, "drawings.release", f"survey/{closed.public_id}", {"drawings": digest}, when)


@transaction.atomic
def attach_heritage_approval(
    *, actor: Actor, compound: str, thing: str, number: str, document: bytes, **when: Unpack[When]
) -> None:
    """Attach the approval for a heritage zone or a listed stairwell: the next assessment is no longer blocked (R019).

    :raises Refusal: if there is no such zone, or document or number are missing
    """
    card = registry.load_compound_for(actor, compound, Verb.ASSESSMENT_RECORD, when["occurred_at"])
    told = {"PDF": document.startswith(PDF), "文号 number": bool(number.strip())}
    if missing := [what for what, there in told.items() if not there]:
        raise Refusal(NO_DOCUMENT.because(missing="、".join(missing)))
    site = registry.site_of(actor, compound, when["occurred_at"])
    zones = {zone.id for zone in site.of_kind("heritage_zone")}
    zones |= {each.id for each in site.of_kind("stairwell") if each.properties.get("heritage")}
    if thing not in zones:
        raise Refusal(NO_ZONE.because(found=thing))
    with scope(neighbourhood=card.neighbourhood_id):
        digest = _keep(card.neighbourhood_id, document, "application/pdf", when)
        HeritageApproval.objects.update_or_create(
            compound=card, thing=thing,
            defaults={"neighbourhood_id": card.neighbourhood_id, "number": number.strip(),
                      "document_digest": digest, "actor": actor.ref, **when},
        )  # fmt: skip
    journal.enter(
        actor=actor, stream=f"registry/compound/{compound}", verb="heritage.approve", subject=f"heritage/{thing}",
        neighbourhood=card.neighbourhood_id, payload={"number": number.strip(), "document": digest}, **when,
    )  # fmt: skip


def _newest(stairwell: int) -> StairwellFinding | None:
    return StairwellFinding.objects.filter(stairwell=stairwell).order_by("-assessment__number").first()


def _constraints(stairwell: int) -> set[tuple[str, str]]:
    newest = _newest(stairwell)
    return {(one["rule"], one["object"]) for one in newest.told()["reasons"]} if newest else set()


def _keep(neighbourhood: int, content: bytes, media_type: str, when: When) -> str:
    return journal.keep_evidence(neighbourhood=neighbourhood, content=content, media_type=media_type, **when)


def _enter(actor: Actor, place: Any, verb: str, subject: str, payload: dict[str, Any], when: When) -> None:
    journal.enter(
        actor=actor, stream=f"registry/compound/{place.compound.public_id}", verb=verb, subject=subject,
        neighbourhood=place.neighbourhood_id, payload={"stairwell": place.public_id, **payload}, **when,
    )  # fmt: skip
