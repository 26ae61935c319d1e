"""What a record must say for its verb to mean anything: the form of each that the verifier reads."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from sanxin.engines.tally.problem import Channel, Choice, Family
from sanxin.foundation.finding import Sentence
from sanxin.journey.ledger.books import KINDS
from sanxin.journey.ledger.cover import SOURCES
from sanxin.record.export import Export
from sanxin.record.leaf import Leaf
from sanxin.record.reading import (
    AMOUNT,
    COUNT,
    DIGEST,
    FIGURES,
    FLAG,
    FRACTION,
    INSTANT,
    NUMBER,
    OBJECT,
    TEXT,
    WHOLE,
    Form,
    Many,
    Misshapen,
    maybe,
    misshapen,
    one_of,
    read_json,
)
from sanxin.record.verify.finding import Finding, broken

MALFORMED = Sentence(
    "verify.malformed",
    "第 {index} 条（{stream} 第 {sequence} 条，{verb}）不像一条记录：{why}",
    "Entry {index} ({stream} no. {sequence}, {verb}) is not what a record is: {why}",
)
ENVELOPE: Form = {
    "actor": TEXT, "verb": TEXT, "subject": TEXT, "payload": OBJECT, "occurred_at": INSTANT, "recorded_at": INSTANT,
}  # fmt: skip
DOCUMENT: Form = {"sha256": DIGEST, "title": TEXT}
CHOICE = one_of(get_args(Choice))
LINE: Form = {
    "sheet": COUNT, "dwelling": TEXT, "area_m2": NUMBER, "owners": Many(TEXT), "unsold_developer": FLAG,
}  # fmt: skip
RULE: Form = {
    "family": one_of(get_args(Family)), "consent": FRACTION, "participation": maybe(FRACTION), "strict": FLAG,
}  # fmt: skip
READINGS: Form = {
    "head": one_of(("owner_set", "dwelling", "linked")), "split": one_of(("no_consent", "void")),
    "co_owners": one_of(("no_consent", "first_answer")), "not_returned": one_of(("no_part", "follow_majority")),
}  # fmt: skip
SHARE: Form = {"dwelling": TEXT, "gross_fen": WHOLE, "compensation_fen": WHOLE}
RESULT: Form = {"shares": Many(SHARE), "total_cost_fen": COUNT}
OF_A_DWELLING: Form = {"id": TEXT, "kind": one_of(KINDS), "fen": AMOUNT, "dwelling": TEXT}
OF_A_LINE: Form = {"id": TEXT, "kind": one_of(KINDS), "fen": AMOUNT, "line": TEXT, "source": one_of(SOURCES)}
OF_AN_OBJECTION: Form = {"id": TEXT}
PAYLOADS: Mapping[str, Form] = {
    "stream.close": {"count": COUNT},
    "entry.erase": {"index": COUNT},
    "decision.open": {"project": TEXT, "matter": TEXT, "title": TEXT},
    "roll.freeze": {"round": COUNT, "lines": Many(LINE)},
    "round.open": {
        "round": COUNT, "rule": RULE, "readings": READINGS, "roll": {"sha256": DIGEST, "dwellings": COUNT},
        "options": Many(CHOICE), "opens_at": INSTANT, "closes_at": INSTANT, "rulebook_sha256": DIGEST,
    },
    "round.extend": {"round": COUNT, "to": INSTANT},
    "round.close": {"round": COUNT, "ballots": COUNT},
    "round.declare": {"round": COUNT, "passed": FLAG},
    "ballot.cast": {
        "round": COUNT, "id": TEXT, "sheet": COUNT, "dwelling": TEXT, "by": maybe(TEXT), "choice": CHOICE,
        "channel": one_of(get_args(Channel)), "replaces": maybe(TEXT), "proxy_document": maybe(TEXT),
    },
    "objection.raise": {"id": TEXT, "dwelling": TEXT},
    "objection.reply": OF_AN_OBJECTION, "objection.settle": OF_AN_OBJECTION, "objection.refer": OF_AN_OBJECTION,
    "decision.conclude": {"round": COUNT, "passed": FLAG},
    "shares.adopt": {
        "problem": FIGURES, "problem_sha256": DIGEST, "homes": OBJECT,
        "result": FIGURES,
    },
    "consultation.reached": {"decision": TEXT, "dwellings": COUNT},
    "decision.passed": {"decision": TEXT, "matter": TEXT},
    "agreement.prepare": {
        "id": TEXT, "decision": TEXT, "document": DOCUMENT, "total_fen": COUNT, "figures_sha256?": DIGEST,
    },
    "agreement.sign": {"id": TEXT, "decision": TEXT, "dwelling": TEXT, "signed_sha256": DIGEST},
    "contract.sign": {
        "decision": TEXT, "document": DOCUMENT, "amount_fen": COUNT, "agreed_fen": COUNT, "variation": TEXT,
        "agreement": TEXT, "unsigned?": COUNT, "unsigned_because?": TEXT,
    },
    "project.proof": {"leaf": COUNT, "verb": TEXT},
    "pledges.adopt": {"dwellings": COUNT, "sha256": DIGEST},
    "cost.plan": OF_A_LINE, "source.grant": OF_A_LINE, "transfer.record": OF_A_LINE, "cost.pay": OF_A_LINE,
    "pledge.record": OF_A_DWELLING, "compensation.agree": OF_A_DWELLING, "payment.record": OF_A_DWELLING,
    "refund.record": OF_A_DWELLING, "compensation.pay": OF_A_DWELLING,
    "funding.reverse": {"id": TEXT, "kind": one_of(KINDS), "fen": AMOUNT, "reverses": TEXT, "reason": TEXT},
}  # fmt: skip


def fault_of(record: Any) -> Misshapen | None:
    """Give the first place where a record is not what its verb needs; verbs nobody reads here need nothing."""
    wrong = misshapen(ENVELOPE, record)
    if wrong is not None:
        return wrong
    payload = record["payload"]
    wrong = misshapen(PAYLOADS.get(record["verb"], {}), payload, "payload")
    if wrong is None and isinstance(payload.get("document"), dict):
        wrong = misshapen(DOCUMENT, payload["document"], "payload.document")
    return wrong


def is_table(payload: Mapping[str, Any]) -> bool:
    """Tell whether a ``shares.adopt`` holds a table that others can be held against; its own check says why not."""
    in_homes = misshapen(RESULT, payload["result"]) is None and all(
        isinstance(payload["homes"].get(one["dwelling"]), str) for one in payload["result"]["shares"]
    )
    return in_homes and len(set(payload["homes"].values())) == len(payload["homes"])


def malformed(export: Export) -> Iterator[Finding]:
    """Name every record, as it was committed to, that lacks what its verb needs."""
    for index, leaf in ours(export).items():
        entry = export.entries.get(index)
        if entry is None or entry.record is None:
            continue
        record = read_json(entry.record)
        wrong = fault_of(record)
        if wrong is not None:
            verb = record.get("verb", "?") if isinstance(record, dict) else "?"
            told = {"index": index, "stream": leaf.stream, "sequence": leaf.sequence, "verb": verb}
            yield broken(MALFORMED.because(None, why=wrong.said(), **told))


def ours(export: Export) -> dict[int, Leaf]:
    """Give the leaves that the export shows, by their place in the log."""
    return {index: line.leaf for index, line in enumerate(export.log) if line.leaf is not None}


def record_at(export: Export, index: int) -> dict[str, Any] | None:
    """Give the record of an entry; None where none is enclosed, or it is not what its verb needs."""
    entry = export.entries.get(index)
    if entry is None or entry.record is None:
        return None
    try:
        record = read_json(entry.record)
    except ValueError:
        return None
    return record if fault_of(record) is None else None
