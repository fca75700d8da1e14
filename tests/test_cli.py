"""The commands as a person types them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from osv_tui.cli import main
from osv_tui.rehearsal.practice import PRACTICE_PASSWORD
from osv_tui.store import people
from osv_tui.store.check import head
from osv_tui.store.database import open_station


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    assert run("practice", "--out", str(tmp_path / "oefening")).exit_code == 0
    return tmp_path / "oefening"


def test_practice_makes_a_station_accounts_and_papers(practice: Path) -> None:
    file = open_station(practice / "oefening.osv")
    for user in ("beheer", "invoer1", "invoer2", "toezicht"):
        assert people.sign_in(file, user, PRACTICE_PASSWORD, "tty").user_name == user
    papers = list((practice / "papieren").rglob("*.txt"))
    assert len(papers) == file.value("SELECT count(*) FROM unit")
    assert all("OEFENING" in paper.read_text("utf-8") for paper in papers)


def test_practice_leaves_what_is_there(practice: Path) -> None:
    again = run("practice", "--out", str(practice))
    assert again.exit_code == 1
    assert "staat al iets" in again.output


@pytest.mark.parametrize("command", ["open", "check"])
def test_a_missing_station_is_said_plainly(tmp_path: Path, command: str) -> None:
    result = run(command, str(tmp_path / "weg.osv"))
    assert result.exit_code == 1
    assert "bestaat niet" in result.output
    assert "Traceback" not in result.output


def test_new_does_not_touch_an_existing_file(practice: Path) -> None:
    result = run("new", str(practice / "oefening.osv"))
    assert result.exit_code == 1
    assert "Kies een andere naam" in result.output


def test_check_compares_with_paper(practice: Path) -> None:
    station = practice / "oefening.osv"
    file = open_station(station)
    on_paper = head(file).hash
    assert run("check", str(station)).exit_code == 0
    assert run("check", str(station), "--head", on_paper).exit_code == 0
    people.sign_in(file, "invoer1", PRACTICE_PASSWORD, "tty")
    later = run("check", str(station), "--head", on_paper)
    assert later.exit_code == 1
    assert "op papier" in later.output


def test_check_names_what_was_changed(practice: Path) -> None:
    station = practice / "oefening.osv"
    with closing(sqlite3.connect(station)) as db:
        rule = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'person_unchanged'").fetchone()[0]
        db.execute("DROP TRIGGER person_unchanged")
        db.execute("UPDATE person SET name = 'Iemand anders' WHERE id = 2")
        db.execute(rule)
        db.commit()
    result = run("check", str(station))
    assert result.exit_code == 1
    assert "Iemand anders" in result.output
