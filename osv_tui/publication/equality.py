"""Three-way equality: what was written is read back, and must be what was counted (trust L13, L14).

Every file is compared twice. Its numbers are taken out of it and compared with the tally; and all it says is
compared with what it was to say, so that not one number can differ: not in a footer, a date or a code either.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from osv_tui.documents.model_set import Named
from osv_tui.documents.render import expected_texts
from osv_tui.documents.said import Said
from osv_tui.documents.stated import first_missing
from osv_tui.election import form as f
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.tally import Tally
from osv_tui.eml.count import Figures, read_count
from osv_tui.eml.reasons import uncounted_fields
from osv_tui.eml.refusal import EmlRefused
from osv_tui.publication.pdf_reading import PdfUnreadable, read_pdf


class Unequal(Exception):
    """A file does not say what was counted; the text says which file, where, and what it should say."""


def require_equal_count(path: Path, content: bytes, tally: Tally) -> None:
    """Read a 510b back; ``content`` is what was to be written.

    Raises:
        Unequal: it says something else than ``tally``, or than ``content``.
        OSError: the disk.
    """
    found = path.read_bytes()
    try:
        read = read_count(found, path.name)
    except EmlRefused as refused:
        raise Unequal(f"{path.name}: {refused}") from refused
    _same_figures(path, "totaal", read.totals, tally, tally.total, tally.election.eligible)
    for unit, counted in zip_longest(read.units, tally.units):
        if unit is None or counted is None:
            raise Unequal(f"{path.name}: het aantal stembureaus klopt niet.")
        place, eligible = f"stembureau {counted.unit.number}", counted.unit.eligible
        _same_figures(path, place, unit.figures, tally, counted.figure, eligible)
    _same_lines(path, found, content)


def require_equal_votes(path: Path, content: bytes, tally: Tally) -> None:
    """Read the CSV in the form of 2019 back; ``content`` is what was to be written.

    Raises:
        Unequal: it says something else than ``tally``, or than ``content``.
        OSError: the disk.
    """
    rows = _rows(path)
    votes = iter([row for row in rows if len(row) > 4 and (row[0].isdigit() or row[2].isdigit())])
    for each in tally.election.lists:
        _same_row(path, next(votes, []), f"lijst {each.number}", tally, total_field(each.number))
        for candidate in each.candidates:
            place = f"lijst {each.number}, kandidaat {candidate.number}"
            field = candidate_field(each.number, candidate.number)
            _same_row(path, next(votes, []), place, tally, field)
    require_equal_table(path, content)


def require_equal_table(path: Path, content: bytes) -> None:
    """Read a CSV back; ``content`` is what was to be written.

    Raises:
        Unequal: it says something else than ``content``.
        OSError: the disk.
    """
    _same_lines(path, path.read_bytes(), content)


def require_same_bytes(path: Path, content: bytes) -> None:
    """Read a file back whose fonts, places and tree say as much as its texts; ``content`` was to be written.

    Raises:
        Unequal: it is another file.
        OSError: the disk.
    """
    if path.read_bytes() != content:
        raise Unequal(f"{path.name} is niet wat er is geschreven.")


def require_equal_document(named: Named, publication: Path, sheet: Path) -> None:
    """Read the files of a document back; ``sheet`` is there when the document is signed.

    Raises:
        Unequal: they do not state the numbers of the tally, or not say what the document says.
        OSError: the disk.
    """
    published, signed = expected_texts(named.document)
    found = _pdf(publication)
    missing = first_missing(found.elements, named.stated())
    if missing:
        raise Unequal(f"{publication.name}: hier staat niet: «{missing.shown}».")
    _same_texts(publication, found, published)
    if named.document.signature:
        _same_texts(sheet, _pdf(sheet), signed)


# Numbers against the tally -------------------------------------------------------------------------------


def _same_figures(
    path: Path, place: str, read: Figures, tally: Tally, figure: Callable[[FieldId], int], eligible: int
) -> None:
    for what, says, should in _figures(read, tally, figure, eligible):
        if says != should:
            raise Unequal(f"{path.name}, {place}, {what}: er staat {says}, het moet {should} zijn.")


def _figures(
    read: Figures, tally: Tally, figure: Callable[[FieldId], int], eligible: int
) -> Iterator[tuple[str, int | None, int]]:
    """Each figure by its name, as it was read and as it should be."""
    yield "kiesgerechtigden", read.eligible, eligible
    ballots = ((f.VALID, read.valid), (f.BLANK, read.blank), (f.INVALID, read.invalid))
    for field, says in ballots:
        yield field, says, figure(field)
    for code, field in uncounted_fields(tally.election.identifier.category):
        yield field, read.figure(code), figure(field)
    lists = {each.number: each for each in read.lists}
    for each in tally.election.lists:
        votes = lists.get(each.number)
        candidates = dict(votes.candidates) if votes else {}
        yield f"lijst {each.number}", votes.votes if votes else None, figure(total_field(each.number))
        for candidate in each.candidates:
            place = f"lijst {each.number}, kandidaat {candidate.number}"
            should = figure(candidate_field(each.number, candidate.number))
            yield place, candidates.get(candidate.number), should


def _same_row(path: Path, row: Sequence[str], place: str, tally: Tally, field: FieldId) -> None:
    should = [str(tally.total(field)), *(str(counted.figure(field)) for counted in tally.units)]
    if list(row[4:]) != should:
        raise Unequal(
            f"{path.name}, {place}: er staat {' '.join(row[4:])}, het moet {' '.join(should)} zijn."
        )


# All that is said ----------------------------------------------------------------------------------------


def _rows(path: Path) -> list[list[str]]:
    try:
        return list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unequal(f"{path.name} is geen leesbare tabel.") from error


def _same_lines(path: Path, found: bytes, should: bytes) -> None:
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
