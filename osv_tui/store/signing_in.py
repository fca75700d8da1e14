"""Signing in and out, and proving by a password who one is (trust §3.10).

Who guesses has to wait: five tries are free, then 15 seconds, doubling to 15 minutes. That holds for each
user name, whether it exists or not, and for the station as a whole. The count is kept in the log.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from osv_tui.election.workflow import OFFICIALS, Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require, require_session
from osv_tui.store.chain import fingerprint
from osv_tui.store.database import StationFile
from osv_tui.store.passwords import check_password, hash_password, is_password, normal
from osv_tui.store.problems import Refused
from osv_tui.store.steady import Moment

if TYPE_CHECKING:
    from sqlite_utils import Database

FREE_TRIES = 5
FIRST_WAIT_SECONDS = 15
LONGEST_WAIT_SECONDS = 15 * 60

_UNKNOWN = "Gebruikersnaam of wachtwoord klopt niet. Probeer het opnieuw."


@dataclass(frozen=True)
class Credentials:
    """What somebody types to prove who he or she is."""

    user_name: str
    password: str


@dataclass(frozen=True)
class Proven:
    """The account whose password was typed."""

    account: int
    person: int
    name: str
    user_name: str
    role: Role
    must_change: bool

    @property
    def is_official(self) -> bool:
        """Whether this is somebody who can vouch for others."""
        return self.role in OFFICIALS and not self.must_change


def sign_in(file: StationFile, user_name: str, password: str, terminal: str) -> Actor:
    """Start a session; an older session of the same account ends.

    Raises:
        Refused: the name or password is wrong, too many were, or the account is turned off. An unknown name
            takes as long as a wrong password.
    """
    proven = prove(file, Credentials(user_name, password), terminal)
    now = file.now()
    with file.transaction() as db:
        session = audit.next_key(db, "session")
        audit.write(
            *(db, now, None, "signed in", f"account {proven.account}"), terminal=terminal, session=session
        )
        end_sessions(db, now, proven.account)
        db.execute("INSERT INTO session VALUES (?, ?, ?, ?, NULL)", (session, proven.account, terminal, now))
    who = (session, proven.account, proven.person, proven.name, proven.user_name)
    return Actor(*who, proven.role, terminal, proven.must_change)


def sign_out(file: StationFile, actor: Actor) -> None:
    """End the session of ``actor``, if it has not been ended already."""
    now = file.now()
    with file.transaction() as db:
        if db.execute("SELECT 1 FROM present WHERE session = ?", (actor.session,)).fetchone():
            audit.write(db, now, actor, "signed out", f"account {actor.account}")
            end_sessions(db, now, actor.account)


def unlock(file: StationFile, actor: Actor, password: str) -> None:
    """Go on after the screen was locked.

    Raises:
        Refused: the password is wrong, or too many were.
        SessionEnded: the session was ended meanwhile.
    """
    prove(file, Credentials(actor.user_name, password), actor.terminal)
    now = file.now()
    with file.transaction() as db:
        require_session(db, actor)
        audit.write(db, now, actor, "unlocked", f"account {actor.account}")


def change_password(file: StationFile, actor: Actor, old: str, new: str, again: str) -> Actor:
    """Choose an own password; returns the actor that no longer has to.

    Raises:
        Refused: the old one is wrong, the two new ones differ, or the new one is too short, equal to the old
            one or to the user name.
    """
    stored = file.value("SELECT password_hash FROM account WHERE id = ?", actor.account)
    if not is_password(stored, old):
        raise Refused("Het huidige wachtwoord klopt niet.")
    if normal(new) != normal(again):
        raise Refused("De twee nieuwe wachtwoorden zijn niet gelijk.")
    if normal(new) == normal(old):
        raise Refused("Kies een ander wachtwoord dan het huidige.")
    check_password(new, actor.user_name)
    hashed = hash_password(new)
    now = file.now()
    with file.transaction() as db:
        require_session(db, actor)
        subject = f"account {actor.account}"
        audit.write(db, now, actor, "password changed", subject, password=fingerprint(hashed))
        db.execute(
            "UPDATE account SET password_hash = ?, must_change = 0 WHERE id = ?", (hashed, actor.account)
        )
    return replace(actor, must_change_password=False)


def witness(file: StationFile, actor: Actor, credentials: Credentials, *roles: Role) -> int:
    """The person of another official, who confirms with an own password what ``actor``, of ``roles``, does.

    Raises:
        SessionEnded: ``actor`` is no longer signed in.
        Refused: ``actor`` may not do it, the name or password is wrong, it is ``actor``, or it is no official
            with an own password.
    """
    with file.reading() as db:
        require(db, actor, *roles)
    proven = prove(file, credentials, actor.terminal)
    if proven.person == actor.person:
        raise Refused("Bevestigen doet een ander dan wie is ingelogd.")
    if proven.role not in OFFICIALS:
        raise Refused("Bevestigen doet een toezichthouder of een beheerder.")
    if proven.must_change:
        raise Refused("Wie bevestigt moet eerst zelf inloggen en een eigen wachtwoord kiezen.")
    return proven.person


def prove(file: StationFile, credentials: Credentials, terminal: str) -> Proven:
    """Whose password this is.

    Raises:
        Refused: nobody's, or too many were wrong, or the account is turned off.
    """
    subject = _subject_of_name(file, credentials.user_name)
    rows = file.rows(
        "SELECT a.id, a.person, p.name, a.user_name, a.role, a.must_change, a.password_hash, a.active"
        " FROM account a JOIN person p ON p.id = a.person WHERE a.user_name = ?",
        normal(credentials.user_name),
    )
    _require_patience(file, subject, rows[0][0] if rows else None)
    if not rows:
        hash_password(credentials.password)
    if not rows or not is_password(rows[0][6], credentials.password):
        moment = file.steady()
        with file.transaction() as db:
            audit.write(
                *(db, file.now(), None, "sign-in refused", subject),
                terminal=terminal,
                start=moment.start,
                seconds=moment.seconds,
            )
        raise Refused(_UNKNOWN)
    account, person, name, user_name, role, must_change, _, active = rows[0]
    if not active:
        raise Refused("Dit account is uitgezet. Vraag de beheerder.")
    return Proven(account, person, name, user_name, Role(role), bool(must_change))


def end_sessions(db: Database, now: str, account: int) -> None:
    """End what is open of ``account``; the log row that comes before tells why."""
    db.execute("UPDATE session SET ended_at = ? WHERE account = ? AND ended_at IS NULL", (now, account))


def subject_of_name(secret: str, user_name: str) -> str:
    """How the log names a user name that was typed: unreadable, as it may have been a password."""
    return f"name {fingerprint(secret + normal(user_name).casefold())[:16]}"


def _subject_of_name(file: StationFile, user_name: str) -> str:
    return subject_of_name(str(file.value("SELECT secret FROM station")), user_name)


@dataclass(frozen=True)
class _Refusals:
    """Wrong passwords in a row, with the last moment that is known of them."""

    count: int
    at: datetime
    moment: Moment

    @property
    def wait(self) -> float:
        if self.count < FREE_TRIES:
            return 0
        return min(FIRST_WAIT_SECONDS * 2.0 ** (self.count - FREE_TRIES), LONGEST_WAIT_SECONDS)


def _require_patience(file: StationFile, subject: str, account: int | None) -> None:
    left = 0.0
    for refusals in (_refusals(file, subject, account), _refusals(file, None, None)):
        if refusals is not None and refusals.wait:
            left = max(left, refusals.wait - _elapsed(file, refusals, subject))
    if left > 0:
        raise Refused(
            f"Er is te vaak een verkeerd wachtwoord getypt. Wacht {_in_words(math.ceil(left))} en probeer het"
            " dan opnieuw."
        )


def _refusals(file: StationFile, subject: str | None, account: int | None) -> _Refusals | None:
    """Those of one user name since it was last right, or of all names since any was."""
    rows = file.rows(
        "SELECT action, at, detail FROM log"
        " WHERE action <> 'value' AND action IN ('sign-in refused', 'clock set back')"
        " AND (?1 IS NULL OR subject = ?1)"
        " AND seq > coalesce((SELECT max(seq) FROM log WHERE action <> 'value'"
        " AND action IN ('signed in', 'unlocked') AND (?1 IS NULL OR subject = 'account ' || ?2)), 0)"
        " ORDER BY seq",
        subject,
        account,
    )
    if not rows:
        return None
    _, at, text = rows[-1]
    detail = json.loads(text)
    count = sum(action == "sign-in refused" for action, _, _ in rows)
    return _Refusals(count, datetime.fromisoformat(at), Moment(detail["start"], detail["seconds"]))


def _elapsed(file: StationFile, refusals: _Refusals, subject: str) -> float:
    """Seconds since the last refusal, by the clock that cannot be set where that still runs."""
    now = file.steady()
    if now.start == refusals.moment.start and now.seconds >= refusals.moment.seconds:
        return now.seconds - refusals.moment.seconds
    passed = (file.clock() - refusals.at).total_seconds()
    if passed < 0:  # count from now on, or a clock set back a day would close the door for a day
        with file.transaction() as db:
            audit.write(
                *(db, file.now(), None, "clock set back", subject), start=now.start, seconds=now.seconds
            )
    return max(passed, 0.0)


def _in_words(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} seconden" if seconds != 1 else "1 seconde"
    return f"{math.ceil(seconds / 60)} minuten"
