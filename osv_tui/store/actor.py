"""Who is at the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from osv_tui.election.workflow import Role
from osv_tui.store.problems import Refused, SessionEnded

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class Actor:
    """A person signed in on an account; ``session`` is the row of this sitting."""

    session: int
    account: int
    person: int
    name: str
    user_name: str
    role: Role
    terminal: str
    must_change_password: bool = False


def require(db: Database, actor: Actor, *roles: Role) -> None:
    """Within a transaction: ``actor`` is still signed in, has one of ``roles`` and has chosen a password.

    Raises:
        SessionEnded: signed in elsewhere, signed out or deactivated meanwhile.
        Refused: the role may not do this, or an own password is still to be chosen.
    """
    role, must_change = _presence(db, actor)
    if role not in roles:
        raise Refused("Uw account mag dit niet doen.")
    if must_change:
        raise Refused("Kies eerst een eigen wachtwoord.")


def require_session(db: Database, actor: Actor) -> None:
    """Within a transaction: ``actor`` is still signed in, be it with a one-time password.

    Raises:
        SessionEnded: signed in elsewhere, signed out or deactivated meanwhile.
    """
    _presence(db, actor)


def _presence(db: Database, actor: Actor) -> tuple[Role, bool]:
    row = db.execute("SELECT role, must_change FROM present WHERE session = ?", (actor.session,)).fetchone()
    if row is None:
        raise SessionEnded(
            "Deze sessie is afgesloten: u bent op een ander scherm ingelogd of uw account is uitgezet."
        )
    return Role(row[0]), bool(row[1])
