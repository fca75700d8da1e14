"""The kiesdeler and the preference threshold, as exact fractions (Kieswet P 5 and P 15)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Quotient:
    """Votes divided by seats as the law divides them, not reduced: 10,422,852 / 150.

    Two quotients are equal when both their numbers are; compare ``exact`` for the value.
    """

    numerator: int
    denominator: int

    @property
    def exact(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    @property
    def whole(self) -> int:
        return self.numerator // self.denominator

    @property
    def rest(self) -> int:
        """What remains above the whole, in parts of ``denominator``."""
        return self.numerator % self.denominator

    def __str__(self) -> str:
        """As a report prints it: 69485 102/150."""
        return f"{self.whole} {self.rest}/{self.denominator}" if self.rest else str(self.whole)


def kiesdeler(votes: int, seats: int) -> Quotient:
    """The votes on all lists together divided by the seats (Kieswet P 5)."""
    return Quotient(votes, seats)


def preference_threshold(votes: int, seats: int, percent: int) -> Quotient:
    """``percent`` of the kiesdeler (Kieswet P 15)."""
    return Quotient(votes * percent, seats * 100)


def most_votes_without(threshold: Quotient, *, reached_is_enough: bool) -> int:
    """The largest number of votes with which a candidate is not elected on preference votes.

    A threshold must be exceeded; at the Eerste Kamer it is enough to reach it (apportionment §4, §7).
    """
    margin = 1 if reached_is_enough else 0
    return max((threshold.numerator - margin) // threshold.denominator, 0)
