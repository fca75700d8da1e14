"""Whether the file still is what its log tells: every link of the chain, and every row of every table.

Somebody who can write the file can also write a whole new log. What gives that away is the head of the chain
on paper (trust §3.5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from osv_tui.store.chain import fingerprint, link
from osv_tui.store.database import StationFile
from osv_tui.store.problems import FileUnusable
from osv_tui.store.retold import Rows, Told


@dataclass(frozen=True)
class Head:
    """The last row of the log: its number, and the hash that stands for everything up to it."""

    seq: int
    hash: str


@dataclass(frozen=True)
class PaperHead:
    """A head that was written on paper, as the log has it; ``later`` counts the rows that came after."""

    seq: int
    at: datetime
    later: int


def head(file: StationFile) -> Head:
    """The last row of the log; number 0 and no hash when somebody emptied it."""
    rows = file.rows("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")
    return Head(*rows[0]) if rows else Head(0, "")


def find_head(file: StationFile, on_paper: str) -> PaperHead | None:
    """Where in the log the head is that was written on paper; ``None`` if it is nowhere.

    Then this is not the file of then: the log was written anew or cut off, or this is an older copy.
    """
    wanted = "".join(on_paper.split()).lower()
    rows = file.rows("SELECT seq, at, (SELECT max(seq) FROM log) - seq FROM log WHERE hash = ?", wanted)
    return PaperHead(rows[0][0], datetime.fromisoformat(rows[0][1]), rows[0][2]) if rows else None


def first_fault(file: StationFile) -> str | None:
    """The first thing that is off, in Dutch, with its row, unit or field; ``None`` if all is well."""
    try:
        return first_contradiction(file)
    except FileUnusable as problem:
        return str(problem)


def first_contradiction(file: StationFile) -> str | None:
    """The first thing in which the file and its log differ, as ``first_fault``.

    Raises:
        FileUnusable: the file cannot be read, which says nothing of what is in it.
    """
    with file.one_moment(), closing(_faults(file)) as faults:
        return next(faults, None)


def _faults(file: StationFile) -> Generator[str, None, None]:
    """All of it at one moment of the file, which others may be working in."""
    told = Told()
    yield from _broken_links(file.each_row("SELECT * FROM log ORDER BY seq"), told)
    for table, look in _LOOK.items():
        stored = {row[: look.key]: row[look.key :] for row in map(look.shown, file.each_row(look.sql))}
        yield from _differences(file, table, stored, told.table(table))
    yield from _different_values(file, told)


def _broken_links(rows: Iterator[tuple[Any, ...]], told: Told) -> Iterator[str]:
    expected_seq, previous = 1, ""
    for row in rows:
        if row[0] != expected_seq:
            yield f"Logboek: regel {expected_seq} ontbreekt."
            return
        if row[9] != previous or row[10] != link(previous, *row[:9]):
            yield f"Logboek, regel {row[0]}: de regel is veranderd of sluit niet aan op de vorige."
            return
        try:
            told.hear(*row[:9])
        except (KeyError, ValueError, TypeError, AttributeError):
            yield f"Logboek, regel {row[0]}: er staat niet in wat er hoort te staan."
            return
        expected_seq, previous = expected_seq + 1, row[10]
    if not previous:
        yield "Logboek: het is leeg."


@dataclass(frozen=True)
class _Look:
    """How a table is read to compare it: its first ``key`` columns name a row.

    Of the column ``secret`` the log tells the fingerprint, of ``content`` the SHA-256.
    """

    sql: str
    key: int = 1
    secret: int | None = None
    content: int | None = None

    def shown(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = list(row)
        if self.secret is not None:
            cells[self.secret] = fingerprint(cells[self.secret])
        if self.content is not None:
            cells[self.content] = hashlib.sha256(cells[self.content]).hexdigest()
        return tuple(cells)


_LOOK = {
    "station": _Look("SELECT * FROM station", secret=4),
    "person": _Look("SELECT * FROM person"),
    "account": _Look("SELECT * FROM account", secret=4),
    "session": _Look("SELECT * FROM session"),
    "sitting": _Look("SELECT * FROM sitting"),
    "setting": _Look("SELECT * FROM setting"),
    "election": _Look("SELECT * FROM election"),
    "region": _Look("SELECT * FROM region", key=2),
    "contest": _Look("SELECT * FROM contest"),
    "candidate_list": _Look("SELECT * FROM candidate_list", key=3),
    "candidate": _Look("SELECT * FROM candidate", key=4),
    "committee": _Look("SELECT * FROM committee"),
    "unit": _Look("SELECT * FROM unit"),
    "form_field": _Look("SELECT * FROM form_field", key=2),
    "gate_opening": _Look("SELECT * FROM gate_opening", key=3),
    "document": _Look(
        "SELECT election, kind, kieskring, file_name, sha256, canonical_sha256, read_at, content"
        " FROM document",
        key=3,
        content=7,
    ),
    "witness": _Look(
        "SELECT id, unit, file_name, sha256, canonical_sha256, session, at, content FROM witness", content=7
    ),
    "witness_value": _Look("SELECT * FROM witness_value", key=2),
    "entry": _Look(
        "SELECT id, unit, number, person, session, amends, started_at, submitted_at, wrong FROM entry"
    ),
    "decision": _Look("SELECT * FROM decision"),
    "decision_field": _Look("SELECT entry, field, decision, reason FROM decision_field", key=2),
    "discarded": _Look("SELECT * FROM discarded"),
    "let_stand": _Look("SELECT * FROM let_stand"),
    "hand_over": _Look("SELECT * FROM hand_over"),
    "final_unit": _Look("SELECT first_entry, unit, second_entry, session, at FROM final_unit"),
    "reopened_unit": _Look("SELECT * FROM reopened_unit"),
    "disposition": _Look("SELECT * FROM disposition"),
    "count_account": _Look("SELECT * FROM count_account"),
    "alleged_error": _Look("SELECT * FROM alleged_error"),
    "withdrawn_error": _Look("SELECT * FROM withdrawn_error"),
    "control_sum": _Look("SELECT * FROM control_sum"),
    "final_election": _Look("SELECT * FROM final_election"),
    "reopened_election": _Look("SELECT * FROM reopened_election"),
    "package": _Look("SELECT * FROM package"),
    "lot": _Look("SELECT * FROM lot"),
    "withdrawn_lot": _Look("SELECT * FROM withdrawn_lot"),
    "deceased": _Look("SELECT * FROM deceased"),
    "withdrawn_deceased": _Look("SELECT * FROM withdrawn_deceased"),
}
"""Every table but the log and the numbers; of an entry all but where its typist was."""

_IN_DUTCH = {
    "station": "station", "person": "persoon", "account": "account", "session": "sessie",
    "sitting": "zitting", "setting": "instelling", "election": "verkiezing", "region": "gebied",
    "contest": "kieskring", "candidate_list": "lijst", "candidate": "kandidaat",
    "committee": "stembureau dat telt", "unit": "stembureau", "form_field": "veld van het formulier",
    "gate_opening": "vraag van het formulier", "document": "bestand",
    "witness": "bestand van een lager niveau",
    "witness_value": "getal in een bestand van een lager niveau", "entry": "invoer",
    "entry_value": "getal", "decision": "beslissing", "decision_field": "teruggestuurd veld",
    "discarded": "vervallen invoer", "let_stand": "invoer die bleef staan",
    "hand_over": "invoer die een ander overnam", "final_unit": "definitief stembureau",
    "reopened_unit": "heropend stembureau", "disposition": "beoordeling",
    "count_account": "verantwoording van een telverschil", "alleged_error": "fout op papier",
    "withdrawn_error": "ingetrokken fout op papier", "control_sum": "controletelling",
    "final_election": "definitieve verkiezing", "reopened_election": "heropende verkiezing",
    "package": "export", "lot": "loting", "withdrawn_lot": "ingetrokken loting",
    "deceased": "overleden kandidaat", "withdrawn_deceased": "ingetrokken overleden kandidaat",
}  # fmt: skip
_OF_AN_ENTRY = frozenset(
    {"entry", "entry_value", "decision_field", "discarded", "let_stand", "hand_over", "final_unit"}
)


def _different_values(file: StationFile, told: Told) -> Iterator[str]:
    """The numbers, entry by entry, as there can be a million of them."""
    of_entry: dict[str, tuple[int, int]] = {}
    entry: int | None = None
    for at, field, value, carried in file.each_row(
        "SELECT entry, field, value, carried FROM entry_value ORDER BY entry"
    ):
        if at != entry:
            if entry is not None:
                yield from _different_entry(file, entry, of_entry, told)
            entry, of_entry = at, {}
        of_entry[field] = (value, carried)
    if entry is not None:
        yield from _different_entry(file, entry, of_entry, told)
    for missing, fields in sorted(told.values.items()):
        yield from _differences(file, "entry_value", {}, {(missing, name): at for name, at in fields.items()})


def _different_entry(
    file: StationFile, entry: int, stored: dict[str, tuple[int, int]], told: Told
) -> Iterator[str]:
    logged = told.values.pop(entry, {})
    if stored != logged:
        yield from _differences(
            *(file, "entry_value"),
            {(entry, name): value for name, value in stored.items()},
            {(entry, name): value for name, value in logged.items()},
        )


def _differences(file: StationFile, table: str, stored: Rows, told: Rows) -> Iterator[str]:
    if stored == told:
        return
    for key in sorted(stored.keys() | told.keys(), key=str):
        if stored.get(key) != told.get(key):
            kept = "niets" if key not in stored else _shown(stored[key])
            logged = "niets" if key not in told else _shown(told[key])
            yield f"{_place(file, table, key)}: in het bestand staat {kept}, in het logboek {logged}."


def _shown(row: tuple[Any, ...]) -> str:
    return ", ".join("-" if part is None else str(part)[:30] for part in row) or "dat"


def _place(file: StationFile, table: str, key: tuple[Any, ...]) -> str:
    """Where it is, in the words of the paper where that can be said."""
    what = _IN_DUTCH[table]
    plainly = f"{what.capitalize()} {' '.join(str(part) for part in key)}"
    if table not in _OF_AN_ENTRY:
        return plainly
    rows = file.rows(
        "SELECT l.election_id, u.number, e.number FROM entry e JOIN unit u ON u.id = e.unit"
        " JOIN election l ON l.id = u.election WHERE e.id = ?",
        key[0],
    )
    if not rows:
        return plainly
    election, unit, number = rows[0]
    of_field = f", veld {key[1]}" if len(key) > 1 else ""
    return f"{election}, stembureau {unit}, invoer {number}{of_field} ({what})"
