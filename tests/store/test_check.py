"""A file that was changed below the program no longer agrees with its own log."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.count import Count
from osv_tui.election.form import BLANK, EXPLANATIONS, FEWER, FOUND
from osv_tui.election.workflow import Misread, Ruling
from osv_tui.store import check, decisions, judging, releasing
from osv_tui.store.check import first_fault, head
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.judging import CountStatement, DispositionStatement, ErrorStatement
from osv_tui.store.problems import FileUnusable, Refused
from tests.examples import (
    BESIDE_SUPERVISOR,
    ExampleStation,
    changed,
    cheap_passwords,
    example_count,
    example_station,
    key_in,
    release,
)
from tests.store.prepared import without_triggers

_NOTHING_ELSE = dict.fromkeys((*EXPLANATIONS, FEWER), 0)
UNEQUAL = changed(
    Count.of({**example_count(2).values, **_NOTHING_ELSE}),
    **{"equal": 2, "more": 3, "too_many_issued": 3, "blank": 5, "found": example_count(2).number(FOUND) + 3},
)
"""Three ballots more than voters: the paper says so, and it is rare enough to be judged."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> ExampleStation:
    """An evening that leaves a row in every table.

    Unit 1 was keyed again by a third typist, 2 has a difference that is accounted for, 7 was opened again
    after a release, lapsed once and is half typed.
    """
    with cheap_passwords():
        station = example_station(tmp_path_factory.mktemp("check") / "station.osv")
    bo, cas, dee = station.typists
    _rekeyed_by_a_third(station)
    for typist in (bo, cas):
        key_in(station, typist, 2, UNEQUAL)
        key_in(station, typist, 7, example_count(7))
    _stated(station)
    release(station)
    file, sam = station.file, station.supervisor
    releasing.package_written(file, sam, station.election, 1, "/uit", "0" * 64)
    releasing.reopen_election(file, sam, BESIDE_SUPERVISOR, station.election, "telfout gemeld")
    releasing.reopen_unit(file, sam, BESIDE_SUPERVISOR, 3, "papier is verbeterd")
    lapsed = key_in(station, bo, 7, example_count(7))
    decisions.discard(file, sam, (lapsed,), "verkeerd papier")
    key_in(station, dee, 7, example_count(7), submit=False)
    file.close()
    return station


def _rekeyed_by_a_third(station: ExampleStation) -> None:
    bo, cas, dee = station.typists
    key_in(station, bo, 1, changed(example_count(), blank=9))
    key_in(station, cas, 1, example_count())
    seen = decisions.comparison(station.file, station.supervisor, 1)
    ruling = Ruling(BLANK, Misread.FIRST, "leesfout")
    decisions.send_back(station.file, station.supervisor, seen, station.form, [ruling])
    decisions.hand_over(station.file, station.supervisor, 1, "invoerder is naar huis")
    key_in(station, dee, 1, example_count())


def _stated(station: ExampleStation) -> None:
    file, sam = station.file, station.supervisor
    seen = judging.dossier(file, sam, 2)
    judging.dispose(file, sam, seen, seen.open_findings, DispositionStatement("blad 2", "zo staat het er"))
    judging.account_for(file, sam, seen, CountStatement("te veel uitgereikt", "opnieuw geteld: klopt"))
    error = ErrorStatement("blad 1", BLANK, 4, 3, "vlek", "de telling klopt")
    judging.record_error(file, sam, seen, error)
    judging.withdraw_error(file, sam, 1, "dubbel")
    decisions.overview(file, sam)


@pytest.fixture
def evening(template: ExampleStation, tmp_path: Path) -> ExampleStation:
    return replace(
        template, file=open_station(Path(shutil.copy(template.file.path, tmp_path / "station.osv")))
    )


def tampered(station: ExampleStation, *statements: str) -> StationFile:
    """The file after someone with full access took the rules out, did something, and put them back."""
    path = station.file.path
    station.file.close()
    with without_triggers(path) as db:
        for statement in statements:
            assert db.execute(statement).rowcount == 1, statement
    return open_station(path)


def test_an_honest_evening_has_no_fault(evening: ExampleStation) -> None:
    assert first_fault(evening.file) is None
    assert head(evening.file).seq == evening.file.value("SELECT count(*) FROM log")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE entry_value SET value = 3 WHERE entry = 2 AND field = 'blank'", "stembureau 1, invoer 2"),
        ("UPDATE entry_value SET carried = 1 WHERE entry = 3 AND field = 'blank'", "veld blank"),
        ("DELETE FROM entry_value WHERE entry = 1 AND field = 'blank'", "veld blank"),
        ("UPDATE entry SET person = 5 WHERE id = 2", "stembureau 1, invoer 2 (invoer)"),
        ("UPDATE entry SET submitted_at = 'x' WHERE submitted_at IS NULL", "stembureau 7"),
        ("DELETE FROM discarded", "vervallen"),
        ("UPDATE decision_field SET reason = 'anders'", "teruggestuurd"),
        ("UPDATE decision_field SET field = 'invalid'", "teruggestuurd"),
        ("DELETE FROM decision", "Beslissing 1"),
        ("UPDATE entry SET wrong = 0 WHERE id = 1", "stembureau 1, invoer 1 (invoer)"),
        ("UPDATE let_stand SET reason = 'anders'", "bleef staan"),
        ("DELETE FROM let_stand", "bleef staan"),
        ("DELETE FROM hand_over", "overnam"),
        ("UPDATE hand_over SET session = 1", "overnam"),
        ("DELETE FROM final_unit WHERE first_entry = 3", "definitief stembureau"),
        ("UPDATE final_unit SET second_entry = 1 WHERE first_entry = 3", "definitief stembureau"),
        ("DELETE FROM reopened_unit", "Heropend stembureau"),
        ("UPDATE reopened_unit SET confirmed_by = 3", "Heropend stembureau"),
        ("UPDATE disposition SET found = 'niets' WHERE id = 1", "Beoordeling 1"),
        ("UPDATE disposition SET subject = '9' WHERE id = 1", "Beoordeling 1"),
        ("DELETE FROM disposition WHERE id = 1", "Beoordeling 1"),
        ("UPDATE count_account SET account = 'anders'", "Verantwoording van een telverschil 1"),
        ("UPDATE count_account SET entry = 1", "Verantwoording van een telverschil 1"),
        ("DELETE FROM count_account", "Verantwoording van een telverschil 1"),
        ("UPDATE alleged_error SET old_value = 5", "Fout op papier 1"),
        ("DELETE FROM alleged_error", "Fout op papier 1"),
        ("DELETE FROM withdrawn_error", "Ingetrokken fout op papier 1"),
        ("UPDATE control_sum SET total = total + 1 WHERE id = 1", "Controletelling 1"),
        ("UPDATE control_sum SET version = 2 WHERE id = 1", "Controletelling 1"),
        ("DELETE FROM control_sum WHERE id = 2", "Controletelling 2"),
        ("UPDATE final_election SET confirmed_by = 2", "Definitieve verkiezing 1"),
        ("UPDATE final_election SET version = 2", "Definitieve verkiezing 1"),
        ("DELETE FROM final_election", "Definitieve verkiezing 1"),
        ("INSERT INTO final_election VALUES (9, 1, 2, 1, 2, 'nu')", "Definitieve verkiezing 9"),
        ("UPDATE reopened_election SET reason = 'anders'", "Heropende verkiezing 1"),
        ("DELETE FROM reopened_election", "Heropende verkiezing 1"),
        ("UPDATE package SET root = replace(root, '0', '1')", "Export 1"),
        ("DELETE FROM package", "Export 1"),
        ("INSERT INTO setting VALUES ('threshold blank_percent', '99')", "Instelling threshold"),
        ("UPDATE person SET name = 'Iemand anders' WHERE id = 2", "Persoon 2"),
        ("UPDATE account SET role = 'typist' WHERE id = 1", "Account 1"),
        ("UPDATE document SET content = x'00' WHERE kind = '230b'", "Bestand 1 230b"),
        ("UPDATE log SET detail = '{}' WHERE seq = 5", "regel 5"),
        ("DELETE FROM log WHERE seq = 5", "regel 5 ontbreekt"),
        ("UPDATE log SET at = at || ' ' WHERE seq = 1", "regel 1"),
    ],
)
def test_a_change_below_the_program_is_named(evening: ExampleStation, statement: str, told: str) -> None:
    fault = first_fault(tampered(evening, statement))
    assert fault is not None
    assert told in fault


_OF_SEATS = {"lot", "withdrawn_lot", "deceased", "withdrawn_deceased"}
"""Tables of a central committee, looked at in ``test_seats``."""


def test_every_table_of_the_file_is_looked_at(evening: ExampleStation) -> None:
    """All have a row, so that a table of which the check does not know leaves no test without a subject."""
    tables = evening.file.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    empty = {name for (name,) in tables if not evening.file.rows(f"SELECT 1 FROM {name} LIMIT 1")}
    assert empty == {"setting", "witness", "witness_value", *_OF_SEATS}
    assert {name for (name,) in tables} == check._LOOK.keys() | {"log", "entry_value"}


def test_a_cut_tail_shows_only_on_paper(tmp_path: Path) -> None:
    station = example_station(tmp_path / "station.osv")
    for typist in station.typists[:2]:
        key_in(station, typist, 1, example_count())
    decisions.overview(station.file, station.supervisor)
    on_paper = head(station.file)
    last = station.file.value("SELECT max(seq) FROM log WHERE action = 'unit final'")
    assert last == on_paper.seq
    file = tampered(station, f"DELETE FROM log WHERE seq = {last}", "DELETE FROM final_unit")
    assert first_fault(file) is None
    assert head(file) != on_paper


def test_an_emptied_log_is_a_fault_too(evening: ExampleStation) -> None:
    rows = head(evening.file).seq
    file = tampered(evening, *(f"DELETE FROM log WHERE seq = {seq}" for seq in range(1, rows + 1)))
    assert first_fault(file) is not None
    assert head(file).seq == 0


def test_nothing_is_declared_or_published_from_a_file_that_was_changed(evening: ExampleStation) -> None:
    bo, _, dee = evening.typists
    for typist in (dee, bo):
        key_in(evening, typist, 7, example_count(7))
    decisions.overview(evening.file, evening.supervisor)
    spoilt = tampered(evening, "UPDATE person SET name = 'Iemand anders' WHERE id = 3")
    with pytest.raises(Refused, match="klopt niet met zijn logboek"):
        release(replace(evening, file=spoilt))
    mended = tampered(replace(evening, file=spoilt), "UPDATE person SET name = 'Typist bo' WHERE id = 3")
    again = replace(evening, file=mended)
    release(again)
    assert releasing.current_release(mended, again.supervisor, again.election).version == 2
    changed_later = tampered(again, "UPDATE entry_value SET value = 3 WHERE entry = 2 AND field = 'blank'")
    with pytest.raises(Refused, match="stembureau 1"):
        releasing.current_release(changed_later, again.supervisor, again.election)


def test_a_disk_that_does_not_answer_is_not_called_a_file_that_was_changed(
    evening: ExampleStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise FileUnusable("Het bestand kan niet worden gelezen.")

    monkeypatch.setattr(check, "_faults", unreadable)
    with pytest.raises(FileUnusable):
        releasing.require_sound(evening.file)
    assert first_fault(evening.file) == "Het bestand kan niet worden gelezen."
