"""What the files of lower levels say of their counts, kept beside the entries and never among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from osv_tui.election.count import Count
from osv_tui.election.form import FieldId
from osv_tui.election.workflow import Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile
from osv_tui.store.elections import Document

if TYPE_CHECKING:
    from sqlite_utils import Database


def add_witness(file: StationFile, actor: Actor, unit: int, figures: Count, read: Document) -> None:
    """Store what the file of a lower level says of ``unit``; it takes the place of one that was read before.

    Raises:
        Refused: the election is released, the actor is no supervisor, or the station counts polling stations.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        key = audit.next_key(db, "witness")
        audit.write(
            *(db, now, actor, "witness read", f"unit {unit}"),
            witness=key,
            file_name=read.file_name,
            sha256=read.sha256,
            canonical_sha256=read.canonical_sha256,
            values=dict(figures.values),
        )
        told = (key, unit, read.file_name, read.sha256, read.canonical_sha256, read.content)
        db.execute("INSERT INTO witness VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*told, actor.session, now))
        for field, value in figures.values.items():
            db.execute("INSERT INTO witness_value VALUES (?, ?, ?)", (key, field, value))


def witness_names(file: StationFile) -> Mapping[int, str]:
    """The name of the file that holds, by unit."""
    return dict(file.rows("SELECT unit, file_name FROM witness ORDER BY id"))


def figures_in_files(db: Database, election: int) -> Mapping[int, Count]:
    """What the files say, by unit; a unit without a file is not there."""
    units = db.execute(
        "SELECT DISTINCT w.unit FROM witness w JOIN unit u ON u.id = w.unit WHERE u.election = ?", (election,)
    ).fetchall()
    found = ((unit, figures_in_file(db, unit)) for (unit,) in units)
    return {unit: figures for unit, figures in found if figures is not None}


def figures_in_file(db: Database, unit: int) -> Count | None:
    """What the file of one unit says; ``None`` without a file."""
    (witness,) = db.execute("SELECT max(id) FROM witness WHERE unit = ?", (unit,)).fetchone()
    if witness is None:
        return None
    rows = db.execute("SELECT field, value FROM witness_value WHERE witness = ?", (witness,))
    return Count.of({FieldId(field): value for field, value in rows})
