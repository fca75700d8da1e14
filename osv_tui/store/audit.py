"""The log: who did what when, every stored number included; each row is bound to the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osv_tui.store.actor import Actor
from osv_tui.store.chain import canonical, link

if TYPE_CHECKING:
    from sqlite_utils import Database


def write(
    db: Database,
    at: str,
    actor: Actor | None,
    action: str,
    subject: str,
    *,
    terminal: str | None = None,
    **detail: object,
) -> None:
    """Append a row to the log, just before the change it tells of, within one transaction.

    ``detail`` is stored as JSON with sorted keys. ``terminal`` is of who is not signed in.
    """
    last = db.execute("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    seq, previous = (last[0] + 1, last[1]) if last else (1, "")
    row = (seq, at, *_who(actor, terminal), action, subject, canonical(detail))
    db.execute(
        "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, previous, link(previous, *row))
    )


def key_of(subject: str) -> int:
    """The row that the subject of a log row names, or 0 when it names none: «entry 12» is 12."""
    last = subject.rsplit(" ", 1)[-1]
    return int(last) if last.isdecimal() else 0


def _who(actor: Actor | None, terminal: str | None) -> tuple[int | None, int | None, str | None, str | None]:
    if actor is None:
        return None, None, None, terminal
    return actor.session, actor.person, actor.role.value, actor.terminal


def next_key(db: Database, table: str) -> int:
    """The key that the next row of ``table`` gets: its log row, which comes first, names it."""
    return int(db.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])
