"""A group of lists that differ between kieskringen: its seats over its sets, and who is elected on which.

Where chapter P leaves a choice this is what OSV does (apportionment §5), one thing apart: where only sets
without votes have candidates left OSV leaves the seat empty or stops (§8, D7); here they get it, by lot
where there are several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from osv_tui.election.apportionment.assignment import Assignment
from osv_tui.election.apportionment.candidates import Preferred, Rules, preferred, ranking
from osv_tui.election.apportionment.exhaustion import pass_on_seats
from osv_tui.election.apportionment.lots import LotKind, LotQuestion, Lots
from osv_tui.election.apportionment.nomination import Elected, ElectedBy, Elsewhere, Nomination
from osv_tui.election.apportionment.residual import assign_residual_seats, would_follow
from osv_tui.election.apportionment.steps import Method
from osv_tui.election.apportionment.votes import ListSet, SetId


def divide_within(
    numbers: Sequence[int],
    votes: Sequence[int],
    candidates: Sequence[int],
    seats: int,
    method: Method,
    lots: Lots,
    group: int | None = None,
) -> Assignment:
    """Divide the ``seats`` of a group over its sets (Kieswet P 12, P 13), or of a combination (P 11, old).

    A kiesdeler of its own, largest remainders, at most one a set, and then largest averages; what a set has
    above its number of living ``candidates`` passes to the others.
    """
    assignment = Assignment(numbers, votes, seats, method, group=group)
    assign_residual_seats(assignment, lots)
    pass_on_seats(assignment, candidates, lots)
    return assignment


class Group:
    """The sets of a group while its candidates are being elected.

    ``sets`` are in order of their numbers; ``votes`` has for each of them the votes on its living candidates
    in list order, and ``together`` those on all sets of the group.
    """

    def __init__(
        self, number: int, sets: Sequence[tuple[ListSet, Sequence[int]]], rules: Rules, lots: Lots
    ) -> None:
        self.number = number
        self.rules = rules
        self.lots = lots
        self.sets = {of.number: of for of, _ in sets}
        self.votes = {
            of.number: {
                name: votes
                for name, votes in zip(of.candidates, on, strict=True)
                if name not in rules.deceased
            }
            for of, on in sets
        }
        self.together: dict[str, int] = {}
        for on_set in self.votes.values():
            for name, votes in on_set.items():
                self.together[name] = self.together.get(name, 0) + votes
        self.free: dict[int, int] = {}
        self.elected_on: dict[str, int] = {}

    def nominate(self, assignment: Assignment) -> list[Nomination]:
        """Who is elected on each set, once the seats of the group are divided."""
        seats = dict(zip(assignment.numbers, assignment.seats, strict=True))
        self.free = dict(seats)
        above = preferred(self.together, sum(seats.values()), self.rules, self.number, self.lots)
        last = _last_first(assignment, self.number, self.lots)
        for equal in self._classes(above):
            self._elect_where_most_votes(equal, last)
        self._elect_in_list_order(_next_first(assignment, self.number, self.lots))
        return [self._nomination(number, seats[number], above) for number in self.sets]

    def _classes(self, above: Preferred) -> Iterator[list[str]]:
        """Who has a preference seat: those with equal votes together, those drawn by lot one by one."""
        equal: list[str] = []
        for name in above.elected:
            if equal and (name in above.by_lot or self.together[name] != self.together[equal[0]]):
                yield equal
                equal = []
            equal.append(name)
        if equal:
            yield equal

    def _elect_where_most_votes(self, names: list[str], last: Iterator[int]) -> None:
        """Each on the set with most of his votes that has a seat left (Kieswet P 16, first paragraph).

        Where more want a set than it has seats, their order on it decides, and the others try their next.
        Who finds no seat is elected where he has most votes all the same, and the seat that was assigned last
        lapses (second paragraph).
        """
        names = list(names)
        while wanted := self._wanted(names):
            for number, wanting in wanted.items():
                wanting.sort(key=list(self.votes[number]).index)
                for name in wanting[: self.free[number]]:
                    self._elect(name, number)
                    self.free[number] -= 1
                    names.remove(name)
        for name in names:
            self._elect(name, self._best(name, self._sets_with(name)))
        for _ in names:
            self._lapse(last)

    def _wanted(self, names: list[str]) -> dict[int, list[str]]:
        """Which set with a seat left each of ``names`` would be elected on."""
        wanted: dict[int, list[str]] = {}
        for name in names:
            possible = [number for number in self._sets_with(name) if self.free[number] > 0]
            if possible:
                wanted.setdefault(self._best(name, possible), []).append(name)
        return wanted

    def _sets_with(self, name: str) -> list[int]:
        return [number for number, votes in self.votes.items() if name in votes]

    def _best(self, name: str, numbers: Sequence[int]) -> int:
        """The set with most votes on a candidate; with equal votes the lowest kieskring."""
        return min(numbers, key=lambda number: (-self.votes[number][name], number))

    def _elect(self, name: str, number: int) -> None:
        self.elected_on[name] = number

    def _lapse(self, last: Iterator[int]) -> None:
        """Take a seat from the set that got the last one and has one left (Kieswet P 16)."""
        loser = next((number for number in last if self.free[number] > 0), None)
        if loser is None:
            loser = min(number for number, free in self.free.items() if free > 0)
        self.free[loser] -= 1

    def _elect_in_list_order(self, following: Iterator[int]) -> None:
        """The remaining seats, in list order (Kieswet P 17 and P 18).

        All sets name their next candidates at once; who is named by several is elected where he has most
        votes, and the others name again. A set with a seat but without candidates passes it on.
        """
        while any(self.free.values()):
            while exhausted := [n for n in sorted(self.free) if self.free[n] and not self._unelected(n)]:
                self.free[exhausted[0]] -= 1
                self.free[self._receiver(following)] += 1
            named: dict[str, list[int]] = {}
            for number, free in self.free.items():
                for name in self._unelected(number)[:free]:
                    named.setdefault(name, []).append(number)
            for name, numbers in named.items():
                number = self._best(name, numbers)
                self._elect(name, number)
                self.free[number] -= 1

    def _unelected(self, number: int) -> list[str]:
        return [name for name in self.votes[number] if name not in self.elected_on]

    def _receiver(self, following: Iterator[int]) -> int:
        """The set that the next seat would have gone to and that has a candidate for it."""
        for number in following:
            if self.free[number] < len(self._unelected(number)):
                return number
        return min(n for n, free in self.free.items() if free < len(self._unelected(n)))

    def _nomination(self, number: int, seats: int, above: Preferred) -> Nomination:
        order = self._ranking(number, above)
        known, names = {*above.elected, *above.others}, self.sets[number].candidates
        return Nomination(
            SetId(self.number, number),
            seats,
            tuple(self._elected(number, order, above)),
            order if self.elected_on or self.rules.ranks_all else None,
            tuple(name for name in order if name in known),
            tuple(name for name in names if name in self.rules.deceased),
            tuple(
                (name, Elsewhere.OTHER_SET) for name in names if self.elected_on.get(name, number) != number
            ),
        )

    def _elected(self, number: int, order: Sequence[str], above: Preferred) -> Iterator[Elected]:
        """Those with a preference seat in the order of the ranking, then those in list order."""
        preference = set(above.elected)
        for name in order:
            if name in preference and self.elected_on.get(name) == number:
                by_lot = name in above.by_lot
                yield Elected(name, ElectedBy.PREFERENCE, self.together[name], by_lot)
        for name in self.votes[number]:
            if name not in preference and self.elected_on.get(name) == number:
                yield Elected(name, ElectedBy.LIST_ORDER, self.together[name])

    def _ranking(self, number: int, above: Preferred) -> tuple[str, ...]:
        """Kieswet P 19 for one set.

        Whether the votes of the second kind, above the threshold without a seat, are those on the group or
        on this set the law leaves open; OSV takes those on this set, and none is as good as not above it.
        """
        votes = self.votes[number]
        on_list = {name: place for place, name in enumerate(votes)}
        seat = {name: place for place, name in enumerate(above.elected)}
        elected = sorted(
            (name for name in above.elected if name in votes),
            key=lambda name: (
                -self.together[name],
                seat[name] if name in above.by_lot else 0,
                on_list[name],
            ),
        )
        others = sorted(
            (name for name in above.others if votes.get(name)),
            key=lambda name: (-votes[name], on_list[name]),
        )
        return ranking(tuple(votes), (*elected, *others))


def _last_first(assignment: Assignment, group: int, lots: Lots) -> Iterator[int]:
    """Who got seats, from the last step back to the full seats, several in one step by lot (Kieswet P 16)."""
    steps = [tuple(number for number, seats in step.changes if seats > 0) for step in assignment.steps]
    full = tuple(
        number for number, seats in zip(assignment.numbers, assignment.full_seats, strict=True) if seats
    )
    for together in (*reversed(steps), full):
        yield from _by_lot(together, LotKind.GROUP_ROLLBACK, "P 16, tweede lid,", group, lots)


def _next_first(assignment: Assignment, group: int, lots: Lots) -> Iterator[int]:
    """Who would get the next seats, several in one step by lot (Kieswet P 13 and P 18)."""
    for together in would_follow(assignment, assignment.capacity or ()):
        yield from _by_lot(together, LotKind.GROUP_ROLLFORWARD, "P 18", group, lots)


def _by_lot(numbers: tuple[int, ...], kind: LotKind, article: str, group: int, lots: Lots) -> Iterator[int]:
    """All of ``numbers``, the order drawn when a next one is needed."""
    left = list(numbers)
    while len(left) > 1:
        question = LotQuestion(kind, article, tuple(left), 1, list_number=group)
        yield left.pop(lots.draw(question))
    yield from left
