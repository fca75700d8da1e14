"""The commands as a person types them."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from osv_tui.cli import main
from osv_tui.guard import place
from osv_tui.guard.holder import hold
from osv_tui.rehearsal.practice import PRACTICE_PASSWORD
from osv_tui.store import backup, settings, signing_in
from osv_tui.store.chain import in_groups
from osv_tui.store.check import head
from osv_tui.store.database import open_station
from tests.ui import town


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="osv-tui", input=typed)


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    assert run("practice", "--out", str(tmp_path / "oefening")).exit_code == 0
    return tmp_path / "oefening"


def test_practice_makes_a_station_accounts_and_papers(practice: Path) -> None:
    file = open_station(practice / "oefening.osv")
    for user in ("beheer", "invoer1", "invoer2", "toezicht"):
        assert signing_in.sign_in(file, user, PRACTICE_PASSWORD, "tty").user_name == user
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


def test_check_finds_every_code_on_paper(practice: Path) -> None:
    station = practice / "oefening.osv"
    with closing(open_station(station)) as file:
        opening = head(file)
        signing_in.sign_in(file, "invoer1", PRACTICE_PASSWORD, "tty")
        last = head(file)
    result = run("check", str(station), "--head", in_groups(opening.hash), "--head", last.hash)
    assert result.exit_code == 0
    assert f"is die van regel {opening.seq} (" in result.output
    assert "Daarna kwam 1 regel." in result.output
    assert "Daarna kwamen 0 regels." in result.output
    assert "Niet vergeleken met papier" not in result.output


def test_check_shows_the_head_in_four_lines_of_four_groups(practice: Path) -> None:
    station = practice / "oefening.osv"
    lines = run("check", str(station)).output.splitlines()
    with closing(open_station(station)) as file:
        code = in_groups(head(file).hash)
    assert [line.split() for line in lines[2:6]] == [code.split()[at : at + 4] for at in (0, 4, 8, 12)]
    assert any("Niet vergeleken met papier" in line for line in lines)


def test_check_says_when_a_code_on_paper_is_nowhere(practice: Path) -> None:
    station = practice / "oefening.osv"
    older = station.read_bytes()
    with closing(open_station(station)) as file:
        signing_in.sign_in(file, "invoer1", PRACTICE_PASSWORD, "tty")
        on_paper = head(file).hash
    assert run("check", str(station), "--head", on_paper).exit_code == 0
    station.write_bytes(older)
    assert run("check", str(station)).exit_code == 0  # without paper an older copy does not show
    result = run("check", str(station), "--head", on_paper)
    assert result.exit_code == 3
    for words in ("staat niet in het logboek", "opnieuw geschreven", "het einde", "oudere kopie"):
        assert words in result.output


def tamper(station: Path) -> None:
    """Another name for a person, as somebody with another program could write it."""
    with closing(sqlite3.connect(station)) as db:
        rule = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'person_unchanged'").fetchone()[0]
        db.execute("DROP TRIGGER person_unchanged")
        db.execute("UPDATE person SET name = 'Iemand anders' WHERE id = 2")
        db.execute(rule)
        db.commit()


@pytest.mark.parametrize("command", ["check", "open"])
def test_a_file_that_is_not_what_its_log_tells_is_refused(practice: Path, command: str) -> None:
    station = practice / "oefening.osv"
    tamper(station)
    result = run(command, str(station))
    assert result.exit_code == 1
    assert "Iemand anders" in result.output
    assert "waarschuw de beheerder" in result.output
    assert "osv-tui restore" in result.output


# Opening.

NO_TERMINAL = "heeft een gewone terminal nodig"
"""What ``open`` says in a test once everything before the screens is in order."""


@pytest.fixture
def real(tmp_path: Path) -> Path:
    path = tmp_path / "gemeente.osv"
    town.founded(path)
    return path


def stands_on(monkeypatch: pytest.MonkeyPatch, why: str | None) -> None:
    monkeypatch.setattr(place, "refusal", lambda path: f"{path} staat {why}." if why else None)


def test_open_checks_the_file_first(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stands_on(monkeypatch, None)
    result = run("open", str(real))
    assert result.output.index("Het telbestand wordt gecontroleerd ...") < result.output.index(NO_TERMINAL)


@pytest.mark.parametrize(
    "why", ["op een netwerkschijf (nfs)", "in een map van Dropbox", "in het geheugen (tmpfs)"]
)
def test_a_station_may_not_stand_just_anywhere(
    real: Path, practice: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    stands_on(monkeypatch, why)
    refused = run("open", str(real))
    assert (refused.exit_code, why in refused.output) == (1, True)
    assert "gecontroleerd" not in refused.output
    fresh = run("new", str(real.with_name("nieuw.osv")))
    assert (fresh.exit_code, why in fresh.output) == (1, True)
    to_practise = run("open", str(practice / "oefening.osv"))
    assert (NO_TERMINAL in to_practise.output) == ("geheugen" in why)


def test_a_second_program_is_told_who_has_the_station(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stands_on(monkeypatch, None)
    with hold(real):
        result = run("open", str(real))
        assert result.exit_code == 1
        assert "is al open bij" in result.output
        assert f"programma {os.getpid()}" in result.output
    assert NO_TERMINAL in run("open", str(real)).output


def test_several_programs_have_a_station_that_was_set_up_for_it(
    real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands_on(monkeypatch, None)
    with closing(open_station(real)) as file:
        ada = signing_in.sign_in(file, "ada", town.PASSWORD, "tty")
        settings.set_up(file, ada, settings.Setting.NETWORK, "lo")
    with hold(real, shared=True):
        assert NO_TERMINAL in run("open", str(real)).output
    with hold(real):
        assert "is al open bij" in run("open", str(real)).output


# Going on from a copy.


def test_restore_goes_on_from_a_copy_at_the_hands_of_two(
    real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands_on(monkeypatch, None)
    (tmp_path / "stick").mkdir()
    with closing(open_station(real)) as file:
        copy = backup.back_up(file, tmp_path / "stick", "tty")
    again = tmp_path / "verder.osv"
    alone = run("restore", str(copy.path), str(again), typed=officials("ada", "ada"))
    assert alone.exit_code == 1
    assert "twee verschillende personen" in alone.output
    assert not again.exists()
    result = run("restore", str(copy.path), str(again), typed=officials("ada", "sam"))
    assert result.exit_code == 0
    assert f"gaat verder na regel {copy.head.seq} van het logboek" in result.output
    assert town.PASSWORD not in result.output
    with closing(open_station(again)) as file:
        assert in_groups(head(file).hash).split()[0] in result.output
    assert run("restore", str(copy.path), str(again)).exit_code == 1  # there is a file by that name now


def officials(*users: str) -> str:
    return "".join(f"{user}\n{town.PASSWORD}\n" for user in users)


# The program itself.


def test_the_release_hash_is_that_of_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    output = run("version", "--files").output
    lines = "".join(f"{line}\n" for line in output.splitlines() if re.match("[0-9a-f]{64} ", line))
    shown = " ".join(line.strip() for line in output.splitlines()[2:6])
    assert shown.split() == in_groups(hashlib.sha256(lines.encode()).hexdigest()).split()
    assert f"SQLite {sqlite3.sqlite_version}" in output
    assert "ontwikkelversie" in output
    assert "bewijst niets" in output


def test_the_manual_is_part_of_the_program() -> None:
    text = run("manual").output
    assert text.count("\n") <= 180
    for words in ("een volledige herberekening", "een afgeknipt einde", "een oudere kopie"):
        assert words in text
    known = set(main.commands)
    assert set(re.findall(r"`osv-tui (\w+)", text)) <= known


# The command line.


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check",), "STATION ontbreekt."),
        (("check", "a.osv", "--hoofd"), "De optie --hoofd bestaat niet."),
        (("check", "a.osv", "--head"), "Bij de optie --head klopt iets niet"),
        (("practice", "--seed", "twee"), "Wat er bij --seed staat kan niet."),
        (("kijk",), "Deze opdracht bestaat niet"),
        (("manual", "meer"), "staat te veel achter"),
    ],
)
def test_a_wrong_command_line_is_told_in_dutch(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output


@pytest.mark.parametrize("command", [(), *((name,) for name in main.commands)])
def test_no_help_has_english_words(command: tuple[str, ...]) -> None:
    output = run(*command, "--help").output
    assert not re.search(r"\b(Usage|Options|Commands|Show|Error|Arguments)\b", output)
    assert {"Gebruik:", "Opties:"} <= set(output.split())
