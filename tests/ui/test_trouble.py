"""When something goes wrong: a clear sentence, and nothing that was typed is lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.events import Paste

from osv_tui import cli
from osv_tui.election import form as f
from osv_tui.store import database, decisions, people, signing_in
from osv_tui.store.database import StationFile, open_station
from osv_tui.ui.dialogs import AskText, Choose, Tell
from osv_tui.ui.plain import fatal_text, fault_code
from osv_tui.ui.screens.entry import EntryScreen
from osv_tui.ui.screens.export import ExportScreen
from osv_tui.ui.screens.help import HelpScreen
from osv_tui.ui.screens.login import LoginScreen
from osv_tui.ui.screens.password import PasswordScreen
from osv_tui.ui.screens.people import PeopleScreen
from osv_tui.ui.screens.pick import PickScreen
from osv_tui.ui.screens.reconcile import ReconcileScreen
from osv_tui.ui.screens.setup import SetupScreen
from osv_tui.ui.screens.too_small import TooSmallScreen
from tests.examples import pragma
from tests.ui import town
from tests.ui.desk import Desk, desk_at


@pytest.fixture
def station(tmp_path: Path) -> Path:
    return town.place(town.ready, tmp_path)


async def typing(desk: Desk) -> None:
    """Bo at the form of unit 4, with A stored."""
    await desk.sign_in("bo")
    await desk.type("4\n")
    await desk.hands.see(EntryScreen)
    await desk.type("743\n")
    assert desk.form.status == "opgeslagen"


def stored(station: Path) -> dict[str, int]:
    file = open_station(station)
    rows = file.rows("SELECT field, value FROM entry_value")
    file.close()
    return dict(rows)


@contextmanager
def full_disk(file: StationFile) -> Iterator[None]:
    """No page can be added to the file. The log grows with every field, so soon nothing fits."""
    pragma(file, f"max_page_count = {pragma(file, 'page_count')}")
    yield
    pragma(file, "max_page_count = 1000000")


async def test_a_full_disk_keeps_the_digits_until_there_is_room(station: Path) -> None:
    async with desk_at(station) as desk:
        await typing(desk)
        with full_disk(desk.file):
            for number in range(1, 200):
                await desk.type(f"{number}\n")
                if desk.form.status.startswith("NIET opgeslagen"):
                    break
                await desk.type("-")
            assert desk.form.status.startswith("NIET opgeslagen: De schijf is vol.")
            assert f"{number}_" in desk.text
            assert stored(station).get("proxies") != number
        await desk.type("\n")
        assert desk.form.status == "opgeslagen"
        assert stored(station)["proxies"] == number


async def test_a_locked_file_keeps_the_digits_until_it_is_free(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)
    async with desk_at(station) as desk:
        await typing(desk)
        other = sqlite3.connect(station, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        await desk.type("17\n")
        assert desk.form.status.startswith("NIET opgeslagen: Het bestand is in gebruik")
        assert desk.form.current_field == f.PROXIES
        assert "17_" in desk.text
        other.execute("ROLLBACK")
        other.close()
        await desk.type("\n")
        assert desk.form.status == "opgeslagen"
    assert stored(station) == {"poll_cards": 743, "proxies": 17}


async def test_a_session_taken_over_elsewhere_ends_with_a_message(station: Path) -> None:
    async with desk_at(station) as desk:
        await typing(desk)
        elsewhere = open_station(station)
        signing_in.sign_in(elsewhere, "bo", town.PASSWORD, "tty2")
        elsewhere.close()
        await desk.type("17\n2\n3\n")
        await desk.until(lambda: desk.at(LoginScreen))
        assert desk.notice.startswith("Deze sessie is afgesloten")
        assert "743" not in desk.text
        await desk.sign_in("bo")
        await desk.type("4\n")
        await desk.hands.see(EntryScreen)
        assert desk.form.current_field == f.PROXIES
    assert stored(station) == {"poll_cards": 743}


@pytest.mark.parametrize("user", ["bo", "sam", "ada"])
async def test_every_first_screen_survives_the_end_of_its_session(station: Path, user: str) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in(user)
        elsewhere = open_station(station)
        signing_in.sign_in(elsewhere, user, town.PASSWORD, "tty2")
        elsewhere.close()
        await desk.type({"bo": "4\n5\n", "sam": "x", "ada": "pu"}[user])
        await desk.press("escape", "escape")
        await desk.until(lambda: desk.at(LoginScreen))
        await desk.sign_in(user)
        assert not desk.at(LoginScreen)


async def test_an_entry_discarded_while_it_is_typed_is_told(station: Path) -> None:
    async with desk_at(station) as desk:
        await typing(desk)
        file = open_station(station)
        sam = signing_in.sign_in(file, "sam", town.PASSWORD, "tty2")
        unit = next(line for line in decisions.overview(file, sam) if line.numbers)
        decisions.discard(file, sam, unit.entries, "verkeerd papier")
        file.close()
        await desk.type("17\n")
        assert desk.form.status.startswith("NIET opgeslagen: Deze invoer is vervallen verklaard")
        await desk.press("escape")
        assert desk.at(PickScreen)
        assert desk.notice == "De invoer van stembureau 4 is vervallen verklaard door de toezichthouder."


async def test_a_smaller_terminal_covers_the_form_and_loses_nothing(station: Path) -> None:
    async with desk_at(station) as desk:
        await typing(desk)
        await desk.type("1")
        await desk.pilot.resize_terminal(79, 24)
        await desk.settle()
        assert desk.at(TooSmallScreen)
        await desk.type("99\n+")
        await desk.press("escape")
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert desk.at(EntryScreen)
        assert "1_" in desk.text
        await desk.type("7\n")
    assert stored(station) == {"poll_cards": 743, "proxies": 17}


async def test_a_dialog_that_comes_while_the_terminal_is_too_small_leaves_no_warning_behind(
    station: Path,
) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.pilot.resize_terminal(79, 24)
        await desk.settle()
        desk.app.push_screen(Tell("Klaar", "De bestanden zijn geschreven."))
        await desk.settle()
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert desk.at(Tell)
        await desk.press("enter")
        assert desk.at(SetupScreen)


async def test_a_terminal_that_begins_too_small_can_be_signed_out_of(station: Path) -> None:
    async with desk_at(station, (60, 20)) as desk:
        assert desk.at(TooSmallScreen)
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        await desk.sign_in("bo")
        await desk.press("escape")
        assert desk.notice == "U bent uitgelogd."


async def test_ctrl_c_in_the_form_does_not_stop_it(station: Path) -> None:
    async with desk_at(station) as desk:
        await typing(desk)
        await desk.type("1")
        await desk.press("ctrl+c")
        assert desk.form.status.startswith("Ctrl+C stopt niet.")
        await desk.type("7\n")
    assert stored(station) == {"poll_cards": 743, "proxies": 17}


@pytest.mark.parametrize(
    ("pasted", "status", "left"),
    [
        ("1.234", "opgeslagen", 1234),
        ("12 34", "«12 34» is geen getal. Plak één getal, zoals 1234 of 1.234.", None),
    ],
)
async def test_a_paste_is_one_number_or_nothing(
    station: Path, pasted: str, status: str, left: int | None
) -> None:
    async with desk_at(station) as desk:
        await typing(desk)
        desk.app.post_message(Paste(pasted))
        await desk.settle()
        if left is not None:
            await desk.type("\n")
        assert desk.form.status == status
        assert desk.form.values.get(f.PROXIES) == left


# A file that another program holds.


@contextmanager
def held(station: Path) -> Iterator[None]:
    other = sqlite3.connect(station, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.parametrize(
    ("user", "keys"),
    [
        ("ada", ["l", "v", "2", "f1", "escape"]),
        ("ada", ["p", "u", "escape", "w", "escape", "n", "escape", "f1", "escape"]),
        ("ada", ["o", "escape"]),
        ("sam", ["o", "escape"]),
        ("bo", ["4", "enter", "plus", "f1", "escape"]),
        ("sam", ["f", "enter", "f1", "escape", "x", "escape"]),
    ],
)
async def test_a_held_file_is_told_and_brings_no_screen_down(
    station: Path, monkeypatch: pytest.MonkeyPatch, user: str, keys: list[str]
) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)
    async with desk_at(station) as desk:
        await desk.sign_in(user)
        told = False
        with held(station):
            for key in keys:
                await desk.press(key)
                told = told or "Het bestand is in gebruik" in desk.text
            await desk.pilot.resize_terminal(100, 30)
            await desk.settle()
        assert told
        await desk.press(*["escape"] * 3)
        assert desk.at(LoginScreen)


async def test_signing_in_and_an_own_password_wait_for_a_held_file(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)
    async with desk_at(station) as desk:
        ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
        one_time = people.reset_password(desk.file, ada, 3, town.SECOND)
        with held(station):
            await desk.sign_in("bo", one_time)
            assert "Het bestand is in gebruik" in desk.notice
        await desk.type(f"{one_time}\n")
        assert desk.at(PasswordScreen)
        with held(station):
            await desk.fill(one_time, "een nieuw wachtwoord", "een nieuw wachtwoord")
            assert "Het bestand is in gebruik" in desk.notice
            await desk.press("escape")
        assert desk.at(LoginScreen)


# A key that comes twice.


async def test_a_double_digit_in_a_dialog_closes_the_dialog_only(tmp_path: Path) -> None:
    station = town.place(town.evening, tmp_path)
    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        await desk.press("f", "enter")
        assert desk.at(ReconcileScreen)
        await desk.press("2")
        assert desk.at(Choose)
        await desk.type("11")
        assert desk.at(ReconcileScreen)
        await desk.settle()
        assert "nog te beslissen" in desk.text


async def test_a_double_enter_at_the_folder_keeps_the_export_screen(tmp_path: Path) -> None:
    station = town.place(town.declared, tmp_path)
    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        await desk.press("x")
        screen = desk.screen
        assert isinstance(screen, ExportScreen)
        await desk.until(lambda: not screen.gatekeeper.is_looking)
        await desk.press("down", "e")
        assert desk.at(AskText)
        await desk.type("\n\n")
        assert ExportScreen in map(type, desk.app.screen_stack)
        await desk.until(lambda: desk.at(Tell))
        await desk.press("enter")
        assert desk.at(ExportScreen)


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_a_double_key_closes_one_help(station: Path, key: str) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("p", "f1")
        assert desk.at(HelpScreen)
        desk.hands.press(key, key)
        await desk.settle()
        assert desk.at(PeopleScreen)


# Files that are no station, at the command line.


def newer(path: Path) -> None:
    town.founded(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()


def damaged(path: Path) -> None:
    town.ready(path)
    data = bytearray(path.read_bytes())
    data[4096:-4096] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)


def no_database(path: Path) -> None:
    path.write_text("geheime aantekeningen", "utf-8")


def other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE geheim (x)")
    connection.close()


def absent(path: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("make", "answer"),
    [
        (newer, "nieuwere versie"),
        (damaged, "beschadigd"),
        (no_database, "geen station van osv-tui"),
        (other_database, "geen station van osv-tui"),
        (absent, "bestaat niet"),
    ],
)
def test_a_file_that_is_no_station_is_refused(
    tmp_path: Path, make: object, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(make)
    path = tmp_path / "station.osv"
    make(path)
    before = path.read_bytes() if path.exists() else None
    ran = CliRunner().invoke(cli.main, ["open", str(path)])
    assert ran.exit_code == 1
    assert answer in ran.output
    assert "Traceback" not in ran.output
    assert "geheim" not in ran.output
    assert (path.read_bytes() if path.exists() else None) == before


def test_an_existing_file_is_not_made_into_a_new_station(station: Path) -> None:
    before = station.read_bytes()
    ran = CliRunner().invoke(cli.main, ["new", str(station)])
    assert ran.exit_code == 1
    assert "Er staat al een bestand" in ran.output
    assert station.read_bytes() == before


def test_a_terminal_without_a_name_is_refused(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    ran = CliRunner().invoke(cli.main, ["open", str(station)])
    assert ran.exit_code == 1
    assert "gewone terminal" in ran.output


# What is left when the program itself is wrong (the whole of it: tests/terminal).


def test_the_last_words_name_a_place_and_no_value(tmp_path: Path) -> None:
    try:
        database.create(tmp_path / "geheim" / "map" / "x.osv")
    except Exception as error:
        text, code = fatal_text(error), fault_code(error)
    assert code.startswith("FileUnusable-database-")
    assert text.endswith(code)
    assert "geheim" not in text
    assert fault_code(None) == "onbekend"
    assert fault_code(ValueError("geheim")) == "ValueError-buiten"


def test_no_variable_of_the_toolkit_makes_the_program_tell() -> None:
    """They could log keys to a file, take pictures, or connect to a developer's tools."""
    code = (
        "import osv_tui.ui, textual.constants as c; from textual.app import App;"
        "print(sorted(App().features), c.LOG_FILE, c.SCREENSHOT_DELAY, c.PRESS or '-')"
    )
    told = {"TEXTUAL": "devtools,debug", "TEXTUAL_LOG": "keys.log", "TEXTUAL_SCREENSHOT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **told}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["[]", "None", "-1", "-"]
