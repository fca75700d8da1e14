"""What is acknowledged stays, whatever happens to the program, the disk or the file.

Killing a program shows that nothing waits in its memory; that a power cut loses nothing either follows from
the journal mode and full synchronisation, which is checked on every connection.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random

import pytest

from osv_tui.election.filling import Change
from osv_tui.election.form import BLANK, FieldId
from osv_tui.store import database, entries
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile, create, open_station
from osv_tui.store.problems import Busy, DiskFull, FileUnusable, Refused
from tests.examples import ExampleStation, example_station, pragma

KILLS = 30
FIELDS = tuple(FieldId(name) for name in ("poll_cards", "proxies", "voter_passes", "admitted", "valid"))
FORK = multiprocessing.get_context("fork")


@pytest.fixture(scope="module", autouse=True)
def quick_disk() -> None:
    """Here the disk is waited for, as the program does."""


@pytest.fixture
def station(tmp_path: Path) -> Iterator[ExampleStation]:
    made = example_station(tmp_path / "station.osv")
    yield made
    made.file.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)


def saved(file: StationFile, entry: int) -> dict[FieldId, int]:
    with file.reading() as db:
        return dict(entries.read_count(db, entry).values)


def keyed(times: int) -> dict[FieldId, int]:
    """What stands in the fields after ``times`` saves of ``type_on``."""
    return {FIELDS[n % len(FIELDS)]: n for n in range(times)}


def type_on(path: Path, actor: Actor, unit: int, times: int, said: Connection) -> None:
    """Save number after number; say each one's turn after it was saved."""
    file = open_station(path)
    opened = entries.claim(file, actor, 1, unit)
    for turn in range(times):
        field = FIELDS[turn % len(FIELDS)]
        entries.save(file, actor, opened.id, (Change(field, turn),), field)
        said.send(turn)


def typing(path: Path, actor: Actor, unit: int, times: int) -> tuple[multiprocessing.Process, Connection]:
    heard, said = FORK.Pipe(duplex=False)
    process = FORK.Process(target=type_on, args=(path, actor, unit, times, said))
    process.start()
    said.close()
    return process, heard  # type: ignore[return-value]


def acknowledged(heard: Connection) -> int:
    """How many saves were said to be done, once the program has ended."""
    turns = 0
    try:
        while True:
            turns = heard.recv() + 1
    except (EOFError, OSError):
        return turns


def test_nothing_acknowledged_is_lost_when_the_program_is_killed(
    station: ExampleStation, tmp_path: Path
) -> None:
    station.file.close()
    random = Random(7)
    total = 0
    for number in range(KILLS):
        path = Path(shutil.copy(station.file.path, tmp_path / f"{number}.osv"))
        process, heard = typing(path, station.typists[0], 1, 100_000)
        heard.poll(10)
        time.sleep(random.uniform(0, 0.08))
        process.kill()
        process.join()
        done = acknowledged(heard)
        total += done
        file = open_station(path)
        (opened,) = file.rows("SELECT id FROM entry")[0]
        assert saved(file, opened) in (keyed(done), keyed(done + 1))
        assert pragma(file, "integrity_check") == "ok"
        file.close()
    assert total > KILLS


def test_two_programs_that_save_at_once_lose_nothing(station: ExampleStation) -> None:
    station.file.close()
    bo, cas, _ = station.typists
    times = 60
    working = [typing(station.file.path, actor, unit, times) for actor, unit in ((bo, 1), (cas, 2))]
    assert [acknowledged(heard) for _, heard in working] == [times, times]
    for process, _ in working:
        process.join()
        assert process.exitcode == 0
    file = open_station(station.file.path)
    assert [saved(file, entry) for (entry,) in file.rows("SELECT id FROM entry")] == [keyed(times)] * 2
    log = file.rows("SELECT seq, previous, hash FROM log ORDER BY seq")
    assert [seq for seq, _, _ in log] == list(range(1, len(log) + 1))
    assert [previous for _, previous, _ in log] == ["", *(hashed for _, _, hashed in log[:-1])]
    file.close()


def open_unit(path: Path, actor: Actor, start: Barrier, said: Connection) -> None:
    file = open_station(path)
    start.wait()
    try:
        entries.claim(file, actor, 1, 1)
        said.send("")
    except Refused as refusal:
        said.send(str(refusal))


def test_two_who_open_one_unit_at_once_do_not_both_get_it(station: ExampleStation, tmp_path: Path) -> None:
    station.file.close()
    for number in range(20):
        path = Path(shutil.copy(station.file.path, tmp_path / f"{number}.osv"))
        heard, said = FORK.Pipe(duplex=False)
        start = FORK.Barrier(2)
        racers = [
            FORK.Process(target=open_unit, args=(path, actor, start, said)) for actor in station.typists[:2]
        ]
        for racer in racers:
            racer.start()
        assert sorted(heard.recv() for _ in racers) == ["", "Stembureau 1 wordt nu door een ander ingevoerd."]
        for racer in racers:
            racer.join()


def test_every_connection_is_durable(station: ExampleStation, tmp_path: Path) -> None:
    again = open_station(station.file.path)
    new = create(tmp_path / "new.osv")
    for file in (station.file, again, new):
        assert pragma(file, "journal_mode") == "truncate"
        assert pragma(file, "synchronous") == 2
        assert pragma(file, "foreign_keys") == 1
        assert file.path.stat().st_mode & 0o777 == 0o600
    for file in (again, new):
        file.close()


def test_a_full_disk_is_told_and_nothing_is_lost(station: ExampleStation) -> None:
    file, bo = station.file, station.typists[0]
    opened = entries.claim(file, bo, station.election, 1)
    pragma(file, f"max_page_count = {pragma(file, 'page_count')}")
    done = 0

    def save_until(end: int) -> None:
        nonlocal done
        while done < end:
            field = FIELDS[done % len(FIELDS)]
            entries.save(file, bo, opened.id, (Change(field, done),), field)
            done += 1

    with pytest.raises(DiskFull, match=r"De schijf is vol\. Waarschuw de beheerder"):
        save_until(1_000)
    assert saved(file, opened.id) == keyed(done)
    with pytest.raises(DiskFull):
        save_until(done + 1)
    pragma(file, "max_page_count = 10000")
    save_until(done + 5)
    assert saved(file, opened.id) == keyed(done)
    assert pragma(file, "integrity_check") == "ok"


def test_a_full_disk_leaves_no_half_station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Small(sqlite3.Connection):
        def executescript(self, script: str, /) -> sqlite3.Cursor:
            self.execute("PRAGMA max_page_count = 3")
            return super().executescript(script)

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda path, timeout: Small(path, timeout=timeout))
        with pytest.raises(DiskFull):
            create(tmp_path / "new.osv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("impatient")
def test_a_file_in_use_is_told_and_free_again(station: ExampleStation) -> None:
    station.file.close()
    file, bo = open_station(station.file.path), station.typists[0]
    opened = entries.claim(file, bo, station.election, 1)
    with closing(sqlite3.connect(file.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Busy, match="in gebruik door een ander programma"):
            entries.save(file, bo, opened.id, (Change(BLANK, 4),), BLANK)
        with pytest.raises(Busy):
            file.rows("SELECT * FROM entry")
        with pytest.raises(Busy):
            open_station(file.path)
    entries.save(file, bo, opened.id, (Change(BLANK, 4),), BLANK)
    assert saved(file, opened.id) == {BLANK: 4}
    file.close()


@pytest.mark.usefixtures("impatient")
def test_a_reader_that_stays_delays_saving_but_loses_nothing(station: ExampleStation) -> None:
    station.file.close()
    file, bo = open_station(station.file.path), station.typists[0]
    opened = entries.claim(file, bo, station.election, 1)
    with closing(sqlite3.connect(file.path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM log").fetchone()
        with pytest.raises(Busy):
            entries.save(file, bo, opened.id, (Change(BLANK, 4),), BLANK)
    entries.save(file, bo, opened.id, (Change(BLANK, 5),), BLANK)
    assert saved(file, opened.id) == {BLANK: 5}
    file.close()


def refused(path: Path) -> str:
    """The text for a file that cannot be used; the file stays as it is."""
    before = path.read_bytes()
    with pytest.raises(FileUnusable) as told:
        open_station(path).close()
    assert path.read_bytes() == before
    return str(told.value)


def change_header(path: Path, pragma: str) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA {pragma}")
    return path


def test_a_file_of_a_newer_version(station: ExampleStation) -> None:
    newer = change_header(station.file.path, "user_version = 99")
    assert "nieuwere versie" in refused(newer)


def test_a_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    other = change_header(tmp_path / "other.db", "journal_mode = WAL")
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE notes (text)")
    assert "geen station" in refused(other)
    with closing(sqlite3.connect(other)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_station_of_another_application(station: ExampleStation) -> None:
    assert "geen station" in refused(change_header(station.file.path, "application_id = 1"))


@pytest.mark.parametrize("content", [b"", b"Stembureau 1: 400 stemmen\n" * 50, bytes(8192)])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lijst.txt"
    path.write_bytes(content)
    assert "geen station" in refused(path)


@pytest.mark.parametrize("part", [0.01, 0.3, 0.9])
def test_a_truncated_file(station: ExampleStation, tmp_path: Path, part: float) -> None:
    content = station.file.path.read_bytes()
    path = tmp_path / "half.osv"
    path.write_bytes(content[: int(len(content) * part)])
    assert "beschadigd" in refused(path)


def test_a_damaged_page(station: ExampleStation) -> None:
    content = bytearray(station.file.path.read_bytes())
    content[4096 * 5 : 4096 * 6] = bytes(4096)
    station.file.path.write_bytes(content)
    assert "beschadigd" in refused(station.file.path)


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER final_equal",
        "CREATE TRIGGER helper AFTER INSERT ON entry BEGIN SELECT 1; END",
        "ALTER TABLE final_unit RENAME TO old_final_unit",
        "DROP INDEX entry_unit",
    ],
)
def test_a_file_whose_rules_were_changed(station: ExampleStation, change: str) -> None:
    with closing(sqlite3.connect(station.file.path)) as db:
        db.execute(change)
    assert "regels" in refused(station.file.path)


def test_a_station_that_was_never_finished(tmp_path: Path) -> None:
    database.create(tmp_path / "half.osv").close()
    assert "nooit is afgemaakt" in refused(tmp_path / "half.osv")


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="bestaat niet"):
        open_station(tmp_path / "weg.osv")
    assert list(tmp_path.iterdir()) == []


def test_a_new_station_does_not_go_over_a_file(station: ExampleStation, tmp_path: Path) -> None:
    before = station.file.path.read_bytes()
    with pytest.raises(FileUnusable, match="al een bestand"):
        create(station.file.path)
    assert station.file.path.read_bytes() == before
    with pytest.raises(FileUnusable, match=r"De map .* bestaat niet"):
        create(tmp_path / "geen" / "station.osv")


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """File permissions do not bind root, so be somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can come into, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o555), (0o666, 0o555), (0o444, 0o777)])
def test_a_place_that_cannot_be_written(
    station: ExampleStation, open_folder: Path, file_mode: int, folder_mode: int
) -> None:
    path = Path(shutil.copy(station.file.path, open_folder / "station.osv"))
    path.chmod(file_mode)
    open_folder.chmod(folder_mode)
    with as_ordinary_user():
        file = open_station(path)
        with pytest.raises(FileUnusable, match="kan niet worden gelezen of geschreven"):
            entries.claim(file, station.typists[0], station.election, 1)
        file.close()


def test_a_folder_in_which_nothing_can_be_made(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    with as_ordinary_user(), pytest.raises(FileUnusable, match="mag u geen bestand maken"):
        create(open_folder / "new.osv")


def test_a_file_that_may_not_be_read(station: ExampleStation, open_folder: Path) -> None:
    path = Path(shutil.copy(station.file.path, open_folder / "station.osv"))
    path.chmod(0o000)
    with as_ordinary_user(), pytest.raises(FileUnusable, match="kan niet worden gelezen"):
        open_station(path)


def test_a_folder_that_cannot_be_synced_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(folder: Path) -> None:
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(database, "sync_folder", fails)
    with pytest.raises(FileUnusable, match="schijf of de stick geeft een fout"):
        create(tmp_path / "station.osv")
    assert list(tmp_path.iterdir()) == []
