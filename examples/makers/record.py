"""Makes ``examples/record`` again: ``python -m examples.makers.record``.

A stairwell of twenty-four dwellings, asked twice, its agreement and contract; the salts are random, so the
files differ each time and hold each time.
"""

import os
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import django

INTO = Path(__file__).parents[1] / "record"
os.environ["DJANGO_SETTINGS_MODULE"], os.environ["SANXIN_MODE"] = "sanxin.config.settings", "test"
os.environ["SANXIN_DATA"] = tempfile.mkdtemp(prefix="sanxin-record-")
django.setup()

from django.core.management import call_command

from sanxin.apps.decisions import actions, queries
from sanxin.apps.funding import actions as funding
from sanxin.apps.journal import queries as journal
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import canonical_bytes
from tests.apps.decisions.test_ballots import by_phone, household_of
from tests.apps.decisions.test_signing import PAGE, table_of
from tests.ballots import CLOSES, OPENS, TIMES, Asked, ask, open_round
from tests.people import CLI, build_cast

NOW: When = {"occurred_at": OPENS, "recorded_at": OPENS}
DAY = timedelta(days=1)
ROOMS = [f"{1 + number // 4}0{1 + number % 4}" for number in range(24)]


def at(days: int) -> When:
    """Give both times of something some days after the first round closed."""
    moment = CLOSES + days * DAY
    return {"occurred_at": moment, "recorded_at": moment}


def first_round(asked: Asked) -> str:
    """Ask a first time: few answer, one objects."""
    who = household_of(asked, 7)
    by_phone(asked, who, "against", "tap-1")
    for number in (*range(1, 7), 8, 9, 10):
        asked.cast_at_door(number, "abstain" if number == 9 else "for")
    return actions.raise_objection(
        actor=who,
        decision=asked.decision,
        dwelling=who.dwelling,
        words="井道离厨房窗太近，油烟散不出去。",
        **NOW,
    )


def second_round(asked: Asked, objection: str) -> Asked:
    """Answer, change the plan, ask again."""
    secretary = asked.cast.secretary
    actions.close_due(actor=CLI, at=CLOSES)
    actions.declare(actor=secretary, round=asked.round, **at(1))
    actions.summarise(actor=secretary, round=asked.round, summary="井道北移 0.6 米，加装隔声板。", **at(2))
    actions.answer_objection(actor=secretary, objection=objection, words="已复测，井道北移 0.6 米。", **at(3))
    actions.adopt_shares(actor=secretary, decision=asked.decision, outcome=table_of(ROOMS), **at(4))
    times = actions.RoundTimes(
        *(one + 30 * DAY for one in (TIMES.opens_at, TIMES.closes_at, TIMES.publish_by))
    )
    again = replace(asked, round=open_round(asked.cast, asked.decision, times))
    for number in (*range(1, 7), *range(8, 22)):
        again.cast_at_door(
            number, "against" if number == 20 else "for", times.opens_at, key=f"second-{number}"
        )
    again.cast_at_door(7, "for", times.opens_at, key="second-7")
    actions.close_due(actor=CLI, at=times.closes_at)
    actions.declare(actor=secretary, round=again.round, **at(31))
    actions.conclude(actor=secretary, decision=asked.decision, **at(32))
    return again


def sign(asked: Asked) -> None:
    """Write the agreement, have all but the last household sign it, and the contract."""
    told = {"actor": asked.cast.secretary}
    made = actions.prepare_agreement(**told, decision=asked.decision, table=table_of(ROOMS), **at(33))
    file = queries.agreement_file(asked.cast.secretary, asked.decision, at(33)["occurred_at"])
    for home in asked.homes[:-1]:
        actions.sign_agreement(**told, agreement=made, dwelling=home, file=file, photo=PAGE, **at(33))
    actions.record_contract(
        **told, agreement=made, supplier="某电梯公司", signed_on=date(2022, 5, 20), amount_fen=61_800_005,
        document=b"%PDF-1.4 contract", unsigned_because="604 室在外地，已来函认可，返沪后补签，份额照付", **at(34),
    )  # fmt: skip


def pay(asked: Asked) -> None:
    """Plan the money, adopt the shares, and have every household pay."""
    told = {"actor": asked.cast.secretary, "project": asked.project}
    shares = {home: one["fen"] for home, one in zip(asked.homes, table_of(ROOMS)["shares"], strict=True)}
    funding.plan_cost(**told, item="电梯", fen=60_000_005, source="residents", **at(36))
    funding.plan_cost(**told, item="移杆", fen=1_800_000, source="programme", **at(36))
    funding.grant_source(
        **told, item="三旧变三新", fen=1_800_000, source="programme", document="街道批复", **at(36)
    )
    funding.adopt_shares(**told, written=shares, basis="加装电梯协议", **at(37))
    for home, fen in shares.items():
        funding.record_movement(**told, kind="payment", of=home, fen=fen, **at(38))
    funding.prove_cover(**told, **at(39))


def main() -> None:
    """Live it, export it, keep the receipt of sheet 7 and the root that a notice would print."""
    call_command("migrate", verbosity=0)
    asked = ask(build_cast())
    again = second_round(asked, first_round(asked))
    secretary = asked.cast.secretary
    sign(asked)
    pay(asked)
    head = journal.tree_head()
    packed = actions.export_project(actor=secretary, project=asked.project, grade="scoped", **at(40))
    public = actions.export_project(actor=secretary, project=asked.project, grade="public", **at(40))
    receipt = queries.proof_of(secretary, again.round, asked.homes[6], at(40)["occurred_at"])
    INTO.mkdir(exist_ok=True)
    (INTO / "yihaomen-export.zip").write_bytes(packed)
    (INTO / "yihaomen-public-export.zip").write_bytes(public)
    (INTO / "receipt-7.json").write_bytes(canonical_bytes(receipt))
    (INTO / "root.txt").write_text(f"{head.root}@{head.size}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
