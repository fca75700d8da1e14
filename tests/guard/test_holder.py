"""One program per station: exactly one wins, whoever loses hears who it is, and a killed program lets go."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from types import ModuleType

import pytest

from osv_tui.guard import holder
from osv_tui.guard.holder import CannotHold, HeldByAnother, hold, lock_path, who_writes

RACES = int(os.environ.get("OSV_RACES", "20"))
RACERS = 4
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def station(tmp_path: Path) -> Path:
    path = tmp_path / "gemeente.osv"
    path.touch()
    return path


def test_the_second_hears_who_has_it(station: Path) -> None:
    with hold(station), pytest.raises(HeldByAnother) as told:
        hold(station)
    assert told.value.holder.program == os.getpid()
    assert str(told.value).startswith("gemeente.osv is al open bij ")
    assert f"(programma {os.getpid()})" in str(told.value)
    assert "sinds" in str(told.value)
    assert "Sluit het daar" in str(told.value)
    hold(station).close()


def test_closing_twice_is_no_harm(station: Path) -> None:
    held = hold(station)
    held.close()
    with hold(station):
        held.close()
        with pytest.raises(HeldByAnother):
            hold(station)


def test_together_and_alone(station: Path) -> None:
    with hold(station, shared=True), hold(station, shared=True), pytest.raises(HeldByAnother):
        hold(station)
    with hold(station), pytest.raises(HeldByAnother):
        hold(station, shared=True)
    hold(station).close()


def test_another_name_for_the_same_station(station: Path, tmp_path: Path) -> None:
    (tmp_path / "koppeling.osv").symlink_to(station)
    with hold(station), pytest.raises(HeldByAnother):
        hold(tmp_path / "koppeling.osv")


def test_the_lock_file_is_for_this_user_only_and_stays(station: Path) -> None:
    with hold(station):
        assert lock_path(station).stat().st_mode & 0o777 == 0o600
    assert lock_path(station).exists()


def test_a_place_that_cannot_be_written(station: Path, tmp_path: Path) -> None:
    lock_path(station).mkdir()
    with pytest.raises(CannotHold, match="kan niet worden gemaakt"):
        hold(station)
    with pytest.raises(CannotHold, match="deze plek bestaat niet"):
        hold(tmp_path / "weg" / "gemeente.osv")


def test_a_link_in_place_of_the_lock_is_not_followed(station: Path, tmp_path: Path) -> None:
    lock_path(station).symlink_to(tmp_path / "elders")
    with pytest.raises(CannotHold):
        hold(station)
    assert not (tmp_path / "elders").exists()


@pytest.mark.parametrize("content", ["", "onzin\n", "4242\tbo\n", "4242\tbo\x1b[2J\t/dev/tty1\tgisteren\n"])
def test_whatever_stands_in_the_lock_file(content: str, station: Path) -> None:
    lock_path(station).write_text(content)
    with lock_path(station).open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(HeldByAnother) as told:
            hold(station)
    assert str(told.value).isprintable()
    hold(station).close()


def keep(path: Path, shared: bool, said: Connection) -> None:
    with hold(path, shared=shared):
        said.send(os.getpid())
        said.recv()


@pytest.mark.parametrize("shared", [False, True])
def test_a_killed_program_lets_go(shared: bool, station: Path) -> None:
    heard, said = FORK.Pipe()
    process = FORK.Process(target=keep, args=(station, shared, said), daemon=True)
    process.start()
    program = heard.recv()
    with pytest.raises(HeldByAnother) as told:
        hold(station)
    assert told.value.holder.program == program == process.pid
    process.kill()
    process.join()
    hold(station).close()


@pytest.mark.skipif(sys.platform != "linux", reason="alleen Linux zegt wie een slot heeft")
def test_of_those_that_had_it_together_the_one_that_stayed_is_named(station: Path) -> None:
    pipes = [FORK.Pipe() for _ in range(2)]
    stays, leaves = [FORK.Process(target=keep, args=(station, True, said), daemon=True) for _, said in pipes]
    for process, (heard, _) in zip((stays, leaves), pipes, strict=True):
        process.start()
        heard.recv()
    pipes[1][0].send("")
    leaves.join()
    with pytest.raises(HeldByAnother) as told:
        hold(station)
    assert told.value.holder.program == stays.pid
    pipes[0][0].send("")
    stays.join()


def race(path: Path, start: Barrier, end: Barrier, said: Connection) -> None:
    start.wait()
    try:
        held = hold(path)
    except HeldByAnother:
        said.send(False)
        end.wait()
    else:
        said.send(True)
        end.wait()
        held.close()


def winners(path: Path) -> int:
    """How many of the racers got the station."""
    heard, said = FORK.Pipe(duplex=False)
    start, end = FORK.Barrier(RACERS), FORK.Barrier(RACERS)
    racers = [FORK.Process(target=race, args=(path, start, end, said), daemon=True) for _ in range(RACERS)]
    for racer in racers:
        racer.start()
    won = [heard.recv() for _ in racers].count(True)
    for racer in racers:
        racer.join()
    return won


def test_every_race_has_one_winner(station: Path) -> None:
    assert [winners(station) for _ in range(RACES)] == [1] * RACES


def test_without_the_lock_a_race_has_more_winners(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holder, "_take", lambda descriptor, shared: True)
    assert winners(station) == RACERS


class Slots(ModuleType):
    """Windows' own locking, acted with the byte locks of POSIX."""

    LK_NBLCK = 2

    def locking(self, descriptor: int, mode: int, length: int) -> None:
        assert mode == self.LK_NBLCK
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, length, os.lseek(descriptor, 0, os.SEEK_CUR))


def test_the_slots_of_windows(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msvcrt", Slots("msvcrt"))
    monkeypatch.setattr(holder, "_take", holder._take_slot)
    for shared, other, expected in ((False, False, False), (False, True, False), (True, True, True)):
        heard, said = FORK.Pipe()
        process = FORK.Process(target=keep, args=(station, shared, said), daemon=True)
        process.start()
        heard.recv()
        try:
            hold(station, shared=other).close()
            got = True
        except HeldByAnother:
            got = False
        heard.send("")
        process.join()
        assert got is expected


@pytest.mark.skipif(sys.platform != "linux", reason="alleen Linux zegt wie een slot heeft")
def test_the_program_that_writes_in_the_file_is_named(station: Path) -> None:
    code = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('BEGIN EXCLUSIVE'); "
        "print('ready', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, station], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        assert (
            who_writes(station)
            == f"{Path(f'/proc/{other.pid}/comm').read_text().strip()} (programma {other.pid})"
        )
        other.kill()
    assert who_writes(station) is None


def test_the_own_program_is_not_named(station: Path) -> None:
    with closing(sqlite3.connect(station, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        assert who_writes(station) is None


def test_who_waits_or_is_gone_is_not_taken_for_the_writer(station: Path, tmp_path: Path) -> None:
    status = station.stat()
    place = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    (tmp_path / "proc/5").mkdir(parents=True)
    (tmp_path / "proc/5/comm").write_text("sqlite3\n")
    locks = tmp_path / "proc/locks"
    locks.write_text(f"1: POSIX  ADVISORY  READ  4 {place} 1 2\n2: POSIX  ADVISORY  WRITE 5 {place} 1 2\n")
    assert who_writes(station, tmp_path) == "sqlite3 (programma 5)"
    locks.write_text(f"1: -> POSIX  ADVISORY  WRITE 5 {place} 1 2\n2: OFDLCK ADVISORY WRITE -1 {place} 1 2\n")
    assert who_writes(station, tmp_path) is None
    locks.write_text(f"1: POSIX  ADVISORY  WRITE 4 {place} 1 2\n")
    assert who_writes(station, tmp_path) == "een programma (programma 4)"
    assert who_writes(tmp_path / "weg", tmp_path) is None
