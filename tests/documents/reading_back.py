"""What stands in a PDF file, as a reader with pypdf sees it."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from pypdf import PdfReader

from osv_tui.documents.model import Document, Heading


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, with single spaces only."""
    return [" ".join(text.split()) for text in _texts(pdf)]


def lines_of(pdf: bytes) -> list[str]:
    """All lines of text, with single spaces only."""
    return [" ".join(line.split()) for text in _texts(pdf) for line in text.splitlines()]


@lru_cache(maxsize=100)
def _texts(pdf: bytes) -> tuple[str, ...]:
    """The text of each page. Reading one takes a tenth of a second, and many tests look at the same files."""
    return tuple(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def headings(document: Document, level: int = 2) -> list[str]:
    blocks = (*document.body, *document.signature)
    return [block.text for block in blocks if isinstance(block, Heading) and block.level == level]


def in_order(texts: list[str], whole: str) -> bool:
    """Whether all ``texts`` stand in ``whole``, each after the one before."""
    place = 0
    for text in texts:
        place = whole.find(text, place)
        if place < 0:
            return False
        place += len(text)
    return True
