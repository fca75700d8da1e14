from __future__ import annotations

import dataclasses
from datetime import datetime

import pytest

from osv_tui.election.model import Gender
from osv_tui.eml.definition_writing import (
    write_candidate_lists,
    write_definition,
    write_polling_stations,
)
from osv_tui.eml.reading import read_candidate_lists, read_definition, read_polling_stations
from tests.eml.schemas import assert_valid
from tests.examples import LISTS, PS, STATIONS
from tests.real_election import ELECTIONS, REAL, only
from tests.shared import SHARED, needs_shared

MADE = datetime.fromisoformat("2031-02-10T09:00:00")


def valid(data: bytes, kind: str) -> bytes:
    if SHARED.is_dir():
        assert_valid(data, kind)
    return data


def test_what_is_written_reads_back() -> None:
    assert read_definition(valid(write_definition(PS, MADE), "110a"), "x") == PS
    lists = valid(write_candidate_lists(LISTS, PS, MADE), "230b")
    assert read_candidate_lists(lists, "x", PS) == LISTS
    stations = valid(write_polling_stations(STATIONS, MADE), "110b")
    assert read_polling_stations(stations, "x", PS) == STATIONS


def test_first_names_gender_and_town_read_back() -> None:
    first, *others = LISTS.lists
    full = dataclasses.replace(
        first.candidates[0], first_name="Anna & \"Bé\"", gender=Gender.FEMALE, locality="Brussel (BE)"
    )  # fmt: skip
    named = dataclasses.replace(
        first,
        candidates=(full, *first.candidates[1:]),
        publish_gender=True,
        publication_language="fy",
    )
    lists = dataclasses.replace(LISTS, lists=(named, *others))
    assert read_candidate_lists(valid(write_candidate_lists(lists, PS, MADE), "230b"), "x", PS) == lists


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
def test_the_real_files_survive_a_round_trip(which: str) -> None:
    folder = REAL / which / "input"
    definition = read_definition(only(folder, "Verkiezingsdefinitie_*").read_bytes(), "x")
    assert read_definition(valid(write_definition(definition, MADE), "110a"), "x") == definition
    lists = read_candidate_lists(only(folder, "Kandidatenlijsten_*").read_bytes(), "x", definition)
    written = valid(write_candidate_lists(lists, definition, MADE), "230b")
    assert read_candidate_lists(written, "x", definition) == lists
    stations = read_polling_stations(only(folder, "Stembureaus_*").read_bytes(), "x", definition)
    written = valid(write_polling_stations(stations, MADE), "110b")
    assert read_polling_stations(written, "x", definition) == stations
