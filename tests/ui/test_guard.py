"""What closes the program from outside, and what is told of clock, copies and the program itself."""

from __future__ import annotations

import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from osv_tui.guard import holder
from osv_tui.guard.offline import Finding, What
from osv_tui.store import backup, database, settings, signing_in
from osv_tui.store.problems import DiskFull
from osv_tui.store.settings import Setting
from osv_tui.ui import lookout, surroundings
from osv_tui.ui.dialogs import AskText
from osv_tui.ui.screens.entry import EntryScreen
from osv_tui.ui.screens.export import ExportScreen
from osv_tui.ui.screens.guard import ChangedScreen, ConnectedScreen
from osv_tui.ui.screens.lock import LockScreen
from osv_tui.ui.screens.login import LoginScreen
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.pick import PickScreen
from osv_tui.ui.screens.settings import SettingsScreen
from osv_tui.ui.screens.setup import SetupScreen
from osv_tui.ui.surroundings import Installation, look_at_connections
from tests.store.prepared import without_triggers
from tests.ui import town
from tests.ui.desk import Desk, Surroundings, desk_at

CABLE = Finding("eth0", What.CARRIER)
WIFI = Finding("wlan0", What.WIFI_ON)
FAULTY = Installation("ab" * 32, development=False, faults=("osv_tui/cli.py is veranderd.",))


@pytest.fixture
def station(tmp_path: Path) -> Path:
    return town.place(town.ready, tmp_path)


def logged(desk: Desk, *actions: str) -> list[tuple[str, str]]:
    marks = ", ".join("?" * len(actions))
    return desk.file.rows(f"SELECT action, detail FROM log WHERE action IN ({marks}) ORDER BY seq", *actions)


async def plug(desk: Desk, *findings: Finding) -> None:
    desk.around.findings = findings
    await desk.look_around()


# Connections.


async def test_entry_closes_and_opens_by_itself_with_nothing_lost(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        await desk.type("11\n743\n74")
        before = desk.text
        await plug(desk, CABLE, WIFI)
        assert desk.at(ConnectedScreen)
        assert CABLE.text in desk.words
        assert "Wifi staat aan" in desk.words
        assert "743" not in desk.text
        await desk.type("99\n")
        await plug(desk, WIFI)
        assert desk.at(ConnectedScreen)
        assert "eth0" not in desk.text
        await plug(desk)
        assert desk.text == before
        await desk.type("8\n")
        assert desk.form.values == {"poll_cards": 743, "proxies": 748}


async def test_what_was_found_and_what_is_gone_is_logged_once(station: Path) -> None:
    async with desk_at(station) as desk:
        await plug(desk, CABLE, WIFI)
        await desk.look_around()
        await plug(desk, CABLE)
        await plug(desk)
        await plug(desk)
        found = logged(desk, "connection found", "connection gone")
        assert [action for action, _ in found] == ["connection found"] * 2 + ["connection gone"] * 2
        assert [("eth0" in detail, "wlan0" in detail) for _, detail in found] == [
            (True, False), (False, True), (False, True), (True, False),
        ]  # fmt: skip


async def test_a_busy_file_delays_the_log_and_not_the_lock(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        other = sqlite3.connect(station, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await plug(desk, CABLE)
        assert desk.at(ConnectedScreen)
        other.execute("ROLLBACK")
        other.close()
        assert logged(desk, "connection found") == []
        await desk.look_around()
        assert len(logged(desk, "connection found")) == 1


async def test_a_typist_who_comes_later_finds_it_closed(station: Path) -> None:
    async with desk_at(station, around=Surroundings(CABLE)) as desk:
        assert "VERBONDEN" in desk.text
        await desk.sign_in("bo")
        assert desk.at(ConnectedScreen)
        await desk.press("escape")
        assert desk.at(LoginScreen)
        await desk.sign_in("bo")
        await plug(desk)
        assert desk.at(PickScreen)
        await desk.type("11\n")
        assert desk.at(EntryScreen)


async def test_an_official_can_look_and_is_told(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        await plug(desk, CABLE)
        assert desk.at(OverviewScreen)
        assert "Deze computer is verbonden (eth0)" in desk.notice
        await desk.press("escape")
        await desk.sign_in("ada")
        assert desk.at(SetupScreen)
        await desk.until(lambda: "Deze computer is verbonden (eth0)" in desk.notice)


async def until_looked_at(desk: Desk) -> None:
    screen = desk.screen
    assert isinstance(screen, ExportScreen)
    await desk.until(lambda: not screen.gatekeeper.is_looking)


async def test_the_export_closes_with_what_is_open_on_it(tmp_path: Path) -> None:
    async with desk_at(town.place(town.declared, tmp_path)) as desk:
        await desk.sign_in("sam")
        await desk.press("x")
        await until_looked_at(desk)
        await desk.press("down", "e")
        assert desk.at(AskText)
        await plug(desk, CABLE)
        assert desk.at(ConnectedScreen)
        await desk.press("enter", "enter")
        assert not (tmp_path / "export").exists()
        await plug(desk)
        assert desk.at(AskText)
        await desk.press("escape")
        assert desk.at(ExportScreen)
        await desk.press("escape")
        await plug(desk, CABLE)
        assert desk.at(OverviewScreen)
        await desk.press("x")
        assert desk.at(ExportScreen), "what is open can be looked at"
        await until_looked_at(desk)
        await desk.press("down", "e")
        assert desk.at(ConnectedScreen)


async def test_a_closed_network_that_was_set_up_is_allowed(station: Path) -> None:
    async with desk_at(station) as desk:
        ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
        settings.set_up(desk.file, ada, Setting.NETWORK, "eth1, eth0")
        await desk.sign_in("bo")
        await plug(desk, CABLE)
        assert desk.at(PickScreen)
        await plug(desk, CABLE, WIFI)
        assert desk.at(ConnectedScreen)


@pytest.mark.parametrize("password_first", [True, False])
async def test_both_locks_at_once_open_in_any_order(station: Path, *, password_first: bool) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        await desk.type("11\n743\n74")
        await plug(desk, CABLE)
        await desk.pass_seconds(600)
        assert desk.at(LockScreen)
        if password_first:
            await desk.fill(town.PASSWORD)
            assert desk.at(ConnectedScreen)
            await plug(desk)
        else:
            await plug(desk)
            assert desk.at(LockScreen)
            await desk.fill(town.PASSWORD)
        assert "74_" in desk.text


async def test_a_practice_station_tells_and_stays_open(station: Path) -> None:
    with without_triggers(station) as db:
        db.execute("UPDATE station SET practice = 1")
    async with desk_at(station, around=Surroundings(CABLE)) as desk:
        await desk.sign_in("bo")
        assert desk.at(PickScreen)
        await desk.until(lambda: "op de avond zelf zou de invoer nu dicht zijn" in desk.words)
        await desk.type("11\n")
        assert desk.at(EntryScreen)


async def test_a_look_that_takes_long_is_not_begun_again(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = [], threading.Event()

    def slow(_: frozenset[str]) -> tuple[Finding, ...]:
        begun.append(1)
        go_on.wait(5)
        return (CABLE,)

    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        monkeypatch.setattr(desk.app.lookout, "_look", slow)
        for _ in range(3):
            desk.app.lookout.look_around()
            await desk.press("7")
        assert "│7" in desk.text  # the keys do not wait for it
        go_on.set()
        await desk.until(lambda: desk.at(ConnectedScreen))
        assert begun == [1]


def test_a_look_that_breaks_off_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> tuple[Finding, ...]:
        raise RuntimeError

    monkeypatch.setattr("osv_tui.guard.offline.findings", broken)
    assert [finding.what for finding in look_at_connections(frozenset())] == [What.CANNOT_LOOK]


# The program.


async def test_a_changed_program_is_closed_to_everybody(station: Path) -> None:
    async with desk_at(station, around=Surroundings(installation=FAULTY)) as desk:
        assert desk.at(ChangedScreen)
        assert "osv_tui/cli.py is veranderd." in desk.words
        assert len(logged(desk, "installation changed")) == 1
        for key in ("escape", "enter", "f1", "escape", *"sam"):
            await desk.press(key)
        assert desk.at(ChangedScreen)
        await desk.press("f10")
        assert desk.app.return_code == 1


async def test_what_the_program_needs_is_looked_at_too(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def late() -> tuple[str, ...]:
        go_on.wait(5)
        return ("textual/app.py is veranderd.",)

    monkeypatch.setattr(surroundings, "look_at_everything_needed", late)
    sound = Installation("ab" * 32, development=False)
    async with desk_at(station, around=Surroundings(installation=sound)) as desk:
        await desk.sign_in("bo")
        assert desk.at(PickScreen)
        go_on.set()
        await desk.until(lambda: desk.at(ChangedScreen))
        assert "textual/app.py is veranderd." in desk.words


async def test_the_login_screen_tells_what_runs(station: Path) -> None:
    async with desk_at(station) as desk:
        assert "0123 4567 89AB CDEF" in desk.words
        assert "ontwikkelversie" in desk.words
        assert "bij de start gecontroleerd, in orde" in desk.words
        assert "Verbinding: geen" in desk.words
        await plug(desk, CABLE)
        assert "VERBONDEN (eth0)." in desk.words


# The clock.


async def test_a_clock_that_was_set_is_logged_and_told_to_officials(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        desk.file.clock = lambda: town.clock() - timedelta(hours=3)
        await desk.look_around()
        assert len(logged(desk, "clock jumped")) == 1
        assert "klok" not in desk.notice
        await desk.press("escape")
        await desk.sign_in("sam")
        await desk.until(lambda: "De klok van deze computer is verzet" in desk.notice)
        await desk.look_around()
        assert len(logged(desk, "clock jumped")) == 1


# Copies.


def copies_to(desk: Desk, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
    settings.set_up(desk.file, ada, Setting.COPIES, str(folder))


async def test_copies_every_five_minutes_while_somebody_is_there(station: Path) -> None:
    async with desk_at(station) as desk:
        copies_to(desk, station.parent / "kopie")
        await desk.look_around()
        assert logged(desk, "copy made") == []  # nobody is signed in
        await desk.sign_in("bo")
        for passed, made in ((0, 1), (299, 1), (1, 2), (5, 2)):
            await desk.pass_seconds(passed)
            assert len(logged(desk, "copy made")) == made
        assert len(list((station.parent / "kopie").glob("*.osv"))) == 2


async def test_a_copy_after_every_final_unit(tmp_path: Path) -> None:
    path = town.place(town.ready, tmp_path)
    async with desk_at(path) as desk:
        copies_to(desk, tmp_path / "kopie")
        opened = town.open_town(path)
        opened.type_twice((1, 2), town.AB)
        opened.file.close()
        await desk.sign_in("bo")
        await desk.look_around()
        await desk.press("escape")
        assert len(logged(desk, "copy made")) == 1
        await desk.sign_in("sam")  # the overview makes them final
        await desk.look_around()
        assert len(logged(desk, "unit final", "copy made")) == 4


async def test_a_copy_that_fails_is_told_to_officials_only(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> backup.Copy:
        raise DiskFull("De schijf is vol.")

    monkeypatch.setattr(backup, "back_up", full)
    async with desk_at(station) as desk:
        copies_to(desk, station.parent / "kopie")
        await desk.sign_in("bo")
        await desk.look_around()
        assert "kopie" not in desk.words
        await desk.press("escape")
        await desk.sign_in("sam")
        await desk.until(
            lambda: "De kopie van het telbestand is niet gelukt. De schijf is vol." in desk.words
        )


async def test_never_two_copies_at_once(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = [], threading.Event()

    def slow(*_: object) -> backup.Copy:
        begun.append(1)
        go_on.wait(5)
        raise DiskFull("De schijf is vol.")

    monkeypatch.setattr(lookout, "_back_up", slow)
    async with desk_at(station) as desk:
        copies_to(desk, station.parent / "kopie")
        await desk.sign_in("bo")
        for _ in range(3):
            desk.around.passed += 400
            desk.app.lookout.look_around()
            await desk.settle()
        go_on.set()
        await desk.until(lambda: not desk.app.lookout.is_busy)
        assert begun == [1]


# The settings of this computer.


async def test_an_administrator_sets_up_the_computer(station: Path) -> None:
    folder = station.parent / "kopie"
    folder.mkdir()
    async with desk_at(station, around=Surroundings(CABLE)) as desk:
        await desk.sign_in("ada")
        desk.app.push_screen(SettingsScreen())
        await desk.settle()
        assert CABLE.text in desk.words
        await desk.fill("eth0; wlan0")
        assert "met een komma ertussen" in desk.notice
        await desk.fill("eth0 , eth1", str(folder / "weg"))
        assert "bestaat niet" in desk.notice
        await desk.fill(str(station.parent))
        assert "een andere map" in desk.notice
        await desk.fill(str(folder))
        assert desk.at(SetupScreen)
        assert settings.setting(desk.file, Setting.NETWORK) == "eth0,eth1"
        assert settings.setting(desk.file, Setting.COPIES) == str(folder)
        await desk.until(lambda: not desk.app.is_closed)


async def test_settings_that_stay_the_same_are_not_logged_again(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        for _ in range(2):
            desk.app.push_screen(SettingsScreen())
            await desk.settle()
            await desk.fill("lo", "")
        assert len(logged(desk, "set up")) == 1


# Who has the file.


async def test_a_busy_file_tells_who_has_it(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(holder, "who_writes", lambda path: f"sqlite3 (programma 4242) op {path.name}")
    async with desk_at(station) as desk:
        other = sqlite3.connect(station, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        await desk.sign_in("bo")
        assert "Het is sqlite3 (programma 4242) op station.osv." in desk.words
        other.execute("ROLLBACK")
        other.close()
