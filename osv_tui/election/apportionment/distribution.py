"""The whole distribution: from votes to seats to elected candidates (Kieswet P 5 to P 19a)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from osv_tui.election.apportionment.assignment import Assignment, Division
from osv_tui.election.apportionment.candidates import Rules, living, nominate
from osv_tui.election.apportionment.combinations import CheckedCombination, check, seats_if_unconnected
from osv_tui.election.apportionment.exhaustion import pass_on_seats
from osv_tui.election.apportionment.groups import Group, divide_within
from osv_tui.election.apportionment.lots import Lot, LotNeeded, LotQuestion, Lots
from osv_tui.election.apportionment.majority import give_majority
from osv_tui.election.apportionment.nomination import Nomination
from osv_tui.election.apportionment.quota import Quotient, most_votes_without, preference_threshold
from osv_tui.election.apportionment.residual import assign_residual_seats
from osv_tui.election.apportionment.steps import Method
from osv_tui.election.apportionment.twice_elected import elect_once, elected_twice
from osv_tui.election.apportionment.votes import ElectionVotes, ListGroup, ListSet, SetId


class Notice(Enum):
    """What the central committee should know before it goes on; the value says it in Dutch."""

    NO_VOTES = "Er zijn geen stemmen op kandidaten: geen zetel kan worden toegewezen."
    EMPTY_SEATS = "Er blijven zetels leeg: geen lijst kan er nog een krijgen."
    MAJORITY_AND_EXHAUSTION = (
        "Artikel P 9 en artikel P 10 komen samen voor. De wet laat open hoe; overleg met de Kiesraad."
    )
    ELECTED_TWICE = (
        "Een kandidaat is gekozen op lijsten van twee groeperingen. De wet zwijgt daarover; overleg met de"
        " Kiesraad."
    )
    OTHER_THRESHOLD = "De voorkeurdrempel is een andere dan die van artikel P 15."


@dataclass(frozen=True, slots=True)
class InnerDivision:
    """The seats of a group over its sets, or of a combination over its lists; ``number`` is its own."""

    number: int
    division: Division


@dataclass(frozen=True, slots=True)
class Distribution:
    """The outcome, as far as it comes.

    ``lot_needed`` says where it stopped for want of a lot; what comes after is not there then. ``main`` is
    the division over lists (a combination under its lowest list), ``groups`` that of each group of several
    sets, ``nominations`` who is elected on each set, in order of list and kieskring.
    """

    preference_threshold: Quotient
    main: Division
    combinations: tuple[CheckedCombination, ...]
    if_unconnected: tuple[tuple[int, int], ...]
    within_combinations: tuple[InnerDivision, ...]
    groups: tuple[InnerDivision, ...]
    nominations: tuple[Nomination, ...]
    notices: tuple[Notice, ...]
    lot_needed: LotQuestion | None

    @property
    def quota(self) -> Quotient:
        return self.main.quota

    @property
    def is_complete(self) -> bool:
        return self.lot_needed is None

    @property
    def main_is_complete(self) -> bool:
        """Whether the seats of the main division are final, even if a lot is needed further on."""
        return self.lot_needed is None or not self.lot_needed.kind.in_main_division

    def seats(self, number: int) -> int:
        """The seats of a list.

        Raises:
            KeyError: it takes no part.
        """
        for inner in self.within_combinations:
            for share in inner.division.shares:
                if share.number == number:
                    return share.seats
        return self.main.seats(number)


def distribute(election: ElectionVotes, lots: Iterable[Lot] = (), *, quota_bar: bool = False) -> Distribution:
    """Distribute the seats of ``election`` and elect its candidates.

    ``lots`` are what was drawn, in the order in which it is asked for. ``quota_bar`` gives residual seats to
    lists that reached the kiesdeler only, whatever the election (bill 36641, not in force).

    Raises:
        WrongLot: a lot is given that is not asked for.
    """
    drawn = Lots(lots)
    going_on = _Distributing(election, drawn, quota_bar)
    try:
        going_on.run()
    except LotNeeded as needed:
        return going_on.outcome(needed.question)
    drawn.require_all_used()
    return going_on.outcome(None)


class _Distributing:
    """A distribution that is going on, so that what is known is there when a lot is needed."""

    def __init__(self, election: ElectionVotes, lots: Lots, quota_bar: bool) -> None:
        self.election = election
        self.lots = lots
        self.quota_bar = quota_bar or election.type.has_quota_bar
        self.lists = [_ListVotes(group, election) for group in sorted(election.lists, key=_number)]
        total = sum(each.votes for each in self.lists)
        self.threshold = preference_threshold(total, election.seats, election.threshold_percent)
        self.rules = Rules(
            most_votes_without(self.threshold, reached_is_enough=election.type.reached_is_enough),
            election.deceased,
            ranks_all=not election.by_averages,
        )
        self.combinations: tuple[CheckedCombination, ...] = ()
        self.if_unconnected: Mapping[int, int] = {}
        self.within_combinations: list[InnerDivision] = []
        self.groups: list[InnerDivision] = []
        self.nominations: list[Nomination] = []
        self.notices: set[Notice] = set()
        self.main = self._start([(each,) for each in self.lists])

    def run(self) -> None:
        """The order in which the law works, and so in which lots are asked for (apportionment §3)."""
        contenders = self._contenders()
        self.main = self._start(contenders)
        self._note_input()
        self._distribute_main([sum(each.candidates for each in lists) for lists in contenders])
        for lists, seats in zip(contenders, self.main.seats, strict=True):
            self._divide_combination(lists, seats)
        within = [self._divide_group(each) for each in self.lists]
        for each, assignment in zip(self.lists, within, strict=True):
            self._elect(each, assignment)
        self._elect_once()

    def outcome(self, lot_needed: LotQuestion | None) -> Distribution:
        return Distribution(
            self.threshold,
            self.main.division(),
            self.combinations,
            tuple(self.if_unconnected.items()),
            tuple(self.within_combinations),
            tuple(self.groups),
            tuple(self.nominations),
            tuple(notice for notice in Notice if notice in self.notices),
            lot_needed,
        )

    def _note_input(self) -> None:
        if not self.main.total_votes:
            self.notices.add(Notice.NO_VOTES)
        if self.election.threshold_percent != self.election.type.preference_percent:
            self.notices.add(Notice.OTHER_THRESHOLD)

    def _start(self, contenders: Sequence[Sequence[_ListVotes]]) -> Assignment:
        """The full seats of lists, those of a combination taken together."""
        by_averages = self.election.by_averages
        return Assignment(
            [lists[0].number for lists in contenders],
            [sum(each.votes for each in lists) for lists in contenders],
            self.election.seats,
            Method.LARGEST_AVERAGES if by_averages else Method.LARGEST_REMAINDERS,
            quota_bar=self.quota_bar,
        )

    def _contenders(self) -> list[tuple[_ListVotes, ...]]:
        """What counts as one list: lists, and valid combinations under their lowest number."""
        if not self.election.combinations:
            return [(each,) for each in self.lists]
        self.if_unconnected = seats_if_unconnected(self.main)
        self.combinations = tuple(check(each, self.if_unconnected) for each in self.election.combinations)
        together = {number: each for each in self.combinations if each.valid for number in each.qualifying}
        contenders: list[tuple[_ListVotes, ...]] = []
        for each in self.lists:
            combination = together.get(each.number)
            if combination is None:
                contenders.append((each,))
            elif each.number == combination.number:
                contenders.append(tuple(one for one in self.lists if one.number in combination.qualifying))
        return contenders

    def _distribute_main(self, candidates: Sequence[int]) -> None:
        """Residual seats, majority, exhaustion: in this order (apportionment §2)."""
        assign_residual_seats(self.main, self.lots)
        majority = self.election.type.has_majority_rule and give_majority(self.main, self.lots)
        exhausted = pass_on_seats(self.main, candidates, self.lots)
        if majority and exhausted:
            self.notices.add(Notice.MAJORITY_AND_EXHAUSTION)
        if self.main.unassigned:
            self.notices.add(Notice.EMPTY_SEATS)

    def _divide_combination(self, lists: Sequence[_ListVotes], seats: int) -> None:
        if len(lists) == 1:
            lists[0].seats = seats
        elif seats:
            assignment = divide_within(
                [each.number for each in lists],
                [each.votes for each in lists],
                [each.candidates for each in lists],
                seats,
                Method.WITHIN_COMBINATION,
                self.lots,
            )
            self.within_combinations.append(InnerDivision(lists[0].number, assignment.division()))
            for each, inner in zip(lists, assignment.seats, strict=True):
                each.seats = inner

    def _divide_group(self, of: _ListVotes) -> Assignment | None:
        """The seats of a list over its sets, if it has several."""
        if len(of.sets) == 1:
            return None
        assignment = divide_within(
            [each.number for each, _ in of.sets],
            [sum(votes) for _, votes in of.sets],
            [living(each, self.rules.deceased) for each, _ in of.sets],
            of.seats,
            Method.WITHIN_GROUP,
            self.lots,
            of.number,
        )
        if of.seats:
            self.groups.append(InnerDivision(of.number, assignment.division()))
        return assignment

    def _elect(self, of: _ListVotes, assignment: Assignment | None) -> None:
        if assignment is not None:
            group = Group(of.number, of.sets, self.rules, self.lots)
            self.nominations.extend(group.nominate(assignment))
            return
        on, votes = of.sets[0]
        set_id = SetId(of.number, on.number)
        self.nominations.append(nominate(on, votes, set_id, of.seats, self.rules, self.lots))

    def _elect_once(self) -> None:
        if not elected_twice(self.nominations):
            return
        self.notices.add(Notice.ELECTED_TWICE)
        list_votes = {each.number: each.votes for each in self.lists}
        self.nominations = elect_once(self.nominations, self.election, list_votes)


class _ListVotes:
    """A list with its votes added up, its living candidates counted, and its seats once they are known."""

    __slots__ = ("candidates", "number", "seats", "sets", "votes")

    def __init__(self, group: ListGroup, election: ElectionVotes) -> None:
        self.number = group.number
        self.sets = [(of, election.on_candidates(of)) for of in sorted(group.sets, key=_number)]
        self.votes = sum(sum(votes) for _, votes in self.sets)
        self.candidates = _distinct(group, election.deceased)
        self.seats = 0


def _distinct(group: ListGroup, deceased: frozenset[str]) -> int:
    """The living candidates of a group, each counted once."""
    if len(group.sets) == 1:
        return living(group.sets[0], deceased)
    return len({name for of in group.sets for name in of.candidates} - deceased)


def _number(of: ListGroup | ListSet) -> int:
    return of.number
