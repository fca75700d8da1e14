"""The files of a release: the name of each, what is in it, and how what is read back is compared.

What is where in a folder, and how a file comes on the disk, is not told here (``package``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from osv_tui import __version__
from osv_tui.documents import names
from osv_tui.documents.hash_sheet import hash_sheet
from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.model_set import Codes, Named
from osv_tui.documents.released import release_documents
from osv_tui.documents.render import render
from osv_tui.documents.upper_facts import outcome_of
from osv_tui.election.accountability import Release
from osv_tui.eml.names import csv_file_name
from osv_tui.publication.accountability_csv import accountability_csv, control_sheet_csv
from osv_tui.publication.counts import EmlFile, count_files, result_file
from osv_tui.publication.elected_csv import write_elected, write_not_elected
from osv_tui.publication.equal_result import require_equal_elected, require_equal_not_elected
from osv_tui.publication.equal_tables import (
    require_equal_account,
    require_equal_control_sheet,
    require_equal_votes,
)
from osv_tui.publication.equality import require_equal_document, require_equal_sheet
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
    and ``OSError`` when the disk cannot be read. ``code`` is the SHA-256 of the EML file that a document
    states on its pages, in hexadecimal.
    """

    kind: Kind
    name: str
    content: bytes
    compare: Callable[[Path], None]
    code: str = ""


def contents(release: Release, tell: Progress, *, practice: bool) -> Iterator[Content]:
    """Every file of a release, made one after the other: of hundreds of pages only one document is there.

    Raises:
        NotExportable: a lot is still to be drawn, or the files do not tell what a result must say.
        Unprintable: a name has a character that no document can print.
    """
    mark, program = practice_mark(practice), f"{PROGRAM} OEFENING" if practice else PROGRAM
    tell("telbestand", 0, 1)
    counts, result = tuple(count_files(release, program)), result_file(release, program)
    tell("telbestand", 1, 1)
    for file in (*counts, *((result,) if result else ())):
        yield Content(Kind.COUNT, f"{mark}{file.name}", file.content, file.compare)
    yield from _tables(release, mark)
    codes = Codes(counts[0].code, result.code if result else None)
    facts = DocumentFacts(release.at.replace(tzinfo=None), codes.count, practice)
    for each in release_documents(release, facts, codes.result):
        yield from _document(each, mark, tell)
    for file in counts:
        yield from _document(_hash_sheet(release, facts, file, mark), mark, tell)


def practice_mark(practice: bool) -> str:
    """What stands before every name that a practice station writes."""
    return "OEFENING_" if practice else ""


def _hash_sheet(release: Release, facts: DocumentFacts, file: EmlFile, mark: str) -> Named:
    election, of = release.tally.election, replace(file.told, name=f"{mark}{file.name}")
    document = hash_sheet(election, replace(facts, eml_sha256=file.code), of)
    return Named(names.hash_sheet_name(election, file.name), document)


_Table = tuple[str, bytes, Callable[..., None]]
"""A name, what is in it, and how it is read back."""


def _tables(release: Release, mark: str) -> Iterator[Content]:
    tally, election = release.tally, release.tally.election
    account, sheet = (
        names.csv_name(name(election)) for name in (names.accountability_name, names.control_sheet_name)
    )
    tables: tuple[_Table, ...] = (
        (csv_file_name(election), write_csv(tally), partial(require_equal_votes, tally=tally)),
        *(_candidates(release) if release.distribution else ()),
        (account, accountability_csv(release), partial(require_equal_account, release=release)),
        (sheet, control_sheet_csv(tally), partial(require_equal_control_sheet, tally=tally)),
    )
    for name, table, compare in tables:
        yield Content(Kind.TABLE, f"{mark}{name}", table, partial(compare, content=table))


def _candidates(release: Release) -> Iterator[_Table]:
    """Who is elected and who is not."""
    election, outcome = release.tally.election, outcome_of(release)
    by = partial(require_equal_elected, release=release, outcome=outcome)
    yield names.elected_name(election), write_elected(outcome), by
    by = partial(require_equal_not_elected, release=release, outcome=outcome)
    yield names.not_elected_name(election), write_not_elected(outcome), by


def _document(each: Named, mark: str, tell: Progress) -> Iterator[Content]:
    """What is published of a document, and the sheet that is signed if it has one."""
    rendered = render(each.document, partial(tell, each.name))
    code = each.document.facts.eml_sha256 or ""
    compare = partial(require_equal_document, named=each, code=code)
    yield Content(Kind.DOCUMENT, f"{mark}{each.name}", rendered.publication, compare, code)
    if each.document.signature:
        name = f"{mark}{names.signature_sheet_name(each.name)}"
        compare = partial(require_equal_sheet, named=each, code=code)
        yield Content(Kind.TO_SIGN, name, rendered.signature_sheet, compare)
