"""What was set up for this computer."""

from __future__ import annotations

from enum import Enum

from osv_tui.election.workflow import Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile


class Setting(Enum):
    """What an administrator sets up for this computer; empty means: not."""

    NETWORK = "network"
    """The network interface of a closed network with more terminals."""

    COPIES = "copies"
    """The folder on another disk to which copies of the file go."""


def setting(file: StationFile, which: Setting) -> str:
    """What was set up; empty when nothing was."""
    return str(file.value("SELECT value FROM setting WHERE name = ?", which.value) or "")


def set_up(file: StationFile, actor: Actor, which: Setting, value: str) -> None:
    """Set up something for this computer, or with an empty ``value`` no longer.

    Raises:
        Refused: the actor is no administrator.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        audit.write(db, now, actor, "set up", which.value, value=value)
        changed = db.execute("UPDATE setting SET value = ? WHERE name = ?", (value, which.value)).rowcount
        if not changed:
            db.execute("INSERT INTO setting VALUES (?, ?)", (which.value, value))
