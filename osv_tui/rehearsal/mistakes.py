"""Typing mistakes planted on purpose, to see that the second entry brings every one of them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, FieldKind, Form, SectionKind
from osv_tui.rehearsal.dice import Dice
from osv_tui.rehearsal.papers import Paper


class MistakeKind(Enum):
    """What goes wrong at the keyboard; the value is how a report calls it."""

    WRONG_DIGIT = "verkeerd cijfer"
    SWAPPED_DIGITS = "cijfers verwisseld"
    SHIFTED_LINE = "regel verschoven"
    SKIPPED_CANDIDATE = "kandidaat overgeslagen"
    WRONG_STATION = "papier van ander stembureau"


@dataclass(frozen=True)
class Mistyped:
    """A field with what the paper says and what is typed; ``None`` means closed."""

    field: FieldId
    right: int | None
    wrong: int | None


@dataclass(frozen=True)
class Mistake:
    """What one typist does wrong in one unit: in its first or second ``entry`` (1 or 2)."""

    unit: int
    entry: int
    kind: MistakeKind
    fields: tuple[Mistyped, ...]


class TooManyMistakes(Exception):
    """There are not enough papers to plant the mistakes in; the text says in Dutch what to do."""


def plant(papers: Sequence[Paper], form: Form, seed: int, per_kind: int) -> tuple[Mistake, ...]:
    """``per_kind`` mistakes of each kind, by unit number, each in a unit of its own.

    Every mistake types at least one field wrong, and leaves the entry complete. It can leave all sums right:
    a shifted line always does, and only a second entry finds it.

    Raises:
        TooManyMistakes: some kind cannot be planted ``per_kind`` times in the units that are left.
    """
    dice = Dice(seed, "mistakes")
    free = list(dice.shuffled(papers))
    planted: list[Mistake] = []
    for kind in (kind for kind in MistakeKind for _ in range(per_kind)):
        mistake = next(_possible(kind, free, papers, form, dice), None)
        if mistake is None:
            raise TooManyMistakes(
                f"Er zijn te weinig stembureaus voor {per_kind} keer elke soort typefout: "
                f"voor «{kind.value}» is geen papier meer over. "
                "Kies minder typefouten, of een gemeente met meer stembureaus."
            )
        free = [paper for paper in free if paper.unit != mistake.unit]
        planted.append(mistake)
    return tuple(sorted(planted, key=lambda mistake: mistake.unit))


def plant_what_fits(papers: Sequence[Paper], form: Form, seed: int) -> tuple[Mistake, ...]:
    """One mistake of each kind, by unit number; where units are fewer than kinds, not of the last kinds."""
    dice = Dice(seed, "mistakes")
    free = list(dice.shuffled(papers))
    planted = []
    for kind in MistakeKind:
        mistake = next(_possible(kind, free, papers, form, dice), None)
        if mistake is not None:
            free = [paper for paper in free if paper.unit != mistake.unit]
            planted.append(mistake)
    return tuple(sorted(planted, key=lambda mistake: mistake.unit))


def typed(paper: Paper, mistake: Mistake | None) -> Count:
    """What is typed from ``paper`` by the typist who makes ``mistake``, or none."""
    if mistake is None:
        return paper.count
    if mistake.unit != paper.unit:
        raise ValueError(f"the mistake is of unit {mistake.unit}, the paper of unit {paper.unit}")
    wrong = {mistyped.field: mistyped.wrong for mistyped in mistake.fields}
    values = {**paper.count.values, **wrong}
    return Count.of((field, value) for field, value in values.items() if value is not None)


def _possible(
    kind: MistakeKind, free: Sequence[Paper], papers: Sequence[Paper], form: Form, dice: Dice
) -> Iterator[Mistake]:
    """A mistake of ``kind`` in each free paper that allows one."""
    for paper in free:
        options = _options(kind, paper, papers, form, dice)
        if options:
            yield Mistake(paper.unit, dice.number(1, 2), kind, dice.pick(options))


Slip = tuple[Mistyped, ...]
"""The fields that one mistake types wrong; never empty."""


def _options(
    kind: MistakeKind, paper: Paper, papers: Sequence[Paper], form: Form, dice: Dice
) -> Sequence[Slip]:
    match kind:
        case MistakeKind.WRONG_DIGIT:
            return [_one(field, n, dice.pick(_wrong_digits(n))) for field, n in _numbers(paper, form)]
        case MistakeKind.SWAPPED_DIGITS:
            return [_one(field, n, wrong) for field, n in _numbers(paper, form) for wrong in _swapped(n)]
        case MistakeKind.SHIFTED_LINE:
            return [_rows(fields, old, new) for fields, old in _lists(paper, form) for new in _shifted(old)]
        case MistakeKind.SKIPPED_CANDIDATE:
            return [_rows(fields, old, new) for fields, old in _lists(paper, form) for new in _skipped(old)]
        case MistakeKind.WRONG_STATION:
            others = [other for other in papers if other.count != paper.count]
            return [_other(paper, dice.pick(others), form)] if others else []


def _numbers(paper: Paper, form: Form) -> list[tuple[FieldId, int]]:
    """The numbers above 0 on the paper. Answers are left out: they would open or close other fields."""
    fields = (field.id for field in form.fields if field.kind is not FieldKind.QUESTION)
    return [(field, number) for field in fields if (number := paper.count.number(field)) > 0]


def _one(field: FieldId, right: int, wrong: int) -> Slip:
    return (Mistyped(field, right, wrong),)


def _wrong_digits(number: int) -> list[int]:
    """All numbers of as many digits that differ from ``number`` in one digit."""
    digits = str(number)
    return [
        int(digits[:place] + digit + digits[place + 1 :])
        for place in range(len(digits))
        for digit in "0123456789"
        if digit != digits[place] and not (digit == "0" and place == 0 and len(digits) > 1)
    ]


def _swapped(number: int) -> list[int]:
    """All numbers of as many digits with two different neighbouring digits of ``number`` swapped."""
    digits = str(number)
    return [
        int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])
        for place in range(len(digits) - 1)
        if digits[place] != digits[place + 1] and not (place == 0 and digits[1] == "0")
    ]


Rows = tuple[int, ...]
"""The numbers of the candidates of one list, from top to bottom."""


def _lists(paper: Paper, form: Form) -> Iterator[tuple[tuple[FieldId, ...], Rows]]:
    for section in form.sections:
        if section.kind is SectionKind.LIST:
            fields = tuple(field.id for field in section.fields if field.kind is FieldKind.CANDIDATE)
            yield fields, tuple(paper.count.number(field) for field in fields)


def _shifted(rows: Rows) -> Iterator[Rows]:
    """From some row on all one row too low, or too high. Only zeros drop off, so the list still adds up."""
    for row in range(len(rows)):
        lower = (*rows[:row], 0, *rows[row:-1])
        higher = (*rows[:row], *rows[row + 1 :], 0)
        if rows[-1] == 0 and lower != rows:
            yield lower
        if rows[row] == 0 and higher != rows:
            yield higher


def _skipped(rows: Rows) -> Iterator[Rows]:
    """One candidate with votes left out, those below moved up."""
    for row in range(len(rows) - 1):
        if rows[row] > 0:
            yield (*rows[:row], *rows[row + 1 :], 0)


def _rows(fields: Sequence[FieldId], old: Rows, new: Rows) -> Slip:
    rows = zip(fields, old, new, strict=True)
    return tuple(Mistyped(field, right, wrong) for field, right, wrong in rows if right != wrong)


def _other(paper: Paper, other: Paper, form: Form) -> Slip:
    pairs = ((field.id, paper.count.get(field.id), other.count.get(field.id)) for field in form.fields)
    return tuple(Mistyped(field, right, wrong) for field, right, wrong in pairs if right != wrong)
