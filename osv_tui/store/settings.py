"""What was set up for this computer."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from osv_tui.election.publishing import Publishing, default_deadline
from osv_tui.election.thresholds import Threshold, Thresholds
from osv_tui.election.workflow import Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile
from osv_tui.store.problems import FileUnusable, Refused

_DIGITS = 9


class Setting(Enum):
    """What an administrator sets up for this computer; empty means: not."""

    NETWORK = "network"
    """The network interface of a closed network with more terminals."""

    COPIES = "copies"
    """The folder on another disk to which copies of the file go."""

    DEADLINE = "deadline"
    """Before when the package must be on the website: 2019-03-22T10:00, in the time of this computer."""

    PAGE = "page"
    """The address on the website where the package comes."""

    CONTACT = "contact"
    """Where one reports what is wrong with it: the end of a sentence."""

    SITTING = "sitting"
    """When and where the central committee holds its public sitting."""


def setting(file: StationFile, which: Setting) -> str:
    """What was set up; empty when nothing was."""
    return str(file.value("SELECT value FROM setting WHERE name = ?", which.value) or "")


def publishing(file: StationFile, polling_day: date) -> Publishing:
    """What was set up about publishing; the deadline is two days after the vote unless something else was."""
    deadline = setting(file, Setting.DEADLINE)
    return Publishing(
        datetime.fromisoformat(deadline) if deadline else default_deadline(polling_day),
        setting(file, Setting.PAGE),
        setting(file, Setting.CONTACT),
        setting(file, Setting.SITTING),
    )


def thresholds(file: StationFile) -> Thresholds:
    """What the checks compare with: what was set up, and for the rest what the program proposes.

    Raises:
        FileUnusable: another program wrote a threshold that this program would have refused.
    """
    known = {threshold.value: threshold for threshold in Threshold}
    rows = file.rows("SELECT substr(name, 11), value FROM setting WHERE name GLOB 'threshold *'")
    return Thresholds.of({known[name]: _read(known[name], value) for name, value in rows if name in known})


def _read(which: Threshold, value: str) -> int:
    if len(value) > _DIGITS or not which.allows(int(value)):
        raise FileUnusable(
            f"In het telbestand staat bij «{which.bound.label}» de grens {value[:_DIGITS]}. Dat kan niet."
            " Het bestand is buiten het programma om gewijzigd. Stop en waarschuw de beheerder."
        )
    return int(value)


def set_threshold(file: StationFile, actor: Actor, which: Threshold, value: int) -> None:
    """Set the number that a check compares with; the log and the audit report tell of it.

    Raises:
        Refused: the actor is no administrator, the number is outside its bounds, or somebody has typed: from
            then on what is marked must not depend on who looks.
    """
    if not which.allows(value):
        bound = which.bound
        raise Refused(f"«{bound.label}» gaat van {bound.lowest} tot en met {bound.highest} {bound.unit}.")
    _set(file, actor, f"threshold {which.value}", str(value))


def set_up(file: StationFile, actor: Actor, which: Setting, value: str) -> None:
    """Set up something for this computer, or with an empty ``value`` no longer.

    Raises:
        Refused: the actor is no administrator.
    """
    _set(file, actor, which.value, value)


def _set(file: StationFile, actor: Actor, name: str, value: str) -> None:
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        audit.write(db, now, actor, "set up", name, value=value)
        changed = db.execute("UPDATE setting SET value = ? WHERE name = ?", (value, name)).rowcount
        if not changed:
            db.execute("INSERT INTO setting VALUES (?, ?)", (name, value))
