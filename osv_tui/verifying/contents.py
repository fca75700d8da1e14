"""Whether PDF, EML and CSV say the same: each is made again from the count file and compared (trust §5.5).

What the count file does not tell is taken from the file that alone has it, and left as it is: texts of the
account, how often was counted again. Everything else must be equal, to the last word and digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

from osv_tui.documents import names
from osv_tui.documents.annex_2 import only_on_annex_2
from osv_tui.documents.eras import models
from osv_tui.documents.hash_sheet import hash_sheet
from osv_tui.documents.layout import grouped
from osv_tui.documents.model import Document, DocumentFacts
from osv_tui.documents.model_set import Named
from osv_tui.documents.released import release_documents
from osv_tui.documents.render import render
from osv_tui.documents.said import Said
from osv_tui.documents.upper_facts import outcome_of
from osv_tui.election import form as f
from osv_tui.election.accountability import Release, Replaced
from osv_tui.election.form import FieldId
from osv_tui.election.model import CountingMethod
from osv_tui.election.tally import Tally
from osv_tui.eml.names import csv_file_name
from osv_tui.publication.accountability_csv import accountability_csv, control_sheet_csv
from osv_tui.publication.contents import practice_mark
from osv_tui.publication.counts import count_files, result_file
from osv_tui.publication.elected_csv import write_elected, write_not_elected
from osv_tui.publication.equality import Unequal, require_equal_document, require_same_lines
from osv_tui.publication.osv4_3 import write_csv
from osv_tui.publication.pdf_reading import PdfUnreadable, read_pdf, same_drawing
from osv_tui.publication.sorts import TIDY_NAME
from osv_tui.publication.tidy_csv import tidy_csv
from osv_tui.verifying.account import Row, ballots_found, read_release, read_rows
from osv_tui.verifying.evidence import Evidence
from osv_tui.verifying.report import Fault, Found
from osv_tui.verifying.seats import NoDistribution, deceased_in, distribution_of

Compare = Callable[[Path], None]
"""Looks at one file; raises ``Unequal`` when it says something else than it should."""

_Expected = tuple[str, Compare, str]
"""A file by its name, and the SHA-256 of the EML file that it states, if it is a document."""

_REPLACES = re.compile(r"Dit document vervangt versie (\d+) van (\d\d-\d\d-\d{4} \d\d:\d\d:\d\d)\.")
_FIRST_TEXTS = 10


class NoAccount(Exception):
    """The account of differences cannot be read: without it no document can be made again."""


@dataclass(frozen=True)
class Compared:
    """A file by its name, and what is wrong with it; ``code`` is the SHA-256 that a document must state."""

    name: str
    code: str
    found: Found | None


@dataclass(frozen=True)
class Contents:
    """The files of a package by their own names, wherever they stand, against its count file."""

    evidence: Evidence
    paths: Mapping[str, Path]

    @cached_property
    def mark(self) -> str:
        """What stands before the names of the files of a rehearsal."""
        return practice_mark(self.evidence.practice)

    @cached_property
    def method(self) -> CountingMethod:
        """How was counted, by which model is there; without either that of stations."""
        election = self.evidence.election
        central = models(election, CountingMethod.CENTRAL).results[0].file_name(election)
        found = f"{self.mark}{central}" in self.paths
        return CountingMethod.CENTRAL if found else CountingMethod.STATION

    @cached_property
    def tally(self) -> Tally:
        """The numbers of all stations, with those of annex 2 or of the account that the count file lacks."""
        told: Mapping[int, Mapping[FieldId, int]] = {}
        if self.method is CountingMethod.CENTRAL:
            told = only_on_annex_2(self._results.get(names.annex_2_name(self.evidence.election), ()))
        else:
            told = {unit: {f.FOUND: found} for unit, found in ballots_found(self._rows).items()}
        return self.evidence.tally(self.method, told)

    @cached_property
    def release(self) -> Release:
        """The release as the account tells it.

        Raises:
            NoAccount: the table of the account is not there, or is not one of this count.
            NoDistribution: the seats are not those of the votes.
        """
        texts = self._texts(names.accountability_name(self.evidence.election))
        try:
            release = read_release(self._rows, texts, self.tally, self.evidence.created)
        except (ValueError, LookupError) as error:
            raise NoAccount(type(error).__name__) from error
        said = {text for texts in self._results.values() for text in texts}
        deceased = deceased_in(said, self.evidence.election)
        distribution, lots = distribution_of(self.evidence, self.tally, deceased) or (None, ())
        return replace(
            release,
            replaced=self._replaced,
            distribution=distribution,
            lots=lots,
            deceased=deceased,
        )

    def compared(self) -> Iterator[Compared]:
        """Each file that belongs in a package of this count, one made and compared after the other."""
        for name, compare, code in self._expected():
            yield Compared(name, code, self._wrong(name, compare))

    def _wrong(self, name: str, compare: Compare) -> Found | None:
        path = self.paths.get(name)
        if path is None:
            return Found(Fault.MISSING, name, "Dit bestand hoort in het pakket, maar is er niet.")
        try:
            compare(path)
        except Unequal as unequal:
            return Found(Fault.UNEQUAL, name, str(unequal).removeprefix(name).lstrip(",: "))
        return None

    def _expected(self) -> Iterator[_Expected]:
        election, tally = self.evidence.election, self.tally
        account = names.csv_name(names.accountability_name(election))
        for name, table in (
            (f"{self.mark}{csv_file_name(election)}", write_csv(tally)),
            (TIDY_NAME, tidy_csv(tally)),
            (f"{self.mark}{names.csv_name(names.control_sheet_name(election))}", control_sheet_csv(tally)),
        ):
            yield name, partial(_same_bytes, content=table), ""
        yield f"{self.mark}{account}", self._account, ""
        yield from self._documents()

    def _documents(self) -> Iterator[_Expected]:
        """The EML files, and every document that tells of them."""
        try:
            release = self.release
        except NoAccount:
            return
        except NoDistribution:
            assert self.evidence.result
            yield Path(self.evidence.result[0]).name, _not_of_the_votes, ""
            return
        election = self.evidence.election
        facts = DocumentFacts(self.evidence.created, self.evidence.code, self.evidence.practice)
        yield from self._counts(release, facts)
        result = result_file(release, self.evidence.program)
        if result:
            yield f"{self.mark}{result.name}", result.compare, ""
            for name, table in elected_tables(release):
                yield f"{self.mark}{name}", partial(_same_bytes, content=table), ""
        untold = names.changes_name(election, release.replaced.version) if release.replaced else ""
        for named in release_documents(release, facts, result.code if result else None):
            stated = named.document.facts.eml_sha256 or ""
            whole = partial(_same_document, named=named, code=stated)
            yield f"{self.mark}{named.name}", whole if named.name != untold else self._has_code, stated

    def _counts(self, release: Release, facts: DocumentFacts) -> Iterator[_Expected]:
        """The counts, each with the sheet that has its code."""
        election = self.evidence.election
        for file in count_files(release, self.evidence.program):
            yield f"{self.mark}{file.name}", file.compare, ""
            of = replace(facts, eml_sha256=file.code)
            sheet = hash_sheet(election, of, replace(file.told, name=f"{self.mark}{file.name}"))
            named = Named(names.hash_sheet_name(election, file.name), sheet)
            whole = partial(_same_document, named=named, code=file.code)
            yield f"{self.mark}{named.name}", whole, file.code

    def _account(self, path: Path) -> None:
        try:
            table = accountability_csv(self.release)
        except NoDistribution:
            return
        except NoAccount as none:
            raise Unequal(f"{path.name} is geen tabel van een verantwoording van deze telling.") from none
        _same_bytes(path, table)

    @cached_property
    def _replaced(self) -> Replaced | None:
        """The release that this package says it replaces; only what every document prints of it."""
        for texts in self._results.values():
            for text in texts[:_FIRST_TEXTS]:
                if match := _REPLACES.match(text):
                    at = datetime.strptime(match[2], "%d-%m-%Y %H:%M:%S")  # noqa: DTZ007
                    return Replaced(int(match[1]), at, at, "", None)
        return None

    def _has_code(self, path: Path) -> None:
        """Every page has the code of the count file: all that is known of what changed since a version."""
        code = grouped(self.evidence.code)
        for number, texts in enumerate(_pdf(path).beside, start=1):
            if code not in texts:
                raise Unequal(f"{path.name}, bladzijde {number}: de code van het telbestand staat er niet.")

    @cached_property
    def _results(self) -> Mapping[str, tuple[str, ...]]:
        """What the documents with the result say, by their names."""
        election = self.evidence.election
        own = (each.file_name(election) for each in models(election, self.method).results)
        return {name: self._texts(name) for name in own}

    def _texts(self, name: str) -> tuple[str, ...]:
        """What a document says; nothing when it is not there or cannot be read, which is told elsewhere."""
        path = self.paths.get(f"{self.mark}{name}")
        try:
            return _pdf(path).elements if path else ()
        except Unequal:
            return ()

    @cached_property
    def _rows(self) -> Sequence[Row]:
        """The table of the account; nothing when it is not there or not readable, which is told elsewhere."""
        name = f"{self.mark}{names.csv_name(names.accountability_name(self.evidence.election))}"
        try:
            return read_rows(self.paths[name].read_bytes()) if name in self.paths else []
        except ValueError:
            return []


def _pdf(path: Path) -> Said:
    try:
        return read_pdf(path.read_bytes())
    except PdfUnreadable as unreadable:
        raise Unequal(f"{path.name} {unreadable}.") from unreadable


def _same_document(path: Path, named: Named, code: str) -> None:
    """What a document says, and that it is drawn as this program draws it."""
    require_equal_document(path, named, code)
    require_same_drawing(path, named.document)


def require_same_drawing(path: Path, document: Document) -> None:
    """Raises ``Unequal`` when a file is not ``document`` drawn anew: another font, place or tag."""
    anew = render(document).publication
    try:
        is_same = same_drawing(path.read_bytes(), anew)
    except PdfUnreadable as unreadable:
        raise Unequal(f"{path.name} {unreadable}.") from unreadable
    if not is_same:
        raise Unequal(f"{path.name}: de tekst klopt, maar het is anders getekend.")


def elected_tables(release: Release) -> tuple[tuple[str, bytes], ...]:
    """Name and content of the tables of who is elected and who is not."""
    election, outcome = release.tally.election, outcome_of(release)
    elected = names.elected_name(election), write_elected(outcome)
    return elected, (names.not_elected_name(election), write_not_elected(outcome))


def _not_of_the_votes(path: Path) -> None:
    raise Unequal(f"{path.name}: deze kandidaten volgen niet uit de stemmen, hoe er ook wordt geloot.")


def _same_bytes(path: Path, content: bytes) -> None:
    require_same_lines(path, path.read_bytes(), content)
