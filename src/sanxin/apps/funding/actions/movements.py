"""Money that moves: payments, refunds, compensation, transfers of a grant, what is paid for the works; and taking one back."""

from typing import Unpack

from django.db import transaction
from django_scopes import scope, scopes_disabled

from sanxin.apps.funding.access import load_funded_for
from sanxin.apps.funding.models import BudgetLine, LedgerEntry
from sanxin.apps.funding.writing import Home, Writing, hold, homes_of, refuse_broken, write
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.projects.queries import Project
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.journey.ledger.books import KIND_WORDS, OF_A_DWELLING, Kind

MOVEMENTS: tuple[Kind, ...] = ("payment", "refund", "compensation", "transfer", "spending")
SIDE_OF = {"transfer": "source", "spending": "cost"}

NO_KIND = Sentence(
    "funding.no_kind",
    "没有“{found}”这种款项，应为：{known}。",
    "There is no movement “{found}”; it is one of: {known}.",
)
NO_REASON = Sentence(
    "funding.no_reason",
    "冲销要写明原因，如“金额录错”。",
    "Taking an entry back needs its reason, such as “wrong amount”.",
)
TAKEN_BACK = Sentence(
    "funding.taken_back",
    "这一笔已经冲销过，或本身就是冲销。请另记一笔正确的。",
    "This entry was taken back already, or is itself a taking back. Record the right one anew.",
)


@transaction.atomic
def record_movement(
    *, actor: Actor, project: str, kind: str, of: str, fen: int, reference: str = "", note: str = "", key: str = "",
    **when: Unpack[When],
) -> str:  # fmt: skip
    """Record money that moved: of a dwelling or of a line, named by public id; give the entry's public id.

    ``key`` is the sender's own mark of the act: sent twice, it is one entry.

    :raises Refusal: if the actor may not, nothing of the kind is there, or the books would say what they never may
    """
    funded = load_funded_for(actor, project, Verb.FUNDING_RECORD, when["recorded_at"])
    hold(funded)
    return move(actor, funded, kind, of, fen, (reference, note, key), when).public_id


def move(
    actor: Actor, project: Project, kind: str, of: str, fen: int, said: tuple[str, str, str], when: When
) -> LedgerEntry:  # fmt: skip
    """Write a movement of a ledger that is held and checked; ``said``: its reference, note and key."""
    known = next((one for one in MOVEMENTS if one == kind), None)
    if known is None:
        words = [KIND_WORDS[one] for one in MOVEMENTS]
        known_words = Words("、".join(one.zh for one in words), ", ".join(one.en for one in words))
        raise Refusal(NO_KIND.because(found=kind, known=known_words))
    homes = homes_of(actor, project, when)
    reference, note, key = said
    with scope(neighbourhood=project.neighbourhood_id):
        line, home = _subject(project, known, of, homes)
        made = write(actor, project, Writing(known, fen, line, home, reference, note, key), when)
        refuse_broken(project, homes)
    return made


@transaction.atomic
def reverse_entry(*, actor: Actor, entry: str, reason: str, **when: Unpack[When]) -> str:
    """Take an entry back by another; both stay. Give the new one's public id.

    :raises Refusal: if the actor may not, no reason is given, it was taken back, or more would be given back than came
    """
    with scopes_disabled():
        found = LedgerEntry.objects.select_related("project", "line").filter(public_id=entry).first()
    if found is None:
        raise Refusal(NOT_FOUND.because())
    funded = load_funded_for(actor, found.project.public_id, Verb.FUNDING_RECORD, when["recorded_at"])
    if not reason.strip():
        raise Refusal(NO_REASON.because())
    hold(funded)
    homes = homes_of(actor, funded, when)
    with scope(neighbourhood=funded.neighbourhood_id):
        if found.reverses_id or LedgerEntry.objects.filter(reverses=found).exists():
            raise Refusal(TAKEN_BACK.because())
        again = Writing(
            found.kind, found.fen, found.line, _home_of(found), note=reason.strip()[:200], reverses=found,  # type: ignore[arg-type]
        )  # fmt: skip
        made = write(actor, funded, again, when)
        refuse_broken(funded, homes)
    return made.public_id


def _subject(
    project: Project, kind: Kind, of: str, homes: list[Home]
) -> tuple[BudgetLine | None, Home | None]:
    if kind in OF_A_DWELLING:
        home = next((one for one in homes if one.public_id == of), None)
        if home is None:
            raise Refusal(NOT_FOUND.because())
        return None, home
    line = BudgetLine.objects.filter(project=project, public_id=of, side=SIDE_OF[kind]).first()
    if line is None:
        raise Refusal(NOT_FOUND.because())
    return line, None


def _home_of(entry: LedgerEntry) -> Home | None:
    """Give an entry's dwelling, standing or not."""
    home = entry.dwelling
    return Home(home.public_id, home.pk, home.stairwell.code, home.room) if home else None
