"""Tables of decisions, by noun."""

from sanxin.apps.decisions.models.agreements import Agreement, Contract, Signature
from sanxin.apps.decisions.models.ballots import Ballot, Channel, SheetReading
from sanxin.apps.decisions.models.objections import Objection, Reply
from sanxin.apps.decisions.models.rounds import Decision, Heartbeat, RollLine, Round

__all__ = [
    "Agreement", "Ballot", "Channel", "Contract", "Decision", "Heartbeat", "Objection", "Reply", "RollLine", "Round",
    "SheetReading", "Signature",
]  # fmt: skip
