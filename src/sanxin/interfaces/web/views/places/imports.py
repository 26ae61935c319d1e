"""Importing: upload, look at what would happen row by row, then commit exactly that."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanxin.apps.organisation.queries import Verb, find_unit, load_unit_for, units_for
from sanxin.apps.registry import actions
from sanxin.apps.registry import queries as registry
from sanxin.documents.order import natural
from sanxin.documents.spreadsheets.dwelling_template import dwelling_template_xlsx
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Fault, Refusal
from sanxin.intake.lists.compounds import read_compounds
from sanxin.intake.lists.dwellings import read_dwellings
from sanxin.intake.site_folder import SiteReading, read_site
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import (
    attachment,
    drop_draft,
    dropped_if_refused,
    keep_draft,
    opened_draft,
    uploaded_name,
)
from sanxin.interfaces.web.views.places.compounds import XLSX
from sanxin.journey.survey import DwellingRow, Site

SHOWN = 500
LISTS = (".xlsx", ".xls", ".csv")
LARGEST_SITE_BYTES = 200 << 20
MOST_FILES = 1000
# Damaged, under a password, packed in a way nobody reads, or holding names that clash.
BROKEN = (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError, zlib.error)

NOT_ZIP = Sentence(
    "upload.not_zip",
    "应上传小区文件夹的 zip 压缩包（内有 site.toml），现为打不开的文件。请重新压缩后上传。",
    "Expected a zip of the site folder (with site.toml in it); this does not open. Zip it again and upload.",
)


class NotZip(Refusal):
    """An upload that is no zip of a site folder."""


@dataclass
class Shown:
    """What a preview page shows: rows that change something, rows refused, and the counts of all."""

    rows: list[tuple[int | str, actions.RowChange]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    numbers: Sequence[int] = ()

    def see(self, change: actions.RowChange) -> None:
        """Take one row of the preview."""
        if change.outcome == "unchanged":
            self.unchanged += 1
        elif len(self.rows) < SHOWN:
            known = change.what == "dwelling" and 0 < change.number <= len(self.numbers)
            number = self.numbers[change.number - 1] if known else change.number or ""
            self.rows.append((number, change))


@require_safe
def template(visit: Visit, compound: str) -> HttpResponse:
    """Hand out the workbook to fill in, with this compound's stairwells as choices."""
    registry.load_compound_for(visit.actor, compound, Verb.COMPOUND_IMPORT, visit.at)
    lines = registry.stairwells(visit.actor, compound, visit.at)
    codes = sorted((line.code for line in lines), key=natural)
    return attachment("住户清册模板.xlsx", dwelling_template_xlsx(codes), XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def import_dwellings(visit: Visit, compound: str) -> HttpResponse:
    """Take a list of dwellings and show what it would change."""
    card = registry.load_compound_for(visit.actor, compound, Verb.COMPOUND_IMPORT, visit.at)
    context: dict[str, Any] = {"here": "compounds", "tab": "import", "card": card}
    if visit.method == "POST":
        draft = keep_draft(visit.FILES.get("file"), visit.at)
        with dropped_if_refused(draft):
            preview, shown = _preview_list(visit, compound, draft)
        context |= {"preview": preview, "shown": shown, "draft": draft, "file": uploaded_name(visit)}
    return render(visit, "web/import_dwellings.html", context)


@require_POST
def commit_dwellings(visit: Visit, compound: str) -> HttpResponse:
    """Import the list as it was shown, or nothing."""
    registry.load_compound_for(visit.actor, compound, Verb.COMPOUND_IMPORT, visit.at)
    draft, source = visit.POST.get("draft", ""), visit.POST.get("source", "")[:120]
    rows, _, _ = _read_list(visit, compound, draft)
    imported = actions.commit_dwellings(
        actor=visit.actor, compound=compound, rows=rows, preview_digest=visit.POST.get("digest", ""),
        source=source, **visit.when,
    )  # fmt: skip
    drop_draft(draft)
    _tell(visit, imported)
    return redirect("dwellings", compound=compound)


@require_http_methods(["GET", "HEAD", "POST"])
def import_site(visit: Visit) -> HttpResponse:
    """Take a zipped site folder, or a list of compounds, and show what it would change."""
    units = units_for(visit.actor, Verb.COMPOUND_IMPORT, visit.at).filter(level=2)
    if not units:
        registry.load_compound_for(visit.actor, "", Verb.COMPOUND_IMPORT, visit.at)
    context: dict[str, Any] = {"here": "compounds", "units": units}
    if visit.method == "POST":
        unit = visit.POST.get("unit", "")
        load_unit_for(visit.actor, unit, Verb.COMPOUND_IMPORT, visit.at)
        draft = keep_draft(visit.FILES.get("file"), visit.at)
        preview = _preview_compounds if draft.endswith(LISTS) else _preview_site
        with dropped_if_refused(draft):
            context |= {"draft": draft, "unit": unit, "file": uploaded_name(visit)}
            context |= preview(visit, unit, draft)
    return render(visit, "web/import_site.html", context)


@require_POST
def commit_site(visit: Visit) -> HttpResponse:
    """Import the site, or the list of compounds, as it was shown, or nothing."""
    load_unit_for(visit.actor, visit.POST.get("unit", ""), Verb.COMPOUND_IMPORT, visit.at)
    draft, source = visit.POST.get("draft", ""), visit.POST.get("source", "")[:120]
    if draft.endswith(LISTS):
        return _commit_compounds(visit, draft, source)
    reading = _read_site(draft)
    imported = actions.commit_import(
        actor=visit.actor, neighbourhood=visit.POST.get("unit", ""), site=reading.site,
        preview_digest=visit.POST.get("digest", ""), source=source, **visit.when,
    )  # fmt: skip
    drop_draft(draft)
    _tell(visit, imported)
    return redirect("compound", compound=imported.compound)


def _preview_list(visit: Visit, compound: str, draft: str) -> tuple[actions.Preview, Shown]:
    rows, faults, numbers = _read_list(visit, compound, draft)
    shown = Shown(faults=faults, numbers=numbers)
    preview = actions.preview_dwellings(
        actor=visit.actor, compound=compound, rows=rows, at=visit.at, seen=shown.see
    )
    return preview, shown


def _read_list(visit: Visit, compound: str, draft: str) -> tuple[list[DwellingRow], list[Fault], list[int]]:
    codes = {line.code for line in registry.stairwells(visit.actor, compound, visit.at)}
    with opened_draft(draft) as path:
        read = list(read_dwellings(path, codes))
    taken = [one for one in read if one.dwelling]
    rows = [one.dwelling for one in taken if one.dwelling]
    return rows, [fault for one in read for fault in one.faults], [one.row for one in taken]


def _preview_site(visit: Visit, unit: str, draft: str) -> dict[str, Any]:
    reading = _read_site(draft)
    shown = Shown(faults=list(reading.refused_rows))
    preview = actions.preview_import(
        actor=visit.actor, neighbourhood=unit, site=reading.site, at=visit.at, seen=shown.see
    )
    return {"preview": preview, "shown": shown, "site": reading.site, "warnings": reading.warnings}


def _preview_compounds(visit: Visit, unit: str, draft: str) -> dict[str, Any]:
    cards, faults, numbers = _read_compounds(visit, unit, draft)
    changes, digest = actions.preview_compounds(actor=visit.actor, cards=cards, **visit.when)
    shown = Shown(faults=faults)
    for number, change in zip(numbers, changes, strict=True):
        shown.see(replace(change, number=number))
    counts = Counter(f"compound.{change.outcome}" for change in changes)
    return {"listed": {"counts": dict(counts), "digest": digest}, "shown": shown}


def _commit_compounds(visit: Visit, draft: str, source: str) -> HttpResponse:
    cards, _, _ = _read_compounds(visit, visit.POST.get("unit", ""), draft)
    receipt = actions.commit_compounds(
        actor=visit.actor,
        cards=cards,
        preview_digest=visit.POST.get("digest", ""),
        source=source,
        **visit.when,
    )
    drop_draft(draft)
    zh, en = (
        ("已导入小区清册。", "The list of compounds is in.")
        if receipt
        else ("没有变化，未写入。", "Nothing changed.")
    )
    messages.success(visit, zh if visit.language == "zh" else en)
    return redirect("compounds")


def _read_compounds(
    visit: Visit, unit: str, draft: str
) -> tuple[list[tuple[str, Site]], list[Fault], list[int]]:
    """A row that names no neighbourhood goes into the one chosen on the page."""
    with opened_draft(draft) as path:
        read = list(read_compounds(path))
    taken = [(one, one.card) for one in read if one.card]
    names = sorted({one.neighbourhood for one, _ in taken if one.neighbourhood})
    units = {name: find_unit(visit.actor, name, visit.at).public_id for name in names} | {"": unit}
    cards = [(units[one.neighbourhood], card) for one, card in taken]
    return cards, [fault for one in read for fault in one.faults], [one.row for one, _ in taken]


def _read_site(draft: str) -> SiteReading:
    with opened_draft(draft) as path:
        folder = path.parent / "site"
        folder.mkdir()
        try:
            _unpack(path, folder)
        except BROKEN as broken:
            raise NotZip(NOT_ZIP.because()) from broken
        return read_site(_folder_of(folder))


def _unpack(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        files = archive.infolist()
        if len(files) > MOST_FILES or sum(one.file_size for one in files) > LARGEST_SITE_BYTES:
            raise NotZip(NOT_ZIP.because())
        archive.extractall(folder)


def _folder_of(folder: Path) -> Path:
    """People zip the folder or its contents; take whichever holds ``site.toml``."""
    return min(
        (found.parent for found in folder.rglob("site.toml")),
        key=lambda path: len(path.parts),
        default=folder,
    )


def _tell(visit: Visit, imported: actions.Imported) -> None:
    if imported.batch is None:
        messages.info(
            visit, "没有变化，未写入。" if visit.language == "zh" else "Nothing changed; nothing was written."
        )
        return
    counts = imported.preview.counts
    new = sum(count for key, count in counts.items() if key.endswith(".new"))
    changed = sum(count for key, count in counts.items() if key.endswith(".changed"))
    zh = f"已导入：新增 {new} 项，更改 {changed} 项，存证编号 {imported.batch}。"
    en = f"Imported: {new} new, {changed} changed, batch {imported.batch}."
    messages.success(visit, zh if visit.language == "zh" else en)
