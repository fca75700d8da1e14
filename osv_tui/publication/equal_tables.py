"""The tables of a package, read back: their numbers are those of the tally, and all they say is as it was."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from osv_tui.documents.accountability_stated import by_tally
from osv_tui.documents.accounted import figure_name, has_something, signed, used_figure
from osv_tui.election import form as f
from osv_tui.election.accountability import Release
from osv_tui.election.form import FieldId, candidate_field, total_field, unit_form
from osv_tui.election.model import UnitKind
from osv_tui.election.tally import Tally
from osv_tui.election.unit_words import said_of
from osv_tui.eml.short_codes import voted
from osv_tui.publication.equality import Unequal, require_same_lines
from osv_tui.publication.osv4_3 import in_order, statistics


def require_equal_votes(path: Path, content: bytes, tally: Tally) -> None:
    """Read the CSV in the form of 2019 back; ``content`` is what was to be written.

    Raises:
        Unequal: it says something else than ``tally``, or than ``content``.
        OSError: the disk.
    """
    tally, rows = in_order(tally), [row for row in _rows(path) if len(row) > 4]
    figures = {row[1]: row for row in rows if not row[0] and not row[2]}
    _same_rows(path, "opgeroepenen", [figures.get("opgeroepenen", [])[4:]], [_eligible(tally)])
    for label, fields in statistics(tally.election):
        _same_row(path, figures.get(label, []), label.strip(), tally, *fields)
    votes = iter([row for row in rows if row[0].isdigit() or row[2][-1:].isdigit()])
    for each in tally.election.numbered_lists:
        _same_row(path, next(votes, []), f"lijst {each.number}", tally, total_field(each.number))
        if tally.election.lists_differ:
            for person in voted(tally, each.number):
                should = [str(number or 0) for number in (person.total, *person.units)]
                place = f"lijst {each.number}, kandidaat {person.label}"
                _same_rows(path, place, [next(votes, [])[4:]], [should])
            continue
        for candidate in each.candidates:
            place = f"lijst {each.number}, kandidaat {candidate.number}"
            field = candidate_field(each.number, candidate.number)
            _same_row(path, next(votes, []), place, tally, field)
    require_same_lines(path, path.read_bytes(), content)


def require_equal_control_sheet(path: Path, content: bytes, tally: Tally) -> None:
    """Read the CSV of the control sheet back: each list with the votes of each unit.

    Raises:
        Unequal: it says something else than ``tally``, or than ``content``.
        OSError: the disk.
    """
    _, *rows = _rows(path) or [[]]
    found = ([*row[:1], *row[2:3], *row[-1:]] for row in rows)
    should = (
        [str(each.number), str(counted.unit.number), str(counted.figure(total_field(each.number)))]
        for each in tally.election.numbered_lists
        for counted in tally.units
    )
    _same_rows(path, f"lijst, {tally.election.unit_kind.value} en stemmen", found, should)
    require_same_lines(path, path.read_bytes(), content)


def require_equal_account(path: Path, content: bytes, release: Release) -> None:
    """Read the CSV of the account of differences back.

    Raises:
        Unequal: it says something else than what was counted and accounted for, or than ``content``.
        OSError: the disk.
    """
    head, *rows = _rows(path) or [[]]
    cells = [dict(zip(head, row, strict=False)) for row in rows]
    kind = release.tally.election.unit_kind
    of_stations = kind is UnitKind.STATION
    for what, kinds, columns, should in (
        ("telverschillen", _COUNTED, _FIGURES if of_stations else _SUMMED, _figures(release)),
        ("gemelde fouten", ("gemelde fout",), _ERRORS, _errors(release)),
        ("met de hand opgeteld", ("met de hand opgeteld",), _SUMS, _sums(release)),
    ):
        found = (
            [row.get(said_of(kind, name), "") for name in columns]
            for row in cells
            if row.get("Soort") in kinds
        )
        _same_rows(path, what, found, should)
    require_same_lines(path, path.read_bytes(), content)


_COUNTED = ("telverschil", "niets te verantwoorden", "opgetelde verschillen")
_STATED = (
    *("Meer geteld", "Minder geteld", "Stembiljet niet ingeleverd", "Stembiljet te weinig uitgereikt"),
    *("Stembiljet te veel uitgereikt", "Geen verklaring", "Andere verklaring"),
)
_FIGURES = (
    *("Nummer stembureau", "Toegelaten kiezers (D)", "Getelde stembiljetten (H)", "H min D"),
    *_STATED,
)
_SUMMED = ("Nummer stembureau", *_STATED)
_ERRORS = ("Nummer stembureau", "Oud getal", "Nieuw getal", "Verschil", "Getal in de uitslag")
_SUMS = ("Nieuw getal", "Getal in de uitslag")


def _figures(release: Release) -> Iterator[list[str]]:
    of_stations = release.tally.election.unit_kind is UnitKind.STATION
    for account in by_tally(release):
        if not of_stations:
            stated = map(account.count.number, (f.MORE, f.FEWER, *f.EXPLANATIONS))
            yield [str(account.unit.number), *map(str, stated)]
        elif account.has_count_difference or account.count_account or not has_something(account):
            count = account.count
            ballots = count.number(f.FOUND)
            stated = map(count.number, (f.MORE, f.FEWER, *f.EXPLANATIONS))
            numbers = map(str, (account.unit.number, count.admitted, ballots))
            yield [*numbers, signed(ballots - count.admitted), *map(str, stated)]


def _errors(release: Release) -> Iterator[list[str]]:
    for account in by_tally(release):
        form = unit_form(release.tally.election, release.tally.method, account.unit.number)
        for error in account.errors:
            numbers = (error.old, error.new)
            old, new = (figure_name(form, error.field, number) for number in numbers)
            used = figure_name(form, error.field, used_figure(account, error.field))
            yield [str(account.unit.number), old, new, signed(error.new - error.old), used]


def _sums(release: Release) -> Iterator[list[str]]:
    for each in release.control_sums:
        yield [str(each.total), str(release.tally.total(total_field(each.list_number)))]


def _rows(path: Path) -> list[list[str]]:
    try:
        return list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unequal(f"{path.name} is geen leesbare tabel.") from error


def _eligible(tally: Tally) -> list[str]:
    """Known before at a station, typed with the count of what is above it."""
    if tally.election.unit_kind is UnitKind.STATION:
        return [str(tally.election.eligible), *(str(each.unit.eligible) for each in tally.units)]
    return [str(tally.total(f.ELIGIBLE)), *(str(each.figure(f.ELIGIBLE)) for each in tally.units)]


def _same_row(path: Path, row: list[str], place: str, tally: Tally, *fields: FieldId) -> None:
    """The total and every unit; behind several fields stands their sum."""
    figures = (tally.total, *(counted.figure for counted in tally.units))
    should = [str(sum(map(figure, fields))) for figure in figures]
    _same_rows(path, place, [row[4:]], [should])


def _same_rows(path: Path, place: str, found: Iterable[list[str]], should: Iterable[list[str]]) -> None:
    for one, other in zip_longest(found, should, fillvalue=list[str]()):
        if one != other:
            says, must = (" ".join(cells) or "niets" for cells in (one, other))
            raise Unequal(f"{path.name}, {place}: er staat {says}, het moet {must} zijn.")
