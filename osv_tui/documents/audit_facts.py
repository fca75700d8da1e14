"""What the audit report tells, as the store gives it; no vote number has a place here.

A person is named by a text that tells two of the same name apart, such as «A. de Vries (P07)». Texts and
rows are printed as they are given, in the order given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from osv_tui.documents.person_list import PersonLine
from osv_tui.documents.staff import ChainHead, Moment, Station
from osv_tui.election.signals import Signal


@dataclass(frozen=True)
class Software:
    """Which program made the file: its version and release hash (64 hexadecimal digits), and SQLite's."""

    version: str
    release_hash: str
    sqlite_version: str


@dataclass(frozen=True)
class PublicSession:
    """A session of the committee; what closes it is empty while it lasts."""

    opened_at: datetime
    opened_by: str
    confirmed_by: str
    closed_at: datetime | None = None
    closed_by: str | None = None


@dataclass(frozen=True)
class SittingLine:
    """Who was signed in at which terminal; ``ended`` is empty for who did not sign out."""

    person: str
    terminal: str
    started: datetime
    ended: datetime | None


@dataclass(frozen=True)
class NotedHead:
    """A head of the chain that was shown to be written on paper, and by whom it was confirmed."""

    at: datetime
    moment: Moment
    final_units: int
    head: ChainHead
    noted_by: str


@dataclass(frozen=True)
class EntryName:
    """Which entry it is: the election, the number of the unit, and 1 or 2."""

    election: str
    unit: int
    number: int


@dataclass(frozen=True)
class PasswordReset:
    """A password given anew by one official and confirmed by another, and the entries made after it."""

    at: datetime
    person: str
    by: str
    confirmed_by: str
    entries: tuple[EntryName, ...]


@dataclass(frozen=True)
class Refusals:
    """How often signing in was refused; ``user_name`` is empty for names that no account has."""

    user_name: str | None
    count: int
    last: datetime


@dataclass(frozen=True)
class NetworkFinding:
    """A network that was seen; ``gone`` is empty while it is there."""

    found: datetime
    what: str
    gone: datetime | None


@dataclass(frozen=True)
class ClockJump:
    """The clock said ``before`` and next ``after``, which is not the time that had passed."""

    before: datetime
    after: datetime


@dataclass(frozen=True)
class InstallationChange:
    """The installed files were not as installed; ``what`` tells which, in Dutch."""

    at: datetime
    what: str


@dataclass(frozen=True)
class Backup:
    """A copy to a second place, and in Dutch what the check of the copy said."""

    at: datetime
    place: str
    result: str


@dataclass(frozen=True)
class Restore:
    """A backup put back by two persons, with the head of the chain it went on from."""

    at: datetime
    by: str
    confirmed_by: str
    head: ChainHead


@dataclass(frozen=True)
class SignalLine:
    """A sign with the persons it is about, in the order of ``signal.persons``."""

    signal: Signal
    persons: tuple[str, ...]


@dataclass(frozen=True)
class EntryLine:
    """An entry: ``number`` is 1 or 2, ``submitted`` is empty for one that was never handed in.

    ``rekeyed`` tells that it replaces an earlier entry of the same typist; ``after_reset`` that others had
    given its typist a new password before.
    """

    number: int
    typist: str
    terminal: str
    started: datetime
    submitted: datetime | None
    rekeyed: bool = False
    after_reset: bool = False


@dataclass(frozen=True)
class DiscardLine:
    """An entry that a supervisor let lapse."""

    number: int
    typist: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class SentBackLine:
    """A field that a supervisor sent back; ``field`` is its label on the form."""

    number: int
    typist: str
    field: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class UnitAudit:
    """A unit with all its entries, the lapsed ones too; ``final_at`` is empty until it is final."""

    number: int
    name: str
    entries: tuple[EntryLine, ...]
    final_at: datetime | None
    discards: tuple[DiscardLine, ...] = ()
    sent_back: tuple[SentBackLine, ...] = ()


@dataclass(frozen=True)
class ElectionAudit:
    """An election with its units; ``id`` is the one that signals and entry names speak of."""

    id: str
    name: str
    units: tuple[UnitAudit, ...]
    final_at: datetime | None


@dataclass(frozen=True)
class AuditFacts:
    """All that the audit report tells."""

    station: Station
    software: Software
    head: ChainHead
    sessions: tuple[PublicSession, ...]
    signals: tuple[SignalLine, ...]
    persons: tuple[PersonLine, ...]
    resets: tuple[PasswordReset, ...]
    sittings: tuple[SittingLine, ...]
    refusals: tuple[Refusals, ...]
    heads: tuple[NotedHead, ...]
    network: tuple[NetworkFinding, ...]
    clock_jumps: tuple[ClockJump, ...]
    installation_changes: tuple[InstallationChange, ...]
    backups: tuple[Backup, ...]
    restores: tuple[Restore, ...]
    elections: tuple[ElectionAudit, ...]
