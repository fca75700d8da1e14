"""From the command to the login screen, against an empty app of the same toolkit."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.report import Figure, Part, ratio
from tests.bench.station import generated, login_screen, make_station
from tests.bench.terminal import Terminal, python

_EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("Blad")
Empty().run(mouse=False)
"""
_BASE = "import textual.app; from textual.widgets import Static"
_OURS = "import osv_tui.cli, osv_tui.store.database, osv_tui.ui.app"


@dataclass(frozen=True)
class _Start:
    """Wall and processor time (ms) until the words are drawn."""

    wall: float
    cpu: float


def measure(*, quick: bool) -> Part:
    with tempfile.TemporaryDirectory() as folder:
        station = make_station(Path(folder) / "station.osv", generated(Path(folder), stations=2))
        station.file.close()
        empty, login = _taken_in_turn(1 if quick else 9, _empty_app, lambda: login_screen(station.file.path))
    return Part(
        "Start to login screen",
        (
            Figure("empty Textual app", empty.wall, cpu=empty.cpu),
            Figure("osv-tui open FILE", login.wall, cpu=login.cpu),
            ratio("osv-tui : empty app", login.wall, empty.wall, target=1.5),
            ratio("osv-tui : empty app, CPU", login.cpu, empty.cpu),
        ),
        (f"imports on top of Textual: {_import_costs()}",),
    )


def _taken_in_turn(repeats: int, *programs: Callable[[], AbstractContextManager[Terminal]]) -> list[_Start]:
    """The medians of each program; taken in turn, so that a busy moment strikes all of them."""
    rounds = [[_time(program) for program in programs] for _ in range(repeats)]
    return [
        _Start(median(start.wall for start in starts), median(start.cpu for start in starts))
        for starts in zip(*rounds, strict=True)
    ]


def _time(program: Callable[[], AbstractContextManager[Terminal]]) -> _Start:
    begin = time.perf_counter()
    with program() as terminal:
        return _Start((time.perf_counter() - begin) * 1000, terminal.cpu())


@contextmanager
def _empty_app() -> Iterator[Terminal]:
    with python("-c", _EMPTY_APP) as terminal:
        terminal.wait_for(b"Blad")
        yield terminal


def _import_costs(shown: int = 6) -> str:
    """The packages that cost most to import, those of Textual itself left out."""
    base, ours = _import_times(_BASE), _import_times(_OURS)
    packages: dict[str, int] = {}
    for module, microseconds in ours.items():
        if module not in base:
            package = (
                ".".join(module.split(".")[:2]) if module.startswith("osv_tui.") else module.split(".")[0]
            )
            packages[package] = packages.get(package, 0) + microseconds
    dearest = sorted(packages.items(), key=lambda item: -item[1])[:shown]
    total = sum(packages.values()) / 1000
    return f"{total:.0f} ms; " + ", ".join(f"{name} {cost / 1000:.1f}" for name, cost in dearest)


def _import_times(code: str) -> dict[str, int]:
    """Microseconds that each module itself takes; measuring adds about half to it."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=True
    )
    lines = re.findall(r"import time:\s+(\d+) \|\s+\d+ \| \s*(\S+)", run.stderr)
    return {module: int(microseconds) for microseconds, module in lines}
