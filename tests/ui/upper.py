"""The stations of a hoofdstembureau and a central committee, at the moments worth looking at."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from osv_tui.election.count import Count
from osv_tui.election.model import CountingMethod, Subcategory
from osv_tui.election.tally import tally
from osv_tui.eml.upper_count_writing import write_district_count
from osv_tui.store import check, database, elections, founding, sittings
from osv_tui.store.founding import StationFacts
from osv_tui.store.sittings import Occasion
from tests import clearing, seats_station
from tests.election.upper import HSB, upper_count, upper_values
from tests.examples import ExampleStation, add_control_sums, key_in
from tests.ui import town
from tests.upper_station import count_all, upper_station

MADE = datetime(2031, 3, 21, 1, 2, 3)  # noqa: DTZ001 - as a file has it
ON_PAPER = upper_count(blank=3)
KIESKRING = 1


def founded(path: Path, code: str = "HSB1") -> None:
    """A committee with nothing read yet: the hoofdstembureau of kieskring 1, or that with another code."""
    file = database.create(path, town.clock)
    founding.found(file, StationFacts(code, CountingMethod.STATION, practice=False), town.FOUNDERS)
    file.close()


def hsb(path: Path) -> None:
    """A hoofdstembureau that can begin."""
    _leave(_open(path, "HSB1"))


def csb(path: Path) -> None:
    """A central committee with kieskring 1 keyed twice, and one entry for the other."""
    station = _open(path, "CSB")
    for typist in station.typists[:2]:
        key_in(station, typist, KIESKRING, _without_passes(ON_PAPER))
    key_in(station, station.typists[0], 2, _without_passes(upper_count(found=9_000)))
    _leave(station)


def lower_file(folder: Path, blank: int = 3) -> Path:
    """The 510c of kieskring 1, of which the other municipalities counted nothing."""
    nothing = Count.of(dict.fromkeys(upper_values(), 0))
    counted = Count.of(upper_values(blank=blank))
    added = tally(HSB, CountingMethod.STATION, lambda unit: counted if unit.number == 37 else nothing)
    path = folder / "Telling_PS2031_Voorbeeld_kieskring_Hoofdstad.eml.xml"
    path.write_bytes(write_district_count(added, MADE, "osv-tui"))
    return path


def _open(path: Path, code: str) -> ExampleStation:
    station = upper_station(path, code, Subcategory.PS2, clock=town.clock)
    head = check.head(station.file)
    sittings.note_head(station.file, station.supervisor, Occasion.OPENING, head)
    return station


def _without_passes(count: Count) -> Count:
    """A kieskring's paper has no voter passes."""
    form = {field for field, _ in count.pairs if field != "voter_passes"}
    return Count.of({field: count.number(field) for field in form})


def _leave(station: ExampleStation) -> None:
    assert elections.election_lines(station.file)[0].complete
    station.file.close()


def added_up(path: Path) -> None:
    """A hoofdstembureau with everything final and added by hand, so that it can be released."""
    station = _open(path, "HSB1")
    count_all(station)
    clearing.clear(station.file, station.supervisor, station.election)
    add_control_sums(station, station.election)
    _leave(station)


def to_be_drawn(path: Path) -> None:
    """A central committee that is released, and of which a lot is still to be drawn."""
    station = seats_station.released(path, clock=town.clock)
    sittings.note_head(station.file, station.supervisor, Occasion.OPENING, check.head(station.file))
    station.file.close()
