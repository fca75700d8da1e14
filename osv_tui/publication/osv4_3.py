"""The CSV file osv4-3 of a count, in the bytes of OSV 2019 (eml §10).

Byte order mark, ``;`` between cells, every cell in quotes, one line feed after each row. Names stand in it
exactly as they were read: the rule for names (``osv_tui.eml.texts``) keeps formulas and line breaks out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from osv_tui.election import form as f
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.levels import alphabetical
from osv_tui.election.model import CandidateList, Category, Election, UnitKind
from osv_tui.election.tally import Tally
from osv_tui.eml.contests import maker_for_kieskring
from osv_tui.eml.reasons import uncounted_fields, upper_fields
from osv_tui.eml.short_codes import voted

_BEFORE_BALLOTS = {
    f.POLL_CARDS: "geldige stempas",
    f.PROXIES: "geldig volmachtbewijs",
    f.VOTER_PASSES: "geldige kiezerspas",
    f.ADMITTED: "toegelaten kiezers",
}
_BALLOTS = {
    f.VALID: "geldige stembiljetten",
    f.BLANK: "blanco stembiljetten",
    f.INVALID: "ongeldige stembiljetten",
}
_AFTER_BALLOTS = {
    f.MORE: "meer stembiljetten dan toegelaten kiezers ",
    f.FEWER: "minder stembiljetten dan toegelaten kiezers ",
    f.NOT_RETURNED: "kiezers met stembiljet hebben niet gestemd",
    f.TOO_FEW_ISSUED: "er zijn te weinig stembiljetten uitgereikt",
    f.TOO_MANY_ISSUED: "er zijn te veel stembiljetten uitgereikt",
    f.NO_EXPLANATION: "geen verklaring",
    f.OTHER_EXPLANATION: "andere verklaring",
}

Statistic = tuple[str, tuple[FieldId, ...]]
"""A label, and the fields of which the sum stands behind it."""

Row = tuple[str, ...]
"""The cells of one line; no cells make an empty line."""


def write_csv(tally: Tally) -> bytes:
    """The CSV file: what is counted, then a column for each unit after the column of totals.

    With one kieskring a central committee has the one of that kieskring, with its municipalities.
    """
    tally = in_order(tally)
    rows = (*_heading(tally.election), (), *_columns(tally), *_eligible(tally))
    figures = (("", label, "", "", *_numbers(tally, *fields)) for label, fields in statistics(tally.election))
    return "".join(map(_line, (*rows, *figures, *_votes(tally)))).encode("utf-8-sig")


def in_order(tally: Tally) -> Tally:
    """The units as their columns stand: municipalities by the alphabet, all others by number (eml §3.1)."""
    if tally.election.unit_kind is not UnitKind.MUNICIPALITY:
        return tally
    return replace(tally, units=tuple(sorted(tally.units, key=lambda each: alphabetical(each.unit.name))))


def statistics(election: Election) -> tuple[Statistic, ...]:
    """The rows between the voters called up and the votes, as the level has them (eml §10.3)."""
    found = ("aangetroffen stembiljetten", tuple(_BALLOTS))
    ballots, after = _single(_BALLOTS), _single(_AFTER_BALLOTS)
    if election.unit_kind is UnitKind.STATION:
        written = {field for _, field in uncounted_fields(election.identifier.category)}
        before = {field: label for field, label in _BEFORE_BALLOTS.items() if field in written}
        return (*_single(before), *ballots, found, *after)
    written = {field for _, field in upper_fields(election.unit_kind)}
    voters = {field: label for field, label in _BEFORE_BALLOTS.items() if field in written}
    return (found, *ballots, *after, *_single(voters))


def _single(labels: Mapping[FieldId, str]) -> tuple[Statistic, ...]:
    return tuple((label, (field,)) for field, label in labels.items())


def _line(row: Row) -> str:
    return ";".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n"


def _heading(election: Election) -> tuple[Row, ...]:
    area, code = _area(election)
    return (
        ("Verkiezing", "", election.name),
        ("Datum", "", election.identifier.date.isoformat()),
        ("Gebied", "", area),
        ("Nummer", "", code),
    )


def _area(election: Election) -> tuple[str, str]:
    """What is counted, and the code of who counts it."""
    match election.unit_kind:
        case UnitKind.STATION:
            prefix = "" if election.identifier.category is Category.GR else "Gemeente "
            return f"{prefix}{election.committee.name}", election.committee.code
        case UnitKind.MUNICIPALITY:
            maker = maker_for_kieskring(election)
            return f"Kieskring {maker.name}", maker.code
        case UnitKind.KIESKRING:
            return election.committee.name, election.committee.code


def _columns(tally: Tally) -> Iterator[Row]:
    """Names and numbers of the units; the postal codes of stations only if one of them has one."""
    units = [counted.unit for counted in tally.units]
    width = 4 if tally.election.unit_kind is UnitKind.MUNICIPALITY else 1
    names = (unit.name for unit in units)
    yield ("Lijstnummer", "Aanduiding", "Volgnummer", "Naam kandidaat", "Totaal", *names)
    yield ("Gebiednummer", "", "", "", "", *(f"{unit.number:0{width}}" for unit in units))
    if any(unit.postal_code for unit in units):
        yield ("Postcode", "", "", "", "", *(unit.postal_code or "" for unit in units))


def _numbers(tally: Tally, *fields: FieldId) -> Row:
    """The total and the number of each unit; of several fields their sum."""
    figures = (tally.total, *(unit.figure for unit in tally.units))
    return tuple(str(sum(map(figure, fields))) for figure in figures)


def _eligible(tally: Tally) -> Iterator[Row]:
    """Who could vote: known before at a station, typed with the count of what is above it."""
    election = tally.election
    if election.unit_kind is UnitKind.STATION:
        numbers = tuple(map(str, (election.eligible, *(counted.unit.eligible for counted in tally.units))))
    else:
        numbers = _numbers(tally, f.ELIGIBLE)
    yield ("", "opgeroepenen", "", "", *numbers)


def _votes(tally: Tally) -> Iterator[Row]:
    for candidate_list in tally.election.numbered_lists:
        yield from _list_votes(tally, candidate_list)


def _list_votes(tally: Tally, votes_of: CandidateList) -> Iterator[Row]:
    total = _numbers(tally, total_field(votes_of.number))
    yield (str(votes_of.number), votes_of.display_name, "", "", *total)
    if tally.election.lists_differ:
        for each in voted(tally, votes_of.number):
            votes = tuple(str(number or 0) for number in (each.total, *each.units))
            yield ("", "", each.label, each.name, *votes)
        return
    for candidate in votes_of.candidates:
        votes = _numbers(tally, candidate_field(votes_of.number, candidate.number))
        yield ("", "", str(candidate.number), candidate.sort_name, *votes)
