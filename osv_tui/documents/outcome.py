"""The outcome of an election as documents tell it: a distribution of seats with the people it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from osv_tui.documents.wording import candidate_name, listed
from osv_tui.election.apportionment.distribution import Distribution
from osv_tui.election.apportionment.lots import Lot, LotKind
from osv_tui.election.apportionment.nomination import Nomination
from osv_tui.election.apportionment.votes import ElectionVotes, ListGroup, ListSet
from osv_tui.election.model import Candidate, CandidateList


class Person(NamedTuple):
    """A candidate on a list."""

    on: CandidateList
    candidate: Candidate

    @property
    def name(self) -> str:
        return candidate_name(self.candidate, self.on)


@dataclass(frozen=True)
class KieskringLists:
    """The candidate lists of one kieskring."""

    number: int
    lists: tuple[CandidateList, ...]


@dataclass(frozen=True)
class Outcome:
    """What was distributed, how it came out, and the lots as they were typed, in the order of the questions.

    ``slates`` has the lists of each kieskring. A candidate of ``votes`` is found by the place in the set:
    the codes of candidates mean nothing here.

    Raises:
        ValueError: a lot is still needed, or does not say of which group it is; lists are combined (not since
            2017); the candidates of a set are not those of the list of its kieskring.
    """

    votes: ElectionVotes
    distribution: Distribution
    slates: tuple[KieskringLists, ...]
    lots: tuple[Lot, ...] = ()

    def __post_init__(self) -> None:
        if self.distribution.lot_needed is not None:
            raise ValueError("a document of the outcome needs all lots drawn")
        if self.votes.combinations:
            raise ValueError("the models have no combinations of lists")
        if any(lot.kind.within_group and lot.list_number is None for lot in self.lots):
            raise ValueError("a lot between sets needs the number of its list")
        for group in self.votes.lists:
            for of in group.sets:
                if len(self.list_of(group.number, of.number).candidates) != len(of.candidates):
                    raise ValueError(f"list {group.number}, kieskring {of.number}: other candidates")

    def list_of(self, number: int, district: int) -> CandidateList:
        """A list as it stands in a kieskring.

        Raises:
            ValueError: it does not stand there.
        """
        for slate in self.slates:
            for each in slate.lists:
                if (slate.number, each.number) == (district, number):
                    return each
        raise ValueError(f"no list {number} in kieskring {district}")

    @property
    def groups(self) -> list[ListGroup]:
        """What counts as a list, by number."""
        return sorted(self.votes.lists, key=lambda group: group.number)

    def group(self, number: int) -> ListGroup:
        return next(group for group in self.votes.lists if group.number == number)

    def list_name(self, number: int) -> str:
        """The name of a list, as it stands in its first kieskring; empty for a blank list."""
        return self.list_of(number, min(of.number for of in self.group(number).sets)).name

    def votes_on(self, number: int) -> int:
        """The votes on all candidates of a list in all kieskringen."""
        return sum(sum(sum(row) for row in of.votes) for of in self.group(number).sets)

    @property
    def total_votes(self) -> int:
        return sum(self.votes_on(group.number) for group in self.votes.lists)

    @cached_property
    def _people(self) -> Mapping[tuple[int, int], Mapping[str, Person]]:
        found: dict[tuple[int, int], dict[str, Person]] = {}
        for group in self.votes.lists:
            for of in group.sets:
                on = self.list_of(group.number, of.number)
                people = [Person(on, each) for each in sorted(on.candidates, key=lambda each: each.number)]
                found[group.number, of.number] = dict(zip(of.candidates, people, strict=True))
        return found

    def people(self, number: int, district: int) -> Mapping[str, Person]:
        """The candidates of a set by their code, in list order."""
        return self._people[number, district]

    def person(self, number: int, code: str) -> Person:
        """A candidate of a list, as on the first set that has him."""
        sets = sorted(self.group(number).sets, key=lambda of: of.number)
        return next(self.people(number, of.number)[code] for of in sets if code in of.candidates)

    def nominations(self) -> Iterator[tuple[int, tuple[Nomination, ...]]]:
        """The nominations of each list, by number."""
        for number, found in groupby(self.distribution.nominations, key=lambda each: each.set_id.list_number):
            yield number, tuple(found)

    def lots_on(self, number: int, *kinds: LotKind) -> tuple[Lot, ...]:
        """The lots of these kinds that were drawn about candidates or sets of one list."""
        return tuple(lot for lot in self.lots if lot.kind in kinds and self._list_of_lot(lot) == number)

    def _list_of_lot(self, lot: Lot) -> int | None:
        """A lot between candidates may leave its list out (``Lot``)."""
        if lot.list_number is not None or lot.kind is not LotKind.CANDIDATE:
            return lot.list_number
        for group in self.votes.lists:
            if any(lot.drawn in of.candidates for of in group.sets):
                return group.number
        return None


def set_name(of: ListSet) -> str:
    """How a set is called within its group: its kieskring, or the number of its first one (models §6)."""
    if len(of.districts) == 1:
        return f"Kieskring {of.number}"
    return f"Stel {of.number} (kieskringen {listed([str(each) for each in sorted(of.districts)])})"
