"""``sanxin unit add``: found a unit of the organisation, such as a district, a town or a neighbourhood."""

import argparse
from datetime import UTC, datetime

from sanxin.apps.organisation import actions
from sanxin.apps.organisation.queries import LEVELS, find_unit
from sanxin.foundation.actor import System
from sanxin.foundation.calendar import When
from sanxin.interfaces.cli.output import day

CLI = System("cli")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("what", choices=["add"], help="add")
    parser.add_argument("name", help="名称 · its name")
    parser.add_argument("--level", choices=sorted(LEVELS), required=True, help="层级 · level")
    parser.add_argument("--parent", metavar="UNIT", help="上级的名称或编号 · the unit above, by name or id")
    parser.add_argument("--party-name", default="", help="党组织名称 · its Party organisation")
    parser.add_argument(
        "--founded-on",
        type=day,
        required=True,
        metavar="DATE",
        help="成立日期 · founding date",
    )


def run(chosen: argparse.Namespace) -> int:
    """Found the unit and print its id."""
    now = datetime.now(UTC)
    when: When = {"occurred_at": now, "recorded_at": now}
    above = find_unit(CLI, chosen.parent, now).public_id if chosen.parent else None
    founded = actions.found_unit(
        actor=CLI, parent=above, level=LEVELS[chosen.level], name=chosen.name, party_name=chosen.party_name,
        founded_on=chosen.founded_on, **when,
    )  # fmt: skip
    print(f"{founded.name} {founded.public_id}")
    return 0
