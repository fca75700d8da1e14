"""The evening as the file and its log tell it, without one vote number: for the audit report (trust §3.1).

Moments are as the clock of the station gave them; the order is that of the log. A person is a key of
``History.persons``, an entry its row in the file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from osv_tui.election import signals as signs
from osv_tui.election.form import FieldId, total_field
from osv_tui.election.signals import Compared, Signal, Typed
from osv_tui.election.thresholds import Thresholds
from osv_tui.election.workflow import OFFICIALS, Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.check import Head
from osv_tui.store.database import StationFile
from osv_tui.store.decided import ControlTry, Decided, FinalPair, Released, SeatsTyped, decided
from osv_tui.store.elections import election_lines
from osv_tui.store.entries import entries_after_reset
from osv_tui.store.founding import station_secret
from osv_tui.store.happenings import Happenings, LogRow, happenings, read_log
from osv_tui.store.people import AccountLine, account_lines
from osv_tui.store.problems import Refused
from osv_tui.store.settings import thresholds
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
_DIFFERENT_FIELDS = (
    "SELECT f.field FROM form_field f JOIN unit u ON u.election = f.election JOIN entry e ON e.unit = u.id"
    " WHERE e.id = ?1 AND (SELECT value FROM entry_value WHERE entry = ?1 AND field = f.field)"
    " IS NOT (SELECT value FROM entry_value WHERE entry = ?2 AND field = f.field) ORDER BY f.position"
)


@dataclass(frozen=True)
class HistoryUnit:
    """A reporting unit; ``key`` is its row in the file, ``finals`` each time that it became final."""

    key: int
    number: int
    name: str
    finals: tuple[FinalPair, ...]

    @property
    def final_at(self) -> datetime | None:
        """Since when it is final now."""
        return next((each.at for each in self.finals if each.reopened is None), None)


@dataclass(frozen=True)
class HistoryElection:
    """An election with its units by number; ``key`` is its row in the file, ``id`` what signals call it."""

    key: int
    id: str
    name: str
    units: tuple[HistoryUnit, ...]
    releases: tuple[Released, ...]
    control: tuple[ControlTry, ...]
    seats: tuple[SeatsTyped, ...] = ()

    @property
    def final_at(self) -> datetime | None:
        """Since when it is released now."""
        return next((each.at for each in self.releases if each.reopened is None), None)


@dataclass(frozen=True)
class HistoryEntry:
    """An entry that was begun, be it discarded or keyed again later.

    ``unit`` is the number of the unit, ``number`` 1 or 2, ``terminal`` where it was begun. ``keyed`` counts
    the numbers that were typed in it, so without those that came from the entry it ``amends``.
    ``version`` is the version of the unit that it was for, 1 and one more for each time it was reopened.
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
    version: int
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
class EntryDifference:
    """Two entries of a unit that differed when both were handed in, and in which fields: not how."""

    first: int
    second: int
    at: datetime
    fields: tuple[FieldId, ...]


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
    differences: tuple[EntryDifference, ...]
    sent_back: tuple[SentBack, ...]
    sittings: tuple[PublicSitting, ...]
    thresholds: Thresholds
    decided: Decided
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
    made = decided(rows, partial(_added, db))
    entries = tuple(_entries(db, rows, made.finals))
    met = _meetings(rows, {entry.id: entry for entry in entries})
    pairs = tuple((each, _are_equal(db, each)) for each in met)
    return History(
        head=Head(seq, code),
        at=datetime.fromisoformat(at),
        sqlite_version=sqlite_version,
        persons=persons,
        elections=tuple(_elections(file, db, made)),
        sessions=tuple(_sessions(db)),
        entries=entries,
        compared=tuple(_compared(pairs)),
        differences=tuple(_difference(db, each) for each, equal in pairs if not equal),
        sent_back=tuple(_sent_back(db)),
        sittings=tuple(_sittings(db, rows)),
        thresholds=thresholds(file),
        decided=made,
        happened=happenings(rows, persons, station_secret(file)),
    )


def _elections(file: StationFile, db: Database, made: Decided) -> Iterator[HistoryElection]:
    finals: defaultdict[int, list[FinalPair]] = defaultdict(list)
    for each in made.finals:
        finals[each.unit].append(each)
    units: defaultdict[int, list[HistoryUnit]] = defaultdict(list)
    for election, key, number, name in db.execute(
        "SELECT election, id, number, name FROM unit ORDER BY election, number"
    ):
        units[election].append(HistoryUnit(key, number, name, tuple(finals[key])))
    for line in election_lines(file):
        yield HistoryElection(
            *(line.key, line.id, line.name, tuple(units[line.key])),
            releases=tuple(each for each in made.releases if each.election == line.key),
            control=tuple(each for each in made.control if each.election == line.key),
            seats=tuple(each for each in made.seats if each.election == line.key),
        )


def _added(db: Database, election: int, number: int, entries: frozenset[int]) -> int:
    """The total of a list in the entries among ``entries`` that are of this election."""
    found = db.execute(
        "SELECT v.entry, v.value FROM final_unit f JOIN unit u ON u.id = f.unit"
        " JOIN entry_value v ON v.entry = f.first_entry WHERE u.election = ? AND v.field = ?",
        (election, total_field(number)),
    )
    return sum(value for entry, value in found if entry in entries)


def _sessions(db: Database) -> Iterator[signs.Sitting]:
    for key, person, terminal, started, ended in db.execute(
        "SELECT s.id, a.person, s.terminal, s.started_at, s.ended_at"
        " FROM session s JOIN account a ON a.id = s.account ORDER BY s.id"
    ):
        yield signs.Sitting(key, person, terminal, datetime.fromisoformat(started), _moment(ended))


def _entries(db: Database, rows: Iterable[LogRow], finals: Iterable[FinalPair]) -> Iterator[HistoryEntry]:
    # What is begun after a reopening has a higher row than the two entries that were reopened.
    reopened = [(each.unit, max(each.first, each.second)) for each in finals if each.reopened]
    begun_in = {row.key: row.seq for row in rows if row.action in _BEGUN}
    marked = entries_after_reset(db)
    for row in db.execute(
        "SELECT e.id, e.unit, l.election_id, u.number, e.number, e.person, s.terminal, e.started_at,"
        " e.submitted_at, e.amends,"
        " (SELECT count(*) FROM entry_value v WHERE v.entry = e.id AND v.carried = 0)"
        " FROM entry e JOIN unit u ON u.id = e.unit JOIN election l ON l.id = u.election"
        " JOIN session s ON s.id = e.session ORDER BY e.id"
    ):
        key, unit, election, unit_number, number, person, terminal, begun, handed_in, amends, keyed = row
        yield HistoryEntry(
            *(key, election, unit_number, number, person, terminal),
            *(datetime.fromisoformat(begun), _moment(handed_in), keyed, amends),
            version=1 + sum(each == unit and last < key for each, last in reopened),
            begun_row=begun_in[key],
            after_reset=key in marked,
        )


@dataclass(frozen=True)
class _Meeting:
    """Two entries of a unit that are both handed in; ``anew`` unless they, or what they amend, met before."""

    first: HistoryEntry
    second: HistoryEntry
    at: datetime
    anew: bool


def _are_equal(db: Database, met: _Meeting) -> bool:
    return bool(db.execute(_ARE_EQUAL, (met.first.id, met.second.id)).fetchone()[0])


def _compared(pairs: Iterable[tuple[_Meeting, bool]]) -> Iterator[Compared]:
    for met, equal in pairs:
        if met.anew:
            persons = (met.first.person, met.second.person)
            yield Compared(met.first.election, met.first.unit, persons, equal, met.at)


def _difference(db: Database, met: _Meeting) -> EntryDifference:
    first, second = met.first.id, met.second.id
    fields = db.execute(_DIFFERENT_FIELDS, (first, second))
    return EntryDifference(first, second, met.at, tuple(FieldId(field) for (field,) in fields))


def _meetings(rows: Iterable[LogRow], by_id: Mapping[int, HistoryEntry]) -> Iterator[_Meeting]:
    """Each time that a first and a second entry of a unit were both handed in."""
    origin: dict[int, int] = {}
    live: dict[tuple[str, int, int], int] = {}
    ready: set[int] = set()
    met: set[tuple[int, int]] = set()
    for row in rows:
        if row.action == "unit reopened":
            was = by_id[row.detail["first"]]
            for number in (1, 2):
                del live[was.election, was.unit, number]
            continue
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
            if {first, second} <= ready:
                origins = (origin[first], origin[second])
                yield _Meeting(by_id[first], by_id[second], row.at, origins not in met)
                met.add(origins)


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
