"""Chapter P once more, as slowly and plainly as it is written: to doubt the real thing with.

It shares nothing with the program but the form of votes and lots. Fractions throughout; whatever can be
computed again is computed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes


class Naive:
    """One election; ``run`` gives ``seats`` by list, and with one kieskring ``elected`` and ``rankings``."""

    def __init__(self, election: ElectionVotes, lots: Iterable[Lot], *, bar: bool = False) -> None:
        self.kind = election.type
        self.total_seats = election.seats
        self.percent = election.threshold_percent
        self.bar = bar or self.kind is ElectionType.TK
        self.lots = list(lots)
        self.names: dict[int, list[str]] = {}
        self.votes: dict[int, dict[str, int]] = {}
        for group in election.lists:
            votes: dict[str, int] = {}
            for of in group.sets:
                for row in of.votes:
                    for name, number in zip(of.candidates, row, strict=True):
                        votes[name] = votes.get(name, 0) + number
            self.names[group.number] = [name for name in votes if name not in election.deceased]
            self.votes[group.number] = votes
        self.list_votes = {number: sum(votes.values()) for number, votes in self.votes.items()}
        self.seats = dict.fromkeys(self.votes, 0)
        self.elected: dict[int, list[str]] = {}
        self.rankings: dict[int, list[str] | None] = {}
        self.history: list[tuple[str, Fraction, int]] = []
        self.forgotten: list[tuple[str, Fraction, int]] = []
        self.room_counts = False

    @property
    def kiesdeler(self) -> Fraction:
        return Fraction(sum(self.list_votes.values()), self.total_seats)

    def run(self) -> None:
        if self.kiesdeler:
            for number, votes in self.list_votes.items():
                while (self.seats[number] + 1) * self.kiesdeler <= votes:
                    self.seats[number] += 1
            self.residual_seats()
            self.absolute_majority()
            self.exhausted_lists()
        self.all_candidates()
        assert not self.lots

    def all_candidates(self) -> None:
        for number in sorted(self.votes):
            self.candidates(number)

    def left(self) -> int:
        return self.total_seats - sum(self.seats.values())

    def draw(self, options: Sequence[int | str]) -> int | str:
        lot = self.lots.pop(0)
        assert set(lot.options) == set(options)
        return lot.drawn

    def may_get(self) -> list[int]:
        return [
            number
            for number, votes in self.list_votes.items()
            if votes > 0
            and not (self.room_counts and self.seats[number] >= len(self.names[number]))
            and (not self.bar or votes >= self.kiesdeler)
        ]

    def had(self, stage: str) -> set[int]:
        """The lists that had a seat in ``stage`` and did not lose it by P 9."""
        kept = list(self.history)
        for lost in self.forgotten:
            kept.remove(lost)
        return {number for had, _, number in kept if had == stage}

    def residual_seats(self) -> None:
        while self.left() > 0:
            stage, values = self.stage()
            if not values:
                return
            best = max(values.values())
            tied = sorted(number for number, value in values.items() if value == best)
            if len(tied) > self.left():
                drawn = self.draw(tied)
                assert isinstance(drawn, int)
                tied = [drawn]
            for number in tied:
                self.seats[number] += 1
                self.history.append((stage, best, number))

    def stage(self) -> tuple[str, dict[int, Fraction]]:
        possible = self.may_get()
        averages = {number: Fraction(self.list_votes[number], self.seats[number] + 1) for number in possible}
        if self.total_seats >= 19:
            return "average", averages
        remainders = {
            number: self.list_votes[number] % self.kiesdeler
            for number in possible
            if self.list_votes[number] >= Fraction(3, 4) * self.kiesdeler
            and number not in self.had("remainder")
        }
        if remainders:
            return "remainder", remainders
        once = {n: value for n, value in averages.items() if n not in self.had("average_once")}
        return ("average_once", once) if once else ("average", averages)

    def absolute_majority(self) -> None:
        if self.kind is ElectionType.EK or not self.history:
            return
        for number, votes in self.list_votes.items():
            half_of_votes = Fraction(sum(self.list_votes.values()), 2)
            if votes > half_of_votes and self.seats[number] <= Fraction(self.total_seats, 2):
                last_stage = self.history[-1][0]
                smallest = min(value for stage, value, _ in self.history if stage == last_stage)
                last = [each for each in self.history if each[:2] == (last_stage, smallest)]
                loser = last[0][2]
                if len(last) > 1:
                    drawn = self.draw([number for *_, number in last])
                    assert isinstance(drawn, int)
                    loser = drawn
                self.seats[number] += 1
                self.seats[loser] -= 1
                self.forgotten.append((last_stage, smallest, loser))
                return

    def exhausted_lists(self) -> None:
        """A list with more seats than candidates gives the rest back; one with as many gets no more."""
        self.room_counts = True
        for number, names in self.names.items():
            self.seats[number] = min(self.seats[number], len(names))
        self.residual_seats()

    def candidates(self, number: int) -> None:
        votes, names, seats = self.votes[number], self.names[number], self.seats[number]
        above = self.above(number)
        preference = [name for together in self.preference(number) for name in together]
        others = [name for name in names if name not in preference]
        self.elected[number] = preference + others[: seats - len(preference)]
        if self.total_seats >= 19 and not seats:
            self.rankings[number] = None
            return
        second = sorted((name for name in others if name in above), key=lambda name: -votes[name])
        third = [name for name in others if name not in above]
        self.rankings[number] = preference + second + third

    def above(self, number: int) -> set[str]:
        """Who is above the threshold."""
        votes, threshold = self.votes[number], self.kiesdeler * self.percent / 100
        reached = self.kind is ElectionType.EK and threshold > 0
        return {
            name
            for name in self.names[number]
            if votes[name] > threshold or (reached and votes[name] == threshold)
        }

    def preference(self, number: int) -> list[list[str]]:
        """Who gets a seat on preference votes, those with equal votes together, drawn ones each alone."""
        votes, seats = self.votes[number], self.seats[number]
        waiting, classes = self.above(number), list[list[str]]()
        while waiting and seats > 0:
            most = max(votes[name] for name in waiting)
            tied = [name for name in self.names[number] if name in waiting and votes[name] == most]
            if len(tied) > seats:
                drawn = self.draw(tied)
                assert isinstance(drawn, str)
                tied = [drawn]
            classes.append(tied)
            waiting -= set(tied)
            seats -= len(tied)
        return classes
