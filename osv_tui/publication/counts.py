"""The EML files of a release: the counts of the committee, and of a central one who is elected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from osv_tui.documents.hash_sheet import CountFile
from osv_tui.documents.wording import listed
from osv_tui.election.accountability import Release
from osv_tui.election.apportionment.lots import LotKind, LotQuestion
from osv_tui.election.level_votes import Place, candidate_at
from osv_tui.election.lot_names import list_name, option_name
from osv_tui.election.model import Election, Level, UnitKind
from osv_tui.eml.contests import maker_for_kieskring
from osv_tui.eml.count_writing import write_count
from osv_tui.eml.names import (
    count_file_name,
    district_count_file_name,
    result_file_name,
    total_count_file_name,
)
from osv_tui.eml.result_writing import write_result
from osv_tui.eml.upper_count_writing import write_district_count, write_total_count
from osv_tui.publication.equal_counts import (
    require_equal_count,
    require_equal_district_count,
    require_equal_total_count,
)
from osv_tui.publication.equal_result import require_equal_result


class NotExportable(Exception):
    """A release cannot be written as files; the text says what is missing and what to do."""


@dataclass(frozen=True)
class EmlFile:
    """An EML file: what is in it, and how it is read back.

    ``told`` is what a hash sheet says of it.
    """

    told: CountFile
    content: bytes
    compare: Callable[[Path], None]

    @property
    def name(self) -> str:
        return self.told.name

    @property
    def code(self) -> str:
        """Its SHA-256 in hexadecimal."""
        return sha256(self.content).hexdigest()


def count_files(release: Release, program: str) -> Iterator[EmlFile]:
    """The counts of a release; the code of the first one stands on its documents.

    A municipality makes a 510b, a hoofdstembureau a 510c, a central committee a 510d. With one kieskring that
    does the work of the hoofdstembureau as well, and so makes its 510c too: only there are the municipalities
    (models §1.11).
    """
    tally, election = release.tally, release.tally.election
    if election.committee.level is Level.GSB:
        eml = write_count(tally, release.at, program)
        told = CountFile("510b", count_file_name(election), election.committee)
        yield EmlFile(told, eml, partial(require_equal_count, content=eml, tally=tally))
    if election.committee.level is Level.CSB:
        eml = write_total_count(tally, release.at, program)
        told = CountFile("510d", total_count_file_name(election), election.committee)
        yield EmlFile(told, eml, partial(require_equal_total_count, content=eml, tally=tally))
    if election.unit_kind is UnitKind.MUNICIPALITY:
        eml = write_district_count(tally, release.at, program)
        told = CountFile("510c", district_count_file_name(election), maker_for_kieskring(election))
        yield EmlFile(told, eml, partial(require_equal_district_count, content=eml, tally=tally))


def result_file(release: Release, program: str) -> EmlFile | None:
    """The 520 of a central committee; at other levels nothing is elected.

    Raises:
        NotExportable: a lot is still to be drawn, nobody is elected, or the files do not tell where somebody
            lives who is.
    """
    election, distribution = release.tally.election, release.distribution
    if election.committee.level is not Level.CSB:
        return None
    if distribution is None:
        raise ValueError("a central committee has a distribution of seats")
    if distribution.lot_needed is not None:
        raise NotExportable(
            "Er moet eerst nog worden geloot; typ de uitkomst in bij de zetels (toets Z). "
            f"{_asked(election, distribution.lot_needed)}"
        )
    elected = [each.candidate for of in distribution.nominations for each in of.elected]
    if not elected:
        raise NotExportable(
            "Er is niemand gekozen: er zijn geen stemmen op kandidaten. Overleg met de Kiesraad; de uitslag "
            "kan zo niet in een bestand."
        )
    for code in elected:
        _require_town(election, Place.of(code))
    eml = write_result(election, distribution, release.at, program)
    compare = partial(require_equal_result, content=eml, release=release)
    return EmlFile(CountFile("520", result_file_name(election), election.committee), eml, compare)


def _asked(election: Election, question: LotQuestion) -> str:
    """The lot that is missing; candidates by their names."""
    if question.kind is not LotKind.CANDIDATE:
        return str(question)
    names = listed([option_name(election, question, option) for option in question.options])
    of = list_name(election, question.list_number) if question.list_number else "een lijst"
    told = f"Loting volgens artikel {question.article} van de Kieswet op {of} tussen {names}"
    return told if told.endswith(".") else f"{told}."


def _require_town(election: Election, place: Place) -> None:
    person = candidate_at(election, place)
    if not person.locality:
        raise NotExportable(
            f"Van {person.sort_name} (lijst {place.list_number}, kandidaat {place.candidate_number}) staat "
            "geen woonplaats in de kandidatenlijsten. Zonder woonplaats kan de uitslag niet in een bestand. "
            "Lees de volledige kandidatenlijsten in."
        )
