"""What somebody tries with the functions of the program to release what is unexplained or read once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.accountability import ControlSum
from osv_tui.election.form import BLANK
from osv_tui.election.model import Category, Subcategory
from osv_tui.election.release_gate import Blocking
from osv_tui.election.thresholds import Threshold
from osv_tui.election.workflow import Misread, Ruling, UnitState
from osv_tui.store import decisions, elections, entries, judging, releasing
from osv_tui.store.elections import DocumentKind
from osv_tui.store.judging import CountStatement, DispositionStatement, Dossier, ErrorStatement
from osv_tui.store.problems import FileUnusable, Refused
from osv_tui.store.settings import set_threshold, thresholds
from osv_tui.store.signing_in import Credentials
from tests.examples import (
    BESIDE_SUPERVISOR,
    LISTS,
    PASSWORD,
    PS,
    STATIONS,
    ExampleStation,
    add_control_sums,
    changed,
    example_count,
    example_document,
    example_station,
    key_in,
    release,
)
from tests.store.prepared import able

LOOKED = DispositionStatement("blad 2", "zo staat het er")
ERROR = ErrorStatement("blad 1", BLANK, 4, 2, "vlek", "de telling klopt")


@pytest.fixture
def station(tmp_path: Path) -> ExampleStation:
    """All units of the election are final."""
    made = example_station(tmp_path / "station.osv")
    finish(made)
    return made


def finish(station: ExampleStation, seed: int = 1) -> None:
    for count, unit in enumerate((1, 2, 7), seed):
        for typist in station.typists[:2]:
            key_in(station, typist, unit, example_count(count))
    decisions.overview(station.file, station.supervisor)


def blocking(station: ExampleStation) -> set[Blocking]:
    return {each.blocking for each in releasing.gate(station.file, station.supervisor, station.election)}


def reopen_unit(station: ExampleStation, unit: int = 1) -> Dossier:
    """Open it again, the election too if it is released; returns what was in the supervisor's hands."""
    file, sam = station.file, station.supervisor
    seen = judging.dossier(file, sam, unit)
    if file.rows("SELECT 1 FROM released_now"):
        releasing.reopen_election(file, sam, BESIDE_SUPERVISOR, station.election, "telfout gemeld")
    releasing.reopen_unit(file, sam, BESIDE_SUPERVISOR, unit, "papier is verbeterd")
    return seen


WRONG_SECONDS = (Credentials("sam", PASSWORD), Credentials("bo", PASSWORD), Credentials("ada", "verkeerd"))


@pytest.mark.parametrize("second", WRONG_SECONDS, ids=["alone", "with a typist", "without the password"])
def test_nothing_is_released_or_opened_again_by_one(station: ExampleStation, second: Credentials) -> None:
    file, sam, election = station.file, station.supervisor, station.election
    add_control_sums(station, election)
    with pytest.raises(Refused):
        releasing.release(file, sam, second, election)
    with pytest.raises(Refused):
        releasing.reopen_unit(file, sam, second, 1, "papier is verbeterd")
    releasing.release(file, sam, BESIDE_SUPERVISOR, election)
    with pytest.raises(Refused):
        releasing.reopen_election(file, sam, second, election, "telfout gemeld")
    assert releasing.current_release(file, sam, election).version == 1


def test_the_entries_of_before_it_was_opened_again_count_no_more(station: ExampleStation) -> None:
    release(station)
    seen, file, sam = reopen_unit(station), station.file, station.supervisor
    tally = releasing.provisional_tally(file, sam, station.election)
    assert [unit.unit.number for unit in tally.units] == [2, 7]
    with pytest.raises(Refused, match="heropend en nog niet opnieuw"):
        release(station)
    with pytest.raises(Refused, match="intussen veranderd"):
        decisions.discard(file, sam, seen.entries, "weg")
    key_in(station, station.typists[0], 1, example_count(4))
    with pytest.raises(Refused, match="Stembureau 1"):
        release(station)


def test_what_was_in_hand_before_it_was_opened_again_is_of_no_use(station: ExampleStation) -> None:
    seen, file, sam = reopen_unit(station), station.file, station.supervisor
    for typist in station.typists[:2]:
        key_in(station, typist, 1, changed(example_count(), blank=4, invalid=0))
    with pytest.raises(Refused, match="intussen veranderd"):
        judging.dispose(file, sam, seen, judging.dossier(file, sam, 1).open_findings, LOOKED)
    with pytest.raises(Refused, match="intussen veranderd"):
        judging.account_for(file, sam, seen, CountStatement("vlek", "klopt"))
    with pytest.raises(Refused, match="intussen veranderd"):
        judging.record_error(file, sam, seen, ERROR)
    with pytest.raises(Refused, match="intussen veranderd"):
        decisions.have_read_again(file, sam, seen, (BLANK,), "leesfout")


def test_what_was_judged_does_not_outlive_the_entries_it_was_about(station: ExampleStation) -> None:
    file, sam = station.file, station.supervisor
    rare = changed(example_count(), blank=4, invalid=0)
    for _ in range(2):
        reopen_unit(station)
        for typist in station.typists[:2]:
            key_in(station, typist, 1, rare)
        seen = judging.dossier(file, sam, 1)
        assert seen.state is UnitState.TO_JUDGE
        assert len(seen.open_findings) == 1
        judging.dispose(file, sam, seen, seen.open_findings, LOOKED)
        decisions.overview(file, sam)
        assert judging.dossier(file, sam, 1).state is UnitState.FINAL


def test_a_sum_by_hand_is_of_one_version(station: ExampleStation) -> None:
    release(station)
    assert len(releasing.control_sums(station.file, station.election)) == 2
    reopen_unit(station)
    for typist in station.typists[:2]:
        key_in(station, typist, 1, example_count())
    assert releasing.control_sums(station.file, station.election) == ()
    assert blocking(station) == {Blocking.CONTROL_MISSING}


def test_a_sum_by_hand_that_is_wrong_blocks_until_it_is_right(station: ExampleStation) -> None:
    add_control_sums(station, station.election)
    right = releasing.control_sums(station.file, station.election)[0]
    wrong = replace(right, total=right.total + 1)
    releasing.add_control_sum(station.file, station.supervisor, station.election, wrong)
    assert blocking(station) == {Blocking.CONTROL_WRONG}
    releasing.add_control_sum(station.file, station.supervisor, station.election, right)
    assert blocking(station) == set()


def test_a_sum_that_fitted_blocks_when_a_unit_became_another(station: ExampleStation) -> None:
    add_control_sums(station, station.election)
    reopen_unit(station)
    for typist in station.typists[:2]:
        key_in(station, typist, 1, example_count(4))
    assert blocking(station) == {Blocking.CONTROL_WRONG}


def test_a_list_that_is_not_there_is_not_added(station: ExampleStation) -> None:
    with pytest.raises(Refused, match="controletelling"):
        releasing.add_control_sum(station.file, station.supervisor, station.election, ControlSum(2, 0))


def test_a_third_typist_is_no_way_to_type_twice(tmp_path: Path) -> None:
    """Bo's entry is taken over by Dee; of the other entry, neither of them can type a number."""
    station = example_station(tmp_path / "station.osv")
    file, sam, (bo, cas, dee) = station.file, station.supervisor, station.typists
    key_in(station, bo, 1, changed(example_count(), list__3__1=5, list__3__2=7))
    key_in(station, cas, 1, example_count())
    seen = decisions.comparison(file, sam, 1)
    fields = [field for field, number in seen.first.pairs if seen.second.get(field) != number]
    rulings = [Ruling(field, Misread.FIRST, "leesfout") for field in fields]
    decisions.send_back(file, sam, seen, station.form, rulings)
    decisions.hand_over(file, sam, 1, "naar huis")
    with pytest.raises(Refused, match="al ingevoerd"):
        entries.claim(file, cas, station.election, 1)
    key_in(station, dee, 1, example_count())
    decisions.discard(file, sam, (seen.entries[1],), "verkeerd stembureau")
    for typist in (bo, dee):
        with pytest.raises(Refused, match="te typen"):
            entries.claim(file, typist, station.election, 1)
    key_in(station, cas, 1, example_count())
    decisions.overview(file, sam)
    assert judging.dossier(file, sam, 1).state is UnitState.FINAL


@pytest.mark.parametrize("first", [0, 2], ids=["who gave it away", "who took it over"])
def test_who_took_over_knows_numbers_also_when_all_has_lapsed(tmp_path: Path, first: int) -> None:
    """Dee saw what was kept of Bo's entry. Both lapse; the unit is then for one of them, and for Cas."""
    station = example_station(tmp_path / "station.osv")
    file, sam, (bo, cas, dee) = station.file, station.supervisor, station.typists
    key_in(station, bo, 1, changed(example_count(), blank=9))
    kept = key_in(station, cas, 1, example_count())
    ruling = Ruling(BLANK, Misread.FIRST, "leesfout")
    decisions.send_back(file, sam, decisions.comparison(file, sam, 1), station.form, (ruling,))
    decisions.hand_over(file, sam, 1, "naar huis")
    taken = key_in(station, dee, 1, example_count())
    decisions.discard(file, sam, (taken, kept), "verkeerd papier")
    key_in(station, station.typists[first], 1, example_count())
    with pytest.raises(Refused, match="niets te typen"):
        entries.claim(file, station.typists[2 - first], station.election, 1)
    key_in(station, cas, 1, example_count())
    decisions.overview(file, sam)
    assert judging.dossier(file, sam, 1).state is UnitState.FINAL


def test_a_package_of_a_version_that_was_opened_again_is_not_recorded(station: ExampleStation) -> None:
    file, sam, election = station.file, station.supervisor, station.election
    release(station)
    stale = releasing.current_release(file, sam, election)
    reopen_unit(station)
    for typist in station.typists[:2]:
        key_in(station, typist, 1, example_count(4))
    decisions.overview(file, sam)
    release(station)
    with pytest.raises(Refused, match="Versie 1 geldt niet meer"):
        releasing.package_written(file, sam, election, stale.version, "/uit", "0" * 64)
    releasing.package_written(file, sam, election, 2, "/uit", "0" * 64)


@pytest.mark.parametrize("digits", ["101", "9" * 5000])
def test_a_threshold_from_outside_that_cannot_be_is_told(tmp_path: Path, digits: str) -> None:
    station = example_station(tmp_path / "station.osv")
    with closing(able(tmp_path / "station.osv")) as db:
        db.executescript("DROP TRIGGER setting_logged")
        name = f"threshold {Threshold.BLANK_PERCENT.value}"
        db.execute("INSERT INTO setting VALUES (?, ?)", (name, digits))
        db.commit()
    with pytest.raises(FileUnusable, match=f"«{Threshold.BLANK_PERCENT.bound.label}»"):
        thresholds(station.file)


def test_a_threshold_is_set_before_the_first_entry_or_not_at_all(tmp_path: Path) -> None:
    station = example_station(tmp_path / "station.osv")
    set_threshold(station.file, station.administrator, Threshold.BLANK_PERCENT, 5)
    entries.claim(station.file, station.typists[0], station.election, 1)
    with pytest.raises(Refused, match="liggen vast"):
        set_threshold(station.file, station.administrator, Threshold.BLANK_PERCENT, 99)
    with pytest.raises(Refused, match="liggen vast"):
        set_threshold(station.file, station.administrator, Threshold.INVALID_PERCENT, 99)
    assert thresholds(station.file).value(Threshold.BLANK_PERCENT) == 5


def test_what_is_released_is_not_changed_by_another_election(station: ExampleStation) -> None:
    """That units of another election differ from it is found there: it is not released yet."""
    release(station)
    file, sam = station.file, station.supervisor
    before = releasing.current_release(file, sam, station.election)
    water = with_water(station)
    finish(water, seed=4)
    assert Blocking.FINDING in blocking(water)
    assert releasing.current_release(file, sam, station.election) == before
    assert judging.dossier(file, sam, 1).open_findings == ()
    releasing.reopen_election(file, sam, BESIDE_SUPERVISOR, station.election, "vergelijking")
    assert judging.dossier(file, sam, 1).open_findings != ()


def with_water(station: ExampleStation) -> ExampleStation:
    """The same station with the other election of the day, which nobody typed yet."""
    identifier = replace(PS.identifier, id="AB2031_Water", category=Category.AB, subcategory=Subcategory.AB2)
    file, chief = station.file, station.administrator
    definition = replace(PS, identifier=identifier)
    key = elections.add_definition(file, chief, definition, example_document(DocumentKind.DEFINITION))
    lists = replace(LISTS, identifier=identifier)
    elections.add_candidate_lists(file, chief, key, lists, example_document(DocumentKind.CANDIDATE_LISTS))
    stations = replace(STATIONS, identifier=identifier)
    document = example_document(DocumentKind.POLLING_STATIONS)
    elections.add_polling_stations(file, chief, key, stations, document)
    return replace(station, election=key, form=elections.load_form(file, key))
