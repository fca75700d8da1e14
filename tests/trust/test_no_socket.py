"""No socket of any family is opened, whatever the program does (trust §3.12, goal G22).

One pair of connected ends inside the process is there: asyncio makes it to wake up its own loop. It has no
name and leads nowhere else; the tests want exactly that pair and nothing more.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from osv_tui.rehearsal.practice import PRACTICE_PASSWORD, make_practice
from osv_tui.ui.lookout import SECONDS_BETWEEN_LOOKS
from tests.terminal.terminal import terminal_running

OWN_PAIR = re.compile(r"socketpair\(AF_UNIX, SOCK_STREAM\|SOCK_CLOEXEC, 0, \[\d+, \d+\]\) = 0")
CALLS = "socket,socketpair,connect,bind,listen,accept,accept4"


def traced(trace: Path, *command: str) -> Sequence[str]:
    """``command`` with every call that makes or joins sockets written in ``trace``, threads included."""
    return ("strace", "-f", "-qq", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(trace), *command)


def calls(trace: Path) -> list[str]:
    """What is in ``trace``, without the numbers of the threads."""
    return [re.sub(r"^\d+\s+", "", line) for line in trace.read_text().splitlines()]


def only_the_own_pair(found: list[str]) -> bool:
    return len(found) == 1 and OWN_PAIR.fullmatch(found[0]) is not None


@pytest.fixture(autouse=True)
def strace(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("there is no strace here")
    tried = subprocess.run(traced(tmp_path / "tried", "true"), capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("strace may not follow programs here")


@pytest.mark.skipif("OSV_TUI_LONG" not in os.environ, reason="a minute: part 12 of the long run")
def test_a_whole_evening_opens_no_socket(tmp_path: Path) -> None:
    evening = (sys.executable, "-m", "osv_tui", "rehearse", "--out", str(tmp_path / "avond"))
    done = subprocess.run(traced(tmp_path / "trace", *evening), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert only_the_own_pair(calls(tmp_path / "trace")), calls(tmp_path / "trace")


def test_the_program_in_a_terminal_opens_no_socket(tmp_path: Path) -> None:
    """With the real keyboard, the look at this computer, the lock on the file, and a round of the lookout."""
    station = make_practice(tmp_path / "oefening", 2031, central=False).station
    opened = (sys.executable, "-m", "osv_tui", "open", str(station))
    with terminal_running(traced(tmp_path / "trace", *opened), tmp_path) as terminal:
        terminal.see("Verbinding:")
        terminal.send("invoer1\n")
        terminal.see("invoer1")
        terminal.send(f"{PRACTICE_PASSWORD}\n")
        terminal.see("Nummer stembureau")
        terminal.send("1\n")
        terminal.see("Blad 1 van")
        terminal.settle(quiet=1.2 * SECONDS_BETWEEN_LOOKS)
        terminal.send("\x1b")
        terminal.see("Nummer stembureau")
        terminal.send("\x1b")
        terminal.see("U bent uitgelogd")
        terminal.send("\x1b[21~")
        assert terminal.ended() == 0
    assert only_the_own_pair(calls(tmp_path / "trace")), calls(tmp_path / "trace")


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", "AF_INET"),
        ("socket.socket(socket.AF_INET6)", "AF_INET6"),
        ("socket.if_nameindex()", "AF_NETLINK"),
        ("socket.socket(socket.AF_UNIX)", "AF_UNIX"),
        ("threading.Thread(target=socket.socket).start()", "AF_INET"),
    ],
)
def test_the_test_can_fail(tmp_path: Path, code: str, family: str) -> None:
    program = f"import asyncio, socket, threading; asyncio.run(asyncio.sleep(0)); {code}"
    subprocess.run(traced(tmp_path / "trace", sys.executable, "-c", program), check=True)
    found = calls(tmp_path / "trace")
    assert not only_the_own_pair(found)
    assert any(f"({family}," in call for call in found)


def test_the_own_pair_is_that_of_asyncio(tmp_path: Path) -> None:
    program = "import asyncio; asyncio.run(asyncio.sleep(0))"
    subprocess.run(traced(tmp_path / "trace", sys.executable, "-c", program), check=True)
    assert only_the_own_pair(calls(tmp_path / "trace"))
