"""``sanxin rekey``: seal everything under a new secret, when the old one is to be given up."""

import argparse
import os
from datetime import UTC, datetime

from django.db import transaction

from sanxin.apps.decisions import actions as decisions
from sanxin.apps.funding import actions as funding
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.registry import actions as registry
from sanxin.foundation.actor import System
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

OLD = "SANXIN_OLD_SECRET_KEY"
NO_OLD = Sentence(
    "rekey.no_old",
    "请用 {variable} 给出旧密钥，用 SANXIN_SECRET_KEY 给出新密钥。",
    "Give the old secret in {variable} and the new one in SANXIN_SECRET_KEY.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments; there are none: secrets do not belong on a command line."""
    del parser


def run(chosen: argparse.Namespace) -> int:
    """Reseal the store, make its look-up digests again, void unused cards; all of it or nothing."""
    del chosen
    old = os.environ.get(OLD, "")
    if not old:
        raise Refusal(NO_OLD.because(variable=OLD))
    at = datetime.now(UTC)
    with transaction.atomic():
        decisions.refuse_while_proxies_are_counted()
        count = journal.reseal_store(old_secret=old)
        registry.read_again()
        funding.mark_again()
        voided = organisation.void_invitations(actor=System("cli"), occurred_at=at, recorded_at=at)
    print(
        f"已换密钥 resealed：{count} 项；作废未用的住户卡 unused cards voided：{voided}。\n"
        "请重新备份，旧备份只能用旧密钥打开。 Back up again: earlier backups open with the old secret only."
    )
    return 0
