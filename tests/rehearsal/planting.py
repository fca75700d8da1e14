"""Errors planted in what both typists of an upper committee key: only the file of the level below knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from random import Random

from osv_tui import intake
from osv_tui.election.checks import Check
from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import FieldId, FieldKind, Form, Section, SectionKind, count_form
from osv_tui.election.model import CountingMethod
from osv_tui.election.release_gate import Blocker
from osv_tui.election.workflow import Role, UnitState
from osv_tui.eml.digest import groups
from osv_tui.rehearsal.cases import Case
from osv_tui.rehearsal.practice import take_in
from osv_tui.store import decisions, elections, entries, founding, judging, releasing, signing_in, sittings
from osv_tui.store.database import create
from osv_tui.store.decisions import UnitLine
from osv_tui.store.founding import StationFacts
from osv_tui.store.people import NewPerson
from tests.examples import FOUNDERS, PASSWORD, SECOND, ExampleStation, enrol, let_stand_if_wrong

WITNESS = frozenset({Check.W651, Check.W652})


class Kind(Enum):
    """What goes wrong on the way from paper to both entries."""

    ROW = "one row is another number"
    MOVED = "votes stand with another candidate, and all sums hold"
    SKIPPED = "a list is left out"
    OTHER = "the paper of another unit"


@dataclass(frozen=True)
class Planted:
    """A unit that both key wrong at the fields ``wrong``."""

    kind: Kind
    unit: int
    keyed: Count
    wrong: frozenset[FieldId]


def planted(case: Case, number: int, seed: int) -> Iterator[Planted]:
    """``number`` errors, the kinds in turn."""
    form, dice = count_form(case.election, CountingMethod.STATION), Random(seed)
    papers = {paper.unit: paper.count for paper in case.papers}
    kinds, made = tuple(Kind), 0
    while made < number:
        kind, unit = kinds[made % len(kinds)], dice.choice(sorted(papers))
        keyed = _wrong(kind, unit, papers, form, dice)
        wrong = frozenset(field for field, value in papers[unit].pairs if keyed.get(field) != value)
        if wrong:
            made += 1
            yield Planted(kind, unit, keyed, wrong)


def _wrong(kind: Kind, unit: int, papers: Mapping[int, Count], form: Form, dice: Random) -> Count:
    values = dict(papers[unit].values)
    lists = [section for section in form.sections if section.kind is SectionKind.LIST]
    section = dice.choice(lists)
    match kind:
        case Kind.ROW:
            values[dice.choice(form.fields).id] += dice.choice((1, 10, 100))
        case Kind.MOVED:
            first, second = dice.sample(_candidates(section), 2)
            values[first], values[second] = values[second], values[first]
        case Kind.SKIPPED:
            values |= dict.fromkeys((field.id for field in section.fields), 0)
        case Kind.OTHER:
            return papers[dice.choice([each for each in papers if each != unit])]
    return Count.of(values)


def _candidates(section: Section) -> list[FieldId]:
    return [field.id for field in section.fields if field.kind is FieldKind.CANDIDATE]


def station_for(path: Path, case: Case, files: Mapping[int, Path]) -> ExampleStation:
    """The station of an upper committee with its sitting open and ``files`` beside its units, by number."""
    file = create(path)
    code = case.election.committee.code
    founding.found(file, StationFacts(code, CountingMethod.STATION, practice=False), FOUNDERS)
    chief = signing_in.sign_in(file, "ada", PASSWORD, "tty1")
    key = take_in(file, chief, case)
    typists = tuple(
        enrol(file, chief, NewPerson(f"Typist {name}", str(number), name, Role.TYPIST))
        for number, name in ((201, "bo"), (202, "cas"))
    )
    supervisor = signing_in.sign_in(file, "sam", PASSWORD, "tty sam")
    sittings.open_sitting(file, chief, SECOND)
    station = ExampleStation(file, chief, typists, supervisor, key, elections.load_form(file, key))
    for number, below in files.items():
        line = line_of(station, number)
        offered = intake.offer_witness(file, below, key, line.unit)
        first, second = (groups(offered.document.sha256)[position] for position in offered.hidden)
        intake.accept_witness(file, supervisor, offered, line.key, (first, second))
    return station


def line_of(station: ExampleStation, unit: int) -> UnitLine:
    lines = decisions.overview(station.file, station.supervisor)
    return next(line for line in lines if line.unit.number == unit)


def key_twice(station: ExampleStation, unit: int, count: Count) -> UnitState:
    """Both type ``count``; the supervisor lets a first entry stand in which a sum does not hold."""
    for typist in station.typists:
        entry = entries.claim(station.file, typist, station.election, unit).id
        changes = tuple(Change(field, value) for field, value in count.pairs)
        entries.save(station.file, typist, entry, changes, count.pairs[-1][0])
        entries.submit(station.file, typist, entry)
        let_stand_if_wrong(station.file, station.supervisor, station.election, unit)
    return line_of(station, unit).state


def gate(station: ExampleStation) -> tuple[Blocker, ...]:
    return releasing.gate(station.file, station.supervisor, station.election)


def found_by_the_file(station: ExampleStation, each: Planted) -> frozenset[FieldId]:
    """The rows that the file marks once both have keyed ``each``; the entries lapse after that.

    Nothing, if the unit is final or does not stop the release.
    """
    state, line = key_twice(station, each.unit, each.keyed), line_of(station, each.unit)
    if state is not UnitState.TO_JUDGE or each.unit not in {blocker.unit for blocker in gate(station)}:
        return frozenset()
    seen = judging.dossier(station.file, station.supervisor, line.key)
    marked = [set(finding.fields) for finding in seen.open_findings if finding.check in WITNESS]
    decisions.discard(station.file, station.supervisor, line.entries, "planted")
    return frozenset().union(*marked)


@dataclass(frozen=True)
class Figures:
    """How many errors were planted, how many the file marked with exactly their rows, and which not."""

    planted: int
    found: int
    missed: tuple[str, ...]


def search(path: Path, case: Case, files: Mapping[int, Path], number: int, seed: int) -> Figures:
    """Plant ``number`` errors, one after the other, in a new station at ``path``."""
    station = station_for(path, case, files)
    with closing(station.file):
        missed = tuple(
            f"{each.kind.value}: {each.unit}"
            for each in planted(case, number, seed)
            if found_by_the_file(station, each) != each.wrong
        )
    return Figures(number, number - len(missed), missed)
