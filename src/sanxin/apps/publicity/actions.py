"""Posting notices, proving that they hung, and saying that one has fully run; the only writers."""

import json
from typing import Any, Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.projects.queries import Project, load_project_for
from sanxin.apps.publicity.access import load_notice_for
from sanxin.apps.publicity.models import Notice, NoticeKind, Posting
from sanxin.apps.publicity.queries import stairwells_of, without_photo
from sanxin.apps.registry.queries import load_stairwell_for
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When, legal_day
from sanxin.foundation.citation import written
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.rounds import Asking
from sanxin.rulebook.days import NoticeRule, notice_rule, working_days
from sanxin.rulebook.reader import NothingInForce, Rules, rules_in_force

MOST_NAMED = 12

NO_DAYS = Sentence(
    "publicity.no_days",
    "规则库没有这类公示的天数（{why}）。请填写天数，并写明依据哪份文件。",
    "The rulebook has no days for this notice ({why}). Enter the days and the document they stand in.",
)
TOO_SHORT = Sentence(
    "publicity.too_short",
    "公示至少 {least} 天（{where}），填的是 {found} 天。",
    "The notice hangs {least} days at least ({where}); {found} were entered.",
)
NO_TEXT = Sentence(
    "publicity.no_text", "公示没有标题或正文。", "The notice lacks its title or its text. Write both."
)
NO_KIND = Sentence(
    "publicity.no_kind",
    "没有“{found}”这类公示。请从列表中选。",
    "There is no notice “{found}”; choose from the list.",
)
NO_PHOTO = Sentence(
    "publicity.no_photo",
    "张贴照片应为 JPEG。请用手机拍照上传。",
    "The proof of posting is a JPEG photograph. Take it with a phone.",
)
STILL_HANGS = Sentence(
    "publicity.still_hangs",
    "公示到 {last_day} 才满，{last_day} 过完才能记为公示期满。",
    "The notice hangs until the end of {last_day}; it has not fully run before.",
)
NOT_EVERYWHERE = Sentence(
    "publicity.not_everywhere",
    "还有 {count} 个门栋没有张贴照片：{stairwells}。补齐照片才能记为公示期满。",
    "{count} stairwells lack their photograph: {stairwells}. The notice has run once each has one.",
)


@transaction.atomic
def post_notice(
    *, actor: Actor, project: str, kind: str, title: str, text: str, days: int | None = None, basis: str = "",
    **when: Unpack[When],
) -> str:  # fmt: skip
    """Post a notice from the day it happens on; give its public id.

    Running days by the rulebook, ended on a working day (民法典 Art. 203); where it has none, ``days``
    and the document they stand in (``basis``) are given. Longer than asked is allowed, shorter is not.

    :raises Refusal: if text or days are missing or too few, or the calendar does not reach so far
    """
    about = load_project_for(actor, project, Verb.NOTICE_POST, when["occurred_at"])
    if kind not in NoticeKind.values:
        raise Refusal(NO_KIND.because(found=kind))
    if not title.strip() or not text.strip():
        raise Refusal(NO_TEXT.because())
    day = legal_day(when["occurred_at"])
    rules = rules_in_force(about.compound.place if about.compound else "cn", day)
    hangs, ground = _days(rules, kind, days, basis)
    last_day = working_days(rules).last_day(day, hangs)
    digest = Asking("", text).text_sha256
    with scope(neighbourhood=about.neighbourhood_id):
        made = Notice.objects.create(
            neighbourhood_id=about.neighbourhood_id, project=about, kind=kind, title=title.strip(), text=text,
            text_sha256=digest, posted_on=day, days=hangs, last_day=last_day, basis=ground, **when,
        )  # fmt: skip
    told = {
        "id": made.public_id, "kind": kind, "title": title.strip(), "text_sha256": digest, "posted_on": day,
        "days": hangs, "last_day": last_day, "basis": ground,
    }  # fmt: skip
    _enter(actor, about, "notice.post", told, when)
    return made.public_id


@transaction.atomic
def prove_posting(*, actor: Actor, notice: str, stairwell: str, photo: bytes, **when: Unpack[When]) -> None:
    """Keep a photograph of a notice hanging in a stairwell.

    :raises Refusal: if it is no JPEG, or the notice is not for that stairwell
    """
    hung = load_notice_for(actor, notice, Verb.POSTING_PROVE, when["occurred_at"])
    if not photo.startswith(journal.JPEG):
        raise Refusal(NO_PHOTO.because())
    place = load_stairwell_for(actor, stairwell, Verb.COMPOUND_SEE, when["occurred_at"])
    with scope(neighbourhood=hung.neighbourhood_id):
        if place.pk not in {one.pk for one in stairwells_of(hung.project)}:
            raise Refusal(NOT_FOUND.because())
        kept = journal.keep_evidence(
            neighbourhood=hung.neighbourhood_id, content=photo, media_type="image/jpeg", **when
        )
        Posting.objects.create(
            neighbourhood_id=hung.neighbourhood_id,
            notice=hung,
            stairwell=place,
            photo=kept,
            actor=actor.ref,
            **when,
        )
    told = {"id": notice, "stairwell": stairwell, "photo": kept}
    _enter(actor, hung.project, "notice.hang", told, when)


@transaction.atomic
def declare_run(*, actor: Actor, notice: str, **when: Unpack[When]) -> int:
    """Put on record that a notice has fully run, in every stairwell; give the entry's index, which a gate asks for.

    :raises Refusal: if its last day is not over, or a stairwell lacks its photograph
    """
    hung = load_notice_for(actor, notice, Verb.NOTICE_POST, when["occurred_at"])
    if legal_day(when["occurred_at"]) <= hung.last_day:
        raise Refusal(STILL_HANGS.because(last_day=hung.last_day.isoformat()))
    with scope(neighbourhood=hung.neighbourhood_id):
        missing = without_photo(hung)
        if missing:
            named = "、".join(one.code for one in missing[:MOST_NAMED])
            raise Refusal(NOT_EVERYWHERE.because(count=len(missing), stairwells=named))
        Notice.objects.filter(pk=hung.pk).update(ran_at=when["occurred_at"])
    told = {"id": notice, "kind": hung.kind, "last_day": hung.last_day}
    return _enter(actor, hung.project, "notice.run", told, when).index


def _days(rules: Rules, kind: str, days: int | None, basis: str) -> tuple[int, str]:
    """Give how long a notice hangs, and on what ground."""
    rule = _rule(rules, kind)
    least = rule.days if rule else None
    if rule is None or least is None:
        why = (rule and rule.reason) or Words("没有查到规定", "none was found")
        if not days or days < 1 or not basis.strip():
            raise Refusal(NO_DAYS.because(why=why))
        return days, basis.strip()
    where = written(rule.citation.document, rule.citation.clause)
    if days is not None and days < least:
        raise Refusal(TOO_SHORT.because(least=least, where=where, found=days))
    return days or least, json.dumps(rule.citation.to_json(), ensure_ascii=False)


def _rule(rules: Rules, kind: str) -> NoticeRule | None:
    try:
        return notice_rule(rules, f"notices/{kind}")
    except NothingInForce:
        return None


def _enter(actor: Actor, project: Project, verb: str, payload: dict[str, Any], when: When) -> journal.Receipt:
    return journal.enter(
        actor=actor, stream=f"project/{project.public_id}", verb=verb, subject=f"project/{project.public_id}",
        payload=payload, neighbourhood=project.neighbourhood_id, **when,
    )  # fmt: skip
