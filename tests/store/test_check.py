"""A file that was changed below the program no longer agrees with its own log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.form import BLANK
from osv_tui.election.workflow import Misread, Ruling
from osv_tui.store import decisions
from osv_tui.store.check import first_fault, head
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.problems import Refused
from tests.examples import ExampleStation, changed, example_count, example_station, key_in


@pytest.fixture
def evening(tmp_path: Path) -> ExampleStation:
    """One unit final after a re-key, one discarded, one half typed."""
    station = example_station(tmp_path / "station.osv")
    bo, cas, dee = station.typists
    key_in(station, bo, 1, changed(example_count(), blank=9))
    key_in(station, cas, 1, example_count())
    key_in(station, bo, 2, example_count(2))
    key_in(station, dee, 7, example_count(7), submit=False)
    units = {line.unit.number: line for line in decisions.overview(station.file, station.supervisor)}
    ruling = Ruling(BLANK, Misread.FIRST, "leesfout")
    seen = decisions.comparison(station.file, station.supervisor, units[1].key)
    decisions.send_back(station.file, station.supervisor, seen, station.form, [ruling])
    decisions.discard(station.file, station.supervisor, units[2].entries, "verkeerd papier")
    key_in(station, bo, 1, example_count())
    decisions.overview(station.file, station.supervisor)
    return station


def tampered(station: ExampleStation, *statements: str) -> StationFile:
    """The file after someone with full access took the rules out, did something, and put them back."""
    path = station.file.path
    station.file.close()
    with closing(sqlite3.connect(path)) as db:
        rules = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in rules:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert db.execute(statement).rowcount == 1, statement
        for _, sql in rules:
            db.execute(sql)
        db.commit()
    return open_station(path)


def test_an_honest_evening_has_no_fault(evening: ExampleStation) -> None:
    assert first_fault(evening.file) is None
    assert head(evening.file).seq == evening.file.value("SELECT count(*) FROM log")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE entry_value SET value = 3 WHERE entry = 2 AND field = 'blank'", "stembureau 1, invoer 2"),
        ("UPDATE entry_value SET carried = 1 WHERE entry = 4 AND field = 'invalid'", "veld invalid"),
        ("DELETE FROM entry_value WHERE entry = 1 AND field = 'blank'", "veld blank"),
        ("UPDATE entry SET person = 5 WHERE id = 2", "stembureau 1, invoer 2 (invoer)"),
        ("UPDATE entry SET submitted_at = 'x' WHERE submitted_at IS NULL", "stembureau 7"),
        ("DELETE FROM discarded", "vervallen"),
        ("UPDATE decision_field SET reason = 'anders'", "teruggestuurd"),
        ("DELETE FROM final_unit", "Definitief stembureau"),
        ("INSERT INTO final_election VALUES (1, 1, 'nu')", "Definitieve verkiezing"),
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


def test_a_cut_tail_shows_only_on_paper(evening: ExampleStation) -> None:
    on_paper = head(evening.file)
    last = evening.file.value("SELECT max(seq) FROM log WHERE action = 'unit final'")
    assert last == on_paper.seq
    file = tampered(evening, f"DELETE FROM log WHERE seq = {last}", "DELETE FROM final_unit")
    assert first_fault(file) is None
    assert head(file) != on_paper


def test_an_emptied_log_is_a_fault_too(evening: ExampleStation) -> None:
    rows = head(evening.file).seq
    file = tampered(evening, *(f"DELETE FROM log WHERE seq = {seq}" for seq in range(1, rows + 1)))
    assert first_fault(file) is not None
    assert head(file).seq == 0


def test_nothing_is_declared_or_published_from_a_file_that_was_changed(evening: ExampleStation) -> None:
    for typist, unit in ((typist, unit) for unit in (2, 7) for typist in evening.typists[:2]):
        for line in decisions.overview(evening.file, evening.supervisor):
            if line.unit.number == 7 and line.state.value == "first in progress":
                decisions.discard(evening.file, evening.supervisor, line.entries, "opnieuw")
        key_in(evening, typist, unit, example_count(unit))
    decisions.overview(evening.file, evening.supervisor)
    file = tampered(evening, "UPDATE person SET name = 'Iemand anders' WHERE id = 3")
    with pytest.raises(Refused, match="klopt niet met zijn logboek"):
        decisions.finalise_election(file, evening.supervisor, evening.election)
    mended = replace(
        evening,
        file=tampered(replace(evening, file=file), "UPDATE person SET name = 'Typist bo' WHERE id = 3"),
    )
    decisions.finalise_election(mended.file, evening.supervisor, evening.election)
    decisions.final_tally(mended.file, evening.supervisor, evening.election)
    changed_later = tampered(mended, "UPDATE entry_value SET value = 3 WHERE entry = 2 AND field = 'blank'")
    with pytest.raises(Refused, match="stembureau 1"):
        decisions.final_tally(changed_later, evening.supervisor, evening.election)
