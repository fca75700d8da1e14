"""A copy of a face that is cut down gives the bytes of the font cut down, and the face stays as it was."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from osv_tui.documents import typeface
from osv_tui.documents.typeface import font_path, own_copy
from osv_tui.documents.typesetting import Face

EACH_FACE = pytest.mark.parametrize("face", Face)
LETTERS = ("één stembureau", "Ångström Żółć", "0123456789")
"""Several have accents that are glyphs of their own; each of these is a file."""


def opened(face: Face) -> TTFont:
    return TTFont(font_path(face), recalcTimestamp=False, fontNumber=0, lazy=True)


def outlines(font: TTFont) -> list[bytes | None]:
    return [getattr(font["glyf"].glyphs[name], "data", None) for name in font.getGlyphOrder()]


def cut(font: TTFont, letters: str) -> bytes:
    options = Options(notdef_outline=True, recommended_glyphs=True)
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "hdmx"]
    subsetter = Subsetter(options)
    subsetter.populate(glyphs=[font.getBestCmap()[ord(letter)] for letter in letters])
    subsetter.subset(font)
    saved = BytesIO()
    font.save(saved)
    return saved.getvalue()


@EACH_FACE
def test_a_copy_is_cut_down_to_the_same_bytes(face: Face) -> None:
    whole = opened(face)
    for letters in (*LETTERS, *LETTERS):
        assert cut(own_copy(face, whole), letters) == cut(opened(face), letters)


@EACH_FACE
def test_the_face_itself_stays_whole(face: Face) -> None:
    whole = opened(face)
    glyphs, codes, widths = outlines(whole), dict(whole.getBestCmap()), dict(whole["hmtx"].metrics)
    cut(own_copy(face, whole), LETTERS[0])
    assert (outlines(whole), whole.getBestCmap(), whole["hmtx"].metrics) == (glyphs, codes, widths)


def test_a_face_that_is_cut_down_itself_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: tables that are shared and not copied."""
    monkeypatch.setattr(typeface, "_own_table", lambda table: table)
    whole = opened(Face.REGULAR)
    assert cut(own_copy(Face.REGULAR, whole), LETTERS[0]) == cut(opened(Face.REGULAR), LETTERS[0])
    with pytest.raises(KeyError):
        cut(own_copy(Face.REGULAR, whole), LETTERS[1])
