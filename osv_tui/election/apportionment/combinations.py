"""Connected lists, for elections before 1 December 2017 (Kieswet P 4 and P 11 as they were)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from osv_tui.election.apportionment.assignment import Assignment
from osv_tui.election.apportionment.residual import without_lots
from osv_tui.election.apportionment.votes import Combination


@dataclass(frozen=True, slots=True)
class CheckedCombination:
    """Which lists of a combination would have a seat of their own; with two or more it counts as one list."""

    name: str
    qualifying: tuple[int, ...]
    removed: tuple[int, ...]

    @property
    def valid(self) -> bool:
        return len(self.qualifying) > 1

    @property
    def number(self) -> int:
        """The lowest list number, which stands for the combination in the main distribution."""
        return min(self.qualifying)


def check(combination: Combination, seats: Mapping[int, int]) -> CheckedCombination:
    """Judge ``combination`` by the seats that each list would have if none were connected."""
    return CheckedCombination(
        combination.name,
        tuple(number for number in combination.lists if seats[number]),
        tuple(number for number in combination.lists if not seats[number]),
    )


def seats_if_unconnected(assignment: Assignment) -> Mapping[int, int]:
    """The seats of each list if none were connected; of lists with an equal value all get one."""
    without_lots(assignment)
    return dict(zip(assignment.numbers, assignment.seats, strict=True))
