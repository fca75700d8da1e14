"""What a PDF of ours says, read back from its bytes with a reader that is not ours.

pypdf finds the objects and unpacks them. Here its page contents are taken apart, by the marks of the
structure tree (ISO 32000-1, 14.6, 14.7) and by what the fonts say their codes mean (9.10.3). The extraction
of pypdf itself goes by where the letters stand, and takes minutes for the annex of a large municipality.

Every line of a page must be one that our pages have. So nothing can be shown in a way that is not read: text
by other operators, out of sight or in another colour, a picture, a note on top of the page.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import zip_longest
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import IndirectObject, StreamObject

from osv_tui.documents.said import TICK, Said

_LINE = re.compile(
    rb"^(?:1 0 0 1 [\d. -]+ Tm (<[0-9A-F]*>) Tj"
    rb"|/\w+<</MCID (\d+)>>BDC"
    rb"|(EMC)"
    rb"|/(F\d+) [\d.]+ Tf"
    rb"|/Artifact (BMC)"
    rb"|[\d. -]+ re (f)"
    rb"|/Artifact BMC q 0\.88 g BT /(F\d+) 110 Tf [\d. -]+ Tm (<[0-9A-F]+>) Tj ET Q EMC"
    rb"|[\d.]+ w [\d. -]+ (?:re|m [\d. -]+ l) S"
    rb"|BT|ET)$",
    re.MULTILINE,
)
"""A text, the mark of an element and its end, a font, the mark of decoration, a tick, a watermark, a rule."""

_CODE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_METADATA = re.compile(r"<x:xmpmeta.*</x:xmpmeta>", re.DOTALL)


_DAMAGE = (
    *(PyPdfError, DependencyError, zlib.error, LookupError, ValueError, TypeError, AttributeError),
    *(ArithmeticError, AssertionError, RuntimeError),
)
"""What pypdf and what is here raise at a damaged file."""


class PdfUnreadable(Exception):
    """The file is no PDF of ours, or is damaged; the text is what is said of it in Dutch, after its name."""


def read_pdf(pdf: bytes) -> Said:
    """The texts of ``pdf``.

    Raises:
        PdfUnreadable: it is no PDF with marked texts, or has something that no document of ours has.
    """
    with _opened(pdf) as reader:
        return _read(reader)


def same_drawing(one: bytes, other: bytes) -> bool:
    """Whether two PDFs have the same objects in the same order, however each was packed.

    Texts can be equal while a font draws other letters; this sees that too. Nobody has to look inside the
    same bytes.

    Raises:
        PdfUnreadable: they differ, and one of them is damaged.
    """
    if one == other:
        return True
    with _opened(one) as first, _opened(other) as second:
        pairs = zip_longest(*(map(_unpacked, _objects(reader)) for reader in (first, second)))
        return all(ours == theirs for ours, theirs in pairs)


@contextmanager
def _opened(pdf: bytes) -> Iterator[PdfReader]:
    """A reader that is emptied afterwards: all it has refers to it in circles, and would stay for long."""
    try:
        with BytesIO(pdf) as file, PdfReader(file) as reader:
            yield reader
    except _DAMAGE as error:
        raise PdfUnreadable(f"is geen leesbare PDF van dit programma ({type(error).__name__})") from error


def _forget(reader: PdfReader, number: int) -> None:
    """Of a large annex, which has a million objects, one page at a time is in memory."""
    reader.resolved_objects.pop((0, number), None)


def _objects(reader: PdfReader) -> Iterator[Any]:
    yield reader.trailer.raw_get("/Root")
    for number in range(1, _int(reader.trailer["/Size"])):
        yield reader.get_object(IndirectObject(number, 0, reader))
        _forget(reader, number)


def _unpacked(found: Any) -> tuple[str, bytes]:
    """What an object says, and of a stream what is in it; how long it is when packed does not matter."""
    is_stream = isinstance(found, StreamObject)
    packing = ("/Length", "/Filter", "/DecodeParms") if is_stream else ()
    told = {name: found[name] for name in found if name not in packing} if is_stream else found
    return _ADDRESS.sub(r"\1", repr(told)), found.get_data() if is_stream else b""


_ADDRESS = re.compile(r"(IndirectObject\(\d+, \d+), \d+(?=\))")
"""What pypdf adds to a reference when it shows it: which reader in memory it is of."""


def _read(reader: PdfReader) -> Said:
    root: Any = reader.trailer["/Root"]
    elements_by_page = _pairs(root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    fonts: dict[str, _Font] = {}
    elements: dict[int, str] = {}
    beside = []
    for page in reader.pages:
        entry = elements_by_page[_int(page["/StructParents"])]
        marked = entry.get_object()
        found: list[str] = []
        for mark, text in _texts(page, fonts):
            if mark is None:
                found.append(text)
            else:
                element = marked[mark].idnum
                elements[element] = elements[element] + text if element in elements else text
        beside.append(tuple(found))
        for used in (entry, page.raw_get("/Contents")):
            _forget(reader, used.idnum)
    whole = tuple(elements[element] for element in sorted(elements))
    metadata = _METADATA.search(root["/Metadata"].get_data().decode("utf-8"))
    return Said(whole, tuple(beside), tuple(_bookmarks(root)), metadata[0] if metadata else "")


def _int(value: Any) -> int:
    return int(value)


def _pairs(flat: Any) -> dict[int, Any]:
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _bookmarks(root: Any) -> Iterator[str]:
    """The titles of the outline, from top to bottom."""
    waiting = [root["/Outlines"]["/First"]] if "/Outlines" in root else []
    while waiting:
        item = waiting.pop()
        yield str(item["/Title"])
        waiting += [item[way] for way in ("/Next", "/First") if way in item]


class _Font:
    """What the codes of a font mean; most texts come often."""

    def __init__(self, meaning: bytes) -> None:
        self._letters = {
            code.upper(): bytes.fromhex(letter.decode("ascii")).decode("utf-16-be")
            for code, letter in _CODE.findall(meaning)
        }
        self._known: dict[bytes, str] = {}

    def text(self, codes: bytes) -> str:
        """What a text says; its codes stand between ``<`` and ``>``, each in four digits."""
        known = self._known.get(codes)
        if known is None:
            letters = [self._letters[codes[at : at + 4]] for at in range(1, len(codes) - 1, 4)]
            known = self._known[codes] = "".join(letters)
        return known


def _texts(page: PageObject, fonts: dict[str, _Font]) -> Iterator[tuple[int | None, str]]:
    """Each text of a page with the number of its mark; ``None`` for what is decoration.

    Raises:
        ValueError: a line that our pages do not have, a text without a mark, or a note.
    """
    content = page["/Contents"].get_data().rstrip(b" ")  # type: ignore[attr-defined]
    lines = _LINE.findall(content)
    if len(lines) != content.count(b"\n") + 1 or "/Annots" in page:
        raise ValueError("something that our pages do not have")
    font: _Font | None = None
    mark: int | None = None
    is_open = False
    for codes, number, end, face, decoration, tick, large, word in lines:
        if codes:
            if font is None or not is_open:
                raise ValueError("a text without a font or a mark")
            yield mark, font.text(codes)
        elif number or decoration:
            mark, is_open = (int(number) if number else None), True
        elif end:
            is_open = False
        elif face:
            font = _font(page, face, fonts)
        elif tick and not is_open:
            raise ValueError("a tick without a mark")
        elif tick and mark is not None:
            yield mark, TICK
        elif large:
            yield None, _font(page, large, fonts).text(word)


def _font(page: PageObject, face: bytes, known: dict[str, _Font]) -> _Font:
    """The font that a page calls ``face``; the same one serves every page."""
    name = face.decode("ascii")
    if name not in known:
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        known[name] = _Font(fonts[f"/{name}"]["/ToUnicode"].get_data())
    return known[name]
