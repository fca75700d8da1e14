"""From the totals of a central committee to what its seats are distributed over (Kieswet P 1 to P 3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes, ListGroup, ListSet
from osv_tui.election.form import FieldId, candidate_field
from osv_tui.election.model import Candidate, CandidateList, Election, Level, UnitKind
from osv_tui.election.tally import Tally

_CODE = re.compile(r"([0-9]+)(?:/([0-9]+))?\.([0-9]+)")


@dataclass(frozen=True, order=True)
class Place:
    """A place on a list: its list and its number there.

    ``kieskring`` is the lowest one of the set (``CandidateList.kieskring``), 0 for a list that stands
    everywhere.
    """

    list_number: int
    candidate_number: int
    kieskring: int = 0

    @property
    def code(self) -> str:
        """What the distribution knows the candidate by.

        ``3.2`` is number 2 of list 3, ``3/4.2`` that of list 3 as it stands in kieskring 4.
        """
        of_set = f"/{self.kieskring}" if self.kieskring else ""
        return f"{self.list_number}{of_set}.{self.candidate_number}"

    @classmethod
    def of(cls, code: str) -> Place:
        """The place with that ``code``.

        Raises:
            ValueError: it is no such code.
        """
        match = _CODE.fullmatch(code)
        if match is None:
            raise ValueError(f"{code!r} is no place on a list")
        return cls(int(match[1]), int(match[3]), int(match[2] or 0))


def candidate_at(election: Election, place: Place) -> Candidate:
    """The candidate at ``place``.

    Raises:
        ValueError: nobody is there.
    """
    for of in election.lists:
        if (of.number, of.kieskring) == (place.list_number, place.kieskring):
            for candidate in of.candidates:
                if candidate.number == place.candidate_number:
                    return candidate
    raise ValueError(f"nobody is at {place.code}")


def persons(election: Election) -> Mapping[Place, Place]:
    """Every place on a list, with the first place of the same number at which the person stands.

    Sets of one list mostly have candidates in common, whose votes are added up (Kieswet P 15). Who they are
    the ``short_code`` tells; without one it is the same person where all is equal that the lists print. Who
    stands on lists of two numbers is not known as one person.
    """
    found: dict[Place, Place] = {}
    for _, same_number in groupby(election.lists, key=lambda each: each.number):
        first: dict[tuple[object, ...], Place] = {}
        for of in same_number:
            seen: Counter[tuple[object, ...]] = Counter()
            for candidate in of.candidates:
                who = _who(candidate)
                seen[who] += 1
                place = Place(of.number, candidate.number, of.kieskring)
                found[place] = first.setdefault((*who, seen[who]), place)
    return found


def votes_of_persons(tally: Tally) -> Mapping[Place, int]:
    """The votes on everybody by the first place of the list, in all units where the person stands."""
    found: Counter[Place] = Counter()
    people = persons(tally.election)
    for of in tally.election.lists:
        here = [unit for unit in tally.units if of.stands_in(unit.unit.number)]
        for candidate in of.candidates:
            field = candidate_field(of.number, candidate.number)
            place = people[Place(of.number, candidate.number, of.kieskring)]
            found[place] += sum(unit.figure(field) for unit in here)
    return found


def _who(candidate: Candidate) -> tuple[object, ...]:
    if candidate.short_code:
        return (candidate.short_code,)
    name = (candidate.last_name, candidate.prefix, candidate.initials, candidate.first_name)
    return (*name, candidate.locality, candidate.gender)


def election_votes(tally: Tally, deceased: frozenset[Place] = frozenset()) -> ElectionVotes:
    """What ``apportionment.distribute`` takes, from the counts of a central committee.

    A list that is the same everywhere is one set over all kieskringen, with a row of votes for each; one that
    differs is a group of sets. Candidates go by the code of their first ``Place`` (``persons``); who stands
    on two lists is not known as one person, so that a distribution never gives ``Notice.ELECTED_TWICE`` here.

    Raises:
        ValueError: the committee is no central one, or a unit is missing.
        ImpossibleElection: the definition or ``deceased`` cannot be (see ``ElectionVotes``).
    """
    election = tally.election
    if election.committee.level is not Level.CSB or not tally.is_whole:
        raise ValueError("only a central committee with all its counts distributes seats")
    definition, rows, people = election.definition, _rows(tally), persons(election)
    groups = groupby(election.lists, key=lambda each: each.number)
    return ElectionVotes(
        ElectionType(election.identifier.subcategory.value),
        definition.seats,
        definition.preference_threshold,
        tuple(ListGroup(number, tuple(_set(of, rows, people) for of in sets)) for number, sets in groups),
        frozenset(people.get(place, place).code for place in deceased),
    )


_Row = tuple[int, Callable[[FieldId], int]]
"""A kieskring and its figures."""


def _set(of: CandidateList, rows: Sequence[_Row], people: Mapping[Place, Place]) -> ListSet:
    fields = [candidate_field(of.number, candidate.number) for candidate in of.candidates]
    places = (Place(of.number, candidate.number, of.kieskring) for candidate in of.candidates)
    here = [(kieskring, figure) for kieskring, figure in rows if of.stands_in(kieskring)]
    return ListSet(
        tuple(kieskring for kieskring, _ in here),
        tuple(people[place].code for place in places),
        tuple(tuple(map(figure, fields)) for _, figure in here),
    )


def _rows(tally: Tally) -> tuple[_Row, ...]:
    """The kieskringen with their figures; municipalities are all in the only one."""
    if tally.election.unit_kind is UnitKind.KIESKRING:
        return tuple((unit.unit.number, unit.figure) for unit in tally.units)
    return ((tally.election.kieskringen[0].number or 1, tally.total),)
