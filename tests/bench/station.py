"""Stations to measure on, and typists at their terminals."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.model import CountingMethod
from osv_tui.election.workflow import Role
from osv_tui.rehearsal.cases import Case, read_cases
from osv_tui.rehearsal.practice import take_in
from osv_tui.store import entries, founding, passwords, signing_in, sittings
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile, create
from osv_tui.store.founding import StationFacts
from osv_tui.store.people import NewPerson
from tests.bench.terminal import Terminal, python
from tests.examples import FOUNDERS, PASSWORD, SECOND, enrol, pragma
from tests.shared import SHARED
from tests.terminal.terminal import CALM

METHOD = CountingMethod.STATION
TYPIST = "bo"


@dataclass(frozen=True)
class BenchStation:
    """An open station with one election, two typists and a supervisor."""

    file: StationFile
    case: Case
    election: int
    typists: tuple[Actor, Actor]
    supervisor: Actor


def generated(
    folder: Path, stations: int, lists: int = 25, candidates: int = 40, method: CountingMethod = METHOD
) -> Case:
    """A made-up municipality, its files below ``folder``; ``candidates`` is the largest list's."""
    target = folder / f"{stations}x{lists}x{candidates}" / "ps"
    sizes = ("--stations", stations, "--lists", lists, "--candidates", candidates)
    command = (sys.executable, SHARED / "data" / "gen_municipality.py", "--out", target / "input", *sizes)
    subprocess.run([str(each) for each in command], check=True, stdout=subprocess.DEVNULL)
    (target / "input" / "entries.json").rename(target / "entries.json")
    return read_cases(target.parent, method)[0]


def real_election() -> Case:
    """The provincial election of Tytsjerksteradiel in 2019: 16 lists, 416 candidates."""
    cases = read_cases(SHARED / "data" / "tytsjerksteradiel-2019", METHOD)
    return next(case for case in cases if case.election.id.startswith("PS"))


def make_station(path: Path, case: Case) -> BenchStation:
    """A new station that is ready to type in; signing in to it costs next to nothing."""
    passwords.ARGON2_TIME, passwords.ARGON2_MEMORY = 1, 8192
    file = create(path)
    code = case.election.committee.code
    founding.found(file, StationFacts(code, METHOD, practice=False), FOUNDERS)
    administrator = signing_in.sign_in(file, "ada", PASSWORD, "bench")
    key = take_in(file, administrator, case)

    def enrolled(name: str, number: str, role: Role) -> Actor:
        return enrol(file, administrator, NewPerson(name, number, name.lower(), role))

    typists = (enrolled(TYPIST.title(), "201", Role.TYPIST), enrolled("Cas", "202", Role.TYPIST))
    sittings.open_sitting(file, administrator, SECOND)
    return BenchStation(file, case, key, typists, signing_in.sign_in(file, "sam", PASSWORD, "bench"))


@contextmanager
def login_screen(path: Path, *program: str) -> Iterator[Terminal]:
    """The real program on the station at ``path``, waiting for a user name."""
    with python(*(program or ("-m", "osv_tui")), "open", str(path)) as terminal:
        terminal.wait_for(b"Wachtwoord")
        yield terminal


@contextmanager
def typist_at(path: Path) -> Iterator[Terminal]:
    """A typist signed in, about to choose a polling station, on a computer that stands alone."""
    with login_screen(path, str(CALM)) as terminal:
        for line in (TYPIST, PASSWORD):
            terminal.type(line)
            terminal.type("\r")
        terminal.settle()
        yield terminal


def open_form(terminal: Terminal, unit: int) -> None:
    terminal.type(str(unit))
    terminal.type("\r")
    terminal.settle()


def fill_with_entries(station: BenchStation, *, different: int) -> None:
    """Hand in two entries of every unit, each stored at once instead of field by field.

    The entries of the first ``different`` units differ in one field.
    """
    pragma(station.file, "synchronous = OFF")
    for index, paper in enumerate(station.case.papers):
        for number, typist in enumerate(station.typists, 1):
            wrong = 1 if number == 2 and index < different else 0
            _hand_in(station, typist, paper.unit, paper.count, wrong)
    pragma(station.file, "synchronous = FULL")


def _hand_in(station: BenchStation, typist: Actor, unit: int, count: Count, wrong: int) -> None:
    entry = entries.claim(station.file, typist, station.election, unit).id
    *others, (last, value) = count.pairs
    changes = tuple(Change(field, number) for field, number in (*others, (last, value + wrong)))
    entries.save(station.file, typist, entry, changes, last)
    entries.submit(station.file, typist, entry)
