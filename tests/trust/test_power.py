"""Nothing acknowledged is lost to a power cut or a bad disk; and the simulator that says so is not blind."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from osv_tui.store import entries
from osv_tui.store.problems import StoreProblem
from tests.trust.power.connection import Connection, disk_of
from tests.trust.power.cuts import CONTROL, OWN, Mode, recorded, try_cuts
from tests.trust.power.disk import Disk
from tests.trust.power.faults import write_errors
from tests.trust.power.layer import Layer
from tests.trust.power.record import Created, FolderSynced, Operation, Removed, Synced, Truncated, Written

IMAGES = 150
CONTROL_IMAGES = 60
REFUSALS = 3
SEED = 2031
CUTS = range(200)
NAMED = (Created(1, "a"), FolderSynced())


def test_a_power_cut_costs_nothing_that_was_acknowledged() -> None:
    figures = try_cuts(OWN, recorded(OWN), IMAGES, SEED)
    assert (figures.survived, figures.first_loss) == (IMAGES, None)


@pytest.mark.parametrize("mode", CONTROL, ids=lambda mode: mode.name)
def test_the_simulator_sees_what_other_ways_of_writing_lose(mode: Mode) -> None:
    assert try_cuts(mode, recorded(mode), CONTROL_IMAGES, SEED).lost > 0


def test_a_disk_that_refuses_is_told_and_costs_nothing() -> None:
    figures = write_errors(REFUSALS)
    assert figures.first_loss is None
    assert figures.survived == figures.tried
    assert all(kind.tried == REFUSALS for kind in figures.kinds)


def test_a_store_that_keeps_quiet_about_its_disk_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    save = entries.save

    def quiet(*what: Any) -> None:
        with suppress(StoreProblem):
            save(*what)

    monkeypatch.setattr(entries, "save", quiet)
    figures = write_errors(REFUSALS)
    assert figures.survived < figures.tried


def test_a_way_of_writing_that_the_store_no_longer_has_is_no_control() -> None:
    with pytest.raises(AssertionError, match="does not say"):
        recorded(Mode("forgotten", (("PRAGMA journal_mode = PERSIST", "PRAGMA journal_mode = WAL"),)))


# The model of the disk.


def left_by(*operations: Operation) -> set[tuple[tuple[str, bytes], ...]]:
    """Everything that cuts behind ``operations`` can leave."""
    disk = Disk()
    for operation in operations:
        disk.do(operation)
    return {disk.after_a_cut(Random(seed)).files for seed in CUTS}


def test_what_was_synchronised_is_always_there() -> None:
    assert left_by(*NAMED, Written(1, 0, b"x"), Synced(1)) == {(("a", b"x"),)}


def test_what_was_not_may_be_there_or_not() -> None:
    written = left_by(*NAMED, Written(1, 0, b"x"), Synced(1), Written(1, 0, b"y"))
    assert written == {(("a", b"x"),), (("a", b"y"),)}
    shortened = left_by(*NAMED, Written(1, 0, b"xy"), Synced(1), Truncated(1, 0))
    assert shortened == {(("a", b"xy"),), (("a", b""),)}


def test_a_write_is_torn_at_sectors_only() -> None:
    old, new = bytes(2 * 512), b"n" * 2 * 512
    left = {dict(files)["a"] for files in left_by(*NAMED, Written(1, 0, old), Synced(1), Written(1, 0, new))}
    assert left == {old, new, old[:512] + new[512:], new[:512] + old[512:]}


def test_a_longer_file_may_hold_what_was_never_written() -> None:
    left = {dict(files)["a"] for files in left_by(*NAMED, Written(1, 0, b"new"))}
    assert {b"", b"new", bytes(3)} < left


def test_a_name_needs_its_folder_to_be_synchronised() -> None:
    assert left_by(Created(1, "a"), Synced(1)) == {(), (("a", b""),)}
    assert left_by(*NAMED, Removed("a")) == {(), (("a", b""),)}
    assert left_by(*NAMED, Removed("a"), FolderSynced()) == {()}


def test_a_new_file_under_an_old_name_is_not_the_old_file() -> None:
    old = (*NAMED, Written(1, 0, b"old"), Synced(1))
    new = (Removed("a"), Created(2, "a"), Written(2, 0, b"new"), Synced(2))
    assert {(("a", b"old"),), (("a", b"new"),), ()} == left_by(*old, *new)


def test_the_model_of_the_disk_ends_where_the_real_files_do(tmp_path: Path) -> None:
    layer = Layer()
    with disk_of(layer), closing(sqlite3.connect(tmp_path / "a")) as recorded_one:
        recorded_one.executescript("PRAGMA journal_mode = PERSIST; CREATE TABLE text (text); BEGIN;")
        for turn in range(50):
            recorded_one.execute("INSERT INTO text VALUES (?)", (str(turn) * 500,))
        recorded_one.executescript("COMMIT; DELETE FROM text; VACUUM; PRAGMA journal_mode = TRUNCATE;")
        recorded_one.execute("INSERT INTO text VALUES ('last')")
        real = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = [event for event in layer.events if isinstance(event, Operation)]
    synced = (Synced(event.file) for event in done if isinstance(event, Created))
    assert [dict(files) for files in left_by(*done, *synced, FolderSynced())] == [real]


# The store cannot tell the recorded disk from its own.


def problem_with(connection: Connection | sqlite3.Connection, sql: str) -> tuple[type[Exception], str, str]:
    with pytest.raises(sqlite3.Error) as told:
        connection.execute(sql)
    return told.type, told.value.sqlite_errorname, str(told.value)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO number VALUES (-1)",
        "INSERT INTO number VALUES (1), (1)",
        "INSERT INTO number VALUES (13)",
        "INSERT INTO nothing VALUES (1)",
    ],
)
def test_the_recorded_connection_refuses_as_the_real_one(tmp_path: Path, sql: str) -> None:
    made = (
        "CREATE TABLE number (value INTEGER PRIMARY KEY CHECK (value > 0)) STRICT;"
        "CREATE TRIGGER luck BEFORE INSERT ON number WHEN new.value = 13"
        " BEGIN SELECT raise(ABORT, 'osv: dertien'); END"
    )
    with closing(sqlite3.connect(tmp_path / "real")) as real:
        real.executescript(made)
        expected = problem_with(real, sql)
    with disk_of(Layer()), closing(sqlite3.connect(tmp_path / "recorded")) as recorded_one:
        recorded_one.executescript(made)
        assert problem_with(recorded_one, sql) == expected
