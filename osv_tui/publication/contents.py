"""The files of a release: the name of each, what is in it, and how what is read back is compared.

What is where in a folder, and how a file comes on the disk, is not told here (``package``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from hashlib import sha256
from pathlib import Path

from osv_tui import __version__
from osv_tui.documents import names
from osv_tui.documents.hash_sheet import hash_sheet
from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.model_set import Named
from osv_tui.documents.released import release_documents
from osv_tui.documents.render import render
from osv_tui.election.accountability import Release
from osv_tui.eml.count_writing import write_count
from osv_tui.eml.names import count_file_name, csv_file_name
from osv_tui.publication.accountability_csv import accountability_csv, control_sheet_csv
from osv_tui.publication.equal_tables import (
    require_equal_account,
    require_equal_control_sheet,
    require_equal_votes,
)
from osv_tui.publication.equality import require_equal_count, require_equal_document, require_equal_sheet
from osv_tui.publication.osv4_3 import write_csv

PROGRAM = f"osv-tui {__version__}"

Progress = Callable[[str, int, int], None]
"""Called with what is being made, how much of it is done, and how much there is."""


class Kind(Enum):
    """What a file is for. All is published but ``TO_SIGN``, which must never be."""

    COUNT = auto()
    TABLE = auto()
    DOCUMENT = auto()
    TO_SIGN = auto()


@dataclass(frozen=True)
class Content:
    """A file of a release.

    ``compare`` reads the file at a path back; it raises ``Unequal`` when that does not say what was counted,
    and ``OSError`` when the disk cannot be read.
    """

    kind: Kind
    name: str
    content: bytes
    compare: Callable[[Path], None]

    @property
    def sha256(self) -> bytes:
        return sha256(self.content).digest()


def contents(release: Release, tell: Progress, *, practice: bool) -> Iterator[Content]:
    """Every file of a release, made one after the other: of hundreds of pages only one document is there.

    Raises:
        Unprintable: a name has a character that no document can print.
    """
    mark = practice_mark(practice)
    tell("telbestand", 0, 1)
    count = _count(release, mark, f"{PROGRAM} OEFENING" if practice else PROGRAM)
    tell("telbestand", 1, 1)
    yield count
    yield from _tables(release, mark)
    code = count.sha256.hex()
    facts = DocumentFacts(release.at.replace(tzinfo=None), code, practice)
    for each in release_documents(release, facts):
        yield from _document(each, code, mark, tell)
    election = release.tally.election
    sheet = Named(names.hash_sheet_name(election), hash_sheet(election, facts, count.name))
    yield from _document(sheet, code, mark, tell)


def practice_mark(practice: bool) -> str:
    """What stands before every name that a practice station writes."""
    return "OEFENING_" if practice else ""


def _count(release: Release, mark: str, program: str) -> Content:
    tally = release.tally
    eml = write_count(tally, release.at, program)
    compare = partial(require_equal_count, content=eml, tally=tally)
    return Content(Kind.COUNT, f"{mark}{count_file_name(tally.election)}", eml, compare)


def _tables(release: Release, mark: str) -> Iterator[Content]:
    tally, election = release.tally, release.tally.election
    account, sheet = (
        names.csv_name(name(election)) for name in (names.accountability_name, names.control_sheet_name)
    )
    tables: tuple[tuple[str, bytes, Callable[..., None]], ...] = (
        (csv_file_name(election), write_csv(tally), partial(require_equal_votes, tally=tally)),
        (account, accountability_csv(release), partial(require_equal_account, release=release)),
        (sheet, control_sheet_csv(tally), partial(require_equal_control_sheet, tally=tally)),
    )
    for name, table, compare in tables:
        yield Content(Kind.TABLE, f"{mark}{name}", table, partial(compare, content=table))


def _document(each: Named, code: str, mark: str, tell: Progress) -> Iterator[Content]:
    """What is published of a document, and the sheet that is signed if it has one."""
    rendered = render(each.document, partial(tell, each.name))
    compare = partial(require_equal_document, named=each, code=code)
    yield Content(Kind.DOCUMENT, f"{mark}{each.name}", rendered.publication, compare)
    if each.document.signature:
        name = f"{mark}{names.signature_sheet_name(each.name)}"
        compare = partial(require_equal_sheet, named=each, code=code)
        yield Content(Kind.TO_SIGN, name, rendered.signature_sheet, compare)
