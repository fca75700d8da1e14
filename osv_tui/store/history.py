"""The evening as the file and its log tell it, without one vote number: for the audit report (trust §3.1).

Moments are as the clock of the station gave them; the order is that of the log. A person is a key of
``History.persons``, an entry its row in the file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from osv_tui.election import signals as signs
from osv_tui.election.form import FieldId
from osv_tui.election.signals import Compared, Signal, Typed
from osv_tui.election.workflow import OFFICIALS, Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.check import Head
from osv_tui.store.database import StationFile
from osv_tui.store.elections import election_lines
from osv_tui.store.entries import entries_after_reset
from osv_tui.store.founding import station_secret
from osv_tui.store.happenings import Happenings, LogRow, happenings, read_log
from osv_tui.store.people import AccountLine, account_lines
from osv_tui.store.problems import Refused
from osv_tui.store.sittings import final_units_up_to

if TYPE_CHECKING:
    from sqlite_utils import Database

_BEGUN = frozenset({"entry begun", "re-key begun"})
_LAPSED = frozenset({"entry withdrawn", "entry discarded"})
_READ = "signals read"
_ARE_EQUAL = (
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM final_unit WHERE first_entry = ?1 AND second_entry = ?2) THEN 1"
    " ELSE NOT EXISTS (SELECT field, value FROM entry_value WHERE entry = ?1"
    " EXCEPT SELECT field, value FROM entry_value WHERE entry = ?2)"
    " AND NOT EXISTS (SELECT field, value FROM entry_value WHERE entry = ?2"
    " EXCEPT SELECT field, value FROM entry_value WHERE entry = ?1) END"
)
"""A final unit has been compared; only for the others that has to be done again."""


@dataclass(frozen=True)
class HistoryUnit:
    """A reporting unit; ``final_at`` is empty until it is final."""

    number: int
    name: str
    final_at: datetime | None


@dataclass(frozen=True)
class HistoryElection:
    """An election with its units by number; ``key`` is its row in the file, ``id`` what signals call it."""

    key: int
    id: str
    name: str
    final_at: datetime | None
    units: tuple[HistoryUnit, ...]


@dataclass(frozen=True)
class HistoryEntry:
    """An entry that was begun, be it discarded or keyed again later.

    ``unit`` is the number of the unit, ``number`` 1 or 2, ``terminal`` where it was begun. ``keyed`` counts
    the numbers that were typed in it, so without those that came from the entry it ``amends``.
    ``begun_row`` is the row of the log that tells of its beginning; ``after_reset`` that others had given
    this person a new password before that.
    """

    id: int
    election: str
    unit: int
    number: int
    person: int
    terminal: str
    begun: datetime
    handed_in: datetime | None
    keyed: int
    amends: int | None
    begun_row: int
    after_reset: bool

    @property
    def typed(self) -> Typed | None:
        """What the signals are made from; nothing for an entry that was not handed in."""
        if self.handed_in is None:
            return None
        which = (self.election, self.unit, self.number, self.person)
        return Typed(*which, self.terminal, self.begun, self.handed_in, self.keyed)


@dataclass(frozen=True)
class Discard:
    """An entry that lapsed: ``by`` a supervisor, or by its typist who had typed nothing yet."""

    entry: int
    by: int
    reason: str
    at: datetime


@dataclass(frozen=True)
class SentBack:
    """A field that a supervisor sent back to be keyed again."""

    entry: int
    field: FieldId
    by: int
    reason: str
    at: datetime


@dataclass(frozen=True)
class PublicSitting:
    """A time in which was entered; what closes it is empty while it lasts."""

    opened_at: datetime
    opened_by: int
    confirmed_by: int
    closed_at: datetime | None
    closed_by: int | None


@dataclass(frozen=True)
class History:
    """All that happened at the station, up to ``head``, the row of the log at ``at``."""

    head: Head
    at: datetime
    sqlite_version: str
    persons: tuple[AccountLine, ...]
    elections: tuple[HistoryElection, ...]
    sessions: tuple[signs.Sitting, ...]
    entries: tuple[HistoryEntry, ...]
    compared: tuple[Compared, ...]
    discards: tuple[Discard, ...]
    sent_back: tuple[SentBack, ...]
    sittings: tuple[PublicSitting, ...]
    happened: Happenings

    @property
    def signals(self) -> tuple[Signal, ...]:
        """What makes it look as if one person sat at two accounts, the oldest first."""
        typed = (entry.typed for entry in self.entries)
        return signs.signals(self.sessions, (each for each in typed if each), self.compared)

    def name(self, person: int) -> str:
        """What a person is called; with the staff number if another has the same name."""
        return self._names[person]

    @cached_property
    def _names(self) -> dict[int, str]:
        shared = Counter(line.name for line in self.persons)
        return {
            line.person: f"{line.name} ({line.staff_number})" if shared[line.name] > 1 else line.name
            for line in self.persons
        }


@dataclass(frozen=True)
class SignalLine:
    """A sign with the names of its persons; ``new`` as long as it was not on the screen of who asks."""

    signal: Signal
    persons: tuple[str, ...]
    new: bool


@dataclass(frozen=True)
class HeadMoment:
    """When the row of a head came in the log, and how many units were final then."""

    at: datetime
    final_units: int


def read_history(file: StationFile, actor: Actor) -> History:
    """The evening up to now, for a supervisor or an administrator.

    Raises:
        Refused: the actor is neither.
    """
    with file.reading() as db:
        require(db, actor, *OFFICIALS)
        return _history(file, db, read_log(db))


def head_moment(file: StationFile, actor: Actor, shown: Head) -> HeadMoment:
    """What a slip says of a head that was shown.

    Raises:
        Refused: this head is not in the log, or the actor is no supervisor or administrator.
    """
    with file.reading() as db:
        require(db, actor, *OFFICIALS)
        row = db.execute("SELECT at FROM log WHERE seq = ? AND hash = ?", (shown.seq, shown.hash)).fetchone()
        if row is None:
            raise Refused("Deze code staat niet in het logboek.")
        return HeadMoment(datetime.fromisoformat(row[0]), final_units_up_to(db, shown.seq))


# Signals -----------------------------------------------------------------------------------------------


def signals(file: StationFile, actor: Actor) -> tuple[SignalLine, ...]:
    """The signs that one person sat at two accounts, for the supervisor; the newest first."""
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
        rows = read_log(db)
        history, read = _history(file, db, rows), _read_before(rows, actor.person)
    return tuple(
        SignalLine(sign, tuple(map(history.name, sign.persons)), _key(sign) not in read)
        for sign in reversed(history.signals)
    )


def count_new_signals(file: StationFile, actor: Actor) -> int:
    """How many signs this supervisor has not had on the screen yet."""
    return sum(line.new for line in signals(file, actor))


def mark_read(file: StationFile, actor: Actor, shown: Iterable[SignalLine]) -> None:
    """Record that the new ones of ``shown`` were on the screen of ``actor``.

    Each supervisor has an own account of it: what one has seen stays new for the other.
    """
    new = [_key(line.signal) for line in shown if line.new]
    if not new:
        return
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        audit.write(db, file.now(), actor, _READ, f"person {actor.person}", signals=new)


def _key(signal: Signal) -> str:
    """What makes it the same sign; that of two who never differ stays one, though it grows with each unit."""
    at = "" if signal.sign is signs.Sign.NO_DIFFERENCE else signal.at.isoformat()
    persons = " ".join(map(str, signal.persons))
    return f"{signal.sign.value}, {signal.election} {signal.unit}, {persons}, {at}"


def _read_before(rows: Iterable[LogRow], person: int) -> frozenset[str]:
    mine = (row for row in rows if row.action == _READ and row.person == person)
    return frozenset(key for row in mine for key in row.detail["signals"])


# Reading -----------------------------------------------------------------------------------------------


def _history(file: StationFile, db: Database, rows: tuple[LogRow, ...]) -> History:
    persons = account_lines(db)
    seq, code, at, sqlite_version = db.execute(
        "SELECT seq, hash, at, sqlite_version() FROM log ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    happened = happenings(rows, persons, station_secret(file))
    entries = tuple(_entries(db, rows))
    return History(
        head=Head(seq, code),
        at=datetime.fromisoformat(at),
        sqlite_version=sqlite_version,
        persons=persons,
        elections=tuple(_elections(file, db)),
        sessions=tuple(_sessions(db)),
        entries=entries,
        compared=tuple(_compared(db, rows, entries)),
        discards=tuple(_discards(db)),
        sent_back=tuple(_sent_back(db)),
        sittings=tuple(_sittings(db, rows)),
        happened=happened,
    )


def _elections(file: StationFile, db: Database) -> Iterator[HistoryElection]:
    units: defaultdict[int, list[HistoryUnit]] = defaultdict(list)
    for election, number, name, final_at in db.execute(
        "SELECT u.election, u.number, u.name, f.at FROM unit u LEFT JOIN final_unit f ON f.unit = u.id"
        " ORDER BY u.election, u.number"
    ):
        units[election].append(HistoryUnit(number, name, _moment(final_at)))
    for line in election_lines(file):
        yield HistoryElection(line.key, line.id, line.name, line.final_at, tuple(units[line.key]))


def _sessions(db: Database) -> Iterator[signs.Sitting]:
    for key, person, terminal, started, ended in db.execute(
        "SELECT s.id, a.person, s.terminal, s.started_at, s.ended_at"
        " FROM session s JOIN account a ON a.id = s.account ORDER BY s.id"
    ):
        yield signs.Sitting(key, person, terminal, datetime.fromisoformat(started), _moment(ended))


def _entries(db: Database, rows: Iterable[LogRow]) -> Iterator[HistoryEntry]:
    begun_in = {row.key: row.seq for row in rows if row.action in _BEGUN}
    marked = entries_after_reset(db)
    for key, election, unit, number, person, terminal, begun, handed_in, amends, keyed in db.execute(
        "SELECT e.id, l.election_id, u.number, e.number, e.person, s.terminal, e.started_at, e.submitted_at,"
        " e.amends, (SELECT count(*) FROM entry_value v WHERE v.entry = e.id AND v.carried = 0)"
        " FROM entry e JOIN unit u ON u.id = e.unit JOIN election l ON l.id = u.election"
        " JOIN session s ON s.id = e.session ORDER BY e.id"
    ):
        yield HistoryEntry(
            *(key, election, unit, number, person, terminal, datetime.fromisoformat(begun)),
            *(_moment(handed_in), keyed, amends, begun_in[key]),
            after_reset=key in marked,
        )


def _compared(db: Database, rows: Iterable[LogRow], entries: Iterable[HistoryEntry]) -> Iterator[Compared]:
    by_id = {entry.id: entry for entry in entries}
    for first, second, at in _first_meetings(rows, by_id):
        equal = bool(db.execute(_ARE_EQUAL, (first.id, second.id)).fetchone()[0])
        yield Compared(first.election, first.unit, (first.person, second.person), equal, at)


def _first_meetings(
    rows: Iterable[LogRow], by_id: Mapping[int, HistoryEntry]
) -> Iterator[tuple[HistoryEntry, HistoryEntry, datetime]]:
    """Each first entry with each second one, the first time that both were handed in.

    An entry that is keyed again is the one that it amends, further on: those two have met already.
    """
    origin: dict[int, int] = {}
    live: dict[tuple[str, int, int], int] = {}
    ready: set[int] = set()
    met: set[tuple[int, int]] = set()
    for row in rows:
        entry = by_id.get(row.key) if row.subject.startswith("entry ") else None
        if entry is None:
            continue
        if row.action in _BEGUN:
            live[entry.election, entry.unit, entry.number] = entry.id
            origin[entry.id] = origin.get(entry.amends or 0, entry.id)
        elif row.action in _LAPSED:
            del live[entry.election, entry.unit, entry.number]
        elif row.action == "field sent back":
            ready.discard(entry.id)
        elif row.action == "entry submitted":
            ready.add(entry.id)
            first, second = (live.get((entry.election, entry.unit, number), 0) for number in (1, 2))
            if {first, second} <= ready and (origin[first], origin[second]) not in met:
                met.add((origin[first], origin[second]))
                yield by_id[first], by_id[second], row.at


def _discards(db: Database) -> Iterator[Discard]:
    for entry, by, reason, at in db.execute(
        "SELECT d.entry, a.person, d.reason, d.at FROM discarded d JOIN session s ON s.id = d.session"
        " JOIN account a ON a.id = s.account ORDER BY d.entry"
    ):
        yield Discard(entry, by, reason, datetime.fromisoformat(at))


def _sent_back(db: Database) -> Iterator[SentBack]:
    for entry, field, by, reason, at in db.execute(
        "SELECT f.entry, f.field, a.person, f.reason, d.at FROM decision_field f"
        " JOIN decision d ON d.id = f.decision JOIN session s ON s.id = d.session"
        " JOIN account a ON a.id = s.account JOIN entry e ON e.id = f.entry JOIN unit u ON u.id = e.unit"
        " JOIN form_field o ON o.election = u.election AND o.field = f.field ORDER BY f.entry, o.position"
    ):
        yield SentBack(entry, FieldId(field), by, reason, datetime.fromisoformat(at))


def _sittings(db: Database, rows: Iterable[LogRow]) -> Iterator[PublicSitting]:
    closed_by = {row.key: row.person for row in rows if row.action == "sitting closed"}
    for key, opened_at, opened_by, confirmed_by, closed_at in db.execute(
        "SELECT t.id, t.opened_at, a.person, t.confirmed_by, t.closed_at FROM sitting t"
        " JOIN session s ON s.id = t.session JOIN account a ON a.id = s.account ORDER BY t.id"
    ):
        opened = datetime.fromisoformat(opened_at)
        yield PublicSitting(opened, opened_by, confirmed_by, _moment(closed_at), closed_by.get(key))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
