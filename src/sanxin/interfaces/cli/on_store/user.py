"""``sanxin user add``: open an account, appoint its holder, and print what their authenticator needs."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

import segno

from sanxin.apps.organisation import actions
from sanxin.apps.organisation.queries import Role, find_unit
from sanxin.foundation.actor import System
from sanxin.foundation.calendar import When, legal_day

CLI = System("cli")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("what", choices=["add"], help="add")
    parser.add_argument("name", help="登录名 · the name to sign in with")
    parser.add_argument("--display-name", default="", metavar="NAME", help="显示的姓名 · the name others see")
    parser.add_argument("--role", choices=[role.value for role in Role], required=True, help="岗位 · role")
    parser.add_argument(
        "--unit",
        required=True,
        metavar="UNIT",
        help="单位名称或编号，没有区一级则新建 · unit, a district is founded",
    )
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="从标准输入读密码 · read the password from standard input",
    )


def run(chosen: argparse.Namespace) -> int:
    """Open the account and appoint."""
    password = (
        sys.stdin.readline().rstrip("\n") if chosen.password_stdin else getpass.getpass("密码 password: ")
    )
    now = datetime.now(UTC)
    when: When = {"occurred_at": now, "recorded_at": now}
    unit = find_unit(CLI, chosen.unit, now)
    opened = actions.open_account(
        actor=CLI,
        name=chosen.name,
        display_name=chosen.display_name or chosen.name,
        password=password,
        **when,
    )
    actions.grant_mandate(
        actor=CLI,
        account=opened.account,
        role=Role(chosen.role),
        unit=unit.public_id,
        first=legal_day(now),
        **when,
    )
    print(f"{chosen.name}：{chosen.role} @ {unit.name}\n{opened.totp_uri}")
    segno.make(opened.totp_uri).terminal(compact=True)
    return 0
