"""Central committees at moments that are worth looking at: released, with seats and lots."""

from __future__ import annotations

from pathlib import Path

from osv_tui.election.model import Subcategory
from osv_tui.store import check, lots, signing_in, sittings
from osv_tui.store.distributing import seats
from osv_tui.store.lots import DrawnTwice
from osv_tui.store.sittings import Occasion
from tests import seats_station
from tests.examples import BESIDE_SUPERVISOR, ExampleStation, add_control_sums
from tests.ui import town


def to_draw(path: Path) -> None:
    """Nothing is drawn yet: list 1, 2 and 4 are equal for the last residual seat."""
    _leave(seats_station.released(path, clock=town.clock))


def drawn(path: Path) -> None:
    """All three lots are drawn: list 4 got the seat, candidate 3 is elected on lists 1 and 2."""
    station = seats_station.released(path, clock=town.clock)
    by = (station.file, station.supervisor)
    for option in (4, "1.4", "2.3"):
        question = seats(*by, station.election).distribution.lot_needed
        assert question is not None
        lots.add_lot(*by, BESIDE_SUPERVISOR, station.election, question, DrawnTwice(option, option))
    _leave(station)


def majority(path: Path) -> None:
    """A list with more than half of the votes gets a seat for that."""
    _leave(seats_station.released(path, seats_station.board(seats_station.MAJORITY), clock=town.clock))


def province(path: Path) -> None:
    """Nineteen seats, by largest averages, of which one list has fewer candidates than seats."""
    votes = ((3000, 900, 610, 80, 40, 20, 10), (1900, 300, 200, 60, 40), (400, 90), (900, 200, 150))
    of = seats_station.board(votes, 19, Subcategory.PS1)
    _leave(seats_station.released(path, of, clock=town.clock))


def all_equal(path: Path) -> None:
    """Twenty-five lists with as many votes each, and nine seats."""
    of = seats_station.board([(100, 60, 40)] * 25)
    _leave(seats_station.released(path, of, clock=town.clock))


def added_up(path: Path) -> None:
    """All that is needed to declare it final."""
    station = seats_station.counted(path, clock=town.clock)
    add_control_sums(station, station.election)
    _leave(station)


def not_released(path: Path) -> None:
    """All is counted and nothing is declared final."""
    _leave(seats_station.counted(path, clock=town.clock))


def _leave(station: ExampleStation) -> None:
    sittings.note_head(station.file, station.administrator, Occasion.OPENING, check.head(station.file))
    for actor in (station.administrator, *station.typists, station.supervisor):
        signing_in.sign_out(station.file, actor)
    station.file.close()
