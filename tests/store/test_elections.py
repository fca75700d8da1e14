"""Setting up the elections of a station, and getting them back as they were read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from osv_tui.election.form import count_form
from osv_tui.election.model import (
    CandidateLists,
    Category,
    Committee,
    CountingMethod,
    Definition,
    Election,
    Gender,
    Level,
    PollingStations,
    Subcategory,
)
from osv_tui.store import decisions, elections, founding, signing_in
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile, create, open_station
from osv_tui.store.elections import Document, DocumentKind
from osv_tui.store.founding import StationFacts
from osv_tui.store.problems import Refused
from tests.examples import (
    FOUNDERS,
    LISTS,
    PASSWORD,
    PS,
    STATIONS,
    ExampleStation,
    example_count,
    example_document,
    example_station,
    key_in,
    release,
)
from tests.real_election import ELECTIONS, real_election
from tests.shared import needs_shared

WATER = replace(
    PS,
    identifier=replace(PS.identifier, id="AB2031_Water", category=Category.AB, subcategory=Subcategory.AB2),
)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[ExampleStation]:
    made = example_station(tmp_path / "station.osv")
    yield made
    made.file.close()


def add(file: StationFile, chief: Actor, definition: Definition) -> int:
    return elections.add_definition(file, chief, definition, example_document(DocumentKind.DEFINITION))


def add_lists(file: StationFile, chief: Actor, key: int, lists: CandidateLists = LISTS) -> None:
    elections.add_candidate_lists(file, chief, key, lists, example_document(DocumentKind.CANDIDATE_LISTS))


def add_stations(file: StationFile, chief: Actor, key: int, stations: PollingStations = STATIONS) -> None:
    elections.add_polling_stations(
        file, chief, key, stations, example_document(DocumentKind.POLLING_STATIONS)
    )


def stored(station: ExampleStation) -> list[tuple[object, ...]]:
    tables = ("election", "region", "contest", "candidate_list", "candidate", "committee", "unit")
    more = ("form_field", "gate_opening", "document")
    return [
        row for table in (*tables, *more) for row in station.file.rows(f"SELECT '{table}', * FROM {table}")
    ]


def test_the_example_reads_back_as_it_was(station: ExampleStation) -> None:
    expected = Election(
        *(PS, LISTS.contest, LISTS.lists, STATIONS.municipality, STATIONS.eligible, STATIONS.units)
    )
    assert elections.load_election(station.file, station.election) == expected
    assert elections.load_definition(station.file, station.election) == PS
    assert station.form == count_form(expected, CountingMethod.STATION)


def test_all_that_a_candidate_list_can_say_reads_back(station: ExampleStation) -> None:
    first = LISTS.lists[0]
    candidate = replace(first.candidates[0], gender=Gender.UNKNOWN, locality="Súdwâld", first_name="Ĵ'\"--")
    named = replace(first, publish_gender=True, publication_language="fy", candidates=(candidate,))
    lists = replace(LISTS, identifier=WATER.identifier, lists=(named, LISTS.lists[1]))
    key = add(station.file, station.administrator, WATER)
    add_lists(station.file, station.administrator, key, lists)
    add_stations(station.file, station.administrator, key)
    assert elections.load_election(station.file, key).lists == lists.lists


def test_the_files_themselves_are_kept(station: ExampleStation) -> None:
    document = Document(
        DocumentKind.DEFINITION, "Verkiezing «ü».eml.xml", b"\x00\xff<EML/>", "a" * 64, "b" * 64
    )
    key = elections.add_definition(station.file, station.administrator, WATER, document)
    row = station.file.rows(
        "SELECT kind, file_name, content, sha256, canonical_sha256 FROM document WHERE election = ?", key
    )[0]
    assert Document(DocumentKind(row[0]), *row[1:]) == document


def test_the_steps_of_setting_up(tmp_path: Path) -> None:
    file = create(tmp_path / "new.osv")
    founding.found(file, StationFacts("9999", CountingMethod.CENTRAL, practice=True), FOUNDERS)
    actor = signing_in.sign_in(file, "ada", PASSWORD, "tty")
    assert elections.election_lines(file) == ()
    key = add(file, actor, PS)
    for step, kind in (
        (add_lists, DocumentKind.CANDIDATE_LISTS),
        (add_stations, DocumentKind.POLLING_STATIONS),
    ):
        (line,) = elections.election_lines(file)
        assert (line.next_document, line.complete) == (kind, False)
        with pytest.raises(Refused, match="nog niet alle bestanden"):
            elections.load_election(file, key)
        step(file, actor, key)
    (line,) = elections.election_lines(file)
    assert line.complete
    assert (line.id, line.date, line.has_entries, line.final_at) == (
        PS.identifier.id,
        date(2031, 3, 19),
        False,
        None,
    )
    file.close()


def test_polling_stations_come_after_the_candidates(station: ExampleStation) -> None:
    key = add(station.file, station.administrator, WATER)
    before = stored(station)
    with pytest.raises(Refused, match="eerst de kandidatenlijsten"):
        add_stations(station.file, station.administrator, key)
    assert stored(station) == before


def variants() -> dict[str, tuple[Definition, str]]:
    identifier = WATER.identifier
    day = replace(WATER, identifier=replace(identifier, date=date(2031, 3, 20)))
    council = replace(identifier, id="GR2031", category=Category.GR, subcategory=Subcategory.GR2)
    return {
        "another day": (day, "is op 20-03-2031, maar de andere in dit station zijn op 19-03-2031"),
        "the same again": (PS, "PS2031_Voorbeeld is al ingelezen"),
        "municipal council": (replace(PS, identifier=council), "telt provinciale staten en waterschappen"),
    }


@pytest.mark.parametrize("which", variants())
def test_a_definition_that_does_not_fit_is_refused_whole(station: ExampleStation, which: str) -> None:
    definition, why = variants()[which]
    before = stored(station)
    with pytest.raises(Refused, match=why):
        add(station.file, station.administrator, definition)
    assert stored(station) == before


def test_polling_stations_of_another_municipality_are_refused_whole(station: ExampleStation) -> None:
    key = add(station.file, station.administrator, WATER)
    add_lists(station.file, station.administrator, key)
    before = stored(station)
    other = replace(STATIONS, municipality=Committee(Level.GSB, "0737", "Tytsjerksteradiel"))
    with pytest.raises(Refused, match="0737 Tytsjerksteradiel, maar dit station is van gemeente 9999"):
        add_stations(station.file, station.administrator, key, other)
    assert stored(station) == before


@pytest.mark.parametrize("again", [add_lists, add_stations])
def test_a_file_is_read_once(
    station: ExampleStation, again: Callable[[StationFile, Actor, int], None]
) -> None:
    before = stored(station)
    with pytest.raises(Refused, match="al ingelezen"):
        again(station.file, station.administrator, station.election)
    assert stored(station) == before


def test_only_the_administrator_sets_up(station: ExampleStation) -> None:
    for actor in (station.typists[0], station.supervisor):
        for call in (
            lambda who: add(station.file, who, WATER),
            lambda who: add_lists(station.file, who, station.election),
            lambda who: add_stations(station.file, who, station.election),
            lambda who: elections.remove_election(station.file, who, station.election),
        ):
            with pytest.raises(Refused, match="mag dit niet"):
                call(actor)


def test_an_election_can_be_taken_out_and_read_anew(station: ExampleStation) -> None:
    before = elections.load_election(station.file, station.election)
    elections.remove_election(station.file, station.administrator, station.election)
    assert stored(station) == []
    key = add(station.file, station.administrator, PS)
    add_lists(station.file, station.administrator, key)
    add_stations(station.file, station.administrator, key)
    assert elections.load_election(station.file, key) == before


def test_an_election_without_entries_can_go_while_another_is_entered(station: ExampleStation) -> None:
    key = add(station.file, station.administrator, WATER)
    key_in(station, station.typists[0], 1, example_count())
    elections.remove_election(station.file, station.administrator, key)
    assert [line.key for line in elections.election_lines(station.file)] == [station.election]


def test_from_the_first_entry_on_everything_is_sealed(station: ExampleStation) -> None:
    key_in(station, station.typists[0], 1, example_count(), submit=False)
    before = stored(station)
    file, chief, key = station.file, station.administrator, station.election
    for call in (elections.remove_election, add_lists, add_stations):
        with pytest.raises(Refused, match=r"ligt vast|al ingelezen"):
            call(file, chief, key)
    assert stored(station) == before
    assert elections.election_lines(file)[0].has_entries


def test_the_moment_of_final_is_kept(station: ExampleStation) -> None:
    for unit in STATIONS.units:
        for typist in station.typists[:2]:
            key_in(station, typist, unit.number, example_count(unit.number))
    decisions.overview(station.file, station.supervisor)
    moment = release(station)
    assert elections.election_lines(station.file)[0].final_at == moment


@needs_shared
@pytest.mark.parametrize("method", CountingMethod)
def test_both_real_elections_read_back_as_they_were(tmp_path: Path, method: CountingMethod) -> None:
    file = create(tmp_path / "real.osv")
    real = [real_election(which) for which in ELECTIONS]
    code = real[0].committee.code
    founding.found(file, StationFacts(code, method, practice=False), FOUNDERS)
    actor = signing_in.sign_in(file, "ada", PASSWORD, "tty")
    keys = []
    for election in real:
        identifier = election.identifier
        key = add(file, actor, election.definition)
        add_lists(file, actor, key, CandidateLists(identifier, election.contest, election.lists))
        stations = PollingStations(identifier, election.committee, election.eligible, election.units)
        add_stations(file, actor, key, stations)
        keys.append(key)
    file.close()
    again = open_station(tmp_path / "real.osv")
    assert [elections.load_election(again, key) for key in keys] == real
    for key, election in zip(keys, real, strict=True):
        form = count_form(election, method)
        assert elections.load_form(again, key) == form
        stored_fields = again.rows("SELECT field FROM form_field WHERE election = ? ORDER BY position", key)
        assert [field for (field,) in stored_fields] == [field.id for field in form.fields]
    again.close()
