"""Documents as PDF/A-2U; the only module that touches fpdf2.

Pages are written as content streams of our own; fpdf2 embeds the fonts, the colour profile and the metadata,
and assembles the file (pdf §1.3 to §1.5). The same document gives the same bytes with the same releases of
fpdf2, fontTools and the font; the clock, the time zone and the order of hashes have no part in it.
"""

from __future__ import annotations

import html
import math
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from importlib.resources import files
from typing import TypeAlias

from fpdf import FPDF
from fpdf.enums import PDFResourceType
from fpdf.fonts import TTFFont
from fpdf.output import OutputProducer
from fpdf.syntax import PDFContentStream, PDFObject

from osv_tui.documents.layout import PAGE_HEIGHT, PAGE_WIDTH, PRACTICE, Box, Line, Page, Text, lay_out
from osv_tui.documents.model import Document
from osv_tui.documents.typesetting import Face, Style

Progress: TypeAlias = Callable[[int, int], None]

_PRACTICE_STYLE = Style(Face.BOLD, 110)


@dataclass(frozen=True)
class Rendered:
    """A document as two files of one layout.

    ``publication`` holds all pages but the sheet that is signed, ``signature_sheet`` only that sheet; it is
    empty for a document that nobody signs. ``pages`` is the number of pages of both together, as the footers
    count them.
    """

    publication: bytes
    signature_sheet: bytes
    pages: int


def render(document: Document, progress: Progress | None = None) -> Rendered:
    """Draw ``document`` on A4 as PDF/A-2U.

    A character that the font does not have is printed as its code, such as ``[U+6F22]``: a name is never
    shortened silently, and a name never stops the documents of an election that is already final.

    Args:
        progress: called after each page with the number of pages drawn and the number of all pages.
    """
    publication = _Canvas(document)
    pages = lay_out(document, publication.width)

    def draw(canvas: _Canvas, part: Sequence[Page], before: int) -> bytes:
        for number, page in enumerate(part, start=before + 1):
            canvas.draw(page)
            if progress:
                progress(number, pages.count)
        return canvas.close()

    published = draw(publication, pages.published, 0)
    if not pages.sheet:
        return Rendered(published, b"", pages.count)
    sheet = draw(_Canvas(document), pages.sheet, len(pages.published))
    return Rendered(published, sheet, pages.count)


class _Canvas:
    """One PDF file."""

    def __init__(self, document: Document) -> None:
        created = document.created
        self._practice = document.practice
        self._pdf = FPDF(unit="pt", format="A4", enforce_compliance="PDF/A-2U")
        self._pdf.set_auto_page_break(False)
        self._pdf.allow_images_transparency = False
        self._pdf.set_lang(document.language)
        self._pdf.set_creation_date(created if created.tzinfo else created.replace(tzinfo=UTC))
        self._pdf.set_xmp_metadata(_xmp(document))
        self._fonts: dict[Face, TTFFont] = {}
        self._widths: dict[tuple[str, Style], float] = {}
        self._codes: dict[tuple[str, Face], str] = {}

    def width(self, text: str, style: Style) -> float:
        """Width of ``text`` in points."""
        known = self._widths.get((text, style))
        if known is None:
            advances = self._font(style.face).cw
            known = sum(advances[ord(c)] for c in self._printable(text, style.face)) * style.size / 1000
            self._widths[text, style] = known
        return known

    def draw(self, page: Page) -> None:
        content = "\n".join([*self._watermark(), *_shapes(page), "BT", *self._texts(page), "ET"])
        self._pdf.add_page()
        number = self._pdf.page
        for font in self._fonts.values():
            self._pdf._resource_catalog.add(PDFResourceType.FONT, font.i, number)
        self._pdf.pages[number].contents = bytearray(content, "ascii")

    def close(self) -> bytes:
        return bytes(self._pdf.output(output_producer_class=_StrictProducer))

    def _font(self, face: Face) -> TTFFont:
        """The font, added to the file when it is first used."""
        if face not in self._fonts:
            self._fonts[face] = self._embed(face)
        return self._fonts[face]

    def _embed(self, face: Face) -> TTFFont:
        path = files("font_roboto") / "files" / f"Roboto-{face.value}.ttf"
        self._pdf.add_font(face.value, fname=str(path))
        font = self._pdf.fonts[face.value.lower()]
        assert isinstance(font, TTFFont)
        # The reserved first code would be mapped to U+0000, which PDF/A forbids (ISO 19005-2, 6.2.11.7.2).
        reserved = next(iter(font.subset._char_id_per_glyph))
        assert reserved is not None
        reserved.unicode = ()
        return font

    def _printable(self, text: str, face: Face) -> str:
        """``text`` composed (NFC), with the code of each character for which there is no glyph."""
        glyphs = self._font(face).glyph_ids

        def shown(character: str) -> str:
            has_glyph = ord(character) in glyphs and unicodedata.category(character)[0] != "C"
            return character if has_glyph else f"[U+{ord(character):04X}]"

        return "".join(map(shown, unicodedata.normalize("NFC", text)))

    def _operand(self, text: str, face: Face) -> str:
        known = self._codes.get((text, face))
        if known is None:
            pick = self._font(face).subset.pick
            known = "".join(f"{pick(ord(c)):04X}" for c in self._printable(text, face))
            self._codes[text, face] = known
        return known

    def _texts(self, page: Page) -> list[str]:
        lines: list[str] = []
        current: Style | None = None
        for mark in page.marks:
            if not isinstance(mark, Text):
                continue
            if mark.style != current:
                current = mark.style
                lines.append(self._select(current))
            code = self._operand(mark.text, mark.style.face)
            lines.append(f"1 0 0 1 {mark.x:.2f} {PAGE_HEIGHT - mark.y:.2f} Tm <{code}> Tj")
        return lines

    def _select(self, style: Style) -> str:
        return f"/F{self._font(style.face).i} {style.size:g} Tf"

    def _watermark(self) -> list[str]:
        """The word of practice from corner to corner, in grey and below everything else."""
        if not self._practice:
            return []
        half = self.width(PRACTICE, _PRACTICE_STYLE) / 2
        angle = math.atan2(PAGE_HEIGHT, PAGE_WIDTH)
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = PAGE_WIDTH / 2 - half * cos + 35 * sin, PAGE_HEIGHT / 2 - half * sin - 35 * cos
        matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm"
        code = self._operand(PRACTICE, _PRACTICE_STYLE.face)
        return [f"q 0.88 g BT {self._select(_PRACTICE_STYLE)} {matrix} <{code}> Tj ET Q"]


def _shapes(page: Page) -> list[str]:
    lines: list[str] = []
    for mark in page.marks:
        match mark:
            case Line():
                start = f"{mark.x0:.2f} {PAGE_HEIGHT - mark.y0:.2f} m"
                lines.append(f"{mark.width:g} w {start} {mark.x1:.2f} {PAGE_HEIGHT - mark.y1:.2f} l S")
            case Box():
                bottom = PAGE_HEIGHT - mark.y - mark.height
                area = f"{mark.x:.2f} {bottom:.2f} {mark.width:.2f} {mark.height:.2f} re"
                lines.append(f"{area} f" if mark.filled else f"0.5 w {area} S")
            case Text():
                pass
    return lines


class _StrictProducer(OutputProducer):
    """Leaves no stream that ends in a line end, which a strict reader takes for the one after the stream.

    The last bytes of a compressed stream are a checksum of its content (ISO 19005-2, 6.1.7.1), so a byte of
    padding after the content changes them.
    """

    def _add_pdf_obj(self, pdf_obj: PDFObject, trace_label: str | None = None) -> int:
        if isinstance(pdf_obj, PDFContentStream) and pdf_obj.filter:
            while pdf_obj._contents.endswith((b"\r", b"\n")):
                content = zlib.decompress(pdf_obj._contents) + b" "
                pdf_obj._contents = zlib.compress(content)
                pdf_obj.length = len(pdf_obj._contents)
                if hasattr(pdf_obj, "length1"):
                    pdf_obj.length1 = len(content)
        return super()._add_pdf_obj(pdf_obj, trace_label)


def _xmp(document: Document) -> str:
    """Metadata of our own, because fpdf2 would put the clock in it."""
    title = html.escape(f"{document.model_name} – {document.title}")
    created = document.created.isoformat(timespec="seconds")
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{document.language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{created}</xmp:ModifyDate>
<xmp:MetadataDate>{created}</xmp:MetadataDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>"""
