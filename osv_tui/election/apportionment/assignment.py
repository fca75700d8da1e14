"""An assignment of seats while it is going on, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from osv_tui.election.apportionment.quota import Quotient, kiesdeler
from osv_tui.election.apportionment.steps import Method, Step


@dataclass(frozen=True, slots=True)
class Share:
    """What one contender has: votes, full seats, the votes that remain above those, and seats in the end."""

    number: int
    votes: int
    full_seats: int
    remainder: Quotient
    seats: int


@dataclass(frozen=True, slots=True)
class Division:
    """Seats divided over lists, or over the sets of a group; ``unassigned`` seats stay empty."""

    quota: Quotient
    shares: tuple[Share, ...]
    steps: tuple[Step, ...]
    unassigned: int

    def seats(self, number: int) -> int:
        """The seats of one contender.

        Raises:
            KeyError: it takes no part.
        """
        for share in self.shares:
            if share.number == number:
                return share.seats
        raise KeyError(number)


class Assignment:
    """Seats that are being assigned to contenders, which are known by their place in ``numbers``.

    It begins with the full seats: as often as the kiesdeler goes into the votes (Kieswet P 6; P 12 within a
    group). ``partaking`` are the places that can get residual seats: never one without votes, and with
    ``quota_bar`` only those that reached the kiesdeler. ``capacity`` is the number of candidates once that
    counts (Kieswet P 10); ``last`` is who got a residual seat at the last and so the smallest value, and
    ``group`` the list that the contenders are sets of.
    """

    def __init__(
        self,
        numbers: Sequence[int],
        votes: Sequence[int],
        seats: int,
        method: Method,
        *,
        quota_bar: bool = False,
        group: int | None = None,
    ) -> None:
        total = sum(votes)
        self.numbers = numbers
        self.votes = votes
        self.total_votes = total
        self.available = seats
        self.method = method
        self.group = group
        self.full_seats = [number * seats // total for number in votes] if total else [0] * len(votes)
        self.seats = self.full_seats[:]
        self.unassigned = seats - sum(self.full_seats)
        self.partaking = [
            place
            for place, number in enumerate(votes)
            if number and (not quota_bar or self.full_seats[place])
        ]
        self.capacity: Sequence[int] | None = None
        self.had_remainder: set[int] = set()
        self.had_average_once: set[int] = set()
        self.last: list[int] = []
        self.last_value: tuple[int, int] | None = None
        self.steps: list[Step] = []

    def remainder(self, place: int) -> int:
        """The votes that remain when the full seats are paid for, times the number of seats."""
        return self.votes[place] * self.available - self.full_seats[place] * self.total_votes

    def with_room(self) -> list[int]:
        """The places that can still get a seat."""
        capacity = self.capacity
        if capacity is None:
            return self.partaking
        room = [place for place in self.partaking if self.seats[place] < capacity[place]]
        return room if room or self.group is None else self.voteless()

    def voteless(self) -> list[int]:
        """The sets of a group without votes that have candidates left.

        They get what no other set can take: the group has the seats because these candidates are there too.
        """
        capacity = self.capacity or [0] * len(self.votes)
        return [
            place
            for place, votes in enumerate(self.votes)
            if not votes and self.seats[place] < capacity[place]
        ]

    def division(self) -> Division:
        """How it stands now."""
        available = self.available
        shares = tuple(
            Share(number, votes, full, Quotient(self.remainder(place), available), self.seats[place])
            for place, (number, votes, full) in enumerate(
                zip(self.numbers, self.votes, self.full_seats, strict=True)
            )
        )
        quota = kiesdeler(self.total_votes, available)
        return Division(quota, shares, tuple(self.steps), self.unassigned)
