"""Documents as PDF/A-2u and PDF/UA-1 in one file; the only module that touches fpdf2.

Pages are content streams of our own, and so is the structure tree; fpdf2 embeds the fonts, the colour
profile and the metadata, and assembles the file (pdf §1.3 to §2). The same document gives the same bytes with
the same releases of fpdf2, fontTools and the font; the clock, the time zone and the order of hashes have no
part in it.
"""

from __future__ import annotations

import gc
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from itertools import islice
from typing import TypeAlias

from fpdf import FPDF
from fpdf.enums import PDFResourceType
from fpdf.fonts import SubsetMap, TTFFont
from fpdf.output import OutputProducer
from fpdf.prefs import ViewerPreferences
from fpdf.syntax import PDFContentStream, PDFObject

from osv_tui.documents import content
from osv_tui.documents.layout import Page, Part, lay_out, watermark
from osv_tui.documents.metadata import xmp
from osv_tui.documents.model import Document
from osv_tui.documents.said import Said, said
from osv_tui.documents.structure import StructureTree
from osv_tui.documents.typeface import font_path, own_copy
from osv_tui.documents.typesetting import Face, Style

Progress: TypeAlias = Callable[[int, int], None]


class Unprintable(ValueError):
    """The font has no letter for a character; the text says in Dutch which, and in what text it stands."""

    def __init__(self, text: str, character: str) -> None:
        super().__init__(
            f"Het teken «{character}» (U+{ord(character):04X}) in «{text}» kan niet worden afgedrukt."
        )


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


def render(document: Document, progress: Progress | None = None, *, whole: bool = False) -> Rendered:
    """Draw ``document`` on A4.

    Args:
        progress: called after each page with the number of pages drawn and the number of all pages.
        whole: whether the sheet that is signed stays with the other pages, as for a form that is printed.

    Raises:
        Unprintable: the font has no letter for a character.
    """
    with _without_collecting():
        return _render(document, progress, whole)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A large annex is a million objects that all stay until it is drawn, and make no cycles: looking for
    cycles among them again and again takes a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _render(document: Document, progress: Progress | None, whole: bool) -> Rendered:
    pages = lay_out(document, _ruler().width, whole=whole)

    def draw(file: _File, part: Part, before: int) -> bytes:
        for number, page in enumerate(part.pages, start=before + 1):
            file.draw(page, part.tree)
            if progress:
                progress(number, pages.count)
        return file.close(part.tree)

    published = draw(_File(document), pages.published, 0)
    if not pages.sheet.pages:
        return Rendered(published, b"", pages.count)
    sheet = draw(_File(document), pages.sheet, len(pages.published.pages))
    return Rendered(published, sheet, pages.count)


def expected_texts(document: Document) -> tuple[Said, Said]:
    """What the two files of ``document`` must say: what is published, and the sheet that is signed.

    Laid out anew, and not taken from what was drawn.

    Raises:
        Unprintable: the font has no letter for a character.
    """
    words, metadata = watermark(document), xmp(document)
    pages = lay_out(document, _ruler().width)
    return said(pages.published, words, metadata), said(pages.sheet, words, metadata)


class _Faces:
    """The faces of the font in one file of fpdf2, each read when it is first asked for."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self._fonts: dict[Face, TTFFont] = {}

    @property
    def used(self) -> Iterable[TTFFont]:
        return self._fonts.values()

    def font(self, face: Face) -> TTFFont:
        if face not in self._fonts:
            self._fonts[face] = self._embed(face)
        return self._fonts[face]

    def printable(self, text: str, face: Face) -> str:
        """``text`` composed (NFC), of which every character has a letter in the font."""
        glyphs = self.font(face).glyph_ids
        composed = unicodedata.normalize("NFC", text)
        for character in composed:
            if ord(character) not in glyphs or unicodedata.category(character)[0] == "C":
                raise Unprintable(text, character)
        return composed

    def _embed(self, face: Face) -> TTFFont:
        known = _known(face)
        font = copy(known)
        font.i = len(self._pdf.fonts) + 1
        font.desc = copy(known.desc)
        font.missing_glyphs = []
        font.subset = SubsetMap(font)
        font.ttfont = own_copy(face, known.ttfont)
        self._pdf.fonts[font.fontkey] = font
        # The reserved first code would be mapped to U+0000, which PDF/A forbids (ISO 19005-2, 6.2.11.7.2).
        reserved = next(iter(font.subset._char_id_per_glyph))
        assert reserved is not None
        reserved.unicode = ()
        return font


@cache
def _known(face: Face) -> TTFFont:
    """A face with all its glyphs and widths, of which each file takes a copy."""
    pdf = FPDF(unit="pt")
    pdf.add_font(face.value, fname=str(font_path(face)))
    font = pdf.fonts[face.value.lower()]
    assert isinstance(font, TTFFont)
    return font


class _Ruler:
    """How wide texts are; the same for every file."""

    def __init__(self) -> None:
        self._faces = _Faces(FPDF(unit="pt"))
        self._widths: dict[Style, dict[str, float]] = {}

    def width(self, text: str, style: Style) -> float:
        """Width of ``text`` in points."""
        widths = self._widths.setdefault(style, {})
        known = widths.get(text)
        if known is None:
            advances = self._faces.font(style.face).cw
            composed = self._faces.printable(text, style.face)
            known = widths[text] = sum(advances[ord(c)] for c in composed) * style.size / 1000
        return known


@cache
def _ruler() -> _Ruler:
    return _Ruler()


class _File:
    """One PDF file."""

    def __init__(self, document: Document) -> None:
        created = document.facts.created
        self._pdf = FPDF(unit="pt", format="A4", enforce_compliance="PDF/A-2U")
        self._pdf.set_auto_page_break(False)
        self._pdf.allow_images_transparency = False
        self._pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._pdf.set_lang(document.language)
        self._pdf.set_creation_date(created if created.tzinfo else created.replace(tzinfo=UTC))
        self._pdf.set_xmp_metadata(xmp(document))
        self._faces = _Faces(self._pdf)
        self._codes: dict[Style, dict[str, str]] = {}
        words = watermark(document)
        self._watermark = content.watermark(words, _ruler().width, self._encode, self._select)

    def draw(self, page: Page, tree: StructureTree) -> None:
        drawn = content.page_content(page, tree, self._encode, self._select)
        self._pdf.add_page()
        number = self._pdf.page
        for font in self._faces.used:
            self._pdf._resource_catalog.add(PDFResourceType.FONT, font.i, number)
        for bookmark in page.bookmarks:
            self._pdf.set_y(bookmark.y)
            self._pdf.start_section(bookmark.text, bookmark.level - 1)
        self._pdf.pages[number].contents = bytearray(f"{self._watermark}\n{drawn}".lstrip(), "ascii")
        self._pdf.pages[number].struct_parents = number - 1

    def close(self, tree: StructureTree) -> bytes:
        class Producer(_Producer):
            structure = tree

        return bytes(self._pdf.output(output_producer_class=Producer))

    def _encode(self, text: str, style: Style) -> str:
        codes = self._codes.setdefault(style, {})
        known = codes.get(text)
        if known is None:
            pick = self._faces.font(style.face).subset.pick
            known = codes[text] = "".join(
                f"{pick(ord(c)):04X}" for c in self._faces.printable(text, style.face)
            )
        return known

    def _select(self, style: Style) -> str:
        return f"/F{self._faces.font(style.face).i} {style.size:g} Tf"


# The insides of fpdf2: names that it does not promise to keep, here and above behind a dot and an underscore.
# tests/documents/test_insides.py tells when a new release has moved them.

_PER_STREAM = 200


class _StructureRoot(PDFObject):
    """The root of the structure tree; the objects below it get the numbers after all others."""

    def __init__(self, producer: _Producer) -> None:
        super().__init__()
        self._producer = producer

    def serialize(self, *_: object, **__: object) -> str:
        entries = self._producer.structure.root_entries(self._producer.obj_id + 1)
        return f"{self.id} 0 obj\n<</Type/StructTreeRoot{entries}>>\nendobj"


class _Producer(OutputProducer):
    """Adds the structure tree in object streams: unpacked it would double the file.

    Leaves no stream that ends in a line end, which a strict reader takes for the one after the stream. The
    last bytes of a compressed stream are a checksum of its content (ISO 19005-2, 6.1.7.1), so a byte of
    padding after the content changes them.
    """

    structure: StructureTree

    def bufferize(self) -> bytearray:
        buffer = super().bufferize()
        table = buffer.rindex(b"\nxref\n") + 1
        (root,) = (line for line in buffer[table:].split(b"\n") if line.startswith(b"/Root"))
        del buffer[table:]
        self._end(buffer, root.decode("ascii"))
        return buffer

    def _end(self, buffer: bytearray, root: str) -> None:
        """The structure tree, and the table of where every object is (ISO 32000-1, 7.5.7 and 7.5.8)."""
        pages = [page.id for page in self.fpdf.pages.values()]
        first = self.obj_id + 1
        objects = self.structure.objects(first, self._structure_root.id, pages)
        number, stream = first, first + self.structure.object_count
        places = bytearray(_place(0, 0, 0xFFFF))
        for known in range(1, first):
            places += _place(1, self.offsets[known], 0)
        streams = bytearray()
        while pack := list(islice(objects, _PER_STREAM)):
            where = _where(2, stream)
            places += b"".join([where + which for which in _WHICH[: len(pack)]])
            streams += _place(1, len(buffer), 0)
            buffer += _object_stream(stream, number, pack)
            number, stream = number + len(pack), stream + 1
        places += streams + _place(1, len(buffer), 0)
        buffer += self._table(buffer, stream, root, bytes(places))

    def _table(self, buffer: bytearray, number: int, root: str, places: bytes) -> bytes:
        packed, places = _compressed(places, padding=_place(0, 0, 1))
        identifier = self.fpdf._default_file_id(buffer)
        size = len(places) // len(_place(0, 0, 0))
        entries = f"/Type/XRef/Size {size}/W[1 4 2]{root}/ID[{identifier}]"
        end = f"\nstartxref\n{len(buffer)}\n%%EOF\n".encode("ascii")
        return _stream(number, entries, packed) + end

    def _add_structure_tree(self) -> PDFObject:
        self._structure_root = _StructureRoot(self)
        self._add_pdf_obj(self._structure_root, "structure_tree")
        return self._structure_root

    def _add_pdf_obj(self, pdf_obj: PDFObject, trace_label: str | None = None) -> int:
        if isinstance(pdf_obj, PDFContentStream) and pdf_obj.filter:
            packed = pdf_obj._contents
            if packed.endswith(_LINE_ENDS):
                packed, content = _compressed(zlib.decompress(packed))
                pdf_obj._contents = packed
                pdf_obj.length = len(packed)
                if hasattr(pdf_obj, "length1"):
                    pdf_obj.length1 = len(content)
        return super()._add_pdf_obj(pdf_obj, trace_label)


_LINE_ENDS = (b"\r", b"\n")


def _place(kind: int, where: int, which: int) -> bytes:
    """A row of the table: an object at a byte of the file (1), or the how-manieth of a stream (2)."""
    return _where(kind, where) + which.to_bytes(2, "big")


def _where(kind: int, where: int) -> bytes:
    return kind.to_bytes(1, "big") + where.to_bytes(4, "big")


_WHICH = [which.to_bytes(2, "big") for which in range(_PER_STREAM)]


def _object_stream(number: int, first: int, objects: list[str]) -> bytes:
    """Objects ``first``, ``first + 1`` and so on in one stream (ISO 32000-1, 7.5.7)."""
    starts, start = [], 0
    for place, text in enumerate(objects):
        starts.append(f"{first + place} {start}")
        start += len(text) + 1
    head = " ".join(starts) + "\n"
    packed, _ = _compressed((head + "\n".join(objects)).encode("ascii"))
    return _stream(number, f"/Type/ObjStm/N {len(objects)}/First {len(head)}", packed)


def _compressed(content: bytes, padding: bytes = b" ") -> tuple[bytes, bytes]:
    """The content compressed, after as much padding as it takes; and the content with it.

    ``padding`` adds up to an odd number, so that the checksum, which is a sum, becomes another one.
    """
    while (packed := zlib.compress(content)).endswith(_LINE_ENDS):
        content += padding
    return packed, content


def _stream(number: int, entries: str, packed: bytes) -> bytes:
    head = f"{number} 0 obj\n<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n"
    return head.encode("ascii") + packed + b"\nendstream\nendobj\n"
