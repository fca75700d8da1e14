"""Opening and creating the file of a station, and transactions on it.

TRUNCATE journal with full synchronisation: what is committed survives a power cut (trust §2.6).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from osv_tui.store.problems import FileUnusable, in_dutch

APPLICATION_ID = 0x4F535654
SCHEMA_VERSION = 1
_WAIT_SECONDS = 5.0
_OLDEST_SQLITE = (3, 37, 0)

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    return datetime.now().astimezone()


class StationFile:
    """An open station file. Not shared between threads; every process opens its own."""

    def __init__(self, path: Path, connection: sqlite3.Connection, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self._connection = connection
        self._db = Database(connection, execute_plugins=False)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """All or nothing; when the block is left without an error the data are on the disk.

        Raises:
            StoreProblem: the file is in use, the disk is full, or a rule of the count forbids it.
        """
        with in_dutch():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Several reads that see one moment of the file."""
        with in_dutch():
            self._connection.execute("BEGIN")
            try:
                yield self._db
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read; the caller gives each row a name at once."""
        with in_dutch():
            return list(self._db.execute(sql, values).fetchall())

    def value(self, sql: str, *values: Any) -> Any:
        rows = self.rows(sql, *values)
        return rows[0][0] if rows else None

    def now(self) -> str:
        return self.clock().isoformat(timespec="milliseconds")


def create(path: Path, clock: Clock = wall_clock) -> StationFile:
    """Make a new, empty station file.

    Raises:
        FileUnusable: there is already something at ``path``, or it cannot be written.
    """
    if path.exists():
        raise FileUnusable(f"Er staat al een bestand op {path}. Kies een andere naam.")
    if not path.parent.is_dir():
        raise FileUnusable(f"De map {path.parent} bestaat niet.")
    with in_dutch():
        connection = _connect(path)
        path.chmod(0o600)
        schema = files("osv_tui.store").joinpath("schema.sql").read_text("utf-8")
        connection.executescript(
            f"BEGIN;\n{schema}\nPRAGMA application_id = {APPLICATION_ID};\n"
            f"PRAGMA user_version = {SCHEMA_VERSION};\nCOMMIT;"
        )
    _sync_directory(path.parent)
    return StationFile(path, connection, clock)


def open_station(path: Path, clock: Clock = wall_clock) -> StationFile:
    """Open an existing station file.

    Raises:
        FileUnusable: it is absent, damaged, not a station, or made by a newer version.
        Busy: another program holds it.
    """
    if not path.is_file():
        raise FileUnusable(
            f"Het bestand {path} bestaat niet. Maak een nieuw station met «osv-tui new {path}»."
        )
    with in_dutch():
        connection = _connect(path)
        try:
            _check_kind(path, connection)
        except BaseException:
            connection.close()
            raise
    return StationFile(path, connection, clock)


def _connect(path: Path) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise FileUnusable(f"SQLite {sqlite3.sqlite_version} is te oud; er is 3.37 of nieuwer nodig.")
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS)
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _check_kind(path: Path, connection: sqlite3.Connection) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise FileUnusable(f"{path} is geen station van osv-tui.")
    if version > SCHEMA_VERSION:
        raise FileUnusable(
            f"{path} is gemaakt met een nieuwere versie van osv-tui. Gebruik hier dezelfde versie."
        )
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise FileUnusable(f"{path} is beschadigd. Waarschuw de beheerder.")


def _sync_directory(directory: Path) -> None:
    """Without this a power cut could bring back the directory as it was before the file existed."""
    if os.name != "posix":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
