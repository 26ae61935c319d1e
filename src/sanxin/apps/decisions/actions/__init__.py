"""The decisions room's verbs; the only writers."""

from sanxin.apps.decisions.actions.ballots import BallotReceipt, cast_ballot, read_sheet
from sanxin.apps.decisions.actions.closing import beat, close_due, close_round, conclude, declare, summarise
from sanxin.apps.decisions.actions.exporting import export_decision, export_project
from sanxin.apps.decisions.actions.objections import answer_objection, raise_objection, settle_objection
from sanxin.apps.decisions.actions.opening import OutageRule, RoundTimes, open_decision, open_round
from sanxin.apps.decisions.actions.shares import adopt_shares

__all__ = [
    "BallotReceipt", "OutageRule", "RoundTimes", "adopt_shares", "answer_objection", "beat", "cast_ballot", "close_due",
    "close_round", "conclude", "declare", "export_decision", "export_project", "open_decision", "open_round", "raise_objection", "read_sheet",
    "settle_objection", "summarise",
]  # fmt: skip
