"""Whether a promise is broken, judged from two snapshots of a station file; no trigger or view is asked.

All that is read is tables. The one thing asked of the program is what it does before exporting: whether the
file is what its log tells.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from blake3 import blake3

from osv_tui.store import chain
from osv_tui.store.check import first_fault
from osv_tui.store.database import StationFile
from tests.examples import stopped_clock

Row = tuple[Any, ...]
Table = dict[Row, Row]

_DEFINITIONS = (
    *("region", "contest", "candidate_list", "candidate", "committee", "unit", "form_field"),
    *("gate_opening", "document", "election"),
)
_KEPT = (
    *("person", "session", "sitting", "decision", "decision_field", "discarded", "final_unit"),
    *("let_stand", "hand_over", "reopened_unit", "disposition", "count_account", "alleged_error"),
    *("withdrawn_error", "control_sum", "final_election", "reopened_election", "package"),
    *("lot", "withdrawn_lot", "deceased", "withdrawn_deceased"),
)
_KEYS = {
    "entry_value": 2, "decision_field": 0, "region": 2, "candidate_list": 3, "candidate": 4,
    "form_field": 2, "gate_opening": 3, "document": 3,
}  # fmt: skip
_OFFICIALS = ("administrator", "supervisor")
_MAY = {
    **dict.fromkeys(
        ("entry begun", "re-key begun", "value", "entry submitted", "entry withdrawn"), ("typist",)
    ),
    **dict.fromkeys(("decision", "field sent back", "entry discarded"), ("supervisor",)),
    **dict.fromkeys(("unit final", "election final", "unit reopened", "election reopened"), ("supervisor",)),
    **dict.fromkeys(("entry let stand", "entry handed over", "package written"), ("supervisor",)),
    **dict.fromkeys(("finding disposed", "difference accounted", "control sum"), ("supervisor",)),
    **dict.fromkeys(("error recorded", "error withdrawn"), ("supervisor",)),
    **dict.fromkeys(("lot drawn", "lot withdrawn", "deceased told", "deceased withdrawn"), ("supervisor",)),
    "typed differently": ("supervisor",),
    **dict.fromkeys(("person registered", "account on", "account off"), ("administrator",)),
    **dict.fromkeys(("password reset", "set up"), ("administrator",)),
    **dict.fromkeys(("sitting opened", "sitting closed", "head noted"), _OFFICIALS),
}
_HIGHEST = 999_999_999


class Promise(Enum):
    """What must stay true, whoever writes."""

    LOG = "a row of the log is changed, removed, out of order, falsely hashed or in the name of an absent one"
    LOGGED = "something changed and the log does not tell it"
    SUBMITTED = "a submitted entry is changed, reopened, deleted or replaced"
    TWO_PERSONS = "one person typed both entries, or somebody's entry became another's"
    TWO_ENTRIES = "more than two live entries, or two with one number"
    FINAL = "a final unit without two submitted, complete, equal entries by two persons"
    ROLES = "somebody who may not type did, or a role or an account changed"
    RIGHTS = "somebody did what only another may do"
    DECIDED = "decided by one who is no supervisor, or typed there"
    PERSONS = "a person is renamed, removed or registered twice"
    OFFICIALS = "a person is registered by fewer than two officials"
    NUMBERS = "a number below 0, above 999,999,999 or not whole"
    FORM = "a field that the form does not have, or not the kept number of a re-key"
    DEFINITIONS = "a definition changed after an entry"
    KEPT = "what was decided, opened or ended is undone"
    READABLE = "the file holds something on which the program stumbles"


@dataclass(frozen=True)
class Snapshot:
    """All rows of all tables, by key."""

    tables: dict[str, Table] = field(repr=False)

    def rows(self, table: str) -> tuple[Row, ...]:
        return tuple(self.tables[table].values())


def snapshot(path: Path) -> Snapshot:
    connection = sqlite3.connect(path)
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        return Snapshot({name: _table(connection, name) for name in names})
    finally:
        connection.close()


def _table(connection: sqlite3.Connection, name: str) -> Table:
    rows = connection.execute(f"SELECT * FROM {name}").fetchall()
    width = _KEYS.get(name, 1) or None
    return {row[:width]: row for row in rows}


def broken(before: Snapshot, path: Path) -> dict[Promise, str]:
    """The promises that no longer hold in the file at ``path``, which was ``before``; each with a witness."""
    after = snapshot(path)
    found: dict[Promise, str] = {}
    for promise, look in _LOOKS.items():
        witness = next(look(before, after), None)
        if witness is not None:
            found[promise] = witness
    if _domain(before) != _domain(after):
        if before.tables["log"] == after.tables["log"]:
            found.setdefault(Promise.LOGGED, "no new row in the log")
        found.update(_as_the_program_sees_it(path))
    return found


def idle_talk(path: Path) -> bool:
    """Whether check finds a fault in the file."""
    return bool(_as_the_program_sees_it(path))


def _as_the_program_sees_it(path: Path) -> dict[Promise, str]:
    connection = sqlite3.connect(path, isolation_level=None)
    chain.offer_to(connection)
    try:
        fault = first_fault(StationFile(path, connection, stopped_clock))
    except Exception as error:  # whatever it is, the user would see a traceback
        return {Promise.READABLE: repr(error)}
    finally:
        connection.close()
    return {Promise.LOGGED: fault} if fault else {}


def _domain(of: Snapshot) -> dict[str, Table]:
    """All but the log and where a typist was, of which the log does not tell."""
    tables = {name: table for name, table in of.tables.items() if name != "log"}
    tables["entry"] = {key: (*row[:6], *row[7:]) for key, row in tables["entry"].items()}
    return tables


def _log(before: Snapshot, after: Snapshot) -> Iterator[str]:
    old, new = before.rows("log"), after.rows("log")
    if new[: len(old)] != old:
        yield "a row that was there is not as it was"
    previous = ""
    for at, row in enumerate(new, 1):
        body = json.dumps(row[:9], ensure_ascii=False, separators=(",", ":"))
        right = blake3(f"{previous}{body}".encode(errors="surrogateescape")).hexdigest()
        if row[0] != at or row[9] != previous or row[10] != right:
            yield f"row {row[0]}"
            return
        previous = row[10]
    people = {row[0]: (row[1], row[3]) for row in after.rows("account")}
    sessions = {row[0]: row for row in after.rows("session")}
    ended = {row[0] for row in before.rows("session") if row[4] is not None}
    for row in new[len(old) :]:
        if row[2] is None:
            continue
        session = sessions.get(row[2])
        if session is None or row[2] in ended or people.get(session[1]) != (row[3], row[4]):
            yield f"row {row[0]} is not by who is signed in"


def _submitted(before: Snapshot, after: Snapshot) -> Iterator[str]:
    values, values_now = _values(before), _values(after)
    for key, row in before.tables["entry"].items():
        now = after.tables["entry"].get(key)
        if now is None or now[:6] != row[:6] or now[7] != row[7]:
            yield f"entry {row[0]}: {row} is {now}"
        if row[8] is not None and (now != row or values.get(row[0]) != values_now.get(row[0])):
            yield f"submitted entry {row[0]} is not what it was: {now}"


def _two_persons(before: Snapshot, after: Snapshot) -> Iterator[str]:
    del before
    for unit, entries in _live(after).items():
        if len({entry[3] for entry in entries}) < len(entries):
            yield f"unit {unit}"
    owner = {row[0]: row[1] for row in after.rows("account")}
    sessions = {row[0]: owner.get(row[1]) for row in after.rows("session")}
    for row in after.rows("entry"):
        if sessions.get(row[4]) != row[3]:
            yield f"entry {row[0]} is not of who was signed in"
        amended = after.tables["entry"].get((row[5],))
        if row[5] is not None and (amended is None or amended[1:4] != row[1:4] or amended[0] >= row[0]):
            yield f"entry {row[0]} amends {amended}"


def _two_entries(before: Snapshot, after: Snapshot) -> Iterator[str]:
    del before
    for unit, entries in _live(after).items():
        numbers = sorted(entry[2] for entry in entries)
        if numbers not in ([1], [2], [1, 2]):
            yield f"unit {unit} has {numbers}"


def _final(before: Snapshot, after: Snapshot) -> Iterator[str]:
    del before
    values, live, back = _values(after), _live(after), {row[1] for row in after.rows("decision_field")}
    for unit, first, second, *_rest in after.rows("final_unit"):
        pair = {entry[2]: entry for entry in live.get(unit, ())}
        if [pair[number][0] for number in sorted(pair)] != [first, second]:
            yield f"unit {unit}: its live entries are others"
        elif any(entry[8] is None or entry[0] in back for entry in pair.values()):
            yield f"unit {unit}: an entry is open or sent back"
        elif _numbers(values, first) != _numbers(values, second):
            yield f"unit {unit}: unequal"
        elif set(_numbers(values, first)) != _asked(after, unit, _numbers(values, first)):
            yield f"unit {unit}: incomplete"


def _roles(before: Snapshot, after: Snapshot) -> Iterator[str]:
    for key, row in before.tables["account"].items():
        now = after.tables["account"].get(key)
        if now is None or now[:4] != row[:4]:
            yield f"account {row[0]} became {now}"
    accounts = after.rows("account")
    if len({row[1] for row in accounts}) < len(accounts):
        yield "a person with two accounts"
    role = {row[1]: row[3] for row in accounts}
    for row in after.rows("entry"):
        if role.get(row[3]) != "typist":
            yield f"entry {row[0]} is by a {role.get(row[3])}"
    may_type = {row[1] for row in before.rows("account") if row[6] and not row[5]}
    known = {row[1] for row in before.rows("account")}
    for row in after.rows("entry")[len(before.rows("entry")) :]:
        if row[3] in known and row[3] not in may_type:
            yield f"entry {row[0]} is by one whose account is off or has a one-time password"


def _rights(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """What the log newly tells was done by who may do it in the program."""
    owner = {row[0]: row[1] for row in after.rows("account")}
    for row in after.rows("log")[len(before.rows("log")) :]:
        action, subject = row[6], row[7]
        if row[4] not in _MAY.get(action, (row[4],)):
            yield f"{row[4]}: {action}"
        if action in ("signed out", "password changed") and owner.get(int(subject.split()[1])) != row[3]:
            yield f"{action} of {subject}, by person {row[3]}"
        if action in ("value", "entry submitted", "entry withdrawn") and subject.startswith("entry "):
            entry = after.tables["entry"].get((int(subject.split()[1]),))
            if entry is not None and entry[3] != row[3]:
                yield f"{action} of {subject}, by person {row[3]}"


def _times(before: Snapshot, after: Snapshot) -> Iterator[str]:
    for row in after.rows("log")[len(before.rows("log")) :]:
        try:
            if datetime.fromisoformat(row[1]).tzinfo is None:
                yield f"row {row[0]}: {row[1]} has no zone"
        except ValueError:
            yield f"row {row[0]}: {row[1]} is no time"


def _decided(before: Snapshot, after: Snapshot) -> Iterator[str]:
    del before
    account = {row[0]: row for row in after.rows("account")}
    of = {row[0]: account[row[1]] for row in after.rows("session") if row[1] in account}
    entry = {row[0]: row for row in after.rows("entry")}
    typed = {(row[1], row[3]) for row in entry.values()}
    decided = [(row[1], row[4]) for row in after.rows("decision")]
    decided += [(row[0], row[3]) for row in after.rows("final_unit")]
    decided += [
        (entry[row[0]][1], row[1])
        for row in after.rows("discarded")
        if row[0] in entry and of.get(row[1], (0, 0))[1] != entry[row[0]][3]
    ]
    for unit, session in decided:
        by = of.get(session)
        if by is None or by[3] != "supervisor" or (unit, by[1]) in typed:
            yield f"unit {unit}: {by and by[2]}"
    about = [(row[0], row[1]) for table in ("let_stand", "hand_over") for row in after.rows(table)]
    about += [(row[1], row[-2]) for table in ("disposition", "count_account") for row in after.rows(table)]
    for key, session in about:
        by = of.get(session)
        if by is None or by[3] != "supervisor" or key not in entry or (entry[key][1], by[1]) in typed:
            yield f"entry {key}: {by and by[2]}"
    final = {row[0] for row in after.rows("final_unit")}
    for row in after.rows("final_election"):
        if any(unit[1] == row[1] and unit[0] not in final for unit in after.rows("unit")):
            yield f"election {row[1]} is final before its units"
    yield from _by_two(after, of)


def _by_two(after: Snapshot, of: dict[int, Row]) -> Iterator[str]:
    role = {row[1]: row[3] for row in after.rows("account")}
    acts = [row[3:5] for row in after.rows("final_election")]
    acts += [row[1:3] for table in ("reopened_unit", "reopened_election") for row in after.rows(table)]
    acts += [row[-3:-1] for table in ("lot", "deceased") for row in after.rows(table)]
    acts += [row[1:3] for table in ("withdrawn_lot", "withdrawn_deceased") for row in after.rows(table)]
    for session, second in acts:
        by = of.get(session)
        if by is None or by[3] != "supervisor" or by[1] == second or role.get(second) not in _OFFICIALS:
            yield f"{by and by[2]} with person {second}"


def _persons(before: Snapshot, after: Snapshot) -> Iterator[str]:
    for key, row in before.tables["person"].items():
        if after.tables["person"].get(key) != row:
            yield f"person {row[0]} became {after.tables['person'].get(key)}"
    for table, column in (("person", 2), ("account", 2)):
        seen = [_as_seen(row[column]) for row in after.rows(table)]
        if len(set(seen)) < len(seen):
            yield f"two of {table} look alike"


def _officials(before: Snapshot, after: Snapshot) -> Iterator[str]:
    role = {row[1]: row[3] for row in before.rows("account") if row[6]}
    for key, row in after.tables["person"].items():
        if key in before.tables["person"]:
            continue
        vouching = {row[3], row[4]}
        if len(vouching) < 2 or any(role.get(by) not in _OFFICIALS for by in vouching):
            yield f"person {row[0]} by {vouching}"
    owner = {row[0]: row[1] for row in after.rows("account")}
    for row in after.rows("log")[len(before.rows("log")) :]:
        if row[6] == "password reset":
            vouching = {row[3], json.loads(row[8]).get("confirmed_by")} - {owner[int(row[7].split()[1])]}
            if len(vouching) < 2 or any(role.get(by) not in _OFFICIALS for by in vouching):
                yield f"password of {row[7]} by {vouching}"


def _whole_numbers(before: Snapshot, after: Snapshot) -> Iterator[str]:
    del before
    for row in after.rows("entry_value"):
        if type(row[2]) is not int or not 0 <= row[2] <= _HIGHEST:
            yield str(row)


def _form(before: Snapshot, after: Snapshot) -> Iterator[str]:
    del before
    entries = after.tables["entry"]
    elections = {row[0]: row[1] for row in after.rows("unit")}
    back = {(row[1], row[2]) for row in after.rows("decision_field")}
    for row in after.rows("entry_value"):
        entry = entries.get((row[0],))
        if entry is None or (elections.get(entry[1]), row[1]) not in after.tables["form_field"]:
            yield str(row)
            continue
        amended = after.tables["entry_value"].get((entry[5], row[1]))
        if row[3] and amended != (entry[5], *row[1:3], amended[3] if amended else 0):
            yield f"{row} is said to be kept"
        if not row[3] and amended and (entry[5], row[1]) not in back and amended[2] != row[2]:
            yield f"{row} was not sent back"
    for entry in entries.values():
        if entry[6] is not None and (elections.get(entry[1]), entry[6]) not in after.tables["form_field"]:
            yield f"entry {entry[0]} is at {entry[6]!r}"


def _definitions(before: Snapshot, after: Snapshot) -> Iterator[str]:
    election_of = {row[0]: row[1] for row in before.rows("unit")}
    sealed = {election_of.get(row[1]) for row in before.rows("entry")}
    for table in _DEFINITIONS:
        for of in sealed:
            if _about(before, table, of) != _about(after, table, of):
                yield table
    limits = [{row for row in at.rows("setting") if row[0].startswith("threshold")} for at in (before, after)]
    if before.rows("entry") and limits[0] != limits[1]:
        yield "setting"


def _about(of: Snapshot, table: str, election: int | None) -> list[Row]:
    column = 1 if table == "unit" else 0
    return [row for row in of.rows(table) if row[column] == election]


def _kept(before: Snapshot, after: Snapshot) -> Iterator[str]:
    for table in _KEPT:
        for key, row in before.tables[table].items():
            now = after.tables[table].get(key)
            ending = table in ("session", "sitting") and row[-1] is None and now is not None
            if (now != row) if not ending else (now or ())[:-1] != row[:-1]:
                yield f"{table}: {row} became {now}"
    pairs = {row[1] for row in after.rows("final_unit")}
    releases = {row[0] for row in after.rows("final_election")}
    if {row[0] for row in after.rows("reopened_unit")} - pairs:
        yield "opened again what was not final"
    gone = [("reopened_election", 0), ("package", 1)]
    if {row[column] for table, column in gone for row in after.rows(table)} - releases:
        yield "opened again or written what was not released"
    open_sessions = [row[1] for row in after.rows("session") if row[4] is None]
    if len(set(open_sessions)) < len(open_sessions):
        yield "two sessions of one account"


_LOOKS: dict[Promise, Callable[[Snapshot, Snapshot], Iterator[str]]] = {
    Promise.LOG: _log,
    Promise.SUBMITTED: _submitted,
    Promise.TWO_PERSONS: _two_persons,
    Promise.TWO_ENTRIES: _two_entries,
    Promise.FINAL: _final,
    Promise.ROLES: _roles,
    Promise.RIGHTS: _rights,
    Promise.READABLE: _times,
    Promise.DECIDED: _decided,
    Promise.PERSONS: _persons,
    Promise.OFFICIALS: _officials,
    Promise.NUMBERS: _whole_numbers,
    Promise.FORM: _form,
    Promise.DEFINITIONS: _definitions,
    Promise.KEPT: _kept,
}


def _live(of: Snapshot) -> dict[int, list[Row]]:
    """Per unit the entries that are neither discarded nor keyed again, nor of before it was opened again."""
    gone = {row[0] for row in of.rows("discarded")} | {row[5] for row in of.rows("entry")}
    reopened = {row[0] for row in of.rows("reopened_unit")}
    gone |= {entry for row in of.rows("final_unit") if row[1] in reopened for entry in row[1:3]}
    live: dict[int, list[Row]] = {}
    for row in of.rows("entry"):
        if row[0] not in gone:
            live.setdefault(row[1], []).append(row)
    return live


def _values(of: Snapshot) -> dict[int, dict[str, Row]]:
    values: dict[int, dict[str, Row]] = {}
    for row in of.rows("entry_value"):
        values.setdefault(row[0], {})[row[1]] = row
    return values


def _numbers(values: dict[int, dict[str, Row]], entry: int) -> dict[str, object]:
    return {name: row[2] for name, row in values.get(entry, {}).items()}


def _asked(of: Snapshot, unit: int, numbers: dict[str, object]) -> set[str]:
    """The fields that must be typed at a unit: without a gate, or with one that the answer opens."""
    election = of.tables["unit"].get((unit,), (0, None))[1]
    opening = set(of.tables["gate_opening"])
    return {
        row[1]
        for row in of.rows("form_field")
        if row[0] == election and (row[5] is None or (election, row[5], numbers.get(row[5])) in opening)
    }


def _as_seen(text: str) -> str:
    """What is left of a name or number for who reads it quickly."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isprintable() and letter != " ").lstrip("0")
