"""The counts of a package, read back: EML_NL 510b, 510c and 510d state each number of the tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from osv_tui.election import form as f
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.level_votes import Place
from osv_tui.election.levels import alphabetical
from osv_tui.election.model import CandidateList, UnitKind
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.eml.contests import kieskring_of
from osv_tui.eml.count import Figures, ReadCount, read_count, read_district_count, read_total_count
from osv_tui.eml.reasons import Uncounted, uncounted_fields, upper_fields
from osv_tui.eml.refusal import EmlRefused
from osv_tui.eml.short_codes import short_codes
from osv_tui.publication.equality import Unequal, require_same_lines

_Codes = Sequence[tuple[Uncounted, FieldId]]


@dataclass(frozen=True)
class _Part:
    """What a file must say of a unit, or in total; ``number`` is that of the unit.

    ``lists`` are those of which candidates go by number; ``by_code`` has the votes on those who go by short
    code, by list.
    """

    place: str
    number: int
    eligible: int
    figure: Callable[[FieldId], int]
    lists: Sequence[CandidateList]
    by_code: Mapping[tuple[int, str], int] = field(default_factory=dict)


def require_equal_count(path: Path, content: bytes, tally: Tally) -> None:
    """Read the 510b of a municipality back; ``content`` is what was to be written.

    Raises:
        Unequal: it says something else than ``tally``, or than ``content``.
        OSError: the disk.
    """
    election = tally.election
    units = [
        _Part(
            f"stembureau {each.unit.number}",
            each.unit.number,
            each.unit.eligible,
            each.figure,
            election.lists,
        )
        for number, each in ((each.unit.number, each) for each in tally.units)
    ]
    total = _Part("totaal", 0, election.eligible, tally.total, election.lists)
    codes = uncounted_fields(election.identifier.category)
    _require_equal(path, content, read_count, tally, _Should(total, units, codes))


def require_equal_district_count(path: Path, content: bytes, tally: Tally) -> None:
    """Read the 510c of a kieskring back, with its municipalities.

    Raises:
        Unequal, OSError: as ``require_equal_count``.
    """
    ordered = sorted(tally.units, key=lambda each: alphabetical(each.unit.name))
    _require_equal(path, content, read_district_count, tally, _upper(tally, _parts(tally, ordered)))


def require_equal_total_count(path: Path, content: bytes, tally: Tally) -> None:
    """Read the 510d of a central committee back, with its kieskringen.

    Raises:
        Unequal, OSError: as ``require_equal_count``.
    """
    if tally.election.unit_kind is UnitKind.KIESKRING:
        units = _parts(tally, tally.units)
    else:
        number = kieskring_of(tally.election).number or 0
        units = map(_whole, (number,), (tally,))
    _require_equal(path, content, read_total_count, tally, _upper(tally, units))


# What it must say ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Should:
    total: _Part
    units: Sequence[_Part]
    codes: _Codes


def _upper(tally: Tally, units: Iterator[_Part]) -> _Should:
    codes = upper_fields(tally.election.unit_kind)
    everywhere = tuple(each for each in tally.election.lists if not each.kieskringen)
    eligible = tally.total(f.ELIGIBLE)
    total = _Part("totaal", 0, eligible, tally.total, everywhere, dict(_by_code(tally, tally.units)))
    return _Should(total, tuple(units), codes)


def _parts(tally: Tally, units: Sequence[UnitCount]) -> Iterator[_Part]:
    for each in units:
        number, lists = each.unit.number, tally.election.of_unit(each.unit.number).lists
        by_code = dict(_by_code(tally, (each,)))
        yield _Part(f"gebied {number}", number, each.figure(f.ELIGIBLE), each.figure, lists, by_code)


def _by_code(tally: Tally, units: Sequence[UnitCount]) -> Iterator[tuple[tuple[int, str], int]]:
    """The votes of these units on everybody who stands there on a list that does not stand everywhere."""
    votes: Counter[tuple[int, str]] = Counter()
    if tally.election.lists_differ:
        codes = short_codes(tally.election)
        for unit in units:
            for of in (each for each in tally.election.of_unit(unit.unit.number).lists if each.kieskringen):
                for candidate in of.candidates:
                    code = codes[Place(of.number, candidate.number, of.kieskring)]
                    votes[of.number, code] += unit.figure(candidate_field(of.number, candidate.number))
    yield from votes.items()


def _whole(number: int, tally: Tally) -> _Part:
    eligible = tally.total(f.ELIGIBLE)
    return _Part(f"gebied {number}", number, eligible, tally.total, tally.election.lists)


# Whether it does -----------------------------------------------------------------------------------------


def _require_equal(
    path: Path, content: bytes, read: Callable[[bytes, str], ReadCount], tally: Tally, should: _Should
) -> None:
    found = path.read_bytes()
    try:
        says = read(found, path.name)
    except EmlRefused as refused:
        raise Unequal(f"{path.name}: {refused}") from refused
    _same_figures(path, says.totals, should.total, should.codes)
    for unit, part in zip_longest(says.units, should.units):
        if unit is None or part is None:
            raise Unequal(f"{path.name}: het aantal {tally.election.unit_kind.plural} klopt niet.")
        if unit.number != part.number:
            raise Unequal(f"{path.name}: er staat gebied {unit.number}, het moet {part.number} zijn.")
        _same_figures(path, unit.figures, part, should.codes)
    require_same_lines(path, found, content)


def _same_figures(path: Path, read: Figures, part: _Part, codes: _Codes) -> None:
    for what, says, should in _figures(read, part, codes):
        if says != should:
            raise Unequal(f"{path.name}, {part.place}, {what}: er staat {says}, het moet {should} zijn.")


def _figures(read: Figures, part: _Part, codes: _Codes) -> Iterator[tuple[str, int | None, int]]:
    """Each figure by its name, as it was read and as it should be."""
    yield "kiesgerechtigden", read.eligible, part.eligible
    ballots = ((f.VALID, read.valid), (f.BLANK, read.blank), (f.INVALID, read.invalid))
    for of, says in ballots:
        yield of, says, part.figure(of)
    for code, of in codes:
        yield of, read.figure(code), part.figure(of)
    found = {each.number: each for each in read.lists}
    for each in part.lists:
        votes = found.get(each.number)
        candidates = dict(votes.candidates) if votes else {}
        yield f"lijst {each.number}", votes.votes if votes else None, part.figure(total_field(each.number))
        for candidate in each.candidates:
            place = f"lijst {each.number}, kandidaat {candidate.number}"
            should = part.figure(candidate_field(each.number, candidate.number))
            yield place, candidates.get(candidate.number), should
    coded = {(each.number, code): votes for each in read.lists for code, votes in each.coded}
    for (number, who), should in part.by_code.items():
        yield f"lijst {number}, kandidaat {who}", coded.get((number, who)), should
    for number in sorted({number for number, _ in part.by_code}):
        votes = found.get(number)
        yield f"lijst {number}", votes.votes if votes else None, part.figure(total_field(number))
