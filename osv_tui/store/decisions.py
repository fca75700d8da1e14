"""What the supervisor sees and decides. No function here takes a vote number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from osv_tui.election.count import Count, differences
from osv_tui.election.form import Form
from osv_tui.election.model import ReportingUnit
from osv_tui.election.tally import Tally, tally
from osv_tui.election.workflow import (
    EntryFact,
    Role,
    Ruling,
    RulingRefused,
    UnitFacts,
    UnitState,
    orders,
    state,
)
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.check import first_fault
from osv_tui.store.database import StationFile
from osv_tui.store.elections import load_election
from osv_tui.store.entries import entries_after_reset, facts_by_unit, read_count, unit_facts
from osv_tui.store.founding import station_facts
from osv_tui.store.problems import Refused

if TYPE_CHECKING:
    from sqlite_utils import Database

_CHANGED = "Dit stembureau is intussen veranderd. Kijk opnieuw."


@dataclass(frozen=True)
class UnitLine:
    """A unit as the supervisor's overview shows it.

    ``key`` is its row in the file; ``entries`` are the rows of its live entries, ``numbers`` which of the two
    each is, and ``typists`` who typed them; ``after_reset`` are the rows of entries that were made after two
    officials gave their typist a new password.
    """

    key: int
    election: int
    unit: ReportingUnit
    state: UnitState
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

    Pairs of entries that are complete and equal are declared final first, unless a field of one is still to
    be keyed again; so what is left with two entries differs.
    """
    _finalise_equal(file, actor)
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
        facts = facts_by_unit(db)
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
        Refused: there are no two submitted entries, or a re-key is already asked.
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
        Refused: a differing field has no ruling or reason, the actor typed here, or these are no longer the
            two entries of the unit.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        first, second = _submitted_pair(db, seen.key)
        if (first.id, second.id) != seen.entries:
            raise Refused(_CHANGED)
        found = differences(form, read_count(db, first.id), read_count(db, second.id))
        try:
            ordered = orders(form, found, rulings)
        except RulingRefused as error:
            raise Refused(str(error)) from error
        decision = audit.next_key(db, "decision")
        audit.write(
            *(db, now, actor, "decision", f"unit {seen.key}"),
            decision=decision,
            first=first.id,
            second=second.id,
        )
        db.execute(
            "INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?)",
            (decision, seen.key, first.id, second.id, actor.session, now),
        )
        for order in ordered:
            entry = (first, second)[order.entry_number - 1].id
            audit.write(
                *(db, now, actor, "field sent back", f"entry {entry}"),
                decision=decision,
                field=order.field,
                reason=order.reason,
            )
            db.execute(
                "INSERT INTO decision_field VALUES (?, ?, ?, ?)", (decision, entry, order.field, order.reason)
            )


def discard(file: StationFile, actor: Actor, entries: Iterable[int], reason: str) -> None:
    """Let entries lapse, submitted or still open; they stay in the file.

    Raises:
        Refused: there is no reason, an entry is no longer live, or its unit is final.
    """
    if not reason.strip():
        raise Refused("Geef een reden.")
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        for entry in entries:
            if db.execute("SELECT 1 FROM live_entry WHERE id = ?", (entry,)).fetchone() is None:
                raise Refused(_CHANGED)
            audit.write(db, now, actor, "entry discarded", f"entry {entry}", reason=reason.strip())
            db.execute(
                "INSERT INTO discarded VALUES (?, ?, ?, ?)", (entry, actor.session, reason.strip(), now)
            )


def finalise_election(file: StationFile, actor: Actor, election: int) -> datetime:
    """Declare an election final; returns the moment, which all its documents carry.

    Raises:
        Refused: a unit is not final yet, or the file is not what its log tells.
    """
    _finalise_equal(file, actor)
    _require_sound(file)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        audit.write(db, now, actor, "election final", f"election {election}")
        db.execute("INSERT INTO final_election VALUES (?, ?, ?)", (election, actor.session, now))
    return datetime.fromisoformat(now)


def final_tally(file: StationFile, actor: Actor, election: int) -> Tally:
    """The final counts of an election.

    Raises:
        Refused: the election has not been declared final, or the file is not what its log tells.
    """
    _require_sound(file)
    stored = load_election(file, election)
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
        if db.execute("SELECT 1 FROM final_election WHERE election = ?", (election,)).fetchone() is None:
            raise Refused("Deze verkiezing is nog niet definitief.")
        rows = db.execute(
            "SELECT u.number, f.first_entry FROM unit u JOIN final_unit f ON f.unit = u.id"
            " WHERE u.election = ?",
            (election,),
        ).fetchall()
        counts = {number: read_count(db, entry) for number, entry in rows}
    return tally(stored, station_facts(file).counting_method, lambda unit: counts[unit.number])


def _require_sound(file: StationFile) -> None:
    fault = first_fault(file)
    if fault:
        raise Refused(f"Het telbestand klopt niet met zijn logboek. Stop en waarschuw de beheerder. {fault}")


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
    return UnitLine(key, election, unit, state(facts), entries, numbers, typists, after_reset)


def final_units(file: StationFile) -> int:
    """How many units are final, of all elections."""
    return int(file.value("SELECT count(*) FROM final_unit"))


_EQUAL_PAIRS = (
    "SELECT one.unit, one.id, two.id FROM live_entry one JOIN live_entry two"
    " ON two.unit = one.unit AND two.number = 2"
    " WHERE one.number = 1 AND one.submitted_at IS NOT NULL AND two.submitted_at IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM final_unit f WHERE f.unit = one.unit)"
    " AND NOT EXISTS (SELECT 1 FROM decision_field WHERE entry IN (one.id, two.id))"
    " AND NOT EXISTS (SELECT field, value FROM entry_value WHERE entry = one.id"
    " EXCEPT SELECT field, value FROM entry_value WHERE entry = two.id)"
    " AND NOT EXISTS (SELECT field, value FROM entry_value WHERE entry = two.id"
    " EXCEPT SELECT field, value FROM entry_value WHERE entry = one.id)"
)


def _finalise_equal(file: StationFile, actor: Actor) -> None:
    if not file.rows(_EQUAL_PAIRS):
        return
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        # Asked again: another supervisor may have been first.
        for unit, first, second in db.execute(_EQUAL_PAIRS).fetchall():
            audit.write(db, now, actor, "unit final", f"unit {unit}", first=first, second=second)
            db.execute(
                "INSERT INTO final_unit VALUES (?, ?, ?, ?, ?)", (unit, first, second, actor.session, now)
            )


def _submitted_pair(db: Database, unit: int) -> tuple[EntryFact, EntryFact]:
    facts = unit_facts(db, unit)
    first, second = facts.entry(1), facts.entry(2)
    if first is None or second is None or state(facts) is not UnitState.DIFFERENT:
        raise Refused("Bij dit stembureau is er nu niets te vergelijken.")
    return first, second
