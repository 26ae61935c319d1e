"""From a passed decision to a signed agreement: no number is typed, no other file is signed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.decisions.access import load_agreement_for, load_decision_for
from sanxin.apps.decisions.models import Agreement, Decision, RollLine, Round, Signature
from sanxin.apps.decisions.printing import asked_of
from sanxin.apps.decisions.writing import enter_for_project
from sanxin.apps.journal import actions as journal
from sanxin.apps.journal import queries as record
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.documents.papers.agreement import AgreedShare, agreement
from sanxin.documents.papers.setting import papers_pdf
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import digest, sha256_hex
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.agreement import Home, homes_named, refuse_other_file
from sanxin.journey.share import figures_of, share_checks

NOT_PASSED = Sentence(
    "decisions.not_passed",
    "“{title}”还没有以通过结案，不能生成协议。",
    "“{title}” is not concluded as passed, so there is no agreement to write.",
)
BAD_TABLE = Sentence(
    "decisions.bad_table",
    "分摊表没有通过独立校核：{why}。请用 sanxin share 或分摊页面重新计算。",
    "The share table does not stand its check: {why}. Reckon it again.",
)
OTHER_TABLE = Sentence(
    "decisions.other_table",
    "这不是“{title}”存证的那份分摊表。请用存证的那份，协议才与大家看过的一致。",
    "This is not the table put on record for “{title}”. Use that one, so that the agreement is what everybody saw.",
)
NO_PAGE = Sentence(
    "decisions.no_page",
    "请附签字页照片（JPEG）。",
    "A photograph (JPEG) of the signed page is needed.",
)
SIGNED = Sentence(
    "decisions.signed",
    "{home} 已经签过，这一次一户也没有记。请去掉已经签过的，再提交一次。",
    "{home} has signed already, so none was recorded this time. Leave out who has signed, then send it again.",
)
NOBODY = Sentence(
    "decisions.nobody_signed",
    "没有选是哪几户签的。照片上有哪几户的签名，就勾哪几户。",
    "Nobody is ticked. Tick the dwellings whose signatures are in the photograph.",
)


@transaction.atomic
def prepare_agreement(*, actor: Actor, decision: str, table: Mapping[str, Any], **when: Unpack[When]) -> str:
    """Generate the agreement of a passed decision from a share table as ``sanxin share`` gives it; give its public id.

    The table's dwellings are the roll's; every number in the file is the table's, and the table the one on record
    if one was put there.

    :raises Refusal: if the decision did not pass, the table does not stand its checker, or is of other dwellings
    """
    asked = load_decision_for(actor, decision, Verb.DECISION_RUN, when["occurred_at"])
    if not asked.passed:
        raise Refusal(NOT_PASSED.because(title=asked.title))
    violations = share_checks(table)
    if violations:
        raise Refusal(BAD_TABLE.because(why=violations[0].say("zh")))
    with scope(neighbourhood=asked.neighbourhood_id):
        last = Round.objects.filter(decision=asked).order_by("-number")[0]
        homes = homes_named(_homes(last), [one["dwelling"] for one in table["shares"]])
        _refuse_other_table(asked, table)
        shares = [
            AgreedShare(homes[one["dwelling"]].name, one["fen"], one["compensation_fen"])
            for one in table["shares"]
        ]
        total, others = int(table["total_cost_fen"]), (int(table["subsidy_fen"]), int(table["other_fen"]))
        paper = agreement(asked_of(asked, last), shares, total, others)
        file = papers_pdf([paper])
        kept = journal.keep_evidence(
            neighbourhood=asked.neighbourhood_id, content=file, media_type="application/pdf", **when
        )
        made = Agreement.objects.create(
            neighbourhood_id=asked.neighbourhood_id, decision=asked, document=kept, total_fen=total,
            subsidy_fen=others[0], other_fen=others[1], table_sha256=digest(table),
            shares=json.dumps([[homes[one["dwelling"]].public_id, one["fen"], one["compensation_fen"]] for one in table["shares"]]),
            **when,
        )  # fmt: skip
    told = {
        "id": made.public_id, "document": {"sha256": kept, "title": paper.title}, "total_fen": total,
        "table_sha256": made.table_sha256, "problem_sha256": table["problem_sha256"],
        "figures_sha256": digest(figures_of(table)),
    }  # fmt: skip
    enter_for_project(actor, asked, "agreement.prepare", told, when)
    return made.public_id


@transaction.atomic
def sign_agreement(
    *, actor: Actor, agreement: str, dwellings: Sequence[str], photo: bytes, file: bytes = b"", same_as: str = "",
    **when: Unpack[When],
) -> None:  # fmt: skip
    """Put on record who signed on one photographed page: what they signed must be the agreement, bit for bit (R055).

    Give the ``file``, or, once somebody signed this agreement, the digest of the file compared then (``same_as``).

    :raises Refusal: if it is another file, the page is missing, nobody is named, or one is not on the roll or has signed
    """
    found = load_agreement_for(actor, agreement, Verb.DECISION_RUN, when["occurred_at"])
    if not photo.startswith(journal.JPEG):
        raise Refusal(NO_PAGE.because())
    with scope(neighbourhood=found.neighbourhood_id):
        compared = Signature.objects.filter(agreement=found).exists()
        refuse_other_file(sha256_hex(file) if file else "", same_as if compared else "", found.document)
        lines = _who_signs(found, list(dict.fromkeys(dwellings)))
        kept = journal.keep_evidence(
            neighbourhood=found.neighbourhood_id, content=photo, media_type="image/jpeg", **when
        )
        for line in lines:
            Signature.objects.create(
                neighbourhood_id=found.neighbourhood_id, agreement=found, dwelling_id=line.dwelling_id, photo=kept,
                actor=actor.ref, **when,
            )  # fmt: skip
            told = {
                "id": agreement, "dwelling": line.dwelling.public_id, "signed_sha256": found.document, "photo": kept,
                **({} if file else {"file": "as before"}),
            }  # fmt: skip
            enter_for_project(actor, found.decision, "agreement.sign", told, when)


def _who_signs(found: Agreement, dwellings: Sequence[str]) -> list[RollLine]:
    """Find those who sign on the roll, as they were named; call it within scope."""
    if not dwellings:
        raise Refusal(NOBODY.because())
    rows = RollLine.objects.filter(round__decision=found.decision, dwelling__public_id__in=dwellings)
    lines = {one.dwelling.public_id: one for one in rows.select_related("dwelling__stairwell").order_by("pk")}
    if len(lines) != len(dwellings):
        raise Refusal(NOT_FOUND.because())
    signed = Signature.objects.filter(agreement=found, dwelling__public_id__in=dwellings)
    if (one := signed.order_by("pk").select_related("dwelling__stairwell").first()) is not None:
        raise Refusal(SIGNED.because(home=f"{one.dwelling.stairwell.code}-{one.dwelling.room}"))
    return [lines[home] for home in dwellings]


def _homes(last: Round) -> list[Home]:
    """Give the roll's dwellings as a table may call them; call it within scope."""
    lines = RollLine.objects.filter(round=last).select_related("dwelling__stairwell")
    return [Home(one.dwelling.public_id, one.dwelling.stairwell.code, one.dwelling.room) for one in lines]


def _refuse_other_table(asked: Decision, table: Mapping[str, Any]) -> None:
    """Hold the table against the one that was put on record before the vote, if one was; call it within scope."""
    adopted = [one["payload"] for one in record.records_of(asked.stream) if one["verb"] == "shares.adopt"]
    if adopted and adopted[-1]["problem_sha256"] != table["problem_sha256"]:
        raise Refusal(OTHER_TABLE.because(title=asked.title))
