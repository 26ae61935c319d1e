"""From a passed decision to a signed agreement: generate it, put each signature on record, then the contract."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sanxin.apps.decisions import actions
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.organisation.queries import Verb
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given

LONG = 1000
NO_TABLE = Sentence(
    "signing.no_table",
    "没有分摊表，或文件不是 sanxin share 的结果。请选择分摊结果（JSON）。",
    "There is no share table, or the file is no result of sanxin share. Choose the result (JSON).",
)
NO_AGREEMENT = Sentence(
    "signing.no_agreement",
    "协议还没有生成。请先用分摊表生成协议。",
    "The agreement is not written yet. Write it from the share table first.",
)


@require_POST
def prepare(visit: Visit, decision: str) -> HttpResponse:
    """Generate the agreement from a share table."""
    decisions.load_decision_for(visit.actor, decision, Verb.DECISION_RUN, visit.at)
    try:
        table = json.loads(_file(visit, "table"))
    except ValueError as unreadable:
        raise Refusal(NO_TABLE.because()) from unreadable
    if not isinstance(table, dict):
        raise Refusal(NO_TABLE.because())
    actions.prepare_agreement(actor=visit.actor, decision=decision, table=table, **visit.when)
    return _done(
        visit,
        decision,
        "协议已生成，可以打印签字。",
        "The agreement is written; print it and have it signed.",
    )


@require_POST
def sign(visit: Visit, decision: str) -> HttpResponse:
    """Put on record who signed on one photographed page."""
    who = visit.POST.getlist("dwelling")
    actions.sign_agreement(
        actor=visit.actor, agreement=_agreement(visit, decision), dwellings=who, photo=_file(visit, "photo"),
        file=_file(visit, "file"), same_as=visit.POST.get("same", ""), **visit.when,
    )  # fmt: skip
    return _done(visit, decision, f"签字已记录：{len(who)} 户。", f"Signatures on record: {len(who)}.")


@require_POST
def contract(visit: Visit, decision: str) -> HttpResponse:
    """Put the contract for the works on record."""
    actions.record_contract(
        actor=visit.actor, agreement=_agreement(visit, decision), supplier=given.needed(visit, "supplier"),
        signed_on=given.day(visit, "signed_on"), amount_fen=given.fen(visit, "amount"),
        document=_file(visit, "file"),
        variation=actions.Variation(given.text(visit, "variation", most=LONG), _file(visit, "variation_file")),
        unsigned_because=given.text(visit, "unsigned_because", most=LONG), **visit.when,
    )  # fmt: skip
    return _done(visit, decision, "合同已记录。", "The contract is on record.")


def _agreement(visit: Visit, decision: str) -> str:
    decisions.load_decision_for(visit.actor, decision, Verb.DECISION_RUN, visit.at)
    state = decisions.agreement_of(visit.actor, decision, visit.at)
    if state is None:
        raise Refusal(NO_AGREEMENT.because())
    return state.public_id


def _file(visit: Visit, name: str) -> bytes:
    upload = visit.FILES.get(name)
    return upload.read() if upload else b""


def _done(visit: Visit, decision: str, zh: str, en: str) -> HttpResponse:
    messages.success(visit, zh if visit.language == "zh" else en)
    return redirect("decision", decision=decision)
