"""How quick the entry form is, apart from storing: a small app with only the form."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.cost import machine_time
from tests.bench.report import Figure, Part, ratio
from tests.bench.terminal import DEADLINE, Terminal, python

_SIZES = ((80, 1), (89, 10))
"""Candidates a list and number of lists; with its total, ten lists of 89 have 900 fields."""


@dataclass(frozen=True)
class _Times:
    """What one form did, in ms.

    ``number`` is the processor time of three digits and Enter; ``others`` is how much of a core the rest of
    the machine used meanwhile, which is what makes a tail long.
    """

    digits: tuple[float, ...]
    enters: tuple[float, ...]
    pages: tuple[float, ...]
    number: float
    others: float


def measure(*, quick: bool) -> Part:
    few, many = (_measure_form(*size, numbers=2 if quick else 60) for size in _SIZES)
    digit_few, digit_many = statistics.median(few.digits), statistics.median(many.digits)
    wrong, keys, seconds = _pour_burst(400 if quick else 10_000)
    return Part(
        "Keystroke to screen",
        (
            *_figures("80 candidates", few),
            *_figures("900 fields", many),
            ratio("digit, 900 fields : 80 candidates", digit_many, digit_few),
            Figure(f"burst of {keys} keys in {seconds:.1f} s: wrong fields", wrong, "", target=0),
        ),
        (f"meanwhile the rest of the machine used {few.others:.0%} and {many.others:.0%} of a core",),
    )


def _figures(form: str, times: _Times) -> tuple[Figure, ...]:
    return (
        Figure(f"{form}: digit drawn, median", statistics.median(times.digits)),
        Figure(f"{form}: digit drawn, p95", _tail(times.digits), target=5),
        Figure(f"{form}: Enter settled, median", statistics.median(times.enters)),
        Figure(f"{form}: Enter settled, p95", _tail(times.enters)),
        Figure(f"{form}: next page settled, median", statistics.median(times.pages), target=20),
        Figure(f"{form}: CPU of a number, not stored", times.number),
    )


def _tail(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _measure_form(candidates: int, lists: int, *, numbers: int) -> _Times:
    digits: list[float] = []
    enters: list[float] = []
    pages: list[float] = []
    with python("-m", __name__, str(candidates), str(lists), os.devnull) as terminal:
        terminal.wait_for(b"F1")
        terminal.settle()
        begin, others, before = time.monotonic(), _others(terminal), terminal.cpu()
        for number in range(numbers):
            digits += [terminal.type(digit)[0] for digit in f"{number + 100}"]
            enters.append(terminal.type("\r")[1])
        used = (terminal.cpu() - before) / numbers
        for _ in range(max(1, numbers // 6)):
            pages.append(terminal.type("+")[1])
            pages.append(terminal.type("\x1b[5~")[1])
        busy = (_others(terminal) - others) / (time.monotonic() - begin) / 1000
    return _Times(tuple(digits), tuple(enters), tuple(pages), used, busy)


def _others(terminal: Terminal) -> float:
    """Processor time used by all programs but this one and the one on the terminal (ms)."""
    return machine_time() - terminal.cpu() - time.process_time() * 1000


def _pour_burst(keys: int, candidates: int = 99, lists: int = 26) -> tuple[int, int, float]:
    """Wrong fields, all keys typed, and seconds, for so many keys without a pause."""
    numbers = [100 + number * 37 % 900 for number in range(keys // 4)]
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "values.json"
        with python("-m", __name__, str(candidates), str(lists), str(result)) as terminal:
            terminal.wait_for(b"F1")
            seconds = terminal.pour("".join(f"{number}\r" for number in numbers))
            os.write(terminal.master, b"\x1b")
            end = time.monotonic() + DEADLINE
            while not result.exists() and time.monotonic() < end:
                time.sleep(0.05)
            found = list(json.loads(result.read_text()).values())
    wrong = abs(len(found) - len(numbers)) + sum(a != b for a, b in zip(found, numbers, strict=False))
    return wrong, 4 * len(numbers), seconds


def run_form(candidates: int, lists: int, result: Path) -> None:
    """The program under test: a form that writes its values to ``result`` at Escape."""
    from textual.app import App, ComposeResult

    from osv_tui.ui.widgets.entry_form import EntryForm
    from tests.ui.papers import Store, lists_only

    class WithForm(App[None]):
        def compose(self) -> ComposeResult:
            form = lists_only(candidates, lists)
            yield EntryForm(form, "Voorbeeld", 7, values={}, save=Store())

        def on_entry_form_left(self) -> None:
            half_written = result.with_suffix(".part")
            half_written.write_text(json.dumps(dict(self.query_one(EntryForm).values)))
            half_written.replace(result)
            self.exit()

    WithForm().run(mouse=False)


if __name__ == "__main__":
    run_form(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
