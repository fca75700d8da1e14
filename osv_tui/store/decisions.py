"""What the supervisor sees and decides. No function here takes a vote number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from osv_tui.election.count import Count, differences
from osv_tui.election.form import FieldId, Form
from osv_tui.election.model import ReportingUnit
from osv_tui.election.workflow import (
    Act,
    EntryFact,
    Order,
    Role,
    Ruling,
    RulingRefused,
    UnitFacts,
    UnitState,
    allows,
    orders,
    orders_to_read_again,
    state,
)
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile
from osv_tui.store.entries import entries_after_reset, facts_by_unit, read_count, unit_facts
from osv_tui.store.judging import CHANGED, Dossier, facts_with_equality, finalise_equal
from osv_tui.store.problems import Refused
from osv_tui.store.typed import NO_REASON, required, typed

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class UnitLine:
    """A unit as the supervisor's overview shows it.

    ``key`` is its row in the file; ``version`` is 1, and one more for each time it was reopened; ``entries``
    are the rows of its live entries, ``numbers`` which of the two each is, and ``typists`` who typed them;
    ``after_reset`` are the rows of entries that were made after two officials gave their typist a new
    password.
    """

    key: int
    election: int
    unit: ReportingUnit
    state: UnitState
    version: int
    entries: tuple[int, ...]
    numbers: tuple[int, ...]
    typists: tuple[str, ...]
    after_reset: frozenset[int]


@dataclass(frozen=True)
class Comparison:
    """Two submitted entries of one unit that differ, with who typed them.

    ``entries`` are their rows in the file: a decision is about these two and no others.
    """

    key: int
    entries: tuple[int, int]
    unit: ReportingUnit
    first: Count
    second: Count
    first_typist: str
    second_typist: str


def overview(file: StationFile, actor: Actor) -> tuple[UnitLine, ...]:
    """All units of all elections with their state.

    Units of which the two entries are equal are declared final first, if nothing of them is left to judge.
    """
    finalise_equal(file, actor)
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
        equal = {unit for (unit,) in db.execute("SELECT unit FROM equal_pair")}
        facts = {unit: replace(found, equal=unit in equal) for unit, found in facts_by_unit(db).items()}
        names = dict(db.execute("SELECT id, name FROM person"))
        marked = entries_after_reset(db)
        units = db.execute(
            "SELECT id, election, number, name, postal_code, eligible FROM unit ORDER BY election, number"
        ).fetchall()
    return tuple(
        _unit_line(key, election, ReportingUnit(*unit), facts.get(key, UnitFacts()), names, marked)
        for key, election, *unit in units
    )


def comparison(file: StationFile, actor: Actor, unit: int) -> Comparison:
    """The two entries of a unit, for the supervisor only.

    Raises:
        Refused: there are no two submitted entries that differ, or a re-key is already asked.
    """
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
        first, second = _submitted_pair(db, unit)
        row = db.execute("SELECT number, name, postal_code, eligible FROM unit WHERE id = ?", (unit,))
        names = dict(db.execute("SELECT id, name FROM person"))
        return Comparison(
            key=unit,
            entries=(first.id, second.id),
            unit=ReportingUnit(*row.fetchone()),
            first=read_count(db, first.id),
            second=read_count(db, second.id),
            first_typist=names[first.person],
            second_typist=names[second.person],
        )


def send_back(
    file: StationFile, actor: Actor, seen: Comparison, form: Form, rulings: Iterable[Ruling]
) -> None:
    """Send the misread fields back to the typist, or typists, of the entries that misread them.

    Raises:
        Refused: a differing field has no ruling or no reason that can be printed, the actor typed here, or
            these are no longer the two entries of the unit.
    """
    told = tuple(replace(ruling, reason=typed(ruling.reason)) for ruling in rulings)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        first, second = _submitted_pair(db, seen.key)
        if (first.id, second.id) != seen.entries:
            raise Refused(CHANGED)
        found = differences(form, read_count(db, first.id), read_count(db, second.id))
        try:
            ordered = orders(form, found, told)
        except RulingRefused as error:
            raise Refused(str(error)) from error
        _decide(db, now, actor, seen.key, (first, second), ordered)


def have_read_again(
    file: StationFile, actor: Actor, seen: Dossier, fields: Iterable[FieldId], reason: str
) -> None:
    """Send fields back where no two entries differ: the only one has a wrong sum, or both are equal.

    Of equal entries both typists key the fields again, each by itself.

    Raises:
        Refused: no field or no reason that can be printed is given, the actor typed here, or the unit has
            changed meanwhile.
    """
    why = typed(reason)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        facts = _require_entries(db, seen, Act.RETURN)
        try:
            numbers = (entry.number for entry in facts.entries)
            ordered = orders_to_read_again(seen.form, fields, numbers, why)
        except RulingRefused as error:
            raise Refused(str(error)) from error
        _decide(db, now, actor, seen.key, facts.entries, ordered)


def let_stand(file: StationFile, actor: Actor, seen: Dossier, reason: str) -> None:
    """Let an only entry stand in which a sum does not hold, as the paper says so; then the other can begin.

    Raises:
        Refused: there is no reason that can be printed, the actor typed here, or the unit has changed
            meanwhile.
    """
    why = required(reason, NO_REASON)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        (entry,) = _require_entries(db, seen, Act.LET_STAND).entries
        audit.write(db, now, actor, "entry let stand", f"entry {entry.id}", reason=why)
        db.execute("INSERT INTO let_stand VALUES (?, ?, ?, ?)", (entry.id, actor.session, why, now))


def hand_over(file: StationFile, actor: Actor, unit: int, reason: str) -> None:
    """Let a third typist key again what was sent back, as its own typist is not there to do it.

    The one who takes it over has typed nothing that lives on in the other entry.

    Raises:
        Refused: nothing of the unit was sent back, all of it was handed over before, there is no reason that
            can be printed, or the actor typed here.
    """
    why = required(reason, NO_REASON)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        facts = unit_facts(db, unit)
        waiting = tuple(entry for entry in facts.entries if entry.returned and not entry.handed_over)
        if not allows(state(facts), Act.HAND_OVER) or not waiting:
            raise Refused("Bij dit stembureau is er nu niets om aan een ander te geven.")
        for entry in waiting:
            audit.write(db, now, actor, "entry handed over", f"entry {entry.id}", reason=why)
            db.execute("INSERT INTO hand_over VALUES (?, ?, ?, ?)", (entry.id, actor.session, why, now))


def discard(file: StationFile, actor: Actor, entries: Iterable[int], reason: str) -> None:
    """Let entries lapse, submitted or still open; they stay in the file.

    Raises:
        Refused: there is no reason that can be printed, an entry is no longer live, or its unit is final.
    """
    why = required(reason, NO_REASON)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        for entry in entries:
            if db.execute("SELECT 1 FROM live_entry WHERE id = ?", (entry,)).fetchone() is None:
                raise Refused(CHANGED)
            audit.write(db, now, actor, "entry discarded", f"entry {entry}", reason=why)
            db.execute("INSERT INTO discarded VALUES (?, ?, ?, ?)", (entry, actor.session, why, now))


def _unit_line(
    key: int,
    election: int,
    unit: ReportingUnit,
    facts: UnitFacts,
    names: dict[int, str],
    marked: frozenset[int],
) -> UnitLine:
    entries = tuple(entry.id for entry in facts.entries)
    numbers = tuple(entry.number for entry in facts.entries)
    typists = tuple(names[entry.person] for entry in facts.entries)
    after_reset = marked.intersection(entries)
    return UnitLine(key, election, unit, state(facts), facts.version, entries, numbers, typists, after_reset)


def final_units(file: StationFile) -> int:
    """How many units are final, of all elections."""
    return int(file.value("SELECT count(*) FROM final_now"))


def _submitted_pair(db: Database, unit: int) -> tuple[EntryFact, EntryFact]:
    facts = facts_with_equality(db, unit)
    first, second = facts.entry(1), facts.entry(2)
    if first is None or second is None or state(facts) is not UnitState.DIFFERENT:
        raise Refused("Bij dit stembureau is er nu niets te vergelijken.")
    return first, second


def _decide(
    db: Database, now: str, actor: Actor, unit: int, entries: tuple[EntryFact, ...], ordered: Iterable[Order]
) -> None:
    by_number = {entry.number: entry.id for entry in entries}
    decision = audit.next_key(db, "decision")
    pair = (entries[0].id, entries[1].id if len(entries) == 2 else None)
    audit.write(
        *(db, now, actor, "decision", f"unit {unit}"), decision=decision, first=pair[0], second=pair[1]
    )
    db.execute("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?)", (decision, unit, *pair, actor.session, now))
    for order in ordered:
        entry = by_number[order.entry_number]
        audit.write(
            *(db, now, actor, "field sent back", f"entry {entry}"),
            decision=decision,
            field=order.field,
            reason=order.reason,
        )
        db.execute(
            "INSERT INTO decision_field VALUES (?, ?, ?, ?)", (decision, entry, order.field, order.reason)
        )


def _require_entries(db: Database, seen: Dossier, act: Act) -> UnitFacts:
    facts = facts_with_equality(db, seen.key)
    if tuple(entry.id for entry in facts.entries) != seen.entries or not allows(state(facts), act):
        raise Refused(CHANGED)
    return facts
