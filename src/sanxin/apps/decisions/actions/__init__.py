"""The decisions room's verbs; the only writers."""

from sanxin.apps.decisions.actions.ballots import BallotReceipt, cast_ballot, read_sheet
from sanxin.apps.decisions.actions.closing import (
    beat,
    close_due,
    close_round,
    conclude,
    declare,
    publish_due,
    refuse_while_proxies_are_counted,
    summarise,
)
from sanxin.apps.decisions.actions.contracting import AS_AGREED, Variation, record_contract
from sanxin.apps.decisions.actions.exporting import export_decision, export_project
from sanxin.apps.decisions.actions.objections import answer_objection, raise_objection, settle_objection
from sanxin.apps.decisions.actions.opening import OutageRule, RoundTimes, open_decision, open_round
from sanxin.apps.decisions.actions.retention import PastKeeping, Span, let_go, past_keeping, spans
from sanxin.apps.decisions.actions.shares import adopt_shares
from sanxin.apps.decisions.actions.signing import prepare_agreement, sign_agreement

__all__ = [
    "AS_AGREED",
    "BallotReceipt",
    "OutageRule",
    "PastKeeping",
    "RoundTimes",
    "Span",
    "Variation",
    "adopt_shares",
    "answer_objection",
    "beat",
    "cast_ballot",
    "close_due",
    "close_round",
    "conclude",
    "declare",
    "export_decision",
    "export_project",
    "let_go",
    "open_decision",
    "open_round",
    "past_keeping",
    "prepare_agreement",
    "publish_due",
    "raise_objection",
    "read_sheet",
    "record_contract",
    "refuse_while_proxies_are_counted",
    "settle_objection",
    "sign_agreement",
    "spans",
    "summarise",
]
