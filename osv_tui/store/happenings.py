"""What only the log tells of the evening: codes on paper, new passwords, refusals, the computer, copies.

A person is a key of ``people.AccountLine.person``; moments are as the clock of the station gave them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from osv_tui.store.audit import key_of
from osv_tui.store.check import Head
from osv_tui.store.people import AccountLine
from osv_tui.store.signing_in import subject_of_name
from osv_tui.store.sittings import Occasion

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class LogRow:
    """A row of the log that is not a number; ``key`` is the row in the file that its subject names, or 0."""

    seq: int
    at: datetime
    person: int | None
    action: str
    subject: str
    detail: Mapping[str, Any]

    @property
    def key(self) -> int:
        return key_of(self.subject)

    @property
    def by(self) -> int:
        """Who did it, of an act that only somebody who is signed in can do."""
        assert self.person is not None
        return self.person


@dataclass(frozen=True)
class NotedHead:
    """A head of the log that ``by`` said was on paper, with the number of final units then."""

    at: datetime
    by: int
    occasion: Occasion
    head: Head
    final_units: int


@dataclass(frozen=True)
class PasswordReset:
    """``person`` was given a new password by one official, confirmed by another."""

    seq: int
    at: datetime
    person: int
    by: int
    confirmed_by: int


@dataclass(frozen=True)
class RefusedSignIn:
    """Somebody typed a wrong password; ``user_name`` is empty for a name that no account has."""

    at: datetime
    user_name: str | None


@dataclass(frozen=True)
class Connection:
    """What connected the computer, at ``interface``, as ``guard.offline.What`` names it; ``gone`` is empty
    while it does.
    """

    found: datetime
    what: str
    interface: str
    gone: datetime | None


@dataclass(frozen=True)
class ClockJump:
    """The clock said ``after`` where it should have said ``before``, or later."""

    before: datetime
    after: datetime


@dataclass(frozen=True)
class CopyMade:
    """A copy at ``place`` with its SHA-256 and the head it goes up to; these are empty when it failed.

    ``result`` is what the check of the copy said, or why there is none, in Dutch.
    """

    at: datetime
    place: str
    result: str
    sha256: str | None
    head: Head | None


@dataclass(frozen=True)
class Restored:
    """Two officials went on from a copy, that has this SHA-256 and goes up to ``head``."""

    at: datetime
    by: int
    confirmed_by: int
    sha256: str
    head: Head


@dataclass(frozen=True)
class InstallationChange:
    """The files of the program were no longer as installed; ``what`` is a Dutch sentence."""

    at: datetime
    what: str


@dataclass(frozen=True)
class SettingChange:
    """An administrator set up ``name``, as the file calls it; ``value`` is empty for no longer."""

    at: datetime
    by: int
    name: str
    value: str


@dataclass(frozen=True)
class AccountSwitch:
    """An administrator turned the account of ``person`` off, or on again."""

    at: datetime
    by: int
    person: int
    active: bool


@dataclass(frozen=True)
class Happenings:
    """All of it, each in the order of the log."""

    settings: tuple[SettingChange, ...]
    heads: tuple[NotedHead, ...]
    resets: tuple[PasswordReset, ...]
    switches: tuple[AccountSwitch, ...]
    refusals: tuple[RefusedSignIn, ...]
    connections: tuple[Connection, ...]
    clock_jumps: tuple[ClockJump, ...]
    copies: tuple[CopyMade, ...]
    restores: tuple[Restored, ...]
    installation_changes: tuple[InstallationChange, ...]


def read_log(db: Database) -> tuple[LogRow, ...]:
    """Within a transaction: every row but the numbers and the files that were read, in order."""
    found = db.execute(
        "SELECT seq, at, person, action, subject, detail FROM log INDEXED BY log_acts"
        " WHERE action <> 'value' AND action NOT LIKE 'file read %' ORDER BY seq"
    )
    return tuple(
        LogRow(seq, datetime.fromisoformat(at), person, action, subject, json.loads(detail))
        for seq, at, person, action, subject, detail in found
    )


def happenings(rows: Iterable[LogRow], accounts: Iterable[AccountLine], secret: str) -> Happenings:
    """What ``rows`` tell; ``secret`` is that of the station, with which typed user names were hidden."""
    by_action: dict[str, list[LogRow]] = {}
    for row in rows:
        by_action.setdefault(row.action, []).append(row)

    def of(*actions: str) -> list[LogRow]:
        found = [row for action in actions for row in by_action.get(action, ())]
        return sorted(found, key=lambda row: row.seq)

    accounts = tuple(accounts)
    person_of = {line.account: line.person for line in accounts}
    known = {subject_of_name(secret, line.user_name): line.user_name for line in accounts}
    return Happenings(
        settings=tuple(
            SettingChange(row.at, row.by, row.subject, row.detail["value"]) for row in of("set up")
        ),
        heads=tuple(map(_noted_head, of("head noted"))),
        resets=tuple(_reset(row, person_of) for row in of("password reset")),
        switches=tuple(
            AccountSwitch(row.at, row.by, person_of[row.key], row.action == "account on")
            for row in of("account on", "account off")
        ),
        refusals=tuple(RefusedSignIn(row.at, known.get(row.subject)) for row in of("sign-in refused")),
        connections=tuple(_connections(of("connection found", "connection gone"))),
        clock_jumps=tuple(_clock_jumps(of("clock jumped", "clock set back", "sign-in refused"))),
        copies=tuple(map(_copy, of("copy made", "copy failed"))),
        restores=tuple(map(_restored, of("restored"))),
        installation_changes=tuple(
            InstallationChange(row.at, row.detail["what"]) for row in of("installation changed")
        ),
    )


def _noted_head(row: LogRow) -> NotedHead:
    shown = Head(row.key, row.detail["hash"])
    return NotedHead(row.at, row.by, Occasion(row.detail["occasion"]), shown, row.detail["final"])


def _reset(row: LogRow, person_of: Mapping[int, int]) -> PasswordReset:
    return PasswordReset(row.seq, row.at, person_of[row.key], row.by, row.detail["confirmed_by"])


def _connections(rows: Iterable[LogRow]) -> list[Connection]:
    """By when they were found; what several terminals see at once is one."""
    told: list[Connection] = []
    present: dict[tuple[str, str], int] = {}
    for row in rows:
        what, interface = row.detail["what"], row.detail["interface"]
        if row.action == "connection gone":
            place = present.pop((what, interface), None)
            if place is not None:
                told[place] = replace(told[place], gone=row.at)
        elif (what, interface) not in present:
            present[what, interface] = len(told)
            told.append(Connection(row.at, what, interface, None))
    return told


def _clock_jumps(rows: Iterable[LogRow]) -> Iterator[ClockJump]:
    """A clock that was set back shows when it says less than at an earlier refusal to sign in."""
    latest: datetime | None = None
    for row in rows:
        if row.action == "clock jumped":
            before, after = (datetime.fromisoformat(row.detail[name]) for name in ("before", "after"))
            yield ClockJump(before, after)
            continue
        if row.action == "clock set back" and latest is not None:
            yield ClockJump(latest, row.at)
            latest = row.at
        elif latest is None or row.at > latest:
            latest = row.at


def _copy(row: LogRow) -> CopyMade:
    detail = row.detail
    upto = Head(detail["head_seq"], detail["head"]) if detail.get("head") else None
    return CopyMade(row.at, detail["place"], detail["result"], detail.get("sha256"), upto)


def _restored(row: LogRow) -> Restored:
    detail = row.detail
    upto = Head(detail["head_seq"], detail["head"])
    return Restored(row.at, detail["by"], detail["confirmed_by"], detail["sha256"], upto)
