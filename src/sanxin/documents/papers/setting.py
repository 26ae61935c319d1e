"""A paper set in PDF, by one template for all of them."""

import io
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import segno

from sanxin.documents.papers.paper import Block, Boxes, Code, Lines, Paper, Rows, Text
from sanxin.documents.pdf import pdf


def papers_pdf(papers: Sequence[Paper]) -> bytes:
    """Set papers one after the other, each on a page of its own.

    :raises sanxin.documents.fonts.GlyphsMissing: naming the characters that would print as empty boxes
    """
    drawings: dict[str, str] = {}
    data = {
        "papers": [
            {
                "title": paper.title,
                "footer": paper.footer,
                "blocks": [_written(block, drawings) for block in paper.blocks],
            }
            for paper in papers
        ]
    }
    template = files("sanxin.documents.papers").joinpath("paper.typ").read_text(encoding="utf-8")
    return pdf(template, data, drawings)


def _written(block: Block, drawings: dict[str, str]) -> dict[str, Any]:
    match block:
        case Text(words, size):
            return {"kind": "text", "words": words, "size": size}
        case Rows(head, rows, widths):
            return {
                "kind": "rows",
                "head": list(head),
                "rows": [list(row) for row in rows],
                "widths": list(widths),
            }
        case Boxes(answers):
            return {"kind": "boxes", "answers": list(answers)}
        case Lines(labels):
            return {"kind": "lines", "labels": list(labels)}
        case Code(content, words):
            name = f"qr-{len(drawings)}.svg"
            drawn = io.BytesIO()
            segno.make(content, error="m").save(drawn, kind="svg", border=2)
            drawings[name] = drawn.getvalue().decode()
            return {"kind": "code", "file": name, "words": words}
