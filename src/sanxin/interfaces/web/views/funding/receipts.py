"""What a household keeps of its money: a receipt in large type with the place where the log holds it."""

import io

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from sanxin.apps.funding import queries as funding
from sanxin.foundation.canonical import canonical_bytes
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import attachment

PRINTED_ROOT = 20  # hexadecimal digits: 80 bits


@require_safe
def receipt(visit: Visit, entry: str) -> HttpResponse:
    """Show the receipt of one payment, refund or compensation."""
    found = funding.receipt_of(visit.actor, entry, visit.at)
    kept = found.kept
    line = f"{kept.root[:PRINTED_ROOT]}@{kept.size}"
    drawn = io.BytesIO()
    segno.make(f"SANXIN {found.entry.public_id} {kept.index} {kept.leaf_hash} {line}", error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2
    )
    context = {
        "found": found,
        "line": line,
        "qr": mark_safe(drawn.getvalue().decode()),  # noqa: S308 - drawn from figures of our own
    }
    return render(visit, "web/funding/receipt.html", context)


@require_safe
def receipt_file(visit: Visit, entry: str) -> HttpResponse:
    """Hand out the receipt as a file: the record, its salt, its leaf and the proof."""
    proof = funding.proof_of(visit.actor, entry, visit.at)
    return attachment(f"收据-{proof['index']}.json", canonical_bytes(proof), "application/json")
