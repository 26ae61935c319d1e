"""The Chinese font that every page is set in, and whether it can set what is asked of it."""

from functools import cache
from io import BytesIO
from pathlib import Path

import justmytype_intl_cjk
from fontTools.subset import Options, Subsetter, load_font
from fontTools.ttLib import TTFont

from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

FAMILY = "Noto Sans SC"
DIRECTORY = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl" / "notosanssc"

MISSING = Sentence(
    "document.glyphs",
    "字库中没有这些字：{characters}。请改用常用字，或另附手写。",
    "The font has no glyph for: {characters}. Use another character, or add it by hand.",
)


class GlyphsMissing(Refusal):
    """A text holds characters that would print as empty boxes."""


def require_glyphs(text: str) -> None:
    """Check that the font can set a text.

    :raises GlyphsMissing: naming each character it cannot set
    """
    missing = sorted({character for character in text if character.isprintable()} - _characters())
    if missing:
        raise GlyphsMissing(
            MISSING.because(characters=" ".join(f"{one}(U+{ord(one):04X})" for one in missing))
        )


def subset_woff(text: str) -> bytes:
    """Cut the font down to the characters of a text, as WOFF, for a page that must carry its own."""
    options = Options(flavor="woff", layout_features=[], name_IDs=[], hinting=False, notdef_outline=True)
    options.drop_tables += ["STAT"]
    with load_font(str(_path()), options, lazy=True) as font:
        cutter = Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(font)
        cut = BytesIO()
        font.flavor = "woff"
        font.save(cut)
    return cut.getvalue()


def _path() -> Path:
    (path,) = DIRECTORY.glob("*.ttf")
    return path


@cache
def _characters() -> frozenset[str]:
    with TTFont(_path(), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
