"""What the program's own connection may do in SQLite: read, add and change rows. No settings, no schema.

The rules of the file hold for every program; this takes away the ways round them in our own process
(trust §3.4): pragmas, temporary tables and triggers, other files, other rules.
"""

from __future__ import annotations

import sqlite3

_ALLOWED = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_INSERT,
        sqlite3.SQLITE_UPDATE,
        sqlite3.SQLITE_DELETE,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_RECURSIVE,
        sqlite3.SQLITE_FUNCTION,
    }
)
_WRITING = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})
_FUNCTIONS_TO_THE_OUTSIDE = frozenset({"load_extension", "readfile", "writefile", "edit"})
_REMOVABLE = frozenset(
    {
        *("election", "region", "contest", "candidate_list", "candidate", "committee", "unit"),
        *("form_field", "gate_opening", "document", "entry_value"),
    }
)
"""The tables from which a row may go: an election nothing was entered for, a number that is emptied."""


def allows(
    action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    """Called by SQLite while it prepares a statement; the meaning of ``first`` goes with ``action``."""
    return sqlite3.SQLITE_OK if _allowed(action, first or "", second or "", database) else sqlite3.SQLITE_DENY


def _allowed(action: int, first: str, second: str, database: str | None) -> bool:
    if action not in _ALLOWED:
        return False
    if action == sqlite3.SQLITE_FUNCTION:
        return second.lower() not in _FUNCTIONS_TO_THE_OUTSIDE
    if action in _WRITING and (first.startswith("sqlite_") or database != "main"):
        return False
    return action != sqlite3.SQLITE_DELETE or first in _REMOVABLE
