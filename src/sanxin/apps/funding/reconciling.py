"""Holding imported statement rows against the ledger: what is still open on each side, as the matching asks for it."""

import json
from collections.abc import Mapping

from sanxin.apps.decisions import queries as decisions
from sanxin.apps.funding.models import LedgerEntry, StatementRow
from sanxin.apps.funding.writing import Home, books_of, lines_of, opened
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.projects.queries import Project
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When, legal_day
from sanxin.journey.ledger import matching
from sanxin.journey.ledger.books import INTO_THE_ACCOUNT, OUT_OF_THE_ACCOUNT

Standing = dict[int, LedgerEntry]


def signed(kind: str, fen: int) -> int:
    """Give what an entry does to the supervised account, as a statement shows it; 0 if it does not touch it."""
    return ((kind in INTO_THE_ACCOUNT) - (kind in OUT_OF_THE_ACCOUNT)) * fen


def standing_movements(project: Project) -> Standing:
    """Give the entries that touch the account and were not taken back, by number; call it within scope."""
    taken_back = LedgerEntry.objects.filter(project=project).exclude(reverses=None).values("reverses")
    found = LedgerEntry.objects.filter(
        project=project, reverses=None, kind__in=(*INTO_THE_ACCOUNT, *OUT_OF_THE_ACCOUNT)
    ).exclude(pk__in=taken_back)
    return {one.pk: one for one in found.select_related("line", "dwelling__stairwell").order_by("pk")}


def settles(row: StatementRow, standing: Standing) -> LedgerEntry | None:
    """Give the entry a row is settled by, so long as it stands."""
    return standing.get(row.entry_id) if row.entry_id else None


def statement_line(row: StatementRow) -> matching.StatementLine:
    """Open a row as the matching reads it."""
    said = json.loads(opened(row.sealed_words, row.public_id))
    return matching.StatementLine(row.public_id, row.on, row.fen, said["payer"], said["memo"], said["serial"])


def named_homes(actor: Actor, project: Project, homes: list[Home], when: When) -> dict[str, matching.Home]:
    """Name each dwelling as a transfer may: room, sheet of the last round, owners."""
    assert project.compound is not None or not homes  # noqa: S101 - no compound, no dwellings
    sheets = _sheets(actor, project, when)
    owners: Mapping[tuple[str, str], tuple[str, ...]] = {}
    if project.compound is not None:
        site = registry.site_of(actor, project.compound.public_id, when["recorded_at"])
        owners = {(row.stairwell, row.room): row.owners for row in site.dwellings}
    return {
        home.public_id: matching.Home(
            home.public_id, home.stairwell, home.room, sheets.get(home.public_id),
            owners.get((home.stairwell, home.room), ()),
        )
        for home in homes
    }  # fmt: skip


def _sheets(actor: Actor, project: Project, when: When) -> dict[str, int]:
    at = when["recorded_at"]
    rounds = [
        one
        for decision in decisions.decisions_of(actor, project.public_id, at)
        for one in decisions.round_states(actor, decision.public_id, at)
    ]
    if not rounds or not registry.may(actor, _compound(project), Verb.DWELLING_SEE, at):
        return {}
    return {line.dwelling: line.sheet for line in decisions.roll_of(actor, rounds[-1].public_id, at)}


def _compound(project: Project) -> str:
    return project.compound.public_id if project.compound else ""


def items(
    project: Project, homes: Mapping[str, matching.Home], standing: Standing, settled: set[int]
) -> list[matching.Item]:
    """List what an open row may be: movements no row stands for, then money still expected; call it within scope.

    Expected money is named ``kind:of``, as the verb that would record it is called.
    """
    recorded = [
        matching.Item(
            one.public_id, signed(one.kind, one.fen), legal_day(one.occurred_at),
            homes.get(one.dwelling.public_id) if one.dwelling else None, one.reference,
        )
        for one in standing.values()
        if one.pk not in settled
    ]  # fmt: skip
    return recorded + _expected(project, homes)


def _expected(project: Project, homes: Mapping[str, matching.Home]) -> list[matching.Item]:
    kept = books_of(project)
    of_homes = [
        item
        for ident, home in homes.items()
        for item in (
            matching.Item(f"payment:{ident}", max(0, kept.outstanding(ident)), None, home),
            matching.Item(f"compensation:{ident}", -max(0, kept.credit("owed", ident) - kept.debit("compensated", ident)), None, home),
        )
    ]  # fmt: skip
    of_lines = [
        matching.Item(f"transfer:{line.id}", max(0, kept.debit("granted", line.id) - kept.credit("received", line.id)))
        if line.side == "source"
        else matching.Item(f"spending:{line.id}", -max(0, kept.debit("planned", line.id) - kept.debit("spent", line.id)))
        for line in lines_of(project)
    ]  # fmt: skip
    return [item for item in of_homes + of_lines if item.fen]
