"""From the station of a committee above the municipality to what it publishes, and its papers before that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.level_votes import Place
from osv_tui.election.model import Subcategory
from osv_tui.paperwork.papers import (
    write_audit_report,
    write_control_sheet,
    write_drafts,
    write_head_slip,
    write_person_list,
    write_station_forms,
)
from osv_tui.publication.package import ExportFailed, write_package
from osv_tui.publication.pdf_reading import read_pdf
from osv_tui.store import check, database, distributing, lots, releasing
from osv_tui.store.lots import DrawnTwice, PlaceTwice
from osv_tui.store.problems import Refused
from osv_tui.store.sittings import Occasion
from tests import seats_station
from tests.clearing import clear
from tests.examples import BESIDE_SUPERVISOR, ExampleStation, cheap_passwords, release
from tests.publication.package_example import PROVENANCE
from tests.upper_station import count_all, upper_station


def _board() -> seats_station.Board:
    """The water board that needs lots, with the towns that a result needs."""
    of = seats_station.board()
    lists = tuple(
        replace(each, candidates=tuple(replace(one, locality="Grou") for one in each.candidates))
        for each in of.lists.lists
    )
    return replace(of, lists=replace(of.lists, lists=lists))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ExampleStation:
    with cheap_passwords():
        station = seats_station.counted(tmp_path_factory.mktemp("board") / "station.osv", _board())
        station.file.close()
    return station


@pytest.fixture(scope="module")
def kieskring(tmp_path_factory: pytest.TempPathFactory) -> ExampleStation:
    """A hoofdstembureau with everything final and stated."""
    with cheap_passwords():
        station = upper_station(tmp_path_factory.mktemp("hsb") / "station.osv", "HSB1", Subcategory.PS2)
        count_all(station)
        clear(station.file, station.supervisor, station.election)
        station.file.close()
    return station


def _opened(station: ExampleStation, folder: Path) -> ExampleStation:
    path = Path(shutil.copy(station.file.path, folder / "station.osv"))
    return replace(station, file=database.open_station(path))


@pytest.fixture
def board(made: ExampleStation, tmp_path: Path) -> Iterator[ExampleStation]:
    station = _opened(made, tmp_path)
    yield station
    station.file.close()


@pytest.fixture
def hsb(kieskring: ExampleStation, tmp_path: Path) -> Iterator[ExampleStation]:
    station = _opened(kieskring, tmp_path)
    yield station
    station.file.close()


def _draw_all(station: ExampleStation) -> int:
    """Type the first option of every lot that is asked for; how many there were."""
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    drawn = 0
    while asked := distributing.distribution(station.file, station.supervisor, station.election).lot_needed:
        lots.add_lot(*by, asked, DrawnTwice(asked.options[0], asked.options[0]))
        drawn += 1
    return drawn


def _export(station: ExampleStation, out: Path) -> set[str]:
    released = releasing.current_release(station.file, station.supervisor, station.election)
    made = write_package(released, out, practice=False, provenance=PROVENANCE)
    return {path.name.partition("_")[0] for path in made.publication.glob("[134]*/*")}


def test_a_central_committee_exports_once_its_lots_are_typed(board: ExampleStation, tmp_path: Path) -> None:
    release(board)
    with pytest.raises(ExportFailed, match=r"moet eerst nog worden geloot.*lijst 1, lijst 2 en lijst 4"):
        _export(board, tmp_path / "out")
    assert not list((tmp_path / "out").glob("*"))
    assert _draw_all(board) >= 1
    assert _export(board, tmp_path / "out") >= {"P22-2", "Resultaat", "Totaaltelling", "Telling", "Gekozen"}


def test_the_lots_and_the_deceased_of_the_file_are_those_of_the_release(board: ExampleStation) -> None:
    release(board)
    by = (board.file, board.supervisor, BESIDE_SUPERVISOR, board.election)
    lots.add_deceased(*by, PlaceTwice(Place(3, 1), Place(3, 1)))
    drawn = _draw_all(board)
    found = releasing.current_release(board.file, board.supervisor, board.election)
    assert len(found.lots) == drawn
    assert found.deceased == {Place(3, 1)}
    assert found.distribution == distributing.distribution(board.file, board.supervisor, board.election)
    assert found.is_distributed


def test_its_drafts_name_the_lot_that_is_to_be_drawn(board: ExampleStation, tmp_path: Path) -> None:
    folder = write_drafts(board.file, board.supervisor, tmp_path / "concepten", board.election)
    papers = {path.name.partition("_")[2].partition("_")[0]: path for path in folder.iterdir()}
    assert set(papers) == {"Loting", "Verantwoording", "Narekenstaat"}
    told = " ".join(read_pdf(papers["Loting"].read_bytes()).elements)
    assert "Nog geen Model P 22-2: er moet worden geloot" in told
    assert "lijst 1 (Water Natuurlijk Voorbeeld)" in told


def test_a_hoofdstembureau_exports_its_kieskring(hsb: ExampleStation, tmp_path: Path) -> None:
    folder = write_drafts(hsb.file, hsb.supervisor, tmp_path / "concepten", hsb.election)
    assert {path.name.partition("_")[2].partition("_")[0] for path in folder.iterdir()} == {
        *("O3", "osv4-4", "Verantwoording", "Narekenstaat")
    }
    release(hsb)
    assert _export(hsb, tmp_path / "out") == {
        *("O3", "osv4-4", "osv4-1", "osv4-3", "Telling", "Verantwoording", "Narekenstaat"),
        *("Verkiezingsdefinitie", "Kandidatenlijsten", "Stembureaus", "stembureaus.csv"),
    }


def test_its_papers_speak_of_what_it_counts(hsb: ExampleStation, tmp_path: Path) -> None:
    by = (hsb.file, hsb.supervisor, tmp_path / "papieren")
    sheet = write_control_sheet(*by, hsb.election)
    slip = write_head_slip(*by, Occasion.UNITS, check.head(hsb.file))
    report, persons = write_audit_report(*by), write_person_list(*by)
    for path in (sheet, slip, report, persons):
        elements = read_pdf(path.read_bytes()).elements
        told = [text for text in elements if "tembureau" in text and "oofdstembureau" not in text]
        assert told == [], path.name
    assert "Definitieve gemeenten" in read_pdf(slip.read_bytes()).elements


def test_there_are_no_empty_forms_above_a_municipality(hsb: ExampleStation, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="alleen een gemeente"):
        write_station_forms(hsb.file, hsb.administrator, tmp_path / "formulieren", hsb.election)
    assert not (tmp_path / "formulieren").exists()
