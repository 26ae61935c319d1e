"""Import in two steps: what would happen is shown; then exactly that happens, or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import Verb, load_unit_for
from sanxin.apps.registry.access import hold_compound, load_compound_for
from sanxin.apps.registry.diff import RowChange, Tally, diff_dwellings
from sanxin.apps.registry.models import Batch, Change, Compound, Dwelling
from sanxin.apps.registry.places import CARD, PlacePart, diff_place, stairwell_codes, value_of, write_place
from sanxin.apps.registry.writing import Pen
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import canonical_bytes, digest
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.survey import DwellingRow, Site
from sanxin.record.merkle import Frontier, leaf_hash

Seen = Callable[[RowChange], None]
Progress = Callable[[int], None]

NOT_AS_SHOWN = Sentence(
    "registry.not_as_shown",
    "数据在预览之后有变化，未导入任何内容。请重新预览后再提交。",
    "Something changed since the preview, so nothing was imported. Preview again, then commit.",
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: counts by kind and outcome, the sum reconciled, and its digest.

    ``dwellings_after`` is how many would stand afterwards; ``absent`` stand now and are not in the list,
    and stay.
    """

    counts: dict[str, int]
    dwellings_after: int
    expected_dwellings: int | None
    absent: int
    digest: str

    @property
    def reconciled(self) -> bool | None:
        """Tell whether the sum is the expected one; None if nobody stated one."""
        return None if self.expected_dwellings is None else self.expected_dwellings == self.dwellings_after


@dataclass(frozen=True, slots=True)
class Imported:
    """What was imported: the compound, the batch, its root, and the leaf of the journal it is in.

    An import that changed nothing has no batch and no leaf.
    """

    compound: str
    preview: Preview
    batch: str | None = None
    root: str | None = None
    receipt: journal.Receipt | None = None


def preview_import(
    *, actor: Actor, neighbourhood: str, site: Site, at: datetime, seen: Seen | None = None,
    expected_dwellings: int | None = None,
) -> Preview:  # fmt: skip
    """Say what importing a site would do; every row goes to ``seen``.

    :raises Refusal: if the actor may not import here
    """
    unit = load_unit_for(actor, neighbourhood, Verb.COMPOUND_IMPORT, at)
    with scope(neighbourhood=unit.pk):
        compound = Compound.objects.filter(neighbourhood=unit, name=site.name).first()
        return _walk(compound, site, site.dwellings, seen, expected_dwellings)


def preview_dwellings(
    *, actor: Actor, compound: str, rows: Iterable[DwellingRow], at: datetime, seen: Seen | None = None,
    expected_dwellings: int | None = None,
) -> Preview:  # fmt: skip
    """Say what importing a list of dwellings would do; rows are read once, in bounded memory.

    :raises Refusal: if the actor may not import here
    """
    there = load_compound_for(actor, compound, Verb.COMPOUND_IMPORT, at)
    with scope(neighbourhood=there.neighbourhood_id):
        return _walk(there, None, rows, seen, expected_dwellings)


@transaction.atomic
def commit_import(
    *, actor: Actor, neighbourhood: str, site: Site, preview_digest: str, source: str, **when: Unpack[When]
) -> Imported:
    """Import a site as previewed, whole or not at all. A second time changes nothing.

    :raises Refusal: if the actor may not, the site is refused, or anything would differ from the preview
    """
    unit = load_unit_for(actor, neighbourhood, Verb.COMPOUND_IMPORT, when["occurred_at"])
    with scope(neighbourhood=unit.pk):
        tally = Tally()
        compound = Compound.objects.select_for_update().filter(neighbourhood=unit, name=site.name).first()
        part = diff_place(compound, site, tally)
        card, _ = part.changes[0]
        if card.because is not None:
            raise Refusal(card.because)
        stands = write_card(actor, unit.pk, compound, site, card, source, when)
        return _commit(actor, stands, part, site.dwellings, tally, preview_digest, source, None, when)


@transaction.atomic
def commit_dwellings(
    *, actor: Actor, compound: str, rows: Iterable[DwellingRow], preview_digest: str, source: str,
    progress: Progress | None = None, **when: Unpack[When],
) -> Imported:  # fmt: skip
    """Import a list of dwellings as previewed, whole or not at all, telling ``progress`` how many rows.

    :raises Refusal: if the actor may not, or anything would differ from the preview
    """
    there = load_compound_for(actor, compound, Verb.COMPOUND_IMPORT, when["occurred_at"])
    hold_compound(there)
    with scope(neighbourhood=there.neighbourhood_id):
        return _commit(actor, there, None, rows, Tally(), preview_digest, source, progress, when)


def _walk(
    compound: Compound | None, site: Site | None, rows: Iterable[DwellingRow], seen: Seen | None,
    expected: int | None,
) -> Preview:  # fmt: skip
    tally = Tally()
    show = seen or (lambda _: None)
    part = diff_place(compound, site, tally) if site is not None else None
    for change, _ in part.changes if part else ():
        show(change)
    for chunk in diff_dwellings(compound, stairwell_codes(compound, part), rows, tally):
        for diff in chunk:
            show(diff.change)
    return _preview(compound, tally, expected)


def _preview(compound: Compound | None, tally: Tally, expected: int | None, made: int = 0) -> Preview:
    standing = Dwelling.objects.filter(compound=compound, ceased_on=None).count() - made if compound else 0
    named = tally.counts["dwelling.changed"] + tally.counts["dwelling.unchanged"]
    after = standing + tally.counts["dwelling.new"]
    return Preview(dict(tally.counts), after, expected, standing - named, tally.digest)


def _commit(
    actor: Actor, compound: Compound, part: PlacePart | None, rows: Iterable[DwellingRow], tally: Tally,
    preview_digest: str, source: str, progress: Progress | None, when: When,
) -> Imported:  # fmt: skip
    batch = Batch.objects.create(
        neighbourhood_id=compound.neighbourhood_id, compound=compound, actor=actor.ref, source=source,
        preview_digest=preview_digest, **when,
    )  # fmt: skip
    pen = Pen(batch, when, _place_leaves(part))
    if part is not None:
        write_place(part, compound, batch, when)
    codes = stairwell_codes(compound)
    numbers = {code: number for code, number in codes.items() if number is not None}
    told = 0
    for chunk in diff_dwellings(compound, codes, rows, tally):
        pen.write(chunk, numbers)
        told += len(chunk)
        if progress is not None:
            progress(told)
    if tally.digest != preview_digest:
        raise Refusal(NOT_AS_SHOWN.because())
    preview = _preview(compound, tally, None, made=tally.counts["dwelling.new"])
    if not any(
        count for what, count in tally.counts.items() if what.split(".")[1] in ("new", "changed", "gone")
    ):
        batch.delete()
        return Imported(compound.public_id, preview)
    return _enter(actor, batch, pen.tree, preview, when)


def _enter(actor: Actor, batch: Batch, tree: Frontier, preview: Preview, when: When) -> Imported:
    batch.root, batch.count = tree.root.hex(), tree.size
    batch.save(update_fields=["root", "count"])
    compound = batch.compound
    receipt = journal.enter(
        actor=actor, stream=f"registry/compound/{compound.public_id}", verb="compound.import",
        subject=f"compound/{compound.public_id}", neighbourhood=compound.neighbourhood_id,
        payload={
            "batch": batch.public_id, "root": batch.root, "count": batch.count, "source": batch.source,
            "counts": preview.counts, "preview": preview.digest,
        }, **when,
    )  # fmt: skip
    return Imported(compound.public_id, preview, batch.public_id, batch.root, receipt)


def write_card(
    actor: Actor, unit: int, compound: Compound | None, site: Site, card: RowChange, source: str, when: When
) -> Compound:
    """Make a compound's card, or change it and keep what it was.

    :raises Refusal: if somebody else made it since it was looked for
    """
    columns = {key: getattr(site, key) for key in CARD}
    if compound is None:
        made, fresh = Compound.objects.get_or_create(
            neighbourhood_id=unit, name=site.name, defaults={**columns, **when}
        )
        if not fresh:
            raise Refusal(NOT_AS_SHOWN.because())
        return made
    if card.outcome == "changed":
        before = {key: getattr(compound, key) for key in card.fields}
        after = {key: columns[key] for key in card.fields}
        Compound.objects.filter(pk=compound.pk).update(**after)
        Change.objects.create(
            neighbourhood_id=unit, compound=compound, subject=f"compound/{compound.public_id}",
            what="compound.changed", fields=",".join(card.fields), actor=actor.ref, source=source,
            before=canonical_bytes(before).decode(), after=canonical_bytes(after).decode(), **when,
        )  # fmt: skip
    return compound


def _place_leaves(part: PlacePart | None) -> Frontier:
    """Start a batch's tree with what it does to the site, so that its root covers the site too."""
    tree = Frontier()
    if part is None:
        return tree
    for change, what in part.changes:
        if change.outcome in ("new", "changed", "gone"):
            content = digest([change.what, change.ref, change.outcome, value_of(what)])
            tree = tree.append(leaf_hash(bytes.fromhex(content)))
    return tree
