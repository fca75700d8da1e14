"""The states of a reporting unit, the acts that lead from one to the next, and who may act (workflow §5.1).

A unit has at most two live entries, the first and the second. An entry that is discarded, replaced by a
re-keyed one, or part of a unit that was reopened, is no longer live. The state follows from the live entries;
it is never set. ``TRANSITIONS`` is the whole machine of a unit, and ``ELECTION_TRANSITIONS`` that of an
election: what is not in them is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
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
    """Where a unit is on its way to final.

    ``FIRST_WRONG``: a sum of the only entry does not hold, and the supervisor has not said what to do.
    ``TO_JUDGE``: the entries are equal, and something about them is still to be judged; equal entries of
    which nothing is to be judged pass it without a stop. ``REOPENED``: was final, and is entered anew.
    """

    EMPTY = "empty"
    REOPENED = "reopened"
    FIRST_IN_PROGRESS = "first in progress"
    FIRST_WRONG = "first wrong"
    FIRST_DONE = "first done"
    SECOND_IN_PROGRESS = "second in progress"
    DIFFERENT = "different"
    RETURNED = "returned"
    REKEY_IN_PROGRESS = "rekey in progress"
    TO_JUDGE = "to judge"
    FINAL = "final"


class Act(Enum):
    """What somebody does to a unit."""

    BEGIN = "begin"
    HAND_IN = "hand in"
    WITHDRAW = "withdraw"
    REKEY = "rekey"
    RETURN = "return"
    LET_STAND = "let stand"
    HAND_OVER = "hand over"
    LAPSE = "lapse"
    JUDGE = "judge"
    REOPEN = "reopen"

    @property
    def role(self) -> Role:
        """Who can do it; a supervisor only at a unit where this person never typed."""
        typed = (Act.BEGIN, Act.HAND_IN, Act.WITHDRAW, Act.REKEY)
        return Role.TYPIST if self in typed else Role.SUPERVISOR

    @property
    def by_two(self) -> bool:
        """Whether a second official must confirm it."""
        return self is Act.REOPEN


_S = UnitState
_NOTHING_LEFT = frozenset({_S.EMPTY, _S.REOPENED})
_FIRST_LEFT = frozenset({_S.FIRST_DONE, _S.RETURNED})  # no second begins beside a first that is wrong
_SUBMITTED_LEFT = frozenset({_S.FIRST_DONE, _S.FIRST_WRONG})
_ONE_LEFT = _FIRST_LEFT | _SUBMITTED_LEFT

TRANSITIONS: Mapping[tuple[UnitState, Act], frozenset[UnitState]] = MappingProxyType(
    {
        (_S.EMPTY, Act.BEGIN): frozenset({_S.FIRST_IN_PROGRESS}),
        (_S.REOPENED, Act.BEGIN): frozenset({_S.FIRST_IN_PROGRESS}),
        (_S.FIRST_IN_PROGRESS, Act.HAND_IN): frozenset({_S.FIRST_DONE, _S.FIRST_WRONG}),
        (_S.FIRST_IN_PROGRESS, Act.WITHDRAW): _NOTHING_LEFT,
        (_S.FIRST_IN_PROGRESS, Act.LAPSE): _NOTHING_LEFT,
        (_S.FIRST_WRONG, Act.RETURN): frozenset({_S.RETURNED}),
        (_S.FIRST_WRONG, Act.LET_STAND): frozenset({_S.FIRST_DONE}),
        (_S.FIRST_WRONG, Act.LAPSE): _NOTHING_LEFT,
        (_S.FIRST_DONE, Act.BEGIN): frozenset({_S.SECOND_IN_PROGRESS}),
        (_S.FIRST_DONE, Act.LAPSE): _NOTHING_LEFT,
        (_S.SECOND_IN_PROGRESS, Act.HAND_IN): frozenset({_S.DIFFERENT, _S.TO_JUDGE, _S.RETURNED}),
        (_S.SECOND_IN_PROGRESS, Act.WITHDRAW): _FIRST_LEFT,
        (_S.SECOND_IN_PROGRESS, Act.LAPSE): _FIRST_LEFT | _NOTHING_LEFT | {_S.FIRST_IN_PROGRESS},
        (_S.DIFFERENT, Act.RETURN): frozenset({_S.RETURNED}),
        (_S.DIFFERENT, Act.LAPSE): _SUBMITTED_LEFT | _NOTHING_LEFT,
        (_S.RETURNED, Act.BEGIN): frozenset({_S.SECOND_IN_PROGRESS}),
        (_S.RETURNED, Act.REKEY): frozenset({_S.REKEY_IN_PROGRESS}),
        (_S.RETURNED, Act.HAND_OVER): frozenset({_S.RETURNED}),
        (_S.RETURNED, Act.LAPSE): _ONE_LEFT | _NOTHING_LEFT,
        (_S.REKEY_IN_PROGRESS, Act.HAND_IN): _ONE_LEFT | {_S.DIFFERENT, _S.TO_JUDGE},
        (_S.REKEY_IN_PROGRESS, Act.LAPSE): _ONE_LEFT | _NOTHING_LEFT | {_S.REKEY_IN_PROGRESS},
        (_S.TO_JUDGE, Act.RETURN): frozenset({_S.RETURNED}),
        (_S.TO_JUDGE, Act.LAPSE): _SUBMITTED_LEFT | _NOTHING_LEFT,
        (_S.TO_JUDGE, Act.JUDGE): frozenset({_S.TO_JUDGE, _S.FINAL}),
        (_S.FINAL, Act.JUDGE): frozenset({_S.FINAL}),
        (_S.FINAL, Act.REOPEN): frozenset({_S.REOPENED}),
    }
)
"""Where each act can lead. A final unit is still judged: what its numbers mean can show when others come."""


def allows(state: UnitState, act: Act) -> bool:
    """Whether ``act`` can be done to a unit in ``state``."""
    return (state, act) in TRANSITIONS


class ElectionState(Enum):
    """Whether an election is declared final; units of a released one cannot be opened again."""

    OPEN = "open"
    RELEASED = "released"


class ElectionAct(Enum):
    """What two officials do to an election together."""

    RELEASE = "release"
    REOPEN = "reopen"


ELECTION_TRANSITIONS: Mapping[tuple[ElectionState, ElectionAct], ElectionState] = MappingProxyType(
    {
        (ElectionState.OPEN, ElectionAct.RELEASE): ElectionState.RELEASED,
        (ElectionState.RELEASED, ElectionAct.REOPEN): ElectionState.OPEN,
    }
)
"""Where each act leads, once nothing stands in the way of a release (``release_gate``)."""


@dataclass(frozen=True)
class EntryFact:
    """What is known of a live entry apart from its numbers.

    ``number`` is 1 or 2; ``returned`` tells that the supervisor sent fields back to be keyed again, and
    ``handed_over`` that another than its typist may do that; ``rekeyed`` that this entry replaces an earlier
    one; ``wrong`` that a sum in it did not hold and the supervisor has not let that stand. ``not_blind`` are
    those whose numbers live on in it, and who took something over from these at this unit or the reverse.
    """

    id: int
    number: int
    person: int
    submitted: bool
    returned: bool = False
    rekeyed: bool = False
    wrong: bool = False
    handed_over: bool = False
    not_blind: frozenset[int] = frozenset()

    def bars(self, person: int) -> bool:
        """Whether ``person`` may not type the other entry of the unit."""
        return person == self.person or person in self.not_blind


@dataclass(frozen=True)
class UnitFacts:
    """The live entries of a unit, and whether it is final.

    ``equal`` tells that both are handed in and equal, as far as that was asked; ``version`` counts from 1,
    one more for each time it was reopened.
    """

    entries: tuple[EntryFact, ...] = ()
    final: bool = False
    equal: bool = False
    version: int = 1

    @property
    def open_entry(self) -> EntryFact | None:
        return next((entry for entry in self.entries if not entry.submitted), None)

    def entry(self, number: int) -> EntryFact | None:
        return next((entry for entry in self.entries if entry.number == number), None)


def state(facts: UnitFacts) -> UnitState:
    """The state of a unit; two submitted entries differ unless ``facts`` tells that they are equal."""
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
    if len(facts.entries) == 2:
        return UnitState.TO_JUDGE if facts.equal else UnitState.DIFFERENT
    if facts.entries:
        return UnitState.FIRST_WRONG if facts.entries[0].wrong else UnitState.FIRST_DONE
    return UnitState.EMPTY if facts.version == 1 else UnitState.REOPENED


def may_lapse(state: UnitState) -> bool:
    """Whether a supervisor can let an entry lapse."""
    return allows(state, Act.LAPSE)


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
    return _task_of_another(facts, person)


def _task_of_another(facts: UnitFacts, person: int) -> Task:
    """For who has no live entry here, at a unit that nobody is typing."""
    for entry in facts.entries:
        others = (other for other in facts.entries if other is not entry)
        if entry.handed_over and not any(other.bars(person) for other in others):
            return Task(TaskKind.REKEY, entry.number, entry.id)
    free = [number for number in (1, 2) if facts.entry(number) is None]
    if not free or any(entry.wrong or entry.bars(person) for entry in facts.entries):
        return Task(TaskKind.DONE)
    return Task(TaskKind.BEGIN, number=free[0])


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


def orders_to_read_again(
    form: Form, fields: Iterable[FieldId], numbers: Iterable[int], reason: str
) -> tuple[Order, ...]:
    """The orders to key ``fields`` again in each entry of ``numbers``, with what stands behind a question.

    It serves where no two entries differ: a first entry in which a sum does not hold, or two equal entries
    that both misread the paper.

    Raises:
        RulingRefused: there is no field or no reason.
    """
    chosen = set(fields)
    if not chosen:
        raise RulingRefused("Kies eerst een veld dat opnieuw moet.")
    if not reason.strip():
        raise RulingRefused("Geef een reden.")
    chosen |= {behind.id for field in tuple(chosen) for behind in form.behind(field)}
    return tuple(
        Order(number, field.id, reason.strip())
        for number in numbers
        for field in form.fields
        if field.id in chosen
    )
