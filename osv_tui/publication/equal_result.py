"""Who is elected, read back: the 520 and the tables of the candidates say what the distribution says."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import groupby, zip_longest
from pathlib import Path

from osv_tui.documents.outcome import Outcome
from osv_tui.election.accountability import Release
from osv_tui.election.apportionment.nomination import Nomination
from osv_tui.election.form import candidate_field
from osv_tui.election.level_votes import Place, candidate_at, persons
from osv_tui.election.model import CandidateList
from osv_tui.eml.refusal import EmlRefused
from osv_tui.eml.result import ReadResult, read_result
from osv_tui.eml.result_writing import elected_in_order, is_above
from osv_tui.publication.equality import Unequal, require_same_lines

_Row = tuple[str, ...]


def require_equal_result(path: Path, content: bytes, release: Release) -> None:
    """Read the 520 back; ``content`` is what was to be written.

    Raises:
        Unequal: somebody else is elected there than by the distribution, or in another order, or it says
            something else than ``content``.
        OSError: the disk.
    """
    found = path.read_bytes()
    try:
        read = read_result(found, path.name)
    except EmlRefused as refused:
        raise Unequal(f"{path.name}: {refused}") from refused
    _same_rows(path, _in_file(read), _elected_by_rank(release))
    require_same_lines(path, found, content)


def require_equal_elected(path: Path, content: bytes, release: Release, outcome: Outcome) -> None:
    """Read the table of the elected candidates back.

    Raises:
        Unequal: other candidates or other votes stand in it than by distribution and tally, or it says
            something else than ``content``.
        OSError: the disk.
    """
    should = (
        (*_candidate(release, outcome, nomination, each.candidate), "ja")
        for nomination in _nominations(release)
        for each in nomination.elected
    )
    _same_table(path, (*_COLUMNS, "Gekozen"), should, content)


def require_equal_not_elected(path: Path, content: bytes, release: Release, outcome: Outcome) -> None:
    """Read the table of the other candidates back, with their places in the ranking.

    Raises:
        Unequal, OSError: as ``require_equal_elected``.
    """
    should = (
        (*_candidate(release, outcome, nomination, code), "nee", _rank(nomination, code))
        for nomination in _nominations(release)
        for code in _others(release, nomination)
    )
    _same_table(path, (*_COLUMNS, "Gekozen", "Rang bij opvolging"), should, content)


_COLUMNS = ("Kieskring", "Lijstnummer", "Nr.", "Achternaam", "Voorletters", "Stemmen")


# What must stand there, by the distribution and the tally --------------------------------------------------


def _nominations(release: Release) -> tuple[Nomination, ...]:
    return release.distribution.nominations if release.distribution else ()


def _elected_by_rank(release: Release) -> Iterator[_Row]:
    """Each elected candidate: list, place in the ranking, name, town, and whether by preference."""
    for number, same_list in groupby(_nominations(release), key=lambda each: each.set_id.list_number):
        for rank, nomination, each in elected_in_order(tuple(same_list)):
            person = candidate_at(release.tally.election, Place.of(each.candidate))
            name = (person.initials, person.prefix, person.last_name)
            above = _above(is_above(nomination, each))
            yield (str(number), str(rank), *name, _letters(person.locality), above)


def _in_file(read: ReadResult) -> Iterator[_Row]:
    for of in read.lists:
        for each in of.elected:
            person = each.person
            name = (person.initials, person.prefix, person.last_name)
            rank, town = str(person.number), _letters(person.locality)
            yield (str(of.number), rank, *name, town, _above(each.above_threshold))


def _letters(town: str) -> str:
    """A town without what stands behind it: a country is an element of its own in the file."""
    return town.partition(" (")[0]


def _above(is_above: bool) -> str:
    return "voorkeur" if is_above else "volgorde"


def _candidate(release: Release, outcome: Outcome, nomination: Nomination, code: str) -> _Row:
    tally, on = release.tally, _list_of(release, nomination)
    people = persons(tally.election)
    (person,) = (
        each for each in on.candidates if people[Place(on.number, each.number, on.kieskring)].code == code
    )
    field = candidate_field(on.number, person.number)
    here = (each for each in tally.units if not on.kieskringen or on.stands_in(each.unit.number))
    votes = sum(each.figure(field) for each in here)
    (of,) = (
        each
        for each in outcome.group(nomination.set_id.list_number).sets
        if each.number == nomination.set_id.district
    )
    districts = ", ".join(map(str, sorted(of.districts)))
    numbers = (districts, str(on.number), str(person.number))
    return (*numbers, person.last_name, person.initials, str(votes))


def _list_of(release: Release, nomination: Nomination) -> CandidateList:
    """The list of a nomination, as it stands in the lowest kieskring of its set."""
    number, kieskring = nomination.set_id
    lists = (each for each in release.tally.election.lists if each.number == number)
    return next(each for each in lists if each.stands_in(kieskring))


def _others(release: Release, nomination: Nomination) -> Iterator[str]:
    elected = {each.candidate for each in nomination.elected}
    on, people = _list_of(release, nomination), persons(release.tally.election)
    for candidate in sorted(on.candidates, key=lambda each: each.number):
        code = people[Place(on.number, candidate.number, on.kieskring)].code
        if code not in elected:
            yield code


def _rank(nomination: Nomination, code: str) -> str:
    ranking = nomination.ranking or ()
    return str(ranking.index(code) + 1) if code in ranking else ""


# Whether it does -----------------------------------------------------------------------------------------


def _same_table(path: Path, columns: _Row, should: Iterable[_Row], content: bytes) -> None:
    found = path.read_bytes()
    try:
        rows = list(csv.DictReader(found.decode("utf-8-sig").splitlines(), delimiter=";"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unequal(f"{path.name} is geen leesbare tabel.") from error
    _same_rows(path, (tuple(row.get(name) or "" for name in columns) for row in rows), should)
    require_same_lines(path, found, content)


def _same_rows(path: Path, found: Iterable[_Row], should: Iterable[_Row]) -> None:
    for one, other in zip_longest(found, should, fillvalue=()):
        if one != other:
            says, must = (" ".join(filter(None, cells)) or "niets" for cells in (one, other))
            raise Unequal(f"{path.name}, lijst {(other or one)[0]}: er staat {says}, het moet {must} zijn.")
