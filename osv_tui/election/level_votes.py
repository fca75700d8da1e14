"""From the totals of a central committee to what its seats are distributed over (Kieswet P 1 to P 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes, ListGroup, ListSet
from osv_tui.election.form import FieldId, candidate_field
from osv_tui.election.model import Candidate, CandidateList, Election, Level, UnitKind
from osv_tui.election.tally import Tally


@dataclass(frozen=True, order=True)
class Place:
    """A place on a list: its list and its number there."""

    list_number: int
    candidate_number: int

    @property
    def code(self) -> str:
        """What the distribution knows the candidate by: ``3.2`` is number 2 of list 3."""
        return f"{self.list_number}.{self.candidate_number}"

    @classmethod
    def of(cls, code: str) -> Place:
        """The place with that ``code``.

        Raises:
            ValueError: it is no such code.
        """
        first, dot, second = code.partition(".")
        if not (dot and first.isdecimal() and second.isdecimal()):
            raise ValueError(f"{code!r} is no place on a list")
        return cls(int(first), int(second))


def candidate_at(election: Election, place: Place) -> Candidate:
    """The candidate at ``place``.

    Raises:
        ValueError: nobody is there.
    """
    for of in election.lists:
        if of.number == place.list_number:
            for candidate in of.candidates:
                if candidate.number == place.candidate_number:
                    return candidate
    raise ValueError(f"nobody is at {place.code}")


def election_votes(tally: Tally, deceased: frozenset[Place] = frozenset()) -> ElectionVotes:
    """What ``apportionment.distribute`` takes, from the counts of a central committee.

    Every list is one set over all kieskringen, with a row of votes for each: an ``Election`` has the same
    candidates everywhere. Candidates go by the code of their ``Place``; who stands on two lists is not known
    as one person, so that a distribution never gives ``Notice.ELECTED_TWICE`` here.

    Raises:
        ValueError: the committee is no central one, or a unit is missing.
        ImpossibleElection: the definition or ``deceased`` cannot be (see ``ElectionVotes``).
    """
    election = tally.election
    if election.committee.level is not Level.CSB or not tally.is_whole:
        raise ValueError("only a central committee with all its counts distributes seats")
    definition = election.definition
    return ElectionVotes(
        ElectionType(election.identifier.subcategory.value),
        definition.seats,
        definition.preference_threshold,
        tuple(ListGroup(of.number, (_set(of, tally),)) for of in election.lists),
        frozenset(place.code for place in deceased),
    )


def _set(of: CandidateList, tally: Tally) -> ListSet:
    fields = [candidate_field(of.number, candidate.number) for candidate in of.candidates]
    codes = tuple(Place(of.number, candidate.number).code for candidate in of.candidates)
    districts, figures = _rows(tally)
    return ListSet(districts, codes, tuple(tuple(map(figure, fields)) for figure in figures))


def _rows(tally: Tally) -> tuple[tuple[int, ...], tuple[Callable[[FieldId], int], ...]]:
    """The kieskringen and the figures of each; municipalities are all in the only one."""
    if tally.election.unit_kind is UnitKind.KIESKRING:
        return (
            tuple(unit.unit.number for unit in tally.units),
            tuple(unit.figure for unit in tally.units),
        )
    only = tally.election.kieskringen[0].number or 1
    return (only,), (tally.total,)
