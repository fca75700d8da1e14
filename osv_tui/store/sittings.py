"""The sitting in which is entered, and the heads of the log that are written on paper (trust §3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from osv_tui.election.workflow import OFFICIALS
from osv_tui.store import audit, session_key
from osv_tui.store.actor import Actor, require
from osv_tui.store.check import Head
from osv_tui.store.database import StationFile
from osv_tui.store.problems import Refused
from osv_tui.store.signing_in import Credentials, witness

if TYPE_CHECKING:
    from sqlite_utils import Database

UNITS_BETWEEN_HEADS = 25
"""After so many more final units the head of the log is written on paper: what may be lost unseen."""


class Occasion(Enum):
    """Why a head is written on paper."""

    OPENING = "opening"
    UNITS = "units"
    CLOSING = "closing"


@dataclass(frozen=True)
class Sitting:
    """``opened_by`` and ``confirmed_by`` are names; ``closed_at`` is ``None`` while it is open."""

    id: int
    opened_at: datetime
    opened_by: str
    confirmed_by: str
    closed_at: datetime | None


def sittings(file: StationFile) -> tuple[Sitting, ...]:
    """All sittings of the station, the oldest first."""
    rows = file.rows(
        "SELECT t.id, t.opened_at, p.name, c.name, t.closed_at FROM sitting t"
        " JOIN session s ON s.id = t.session JOIN account a ON a.id = s.account"
        " JOIN person p ON p.id = a.person JOIN person c ON c.id = t.confirmed_by ORDER BY t.id"
    )
    return tuple(
        Sitting(
            *(key, datetime.fromisoformat(opened), opened_by, confirmed_by),
            datetime.fromisoformat(closed) if closed else None,
        )
        for key, opened, opened_by, confirmed_by, closed in rows
    )


def is_open(file: StationFile) -> bool:
    """Whether typists can type."""
    return bool(file.value("SELECT EXISTS (SELECT 1 FROM sitting WHERE closed_at IS NULL)"))


def open_sitting(file: StationFile, actor: Actor, second: Credentials) -> Sitting:
    """Begin to enter, after two officials have looked at the list of persons; the sitting gets its key.

    Raises:
        Refused: a sitting is open already, the second official does not prove to be one, or the key cannot
            be kept beside the station.
    """
    confirmed_by = witness(file, actor, second, *OFFICIALS)
    public_key = None if is_open(file) else session_key.make(file)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, *OFFICIALS)
        key = audit.next_key(db, "sitting")
        persons = db.execute("SELECT count(*) FROM person").fetchone()[0]
        audit.write(
            *(db, now, actor, "sitting opened", f"sitting {key}"),
            confirmed_by=confirmed_by,
            persons=persons,
            public_key=public_key,
        )
        db.execute("INSERT INTO sitting VALUES (?, ?, ?, ?, NULL)", (key, actor.session, confirmed_by, now))
    return sittings(file)[-1]


def close_sitting(file: StationFile, actor: Actor) -> None:
    """End entering, until a sitting is opened again; the key of the sitting is destroyed.

    It is destroyed first: what the log tells of it is then true, whatever happens in between.

    Raises:
        Refused: none is open, or the key cannot be destroyed.
    """
    with file.reading() as db:
        require(db, actor, *OFFICIALS)
    if not is_open(file):
        raise Refused("De zitting is niet geopend.")
    destroyed = session_key.destroy(file)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, *OFFICIALS)
        row = db.execute("SELECT id FROM sitting WHERE closed_at IS NULL").fetchone()
        if row is None:
            raise Refused("De zitting is niet geopend.")
        audit.write(db, now, actor, "sitting closed", f"sitting {row[0]}", key_destroyed=int(destroyed))
        db.execute("UPDATE sitting SET closed_at = ? WHERE id = ?", (now, row[0]))


def due(file: StationFile) -> Occasion | None:
    """Whether, and why, the head of the log is to be written on paper now."""
    noted, final = file.rows(
        "SELECT (SELECT max(seq) FROM log WHERE action <> 'value' AND action = 'head noted'),"
        " (SELECT count(*) FROM final_now)"
    )[0]
    shown, before = 0, 0
    if noted:
        shown, before = file.rows(
            "SELECT detail ->> 'seq', detail ->> 'final' FROM log WHERE seq = ?", noted
        )[0]
    turns = file.rows(
        "SELECT action FROM log WHERE action <> 'value' AND action IN ('sitting opened', 'sitting closed')"
        " AND seq > ? ORDER BY seq DESC LIMIT 1",
        shown,
    )
    if turns:
        return Occasion.OPENING if turns[0][0] == "sitting opened" else Occasion.CLOSING
    return Occasion.UNITS if final // UNITS_BETWEEN_HEADS > before // UNITS_BETWEEN_HEADS else None


def note_head(file: StationFile, actor: Actor, occasion: Occasion, shown: Head) -> None:
    """Record that ``shown`` was written on paper.

    Raises:
        Refused: this head is not in the log.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, *OFFICIALS)
        if db.execute("SELECT hash FROM log WHERE seq = ?", (shown.seq,)).fetchone() != (shown.hash,):
            raise Refused("Deze code staat niet in het logboek.")
        audit.write(
            *(db, now, actor, "head noted", f"row {shown.seq}"),
            occasion=occasion.value,
            seq=shown.seq,
            hash=shown.hash,
            final=final_units_up_to(db, shown.seq),
        )


def final_units_up_to(db: Database, seq: int) -> int:
    """How many units were final when row ``seq`` of the log was written."""
    return int(
        db.execute(
            "SELECT coalesce(sum(iif(action = 'unit final', 1, -1)), 0) FROM log"
            " WHERE action <> 'value' AND action IN ('unit final', 'unit reopened') AND seq <= ?",
            (seq,),
        ).fetchone()[0]
    )
