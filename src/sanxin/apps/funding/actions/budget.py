"""The budget: what will be paid and by whom, who else gives, what each household brings, and the proof that it is enough."""

from dataclasses import asdict
from typing import Any, Literal, Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.decisions import queries as decisions
from sanxin.apps.funding.access import load_funded_for
from sanxin.apps.funding.models import BudgetLine, LedgerEntry
from sanxin.apps.funding.writing import (
    Home,
    Writing,
    books_of,
    enter,
    hold,
    homes_of,
    lines_of,
    refuse_broken,
    write,
)
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.projects import actions as projects
from sanxin.apps.projects.queries import Project
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.money import yuan_text
from sanxin.foundation.refusal import Refusal
from sanxin.journey.ledger.books import Kind
from sanxin.journey.ledger.cover import (
    SOURCE_WORDS,
    SOURCES,
    ShareRow,
    cover,
    placed,
    read_shares,
    refuse_other_rows,
    refuse_other_sum,
)

SOURCES_COVER_USES = "sources_cover_uses"
REPLACED = "改用新的分摊表 replaced by a new share table"

NO_SOURCE = Sentence(
    "funding.no_source",
    "没有“{found}”这种来源，应为：{known}。",
    "There is no source “{found}”; it is one of: {known}.",
)
RESIDENTS_PLEDGE = Sentence(
    "funding.residents_pledge",
    "居民自筹不在这里登记：请采用分摊表，每户一笔。",
    "What residents bring is not entered here: adopt the share table, an entry for each dwelling.",
)
NO_ITEM = Sentence("funding.no_item", "没有写明这一项是什么。", "It is not said what this line is.")
NO_DOCUMENT = Sentence(
    "funding.no_document",
    "请写明这笔资金的依据，如批文号或协议。",
    "Say in which paper this money stands: the number of the grant, or the agreement.",
)
NOT_COVERED = Sentence(
    "funding.not_covered",
    "来源还不够支出：支出 {uses} 元，来源 {sources} 元，缺口 {gap} 元（{by}）。补足之前不能开工。",
    "The sources do not cover the uses: uses {uses} yuan, sources {sources}, short by {gap} ({by}). Works do not start before.",
)
NOTHING_PLANNED = Sentence(
    "funding.nothing_planned",
    "还没有登记任何支出，谈不上来源是否足够。请先登记费用。",
    "No cost is recorded yet, so nothing can be covered. Record the costs first.",
)


@transaction.atomic
def plan_cost(
    *, actor: Actor, project: str, item: str, fen: int, source: str, key: str = "", **when: Unpack[When]
) -> str:
    """Put a cost into the budget with the source that carries it; give the line's public id.

    :raises Refusal: if the actor may not, or item, amount or source is wrong
    """
    return _line(actor, project, BudgetLine(side="cost", item=item, source=source), fen, key, when)


@transaction.atomic
def grant_source(
    *, actor: Actor, project: str, item: str, fen: int, source: str, document: str, key: str = "", **when: Unpack[When],
) -> str:  # fmt: skip
    """Put on record what somebody other than the households undertakes to give, and in which paper; give the line's id.

    :raises Refusal: if the actor may not, or item, amount, source or paper is wrong
    """
    if source == "residents":
        raise Refusal(RESIDENTS_PLEDGE.because())
    if not document.strip():
        raise Refusal(NO_DOCUMENT.because())
    made = BudgetLine(side="source", item=item, source=source, document=document.strip())
    return _line(actor, project, made, fen, key, when)


@transaction.atomic
def adopt_shares(*, actor: Actor, project: str, written: Any, basis: str = "", **when: Unpack[When]) -> int:
    """Record what each dwelling brings, and what it receives for its loss, from a share table; give how many.

    ``written`` is the result of ``sanxin share``, or dwellings with their fen, named by public id or as
    ``9-402``. Where a decision of the project has a table on record or an agreement, it is that one: nothing
    written takes it as it stands. A table adopted before is taken back entry by entry; both stay.

    :raises Refusal: if the table is not the one on record, does not add up to the residents' part, or names a
        dwelling not in the project
    """
    funded = load_funded_for(actor, project, Verb.FUNDING_RECORD, when["recorded_at"])
    hold(funded)
    homes = homes_of(actor, funded, when)
    on_record = {home: ShareRow(home, *sums) for home, sums in decisions.shares_of_record(funded).items()}
    if written is None and on_record:
        rows = placed(
            [row for row in on_record.values() if row.gross_fen or row.compensation_fen], _names(homes)
        )
    else:
        rows = placed(read_shares(written), _names(homes))
        refuse_other_rows(rows, on_record, {home.public_id: home.name for home in homes})
    by_id = {home.public_id: home for home in homes}
    with scope(neighbourhood=funded.neighbourhood_id):
        refuse_other_sum(rows, cover(lines_of(funded), books_of(funded)).residents_part_fen)
        told = {"dwellings": len(rows), "sha256": digest([asdict(row) for row in rows]), "basis": basis}
        enter(actor, funded, "pledges.adopt", told, when)
        _take_back(actor, funded, by_id, when)
        for row in rows:
            home = by_id[row.dwelling]
            sums: tuple[tuple[Kind, int], ...] = (("pledge", row.gross_fen), ("award", row.compensation_fen))
            for kind, fen in sums:
                if fen:
                    write(actor, funded, Writing(kind, fen, home=home, reference=basis[:64]), when)
        refuse_broken(funded, homes)
    return len(rows)


@transaction.atomic
def prove_cover(*, actor: Actor, project: str, **when: Unpack[When]) -> int:
    """Put on record that the sources cover the uses, and hand it to the project as a proof; give the entry's index.

    :raises Refusal: naming the gap, source by source (R059)
    """
    funded = load_funded_for(actor, project, Verb.FUNDING_RECORD, when["recorded_at"])
    hold(funded)
    with scope(neighbourhood=funded.neighbourhood_id):
        held = cover(lines_of(funded), books_of(funded))
    if not held.uses_fen:
        raise Refusal(NOTHING_PLANNED.because())
    if not held.is_covered:
        short = [(SOURCE_WORDS[one.source], yuan_text(one.gap_fen)) for one in held.states if one.gap_fen]
        gaps = Words(
            "，".join(f"{source.zh}缺 {gap}" for source, gap in short),
            ", ".join(f"{source.en} {gap}" for source, gap in short),
        )
        uses, sources, gap = (yuan_text(fen) for fen in (held.uses_fen, held.sources_fen, held.gap_fen))
        raise Refusal(NOT_COVERED.because(uses=uses, sources=sources, gap=gap, by=gaps))
    receipt = journal.enter(
        actor=actor, stream=f"project/{project}", verb=SOURCES_COVER_USES, subject=f"project/{project}",
        payload=held.to_json(), neighbourhood=funded.neighbourhood_id, **when,
    )  # fmt: skip
    projects.record_proof(actor=actor, project=project, leaf_index=receipt.index, **when)
    return receipt.index


def _line(actor: Actor, project: str, made: BudgetLine, fen: int, key: str, when: When) -> str:
    funded = load_funded_for(actor, project, Verb.FUNDING_RECORD, when["recorded_at"])
    kind: Literal["plan", "grant"] = "plan" if made.side == "cost" else "grant"
    made.item = made.item.strip()
    if not made.item:
        raise Refusal(NO_ITEM.because())
    if made.source not in SOURCES:
        words = [SOURCE_WORDS[one] for one in SOURCES]
        known = Words("、".join(one.zh for one in words), ", ".join(one.en for one in words))
        raise Refusal(NO_SOURCE.because(found=made.source, known=known))
    hold(funded)
    with scope(neighbourhood=funded.neighbourhood_id):
        again = (
            LedgerEntry.objects.filter(project=funded, key=key).select_related("line").first()
            if key
            else None
        )
        if again is not None and again.line is not None:
            return again.line.public_id
        made.project, made.neighbourhood_id = funded, funded.neighbourhood_id
        made.occurred_at, made.recorded_at = when["occurred_at"], when["recorded_at"]
        made.save()
        write(actor, funded, Writing(kind, fen, line=made, key=key), when)
    return made.public_id


def _names(homes: list[Home]) -> dict[str, str]:
    """Map every name a dwelling may go by to its id; a bare room only where one stairwell is asked."""
    names = {name: home.public_id for home in homes for name in (home.public_id, home.name)}
    if len({home.stairwell for home in homes}) == 1:
        names |= {home.room: home.public_id for home in homes}
    return names


def _take_back(actor: Actor, project: Project, homes: dict[str, Home], when: When) -> None:
    """Take back every pledge and award that stands."""
    reversed_ones = LedgerEntry.objects.filter(project=project).exclude(reverses=None).values("reverses")
    standing = LedgerEntry.objects.filter(project=project, kind__in=("pledge", "award"), reverses=None)
    for one in standing.exclude(pk__in=reversed_ones).select_related("dwelling__stairwell").order_by("pk"):
        assert one.dwelling is not None  # noqa: S101 - the store keeps pledges of dwellings only
        home = homes.get(one.dwelling.public_id) or Home(
            one.dwelling.public_id, one.dwelling.pk, one.dwelling.stairwell.code, one.dwelling.room
        )
        write(actor, project, Writing(one.kind, one.fen, home=home, note=REPLACED, reverses=one), when)  # type: ignore[arg-type]
