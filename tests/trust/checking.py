"""What ``osv-tui check`` costs on a big municipality: 500 stations of some 900 fields, each typed twice."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pytest

from osv_tui.election.filling import Change
from osv_tui.election.form import (
    ADMITTED,
    EQUAL,
    FOUND,
    POLL_CARDS,
    VALID,
    Answer,
    FieldKind,
    Form,
)
from osv_tui.election.model import Candidate, CandidateList, ReportingUnit
from osv_tui.store import entries
from osv_tui.store.check import first_fault
from osv_tui.store.database import open_station
from tests import examples
from tests.examples import cheap_passwords, example_station, pragma

_LISTS, _CANDIDATES = 18, 48


@dataclass(frozen=True)
class CheckFigures:
    """``numbers`` stand in the file; the check took ``cpu`` seconds and at most ``megabytes``."""

    numbers: int
    file_megabytes: int
    cpu: float
    megabytes: int
    fault: str | None


def checking(units: int = 500) -> CheckFigures:
    """Make such a file and check it in a program of its own."""
    with TemporaryDirectory() as folder, cheap_passwords():
        path = Path(folder) / "station.osv"
        numbers = _make(path, units)
        command = [sys.executable, "-m", "tests.trust.checking", str(path)]
        output = subprocess.run(
            command, cwd=Path(__file__).parents[2], capture_output=True, check=True
        ).stdout
        cpu, megabytes, fault = json.loads(output)
        return CheckFigures(numbers, path.stat().st_size >> 20, cpu, megabytes, fault)


def _make(path: Path, units: int) -> int:
    lists = tuple(
        CandidateList(
            number,
            f"Lijst {number}",
            tuple(Candidate(place, f"Naam {number} {place}", "A.") for place in range(1, _CANDIDATES + 1)),
        )
        for number in range(1, _LISTS + 1)
    )
    places = tuple(ReportingUnit(number, f"Bureau {number}", None, 1000) for number in range(1, units + 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "LISTS", replace(examples.LISTS, lists=lists))
        station = example_station(path, stations=replace(examples.STATIONS, units=places))
    pragma(station.file, "synchronous = OFF")
    changes = _filled(station.form)
    for unit in range(1, units + 1):
        for typist in station.typists[:2]:
            entry = entries.claim(station.file, typist, station.election, unit).id
            entries.save(station.file, typist, entry, changes, changes[-1].field)
            entries.submit(station.file, typist, entry)
    station.file.close()
    return 2 * units * len(changes)


def _filled(form: Form) -> tuple[Change, ...]:
    """A count in which every sum holds: seven votes for everybody."""
    of_list = 7 * _CANDIDATES
    valid = of_list * _LISTS
    sums = {POLL_CARDS: valid, ADMITTED: valid + 14, VALID: valid, FOUND: valid + 14, EQUAL: Answer.YES.value}
    return tuple(
        Change(field.id, sums.get(field.id, of_list if field.kind is FieldKind.TOTAL else 7))
        for field in form.open_fields({EQUAL: Answer.YES.value})
    )


def _check(path: Path) -> tuple[float, int, str | None]:
    with closing(open_station(path)) as file:
        since = process_time()
        fault = first_fault(file)
        return process_time() - since, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, fault


if __name__ == "__main__":
    print(json.dumps(_check(Path(sys.argv[1]))))  # noqa: T201
