"""Keying a unit: claiming it, storing each field as it is left, handing it in.

Nothing here reads a number of another entry than the actor's own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from osv_tui.election.checks import has_errors
from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import FieldId, Form
from osv_tui.election.model import ReportingUnit
from osv_tui.election.workflow import EntryFact, Role, TaskKind, UnitFacts, task_for
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile
from osv_tui.store.elections import forms_of
from osv_tui.store.problems import EntryLapsed, Refused

if TYPE_CHECKING:
    from sqlite_utils import Database

NOTHING_TYPED = "niets ingevoerd"
"""The reason with which an entry lapses that was opened by mistake."""
_NO_TASK = {
    TaskKind.BUSY: "Stembureau {number} wordt nu door een ander ingevoerd.",
    TaskKind.OWN: "U hebt stembureau {number} al ingevoerd. Voor u is daar nu niets te typen.",
    TaskKind.DONE: "Voor stembureau {number} is er nu niets te typen.",
}


@dataclass(frozen=True)
class OpenEntry:
    """An entry its typist is working on.

    ``locked`` are the fields that were not sent back when this is a re-key; the rest is keyed again.
    """

    id: int
    unit: ReportingUnit
    count: Count
    locked: frozenset[FieldId]
    position: FieldId | None
    rekey: bool


@dataclass(frozen=True)
class OwnWork:
    """A unit that waits for this typist: begun and not handed in, or sent back."""

    election: int
    unit_number: int
    unit_name: str
    returned: bool


def own_work(file: StationFile, actor: Actor) -> tuple[OwnWork, ...]:
    """The units that wait for ``actor``, by election and number."""
    rows = file.rows(
        "SELECT u.election, u.number, u.name, e.submitted_at IS NOT NULL OR e.amends IS NOT NULL"
        " FROM live_entry e JOIN unit u ON u.id = e.unit WHERE e.person = ?"
        " AND (e.submitted_at IS NULL OR EXISTS (SELECT 1 FROM decision_field d WHERE d.entry = e.id))"
        " ORDER BY u.election, u.number",
        actor.person,
    )
    return tuple(OwnWork(key, number, name, bool(returned)) for key, number, name, returned in rows)


def claim(file: StationFile, actor: Actor, election: int, unit_number: int) -> OpenEntry:
    """Open a unit to key it: a new entry, the own one that was interrupted, or one that was sent back.

    Raises:
        Refused: there is no such unit, someone else is typing it, the actor typed the other entry, or there
            is nothing to type.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.TYPIST)
        unit_row = db.execute(
            "SELECT id, number, name, postal_code, eligible FROM unit WHERE election = ? AND number = ?",
            (election, unit_number),
        ).fetchone()
        if unit_row is None:
            raise Refused(f"Er is geen stembureau {unit_number} bij deze verkiezing. Kijk op het papier.")
        unit_key, unit = unit_row[0], ReportingUnit(*unit_row[1:])
        task = task_for(unit_facts(db, unit_key), actor.person)
        if task.kind in _NO_TASK:
            raise Refused(_NO_TASK[task.kind].format(number=unit_number))
        if task.kind is TaskKind.CONTINUE:
            assert task.entry is not None
            entry = task.entry
            audit.write(db, now, actor, "entry continued", f"entry {entry}")
        else:
            assert task.number is not None
            entry = _begin(db, now, actor, unit_key, task.number, amends=task.entry)
        return _open_entry(db, entry, unit)


def save(file: StationFile, actor: Actor, entry: int, changes: tuple[Change, ...], position: FieldId) -> None:
    """Store what changed and where the typist goes on; on return it is on the disk.

    Raises:
        StoreProblem: it is not stored.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.TYPIST)
        _require_own(db, actor, entry)
        for change in changes:
            audit.write(db, now, actor, "value", f"entry {entry}", field=change.field, value=change.value)
            _store(db, entry, change)
        db.execute("UPDATE entry SET position = ? WHERE id = ?", (position, entry))


def submit(file: StationFile, actor: Actor, entry: int) -> None:
    """Hand in a complete entry. From now on it cannot change.

    Whether a sum in it does not hold is told with it: that is judged here, where its numbers are known, and
    not by the program of the next typist.

    Raises:
        Refused: a field is still empty.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.TYPIST)
        _require_own(db, actor, entry)
        wrong = int(has_errors(_form_of(db, entry), read_count(db, entry).values))
        audit.write(db, now, actor, "entry submitted", f"entry {entry}", wrong=wrong)
        db.execute("UPDATE entry SET submitted_at = ?, wrong = ? WHERE id = ?", (now, wrong, entry))


def withdraw_empty(file: StationFile, actor: Actor, entry: int) -> bool:
    """Give back a unit that was opened by mistake, if nothing was typed in it; tells whether it was."""
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.TYPIST)
        _require_own(db, actor, entry)
        typed = db.execute(
            "SELECT EXISTS (SELECT 1 FROM entry_value WHERE entry = ?)"
            " OR (SELECT amends IS NOT NULL FROM entry WHERE id = ?)",
            (entry, entry),
        ).fetchone()[0]
        if typed:
            return False
        audit.write(db, now, actor, "entry withdrawn", f"entry {entry}", reason=NOTHING_TYPED)
        db.execute("INSERT INTO discarded VALUES (?, ?, ?, ?)", (entry, actor.session, NOTHING_TYPED, now))
    return True


def unit_facts(db: Database, unit: int) -> UnitFacts:
    """The live entries of a unit, apart from their numbers."""
    return facts_by_unit(db, unit).get(unit, UnitFacts())


def facts_by_unit(db: Database, unit: int | None = None) -> dict[int, UnitFacts]:
    """The same for every unit that has or had entries, or only for ``unit``."""
    entries: defaultdict[int, list[EntryFact]] = defaultdict(list)
    for of, entry, number, person, submitted, returned, rekeyed, wrong, handed_over, shared in db.execute(
        "SELECT e.unit, e.id, e.number, e.person, e.submitted_at IS NOT NULL,"
        " EXISTS (SELECT 1 FROM decision_field d WHERE d.entry = e.id), e.amends IS NOT NULL,"
        " e.wrong AND NOT EXISTS (SELECT 1 FROM let_stand l WHERE l.entry = e.id),"
        " EXISTS (SELECT 1 FROM hand_over h WHERE h.entry = e.id),"
        " EXISTS (SELECT 1 FROM entry a WHERE a.unit = e.unit AND a.amends IS NOT NULL)"
        " FROM live_entry e WHERE ?1 IS NULL OR e.unit = ?1 ORDER BY e.unit, e.number",
        (unit,),
    ):
        entries[of].append(
            EntryFact(
                *(entry, number, person, bool(submitted), bool(returned), bool(rekeyed)),
                *(bool(wrong), bool(handed_over)),
                *((_not_blind_to(db, of, entry),) if shared else ()),
            )
        )
    final = {final for (final,) in db.execute("SELECT unit FROM final_now")}
    versions = Counter(
        dict(
            db.execute(
                "SELECT f.unit, count(*) FROM reopened_unit r"
                " JOIN final_unit f ON f.first_entry = r.first_entry GROUP BY f.unit"
            )
        )
    )
    return {
        of: UnitFacts(tuple(entries[of]), of in final, version=versions[of] + 1)
        for of in entries.keys() | versions.keys()
    }


def _not_blind_to(db: Database, unit: int, entry: int) -> frozenset[int]:
    """Who typed what lives on in an entry of ``unit``, and who ever stood in one chain with one of these."""
    rows = db.execute(
        "WITH RECURSIVE chain(root, id, person) AS ("
        " SELECT id, id, person FROM entry WHERE unit = ?1 AND amends IS NULL"
        " UNION ALL SELECT chain.root, e.id, e.person FROM chain JOIN entry e ON e.amends = chain.id)"
        " SELECT DISTINCT beside.person FROM chain living"
        " JOIN chain typed ON typed.person = living.person JOIN chain beside ON beside.root = typed.root"
        " WHERE living.root = (SELECT root FROM chain WHERE id = ?2)",
        (unit, entry),
    )
    return frozenset(person for (person,) in rows)


def entries_after_reset(db: Database) -> frozenset[int]:
    """The entries that were begun after two officials gave their typist a new password."""
    return frozenset(
        entry
        for (entry,) in db.execute(
            "SELECT e.id FROM log reset JOIN account a ON reset.subject = 'account ' || a.id"
            " JOIN entry e ON e.person = a.person"
            " WHERE reset.action <> 'value' AND reset.action = 'password reset' AND reset.seq <"
            " (SELECT min(begun.seq) FROM log begun WHERE begun.action <> 'value'"
            "  AND begun.action IN ('entry begun', 're-key begun') AND begun.subject = 'entry ' || e.id)"
        )
    )


def read_count(db: Database, entry: int) -> Count:
    """The numbers of an entry, as far as they have been typed."""
    return Count.of(
        (FieldId(field), value)
        for field, value in db.execute("SELECT field, value FROM entry_value WHERE entry = ?", (entry,))
    )


def _begin(db: Database, now: str, actor: Actor, unit: int, number: int, amends: int | None = None) -> int:
    entry = audit.next_key(db, "entry")
    audit.write(
        *(db, now, actor, "entry begun" if amends is None else "re-key begun", f"entry {entry}"),
        unit=unit,
        number=number,
        amends=amends,
    )
    db.execute(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, NULL, ?, NULL, 0)",
        (entry, unit, number, actor.person, actor.session, amends, now),
    )
    if amends is not None:
        db.execute(
            "INSERT INTO entry_value (entry, field, value, carried)"
            " SELECT ?, v.field, v.value, 1 FROM entry_value v WHERE v.entry = ? AND NOT EXISTS"
            " (SELECT 1 FROM decision_field d WHERE d.entry = v.entry AND d.field = v.field)",
            (entry, amends),
        )
    return entry


def _open_entry(db: Database, entry: int, unit: ReportingUnit) -> OpenEntry:
    position, rekey = db.execute(
        "SELECT position, amends IS NOT NULL FROM entry WHERE id = ?", (entry,)
    ).fetchone()
    carried = db.execute("SELECT field FROM entry_value WHERE entry = ? AND carried = 1", (entry,))
    locked = frozenset(FieldId(field) for (field,) in carried)
    return OpenEntry(
        *(entry, unit, read_count(db, entry), locked),
        position=FieldId(position) if position else None,
        rekey=bool(rekey),
    )


def _require_own(db: Database, actor: Actor, entry: int) -> None:
    row = db.execute("SELECT person FROM live_entry WHERE id = ?", (entry,)).fetchone()
    if row is None:
        raise EntryLapsed("Deze invoer is vervallen verklaard door de toezichthouder. Druk op Escape.")
    if row[0] != actor.person:
        raise Refused("Deze invoer is van een ander.")


def _form_of(db: Database, entry: int) -> Form:
    election, number = db.execute(
        "SELECT u.election, u.number FROM entry e JOIN unit u ON u.id = e.unit WHERE e.id = ?", (entry,)
    ).fetchone()
    return forms_of(db, election)(number)


def _store(db: Database, entry: int, change: Change) -> None:
    if change.value is None:
        db.execute("DELETE FROM entry_value WHERE entry = ? AND field = ?", (entry, change.field))
        return
    changed = db.execute(
        "UPDATE entry_value SET value = ? WHERE entry = ? AND field = ?", (change.value, entry, change.field)
    ).rowcount
    if not changed:
        db.execute(
            "INSERT INTO entry_value (entry, field, value) VALUES (?, ?, ?)",
            (entry, change.field, change.value),
        )
