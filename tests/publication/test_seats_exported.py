"""From lots in the station's file to the published result: what two typed is what stands in the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from osv_tui.election.level_votes import Place
from osv_tui.publication.package import ExportFailed, write_package
from osv_tui.store import lots, releasing
from osv_tui.store.distributing import seats
from osv_tui.store.lots import DrawnTwice, PlaceTwice
from tests import seats_station
from tests.documents.reading_back import pages_of
from tests.examples import BESIDE_SUPERVISOR, ExampleStation
from tests.publication.package_example import PROVENANCE


def draw(station: ExampleStation, *options: int | str) -> None:
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    for option in options:
        question = seats(station.file, station.supervisor, station.election).distribution.lot_needed
        assert question is not None
        lots.add_lot(*by, question, DrawnTwice(option, option))


def export(station: ExampleStation, folder: Path) -> Path:
    release = releasing.current_release(station.file, station.supervisor, station.election)
    return write_package(release, folder, practice=False, provenance=PROVENANCE).publication


def test_without_its_lots_nothing_is_exported(tmp_path: Path) -> None:
    station = seats_station.released(tmp_path / "station.osv")
    with pytest.raises(ExportFailed, match="tussen lijst 1, lijst 2 en lijst 4"):
        export(station, tmp_path)
    draw(station, 4)
    with pytest.raises(ExportFailed, match=r"tussen nummer 3: Özdemir, D\.L\. en nummer 4: Mulder, E\.L\.$"):
        export(station, tmp_path)
    assert not list(tmp_path.rglob("*.eml.xml"))


def test_what_was_drawn_and_who_is_deceased_is_published(tmp_path: Path) -> None:
    station = seats_station.released(tmp_path / "station.osv")
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    lots.add_deceased(*by, PlaceTwice(Place(3, 1), Place(3, 1)))
    draw(station, 4, "1.4", "2.3")
    folder = export(station, tmp_path)
    result = next(folder.rglob("Resultaat*.eml.xml")).read_text("utf-8")
    report = " ".join(page for path in folder.rglob("*P22*.pdf") for page in pages_of(path.read_bytes()))
    for name in ("Mulder", "Dekker"):
        assert name in result
        assert name in report
    assert "Loting." in report
    assert "is overleden" in report


def test_a_draft_before_the_release_has_the_seats_without_lots(tmp_path: Path) -> None:
    station = seats_station.counted(tmp_path / "station.osv", seats_station.board(seats_station.MAJORITY))
    draft = releasing.draft_release(station.file, station.supervisor, station.election)
    assert draft.is_distributed
    assert draft.distribution is not None
    assert draft.distribution.seats(1) == 5
    waiting = seats_station.counted(tmp_path / "other.osv")
    draft = releasing.draft_release(waiting.file, waiting.supervisor, waiting.election)
    assert not draft.is_distributed
    assert (draft.lots, draft.deceased) == ((), frozenset())
