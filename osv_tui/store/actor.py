"""Who is at the keyboard."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from osv_tui.election.workflow import Role
from osv_tui.store.problems import Refused, SessionEnded


@dataclass(frozen=True)
class Actor:
    """A person signed in on an account; ``session`` is the row of this sitting."""

    session: int
    account: int
    person: int
    name: str
    user_name: str
    role: Role
    must_change_password: bool = False


def require(db: Database, actor: Actor, *roles: Role) -> None:
    """Within a transaction: ``actor`` is still signed in and has one of ``roles``.

    Raises:
        SessionEnded: signed in elsewhere, signed out or deactivated meanwhile.
        Refused: the role may not do this, or an own password is still to be chosen.
    """
    row = db.execute("SELECT role FROM present WHERE session = ?", (actor.session,)).fetchone()
    if row is None:
        raise SessionEnded(
            "Deze sessie is afgesloten: u bent op een ander scherm ingelogd of uw account is uitgezet."
        )
    if Role(row[0]) not in roles:
        raise Refused("Uw account mag dit niet doen.")
    if actor.must_change_password:
        raise Refused("Kies eerst een eigen wachtwoord.")
