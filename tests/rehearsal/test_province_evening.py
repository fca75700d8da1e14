"""A small province from polling stations to seats, on rehearsal, and what is told when it goes wrong."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from osv_tui.cli import main
from osv_tui.election.model import Election, Subcategory
from osv_tui.rehearsal import outcome, province_evening
from osv_tui.rehearsal.direct import Room, direct_votes, drawn_out
from osv_tui.rehearsal.evening import EveningFailed
from osv_tui.rehearsal.province import SMALL, Area, invented_area
from osv_tui.rehearsal.province_evening import AreaResult, rehearse_area
from osv_tui.store.check import first_fault
from osv_tui.store.database import open_station
from tests.documents.conformance import faults
from tests.eml.schemas import assert_valid
from tests.examples import cheap_passwords
from tests.shared import needs_shared

SEED = 205
"""Of which one residual seat of the province goes by lot."""


@dataclass(frozen=True)
class Rehearsed:
    area: Area
    result: AreaResult
    steps: list[tuple[str, int, int]]

    def published(self, pattern: str) -> list[Path]:
        return sorted(self.result.folder.rglob(f"publicatie/**/{pattern}"))


def by_keys(election: Election) -> bool:
    """One hoofdstembureau and the central committee; the others go the short way."""
    return election.committee.code in ("HSB1", "CSB")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    area, steps = invented_area(Subcategory.PS2, SMALL, SEED), list[tuple[str, int, int]]()
    out = tmp_path_factory.mktemp("province") / "provincie"
    with cheap_passwords():
        result = rehearse_area(area, out, SEED, by_keys, lambda *step: steps.append(step))
    return Rehearsed(area, result, steps)


def test_every_committee_counted_and_all_mistakes_came_out(province: Rehearsed) -> None:
    played = province.result.played
    assert [done for _, done, _ in province.steps] == list(range(1, 8))
    assert [each.by_keys for each in played] == [False] * 4 + [True, False, True]
    assert all(each.planted == each.surfaced >= 1 for each in played)
    assert len({each.published for each in played}) == 7
    assert all(each.published.is_dir() for each in played)


def test_the_seats_are_those_of_all_polling_stations_one_by_lot(province: Rehearsed) -> None:
    distribution, lots = drawn_out(direct_votes(province.area), Room(SEED))
    assert (province.result.distribution, province.result.lots) == (distribution, lots)
    assert len(lots) == 1
    seats = [distribution.seats(of.number) for of in province.area.lists]
    assert sum(seats) == province.area.definition.seats == 19
    most = max(province.area.lists, key=lambda of: distribution.seats(of.number)).number
    assert f"lijst {most}: {max(seats)}" in province.result.text
    assert "lotingen: 1" in province.result.text
    assert "gelijk aan wat rechtstreeks uit alle stembureaus volgt" in province.result.text


def test_another_result_is_told(province: Rehearsed) -> None:
    """Control arm: what was published, beside the result of another draw, and without a municipality."""
    published = province.result.played[-1].published
    outcome.check_result(published, province.area.central, province.result.distribution)
    votes = direct_votes(province.area)
    (drawn,) = province.result.lots
    other_draw = next(found for seed in range(50) if (found := drawn_out(votes, Room(seed)))[1] != (drawn,))
    without_one = replace(province.area, municipalities=province.area.municipalities[1:])
    other_votes = drawn_out(direct_votes(without_one), Room(SEED))
    for other in (other_draw[0], other_votes[0]):
        with pytest.raises(outcome.Wrong, match="anderen gekozen"):
            outcome.check_result(published, province.area.central, other)


def test_another_result_or_a_mistake_that_stayed_stops_the_rehearsal(
    province: Rehearsed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_one = replace(province.area, municipalities=province.area.municipalities[1:])
    monkeypatch.setattr(province_evening, "_all_levels", lambda *_: province.result.played)
    assert rehearse_area(province.area, tmp_path, SEED, by_keys).distribution.is_complete
    with pytest.raises(EveningFailed, match="anderen gekozen"):
        rehearse_area(without_one, tmp_path, SEED, by_keys)
    first, *others = province.result.played
    stayed = (replace(first, surfaced=first.surfaced - 1), *others)
    monkeypatch.setattr(province_evening, "_all_levels", lambda *_: stayed)
    with pytest.raises(EveningFailed, match="1 geplante tikfouten kwamen niet boven"):
        rehearse_area(province.area, tmp_path, SEED, by_keys)


def test_every_station_is_sound_and_has_two_typists_for_each_unit(province: Rehearsed) -> None:
    paths = sorted(province.result.folder.rglob("station.osv"))
    assert len(paths) == 7
    for path in paths:
        with closing(open_station(path)) as file:
            assert first_fault(file) is None
            pairs = file.rows(
                "SELECT one.person, two.person FROM final_now f"
                " JOIN entry one ON one.id = f.first_entry JOIN entry two ON two.id = f.second_entry"
            )
            assert all(first != second for first, second in pairs)
            units = file.value("SELECT count(*) FROM unit")
            above = file.value("SELECT count(*) FROM document WHERE kind = '110b'") == 0
            assert len(pairs) == units
            assert file.value("SELECT count(*) FROM witness") == (units if above else 0)


def test_the_central_committee_read_and_publishes_the_lists_of_each_kieskring(province: Rehearsed) -> None:
    (central,) = {path.parent for path in province.published("*Totaaltelling_*.eml.xml")}
    lists = [path.read_text("utf-8") for path in central.glob("*Kandidatenlijsten_*")]
    named = [name for text in lists for name in re.findall(r"<ContestName>(.*?)</ContestName>", text)]
    assert len(lists) == 2
    assert sorted(named) == sorted(each.name for each in province.area.central.kieskringen)


def test_the_documents_of_the_upper_levels_conform(province: Rehearsed) -> None:
    papers = [path for form in ("*O3_*.pdf", "*P22-1_*.pdf") for path in province.published(form)]
    assert len(papers) == 3
    for path in papers:
        assert faults(path.read_bytes()) == [], path.name


@needs_shared
@pytest.mark.parametrize(
    ("form", "kind", "number"),
    [
        ("*_gemeente_*.eml.xml", "510b", 4),
        ("*_kieskring_*.eml.xml", "510c", 2),
        ("*Totaaltelling_*.eml.xml", "510d", 1),
        ("*Resultaat_*.eml.xml", "520", 1),
    ],
)
def test_the_files_of_each_level_are_valid(province: Rehearsed, form: str, kind: str, number: int) -> None:
    found = [path for path in province.published(form) if path.name.split("_")[1] in _MADE]
    assert len(found) == number
    for path in found:
        assert_valid(path.read_bytes(), kind)


_MADE = {"Telling", "Totaaltelling", "Resultaat"}


def test_a_water_board_goes_from_municipalities_to_the_central_committee(tmp_path: Path) -> None:
    area = invented_area(Subcategory.AB1, replace(SMALL, municipalities=2), SEED)
    with cheap_passwords():
        result = rehearse_area(area, tmp_path / "out", SEED, lambda election: False)
    assert len(result.played) == 3
    assert result.distribution.is_complete
    assert len(list(result.folder.rglob("publicatie/**/*P22-2_*.pdf"))) == 1


def test_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "iets").touch()
    with pytest.raises(EveningFailed, match="niet leeg"):
        rehearse_area(invented_area(Subcategory.AB1, SMALL, SEED), tmp_path, SEED, lambda election: False)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--small",), "hoort bij --area"),
        (("--area", "ps2", "--central"), "laat --election en --central weg"),
    ],
)
def test_options_that_do_not_go_together(options: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(main, ["rehearse", *options])
    assert done.exit_code == 1
    assert told in done.output
