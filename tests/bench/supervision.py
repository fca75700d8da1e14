"""What the supervisor waits for in a large municipality: overview, totals, and opening a full file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from osv_tui.store import decisions, releasing
from osv_tui.store.database import open_station
from tests.bench.cost import fresh, spent, typical
from tests.bench.report import Figure, Part
from tests.bench.station import fill_with_entries, generated, make_station
from tests.clearing import add_by_hand, clear
from tests.examples import BESIDE_SUPERVISOR


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
        clear(file, supervisor, election)
        add_by_hand(file, supervisor, election)
        _, gate = spent(lambda: releasing.gate(file, supervisor, election))
        _, released = spent(lambda: releasing.release(file, supervisor, BESIDE_SUPERVISOR, election))
        _, total = spent(lambda: releasing.current_release(file, supervisor, election))
        file.close()
        _, opening = spent(lambda: open_station(file.path).close())
        size = file.path.stat().st_size / 1e6
    return (
        Figure(f"gate of {units} units", gate.wall, cpu=gate.cpu, peak=gate.peak),
        Figure(f"declaring {units} units final", released.wall, cpu=released.cpu),
        Figure(f"what the documents of {units} units need", total.wall, cpu=total.cpu, peak=total.peak),
        Figure(f"opening the file of that evening ({size:.0f} MB)", opening.wall, cpu=opening.cpu),
    )
