import re
from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osv_tui.election.model import CandidateLists, Category, Election, PollingStations, Subcategory
from osv_tui.eml.candidate_lists import read_candidate_lists
from osv_tui.eml.definition import read_definition
from osv_tui.eml.definition_writing import (
    write_candidate_lists,
    write_definition,
    write_polling_stations,
)
from osv_tui.eml.polling_stations import read_polling_stations
from osv_tui.rehearsal.municipality import practice_elections

seeds = st.integers(min_value=0, max_value=10**6)


@pytest.fixture(scope="module")
def elections() -> tuple[Election, ...]:
    return practice_elections(1)


def test_one_province_and_two_water_boards(elections: tuple[Election, ...]) -> None:
    subcategories = [election.identifier.subcategory for election in elections]
    assert subcategories == [Subcategory.PS1, Subcategory.AB1, Subcategory.AB2]
    assert len({(e.identifier.date, e.definition.nomination_date, e.committee) for e in elections}) == 1


def test_identifiers_follow_the_exchange_format(elections: tuple[Election, ...]) -> None:
    for election in elections:
        identifier = election.identifier
        assert re.fullmatch(r"(PS|AB)2\d\d\d_[A-Za-z]+", election.id)
        assert election.id.startswith(identifier.category.value)
        assert identifier.subcategory.category is identifier.category
        assert identifier.subcategory.allows_seats(election.definition.seats)
        assert str(identifier.date.year) in identifier.id
        assert re.fullmatch(r"\d{4}", election.committee.code)
        if identifier.category is Category.AB:
            assert re.fullmatch(r"[12]?[0-9]", identifier.domain.id or "")
        else:
            assert identifier.domain.id is None


@pytest.mark.parametrize("seed", range(5))
def test_the_elections_come_back_from_their_files(seed: int) -> None:
    made_at = datetime(2031, 2, 20, 12)  # noqa: DTZ001 - the files carry local time without a zone
    for election in practice_elections(seed):
        definition = election.definition
        lists = CandidateLists(election.identifier, election.contest, election.lists)
        stations = PollingStations(election.identifier, election.committee, election.eligible, election.units)
        assert read_definition(write_definition(definition, made_at), "a.xml") == definition
        written = write_candidate_lists(lists, definition, made_at)
        assert read_candidate_lists(written, "b.xml", definition) == lists
        written = write_polling_stations(stations, made_at)
        assert read_polling_stations(written, "c.xml", definition) == stations


def test_every_region_but_the_root_hangs_below_another(elections: tuple[Election, ...]) -> None:
    for election in elections:
        root, kieskring, *municipalities = election.definition.regions
        assert root.superior is None
        assert kieskring.superior == (root.category, root.number)
        assert set(kieskring.committees) == {"CSB", "HSB"}
        assert election.kieskring_name == kieskring.name
        assert all(region.superior == (kieskring.category, kieskring.number) for region in municipalities)
        assert (int(election.committee.code), election.committee.name) in {
            (region.number, region.name) for region in municipalities
        }


@given(seed=seeds, units=st.integers(min_value=1, max_value=12))
@settings(deadline=None, max_examples=25)
def test_stations_are_shared_by_number_and_one_board_covers_part_of_them(seed: int, units: int) -> None:
    province, first_board, second_board = practice_elections(seed, units=units)
    places = {unit.number: (unit.name, unit.postal_code) for unit in province.units}
    assert list(places) == list(range(1, units + 1))
    assert len({name for name, _ in places.values()}) == units
    for board in (first_board, second_board):
        assert board.units
        assert all(places[unit.number] == (unit.name, unit.postal_code) for unit in board.units)
    assert len(first_board.units) == units
    assert units < 3 or len(second_board.units) < units


@given(seed=seeds)
@settings(deadline=None, max_examples=25)
def test_lists_are_printable_papers(seed: int) -> None:
    for election in practice_elections(seed, units=1):
        assert [entry.number for entry in election.lists] == list(range(1, len(election.lists) + 1))
        assert [entry.name for entry in election.lists].count("") == 1
        assert all(len(entry.name) <= 35 for entry in election.lists)
        names = Counter(candidate.sort_name for entry in election.lists for candidate in entry.candidates)
        assert max(names.values()) == 1
        for entry in election.lists:
            numbers = [candidate.number for candidate in entry.candidates]
            assert numbers == sorted(set(numbers))
            assert numbers[0] == 1
            assert 7 <= len(numbers) <= 25
            gendered = {candidate.gender is not None for candidate in entry.candidates}
            assert gendered == {entry.publish_gender}


def test_names_try_what_a_form_must_show(elections: tuple[Election, ...]) -> None:
    candidates = [candidate for e in elections for entry in e.lists for candidate in entry.candidates]
    assert any(not candidate.last_name.isascii() for candidate in candidates)
    assert any(candidate.prefix for candidate in candidates)
    assert not any(candidate.last_name.startswith(("van ", "de ", "'t ")) for candidate in candidates)
    gaps = [
        entry for e in elections for entry in e.lists if entry.candidates[-1].number > len(entry.candidates)
    ]
    assert len(gaps) == len(elections)


def test_large_municipality_has_a_name_for_every_station() -> None:
    province, _, _ = practice_elections(1, units=400)
    assert len({unit.name for unit in province.units}) == 400


def test_eligible_voters_are_those_of_the_stations(elections: tuple[Election, ...]) -> None:
    province, first_board, _ = elections
    for election in elections:
        assert election.eligible == sum(unit.eligible for unit in election.units)
        assert all(unit.eligible > 0 for unit in election.units)
    assert first_board.eligible > province.eligible


def test_another_seed_is_another_municipality() -> None:
    assert practice_elections(1) == practice_elections(1)
    assert practice_elections(1) != practice_elections(2)


def test_a_municipality_without_stations_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        practice_elections(1, units=0)
