"""The program is killed while a typist is at work: every number that stood there as saved is in the file.

That nothing waits in the memory of the program is all this can show; ``tests.trust.power`` tries a power cut
(trust §2.6, goal G1).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from osv_tui.election.form import FieldId, Form
from osv_tui.store import entries
from osv_tui.store.database import StationFile, open_station
from tests.terminal.terminal import CALM, Terminal, terminal_running
from tests.trust.power.scenario import anything_wrong
from tests.ui import town

_UNITS = (1, 2, 3)
_LONGEST_PAUSE = 0.03
"""Seconds between a key and the kill: about what storing a number and drawing the screen takes."""
_PATIENCE = 20.0
_SAVED = "opgeslagen"


@dataclass(frozen=True)
class Saved:
    """The screen said that this number is saved; without a field: that the unit was handed in."""

    unit: int
    field: FieldId | None
    value: int | None


@dataclass(frozen=True)
class KillFigures:
    """``acknowledged`` is how many numbers the screen had called saved before ``tried`` kills."""

    tried: int
    acknowledged: int
    lost: int
    first_loss: str | None


@dataclass(frozen=True)
class _Step:
    """Keys, what the screen shows once they are taken, and what that says."""

    keys: str
    shows: Callable[[str], bool]
    says: Saved | None = None


def kills(number: int, seed: int, program: Sequence[str] = (str(CALM),)) -> KillFigures:
    """Kill the program ``number`` times at a random moment of typing three polling stations.

    ``program`` is what Python is to run; it gets ``open`` and the name of a station.
    """
    said, losses = 0, []
    with TemporaryDirectory() as name:
        for turn in range(number):
            path = town.place(town.ready, Path(name))
            before = _fault(path)
            saved = _killed([sys.executable, *program, "open", path.name], path, Random(f"{seed} {turn}"))
            missing = [f"{each} is not in the file" for each in _lost(path, saved)]
            if (fault := _fault(path)) != before:
                missing.append(f"{fault}")
            said += len(saved)
            losses += [f"kill {turn} of seed {seed}: {each}" for each in missing]
    return KillFigures(number, said, len(losses), losses[0] if losses else None)


def _killed(command: Sequence[str], path: Path, random: Random) -> list[Saved]:
    """Type until the program is killed; returns what the screen had said by then."""
    steps = list(_typing(town.form_at(path, town.AB)))
    last = random.randrange(len(steps))
    with terminal_running(command, path.parent) as terminal:
        for step in _signing_in():
            _take(terminal, step)
        for step in steps[:last]:
            _take(terminal, step)
        terminal.send(steps[last].keys)
        sleep(random.uniform(0, _LONGEST_PAUSE))
        terminal.process.kill()
        terminal.process.wait()
        while terminal.read():
            pass
        taken = steps[: last + steps[last].shows(terminal.text)]
    return [step.says for step in taken if step.says]


def _take(terminal: Terminal, step: _Step) -> None:
    terminal.send(step.keys)
    until = monotonic() + _PATIENCE
    while not step.shows(terminal.text):
        terminal.read()
        assert monotonic() < until, f"{step.keys!r} was not taken:\n{terminal.text}"


def _signing_in() -> Iterator[_Step]:
    yield _Step("", lambda screen: "Gebruikersnaam" in screen)
    yield _Step("bo\n", lambda screen: "│bo " in screen)
    yield _Step(f"{town.PASSWORD}\n", lambda screen: "Nummer stembureau" in screen)
    yield _Step("+", lambda screen: "> Waterschap" in screen)


def _typing(form: Form) -> Iterator[_Step]:
    """Every number waits for its digits to stand there without "opgeslagen", and then for that word."""
    for unit in _UNITS:
        count = town.full_count(form, unit)
        yield _Step(f"{unit}\n", lambda screen: "Blad 1 van" in screen)
        for field in form.open_fields(count.values):
            value = count.number(field.id)
            yield _Step(str(value), partial(_typed, value))
            yield _Step("\n", _says_saved, Saved(unit, field.id, value))
        yield _Step(f"{unit}\n", partial(_handed_in, unit), Saved(unit, None, None))


def _typed(value: int, screen: str) -> bool:
    return f" {value}_" in screen and _SAVED not in screen


def _says_saved(screen: str) -> bool:
    return _SAVED in screen and f"NIET {_SAVED}" not in screen


def _handed_in(unit: int, screen: str) -> bool:
    return f"Stembureau {unit} is ingeleverd" in screen


def _lost(path: Path, saved: list[Saved]) -> list[Saved]:
    """What the screen said and the file does not have."""
    with closing(open_station(path)) as file:
        return [said for said in saved if not _has(file, said)]


def _fault(path: Path) -> str | None:
    with closing(open_station(path)) as file:
        return anything_wrong(file)


def _has(file: StationFile, said: Saved) -> bool:
    (entry, handed_in) = file.rows(
        "SELECT e.id, e.submitted_at IS NOT NULL FROM entry e JOIN unit u ON u.id = e.unit"
        " WHERE u.election = ? AND u.number = ?",
        *(town.AB, said.unit),
    )[0]
    if said.field is None:
        return bool(handed_in)
    with file.reading() as db:
        return entries.read_count(db, entry).values.get(said.field) == said.value
