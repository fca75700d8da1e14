"""Writing counts above a municipality, EML_NL 510c and 510d, as OSV 2019 has them (eml §3.4 and §12.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from osv_tui.election import form as f
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.level_votes import Place, votes_of_persons
from osv_tui.election.levels import alphabetical
from osv_tui.election.model import Election, Level, UnitKind
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.eml.canonical import element, text
from osv_tui.eml.contests import contest_of_all, contest_of_kieskring, kieskring_of, maker_for_kieskring
from osv_tui.eml.count_writing import candidate_selection, count_document, list_selection, vote_group
from osv_tui.eml.reasons import upper_fields
from osv_tui.eml.short_codes import short_codes
from osv_tui.eml.writing import contest_identifier


def write_district_count(tally: Tally, created: datetime, program: str) -> bytes:
    """The 510c of a kieskring: its totals and the count of each municipality, in canonical XML.

    A central committee with one kieskring makes it as well, in the name of its hoofdstembureau (models
    §1.11). ``created`` and ``program`` are as in a municipality's count, and so are the fingerprints.

    Raises:
        ValueError: the units are no municipalities, the tree does not have the kieskring, or ``program``
            cannot stand in a comment.
    """
    election = tally.election
    if election.unit_kind is not UnitKind.MUNICIPALITY:
        raise ValueError("a 510c is the count of a kieskring by its municipalities")
    maker = maker_for_kieskring(election)
    ordered = sorted(tally.units, key=lambda unit: alphabetical(unit.unit.name))
    units = (
        _unit(election, f"{maker.code}::{unit.unit.number:04}", f"Gemeente {unit.unit.name}", unit.figure)
        for unit in ordered
    )
    contest = contest_identifier(contest_of_kieskring(election)), _totals(tally), *units
    return count_document("510c", election, maker, contest, created, program)


def write_total_count(tally: Tally, created: datetime, program: str) -> bytes:
    """The 510d of a central committee: the totals and the count of each kieskring, in canonical XML.

    With one kieskring that is one unit, with the figures of the totals (eml §2.2). ``created`` and
    ``program`` are as in a municipality's count, and so are the fingerprints. Candidates go by their number
    on the list. On a list that does not stand everywhere a person has a short code as well, and in the totals
    that alone (eml §3.4); a kieskring has only the lists and candidates that stand there.

    Raises:
        ValueError: the committee is no central one, the tree does not have one kieskring where there should
            be one, or ``program`` cannot stand in a comment.
    """
    election = tally.election
    if election.committee.level is not Level.CSB:
        raise ValueError("a 510d is the count of a central committee")
    contest = contest_identifier(contest_of_all(election)), _totals(tally), *_kieskringen(tally)
    return count_document("510d", election, election.committee, contest, created, program)


def _kieskringen(tally: Tally) -> tuple[str, ...]:
    election = tally.election
    if election.unit_kind is UnitKind.KIESKRING:
        return tuple(_kieskring(election, unit) for unit in tally.units)
    only = kieskring_of(election)
    return (_unit(election, f"HSB{only.number}", f"Kieskring {only.name}", tally.total),)


def _kieskring(election: Election, counted: UnitCount) -> str:
    unit, figure = counted.unit, counted.figure
    own = _in_kieskring(election, unit.number, figure) if election.lists_differ else None
    return _unit(election, f"HSB{unit.number}", f"Kieskring {unit.name}", figure, own)


def _totals(tally: Tally) -> str:
    selections = _by_person(tally) if tally.election.lists_differ else None
    return element("TotalVotes", _figures(tally.election, tally.total, selections))


def _by_person(tally: Tally) -> str:
    """The lists by number; on one that does not stand everywhere everybody by short code, once."""
    election, votes, codes = tally.election, votes_of_persons(tally), short_codes(tally.election)
    found: list[str] = []
    for of in election.numbered_lists:
        found.append(list_selection(of, tally.total(total_field(of.number))))
        for place, number in votes.items():
            if place.list_number == of.number:
                known_by = (
                    {"ShortCode": codes[place]} if place in codes else {"Id": str(place.candidate_number)}
                )
                found.append(candidate_selection(number, **known_by))
    return "".join(found)


def _in_kieskring(election: Election, kieskring: int, figure: Callable[[FieldId], int]) -> str:
    """The lists that stand there, with the numbers of the ballot paper."""
    codes, found = short_codes(election), list[str]()
    for of in election.of_unit(kieskring).lists:
        found.append(list_selection(of, figure(total_field(of.number))))
        for candidate in of.candidates:
            code = codes.get(Place(of.number, candidate.number, of.kieskring))
            marks = {"Id": str(candidate.number), **({"ShortCode": code} if code else {})}
            votes = figure(candidate_field(of.number, candidate.number))
            found.append(candidate_selection(votes, **marks))
    return "".join(found)


def _unit(
    election: Election,
    unit_id: str,
    name: str,
    figure: Callable[[FieldId], int],
    selections: str | None = None,
) -> str:
    identifier = element("ReportingUnitIdentifier", text(name), Id=unit_id)
    return element("ReportingUnitVotes", identifier, _figures(election, figure, selections))


def _figures(election: Election, figure: Callable[[FieldId], int], selections: str | None = None) -> str:
    codes = upper_fields(election.unit_kind)
    return vote_group(election, figure(f.ELIGIBLE), figure, codes, selections)
