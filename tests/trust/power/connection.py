"""The store on a recorded disk: apsw behind the part of ``sqlite3.Connection`` that the store uses."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import apsw

from osv_tui.store import database
from tests.trust.power.layer import Layer
from tests.trust.power.record import Committed

_ERRORS: dict[int, type[sqlite3.Error]] = {
    apsw.SQLITE_CONSTRAINT: sqlite3.IntegrityError,
    apsw.SQLITE_MISMATCH: sqlite3.IntegrityError,
    apsw.SQLITE_CORRUPT: sqlite3.DatabaseError,
    apsw.SQLITE_NOTADB: sqlite3.DatabaseError,
    apsw.SQLITE_AUTH: sqlite3.DatabaseError,
    apsw.SQLITE_TOOBIG: sqlite3.DataError,
    apsw.SQLITE_MISUSE: sqlite3.InterfaceError,
}
_NAMES = {**apsw.mapping_result_codes, **apsw.mapping_extended_result_codes}

Values = Sequence[Any] | Mapping[str, Any]


@contextmanager
def _as_sqlite3() -> Iterator[None]:
    """Raise the errors of apsw as ``sqlite3`` would, with the same names and sentences."""
    try:
        yield
    except apsw.Error as error:
        code = int(error.extendedresult)  # type: ignore[attr-defined]  # its stubs leave it out
        raised = _ERRORS.get(code & 0xFF, sqlite3.OperationalError)(str(error))
        raised.sqlite_errorcode = code
        raised.sqlite_errorname = str(_NAMES[code])
        raise raised from error


class Cursor:
    """The rows of one statement; ``rowcount`` counts what it changed, and means nothing for a query."""

    def __init__(self, rows: apsw.Cursor, rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self

    def __next__(self) -> tuple[Any, ...]:
        with _as_sqlite3():
            return next(self._rows)

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self, None)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self)


class Connection:
    """One connection to ``path`` through ``layer``; ``instead`` are statements that are replaced."""

    def __init__(self, path: Path, layer: Layer, timeout: float, instead: Mapping[str, str]) -> None:
        self._layer = layer
        self._instead = instead
        with _as_sqlite3():
            self._apsw = apsw.Connection(str(path), vfs=layer.name)
        self._apsw.set_busy_timeout(int(timeout * 1000))

    @property
    def in_transaction(self) -> bool:
        return self._apsw.in_transaction

    def execute(self, sql: str, values: Values = ()) -> Cursor:
        with _as_sqlite3():
            rows = self._apsw.execute(self._instead.get(sql, sql), values)
        cursor = Cursor(rows, self._apsw.changes())
        if sql == "COMMIT":
            self._acknowledge()
        return cursor

    def executescript(self, script: str) -> Cursor:
        cursor = self.execute(script)
        cursor.fetchall()  # apsw goes on to the next statement when the rows of one have been read
        return cursor

    def create_function(
        self, name: str, narg: int, func: Callable[..., Any] | None, *, deterministic: bool = False
    ) -> None:
        self._apsw.create_scalar_function(name, func, narg, deterministic=deterministic)

    def set_authorizer(self, callback: Callable[..., int] | None) -> None:
        self._apsw.authorizer = callback

    def close(self) -> None:
        with _as_sqlite3():
            self._apsw.close()

    def _acknowledge(self) -> None:
        """From here on the caller may tell the user that it is done."""
        with self._layer.undisturbed():
            last = self._apsw.execute("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
        if last:
            self._layer.events.append(Committed(*last))


@contextmanager
def disk_of(layer: Layer, instead: Mapping[str, str] | None = None) -> Iterator[None]:
    """Within the block every station file is on the disk that ``layer`` records.

    Raises:
        AssertionError: a statement that had to be replaced was never executed.
    """
    replaced = _Replacements(instead or {})
    connect = sqlite3.connect

    def connect_recorded(path: Path | str, timeout: float = 5.0, **options: Any) -> object:
        if str(path) == ":memory:":
            return connect(path, timeout, **options)
        return Connection(Path(path), layer, timeout, replaced)

    with (
        patch.object(sqlite3, "connect", connect_recorded),
        patch.object(database, "sync_folder", layer.sync_folder),
    ):
        yield
    assert replaced.used == set(replaced), "the store does not say what is to be replaced"


class _Replacements(dict[str, str]):
    """Remembers which of them were asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(texts)
        self.used: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        if key in self:
            self.used.add(key)
        return super().get(key, default)
