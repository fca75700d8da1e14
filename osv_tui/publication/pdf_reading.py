"""What a PDF of ours says, read back from its bytes with a reader that is not ours.

pypdf finds the objects and unpacks them. Here its page contents are taken apart, by the marks of the
structure tree (ISO 32000-1, 14.6, 14.7) and by what the fonts say their codes mean (9.10.3). The extraction
of pypdf itself goes by where the letters stand, and takes minutes for the annex of a large municipality.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from osv_tui.documents.said import Said

_CONTENT = re.compile(rb"/(\w+) (\S+) Tf|MCID (\d+)>>BDC|/Artifact (BMC)|(EMC)|<([0-9A-Fa-f]*)> Tj")
_UNREAD = re.compile(rb"\bT[Jr]\b|\bDo\b|\bBI\b|['\"(]")
"""What shows a text or a picture in another way than ours, or hides a text."""
_CODE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")


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
        PdfUnreadable: it is no PDF with marked texts.
    """
    try:
        return _read(PdfReader(BytesIO(pdf)))
    except _DAMAGE as error:
        raise PdfUnreadable(f"is geen leesbare PDF van dit programma ({type(error).__name__})") from error


def _read(reader: PdfReader) -> Said:
    tree: Any = reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    elements_by_page = _pairs(tree["/ParentTree"]["/Nums"])
    known: dict[str, Mapping[bytes, str]] = {}
    elements: dict[int, list[str]] = {}
    beside = []
    for page in reader.pages:
        marked = elements_by_page[_int(page["/StructParents"])].get_object()
        found: list[str] = []
        for mark, text in _texts(page, known):
            if mark is None:
                found.append(text)
            else:
                elements.setdefault(marked[mark].idnum, []).append(text)
        beside.append(tuple(found))
    whole = ("".join(parts) for _, parts in sorted(elements.items()))
    return Said(tuple(whole), tuple(beside))


def _int(value: Any) -> int:
    return int(value)


def _pairs(flat: Any) -> dict[int, Any]:
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _texts(page: PageObject, known: dict[str, Mapping[bytes, str]]) -> Iterator[tuple[int | None, str]]:
    """Each text of a page with the number of its mark; ``None`` for what is decoration.

    Raises:
        ValueError: a text without a mark, or something that is not read here.
    """
    fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
    contents = _content(page)
    letters: Mapping[bytes, str] = {}
    mark: int | None = None
    is_open = False
    for font, _, number, decoration, end, codes in _CONTENT.findall(contents):
        if font:
            letters = _letters(fonts, font.decode("ascii"), known)
        elif number or decoration:
            mark, is_open = (int(number) if number else None), True
        elif end:
            is_open = False
        elif is_open:
            yield mark, "".join([letters[codes[at : at + 4]] for at in range(0, len(codes), 4)])
        else:
            raise ValueError("a text without a mark")


def _content(page: PageObject) -> bytes:
    """The stream of a page on which nothing stands but what is read here.

    Raises:
        ValueError: there is something else.
    """
    contents: Any = page["/Contents"]
    data: bytes = contents.get_data()
    if "/Annots" in page or _UNREAD.search(data) or data.count(b"Tj") != data.count(b"> Tj"):
        raise ValueError("something that is not read")
    return data


def _letters(fonts: Any, name: str, known: dict[str, Mapping[bytes, str]]) -> Mapping[bytes, str]:
    """What each code of a font means; the same font serves every page."""
    if name not in known:
        meaning = fonts[f"/{name}"]["/ToUnicode"].get_data()
        known[name] = {
            code.upper(): bytes.fromhex(letter.decode("ascii")).decode("utf-16-be")
            for code, letter in _CODE.findall(meaning)
        }
    return known[name]
