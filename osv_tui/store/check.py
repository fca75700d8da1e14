"""Whether the file still is what its log tells: every link of the chain, and every number beside it.

Somebody who can write the file can also write a whole new log. What gives that away is the head of the chain
on paper (trust §3.5).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from osv_tui.store import audit
from osv_tui.store.database import StationFile

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class Head:
    """The last row of the log: its number, and the hash that stands for everything up to it."""

    seq: int
    hash: str


def head(file: StationFile) -> Head:
    """The last row of the log; number 0 and no hash when somebody emptied it."""
    rows = file.rows("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")
    return Head(*rows[0]) if rows else Head(0, "")


def first_fault(file: StationFile) -> str | None:
    """The first thing that is off, in Dutch, with its row, unit or field; ``None`` if all is well."""
    with file.reading() as db, closing(_faults(file, db)) as faults:
        return next(faults, None)


def _faults(file: StationFile, db: Database) -> Generator[str, None, None]:
    """All of it at one moment of the file, which others may be working in."""
    told = _Told()
    yield from _broken_links(db.execute("SELECT * FROM log ORDER BY seq"), told)
    for what, stored, expected in (
        ("persoon", _persons(file), told.persons),
        ("invoer", _entries(file), told.entries),
        ("getal", _values(file), told.values),
        ("vervallen invoer", _discarded(file), told.discarded),
        ("teruggestuurd veld", _orders(file), told.orders),
        ("definitief stembureau", _final(file), told.final),
        ("definitieve verkiezing", _final_elections(file), told.final_elections),
        ("bestand", _documents(file), told.documents),
    ):
        yield from _differences(file, what, stored, expected)


def _broken_links(rows: Iterator[tuple[Any, ...]], told: _Told) -> Iterator[str]:
    expected_seq, previous = 1, ""
    for row in rows:
        if row[0] != expected_seq:
            yield f"Logboek: regel {expected_seq} ontbreekt."
            return
        if row[8] != previous or row[9] != audit.link(row[:8], previous):
            yield f"Logboek, regel {row[0]}: de regel is veranderd of sluit niet aan op de vorige."
            return
        try:
            told.hear(row)
        except (KeyError, ValueError, TypeError):
            yield f"Logboek, regel {row[0]}: er staat niet in wat er hoort te staan."
            return
        expected_seq, previous = expected_seq + 1, row[9]


Facts = dict[tuple[Any, ...], tuple[Any, ...]]
"""What a table holds: key and the rest of each row."""


@dataclass(frozen=True)
class _Entry:
    unit: int
    number: int
    person: int
    amends: int | None
    submitted: bool = False


@dataclass
class _Told:
    """What the log tells about each table, gathered row by row."""

    persons: Facts = field(default_factory=dict)
    documents: Facts = field(default_factory=dict)
    by_id: dict[int, _Entry] = field(default_factory=dict)
    by_entry: dict[int, dict[str, tuple[int, int]]] = field(default_factory=dict)
    discarded: Facts = field(default_factory=dict)
    orders: Facts = field(default_factory=dict)
    final: Facts = field(default_factory=dict)
    final_elections: Facts = field(default_factory=dict)

    @property
    def entries(self) -> Facts:
        return {
            (key,): (entry.unit, entry.number, entry.person, entry.amends, entry.submitted)
            for key, entry in self.by_id.items()
        }

    @property
    def values(self) -> Facts:
        return {
            (entry, name): number
            for entry, fields in self.by_entry.items()
            for name, number in fields.items()
        }

    def hear(self, row: tuple[Any, ...]) -> None:
        _, _, _, person, _, action, subject, text, _, _ = row
        key = int(subject.rsplit(" ", 1)[-1]) if subject[-1].isdigit() else 0
        detail = json.loads(text)
        match action:
            case "value":
                self._value(key, detail["field"], detail["value"])
            case "entry begun" | "re-key begun":
                self._entry(key, person, detail)
            case "entry submitted":
                self.by_id[key] = replace(self.by_id[key], submitted=True)
            case "entry withdrawn" | "entry discarded":
                self.discarded[(key,)] = (detail.get("reason", "niets ingevoerd"),)
            case "field sent back":
                self.orders[key, detail["field"]] = (detail["reason"],)
            case "unit final":
                self.final[(key,)] = (detail["first"], detail["second"])
            case "election final":
                self.final_elections[(key,)] = ()
            case "person registered":
                who = (detail["name"], detail["staff_number"], detail["user_name"], detail["role"])
                self.persons[(key,)] = who
            case "election removed":
                self.documents = {k: v for k, v in self.documents.items() if k[0] != key}
            case _ if action.startswith("file read "):
                self.documents[key, action.removeprefix("file read ")] = (detail["sha256"],)

    def _value(self, entry: int, name: str, value: int | None) -> None:
        if value is None:
            self.by_entry[entry].pop(name, None)
        else:
            self.by_entry[entry][name] = (value, 0)

    def _entry(self, key: int, person: int, detail: dict[str, Any]) -> None:
        amends = detail["amends"]
        self.by_id[key] = _Entry(detail["unit"], detail["number"], person, amends)
        self.by_entry[key] = {
            name: (value, 1)
            for name, (value, _) in self.by_entry.get(amends, {}).items()
            if (amends, name) not in self.orders
        }


def _differences(file: StationFile, what: str, stored: Facts, told: Facts) -> Iterator[str]:
    for key in sorted(stored.keys() | told.keys(), key=str):
        if stored.get(key) != told.get(key):
            kept = "niets" if key not in stored else _shown(stored[key])
            logged = "niets" if key not in told else _shown(told[key])
            yield f"{_place(file, what, key)}: in het bestand staat {kept}, in het logboek {logged}."


def _shown(row: tuple[Any, ...]) -> str:
    return ", ".join(str(part) for part in row) or "dat"


def _place(file: StationFile, what: str, key: tuple[Any, ...]) -> str:
    """Where it is, in the words of the paper where that can be said."""
    if what not in ("invoer", "getal", "vervallen invoer", "teruggestuurd veld"):
        return f"{what.capitalize()} {' '.join(str(part) for part in key)}"
    rows = file.rows(
        "SELECT l.election_id, u.number, e.number FROM entry e JOIN unit u ON u.id = e.unit"
        " JOIN election l ON l.id = u.election WHERE e.id = ?",
        key[0],
    )
    if not rows:
        return f"{what.capitalize()} {key[0]}"
    election, unit, number = rows[0]
    of_field = f", veld {key[1]}" if len(key) > 1 else ""
    return f"{election}, stembureau {unit}, invoer {number}{of_field} ({what})"


def _table(file: StationFile, sql: str, keys: int) -> Facts:
    return {row[:keys]: row[keys:] for row in file.rows(sql)}


def _persons(file: StationFile) -> Facts:
    return _table(
        file,
        "SELECT p.id, p.name, p.staff_number, a.user_name, a.role FROM person p"
        " LEFT JOIN account a ON a.person = p.id",
        1,
    )


def _entries(file: StationFile) -> Facts:
    rows = file.rows("SELECT id, unit, number, person, amends, submitted_at IS NOT NULL FROM entry")
    return {row[:1]: (*row[1:5], bool(row[5])) for row in rows}


def _values(file: StationFile) -> Facts:
    return _table(file, "SELECT entry, field, value, carried FROM entry_value", 2)


def _discarded(file: StationFile) -> Facts:
    return _table(file, "SELECT entry, reason FROM discarded", 1)


def _orders(file: StationFile) -> Facts:
    return _table(file, "SELECT entry, field, reason FROM decision_field", 2)


def _final(file: StationFile) -> Facts:
    return _table(file, "SELECT unit, first_entry, second_entry FROM final_unit", 1)


def _final_elections(file: StationFile) -> Facts:
    return _table(file, "SELECT election FROM final_election", 1)


def _documents(file: StationFile) -> Facts:
    """The digest of the bytes that are kept, not the one that stands beside them."""
    rows = file.rows("SELECT election, kind, content FROM document")
    return {(key, kind): (hashlib.sha256(content).hexdigest(),) for key, kind, content in rows}
