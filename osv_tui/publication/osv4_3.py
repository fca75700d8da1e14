"""The CSV file osv4-3 of a municipality's count, in the bytes of OSV 2019 (eml §10).

Byte order mark, ``;`` between cells, every cell in quotes, one line feed after each row. Names stand in it
exactly as they were read: the rule for names (``osv_tui.eml.texts``) keeps formulas and line breaks out.
"""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.election import form as f
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.model import CandidateList, Category
from osv_tui.election.tally import Tally
from osv_tui.eml.reasons import uncounted_fields

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

Row = tuple[str, ...]
"""The cells of one line; no cells make an empty line."""


def write_csv(tally: Tally) -> bytes:
    """The CSV file: what is counted, then a column for each polling station after the column of totals."""
    rows = (*_heading(tally), (), *_columns(tally), *_statistics(tally), *_votes(tally))
    return "".join(map(_line, rows)).encode("utf-8-sig")


def _line(row: Row) -> str:
    return ";".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n"


def _heading(tally: Tally) -> tuple[Row, ...]:
    election = tally.election
    prefix = "" if election.identifier.category is Category.GR else "Gemeente "
    return (
        ("Verkiezing", "", election.name),
        ("Datum", "", election.identifier.date.isoformat()),
        ("Gebied", "", f"{prefix}{election.committee.name}"),
        ("Nummer", "", election.committee.code),
    )


def _columns(tally: Tally) -> Iterator[Row]:
    """Names and numbers of the stations; their postal codes only if one of them has one."""
    units = [counted.unit for counted in tally.units]
    names = (unit.name for unit in units)
    yield ("Lijstnummer", "Aanduiding", "Volgnummer", "Naam kandidaat", "Totaal", *names)
    yield ("Gebiednummer", "", "", "", "", *(str(unit.number) for unit in units))
    if any(unit.postal_code for unit in units):
        yield ("Postcode", "", "", "", "", *(unit.postal_code or "" for unit in units))


def _numbers(tally: Tally, *fields: FieldId) -> Row:
    """The total and the number of each station; of several fields their sum."""
    figures = (tally.total, *(unit.figure for unit in tally.units))
    return tuple(str(sum(map(figure, fields))) for figure in figures)


def _statistics(tally: Tally) -> Iterator[Row]:
    election = tally.election
    eligible = (election.eligible, *(counted.unit.eligible for counted in tally.units))
    yield ("", "opgeroepenen", "", "", *map(str, eligible))
    written = {field for _, field in uncounted_fields(election.identifier.category)}
    for field, label in {**_BEFORE_BALLOTS, **_BALLOTS}.items():
        if field in written or field in _BALLOTS:
            yield ("", label, "", "", *_numbers(tally, field))
    yield ("", "aangetroffen stembiljetten", "", "", *_numbers(tally, *_BALLOTS))
    for field, label in _AFTER_BALLOTS.items():
        yield ("", label, "", "", *_numbers(tally, field))


def _votes(tally: Tally) -> Iterator[Row]:
    for candidate_list in tally.election.lists:
        yield from _list_votes(tally, candidate_list)


def _list_votes(tally: Tally, votes_of: CandidateList) -> Iterator[Row]:
    total = _numbers(tally, total_field(votes_of.number))
    yield (str(votes_of.number), votes_of.display_name, "", "", *total)
    for candidate in votes_of.candidates:
        votes = _numbers(tally, candidate_field(votes_of.number, candidate.number))
        yield ("", "", str(candidate.number), candidate.sort_name, *votes)
