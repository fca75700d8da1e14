"""The states of a reporting unit and what each person can do about it (workflow §5.1).

A unit has at most two live entries, the first and the second. An entry that is discarded, or replaced by a
re-keyed one, is no longer live. The state follows from the live entries; it is never set.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who only asks for a role, as the login screen does, need not load the form
    from osv_tui.election.count import Difference
    from osv_tui.election.form import FieldId, Form


class Role(Enum):
    """What an account is for. An administrator and a supervisor never type a count."""

    ADMINISTRATOR = "administrator"
    TYPIST = "typist"
    SUPERVISOR = "supervisor"


OFFICIALS = (Role.ADMINISTRATOR, Role.SUPERVISOR)
"""Who can vouch for another person, and open and close the sitting."""


class UnitState(Enum):
    """Where a unit is on its way to final."""

    EMPTY = "empty"
    FIRST_IN_PROGRESS = "first in progress"
    FIRST_DONE = "first done"
    SECOND_IN_PROGRESS = "second in progress"
    DIFFERENT = "different"
    RETURNED = "returned"
    REKEY_IN_PROGRESS = "rekey in progress"
    FINAL = "final"


@dataclass(frozen=True)
class EntryFact:
    """What is known of a live entry apart from its numbers.

    ``number`` is 1 or 2; ``returned`` tells that the supervisor sent fields back to be keyed again;
    ``rekeyed`` that this entry replaces an earlier one of the same person.
    """

    id: int
    number: int
    person: int
    submitted: bool
    returned: bool = False
    rekeyed: bool = False


@dataclass(frozen=True)
class UnitFacts:
    """The live entries of a unit, and whether it is final."""

    entries: tuple[EntryFact, ...] = ()
    final: bool = False

    @property
    def open_entry(self) -> EntryFact | None:
        return next((entry for entry in self.entries if not entry.submitted), None)

    def entry(self, number: int) -> EntryFact | None:
        return next((entry for entry in self.entries if entry.number == number), None)


def state(facts: UnitFacts) -> UnitState:
    """The state of a unit whose two submitted entries, if any, have been compared and found to differ."""
    if facts.final:
        return UnitState.FINAL
    open_entry = facts.open_entry
    if open_entry and open_entry.rekeyed:
        return UnitState.REKEY_IN_PROGRESS
    if open_entry:
        alone = len(facts.entries) == 1
        return UnitState.FIRST_IN_PROGRESS if alone else UnitState.SECOND_IN_PROGRESS
    if any(entry.returned for entry in facts.entries):
        return UnitState.RETURNED
    return (UnitState.EMPTY, UnitState.FIRST_DONE, UnitState.DIFFERENT)[len(facts.entries)]


def may_lapse(state: UnitState) -> bool:
    """Whether a supervisor can let an entry lapse: there is one, and the unit is not final."""
    return state not in (UnitState.EMPTY, UnitState.FINAL)


def can_be_final(complete: bool, states: Iterable[UnitState]) -> bool:
    """Whether an election can be declared final: all its files are read, and each of its units is final.

    Args:
        complete: whether the election is known whole, with its candidates and its units.
        states: that of every unit; an election without units cannot be final.
    """
    found = tuple(states)
    return complete and bool(found) and all(state is UnitState.FINAL for state in found)


class TaskKind(Enum):
    """What a typist gets who asks for a unit."""

    BEGIN = "begin"
    CONTINUE = "continue"
    REKEY = "rekey"
    BUSY = "busy"
    OWN = "own"
    DONE = "done"


@dataclass(frozen=True)
class Task:
    """``number`` is the entry to begin; ``entry`` the entry to continue or to key again."""

    kind: TaskKind
    number: int | None = None
    entry: int | None = None


def task_for(facts: UnitFacts, person: int) -> Task:
    """What ``person`` can type at a unit.

    Who has handed in an entry hears the same whatever became of the other one, until fields are sent back.
    """
    own = next((entry for entry in facts.entries if entry.person == person), None)
    open_entry = facts.open_entry
    if own and not own.submitted:
        return Task(TaskKind.CONTINUE, entry=own.id)
    if own and own.returned and not facts.final:
        return Task(TaskKind.BUSY) if open_entry else Task(TaskKind.REKEY, own.number, own.id)
    if own:
        return Task(TaskKind.OWN)
    if facts.final:
        return Task(TaskKind.DONE)
    if open_entry:
        return Task(TaskKind.BUSY)
    free = [number for number in (1, 2) if facts.entry(number) is None]
    return Task(TaskKind.BEGIN, number=free[0]) if free else Task(TaskKind.DONE)


class Misread(Enum):
    """Which entry read a field otherwise than the paper says, as the supervisor states it."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"

    @property
    def numbers(self) -> tuple[int, ...]:
        return {Misread.FIRST: (1,), Misread.SECOND: (2,), Misread.BOTH: (1, 2)}[self]


@dataclass(frozen=True)
class Ruling:
    """The supervisor's statement on one differing field, with its reason. It holds no number."""

    field: FieldId
    misread: Misread
    reason: str


@dataclass(frozen=True)
class Order:
    """A field of an entry that is to be keyed again from the paper."""

    entry_number: int
    field: FieldId
    reason: str


class RulingRefused(ValueError):
    """The rulings do not cover the differences; the text says in Dutch what is lacking."""


def orders(form: Form, found: tuple[Difference, ...], rulings: Iterable[Ruling]) -> tuple[Order, ...]:
    """What must be keyed again: each misread field, and with a question all that stands behind it.

    Raises:
        RulingRefused: a differing field has no ruling or no reason, or a ruling is on a field that is equal.
    """
    by_field = {ruling.field: ruling for ruling in rulings}
    differing = {difference.field.id for difference in found}
    if not differing:
        raise RulingRefused("De twee invoeren zijn gelijk. Er valt niets te beslissen.")
    for difference in found:
        ruling = by_field.get(difference.field.id)
        if ruling is None:
            raise RulingRefused(f"Geef eerst aan wie «{difference.field.label}» verkeerd las.")
        if not ruling.reason.strip():
            raise RulingRefused(f"Geef een reden bij «{difference.field.label}».")
    if by_field.keys() - differing:
        raise RulingRefused("Er is een beslissing over een veld waarin de invoeren gelijk zijn.")
    return tuple(
        Order(number, field, ruling.reason.strip())
        for ruling in by_field.values()
        for number in ruling.misread.numbers
        for field in (ruling.field, *(behind.id for behind in form.behind(ruling.field)))
    )
