"""The contract for the works: after the agreement is signed, for the amount that passed or with its variation filed."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.decisions.access import load_agreement_for
from sanxin.apps.decisions.models import Agreement, Contract, RollLine, Signature
from sanxin.apps.decisions.writing import enter_for_project
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.money import yuan_text
from sanxin.foundation.refusal import Refusal

PDF = b"%PDF-"
MOST_NAMED = 12

NO_CONTRACT = Sentence(
    "decisions.no_contract",
    "合同缺：{missing}。请补齐，再登记合同。",
    "The contract lacks {missing}. Complete it, then put it on record.",
)
OTHER_AMOUNT = Sentence(
    "decisions.other_amount",
    "合同金额 {found} 元，与通过的方案 {agreed} 元不同。金额要一致，或写明变更的原因并附变更文件（PDF）。",
    "The contract is for {found} yuan, the plan that passed for {agreed}. They are equal, or the variation is filed: "
    "its reason and its paper (PDF).",
)
NOT_SIGNED = Sentence(
    "decisions.not_signed",
    "还有 {count} 户出资户没有在协议上签字：{homes}。先签齐；实在不签的，写明原因和他们那一份由谁承担。",
    "{count} dwellings that pay have not signed the agreement: {homes}. Have them sign; where one will not, write down "
    "why and who bears its part.",
)


@dataclass(frozen=True, slots=True)
class Variation:
    """Why a contract differs from the plan that passed, and the paper it stands in (PDF)."""

    reason: str = ""
    document: bytes = b""


AS_AGREED = Variation()


@transaction.atomic
def record_contract(
    *, actor: Actor, agreement: str, supplier: str, signed_on: date, amount_fen: int, document: bytes,
    variation: Variation = AS_AGREED, unsigned_because: str = "", **when: Unpack[When],
) -> str:  # fmt: skip
    """Put the contract for the works on record; give its public id (R060).

    ``unsigned_because`` says why some who pay have not signed, and who bears their part; they stand in the entry.

    :raises Refusal: if builder, amount or paper is missing, somebody who pays has not signed and no reason is given,
        or the amount is not the agreed one and no variation is filed
    """
    found = load_agreement_for(actor, agreement, Verb.DECISION_RUN, when["occurred_at"])
    _refuse_incomplete(supplier, amount_fen, document)
    reason, because = variation.reason.strip(), unsigned_because.strip()
    if amount_fen != found.total_fen and not (reason and variation.document.startswith(PDF)):
        raise Refusal(OTHER_AMOUNT.because(found=yuan_text(amount_fen), agreed=yuan_text(found.total_fen)))
    with scope(neighbourhood=found.neighbourhood_id):
        unsigned = _unsigned(found)
        if unsigned and not because:
            named = "、".join(list(unsigned.values())[:MOST_NAMED])
            raise Refusal(NOT_SIGNED.because(count=len(unsigned), homes=named))
        kept = _keep(found, document, when)
        varied = _keep(found, variation.document, when) if variation.document else ""
        made = Contract.objects.create(
            neighbourhood_id=found.neighbourhood_id, agreement=found, supplier=supplier.strip(), signed_on=signed_on,
            amount_fen=amount_fen, variation=reason, variation_document=varied, document=kept, actor=actor.ref, **when,
        )  # fmt: skip
    told = {
        "id": made.public_id, "agreement": agreement, "supplier": made.supplier, "signed_on": signed_on,
        "amount_fen": amount_fen, "agreed_fen": found.total_fen, "variation": reason,
        "unsigned": len(unsigned), "unsigned_because": because if unsigned else "",
        "document": {"sha256": kept, "title": "合同"},
        "variation_document": {"sha256": varied, "title": "变更文件"} if varied else None,
    }  # fmt: skip
    enter_for_project(actor, found.decision, "contract.sign", told, when)
    return made.public_id


def _refuse_incomplete(supplier: str, amount_fen: int, document: bytes) -> None:
    asked = (
        (Words("承建单位", "the builder's name"), bool(supplier.strip())),
        (Words("大于 0 的金额", "an amount above 0"), amount_fen > 0),
        (Words("合同文件（PDF）", "the contract itself (PDF)"), document.startswith(PDF)),
    )
    missing = [what for what, there in asked if not there]
    if missing:
        said = Words("、".join(one.zh for one in missing), ", ".join(one.en for one in missing))
        raise Refusal(NO_CONTRACT.because(missing=said))


def _unsigned(agreement: Agreement) -> dict[str, str]:
    """Give the dwellings that pay by the agreement and have not signed it, with their rooms; call it within scope."""
    lines = RollLine.objects.filter(round__decision=agreement.decision).order_by("sheet")
    paying = {home for home, fen, _ in json.loads(agreement.shares) if fen > 0}
    signed = set(Signature.objects.filter(agreement=agreement).values_list("dwelling__public_id", flat=True))
    return {
        one.dwelling.public_id: f"{one.dwelling.stairwell.code}-{one.dwelling.room}"
        for one in lines.select_related("dwelling__stairwell")
        if one.dwelling.public_id in paying - signed
    }


def _keep(agreement: Agreement, content: bytes, when: When) -> str:
    return journal.keep_evidence(
        neighbourhood=agreement.neighbourhood_id, content=content, media_type="application/pdf", **when
    )
