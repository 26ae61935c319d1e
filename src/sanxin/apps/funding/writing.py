"""What every verb of this room shares: holding the project, writing an entry, keeping the books whole."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django_scopes import scope

from sanxin.apps.funding.models import BudgetLine, LedgerEntry
from sanxin.apps.journal import actions as journal
from sanxin.apps.projects.queries import Project
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.ledger.books import Books, Entry, Kind, books, broken
from sanxin.journey.ledger.cover import Line
from sanxin.record.ids import new_public_id
from sanxin.record.sealing import house_key, seal, unseal

# How the journal calls each entry. Those of a dwelling are withheld from public exports.
VERBS: dict[Kind, str] = {
    "plan": "cost.plan",
    "grant": "source.grant",
    "pledge": "pledge.record",
    "award": "compensation.agree",
    "payment": "payment.record",
    "refund": "refund.record",
    "compensation": "compensation.pay",
    "transfer": "transfer.record",
    "spending": "cost.pay",
}
REVERSE = "funding.reverse"

NOT_AN_AMOUNT = Sentence(
    "funding.not_an_amount",
    "金额要大于 0，现为 {found} 分。",
    "An amount is above 0; this one is {found} fen.",
)
OTHER_USE = Sentence(
    "funding.key_used",
    "这次提交的编号已用于另一笔。请刷新页面后重新登记。",
    "This mark was used for another entry. Reload the page and record it again.",
)
LATER = Sentence(
    "funding.later_than_now",
    "日期不能晚于今天。",
    "The day cannot be later than today.",
)


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling of a project: its number for the store, and how people name it."""

    public_id: str
    number: int
    stairwell: str
    room: str

    @property
    def name(self) -> str:
        """Name it with its stairwell, such as ``9-402``."""
        return f"{self.stairwell}-{self.room}"


@dataclass(frozen=True, slots=True)
class Writing:
    """One entry about to be written: of a line or of a dwelling."""

    kind: Kind
    fen: int
    line: BudgetLine | None = None
    home: Home | None = None
    reference: str = ""
    note: str = ""
    key: str = ""
    reverses: LedgerEntry | None = None


def hold(project: Project) -> None:
    """Keep other writers of this ledger out until the transaction ends; SQLite lets one writer in anyway."""
    with scope(neighbourhood=project.neighbourhood_id):
        Project.objects.select_for_update().get(pk=project.pk)


def homes_of(actor: Actor, project: Project, when: When) -> list[Home]:
    """List the dwellings a project is over."""
    if project.compound is None:
        return []
    at, compound = when["recorded_at"], project.compound.public_id
    within = {
        line.code
        for line in registry.stairwells(actor, compound, at)
        if (project.stairwell is None or line.public_id == project.stairwell.public_id)
        and (project.building is None or line.building == project.building.code)
    }
    return [
        Home(one.public_id, one.number, one.stairwell, one.room)
        for one in registry.standing_homes(actor, compound, at)
        if one.stairwell in within
    ]


def lines_of(project: Project) -> list[Line]:
    """Give the lines of a project's budget; call it within scope."""
    rows = BudgetLine.objects.filter(project=project).order_by("pk")
    return [Line(*row) for row in rows.values_list("public_id", "side", "item", "source")]  # type: ignore[arg-type]


def books_of(project: Project) -> Books:
    """Post every entry of a project; call it within scope."""
    rows = LedgerEntry.objects.filter(project=project).values_list(
        "public_id", "kind", "line__public_id", "dwelling__public_id", "fen", "reverses__public_id"
    )
    return books(
        Entry(ident, kind, line or dwelling or "", fen, reverses)  # type: ignore[arg-type]
        for ident, kind, line, dwelling, fen, reverses in rows
    )


def write(actor: Actor, project: Project, new: Writing, when: When) -> LedgerEntry:
    """Write one entry and put it on record; the same key again gives the entry there is. Call it within scope.

    :raises Refusal: if the amount is not above 0, the day is to come, or the key was used for another entry
    """
    if new.fen <= 0:
        raise Refusal(NOT_AN_AMOUNT.because(found=new.fen))
    if when["occurred_at"] > when["recorded_at"]:
        raise Refusal(LATER.because())
    again = LedgerEntry.objects.filter(project=project, key=new.key).first() if new.key else None
    if again is not None:
        return _same(again, new)
    made = LedgerEntry(
        neighbourhood_id=project.neighbourhood_id, project=project, kind=new.kind, line=new.line,
        dwelling_id=new.home.number if new.home else None, fen=new.fen, reverses=new.reverses,
        reference=new.reference, note=new.note, actor=actor.ref, key=new.key or new_public_id(), **when,
    )  # fmt: skip
    verb = REVERSE if new.reverses else VERBS[new.kind]
    made.leaf_index = enter(actor, project, verb, _told(made, new), when).index
    made.save()
    return made


def _same(again: LedgerEntry, new: Writing) -> LedgerEntry:
    of = (again.line_id, again.dwelling_id)
    wanted = (new.line.pk if new.line else None, new.home.number if new.home else None)
    if (again.kind, again.fen, of) != (new.kind, new.fen, wanted):
        raise Refusal(OTHER_USE.because())
    return again


def _told(made: LedgerEntry, new: Writing) -> dict[str, Any]:
    told: dict[str, Any] = {"id": made.public_id, "kind": new.kind, "fen": new.fen}
    if new.reverses:
        return {**told, "reverses": new.reverses.public_id, "reason": new.note}
    if new.home:
        told["dwelling"] = new.home.public_id
    if new.line:
        told |= {"line": new.line.public_id, "item": new.line.item, "source": new.line.source}
        told |= {"document": new.line.document} if new.line.document else {}
    return told | ({"reference": new.reference} if new.reference else {})


def refuse_broken(project: Project, homes: list[Home]) -> None:
    """Make sure that the books say nothing they may never say; call it within scope, before the transaction ends.

    :raises Refusal: naming the first thing
    """
    found = broken(books_of(project), {home.public_id: home.name for home in homes})
    if found:
        raise Refusal(found[0])


def enter(actor: Actor, project: Project, verb: str, payload: dict[str, Any], when: When) -> journal.Receipt:
    """Put a fact on record in the project's funding stream."""
    return journal.enter(
        actor=actor, stream=f"funding/{project.public_id}", verb=verb, subject=f"project/{project.public_id}",
        payload=payload, neighbourhood=project.neighbourhood_id, **when,
    )  # fmt: skip


def sealed(words: bytes, context: str) -> bytes:
    """Seal what the bank printed about a payer."""
    return seal(house_key(settings.SECRET_KEY, "funding"), words, context)


def opened(words: bytes | memoryview, context: str) -> bytes:
    """Read what the bank printed about a payer."""
    return unseal(house_key(settings.SECRET_KEY, "funding"), bytes(words), context)
