"""Opening and creating the file of a station, and transactions on it.

TRUNCATE journal with full synchronisation: what is committed survives a power cut (trust §2.6).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from osv_tui.disk import reason, sync_folder
from osv_tui.store import chain
from osv_tui.store.authorizer import allows
from osv_tui.store.problems import FileUnusable, in_dutch, is_busy
from osv_tui.store.steady import Moment, steady_clock

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x4F535654
SCHEMA_VERSION = 4
_WAIT_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 0.004
_OLDEST_SQLITE = (3, 38, 0)

Clock = Callable[[], datetime]
Steady = Callable[[], Moment]


def sqlite_version() -> str:
    """The version of SQLite that this Python has."""
    return sqlite3.sqlite_version


def wall_clock() -> datetime:
    """The time of this computer, with its offset."""
    return datetime.now().astimezone()


class StationFile:
    """An open station file. Not shared between threads; every process opens its own."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, clock: Clock, steady: Steady = steady_clock
    ) -> None:
        self.path = path
        self.clock = clock
        self.steady = steady
        self._connection = connection

    @cached_property
    def _db(self) -> Database:
        from sqlite_utils import Database  # loading it takes longer than drawing the login screen

        return Database(self._connection, recursive_triggers=False, execute_plugins=False)  # set in _open

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """All or nothing; when the block is left without an error the data are on the disk.

        Raises:
            StoreProblem: the file is in use, the disk is full, or a rule of the count forbids it.
        """
        with in_dutch():
            db = self._db  # before the file is held: loading it takes longer than a transaction
            self._when_free("BEGIN IMMEDIATE")
            try:
                yield db
                self._when_free("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Several reads that see one moment of the file."""
        db = self._db
        with self.one_moment():
            yield db

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """What is read in the block with ``rows`` and ``each_row`` is of one moment of the file."""
        with in_dutch():
            self._connection.execute("BEGIN")
            try:
                self._when_free("SELECT 1 FROM station")
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read; the caller gives each row a name at once."""
        with in_dutch():
            return self._when_free(sql, *values)

    def each_row(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Read row by row, for what is too much to hold; within ``one_moment``."""
        return self._connection.execute(sql)

    def _when_free(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Do it as soon as no other program is in the way, or give up after some seconds.

        SQLite itself waits ever longer between two looks, and so passes over who has waited longest.
        """
        until = monotonic() + _WAIT_SECONDS
        while True:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if not is_busy(error) or monotonic() > until:
                    raise
            sleep(uniform(0, _LONGEST_PAUSE_SECONDS))

    def value(self, sql: str, *values: Any) -> Any:
        rows = self.rows(sql, *values)
        return rows[0][0] if rows else None

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Copy everything into the empty database ``target``, at one moment of this file."""
        with in_dutch():
            self._connection.backup(target)

    def damage(self) -> str | None:
        """What SQLite finds wrong with the file itself; ``None`` when it is whole."""
        with in_dutch(), closing(sqlite3.connect(self.path)) as connection:
            chain.offer_to(connection)
            found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
        return None if found == "ok" else f"Het bestand is beschadigd ({found})."

    def now(self) -> str:
        return self.clock().isoformat(timespec="milliseconds")


def create(path: Path, clock: Clock = wall_clock) -> StationFile:
    """Make a new, empty station file that only its owner can read.

    Raises:
        FileUnusable: there is already something at ``path``, or it cannot be written.
        DiskFull: there is no room; nothing is left at ``path``.
    """
    if not path.parent.is_dir():
        raise FileUnusable(f"De map {path.parent} bestaat niet.")
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise FileUnusable(f"Er staat al een bestand op {path}. Kies een andere naam.") from None
    except OSError as error:
        raise FileUnusable(f"In de map {path.parent} mag u geen bestand maken. Kies een andere.") from error
    try:
        connection = _open(path, _install_schema)
        sync_folder(path.parent)
    except OSError as error:
        path.unlink()
        raise FileUnusable(f"In de map {path.parent} is het niet gelukt: {reason(error)}.") from error
    except BaseException:
        path.unlink()
        raise
    return StationFile(path, connection, clock)


def open_station(path: Path, clock: Clock = wall_clock) -> StationFile:
    """Open an existing station file; a file that turns out to be something else is left as it is.

    Raises:
        FileUnusable: it is absent, damaged, not a station, or made by a newer version.
        Busy: another program holds it.
    """
    if not path.is_file():
        raise FileUnusable(
            f"Het bestand {path} bestaat niet. Maak een nieuw station met «osv-tui new {path}»."
        )
    return StationFile(path, _open(path, lambda connection: _check_kind(path, connection)), clock)


def _open(path: Path, prepare: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise FileUnusable(f"SQLite {sqlite3.sqlite_version} is te oud; er is 3.38 of nieuwer nodig.")
    with in_dutch():
        connection = sqlite3.connect(path, timeout=_WAIT_SECONDS)
        try:
            prepare(connection)
            connection.execute("PRAGMA journal_mode = TRUNCATE")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("PRAGMA busy_timeout = 0")  # _when_free waits better
            chain.offer_to(connection)
            connection.set_authorizer(allows)
        except BaseException:
            connection.close()
            raise
    return connection


def _install_schema(connection: sqlite3.Connection) -> None:
    schema = files("osv_tui.store").joinpath("schema.sql").read_text("utf-8")
    connection.executescript(
        f"BEGIN;\n{schema}\nPRAGMA application_id = {APPLICATION_ID};\n"
        f"PRAGMA user_version = {SCHEMA_VERSION};\nCOMMIT;"
    )


def _check_kind(path: Path, connection: sqlite3.Connection) -> None:
    if _application(connection) != APPLICATION_ID:
        raise FileUnusable(f"{path} is geen station van osv-tui. Kies het bestand van uw station.")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA_VERSION:
        age = "nieuwere" if version > SCHEMA_VERSION else "oudere"
        raise FileUnusable(
            f"{path} is gemaakt met een {age} versie van osv-tui. Gebruik hier dezelfde versie."
        )
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise FileUnusable(f"{path} is beschadigd. Waarschuw de beheerder.")
    if connection.execute("SELECT count(*) FROM station").fetchone()[0] == 0:
        raise FileUnusable(
            f"{path} is een station dat nooit is afgemaakt. Haal het bestand weg en maak het opnieuw."
        )
    if _rules(connection) != _rules_as_made():
        raise FileUnusable(
            f"De regels in {path} zijn veranderd met een ander programma. Gebruik dit bestand niet meer en"
            " waarschuw de beheerder."
        )


def _rules(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Every table, index, view and trigger of the file, in the words in which it was made."""
    return connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()


@cache
def _rules_as_made() -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        _install_schema(connection)
        return _rules(connection)


def _application(connection: sqlite3.Connection) -> int | None:
    """What program the file says it is of; ``None`` when it is no database at all."""
    try:
        return int(connection.execute("PRAGMA application_id").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname == "SQLITE_NOTADB":
            return None
        raise
