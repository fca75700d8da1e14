"""How quick the entry form is on a real terminal: ``python -m tests.bench.keystroke``.

Starts a small app with the form on a pseudo-terminal of 80 by 24, types, and times the bytes that come back.
"""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path

import click

QUIET = 0.15
"""Seconds without output after which the screen is taken to be settled."""
DEADLINE = 60.0
STARTS = 5
NUMBERS = 60
BURST_KEYS = 10_000
CHILD = "child"
EMPTY_APP = "empty"
SIZES = ((80, 1), (89, 10))
"""Candidates a list and number of lists; with its total, ten lists of 89 have 900 fields."""


@dataclass(frozen=True)
class Terminal:
    """A program on a pseudo-terminal."""

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

    def pour(self, text: str) -> float:
        """Type ``text`` as fast as the program takes it; seconds until the screen is settled."""
        begin = last = time.monotonic()
        waiting = text.encode()
        while waiting or self._readable(1.0):
            can_read, can_write, _ = select.select([self.master], [self.master] if waiting else [], [], 1.0)
            if can_read:
                os.read(self.master, 65536)
                last = time.monotonic()
            if can_write:
                waiting = waiting[os.write(self.master, waiting[:512]) :]
        return last - begin

    def cpu(self) -> float:
        """Processor time used so far (ms)."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def _readable(self, seconds: float) -> bool:
        return bool(select.select([self.master], [], [], seconds)[0])


@contextmanager
def started(*arguments: str) -> Iterator[Terminal]:
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "TEXTUAL_DISABLE_KITTY_KEY": "1"}
    command = [sys.executable, "-m", "tests.bench.keystroke", CHILD, *arguments]
    child = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    try:
        yield Terminal(master, child.pid)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        os.close(master)


def run_child(arguments: Sequence[str]) -> None:
    """The program under test: an empty app, or the form that writes its values to a file at Escape."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Empty(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("Blad")

    if arguments[0] == EMPTY_APP:
        Empty().run(mouse=False)
        return

    from osv_tui.ui.widgets.entry_form import EntryForm
    from tests.ui.papers import Store, lists_only

    candidates, lists, result = int(arguments[0]), int(arguments[1]), Path(arguments[2])

    class WithForm(App[None]):
        def compose(self) -> ComposeResult:
            form = lists_only(candidates, lists)
            yield EntryForm(form, "Voorbeeld", 7, values={}, save=Store())

        def on_entry_form_left(self) -> None:
            result.write_text(json.dumps(dict(self.query_one(EntryForm).values)))
            self.exit()

    WithForm().run(mouse=False)


def start_time(*arguments: str) -> float:
    """Milliseconds from starting the program to its first page."""
    times = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        with started(*arguments) as terminal:
            terminal.wait_for(b"Blad")
            times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def measure(candidates: int, lists: int) -> list[tuple[str, float, float]]:
    """Rows of a name, a median and a 95th percentile, all in ms."""
    digits: list[float] = []
    enters: list[float] = []
    pages: list[float] = []
    with started(str(candidates), str(lists), os.devnull) as terminal:
        terminal.wait_for(b"F1")
        terminal.type("")
        before = terminal.cpu()
        for number in range(NUMBERS):
            digits += [terminal.type(digit)[0] for digit in f"{number + 100}"]
            enters.append(terminal.type("\r")[1])
        used = (terminal.cpu() - before) / NUMBERS
        for _ in range(10):
            pages.append(terminal.type("+")[1])
            pages.append(terminal.type("\x1b[5~")[1])
    return [
        ("digit to first byte", *_middle_and_tail(digits)),
        ("Enter to settled", *_middle_and_tail(enters)),
        ("page change to settled", *_middle_and_tail(pages)),
        ("processor time a number", used, used),
    ]


def pour_burst(candidates: int = 99, lists: int = 26) -> tuple[int, int, float]:
    """Wrong fields, all fields typed, and seconds, for ``BURST_KEYS`` keys without a pause."""
    numbers = [100 + number * 37 % 900 for number in range(BURST_KEYS // 4)]
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "values.json"
        with started(str(candidates), str(lists), str(result)) as terminal:
            terminal.wait_for(b"F1")
            seconds = terminal.pour("".join(f"{number}\r" for number in numbers))
            os.write(terminal.master, b"\x1b")
            end = time.monotonic() + DEADLINE
            while not result.exists() and time.monotonic() < end:
                time.sleep(0.05)
            found = list(json.loads(result.read_text()).values())
    wrong = abs(len(found) - len(numbers)) + sum(a != b for a, b in zip(found, numbers, strict=False))
    return wrong, len(numbers), seconds


def _middle_and_tail(times: Sequence[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> None:
    tables = [measure(candidates, lists) for candidates, lists in SIZES]
    click.echo("                              80 candidates        900 fields       900 : 80")
    click.echo("milliseconds                  median     p95      median     p95     median")
    for (name, few, few_tail), (_, many, many_tail) in zip(*tables, strict=True):
        click.echo(f"{name:28}{few:8.1f}{few_tail:8.1f}{many:12.1f}{many_tail:8.1f}{many / few:10.2f}")
    empty, form = start_time(EMPTY_APP), start_time("89", "10", os.devnull)
    click.echo(f"start: empty app {empty:.0f} ms, form of 900 fields {form:.0f} ms, ratio {form / empty:.2f}")
    wrong, total, seconds = pour_burst()
    click.echo(f"burst: {BURST_KEYS} keys in {seconds:.1f} s, {wrong} of {total} fields wrong")


if __name__ == "__main__":
    if sys.argv[1:2] == [CHILD]:
        run_child(sys.argv[2:])
    else:
        main()
