"""What the end of the day costs a large central committee: from final units to a package with the result."""

from __future__ import annotations

import tempfile
from pathlib import Path

from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.count import Count
from osv_tui.election.form import count_form
from osv_tui.election.level_votes import election_votes
from osv_tui.election.model import Subcategory
from osv_tui.election.tally import Tally, tally
from osv_tui.publication.package import write_package
from osv_tui.rehearsal.cases import Case, write_files
from osv_tui.rehearsal.papers import Paper
from osv_tui.rehearsal.province import SMALL, Area, CountedHere, Size, invented_area
from osv_tui.store import releasing
from tests.bench.cost import Cost, fresh, spent
from tests.bench.report import Figure, Part
from tests.bench.station import METHOD, fill_with_entries, make_station
from tests.clearing import add_by_hand, clear
from tests.examples import BESIDE_SUPERVISOR
from tests.publication.package_example import PROVENANCE

SEED = 2031
_LARGE = Size(kieskringen=1, municipalities=350, stations=(1, 1), lists=25, candidates=(40, 40))


def measure(*, quick: bool) -> Part:
    """A province with one kieskring, as its central committee adds up the most units and prints the most."""
    size = SMALL if quick else _LARGE
    return Part(
        f"Central committee: {size.municipalities} units, {size.lists} lists of {size.candidates[1]}",
        fresh(_close, size),
        ("from the last unit final to the package read back, of a province with one kieskring",),
    )


def _close(size: Size) -> tuple[Figure, ...]:
    area = invented_area(Subcategory.PS1, size, SEED)
    with tempfile.TemporaryDirectory() as folder:
        election = area.central
        case = Case(election, write_files(election, Path(folder) / "in"), _papers(area))
        station = make_station(Path(folder) / "station.osv", case)
        file, supervisor, key = station.file, station.supervisor, station.election
        fill_with_entries(station, different=0)
        clear(file, supervisor, key)
        add_by_hand(file, supervisor, key)
        _, declared = spent(lambda: releasing.release(file, supervisor, BESIDE_SUPERVISOR, key))
        release, read = spent(lambda: releasing.current_release(file, supervisor, key))
        _, seats = spent(lambda: distribute(election_votes(release.tally)))
        _, package = spent(
            lambda: write_package(release, Path(folder) / "out", practice=False, provenance=PROVENANCE)
        )
        file.close()
    parts = (
        ("declaring final, with the check of the file", declared),
        ("what the documents need", read),
        ("seats and elected candidates", seats),
        ("all documents and files, read back", package),
    )
    whole = Cost(
        sum(cost.wall for _, cost in parts),
        sum(cost.cpu for _, cost in parts),
        max(cost.peak for _, cost in parts),
    )
    return tuple(
        Figure(what, cost.wall, cpu=cost.cpu, peak=cost.peak) for what, cost in (*parts, ("the whole", whole))
    )


def _papers(area: Area) -> tuple[Paper, ...]:
    """What the paper of each municipality says."""
    fields = count_form(area.central, METHOD).by_id
    papers = []
    for here in area.municipalities:
        added = _added(here)
        values = {field: added.total(field) for field in fields} | {f.ELIGIBLE: here.election.eligible}
        papers.append(Paper(int(here.election.committee.code), Count.of(values)))
    return tuple(papers)


def _added(here: CountedHere) -> Tally:
    counts = {paper.unit: paper.count for paper in here.papers}
    return tally(here.election, here.method, lambda unit: counts[unit.number])
