"""How long a typist waits for "opgeslagen" when 1, 10 or 50 sit at terminals of one station (goal G5)."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from osv_tui.election.filling import Change
from osv_tui.election.form import FieldId
from osv_tui.election.model import ReportingUnit
from osv_tui.election.workflow import Role
from osv_tui.store import entries, signing_in
from osv_tui.store.check import first_fault
from osv_tui.store.database import open_station
from osv_tui.store.people import NewPerson
from tests.examples import PASSWORD, STATIONS, cheap_passwords, enrol, example_station


@dataclass(frozen=True)
class CommitFigures:
    """Milliseconds until a number is on the disk, for ``sessions`` programs at once."""

    sessions: int
    commits: int
    errors: int
    p50: float
    p95: float
    fault: str | None


def commits(sessions: int, each: int = 40) -> CommitFigures:
    """Let ``sessions`` programs save ``each`` numbers in one file, up to ten in a second each."""
    with TemporaryDirectory() as folder, cheap_passwords():
        path = Path(folder) / "station.osv"
        units = tuple(
            ReportingUnit(number, f"Bureau {number}", None, 100) for number in range(1, sessions + 1)
        )
        station = example_station(path, stations=replace(STATIONS, units=units))
        for number in range(sessions):
            person = NewPerson(f"Typist {number}", f"T{number + 1}", f"typist{number}", Role.TYPIST)
            signing_in.sign_out(station.file, enrol(station.file, station.administrator, person))
        station.file.close()
        programs = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.trust.commits", str(path), str(number), str(each)],
                stdout=subprocess.PIPE,
                cwd=Path(__file__).parents[2],
            )
            for number in range(sessions)
        ]
        took: list[float] = []
        for program in programs:
            output, _ = program.communicate()
            took += json.loads(output or b"[]")
        with closing(open_station(path)) as file:
            fault = first_fault(file)
    cuts = quantiles(took, n=100)
    return CommitFigures(sessions, len(took), sessions * each - len(took), cuts[49], cuts[94], fault)


def typist(path: str, number: int, each: int) -> list[float]:
    """Be one of the programs; returns the milliseconds of every number that was saved."""
    with closing(open_station(Path(path))) as file:
        actor = signing_in.sign_in(file, f"typist{number}", PASSWORD, f"tty{number}")
        opened = entries.claim(file, actor, 1, number + 1)
        field, took, pause = FieldId("list.1.1"), [], Random(number)
        for value in range(each):
            sleep(pause.uniform(0.1, 0.3))
            since = perf_counter()
            entries.save(file, actor, opened.id, (Change(field, value),), field)
            took.append((perf_counter() - since) * 1000)
    return took


if __name__ == "__main__":
    print(json.dumps(typist(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
