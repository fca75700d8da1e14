"""What passes the rule of letters is printed: the typeface has it, and so has the file that is made."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osv_tui.documents.model import Column, Document, KeyValue, KeyValues, Table, guidance, paragraph, strong
from osv_tui.documents.render import render
from osv_tui.documents.staff import staff_document
from osv_tui.documents.typesetting import Face
from osv_tui.election.letters import LETTERS, printable, unprintable
from tests.documents.reading_back import pages_of
from tests.documents.staff_example import STATION

PRINTED_TEXTS = st.text(st.sampled_from(sorted(LETTERS)), min_size=1, max_size=200).filter(
    lambda text: unprintable(text) is None
)


@cache
def letters_of(face: Face) -> frozenset[str]:
    """What the typeface has a letter for."""
    font = TTFont(str(files("font_roboto") / "files" / f"Roboto-{face.value}.ttf"))
    return frozenset(map(chr, font.getBestCmap()))


def without_blanks(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFC", text) if not each.isspace())


def in_every_face(text: str) -> Document:
    """``text`` as the title, as a value, in a cell, strong and as guidance."""
    return staff_document(
        STATION,
        text,
        KeyValues((KeyValue("Naam", text),)),
        Table((Column("Naam", 1.0),), ((text,),)),
        paragraph(strong(text)),
        guidance(text),
    )


@pytest.mark.parametrize("face", Face)
def test_every_face_has_every_letter_of_the_rule(face: Face) -> None:
    assert letters_of(face) >= LETTERS


@pytest.mark.parametrize("face", Face)
def test_the_rule_leaves_out_little_that_the_typeface_has(face: Face) -> None:
    visible = {each for each in letters_of(face) if unicodedata.category(each)[0] != "C"}
    assert len(visible - LETTERS) < 50


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize("character", ["漢", "\u202e", "\n", "\x1b"])
def test_the_typeface_lacks_what_the_rule_refuses(face: Face, character: str) -> None:
    assert character not in letters_of(face)


@given(PRINTED_TEXTS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_passes_the_rule_is_printed_in_every_face(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    for face in Face:
        assert set(composed) <= letters_of(face)
    printed = without_blanks("".join(pages_of(render(in_every_face(text)).publication)))
    assert printed.count(without_blanks(text)) >= 5
    assert "[U+" not in printed


@given(st.text(max_size=60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_can_be_made_printable(text: str) -> None:
    shown = printable(text)
    assert shown == unicodedata.normalize("NFC", shown)
    printed = without_blanks("".join(pages_of(render(in_every_face(f"x{shown}")).publication)))
    assert printed.count(without_blanks(f"x{shown}")) >= 5
