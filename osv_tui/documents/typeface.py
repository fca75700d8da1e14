"""The font of each face: opened once, and handed out in copies that may be cut down to what a file needs.

To find what stands where in the 3,387 glyphs of a face takes far longer than to draw a page.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from osv_tui.documents.typesetting import Face

_FOR_SHAPING = ("GDEF", "GPOS", "GSUB")
"""Tables for joining and moving letters, which is never done here: none of them is put in a file."""


def font_path(face: Face) -> Path:
    """Where the font of ``face`` stands."""
    return Path(str(files("font_roboto") / "files" / f"Roboto-{face.value}.ttf"))


def own_copy(face: Face, opened: TTFont) -> TTFont:
    """The font of ``face`` without what is for shaping; the caller may change it as it likes.

    Args:
        opened: the font, in which nothing is ever changed.
    """
    font = TTFont(BytesIO(_content(face)), recalcTimestamp=False, fontNumber=0, lazy=True)
    font.setGlyphOrder(opened.getGlyphOrder())
    for tag in _FOR_SHAPING:
        if tag in font:
            del font[tag]
    font.tables |= {tag: _own_table(opened[tag]) for tag in ("cmap", "hmtx", "glyf")}
    return font


@cache
def _content(face: Face) -> bytes:
    return font_path(face).read_bytes()


def _own_table(table: Any) -> Any:
    """A copy of which every part that cutting down changes is the copy's own."""
    own = copy(table)
    if hasattr(table, "glyphs"):
        own.glyphs = _Glyphs(table.glyphs)
    if hasattr(table, "tables"):
        own.tables = [_own_codes(each) for each in table.tables]
    return own


def _own_codes(codes: Any) -> Any:
    codes.ensureDecompiled()
    return copy(codes)


class _Glyphs(dict[str, Any]):
    """The glyphs of a face by name. Whoever takes one gets a copy; few of the many are taken."""

    def __getitem__(self, name: str) -> Any:
        return copy(super().__getitem__(name))
