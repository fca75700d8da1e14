"""One bit turned over in every byte of the log and of the numbers: the check notices each (trust §3.5)."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from osv_tui.store import decisions
from osv_tui.store.check import first_fault
from osv_tui.store.database import open_station
from osv_tui.store.problems import StoreProblem
from tests.examples import cheap_passwords, example_count, example_station, key_in
from tests.trust.pages import row_bytes

TABLES = ("log", "entry_value")


@dataclass(frozen=True)
class FlipFigures:
    """Of the flips that were made, ``idle`` changed no value: a byte of which SQLite makes no use.

    ``by_sqlite`` counts what the integrity check of SQLite itself notices: the control arm.
    """

    made: int
    idle: int
    found: int
    by_sqlite: int
    missed: tuple[int, ...]


def flips(*, share: float = 1.0, seed: int = 1) -> FlipFigures:
    """Turn over a random bit in this share of the bytes, each in a file that is otherwise as it was."""
    chance = random.Random(seed)
    with TemporaryDirectory() as folder, cheap_passwords():
        path = Path(folder) / "station.osv"
        _evening(path)
        stretches = [part for table in TABLES for part in row_bytes(path, table)]
        offsets = [at for part in stretches for at in range(part.start, part.end)]
        chosen = sorted(chance.sample(offsets, max(1, round(share * len(offsets)))))
        content = path.read_bytes()
        flipped = Path(shutil.copy(path, path.with_name("flipped.osv")))
        rows = _rows(path)
        idle, found, by_sqlite, missed = 0, 0, 0, []
        with flipped.open("r+b", buffering=0) as file:
            for at in chosen:
                _write(file.fileno(), at, content[at] ^ 1 << chance.randrange(8))
                if _noticed(flipped):
                    found += 1
                elif _rows(flipped) == rows:
                    idle += 1
                else:
                    missed.append(at)
                by_sqlite += _noticed_by_sqlite(flipped)
                _write(file.fileno(), at, content[at])
    return FlipFigures(len(chosen), idle, found, by_sqlite, tuple(missed))


def _evening(path: Path) -> None:
    station = example_station(path)
    for typist in station.typists[:2]:
        key_in(station, typist, 1, example_count())
    decisions.overview(station.file, station.supervisor)
    assert first_fault(station.file) is None
    station.file.close()


def _rows(path: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as db:
        return [db.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]


def _write(descriptor: int, at: int, byte: int) -> None:
    os.pwrite(descriptor, bytes([byte]), at)


def _noticed(path: Path) -> bool:
    try:
        with closing(open_station(path)) as file:
            return first_fault(file) is not None
    except (StoreProblem, UnicodeDecodeError):
        return True


def _noticed_by_sqlite(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as db:
            return bool(db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok")
    except sqlite3.Error:
        return True
