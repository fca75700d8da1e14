"""Two elections of one day at one station: voters that differ between them are told, but never afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.checks import Check
from osv_tui.election.model import Category, Level, Subcategory
from osv_tui.election.release_gate import Blocking
from osv_tui.store import decisions, elections, releasing
from osv_tui.store.elections import document_kinds
from tests.clearing import clear
from tests.examples import (
    LISTS,
    PS,
    STATIONS,
    ExampleStation,
    example_count,
    example_document,
    example_station,
    key_in,
    release,
)

BOARD = replace(PS.identifier, id="AB2031_Water", category=Category.AB, subcategory=Subcategory.AB2)
SEEDS = {1: 5, 2: 8, 7: 9}
OTHER_VOTERS = {**SEEDS, 1: 6}
"""At unit 1 236 voters instead of 262."""


@pytest.fixture
def both(tmp_path: Path) -> tuple[ExampleStation, ExampleStation]:
    """The council and the water board, at the same polling stations."""
    council = example_station(tmp_path / "station.osv")
    file, chief = council.file, council.administrator
    definition, lists, stations = (example_document(kind) for kind in document_kinds(Level.GSB))
    key = elections.add_definition(file, chief, replace(PS, identifier=BOARD), definition)
    elections.add_candidate_lists(file, chief, key, replace(LISTS, identifier=BOARD), lists)
    elections.add_polling_stations(file, chief, key, replace(STATIONS, identifier=BOARD), stations)
    return council, replace(council, election=key, form=elections.load_form(file, key))


def count(station: ExampleStation, seeds: dict[int, int]) -> None:
    for unit, seed in seeds.items():
        for typist in station.typists[:2]:
            key_in(station, typist, unit, example_count(seed))
    decisions.overview(station.file, station.supervisor)


def found(station: ExampleStation) -> list[int | None]:
    """The units at which W.552 blocks."""
    blockers = releasing.gate(station.file, station.supervisor, station.election)
    of_check = (each for each in blockers if each.blocking is Blocking.FINDING)
    return [each.unit for each in of_check if Check.W552.value in each.text]


def test_other_voters_at_the_other_election_block_both(both: tuple[ExampleStation, ExampleStation]) -> None:
    council, board = both
    count(council, SEEDS)
    assert found(council) == []
    count(board, OTHER_VOTERS)
    assert (found(council), found(board)) == ([1], [1])
    clear(council.file, council.supervisor, council.election)
    assert (found(council), found(board)) == ([], [1])


def test_what_is_released_gets_no_finding_later(both: tuple[ExampleStation, ExampleStation]) -> None:
    council, board = both
    count(council, SEEDS)
    clear(council.file, council.supervisor, council.election)
    release(council)
    before = releasing.current_release(council.file, council.supervisor, council.election)
    count(board, OTHER_VOTERS)
    assert found(board) == [1]
    assert releasing.current_release(council.file, council.supervisor, council.election) == before
