"""Groups of lists that differ between kieskringen, once more and naively (Kieswet P 12 to P 19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.apportionment.votes import ElectionVotes
from tests.election.apportionment.naive import Naive


class NaiveProvince(Naive):
    """An election of several kieskringen; ``elected_on`` and ``order`` are by list and kieskring."""

    def __init__(self, election: ElectionVotes, lots: Iterable[Lot], *, bar: bool = False) -> None:
        super().__init__(election, lots, bar=bar)
        self.sets = {
            group.number: {
                min(of.districts): {
                    name: sum(row[place] for row in of.votes) for place, name in enumerate(of.candidates)
                }
                for of in sorted(group.sets, key=lambda of: min(of.districts))
            }
            for group in election.lists
        }
        self.deceased = election.deceased
        self.elected_on: dict[tuple[int, int], list[str]] = {}
        self.order: dict[tuple[int, int], list[str] | None] = {}

    def all_candidates(self) -> None:
        within = {number: self.within(number) for number in sorted(self.sets)}
        for number in sorted(self.sets):
            NaiveGroup(self, number, within[number]).elect()

    def within(self, number: int) -> Within:
        return Within(self, number)


class Within:
    """P 12 and P 13 for one list; ``steps`` tells who got seats together, full seats first."""

    def __init__(self, of: NaiveProvince, number: int) -> None:
        self.of = of
        self.votes = {district: sum(votes.values()) for district, votes in of.sets[number].items()}
        self.room = {district: len(set(votes) - of.deceased) for district, votes in of.sets[number].items()}
        self.total = of.seats[number]
        self.seats = dict.fromkeys(self.votes, 0)
        self.had: set[int] = set()
        self.steps: list[list[int]] = []
        self.passed_on = False
        self.counts_room = False
        if self.total and sum(self.votes.values()):
            self.divide()

    @property
    def quota(self) -> Fraction:
        return Fraction(sum(self.votes.values()), self.total)

    def divide(self) -> None:
        self.full = {district: int(votes / self.quota) for district, votes in self.votes.items()}
        self.seats = dict(self.full)
        self.steps.append([district for district, seats in self.full.items() if seats])
        self.fill()
        self.counts_room = True
        for district, most in self.room.items():
            if self.seats[district] > most:
                self.seats[district], self.passed_on = most, True
        self.fill()

    def fill(self) -> None:
        while (left := self.total - sum(self.seats.values())) > 0:
            tied = self.next()
            if not tied:
                return
            if len(tied) > left:
                drawn = self.of.draw(tied)
                assert isinstance(drawn, int)
                tied = [drawn]
            self.give(tied)
            self.steps.append(tied)

    def give(self, tied: list[int]) -> None:
        if not set(tied) & self.had and self.by_remainder:
            self.had |= set(tied)
        for district in tied:
            self.seats[district] += 1

    def next(self) -> list[int]:
        possible = [d for d, votes in self.votes.items() if votes and self.has_room(d)]
        possible = possible or [d for d, votes in self.votes.items() if not votes and self.has_room(d)]
        return self.largest(possible)

    def has_room(self, district: int) -> bool:
        return not self.counts_room or self.seats[district] < self.room[district]

    def largest(self, possible: list[int]) -> list[int]:
        fresh = [district for district in possible if district not in self.had]
        self.by_remainder = bool(fresh)
        values = (
            {d: self.votes[d] - self.full[d] * self.quota for d in fresh}
            if fresh
            else {d: Fraction(self.votes[d], self.seats[d] + 1) for d in possible}
        )
        return [d for d, value in values.items() if value == max(values.values())]

    def further(self) -> Iterator[list[int]]:
        """Who would be next if there were seats for all candidates; room counts when these are gone."""
        with_votes = [d for d, votes in self.votes.items() if votes]
        if self.passed_on:
            with_votes = [d for d in with_votes if self.seats[d] < self.room[d]]
        without = [d for d, votes in self.votes.items() if not votes and self.seats[d] < self.room[d]]
        for possible in (with_votes, without):
            still = possible
            while still and sum(self.seats.values()) < sum(self.room.values()):
                while sum(self.seats.values()) < sum(self.room.values()):
                    tied = self.largest(still)
                    self.give(tied)
                    yield tied
                for district in still:
                    self.seats[district] = min(self.seats[district], self.room[district])
                still = [district for district in still if self.seats[district] < self.room[district]]


class NaiveGroup:
    """The candidates of one list."""

    def __init__(self, of: NaiveProvince, number: int, within: Within) -> None:
        self.of = of
        self.number = number
        self.within = within
        self.votes = {
            district: {name: number for name, number in votes.items() if name not in of.deceased}
            for district, votes in of.sets[number].items()
        }
        self.place: dict[str, int] = {}
        self.free = dict(within.seats)

    def elect(self) -> None:
        classes = self.of.preference(self.number)
        backwards = self.one_by_one(reversed(self.within.steps))
        for together in classes:
            self.preference_seats(together, backwards)
        self.list_order(self.one_by_one(self.within.further()))
        preference = [name for together in classes for name in together]
        for district, votes in self.votes.items():
            self.outcome(district, list(votes), classes, preference)

    def one_by_one(self, steps: Iterable[list[int]]) -> Iterator[int]:
        for step in steps:
            left = sorted(step)
            while left:
                drawn = self.of.draw(left) if len(left) > 1 else left[0]
                assert isinstance(drawn, int)
                left.remove(drawn)
                yield drawn

    def preference_seats(self, together: list[str], backwards: Iterator[int]) -> None:
        waiting = list(together)
        while True:
            asked: dict[int, list[str]] = {}
            for name in waiting:
                on = [d for d, votes in self.votes.items() if name in votes and self.free[d] > 0]
                if on:
                    asked.setdefault(self.most(name, on), []).append(name)
            if not asked:
                break
            for district, names in asked.items():
                for name in [name for name in self.votes[district] if name in names]:
                    if self.free[district] > 0:
                        self.free[district] -= 1
                        self.place[name] = district
                        waiting.remove(name)
        for name in waiting:
            self.place[name] = self.most(name, [d for d, votes in self.votes.items() if name in votes])
        for _ in waiting:
            loser = next((district for district in backwards if self.free[district] > 0), None)
            if loser is None:
                loser = next(district for district in sorted(self.free) if self.free[district] > 0)
            self.free[loser] -= 1

    def most(self, name: str, districts: list[int]) -> int:
        highest = max(self.votes[district][name] for district in districts)
        return min(district for district in districts if self.votes[district][name] == highest)

    def waiting(self, district: int) -> list[str]:
        return [name for name in self.votes[district] if name not in self.place]

    def list_order(self, forwards: Iterator[int]) -> None:
        while sum(self.free.values()):
            for district in sorted(self.free):
                while self.free[district] and not self.waiting(district):
                    self.free[district] -= 1
                    self.pass_to(forwards)
            named: dict[str, list[int]] = {}
            for district, free in self.free.items():
                for name in self.waiting(district)[:free]:
                    named.setdefault(name, []).append(district)
            for name, districts in named.items():
                self.place[name] = self.most(name, districts)
                self.free[self.place[name]] -= 1

    def pass_to(self, forwards: Iterator[int]) -> None:
        for district in forwards:
            if self.free[district] < len(self.waiting(district)):
                self.free[district] += 1
                return
        receiver = next(d for d in sorted(self.free) if self.free[d] < len(self.waiting(d)))
        self.free[receiver] += 1

    def outcome(
        self, district: int, names: list[str], classes: list[list[str]], preference: list[str]
    ) -> None:
        votes = self.votes[district]
        first = [name for together in classes for name in names if name in together]
        above = self.of.above(self.number) - set(preference)
        second = [name for name in names if name in above and votes[name]]
        second.sort(key=lambda name: -votes[name])
        third = [name for name in names if name not in (*first, *second)]
        here = [name for name in first if self.place.get(name) == district]
        here += [name for name in names if name not in first and self.place.get(name) == district]
        self.of.elected_on[self.number, district] = here
        ranked = bool(self.of.seats[self.number]) or self.of.total_seats < 19
        self.of.order[self.number, district] = first + second + third if ranked else None
