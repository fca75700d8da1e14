"""A lower level's count, read for one unit of the committee above it: the third witness (workflow §1.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.model import Category, Election, ReportingUnit, UnitKind
from osv_tui.eml.count import Figures, ReadCount, read_count, read_district_count
from osv_tui.eml.reasons import uncounted_fields
from osv_tui.eml.refusal import EmlRefused


@dataclass(frozen=True)
class WitnessFile:
    """What the file says of a unit, by field of the form; a field whose code the file lacks is not there."""

    unit: ReportingUnit
    created: datetime
    figures: Count


def read_witness(data: bytes, file_name: str, election: Election, unit: ReportingUnit) -> WitnessFile:
    """Read the count of the committee of ``unit``: the 510b of a municipality, the 510c of a kieskring.

    Raises:
        EmlRefused: the file is no such count, is about another election or another unit, or does not have
            the lists and candidates of ``election``.
        ValueError: ``election`` is counted by a municipality, whose polling stations make no files.
    """
    if election.unit_kind is UnitKind.STATION:
        raise ValueError("polling stations make no files")
    of_kieskring = election.unit_kind is UnitKind.KIESKRING
    read = (read_district_count if of_kieskring else read_count)(data, file_name)
    for differs, problem in _differences(read, election, unit):
        if differs:
            raise EmlRefused(file_name, None, "EML", f"{problem}. Kies het juiste bestand.")
    return WitnessFile(unit, read.created, figures_by_field(read.totals))


def figures_by_field(figures: Figures) -> Count:
    """The figures of a file under the fields of a form; what the file does not have is not there."""
    fixed = {
        f.ELIGIBLE: figures.eligible,
        f.VALID: figures.valid,
        f.BLANK: figures.blank,
        f.INVALID: figures.invalid,
    }
    present = dict(figures.uncounted)
    uncounted = {field: present[code] for code, field in uncounted_fields(Category.PS) if code in present}
    votes: dict[FieldId, int] = {}
    for votes_of in figures.lists:
        votes[total_field(votes_of.number)] = votes_of.votes
        votes |= {candidate_field(votes_of.number, number): n for number, n in votes_of.candidates}
    return Count.of({**fixed, **uncounted, **votes})


def _differences(read: ReadCount, election: Election, unit: ReportingUnit) -> tuple[tuple[bool, str], ...]:
    """What must be the same, whether it is not, and what is then said, without full stop."""
    own, theirs = election.identifier, read.identifier
    code = f"HSB{unit.number}" if election.unit_kind is UnitKind.KIESKRING else f"{unit.number:04}"
    own_lists = election.of_unit(unit.number).lists
    lists = tuple((of.number, tuple(each.number for each in of.candidates)) for of in own_lists)
    in_file = tuple((of.number, tuple(number for number, _ in of.candidates)) for of in read.totals.lists)
    kind = election.unit_kind.value
    return (
        (
            (own.id, own.subcategory, own.domain.id, own.date)
            != (theirs.id, theirs.subcategory, theirs.domain.id, theirs.date),
            f"dit is geen telling van {own.id}",
        ),
        (
            read.authority.code != code,
            f"dit is niet de telling van {kind} {code}, maar van {read.authority.code}",
        ),
        (lists != in_file, "de telling heeft andere lijsten of kandidaten dan deze verkiezing"),
    )
