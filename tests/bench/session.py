"""A typist at the real program with a real station: a number with its commit, a whole unit, memory."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import FieldKind
from osv_tui.rehearsal.keys import keystrokes
from osv_tui.store import entries
from osv_tui.store.elections import load_form
from tests.bench.cost import memory, typical
from tests.bench.report import Figure, Part
from tests.bench.station import BenchStation, generated, make_station, open_form, real_election, typist_at
from tests.bench.terminal import Terminal

_PAUSE = 0.04
"""Seconds between two keys of a quick typist's burst."""


def measure_number(*, quick: bool) -> Part:
    """Three digits and Enter in a form of 900 fields, and what of it is the commit."""
    numbers = 3 if quick else 60
    with tempfile.TemporaryDirectory() as folder:
        case = generated(Path(folder), stations=2, lists=10, candidates=89)
        station = make_station(Path(folder) / "station.osv", case)
        with typist_at(station.file.path) as terminal:
            at_pick = _memory("memory at the pick screen", terminal)
            open_form(terminal, case.papers[0].unit)
            before = terminal.cpu()
            terminal.type_slowly("".join(f"{100 + number}\r" for number in range(numbers)), _PAUSE)
            used = (terminal.cpu() - before) / numbers
            in_form = _memory("memory in the form of 900 fields", terminal)
        commit = _commit(station, numbers)
        station.file.close()
    return Part(
        "A session: real program, real file",
        (
            Figure("CPU of a number with its commit", used, cpu=used, target=15),
            commit,
            *at_pick,
            *in_form,
        ),
    )


def measure_unit() -> Part:
    """A whole unit of the real election, typed in full as fast as the program takes it."""
    with tempfile.TemporaryDirectory() as folder:
        case = real_election()
        station = make_station(Path(folder) / "station.osv", case)
        form, paper = load_form(station.file, station.election), case.papers[0]
        keys = "".join(keystrokes(form, paper.count, unit_number=paper.unit)).replace("\n", "\r")
        with typist_at(station.file.path) as terminal:
            open_form(terminal, paper.unit)
            before = terminal.cpu()
            seconds = terminal.pour(keys, until=b"ingeleverd")
            used = terminal.cpu() - before
        wrong = _wrong_fields(station, paper.count)
        station.file.close()
    candidates = sum(field.kind is FieldKind.CANDIDATE for field in form.fields)
    numbers = keys.count("\r")
    return Part(
        f"One unit of {candidates} candidates typed by machine",
        (
            Figure(f"{numbers} numbers, {len(keys)} keys, until handed in", seconds, "s", used),
            Figure("a number of it", seconds * 1000 / numbers, cpu=used / numbers),
            Figure("fields stored wrong", wrong, "", target=0),
        ),
    )


def _memory(what: str, terminal: Terminal) -> tuple[Figure, Figure]:
    time.sleep(0.3)
    resident, own = (memory(terminal.pid, "smaps_rollup", name) for name in ("Rss", "Pss"))
    return Figure(f"{what}, RSS", resident, "MB"), Figure(f"{what}, PSS", own, "MB")


def _commit(station: BenchStation, numbers: int) -> Figure:
    """The store's part of a number, in this process."""
    actor, unit = station.typists[1], station.case.papers[1].unit
    opened = entries.claim(station.file, actor, station.election, unit)
    fields = [field.id for field in load_form(station.file, station.election).fields if not field.gate]
    following = iter(fields)

    def save() -> None:
        field = next(following)
        entries.save(station.file, actor, opened.id, (Change(field, 1),), field)

    cost = typical(save, numbers)
    return Figure("of which the commit", cost.wall, cpu=cost.cpu)


def _wrong_fields(station: BenchStation, expected: Count) -> int:
    """How many stored numbers are not those of the paper."""
    with station.file.reading() as db:
        stored = entries.read_count(db, 1)
    return sum(stored.get(field) != expected.get(field) for field in {**stored.values, **expected.values})
