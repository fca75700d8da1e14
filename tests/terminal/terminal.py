"""A real terminal of 80 by 24 with the program in it: a pseudo-terminal, and an emulator that reads it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pyte

CALM = Path(__file__).with_name("calm.py")
_PATIENCE_SECONDS = 20.0
_READ_SECONDS = 0.12


class Terminal:
    """Types bytes and looks at the screen; ``raw`` is everything the program ever wrote."""

    def __init__(self, command: Sequence[str], folder: Path, size: tuple[int, int], term: str) -> None:
        self._master, slave = pty.openpty()
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.resize(*size)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env={**environment, "TERM": term, "LC_ALL": "C.UTF-8", "COLORTERM": ""},
            preexec_fn=_own_terminal,
        )
        os.close(slave)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def send(self, keys: str) -> None:
        """Keys as a keyboard sends them, all at once; ``\\n`` is Enter."""
        self.send_bytes(keys.replace("\n", "\r").encode())

    def send_bytes(self, data: bytes) -> None:
        os.write(self._master, data)

    def read(self) -> bool:
        """Take in what the program wrote; tells whether there was anything."""
        ready, _, _ = select.select([self._master], [], [], _READ_SECONDS)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the program closed its side
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def see(self, text: str) -> None:
        """Wait until ``text`` stands on one line of the screen, and nothing more is coming."""
        until = monotonic() + _PATIENCE_SECONDS
        while not any(text in line for line in self.screen.display):
            self.read()
            assert monotonic() < until, f"«{text}» did not come:\n{self.text}"
        self.settle()

    def settle(self, quiet: float = _READ_SECONDS) -> None:
        """Wait until the program has shown nothing for ``quiet`` seconds."""
        since = monotonic()
        while monotonic() < since + quiet:
            if self.read():
                since = monotonic()

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def ended(self) -> int:
        """Wait until the program has ended; returns its exit code."""
        until = monotonic() + _PATIENCE_SECONDS
        while self.process.poll() is None:
            self.read()
            assert monotonic() < until, f"the program goes on:\n{self.text}"
        self.settle()
        return self.process.returncode

    def hang_up(self) -> None:
        os.close(self._master)
        self._master = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._master >= 0:
            os.close(self._master)


def _own_terminal() -> None:
    """In the new process: lead a session of its own, with the pseudo-terminal as its terminal."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@contextmanager
def terminal_with(
    *arguments: str, folder: Path, size: tuple[int, int] = (80, 24), term: str = "linux"
) -> Iterator[Terminal]:
    """The program started with ``arguments``, as ``osv-tui`` would be on a computer that stands alone."""
    with terminal_running([sys.executable, str(CALM), *arguments], folder, size, term) as terminal:
        yield terminal


@contextmanager
def terminal_running(
    command: Sequence[str], folder: Path, size: tuple[int, int] = (80, 24), term: str = "linux"
) -> Iterator[Terminal]:
    terminal = Terminal(command, folder, size, term)
    try:
        yield terminal
    finally:
        terminal.close()
