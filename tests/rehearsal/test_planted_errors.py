"""A wrong or missing row at an upper level is found by the file of the level below, and stops the release."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from osv_tui.election.model import Subcategory
from osv_tui.election.release_gate import Blocking
from osv_tui.election.workflow import UnitState
from osv_tui.rehearsal.cases import Case
from osv_tui.rehearsal.from_below import case_from_below, files_from_below
from osv_tui.rehearsal.paper_file import PaperRefused
from osv_tui.rehearsal.province import SMALL, Area, invented_area
from osv_tui.rehearsal.province_evening import ProvinceEvening
from osv_tui.store.problems import Refused
from tests.clearing import clear
from tests.examples import cheap_passwords, release
from tests.rehearsal.planting import Kind, gate, key_twice, planted, search, station_for

SEED = 205


@pytest.fixture(scope="module")
def area() -> Area:
    return invented_area(Subcategory.PS2, SMALL, SEED)


@pytest.fixture(scope="module")
def evening(area: Area, tmp_path_factory: pytest.TempPathFactory) -> ProvinceEvening:
    return ProvinceEvening(area, tmp_path_factory.mktemp("province"), SEED, lambda election: False)


@pytest.fixture(scope="module")
def municipal(area: Area, evening: ProvinceEvening) -> dict[int, Path]:
    """What each municipality published."""
    with cheap_passwords():
        return {
            int(here.election.committee.code): evening.municipality(here).published
            for here in area.municipalities
        }


@pytest.fixture(scope="module")
def below(area: Area, municipal: dict[int, Path]) -> dict[int, Path]:
    units = {unit.number for unit in area.districts[0].units}
    return {number: folder for number, folder in municipal.items() if number in units}


@pytest.fixture(scope="module")
def case(area: Area, below: dict[int, Path], tmp_path_factory: pytest.TempPathFactory) -> Case:
    return case_from_below(area.districts[0], below, tmp_path_factory.mktemp("hsb") / "bestanden")


def test_a_hundred_errors_at_a_hoofdstembureau(case: Case, below: dict[int, Path], tmp_path: Path) -> None:
    figures = search(tmp_path / "station.osv", case, files_from_below(below), 100, SEED)
    assert figures.missed == ()
    assert figures.found == figures.planted == 100
    assert {each.kind for each in planted(case, 100, SEED)} == set(Kind)


def test_a_hundred_errors_at_the_central_committee(
    area: Area, evening: ProvinceEvening, municipal: dict[int, Path], tmp_path: Path
) -> None:
    with cheap_passwords():
        published = {
            number: evening.above(of, {unit.number: municipal[unit.number] for unit in of.units}).published
            for number, of in enumerate(area.districts, start=1)
        }
    case = case_from_below(area.central, published, tmp_path / "bestanden")
    figures = search(tmp_path / "station.osv", case, files_from_below(published), 100, SEED)
    assert figures.missed == ()
    assert figures.found == 100


def test_without_the_file_two_persons_can_make_the_same_error(case: Case, tmp_path: Path) -> None:
    """Control arm: votes with another candidate, keyed by both, are final at once."""
    moved = next(each for each in planted(case, 20, SEED) if each.kind is Kind.MOVED)
    with closing((station := station_for(tmp_path / "station.osv", case, {})).file):
        assert key_twice(station, moved.unit, moved.keyed) is UnitState.FINAL


def test_what_is_keyed_right_is_final_and_a_missing_unit_stops_the_release(
    case: Case, below: dict[int, Path], tmp_path: Path
) -> None:
    first, *others = case.papers
    station = station_for(tmp_path / "station.osv", case, files_from_below(below))
    with closing(station.file):
        for paper in others:
            assert key_twice(station, paper.unit, paper.count) is UnitState.FINAL
        (blocker, *_) = gate(station)
        assert (blocker.blocking, blocker.unit) == (Blocking.UNIT, first.unit)
        with pytest.raises(Refused, match=str(first.unit)):
            release(station)
        assert key_twice(station, first.unit, first.count) is UnitState.FINAL
        clear(station.file, station.supervisor, station.election)
        release(station)


def test_a_paper_that_is_not_there_or_of_another(
    area: Area, municipal: dict[int, Path], tmp_path: Path
) -> None:
    first, second = area.districts
    with pytest.raises(PaperRefused, match=f"Van gemeente {first.units[0].number} is er geen papier"):
        case_from_below(first, {}, tmp_path / "a")
    with pytest.raises(PaperRefused, match="dit is niet het papier van een gemeente"):
        case_from_below(first, dict.fromkeys(municipal, municipal[second.units[0].number]), tmp_path / "b")
    swapped = {each.number: municipal[first.units[-1].number] for each in first.units}
    with pytest.raises(PaperRefused, match="dit is het papier van"):
        case_from_below(first, swapped, tmp_path / "c")
