"""What is known of an evening before it is played: papers and the mistakes of each typist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from osv_tui.election.count import Count, Difference
from osv_tui.election.form import FieldId, Form, count_form
from osv_tui.election.model import CountingMethod
from osv_tui.rehearsal.cases import Case
from osv_tui.rehearsal.mistakes import Mistake, TooManyMistakes, plant, plant_what_fits
from osv_tui.rehearsal.papers import Paper

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many entries are done, and how many there will be."""


@dataclass(frozen=True)
class EveningResult:
    """``folder`` holds the station and the export; ``text`` tells what happened and what was checked.

    ``packages`` are the folders for the website, one for each election.
    """

    folder: Path
    packages: tuple[Path, ...]
    planted: int
    surfaced: int
    text: str


@dataclass(frozen=True)
class Plan:
    """An election with what each typist will type wrong."""

    case: Case
    form: Form
    mistakes: tuple[Mistake, ...]

    @classmethod
    def of(cls, case: Case, method: CountingMethod, seed: int, per_kind: int) -> Plan:
        """With ``per_kind`` mistakes of each kind, or what fits where there are too few units."""
        form = count_form(case.election, method)
        try:
            mistakes = plant(case.papers, form, seed, per_kind)
        except TooManyMistakes:
            mistakes = plant_what_fits(case.papers, form, seed)
        return cls(case, form, mistakes)

    def mistake(self, unit: int, entry: int) -> Mistake | None:
        return next((m for m in self.mistakes if (m.unit, m.entry) == (unit, entry)), None)

    def paper(self, unit: int) -> Paper:
        return next(paper for paper in self.case.papers if paper.unit == unit)


@dataclass(frozen=True)
class Order:
    """A unit a typist must key again: the given fields, or all of it."""

    plan: Plan
    unit: int
    fields: tuple[FieldId, ...]


def who_misread(difference: Difference, paper: Count) -> tuple[int, ...]:
    """The numbers of the entries that have something else than the paper."""
    right = paper.get(difference.field.id)
    return tuple(
        number for number, value in ((1, difference.first), (2, difference.second)) if value != right
    )
