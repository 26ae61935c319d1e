"""A stairwell of twenty-four dwellings that has been visited and may be asked."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from sanxin.apps.consultation import actions as consultation
from sanxin.apps.decisions import actions
from sanxin.apps.projects import actions as projects
from sanxin.apps.registry import actions as registry_actions
from sanxin.apps.registry import queries as registry
from sanxin.journey.decide.rounds import Asking
from sanxin.journey.survey import DwellingRow
from tests.people import AT, WHEN, Cast
from tests.sites import SITE, bring_in

OPENS, CLOSES = AT + timedelta(days=30), AT + timedelta(days=44)
TIMES = actions.RoundTimes(OPENS, CLOSES, CLOSES + timedelta(days=3))
ASKING = Asking("您是否同意本门栋按公示方案加装电梯？", "一梯四户，半层入户，井道设于北侧。")


def owner(number: int) -> str:
    """Name the owners so that dwellings 1, 2 and 3 are one person's."""
    return "钱多多" if number <= 3 else f"业主{number}"


ROWS = tuple(
    DwellingRow(
        "1",
        f"{1 + (number - 1) // 4}0{1 + (number - 1) % 4}",
        1 + (number - 1) // 4,
        Decimal("50") + number,
        "register",
        owners=(owner(number),),
        owner_id=("7777" if number <= 3 else f"{number:04}",),
    )
    for number in range(1, 25)
)
STAIRWELL = replace(SITE, name="一号门", dwellings=ROWS)


@dataclass(frozen=True)
class Asked:
    """A decision with one open round, and its dwellings in the order of their sheets."""

    cast: Cast
    compound: str
    stairwell: str
    project: str
    decision: str
    round: str
    homes: list[str]

    def cast_at_door(
        self, number: int, choice: str, at: datetime = OPENS, **more: str
    ) -> actions.BallotReceipt:
        """Take sheet ``number``'s ballot at the door."""
        return actions.cast_ballot(
            actor=self.cast.visitor, round=self.round, dwelling=self.homes[number - 1], choice=choice,
            channel="door", key=more.pop("key", f"door-{number}-{choice}"), witness=self.cast.secretary.ref,
            occurred_at=at, recorded_at=at, **more,
        )  # fmt: skip


def visit_all(cast: Cast, homes: list[str]) -> None:
    """Deliver a visit to every dwelling."""
    for home in homes:
        consultation.record_visit(
            actor=cast.visitor, dwelling=home, means="door", outcome="delivered", **WHEN
        )


def build_stairwell(cast: Cast) -> tuple[str, str, list[str]]:
    """Import the stairwell and visit everybody; give the compound, the stairwell and the dwellings."""
    compound = bring_in(cast.secretary, cast.jinniu, STAIRWELL).compound
    stairwell = next(
        line.public_id for line in registry.stairwells(cast.secretary, compound, AT) if line.code == "1"
    )
    homes = [one.public_id for one in registry.dwellings(cast.secretary, compound, AT, stairwell=stairwell)]
    visit_all(cast, homes)
    return compound, stairwell, homes


def confirm_namesakes(cast: Cast, compound: str) -> None:
    """Confirm that owners of one name and number are one person."""
    while pairs := registry.namesake_pairs(cast.secretary, compound, AT):
        registry_actions.decide_namesake(
            actor=cast.secretary, one=pairs[0].one.party, other=pairs[0].other.party, same=True,
            reason="本人到场核对", **WHEN,
        )  # fmt: skip


def ask(cast: Cast, times: actions.RoundTimes = TIMES, **more: int) -> Asked:
    """Open a project, a decision and its first round over the stairwell, whose namesakes are confirmed."""
    compound, stairwell, homes = build_stairwell(cast)
    confirm_namesakes(cast, compound)
    project = projects.open_project(
        actor=cast.secretary, compound=compound, name="一号门加梯", stairwell=stairwell, **WHEN
    )
    decision = actions.open_decision(
        actor=cast.secretary, project=project, matter="lift_retrofit", scope_kind="stairwell",
        title="一号门加装电梯", **WHEN,
    )  # fmt: skip
    asked = open_round(cast, decision, times, **more)
    return Asked(cast, compound, stairwell, project, decision, asked, homes)


def open_round(cast: Cast, decision: str, times: actions.RoundTimes = TIMES, **more: int) -> str:
    """Open the decision's next round."""
    return actions.open_round(
        actor=cast.secretary, decision=decision, asking=ASKING, times=times, occurred_at=times.opens_at,
        recorded_at=times.opens_at, **more,
    )  # fmt: skip
