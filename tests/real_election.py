"""The real count of Tytsjerksteradiel of 2019: its files put together, and the numbers from its paper."""

from __future__ import annotations

from pathlib import Path

from osv_tui.election.model import CountingMethod, Election
from osv_tui.election.tally import Tally, tally
from osv_tui.eml.names import count_file_name, csv_file_name
from osv_tui.eml.reading import read_candidate_lists, read_definition, read_polling_stations
from osv_tui.rehearsal.paper_file import read_papers
from tests.shared import SHARED

DATA = SHARED / "data"
REAL = DATA / "tytsjerksteradiel-2019"
ELECTIONS = ("ps", "ab")
OSV_2019 = (
    "Ondersteunende Software Verkiezingen by IVU Traffic Technologies AG, program: P4_PSB, version: 2.23.6"
)


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def real_election(which: str) -> Election:
    folder = REAL / which / "input"
    definition_file = only(folder, "Verkiezingsdefinitie_*")
    definition = read_definition(definition_file.read_bytes(), definition_file.name)
    lists_file, stations_file = only(folder, "Kandidatenlijsten_*"), only(folder, "Stembureaus_*")
    lists = read_candidate_lists(lists_file.read_bytes(), lists_file.name, definition)
    stations = read_polling_stations(stations_file.read_bytes(), stations_file.name, definition)
    return Election(
        definition, lists.contest, lists.lists, stations.municipality, stations.eligible, stations.units
    )


def real_tally(which: str) -> Tally:
    election = real_election(which)
    papers = read_papers(REAL / which / "entries.json", election, CountingMethod.STATION)
    counts = {paper.unit: paper.count for paper in papers}
    return tally(election, CountingMethod.STATION, lambda unit: counts[unit.number])


def expected_count(election: Election, which: str) -> bytes:
    return (REAL / which / "expected" / count_file_name(election)).read_bytes()


def expected_csv(election: Election, which: str) -> bytes:
    return (REAL / which / "expected" / csv_file_name(election)).read_bytes()
