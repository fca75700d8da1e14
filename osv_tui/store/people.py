"""Registered persons and their one account. Each is vouched for by two officials."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from osv_tui.election.workflow import OFFICIALS, Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.chain import fingerprint
from osv_tui.store.database import StationFile
from osv_tui.store.passwords import hash_password, normal, one_time_password
from osv_tui.store.problems import Refused
from osv_tui.store.signing_in import Credentials, end_sessions, witness
from osv_tui.store.typed import required

if TYPE_CHECKING:
    from sqlite_utils import Database

_LATIN = re.compile("[ -~À-ɏ]*")
"""Letters of another script can look the same, and make one name into two."""

_DATE_OF_BIRTH = re.compile(r"\d\d-\d\d-\d{4}")


@dataclass(frozen=True)
class NewPerson:
    """What is typed to register a person with an account.

    ``staff_number`` may be a date of birth, as 31-12-1980, for somebody who has no staff number.
    """

    name: str
    staff_number: str
    user_name: str
    role: Role


@dataclass(frozen=True)
class AccountLine:
    """An account as lists of persons show it.

    ``registered_by`` and ``confirmed_by`` are names, and empty for the two founders of the station.
    """

    account: int
    person: int
    name: str
    staff_number: str
    user_name: str
    role: Role
    active: bool
    signed_in: bool
    registered_at: datetime
    registered_by: str
    confirmed_by: str
    password_reset_at: datetime | None


def register(file: StationFile, actor: Actor, person: NewPerson, second: Credentials) -> str:
    """Register a person with an account; returns the one-time password, which is shown once.

    ``second`` is the other official, who confirms that this is the person.

    Raises:
        Refused: a field is empty, the person or user name is already registered, or the second official does
            not prove to be one.
    """
    check_person(person)
    confirmed_by = witness(file, actor, second, Role.ADMINISTRATOR)
    one_time = one_time_password()
    hashed = hash_password(one_time)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        insert_person(db, now, person, hashed, actor, confirmed_by)
    return one_time


def reset_password(file: StationFile, actor: Actor, account: int, second: Credentials) -> str:
    """Give ``account`` a new one-time password and end its session; returns the password.

    Raises:
        Refused: it is the account of one of the two officials, or the second does not prove to be one.
    """
    confirmed_by = witness(file, actor, second, Role.ADMINISTRATOR)
    one_time = one_time_password()
    hashed = hash_password(one_time)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        if account == actor.account:
            raise Refused("U kunt uw eigen wachtwoord niet terugzetten.")
        owner = db.execute("SELECT person FROM account WHERE id = ?", (account,)).fetchone()
        if owner == (confirmed_by,):
            raise Refused("Wie bevestigt moet een ander zijn dan wie het nieuwe wachtwoord krijgt.")
        audit.write(
            *(db, now, actor, "password reset", f"account {account}"),
            confirmed_by=confirmed_by,
            password=fingerprint(hashed),
        )
        db.execute("UPDATE account SET password_hash = ?, must_change = 1 WHERE id = ?", (hashed, account))
        end_sessions(db, now, account)
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
        audit.write(db, now, actor, "account on" if active else "account off", f"account {account}")
        db.execute("UPDATE account SET active = ? WHERE id = ?", (active, account))
        if not active:
            end_sessions(db, now, account)


def accounts(file: StationFile, actor: Actor) -> tuple[AccountLine, ...]:
    """All accounts, for an administrator or a supervisor."""
    with file.reading() as db:
        require(db, actor, *OFFICIALS)
        return account_lines(db)


def account_lines(db: Database) -> tuple[AccountLine, ...]:
    """The same, within a transaction."""
    rows = db.execute(
        "SELECT a.id, p.id, p.name, p.staff_number, a.user_name, a.role, a.active,"
        " EXISTS (SELECT 1 FROM session s WHERE s.account = a.id AND s.ended_at IS NULL),"
        " p.registered_at, coalesce(one.name, ''), coalesce(two.name, ''),"
        " (SELECT max(l.at) FROM log l WHERE l.action <> 'value' AND l.action = 'password reset'"
        "  AND l.subject = 'account ' || a.id)"
        " FROM account a JOIN person p ON p.id = a.person"
        " LEFT JOIN person one ON one.id = p.registered_by LEFT JOIN person two ON two.id = p.confirmed_by"
        " ORDER BY a.id"
    ).fetchall()
    return tuple(_account_line(*row) for row in rows)


def insert_person(
    db: Database,
    now: str,
    person: NewPerson,
    hashed: str,
    actor: Actor | None = None,
    confirmed_by: int | None = None,
) -> None:
    """Within a transaction: a person with an account; without ``actor`` a founder, who chose the password."""
    key, account = audit.next_key(db, "person"), audit.next_key(db, "account")
    name, number, user_name = normal(person.name), normal(person.staff_number), normal(person.user_name)
    audit.write(
        *(db, now, actor, "person registered", f"person {key}"),
        account=account,
        name=name,
        staff_number=number,
        user_name=user_name,
        role=person.role.value,
        password=fingerprint(hashed),
        must_change=int(actor is not None),
        confirmed_by=confirmed_by,
    )
    registered_by = actor.person if actor else None
    db.execute(
        "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?)",
        (key, name, number, registered_by, confirmed_by, now),
    )
    db.execute(
        "INSERT INTO account VALUES (?, ?, ?, ?, ?, ?, 1)",
        (account, key, user_name, person.role.value, hashed, actor is not None),
    )


def check_person(person: NewPerson) -> None:
    """Whether somebody can be registered with these.

    Raises:
        Refused: a field is empty or holds something invisible, or what documents cannot print.
    """
    for text, what in (
        (person.name, "een naam"),
        (person.staff_number, "een personeelsnummer of geboortedatum"),
        (person.user_name, "een gebruikersnaam"),
    ):
        if not text.isprintable():
            raise Refused(f"Er staat een onzichtbaar teken in {what}. Typ het opnieuw.")
        required(text, f"Vul {what} in.")
    for text, what in (
        (person.staff_number, "een personeelsnummer"),
        (person.user_name, "een gebruikersnaam"),
    ):
        if not _LATIN.fullmatch(text):
            raise Refused(f"Gebruik in {what} gewone letters, cijfers en leestekens.")


def same_person(one: NewPerson, other: NewPerson) -> bool:
    """Whether the file would take the two for one person, or for one account."""
    return _identity(one) == _identity(other) or (
        normal(one.user_name).casefold() == normal(other.user_name).casefold()
    )


def _account_line(
    account: int,
    person: int,
    name: str,
    staff_number: str,
    user_name: str,
    role: str,
    active: int,
    signed_in: int,
    registered_at: str,
    registered_by: str,
    confirmed_by: str,
    reset_at: str | None,
) -> AccountLine:
    return AccountLine(
        account,
        person,
        name,
        staff_number,
        user_name,
        Role(role),
        bool(active),
        bool(signed_in),
        datetime.fromisoformat(registered_at),
        registered_by,
        confirmed_by,
        datetime.fromisoformat(reset_at) if reset_at else None,
    )


def _identity(person: NewPerson) -> str:
    number = normal(person.staff_number)
    if _DATE_OF_BIRTH.fullmatch(number):
        return number + normal(person.name).replace(" ", "").lower()
    return number.replace(" ", "").lower().lstrip("0")
