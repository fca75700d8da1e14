"""Copies on a second place are whole or not there, and two officials can go on from one."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from osv_tui.store import backup, decisions, signing_in
from osv_tui.store.check import find_head, first_fault, head
from osv_tui.store.database import open_station
from osv_tui.store.events import ClockWatch
from osv_tui.store.problems import FileUnusable, Refused
from osv_tui.store.signing_in import Credentials
from osv_tui.store.steady import Moment
from tests.examples import PAPER_DAY, PASSWORD, SECOND, ExampleStation, example_count, example_station, key_in
from tests.store.prepared import without_triggers

FIRST = Credentials("ada", PASSWORD)


@pytest.fixture
def station(tmp_path: Path) -> ExampleStation:
    made = example_station(tmp_path / "station.osv")
    key_in(made, made.typists[0], 1, example_count())
    return made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def last_event(station: ExampleStation) -> tuple[str, str]:
    rows = station.file.rows("SELECT action, detail FROM log ORDER BY seq DESC LIMIT 1")
    return rows[0][0], rows[0][1]


def test_a_copy_is_the_station_up_to_its_head(station: ExampleStation, stick: Path) -> None:
    before = head(station.file)
    copy = backup.back_up(station.file, stick, "tty1")
    assert copy.head == before
    assert [path.name for path in stick.iterdir()] == [f"station-{before.seq:09}.osv"]
    assert copy.path.stat().st_mode & 0o077 == 0
    with closing(open_station(copy.path)) as copied:
        assert first_fault(copied) is None
        assert copied.rows("SELECT * FROM entry_value") == station.file.rows("SELECT * FROM entry_value")
    action, detail = last_event(station)
    assert action == "copy made"
    assert copy.sha256 in detail


def test_only_the_newest_copies_stay(station: ExampleStation, stick: Path) -> None:
    (stick / "brief.txt").write_text("van een ander")
    made = [backup.back_up(station.file, stick, "tty1").path for _ in range(5)]
    assert sorted(stick.iterdir()) == sorted([stick / "brief.txt", *made[-backup.KEPT :]])


def test_a_copy_that_is_not_whole_is_not_kept(station: ExampleStation, stick: Path) -> None:
    with without_triggers(station.file.path) as db:
        db.execute("UPDATE entry_value SET value = value + 1 WHERE field = 'blank'")
    with pytest.raises(FileUnusable, match="niet heel"):
        backup.back_up(station.file, stick, "tty1")
    assert list(stick.iterdir()) == []
    assert last_event(station)[0] == "copy failed"


def test_a_place_that_is_gone_is_told(station: ExampleStation, stick: Path) -> None:
    stick.rmdir()
    with pytest.raises(FileUnusable):
        backup.back_up(station.file, stick, "tty1")
    assert last_event(station)[0] == "copy failed"


def test_the_folder_of_the_station_is_no_second_place(station: ExampleStation) -> None:
    with pytest.raises(Refused, match="andere plek"):
        backup.back_up(station.file, station.file.path.parent, "tty1")


def test_going_on_from_a_copy(station: ExampleStation, stick: Path, tmp_path: Path) -> None:
    copy = backup.back_up(station.file, stick, "tty1")
    key_in(station, station.typists[1], 1, example_count())  # lost with the laptop
    restored = tmp_path / "nieuw.osv"
    assert backup.restore(copy.path, restored, FIRST, SECOND) == copy.head
    with closing(open_station(restored)) as file:
        assert first_fault(file) is None
        found = find_head(file, copy.head.hash)
        assert found is not None
        assert found.later == 1
        resumed = replace(
            station,
            file=file,
            typists=(signing_in.sign_in(file, "cas", PASSWORD, "tty"),),
            supervisor=signing_in.sign_in(file, "sam", PASSWORD, "tty"),
        )
        key_in(resumed, resumed.typists[0], 1, example_count())
        lines = decisions.overview(file, resumed.supervisor)
        assert lines[0].state.value == "final"


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (FIRST, FIRST, "twee verschillende"),
        (FIRST, Credentials("bo", PASSWORD), "geen toezichthouder"),
        (Credentials("ada", "verkeerd wachtwoord"), SECOND, "klopt niet"),
    ],
)
def test_restoring_needs_two_officials(
    station: ExampleStation, stick: Path, tmp_path: Path, first: Credentials, second: Credentials, why: str
) -> None:
    copy = backup.back_up(station.file, stick, "tty1")
    with pytest.raises(Refused, match=why):
        backup.restore(copy.path, tmp_path / "nieuw.osv", first, second)
    assert not [path for path in tmp_path.iterdir() if "nieuw" in path.name]


def test_nothing_is_put_over_a_station(station: ExampleStation, stick: Path) -> None:
    copy = backup.back_up(station.file, stick, "tty1")
    with pytest.raises(FileUnusable, match="al een bestand"):
        backup.restore(copy.path, station.file.path, FIRST, SECOND)


def test_what_is_no_copy_is_refused(station: ExampleStation, stick: Path, tmp_path: Path) -> None:
    copy = backup.back_up(station.file, stick, "tty1").path
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 0xFF
    torn = stick / "kapot.osv"
    torn.write_bytes(content[: len(content) - 4096])
    for wrong in (torn, stick / "niets.osv"):
        with pytest.raises(FileUnusable):
            backup.restore(wrong, tmp_path / "nieuw.osv", FIRST, SECOND)
    assert not (tmp_path / "nieuw.osv").exists()


def test_a_clock_that_is_set_is_told(station: ExampleStation) -> None:
    wall, seconds = PAPER_DAY, 0.0
    station.file.clock = lambda: wall
    station.file.steady = lambda: Moment("start", seconds)
    watch = ClockWatch(station.file)
    jumps = []
    for passes, set_by in ((5, 0), (3600, 0), (5, 61), (5, 60), (5, -7200), (5, 0)):
        seconds += passes
        wall += timedelta(seconds=passes + set_by)
        jumps.append(watch.look("tty1") is not None)
    assert jumps == [False, False, True, False, True, False]
    assert station.file.value("SELECT count(*) FROM log WHERE action = 'clock jumped'") == 2
    assert first_fault(station.file) is None
