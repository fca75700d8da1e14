"""What everybody may read of the log, up to a release: who did what by role, without names and numbers.

Only what stands in ``_TOLD`` is told, so that a new kind of row tells nothing until somebody decides that it
may. Rows with a typed value, and those about a person alone, are only counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from osv_tui.election.provenance import Anchor, InputFile, LogLine, PublicLog
from osv_tui.election.workflow import Role
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile
from osv_tui.store.problems import Refused

if TYPE_CHECKING:
    from sqlite_utils import Database

_TOLD: Mapping[str, tuple[str, ...]] = {
    "station made": (),
    "set up": (),
    "file read 110a": ("sha256",),
    "file read 230b": ("sha256",),
    "file read 110b": ("sha256",),
    "election removed": (),
    "sitting opened": ("public_key",),
    "sitting closed": ("key_destroyed",),
    "head noted": ("occasion", "seq", "hash", "final"),
    "entry begun": ("number",),
    "re-key begun": ("number",),
    "entry submitted": (),
    "entry withdrawn": (),
    "entry discarded": (),
    "entry let stand": (),
    "entry handed over": (),
    "decision": (),
    "field sent back": ("field",),
    "unit final": (),
    "unit reopened": (),
    "finding disposed": ("check",),
    "difference accounted": (),
    "error recorded": ("field",),
    "error withdrawn": (),
    "control sum": ("version", "list"),
    "election final": ("version",),
    "election reopened": (),
    "package written": ("root",),
    "restored": (),
    "witness read": ("sha256",),
    "lot drawn": (),
    "lot withdrawn": (),
    "deceased told": (),
    "deceased withdrawn": (),
    "clock jumped": (),
    "connection found": (),
    "connection gone": (),
    "installation changed": (),
}


def public_log(file: StationFile, actor: Actor, election: int) -> PublicLog:
    """The log up to the release of ``election`` that holds now.

    Raises:
        Refused: it is not released, or the actor is no supervisor.
    """
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
        released = db.execute(
            "SELECT seq, hash FROM log WHERE action <> 'value' AND action = 'election final' AND subject = ?1"
            " AND detail ->> 'release' = (SELECT id FROM released_now WHERE election = ?2)",
            (f"election {election}", election),
        ).fetchone()
        if released is None:
            raise Refused("Deze verkiezing is nog niet definitief.")
        (first,) = db.execute("SELECT hash FROM log WHERE seq = 1").fetchone()
        lines = tuple(_lines(db, released[0]))
        anchors = tuple(_anchors(db, released[0]))
    return PublicLog(first, released[1], released[0], released[0] - len(lines), lines, anchors)


def input_files(file: StationFile, election: int) -> tuple[InputFile, ...]:
    """The files that define ``election``, byte by byte as they were read."""
    query = "SELECT kind, content, kieskring FROM document WHERE election = ? ORDER BY kind, kieskring"
    return tuple(InputFile(*row) for row in file.rows(query, election))


def _lines(db: Database, last: int) -> Iterator[LogLine]:
    called, about = _called(db), _about(db)
    for seq, at, person, action, subject, detail in db.execute(
        "SELECT seq, at, person, action, subject, detail FROM log WHERE action <> 'value' AND seq <= ?"
        " ORDER BY seq",
        (last,),
    ):
        if action in _TOLD:
            told = json.loads(detail)
            may = tuple((name, told[name]) for name in _TOLD[action] if isinstance(told.get(name), int | str))
            yield LogLine(
                *(seq, datetime.fromisoformat(at), action, called.get(person)),
                *(about.get(subject, ""), may),
            )


def _called(db: Database) -> Mapping[int, str]:
    """Each person by the role, numbered in the order of registration: typist 1, typist 2."""
    numbers: Counter[str] = Counter()
    called: dict[int, str] = {}
    for person, role in db.execute("SELECT person, role FROM account ORDER BY person"):
        numbers[role] += 1
        called[person] = f"{role} {numbers[role]}"
    return called


def _about(db: Database) -> Mapping[str, str]:
    """What a row is about, as everybody knows it: an election, and the number of a unit."""
    about = {f"election {key}": str(name) for key, name in db.execute("SELECT id, election_id FROM election")}
    units: dict[int, str] = {}
    for key, number, election in db.execute(
        "SELECT u.id, u.number, e.election_id FROM unit u JOIN election e ON e.id = u.election"
    ):
        units[key] = about[f"unit {key}"] = f"{election}, {number}"
    for key, unit in db.execute("SELECT id, unit FROM entry"):
        about[f"entry {key}"] = units[unit]
    return about


def _anchors(db: Database, last: int) -> Iterator[Anchor]:
    for detail in db.execute(
        "SELECT detail FROM log WHERE action <> 'value' AND action = 'head noted' AND seq <= ? ORDER BY seq",
        (last,),
    ):
        told = json.loads(detail[0])
        yield Anchor(told["seq"], told["hash"], told["occasion"], told["final"])
