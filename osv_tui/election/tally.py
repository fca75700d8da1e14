"""The totals of a committee: its units added up, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from osv_tui.election import form as f
from osv_tui.election.count import RECOUNT_OF, Count
from osv_tui.election.form import FieldId
from osv_tui.election.model import CountingMethod, Election, ReportingUnit


@dataclass(frozen=True)
class UnitCount:
    """The final count of one reporting unit."""

    unit: ReportingUnit
    count: Count

    def figure(self, field: FieldId) -> int:
        """The number that goes into totals and files; A to D give way to their recount (models §2.2)."""
        if field in RECOUNT_OF:
            return self.count.replaced(field)
        return self.count.number(field)


@dataclass(frozen=True)
class Tally:
    """All units of an election, by unit number, with their sums.

    ``more`` and ``fewer`` are summed per unit and can both be above 0 (models §1.7). A list that differs
    between kieskringen has a total, but its places have none, as other people can stand on them.
    """

    election: Election
    method: CountingMethod
    units: tuple[UnitCount, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every unit of the election is among ``units``."""
        return len(self.units) == len(self.election.units)

    def total(self, field: FieldId) -> int:
        """The sum of all units.

        Raises:
            ValueError: it is a place of a list that differs between kieskringen.
        """
        if field in self._apart:
            raise ValueError(f"{field} is not the same candidate everywhere")
        return self._totals[field] if field in self._totals else self._sum(field)

    def has_total(self, field: FieldId) -> bool:
        """Whether ``field`` is of the same thing, or the same candidate, in every unit."""
        return field not in self._apart

    def units_with(self, field: FieldId) -> tuple[UnitCount, ...]:
        """The units whose figure at ``field`` is above 0."""
        return tuple(unit for unit in self.units if unit.figure(field) > 0)

    def _sum(self, field: FieldId) -> int:
        return sum(unit.figure(field) for unit in self.units)

    @cached_property
    def _totals(self) -> dict[FieldId, int]:
        fields = (field.id for field in f.count_form(self.election, self.method).fields)
        return {field: self._sum(field) for field in fields}

    @cached_property
    def _apart(self) -> frozenset[FieldId]:
        several = Counter(each.number for each in self.election.lists)
        return frozenset(
            f.candidate_field(each.number, candidate.number)
            for each in self.election.lists
            if several[each.number] > 1
            for candidate in each.candidates
        )


def tally(election: Election, method: CountingMethod, count_of: Callable[[ReportingUnit], Count]) -> Tally:
    """Add up ``election``; ``count_of`` gives the final count of a unit."""
    ordered = sorted(election.units, key=lambda unit: unit.number)
    return Tally(election, method, tuple(UnitCount(unit, count_of(unit)) for unit in ordered))
