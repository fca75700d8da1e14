"""The invented province or water board: whole, the same for the same seed, and readable from its files."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from osv_tui.election.checks import has_errors
from osv_tui.election.form import count_form
from osv_tui.election.model import CandidateLists, Contest, CountingMethod, PollingStations, Subcategory
from osv_tui.eml.definition_writing import write_candidate_lists, write_definition, write_polling_stations
from osv_tui.eml.reading import read_candidate_lists, read_definition, read_polling_stations
from osv_tui.rehearsal.province import LARGE, SMALL, Area, invented_area

MADE = datetime(2031, 2, 20, 12)  # noqa: DTZ001 - the files carry local time without a zone
KINDS = (Subcategory.PS1, Subcategory.PS2, Subcategory.AB1, Subcategory.AB2)


@pytest.fixture(scope="module")
def large() -> Area:
    return invented_area(Subcategory.PS2, LARGE, 2031)


def test_the_province_of_the_rehearsal(large: Area) -> None:
    assert len(large.municipalities) == 40
    assert len({here.election.committee.name for here in large.municipalities}) == 40
    assert [len(of.units) for of in large.districts] == [14, 13, 13]
    assert [unit.number for unit in large.central.units] == [1, 2, 3]
    assert len(large.lists) == 25
    assert len({each.name for each in large.lists}) == 25
    assert sum(here.method is CountingMethod.CENTRAL for here in large.municipalities) == 10
    assert large.definition.identifier.subcategory.allows_seats(large.definition.seats)


def test_every_paper_adds_up_and_no_two_are_alike(large: Area) -> None:
    papers = [(here, paper.count) for here in large.municipalities for paper in here.papers]
    assert len(papers) >= 200
    for here, count in papers:
        assert not has_errors(count_form(here.election, here.method), count.values)
    assert len({count for _, count in papers}) == len(papers)


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_back_from_its_files(kind: Subcategory) -> None:
    area = invented_area(kind, SMALL, 5)
    definition = area.definition
    assert read_definition(write_definition(definition, MADE), "a.xml") == definition
    for of in (area.central, *area.districts, *(here.election for here in area.municipalities)):
        lists = CandidateLists(of.identifier, of.contest, of.lists)
        assert read_candidate_lists(write_candidate_lists(lists, definition, MADE), "b", definition) == lists
    for here in area.municipalities:
        of = here.election
        stations = PollingStations(of.identifier, of.committee, of.eligible, of.units)
        assert read_polling_stations(write_polling_stations(stations, MADE), "c", definition) == stations


@pytest.mark.parametrize("kind", KINDS)
def test_levels_and_lists_of_their_kieskring(kind: Subcategory) -> None:
    area = invented_area(kind, SMALL, 5)
    if kind is Subcategory.PS2:
        assert [of.contest.id for of in area.districts] == ["1", "2"]
        assert area.central.contest == Contest("alle", None)
        assert [here.election.contest.id for here in area.municipalities] == ["1", "2", "1", "2"]
        assert {unit.number for of in area.districts for unit in of.units} == area.definition.municipalities
    else:
        assert area.districts == ()
        assert {unit.number for unit in area.central.units} == area.definition.municipalities
        assert area.central.contest.id == "1"


def test_one_seed_gives_one_area() -> None:
    assert invented_area(Subcategory.PS2, SMALL, 5) == invented_area(Subcategory.PS2, SMALL, 5)
    assert invented_area(Subcategory.PS2, SMALL, 5) != invented_area(Subcategory.PS2, SMALL, 6)


def test_what_cannot_be_made() -> None:
    for kind, size in (
        (Subcategory.GR2, SMALL),
        (Subcategory.PS2, replace(SMALL, municipalities=1)),
        (Subcategory.PS2, replace(SMALL, municipalities=401)),
        (Subcategory.PS2, replace(SMALL, lists=26)),
    ):
        with pytest.raises(ValueError):
            invented_area(kind, size, 5)
