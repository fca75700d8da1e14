"""What seats are distributed over: lists with the votes on their candidates (Kieswet P 1 to P 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

FEWEST_SEATS_BY_AVERAGES = 19
"""From this number of seats on residual seats go by largest averages (Kieswet P 7 and P 8)."""
MOST_SEATS = 999


class ImpossibleElection(ValueError):
    """What was given cannot be an election; the message says so in Dutch, without its full stop."""


class ElectionType(Enum):
    """Kind of election with the rules of its own; the value is the subcategory of EML_NL."""

    GR1 = "GR1"
    GR2 = "GR2"
    AB1 = "AB1"
    AB2 = "AB2"
    PS1 = "PS1"
    PS2 = "PS2"
    TK = "TK"
    EK = "EK"

    @property
    def preference_percent(self) -> int:
        """The preference threshold by law, in percents of the kiesdeler (Kieswet P 15; apportionment §4)."""
        return {ElectionType.GR1: 50, ElectionType.EK: 100}.get(self, 25)

    @property
    def reached_is_enough(self) -> bool:
        """Whether a candidate who just reaches the threshold is elected (apportionment §7)."""
        return self is ElectionType.EK

    @property
    def has_quota_bar(self) -> bool:
        """Whether lists below the kiesdeler get no residual seat (Kieswet P 7, second paragraph)."""
        return self is ElectionType.TK

    @property
    def has_majority_rule(self) -> bool:
        """Whether a majority of votes gives a majority of seats (Kieswet P 9; apportionment §7)."""
        return self is not ElectionType.EK

    def allows_seats(self, seats: int) -> bool:
        """Whether an election of this kind can have ``seats`` seats to divide."""
        if self in (ElectionType.GR1, ElectionType.AB1):
            return 1 <= seats < FEWEST_SEATS_BY_AVERAGES
        return FEWEST_SEATS_BY_AVERAGES <= seats <= MOST_SEATS


class SetId(NamedTuple):
    """A set of identical lists: the number of its list and its lowest kieskring."""

    list_number: int
    district: int

    def __str__(self) -> str:
        return f"{self.list_number}/{self.district}"


@dataclass(frozen=True, slots=True)
class ListSet:
    """Lists with the same candidates in the same order, in one or more kieskringen: one list (Kieswet P 2).

    ``candidates`` are names or codes in list order, the same person by the same one everywhere; ``votes``
    has a row per district with a number per candidate. Votes on a deceased candidate are among them.
    """

    districts: tuple[int, ...]
    candidates: tuple[str, ...]
    votes: tuple[tuple[int, ...], ...]

    @property
    def number(self) -> int:
        """The lowest kieskring of the set, which stands for it within its group."""
        return min(self.districts)


@dataclass(frozen=True, slots=True)
class ListGroup:
    """What counts as one list in the main distribution: a set, or a group of sets (Kieswet P 2 and P 3)."""

    number: int
    sets: tuple[ListSet, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """Lists that were connected (Kieswet P 4 until 1 December 2017)."""

    name: str
    lists: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ElectionVotes:
    """All that the distribution of seats depends on, apart from lots.

    ``threshold_percent`` comes from the election definition; ``vote_values`` are pairs of a district and
    what one vote there weighs, for the Eerste Kamer (Kieswet U 2); other districts weigh 1.

    Raises:
        ImpossibleElection: seats that the type does not have, a number or district twice or below 1, a set
            without candidates or with one twice, votes that are negative or not one per candidate, a
            deceased candidate on no list, a weight below 1, a combination of lists that are not there.
    """

    type: ElectionType
    seats: int
    threshold_percent: int
    lists: tuple[ListGroup, ...]
    deceased: frozenset[str] = frozenset()
    vote_values: tuple[tuple[int, int], ...] = ()
    combinations: tuple[Combination, ...] = ()

    def __post_init__(self) -> None:
        for wrong in _wrong(self):
            raise ImpossibleElection(wrong)

    @property
    def by_averages(self) -> bool:
        """Whether residual seats go by largest averages alone."""
        return self.seats >= FEWEST_SEATS_BY_AVERAGES

    def on_candidates(self, of: ListSet) -> tuple[int, ...]:
        """The votes on each candidate of a set, added up over its districts (Kieswet P 2)."""
        rows = of.votes
        if self.vote_values:
            values = dict(self.vote_values)
            weights = [values.get(district, 1) for district in of.districts]
            rows = tuple(
                tuple(votes * weight for votes in row) for row, weight in zip(rows, weights, strict=True)
            )
        return rows[0] if len(rows) == 1 else tuple(map(sum, zip(*rows, strict=True)))


def _wrong(election: ElectionVotes) -> Iterator[str]:
    """What cannot be, the first first."""
    if not election.type.allows_seats(election.seats):
        yield f"een verkiezing {election.type.value} kan geen {election.seats} zetels hebben"
    if not 0 < election.threshold_percent <= 100:
        yield f"een voorkeurdrempel van {election.threshold_percent} % kan niet"
    if not election.lists:
        yield "er zijn geen lijsten"
    if twice := _twice(group.number for group in election.lists):
        yield f"lijst {twice[0]} staat er twee keer in"
    for group in election.lists:
        yield from _wrong_in_group(group)
    known = {name for group in election.lists for each in group.sets for name in each.candidates}
    for name in sorted(election.deceased - known):
        yield f"de overleden kandidaat {name} staat op geen enkele lijst"
    for district, value in election.vote_values:
        if value < 1:
            yield f"de stemwaarde {value} van kieskring {district} kan niet"
    yield from _wrong_in_combinations(election)


def _wrong_in_group(group: ListGroup) -> Iterator[str]:
    where = f"lijst {group.number}"
    if group.number < 1 or any(district < 1 for each in group.sets for district in each.districts):
        yield f"{where} heeft een nummer of een kieskring onder de 1"
    if not group.sets:
        yield f"{where} heeft geen kandidatenlijst"
    if twice := _twice(district for each in group.sets for district in each.districts):
        yield f"{where} staat twee keer in kieskring {twice[0]}"
    for each in group.sets:
        if not each.districts or not each.candidates:
            yield f"{where} heeft een kandidatenlijst zonder kieskring of zonder kandidaten"
        if len(set(each.candidates)) != len(each.candidates):
            yield f"{where} heeft kandidaat {_twice(each.candidates)[0]} twee keer"
        if len(each.votes) != len(each.districts):
            yield f"{where} heeft niet voor elke kieskring stemmen"
        for row in each.votes:
            if len(row) != len(each.candidates):
                yield f"{where} heeft {len(each.candidates)} kandidaten en {len(row)} aantallen stemmen"
            elif min(row) < 0:
                yield f"{where} heeft een aantal stemmen onder nul"


def _wrong_in_combinations(election: ElectionVotes) -> Iterator[str]:
    known = {group.number for group in election.lists}
    for combination in election.combinations:
        if len(combination.lists) < 2 or not known.issuperset(combination.lists):
            yield f"lijstencombinatie {combination.name} bestaat niet uit twee of meer lijsten die er zijn"
    if twice := _twice(number for each in election.combinations for number in each.lists):
        yield f"lijst {twice[0]} is twee keer verbonden"
    if twice_named := _twice(each.name for each in election.combinations):
        yield f"lijstencombinatie {twice_named[0]} staat er twee keer in"


def _twice(items: Iterable[object]) -> list[object]:
    """What stands in ``items`` a second time."""
    seen: set[object] = set()
    again = []
    for item in items:
        if item in seen:
            again.append(item)
        seen.add(item)
    return again
