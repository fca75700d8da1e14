"""Writing counts above a municipality, EML_NL 510c and 510d, as OSV 2019 has them (eml §3.4 and §12.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from osv_tui.election import form as f
from osv_tui.election.form import FieldId
from osv_tui.election.levels import alphabetical
from osv_tui.election.model import Election, Level, UnitKind
from osv_tui.election.tally import Tally
from osv_tui.eml.canonical import element, text
from osv_tui.eml.contests import contest_of_all, contest_of_kieskring, kieskring_of, maker_for_kieskring
from osv_tui.eml.count_writing import count_document, vote_group
from osv_tui.eml.reasons import upper_fields
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
    contest = element("Contest", contest_identifier(contest_of_kieskring(election)), _totals(tally), *units)
    return count_document("510c", election, maker, contest, created, program)


def write_total_count(tally: Tally, created: datetime, program: str) -> bytes:
    """The 510d of a central committee: the totals and the count of each kieskring, in canonical XML.

    With one kieskring that is one unit, with the figures of the totals (eml §2.2). ``created`` and
    ``program`` are as in a municipality's count, and so are the fingerprints. Candidates go by their number
    on the list: OSV 2019 gave short codes where lists can differ per kieskring, which we never read.

    Raises:
        ValueError: the committee is no central one, the tree does not have one kieskring where there should
            be one, or ``program`` cannot stand in a comment.
    """
    election = tally.election
    if election.committee.level is not Level.CSB:
        raise ValueError("a 510d is the count of a central committee")
    contest = element(
        "Contest", contest_identifier(contest_of_all(election)), _totals(tally), *_kieskringen(tally)
    )
    return count_document("510d", election, election.committee, contest, created, program)


def _kieskringen(tally: Tally) -> tuple[str, ...]:
    election = tally.election
    if election.unit_kind is UnitKind.KIESKRING:
        return tuple(
            _unit(election, f"HSB{unit.unit.number}", f"Kieskring {unit.unit.name}", unit.figure)
            for unit in tally.units
        )
    only = kieskring_of(election)
    return (_unit(election, f"HSB{only.number}", f"Kieskring {only.name}", tally.total),)


def _totals(tally: Tally) -> str:
    return element("TotalVotes", _figures(tally.election, tally.total))


def _unit(election: Election, unit_id: str, name: str, figure: Callable[[FieldId], int]) -> str:
    identifier = element("ReportingUnitIdentifier", text(name), Id=unit_id)
    return element("ReportingUnitVotes", identifier, _figures(election, figure))


def _figures(election: Election, figure: Callable[[FieldId], int]) -> str:
    return vote_group(election, figure(f.ELIGIBLE), figure, upper_fields(election.unit_kind))
