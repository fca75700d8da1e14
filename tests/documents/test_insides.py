"""The names inside fpdf2 that the renderer leans on, and what it expects of them.

fpdf2 does not promise to keep them. What fails here after an upgrade names what has moved.
"""

from __future__ import annotations

import inspect
import zlib
from importlib.metadata import version
from importlib.resources import files

import pytest
from fpdf import FPDF
from fpdf.enums import PDFResourceType
from fpdf.fonts import TTFFont
from fpdf.output import OutputProducer
from fpdf.syntax import PDFContentStream, PDFObject


@pytest.fixture
def pdf() -> FPDF:
    made = FPDF(unit="pt", format="A4", enforce_compliance="PDF/A-2U")
    made.add_font("Regular", fname=str(files("font_roboto") / "files" / "Roboto-Regular.ttf"))
    made.set_xmp_metadata("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    made.add_page()
    return made


def test_the_release_is_the_one_these_tests_were_written_for() -> None:
    assert version("fpdf2") == "2.8.9"


def test_a_font_tells_widths_glyphs_and_codes(pdf: FPDF) -> None:
    font = pdf.fonts["regular"]
    assert isinstance(font, TTFFont)
    assert font.cw[ord("A")] > 0
    assert ord("A") in font.glyph_ids
    assert ord("漢") not in font.glyph_ids
    reserved = next(iter(font.subset._char_id_per_glyph))
    assert reserved is not None
    assert font.subset._char_id_per_glyph[reserved] == 0
    code = font.subset.pick(ord("A"))
    assert code is not None
    assert font.subset.pick(ord("A")) == code > 0


def test_a_page_takes_a_finished_stream(pdf: FPDF) -> None:
    font = pdf.fonts["regular"]
    pdf._resource_catalog.add(PDFResourceType.FONT, font.i, pdf.page)
    pdf.pages[1].contents = bytearray(b"BT ET")
    pdf.pages[1].struct_parents = 0
    made = bytes(pdf.output())
    assert b"/StructParents 0" in made
    assert zlib.compress(b"BT ET") in made


def test_the_producer_has_the_steps_that_are_replaced(pdf: FPDF) -> None:
    steps: list[str] = []

    class Watching(OutputProducer):
        def bufferize(self) -> bytearray:
            steps.append("bufferize")
            buffer = super().bufferize()
            assert buffer.count(b"\nxref\n") == 1
            assert b"\n/Root " in buffer[buffer.rindex(b"\nxref\n") :]
            assert set(self.offsets) == set(range(1, self.obj_id + 1))
            assert all(page.id in self.offsets for page in self.fpdf.pages.values())
            return buffer

        def _add_structure_tree(self) -> PDFObject:
            steps.append("tree")
            root = PDFObject()
            self._add_pdf_obj(root, "structure_tree")
            return root

        def _add_pdf_obj(self, pdf_obj: PDFObject, trace_label: str | None = None) -> int:
            if isinstance(pdf_obj, PDFContentStream) and pdf_obj.filter:
                assert len(zlib.decompress(pdf_obj._contents)) > 0
                assert pdf_obj.length == len(pdf_obj._contents)
                steps.append("stream")
            return super()._add_pdf_obj(pdf_obj, trace_label)

    made = bytes(pdf.output(output_producer_class=Watching))
    assert {"bufferize", "tree", "stream"} <= set(steps)
    assert b"/StructTreeRoot" in made


def test_the_identifier_of_a_file_follows_from_its_bytes(pdf: FPDF) -> None:
    assert list(inspect.signature(pdf._default_file_id).parameters) == ["buffer"]
    assert pdf._default_file_id(bytearray(b"a")) == pdf._default_file_id(bytearray(b"a"))
    assert pdf._default_file_id(bytearray(b"a")) != pdf._default_file_id(bytearray(b"b"))


def test_metadata_of_ours_is_taken_whole(pdf: FPDF) -> None:
    made = bytes(pdf.output())
    assert b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>" in made
    assert b"ModifyDate" not in made
