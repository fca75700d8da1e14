"""The log: who did what when, every stored number included; each row is bound to the one before it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from blake3 import blake3

from osv_tui.store.actor import Actor

if TYPE_CHECKING:
    from sqlite_utils import Database


def write(db: Database, at: str, actor: Actor | None, action: str, subject: str, **detail: object) -> None:
    """Append a row to the log, within the transaction of what it tells.

    ``detail`` is stored as JSON with sorted keys. The hash is BLAKE3 over the previous hash and the row.
    """
    last = db.execute("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    seq, previous = (last[0] + 1, last[1]) if last else (1, "")
    who = (actor.session, actor.person, actor.role.value) if actor else (None, None, None)
    row = (seq, at, *who, action, subject, json.dumps(detail, sort_keys=True, ensure_ascii=False))
    db.execute("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, previous, link(row, previous)))


def link(row: tuple[object, ...], previous: str) -> str:
    """The hash of a log row, without its last two columns, behind the row with hash ``previous``."""
    return blake3((previous + json.dumps(row, ensure_ascii=False)).encode()).hexdigest()
