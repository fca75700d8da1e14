"""A program on a pseudo-terminal of 80 by 24, as a person sits at it."""

from __future__ import annotations

import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import ioctl

from tests.bench.cost import processor_time

QUIET = 0.15
"""Seconds without output after which the screen is taken to be settled."""
DEADLINE = 60.0


@dataclass(frozen=True)
class Terminal:
    master: int
    pid: int

    def type(self, text: str) -> tuple[float, float]:
        """Type ``text``; milliseconds to the first and to the last byte that comes back."""
        begin = time.perf_counter()
        os.write(self.master, text.encode())
        first = last = 0.0
        while self._readable(QUIET if first else 5.0):
            os.read(self.master, 65536)
            last = (time.perf_counter() - begin) * 1000
            first = first or last
        return first, last

    def settle(self) -> None:
        """Wait until nothing more is drawn."""
        while self._readable(2 * QUIET):
            os.read(self.master, 65536)

    def type_slowly(self, text: str, pause: float) -> None:
        """Type ``text`` with ``pause`` seconds after each key, whatever comes back."""
        for key in text:
            os.write(self.master, key.encode())
            until = time.monotonic() + pause
            while (left := until - time.monotonic()) > 0:
                if self._readable(left):
                    os.read(self.master, 65536)

    def pour(self, text: str, until: bytes = b"") -> float:
        """Type ``text`` as fast as the program takes it.

        Returns the seconds until the screen is settled, or until the words ``until`` are drawn.

        Raises:
            TimeoutError: those words do not come.
        """
        begin = last = time.monotonic()
        waiting, seen = text.encode(), b""
        while waiting or until or self._readable(0.5):
            can_read, can_write, _ = select.select([self.master], [self.master] if waiting else [], [], 1.0)
            if can_read:
                seen = (seen + os.read(self.master, 65536))[-65536:]
                last = time.monotonic()
            if can_write:
                waiting = waiting[os.write(self.master, waiting[:512]) :]
            if until and until in seen:
                break
            if time.monotonic() - begin > DEADLINE:
                raise TimeoutError(f"{until!r} was not drawn")
        return last - begin

    def wait_for(self, words: bytes) -> None:
        """Read until ``words`` are drawn.

        Raises:
            TimeoutError: they do not come.
        """
        seen, end = b"", time.monotonic() + DEADLINE
        while words not in seen:
            if time.monotonic() > end or not self._readable(DEADLINE):
                raise TimeoutError(f"{words!r} was not drawn")
            seen = (seen + os.read(self.master, 65536))[-65536:]

    def cpu(self) -> float:
        """Processor time used so far (ms)."""
        return processor_time(self.pid)

    def _readable(self, seconds: float) -> bool:
        return bool(select.select([self.master], [], [], seconds)[0])


@contextmanager
def python(*arguments: str) -> Iterator[Terminal]:
    """A new Python with ``arguments``; killed at the end."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "TEXTUAL_DISABLE_KITTY_KEY": "1"}
    child = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield Terminal(master, child.pid)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        os.close(master)
