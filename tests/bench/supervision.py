"""What the supervisor waits for in a large municipality: overview, totals, and opening a full file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from osv_tui.store import decisions
from osv_tui.store.database import open_station
from tests.bench.cost import fresh, spent, typical
from tests.bench.report import Figure, Part
from tests.bench.station import fill_with_entries, generated, make_station


def measure(*, quick: bool) -> Part:
    units, final_units = (8, 6) if quick else (800, 500)
    return Part(
        "Supervision",
        (*fresh(_overview, units, 2 if quick else 5), *fresh(_final, final_units)),
    )


def _overview(units: int, repeats: int) -> tuple[Figure, ...]:
    """A quarter of the units has two entries that differ; the rest becomes final at first sight."""
    with tempfile.TemporaryDirectory() as folder:
        station = make_station(Path(folder) / "station.osv", generated(Path(folder), units))
        fill_with_entries(station, different=units // 4)
        _, first = spent(lambda: decisions.overview(station.file, station.supervisor))
        again = typical(lambda: decisions.overview(station.file, station.supervisor), repeats)
        station.file.close()
    final, different = units - units // 4, units // 4
    return (
        Figure(f"overview of {units}, {final} of them made final", first.wall, cpu=first.cpu),
        Figure(f"overview of {units} again, {different} differ", again.wall, cpu=again.cpu),
    )


def _final(units: int) -> tuple[Figure, ...]:
    with tempfile.TemporaryDirectory() as folder:
        station = make_station(Path(folder) / "station.osv", generated(Path(folder), units))
        file, supervisor, election = station.file, station.supervisor, station.election
        fill_with_entries(station, different=0)
        _, finalise = spent(lambda: decisions.finalise_election(file, supervisor, election))
        _, total = spent(lambda: decisions.final_tally(file, supervisor, election))
        file.close()
        _, opening = spent(lambda: open_station(file.path).close())
        size = file.path.stat().st_size / 1e6
    return (
        Figure(f"declaring {units} units final", finalise.wall, cpu=finalise.cpu),
        Figure(f"final tally of {units} units", total.wall, cpu=total.cpu, peak=total.peak),
        Figure(f"opening the file of that evening ({size:.0f} MB)", opening.wall, cpu=opening.cpu),
    )
