"""A list of compounds in two steps: cards only, so that a street's portfolio stands before any plan is drawn."""

from collections.abc import Sequence
from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import Verb, load_unit_for
from sanxin.apps.registry.actions.imports import NOT_AS_SHOWN, write_card
from sanxin.apps.registry.diff import RowChange, Tally
from sanxin.apps.registry.models import Compound
from sanxin.apps.registry.places import CARD, diff_card
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import digest
from sanxin.foundation.refusal import Refusal
from sanxin.journey.survey import Site
from sanxin.record.merkle import Frontier, leaf_hash

Cards = Sequence[tuple[str, Site]]  # the neighbourhood's public id, and a card without a plan


@transaction.atomic
def preview_compounds(*, actor: Actor, cards: Cards, **when: Unpack[When]) -> tuple[list[RowChange], str]:
    """Say what each row of a list would do, and give the digest of it all.

    :raises Refusal: if the actor may not import into one of the neighbourhoods
    """
    changes, tally, _ = _walk(actor, cards, "", when, write=False)
    return changes, tally.digest


@transaction.atomic
def commit_compounds(
    *, actor: Actor, cards: Cards, preview_digest: str, source: str, **when: Unpack[When]
) -> journal.Receipt | None:
    """Make or change the cards as previewed, all or none, as one leaf of the journal; None if nothing changed.

    :raises Refusal: if the actor may not, or anything would differ from the preview
    """
    changes, tally, tree = _walk(actor, cards, source, when, write=True)
    if tally.digest != preview_digest:
        raise Refusal(NOT_AS_SHOWN.because())
    if all(change.outcome == "unchanged" for change in changes):
        return None
    return journal.enter(
        actor=actor, stream="registry/compounds", verb="compounds.import", subject="registry/compounds",
        neighbourhood=None, payload={
            "root": tree.root.hex(), "count": tree.size, "source": source, "counts": dict(tally.counts),
            "preview": preview_digest,
        }, **when,
    )  # fmt: skip


def _walk(
    actor: Actor, cards: Cards, source: str, when: When, *, write: bool
) -> tuple[list[RowChange], Tally, Frontier]:
    changes, tally, tree = list[RowChange](), Tally(), Frontier()
    for neighbourhood, card in cards:
        unit = load_unit_for(actor, neighbourhood, Verb.COMPOUND_IMPORT, when["occurred_at"])
        with scope(neighbourhood=unit.pk):
            stands = Compound.objects.select_for_update().filter(neighbourhood=unit, name=card.name).first()
            change = diff_card(stands, card, tally)
            changes.append(change)
            if write and change.outcome != "unchanged":
                write_card(actor, unit.pk, stands, card, change, source, when)
                said = digest([unit.public_id, change.outcome, {key: getattr(card, key) for key in CARD}])
                tree = tree.append(leaf_hash(bytes.fromhex(said)))
    return changes, tally, tree
