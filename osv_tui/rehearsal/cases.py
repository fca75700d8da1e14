"""An election to rehearse: its three files on disk and the papers of its units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

from osv_tui.election.model import (
    CandidateLists,
    Contest,
    CountingMethod,
    Election,
    PollingStations,
    UnitKind,
)
from osv_tui.eml import names
from osv_tui.eml.definition_writing import (
    write_candidate_lists,
    write_definition,
    write_polling_stations,
)
from osv_tui.eml.reading import read_candidate_lists, read_definition, read_polling_stations
from osv_tui.rehearsal.municipality import practice_elections
from osv_tui.rehearsal.paper_file import read_papers
from osv_tui.rehearsal.papers import Paper, practice_papers

_PREFIXES = ("Verkiezingsdefinitie", "Kandidatenlijsten", "Stembureaus")


class CaseRefused(Exception):
    """A folder does not hold what a rehearsal needs; the text says in Dutch what is lacking."""


@dataclass(frozen=True)
class Case:
    """``files`` are the 110a, 230b and 110b, in the order in which they are read.

    Above a municipality there is no 110b; a committee of several kieskringen has a 230b for each of them.
    """

    election: Election
    files: tuple[Path, ...]
    papers: tuple[Paper, ...]


def practice_cases(folder: Path, seed: int, method: CountingMethod) -> tuple[Case, ...]:
    """A made-up municipality, its files written below ``folder``."""
    cases = []
    for election in practice_elections(seed):
        target = folder / election.id
        cases.append(Case(election, write_files(election, target), practice_papers(election, method, seed)))
    return tuple(cases)


def read_cases(folder: Path, method: CountingMethod) -> tuple[Case, ...]:
    """The elections below ``folder``: per election a folder with ``input/`` and ``entries.json``.

    Raises:
        CaseRefused: there is no such folder in it, or one of its files is absent.
        EmlRefused: a file of an election is not as it should be.
        PaperRefused: the papers do not fit the election.
    """
    found = sorted(entries.parent for entries in folder.glob("*/entries.json"))
    if not found:
        raise CaseRefused(
            f"In {folder} staat geen verkiezing. Per verkiezing is er een submap nodig met daarin"
            " «input» en «entries.json»."
        )
    return tuple(_read(each, method) for each in found)


def _read(folder: Path, method: CountingMethod) -> Case:
    paths = [next(iter((folder / "input").glob(f"{prefix}*.eml.xml")), None) for prefix in _PREFIXES]
    definition_path, lists_path, stations_path = paths
    if definition_path is None or lists_path is None or stations_path is None:
        raise CaseRefused(
            f"In {folder / 'input'} horen drie bestanden: Verkiezingsdefinitie, Kandidatenlijsten en"
            " Stembureaus."
        )
    definition = read_definition(definition_path.read_bytes(), definition_path.name)
    lists = read_candidate_lists(lists_path.read_bytes(), lists_path.name, definition)
    stations = read_polling_stations(stations_path.read_bytes(), stations_path.name, definition)
    election = Election(
        *(definition, lists.contest, lists.lists, stations.municipality),
        *(stations.eligible, stations.units),
    )
    papers = read_papers(folder / "entries.json", election, method)
    return Case(election, (definition_path, lists_path, stations_path), papers)


def write_files(election: Election, folder: Path) -> tuple[Path, ...]:
    """Write the files that the committee of ``election`` reads below ``folder``, which is made."""
    definition = election.definition
    created = datetime.combine(definition.nomination_date, time(12))
    files = {names.definition_file_name(definition): write_definition(definition, created)}
    for lists in _lists(election):
        files[names.lists_file_name(lists)] = write_candidate_lists(lists, definition, created)
    if election.unit_kind is UnitKind.STATION:
        stations = PollingStations(
            *(definition.identifier, election.committee, election.eligible, election.units)
        )
        files[names.stations_file_name(stations)] = write_polling_stations(stations, created)
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in files)


def _lists(election: Election) -> Iterator[CandidateLists]:
    identifier = election.identifier
    if election.unit_kind is not UnitKind.KIESKRING:
        yield CandidateLists(identifier, election.contest, election.lists)
        return
    for unit in election.units:
        standing = election.of_unit(unit.number).lists
        own = tuple(replace(each, kieskringen=()) for each in standing)
        yield CandidateLists(identifier, Contest(str(unit.number), unit.name), own)
