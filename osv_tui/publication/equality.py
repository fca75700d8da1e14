"""Three-way equality: what was written is read back, and must be what was counted (trust L13, L14).

Every file is compared twice. Its numbers are taken out of it and compared with the tally; and all it says is
compared with what it was to say, so that not one number can differ: not in a footer, a date or a code either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

from osv_tui.disk import read_from_disk
from osv_tui.documents.layout import grouped
from osv_tui.documents.model_set import Named
from osv_tui.documents.render import expected_texts
from osv_tui.documents.said import Said
from osv_tui.documents.stated import first_missing
from osv_tui.publication.pdf_reading import PdfUnreadable, read_pdf


class Unequal(Exception):
    """A file does not say what was counted; the text says which file, where, and what it should say."""


@dataclass(frozen=True)
class Written:
    """A file that was written, with the SHA-256 of its content, and how what it says is compared.

    ``compare`` raises ``Unequal``, and ``OSError`` when the disk cannot be read.
    """

    path: Path
    sha256: bytes
    compare: Callable[[], None]


def require_equal(written: Written) -> None:
    """Read a file back: it holds what was written, and that says what was counted.

    The first finds what the second does not look at: how the letters of a font are drawn, what is told of a
    box by who reads aloud, where a text stands.

    Raises:
        Unequal: it does not.
        OSError: the disk.
    """
    written.compare()
    if sha256(read_from_disk(written.path)).digest() != written.sha256:
        raise Unequal(f"{written.path.name} is niet wat er is geschreven.")


def require_equal_document(path: Path, named: Named, code: str) -> None:
    """Read what is published of a document back; ``code`` is the SHA-256 of the count file as it was written.

    Raises:
        Unequal: it does not state the numbers of the tally or the code, or not say what the document says.
        OSError: the disk.
    """
    found = _pdf(path)
    if missing := first_missing(found.elements, named.stated()):
        stated = missing.stated
        place = f"{path.name}, {stated.place}" if stated.place else path.name
        if missing.instead:
            raise Unequal(f"{place}: er staat «{missing.instead}», het moet «{stated.shown}» zijn.")
        raise Unequal(f"{place}: hier staat niet: «{stated.shown}».")
    _require_code(path, found, named, code)
    published, _ = expected_texts(named.document)
    _same_texts(path, found, published)


def require_equal_sheet(path: Path, named: Named, code: str) -> None:
    """Read the sheet of a document that is signed back; ``code`` as for ``require_equal_document``.

    Raises:
        Unequal: it does not state the code, or not say what the document says.
        OSError: the disk.
    """
    found = _pdf(path)
    _require_code(path, found, named, code)
    _, signed = expected_texts(named.document)
    _same_texts(path, found, signed)


# All that is said ----------------------------------------------------------------------------------------


def require_same_lines(path: Path, found: bytes, should: bytes) -> None:
    """Raises ``Unequal`` with the first line that differs."""
    if found == should:
        return
    lines = zip_longest(found.splitlines(), should.splitlines(), fillvalue=b"")
    number = next((number for number, (one, other) in enumerate(lines, 1) if one != other), 1)
    raise Unequal(f"{path.name} is niet wat er is geschreven: regel {number} is anders.")


def _pdf(path: Path) -> Said:
    try:
        return read_pdf(path.read_bytes())
    except PdfUnreadable as unreadable:
        raise Unequal(f"{path.name} {unreadable}.") from unreadable


def _require_code(path: Path, found: Said, named: Named, code: str) -> None:
    for number, texts in enumerate(found.beside, start=1):
        if named.document.hashed and grouped(code) not in texts:
            raise Unequal(
                f"{path.name}, rand van bladzijde {number}: de code van het telbestand staat er niet. "
                f"Het moet {grouped(code)} zijn."
            )


def _same_texts(path: Path, found: Said, should: Said) -> None:
    _same(path, "", found.elements, should.elements)
    if len(found.beside) != len(should.beside):
        raise Unequal(f"{path.name}: het aantal bladzijden klopt niet.")
    _same(path, ", bladwijzers", found.bookmarks, should.bookmarks)
    _same(path, ", gegevens over het bestand", found.metadata.split("\n"), should.metadata.split("\n"))
    for number, (one, other) in enumerate(zip_longest(found.beside, should.beside, fillvalue=()), start=1):
        _same(path, f", rand van bladzijde {number}", one, other)


def _same(path: Path, place: str, found: Iterable[str], should: Iterable[str]) -> None:
    if found == should:
        return
    for one, other in zip_longest(found, should, fillvalue=""):
        if one != other:
            raise Unequal(f"{path.name}{place}: er staat «{one}», het moet «{other}» zijn.")
