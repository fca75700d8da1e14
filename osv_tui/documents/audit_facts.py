"""What the audit report tells, as the store gives it; no number that was entered has a place here.

The only figures of a count are those that a supervisor typed to account for it: sums by hand and figures on
paper that were alleged to be wrong. Texts and rows are printed as they are given, in the order given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from osv_tui.documents.person_list import PersonLine
from osv_tui.documents.staff import ChainHead, Moment, Station
from osv_tui.election.form import FieldId
from osv_tui.election.signals import Sign, Signal
from osv_tui.election.thresholds import Thresholds


@dataclass(frozen=True)
class Person:
    """Somebody who did something.

    ``name`` tells two of the same name apart, such as «A. de Vries (P07)»; ``alias`` is the role with a
    number by order of registration, such as «invoerder 2», which stands for the name in public.
    """

    name: str
    alias: str


@dataclass(frozen=True)
class Software:
    """Which program made the file: its version and release hash (64 hexadecimal digits), and SQLite's."""

    version: str
    release_hash: str
    sqlite_version: str


# The station -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicSession:
    """A session of the committee; what closes it is empty while it lasts."""

    opened_at: datetime
    opened_by: Person
    confirmed_by: Person
    closed_at: datetime | None = None
    closed_by: Person | None = None


@dataclass(frozen=True)
class SittingLine:
    """Who was signed in at which terminal; ``ended`` is empty for who did not sign out."""

    person: Person
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
    noted_by: Person


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
    person: Person
    by: Person
    confirmed_by: Person
    entries: tuple[EntryName, ...]


@dataclass(frozen=True)
class AccountSwitch:
    """An account that an administrator turned off, or on again."""

    at: datetime
    person: Person
    by: Person
    active: bool


@dataclass(frozen=True)
class SettingLine:
    """What an administrator set up: its name and value in the file, and in Dutch what it is and became."""

    at: datetime
    by: Person
    name: str
    value: str
    label: str
    said: str


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
    """Copies to a second place, and in Dutch what the check of them said, or why there is none.

    ``count`` that went well one after the other share a line: from ``since`` to ``at``.
    """

    at: datetime
    place: str
    result: str
    went_well: bool
    since: datetime
    count: int = 1


@dataclass(frozen=True)
class Restore:
    """A backup put back by two persons, with the head of the chain it went on from."""

    at: datetime
    by: Person
    confirmed_by: Person
    head: ChainHead


@dataclass(frozen=True)
class SignalLine:
    """A sign with the persons it is about, in the order of ``signal.persons``."""

    signal: Signal
    persons: tuple[Person, ...]


# The units ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FieldName:
    """A field by its name in files and by its label on the form."""

    id: FieldId
    label: str


@dataclass(frozen=True)
class EntryLine:
    """An entry: ``number`` is 1 or 2, ``submitted`` is empty for one that was never handed in.

    ``rekeyed`` tells that it replaces an earlier entry; ``after_reset`` that others had given its typist a
    new password before.
    """

    number: int
    typist: Person
    terminal: str
    started: datetime
    submitted: datetime | None
    rekeyed: bool = False
    after_reset: bool = False


@dataclass(frozen=True)
class EntryDecision:
    """What was decided on an entry, such as that it lapses, and why."""

    number: int
    typist: Person
    at: datetime
    by: Person
    reason: str


@dataclass(frozen=True)
class SentBackLine:
    """A field that a supervisor sent back."""

    number: int
    typist: Person
    field: FieldName
    at: datetime
    by: Person
    reason: str


@dataclass(frozen=True)
class DifferenceLine:
    """Two entries that differed when both were handed in; in which fields, not how.

    ``said`` names the fields in one short text.
    """

    at: datetime
    first: Person
    second: Person
    fields: tuple[FieldId, ...]
    said: str


@dataclass(frozen=True)
class DispositionLine:
    """What was stated on a finding of a check, as ``accountability.Disposition``."""

    check: str
    subject: str
    looked_at: str
    found: str
    recounted_by: str
    at: datetime
    by: Person


@dataclass(frozen=True)
class AccountLine:
    """What was stated on a count difference, as ``accountability.CountAccount``."""

    cause: str
    account: str
    passes_recounted: int
    ballots_recounted: int
    recounted_by: str
    decided_by: str
    at: datetime
    by: Person


@dataclass(frozen=True)
class Withdrawal:
    """An alleged error that was recorded by mistake."""

    at: datetime
    by: Person
    reason: str


@dataclass(frozen=True)
class ErrorLine:
    """A figure on paper that was added up otherwise later, as ``accountability.AllegedError``."""

    sheet: str
    field: FieldName
    old: int
    new: int
    cause: str
    account: str
    at: datetime
    by: Person
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True)
class Reopening:
    """Two officials opened again what was final."""

    at: datetime
    by: Person
    confirmed_by: Person
    reason: str


@dataclass(frozen=True)
class VersionAudit:
    """A unit from its first entry, or its reopening, to being final; what lapsed or was replaced too.

    ``final_at`` is empty until it is final, ``final_by`` is at whose screen it became so.
    """

    entries: tuple[EntryLine, ...] = ()
    final_at: datetime | None = None
    final_by: Person | None = None
    reopened: Reopening | None = None
    differences: tuple[DifferenceLine, ...] = ()
    sent_back: tuple[SentBackLine, ...] = ()
    let_stand: tuple[EntryDecision, ...] = ()
    handed_over: tuple[EntryDecision, ...] = ()
    discards: tuple[EntryDecision, ...] = ()
    dispositions: tuple[DispositionLine, ...] = ()
    accounts: tuple[AccountLine, ...] = ()


@dataclass(frozen=True)
class UnitAudit:
    """A unit with all its versions, the first one first: one more than it was reopened."""

    number: int
    name: str
    versions: tuple[VersionAudit, ...] = (VersionAudit(),)
    errors: tuple[ErrorLine, ...] = ()


@dataclass(frozen=True)
class ControlLine:
    """A list added by hand for ``version``; ``equal`` if the units final at that moment came to it too."""

    version: int
    list_number: int
    total: int
    equal: bool
    at: datetime
    by: Person


@dataclass(frozen=True)
class PackageLine:
    """A folder that was written to publish; ``root`` is the SHA-256 of its list of files."""

    at: datetime
    by: Person
    folder: str
    root: str


@dataclass(frozen=True)
class ReleaseLine:
    """An election that two officials declared final."""

    version: int
    at: datetime
    by: Person
    confirmed_by: Person
    packages: tuple[PackageLine, ...] = ()
    reopened: Reopening | None = None


@dataclass(frozen=True)
class SeatsLine:
    """A lot or a deceased candidate of ``version``, typed or withdrawn by two; ``action`` as in the log.

    ``ordinal`` is which lot, ``None`` for a death; ``typed`` has a list as 3, a candidate as 3.2, and both
    where the two typed differently.
    """

    version: int
    action: str
    ordinal: int | None
    typed: tuple[str, ...]
    at: datetime
    by: Person
    confirmed_by: Person
    reason: str = ""


@dataclass(frozen=True)
class ElectionAudit:
    """An election with its units; ``id`` is the one that signals and entry names speak of."""

    id: str
    name: str
    units: tuple[UnitAudit, ...]
    releases: tuple[ReleaseLine, ...] = ()
    control: tuple[ControlLine, ...] = ()
    seats: tuple[SeatsLine, ...] = ()

    @property
    def current(self) -> ReleaseLine | None:
        """The release that holds now."""
        return next((each for each in self.releases if each.reopened is None), None)


# All of it ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Withheld:
    """What the report without names tells as a number alone."""

    persons: int
    sign_ins: int
    refused_sign_ins: int
    resets: int
    switches: int
    copies: int
    failed_copies: int
    signals: tuple[tuple[Sign, int], ...]


@dataclass(frozen=True)
class AuditFacts:
    """All that the audit report tells; ``withheld`` is empty for the full report, which names people."""

    station: Station
    software: Software
    head: ChainHead
    thresholds: Thresholds
    settings: tuple[SettingLine, ...] = ()
    sessions: tuple[PublicSession, ...] = ()
    signals: tuple[SignalLine, ...] = ()
    persons: tuple[PersonLine, ...] = ()
    aliases: tuple[Person, ...] = ()
    resets: tuple[PasswordReset, ...] = ()
    switches: tuple[AccountSwitch, ...] = ()
    sittings: tuple[SittingLine, ...] = ()
    refusals: tuple[Refusals, ...] = ()
    heads: tuple[NotedHead, ...] = ()
    network: tuple[NetworkFinding, ...] = ()
    clock_jumps: tuple[ClockJump, ...] = ()
    installation_changes: tuple[InstallationChange, ...] = ()
    backups: tuple[Backup, ...] = ()
    restores: tuple[Restore, ...] = ()
    elections: tuple[ElectionAudit, ...] = ()
    withheld: Withheld | None = None
