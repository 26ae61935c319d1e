"""A stairwell with money: its project's costs and sources, and shares that add up."""

from dataclasses import dataclass
from datetime import date

from sanxin.apps.funding import actions
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.projects import actions as projects
from sanxin.apps.registry import actions as registry
from sanxin.foundation.actor import Household
from sanxin.foundation.money import fen_from_yuan
from sanxin.journey.ledger.matching import StatementLine
from tests.ballots import build_stairwell
from tests.people import AT, WHEN, Cast

LIFT, POLE = fen_from_yuan(480_000), fen_from_yuan(20_000)
SUBSIDY = fen_from_yuan(280_000)
PART = LIFT - SUBSIDY  # what the residents bring, net of compensation
EACH = fen_from_yuan(10_000)
LOSS = fen_from_yuan("10000.00")


@dataclass(frozen=True)
class Funded:
    """A project over a stairwell, its lines, and its dwellings in the order of their rooms."""

    cast: Cast
    compound: str
    stairwell: str
    project: str
    lift: str
    pole: str
    subsidy: str
    homes: list[str]

    def shares(self) -> dict[str, int]:
        """Give a share table: twenty dwellings bring ten thousand each, two a little more, one on the ground floor receives."""
        table = dict.fromkeys(self.homes[4:], EACH)
        table[self.homes[4]] += LOSS // 2
        table[self.homes[5]] += LOSS // 2
        return table | {self.homes[0]: -LOSS}

    def adopt(self) -> int:
        """Adopt that table."""
        return actions.adopt_shares(
            actor=self.cast.secretary, project=self.project, written=self.shares(), basis="2022-2 号", **WHEN
        )

    def move(self, kind: str, of: str, fen: int, **more: str) -> str:
        """Record money that moved."""
        return actions.record_movement(
            actor=self.cast.secretary, project=self.project, kind=kind, of=of, fen=fen, **more, **WHEN
        )

    def household(self, number: int) -> Household:
        """Let a dwelling's household in."""
        card = registry.invite(actor=self.cast.secretary, dwelling=self.homes[number], **WHEN)
        return organisation.redeem_invitation(card=card.card, code=card.code, address="10.0.0.8", at=AT)


def fund(cast: Cast) -> Funded:
    """Open a project over the stairwell with a lift, a pole the programme moves, and a subsidy."""
    compound, stairwell, homes = build_stairwell(cast)
    project = projects.open_project(
        actor=cast.secretary, compound=compound, name="一号门加梯", stairwell=stairwell, **WHEN
    )
    who = {"actor": cast.secretary, "project": project}
    lift = actions.plan_cost(**who, item="电梯及井道", fen=LIFT, source="residents", **WHEN)
    pole = actions.plan_cost(**who, item="电杆移位", fen=POLE, source="programme", **WHEN)
    subsidy = actions.grant_source(
        **who, item="市区两级补贴", fen=SUBSIDY, source="subsidy", document="莘加梯〔2022〕3 号", **WHEN
    )
    return Funded(cast, compound, stairwell, project, lift, pole, subsidy, homes)


def row(
    number: int, fen: int, memo: str = "", payer: str = "", serial: str = "", on: date | None = None
) -> StatementLine:
    """Write a line of a bank statement."""
    return StatementLine(str(number), on or date(2022, 3, 1), fen, payer, memo, serial)
