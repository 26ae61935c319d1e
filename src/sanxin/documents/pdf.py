"""Typst source and data → PDF. Data goes in as JSON, never pasted into the source."""

import json
from collections.abc import Mapping
from typing import Any

import typst

from sanxin.documents.fonts import DIRECTORY, require_glyphs


class PageFault(RuntimeError):
    """A template warned: a font, a glyph or a file is missing. This is a defect of ours."""


def pdf(template: str, data: Mapping[str, Any], drawings: Mapping[str, str]) -> bytes:
    """Set a document; ``drawings`` are SVG texts by the file name the template asks for.

    :raises sanxin.documents.fonts.GlyphsMissing: if the data holds a character the font has not
    """
    written = json.dumps(data, ensure_ascii=False)
    require_glyphs("".join([written, *drawings.values()]))
    files = {"main": template.encode(), **{name: text.encode() for name, text in drawings.items()}}
    # The stub knows only single-file input; the compiler takes a mapping of files.
    compiled: Any = typst.compile_with_warnings
    page, warnings = compiled(
        files, font_paths=[str(DIRECTORY)], ignore_system_fonts=True, sys_inputs={"data": written}
    )
    if warnings:
        raise PageFault("; ".join(str(warning) for warning in warnings))
    return bytes(page)
