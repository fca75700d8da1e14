"""Registered persons, their one account, and signing in."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from osv_tui.election.model import CountingMethod
from osv_tui.election.workflow import Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require, require_session
from osv_tui.store.database import StationFile
from osv_tui.store.problems import Refused

if TYPE_CHECKING:
    from sqlite_utils import Database

SHORTEST_PASSWORD = 13
ARGON2_TIME = 3
ARGON2_MEMORY = 64 * 1024 * 1024
"""Cost of a password hash: passes and bytes (trust §3.10)."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_UNKNOWN = "Gebruikersnaam of wachtwoord klopt niet. Probeer het opnieuw."


@dataclass(frozen=True)
class NewPerson:
    """What is typed to register a person with an account."""

    name: str
    staff_number: str
    user_name: str
    role: Role


@dataclass(frozen=True)
class AccountLine:
    """An account as the administrator's list shows it."""

    account: int
    name: str
    staff_number: str
    user_name: str
    role: Role
    active: bool
    signed_in: bool


@dataclass(frozen=True)
class StationFacts:
    """What the station is: of which municipality, and how that counts."""

    municipality_code: str
    counting_method: CountingMethod
    practice: bool


def check_founding(facts: StationFacts, administrator: NewPerson, password: str) -> None:
    """Whether a station can be made of these; to be asked before its file is created.

    Raises:
        Refused: the municipality code is not four digits, a field is empty, or the password is too short.
    """
    code = facts.municipality_code
    if not (len(code) == 4 and code.isascii() and code.isdigit()):
        raise Refused("Een gemeentecode heeft vier cijfers, bijvoorbeeld 0737.")
    _check_person(administrator)
    _check_password(password, administrator.user_name)


def found(file: StationFile, facts: StationFacts, administrator: NewPerson, password: str) -> None:
    """Make the station of a new file, with its administrator.

    Raises:
        Refused: as ``check_founding``.
    """
    check_founding(facts, administrator, password)
    hashed = _hash(password)
    now = file.now()
    with file.transaction() as db:
        db.execute(
            "INSERT INTO station VALUES (1, ?, ?, ?, ?, ?)",
            (
                *(facts.municipality_code, facts.counting_method.value, facts.practice),
                *(secrets.token_hex(32), now),
            ),
        )
        audit.write(
            *(db, now, None, "station made", facts.municipality_code),
            method=facts.counting_method.value,
            practice=facts.practice,
        )
        _insert(db, now, None, administrator, hashed, must_change=False)


def station_facts(file: StationFile) -> StationFacts:
    """What the station is."""
    code, method, practice = file.rows("SELECT municipality_code, counting_method, practice FROM station")[0]
    return StationFacts(code, CountingMethod(method), bool(practice))


def station_secret(file: StationFile) -> str:
    """A random text of this station, the same for as long as the file exists."""
    return str(file.value("SELECT secret FROM station"))


def municipality_name(file: StationFile) -> str:
    """Its name once polling stations have been read, before that its code."""
    name = file.value("SELECT name FROM municipality LIMIT 1")
    return str(name) if name else f"gemeente {station_facts(file).municipality_code}"


def register(file: StationFile, actor: Actor, person: NewPerson) -> str:
    """Register a person with an account; returns the one-time password, which is shown once.

    Raises:
        Refused: a field is empty, or the person or user name is already registered.
    """
    _check_person(person)
    one_time = one_time_password()
    hashed = _hash(one_time)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        _insert(db, now, actor, person, hashed, must_change=True)
    return one_time


def reset_password(file: StationFile, actor: Actor, account: int) -> str:
    """Give ``account`` a new one-time password and end its session; returns the password."""
    one_time = one_time_password()
    hashed = _hash(one_time)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        if account == actor.account:
            raise Refused("U kunt uw eigen wachtwoord niet terugzetten.")
        db.execute("UPDATE account SET password_hash = ?, must_change = 1 WHERE id = ?", (hashed, account))
        _end_sessions(db, now, account)
        audit.write(db, now, actor, "password reset", f"account {account}")
    return one_time


def set_active(file: StationFile, actor: Actor, account: int, active: bool) -> None:
    """Turn an account off or on again. An account is never removed.

    Raises:
        Refused: it is the administrator's own account.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        if account == actor.account:
            raise Refused("U kunt uw eigen account niet uitzetten.")
        db.execute("UPDATE account SET active = ? WHERE id = ?", (active, account))
        if not active:
            _end_sessions(db, now, account)
        audit.write(db, now, actor, "account on" if active else "account off", f"account {account}")


def accounts(file: StationFile, actor: Actor) -> tuple[AccountLine, ...]:
    """All accounts, for the administrator."""
    with file.reading() as db:
        require(db, actor, Role.ADMINISTRATOR)
        rows = db.execute(
            "SELECT a.id, p.name, p.staff_number, a.user_name, a.role, a.active,"
            " EXISTS (SELECT 1 FROM session s WHERE s.account = a.id AND s.ended_at IS NULL)"
            " FROM account a JOIN person p ON p.id = a.person ORDER BY a.role, p.name"
        ).fetchall()
    return tuple(
        AccountLine(account, name, staff, user, Role(role), bool(active), bool(signed_in))
        for account, name, staff, user, role, active, signed_in in rows
    )


def sign_in(file: StationFile, user_name: str, password: str, terminal: str) -> Actor:
    """Start a session; an older session of the same account ends.

    Raises:
        Refused: the name or password is wrong, or the account is turned off. An unknown name takes as long
            as a wrong password.
    """
    rows = file.rows(
        "SELECT a.id, a.person, p.name, a.user_name, a.role, a.password_hash, a.must_change, a.active"
        " FROM account a JOIN person p ON p.id = a.person WHERE a.user_name = ?",
        _normal(user_name),
    )
    known = bool(rows) and _verify(rows[0][5], password)
    if not rows:
        _hash(password)
    now = file.now()
    if not known:
        with file.transaction() as db:
            audit.write(db, now, None, "sign-in refused", "account", terminal=terminal)
        raise Refused(_UNKNOWN)
    account, person, name, own_user_name, role, _, must_change, active = rows[0]
    if not active:
        raise Refused("Dit account is uitgezet. Vraag de beheerder.")
    with file.transaction() as db:
        _end_sessions(db, now, account)
        db.execute(
            "INSERT INTO session (account, terminal, started_at) VALUES (?, ?, ?)", (account, terminal, now)
        )
        session = int(db.execute("SELECT last_insert_rowid()").fetchone()[0])
        actor = Actor(session, account, person, name, own_user_name, Role(role), bool(must_change))
        audit.write(db, now, actor, "signed in", f"account {account}", terminal=terminal)
    return actor


def sign_out(file: StationFile, actor: Actor) -> None:
    """End the session of ``actor``."""
    now = file.now()
    with file.transaction() as db:
        db.execute("UPDATE session SET ended_at = ? WHERE id = ? AND ended_at IS NULL", (now, actor.session))
        audit.write(db, now, actor, "signed out", f"account {actor.account}")


def change_password(file: StationFile, actor: Actor, old: str, new: str, again: str) -> Actor:
    """Choose an own password; returns the actor that no longer has to.

    Raises:
        Refused: the old one is wrong, the two new ones differ, or the new one is too short, equal to the old
            one or to the user name.
    """
    stored = file.value("SELECT password_hash FROM account WHERE id = ?", actor.account)
    if not _verify(stored, old):
        raise Refused("Het huidige wachtwoord klopt niet.")
    if _normal(new) != _normal(again):
        raise Refused("De twee nieuwe wachtwoorden zijn niet gelijk.")
    if _normal(new) == _normal(old):
        raise Refused("Kies een ander wachtwoord dan het huidige.")
    _check_password(new, actor.user_name)
    hashed = _hash(new)
    now = file.now()
    with file.transaction() as db:
        require_session(db, actor)
        db.execute(
            "UPDATE account SET password_hash = ?, must_change = 0 WHERE id = ?", (hashed, actor.account)
        )
        audit.write(db, now, actor, "password changed", f"account {actor.account}")
    return replace(actor, must_change_password=False)


def one_time_password() -> str:
    """Sixteen random letters and digits in groups of four, without look-alikes."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _insert(
    db: Database, now: str, actor: Actor | None, person: NewPerson, hashed: str, *, must_change: bool
) -> None:
    db.execute(
        "INSERT INTO person (name, staff_number, registered_at) VALUES (?, ?, ?)",
        (_normal(person.name), _normal(person.staff_number), now),
    )
    person_id = db.execute("SELECT last_insert_rowid()").fetchone()[0]
    db.execute(
        "INSERT INTO account (person, user_name, role, password_hash, must_change) VALUES (?, ?, ?, ?, ?)",
        (person_id, _normal(person.user_name), person.role.value, hashed, must_change),
    )
    audit.write(
        db,
        now,
        actor,
        "person registered",
        f"person {person_id}",
        name=_normal(person.name),
        staff_number=_normal(person.staff_number),
        user_name=_normal(person.user_name),
        role=person.role.value,
    )


def _end_sessions(db: Database, now: str, account: int) -> None:
    db.execute("UPDATE session SET ended_at = ? WHERE account = ? AND ended_at IS NULL", (now, account))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _check_person(person: NewPerson) -> None:
    for text, what in (
        (person.name, "een naam"),
        (person.staff_number, "een personeelsnummer"),
        (person.user_name, "een gebruikersnaam"),
    ):
        if not text.strip():
            raise Refused(f"Vul {what} in.")
        if not text.isprintable():
            raise Refused(f"Er staat een onzichtbaar teken in {what}. Typ het opnieuw.")


def _check_password(password: str, user_name: str) -> None:
    if len(_normal(password)) < SHORTEST_PASSWORD:
        raise Refused(f"Kies een wachtwoord van ten minste {SHORTEST_PASSWORD} tekens.")
    if _normal(password).casefold() == _normal(user_name).casefold():
        raise Refused("Het wachtwoord mag niet gelijk zijn aan de gebruikersnaam.")


def _hash(password: str) -> str:
    from nacl import pwhash  # loading it takes longer than drawing the login screen

    hashed = pwhash.argon2id.str(_normal(password).encode(), opslimit=ARGON2_TIME, memlimit=ARGON2_MEMORY)
    return hashed.rstrip(b"\0").decode("ascii")


def _verify(hashed: str, password: str) -> bool:
    from nacl import pwhash
    from nacl.exceptions import InvalidkeyError

    try:
        return pwhash.verify(hashed.encode("ascii"), _normal(password).encode())
    except InvalidkeyError:
        return False
