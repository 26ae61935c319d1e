"""``sanxin user add``: open an account, appoint its holder, and print what their authenticator needs."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

import segno

from sanxin.apps.organisation import actions
from sanxin.apps.organisation.queries import UNAPPOINTED, Role, find_unit
from sanxin.foundation.actor import System
from sanxin.foundation.calendar import When, legal_day
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

CLI = System("cli")


NO_TERMINAL = Sentence(
    "user.no_terminal",
    "这里不能输入密码。请在终端中运行，或用 --password-stdin 从标准输入给出密码。",
    "No password can be typed here. Run it in a terminal, or give the password with --password-stdin.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("what", choices=["add"], help="add")
    parser.add_argument("name", help="登录名 · the name to sign in with")
    parser.add_argument("--display-name", default="", metavar="NAME", help="显示的姓名 · the name others see")
    parser.add_argument(
        "--role",
        choices=[role.value for role in Role if role not in UNAPPOINTED],
        required=True,
        help="岗位 · role",
    )
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
    password = _password(typed=not chosen.password_stdin)
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
    print(f"已开通 opened {chosen.name}：{chosen.role} @ {unit.name}")
    print(
        "请现在就用手机验证器扫描下面的二维码，它只显示这一次。Scan this with an authenticator now; it is shown once."
    )
    print(opened.totp_uri)
    segno.make(opened.totp_uri).terminal(compact=True)
    return 0


def _password(*, typed: bool) -> str:
    if not typed:
        return sys.stdin.readline().rstrip("\n")
    try:
        return getpass.getpass("密码 password: ")
    except EOFError as closed:
        raise Refusal(NO_TERMINAL.because()) from closed
