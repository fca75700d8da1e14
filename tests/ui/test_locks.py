"""The screen of who went away, sessions that end, and what may never be shown on top of a lock."""

from __future__ import annotations

from pathlib import Path

import pytest

from osv_tui.store import signing_in
from osv_tui.ui.attendance import IDLE_SECONDS
from osv_tui.ui.dialogs import Tell
from osv_tui.ui.screens.entry import EntryScreen
from osv_tui.ui.screens.head import HeadScreen
from osv_tui.ui.screens.help import HelpScreen
from osv_tui.ui.screens.lock import LockScreen
from osv_tui.ui.screens.login import LoginScreen
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.people import NewPersonDialog
from osv_tui.ui.screens.pick import PickScreen
from osv_tui.ui.screens.too_small import TooSmallScreen
from osv_tui.ui.widgets.fields import TextField
from tests.ui import town
from tests.ui.desk import Desk, desk_at

MINUTE = 60.0
HOUR = 60 * MINUTE


@pytest.fixture
def station(tmp_path: Path) -> Path:
    return town.place(town.ready, tmp_path)


async def half_typed(desk: Desk) -> None:
    await desk.sign_in("bo")
    await desk.type("11\n743\n74")
    assert "74_" in desk.text


async def test_a_typist_goes_on_in_the_middle_of_a_number(station: Path) -> None:
    async with desk_at(station) as desk:
        await half_typed(desk)
        before = desk.text
        await desk.pass_seconds(10 * MINUTE - 1)
        assert desk.at(EntryScreen)
        await desk.pass_seconds(1)
        assert desk.at(LockScreen)
        assert "743" not in desk.text
        assert "74_" not in desk.text
        assert "Gemeentehuis" not in desk.text
        await desk.fill(town.PASSWORD)
        assert desk.text == before
        await desk.type("8\n")
        assert desk.form.values == {"poll_cards": 743, "proxies": 748}
        assert desk.file.value("SELECT count(*) FROM log WHERE action = 'unlocked'") == 1


@pytest.mark.parametrize(("user", "minutes"), [("bo", 10), ("sam", 5), ("ada", 5)])
async def test_each_role_has_its_own_patience(station: Path, user: str, minutes: int) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in(user)
        await desk.pass_seconds(minutes * MINUTE - 1)
        assert not desk.at(LockScreen)
        await desk.press("f1", "escape")  # somebody is there after all
        await desk.pass_seconds(minutes * MINUTE - 1)
        assert not desk.at(LockScreen)
        await desk.pass_seconds(1)
        assert desk.at(LockScreen)


async def test_the_key_that_comes_too_late_goes_nowhere(station: Path) -> None:
    async with desk_at(station) as desk:
        await half_typed(desk)
        desk.around.passed += IDLE_SECONDS[desk.app.actor.role] if desk.app.actor else 0
        await desk.type("9\n")  # before the program looked around
        assert desk.at(LockScreen)
        assert desk.screen.query_one(TextField).value == ""
        await desk.fill(town.PASSWORD)
        assert "74_" in desk.text
        assert desk.form.values == {"poll_cards": 743}


async def test_any_number_of_screens_may_be_below(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("p", "n")
        await desk.type("Dee To")
        stack = list(desk.app.screen_stack)
        await desk.pass_seconds(5 * MINUTE)
        assert desk.at(LockScreen)
        assert "Dee To" not in desk.text
        await desk.fill(town.PASSWORD)
        assert desk.app.screen_stack == stack
        assert desk.at(NewPersonDialog)
        await desk.type("ets")
        assert "Dee Toets" in desk.text


async def test_only_the_own_password_opens_and_guessing_has_to_wait(station: Path) -> None:
    async with desk_at(station) as desk:
        await half_typed(desk)
        await desk.pass_seconds(10 * MINUTE)
        for _ in range(5):
            await desk.fill("verkeerd wachtwoord")
            assert "klopt niet" in desk.notice
        await desk.fill(town.PASSWORD)
        assert "Wacht 15 seconden" in desk.notice
        assert desk.at(LockScreen)
        desk.around.passed += 15
        await desk.fill(town.PASSWORD)
        assert "74_" in desk.text


async def test_escape_logs_out_and_shows_nothing(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    async with desk_at(station) as desk:
        monkeypatch.setattr(desk.app, "write_to_terminal", written.append)
        await half_typed(desk)
        await desk.pass_seconds(10 * MINUTE)
        assert written == ["\x1b[3J"]
        await desk.press("escape")
        assert desk.at(LoginScreen)
        assert written == ["\x1b[3J"] * 2
        await desk.sign_in("sam")
        assert desk.at(OverviewScreen)


async def test_help_comes_on_top_of_the_lock_and_the_size_warning_too(station: Path) -> None:
    async with desk_at(station) as desk:
        await half_typed(desk)
        await desk.pass_seconds(10 * MINUTE)
        await desk.press("f1")
        assert desk.at(HelpScreen)
        await desk.press("escape")
        assert desk.at(LockScreen)
        await desk.pilot.resize_terminal(60, 20)
        assert desk.at(TooSmallScreen)
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert desk.at(LockScreen)
        await desk.fill(town.PASSWORD)
        assert "74_" in desk.text


async def test_what_opens_by_itself_comes_below_the_lock(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        await desk.pass_seconds(5 * MINUTE)
        desk.app.push_screen(Tell("Klaar", "iets geheims"))
        await desk.settle()
        assert desk.at(LockScreen)
        assert "iets geheims" not in desk.text
        await desk.fill(town.PASSWORD)
        assert desk.at(Tell)
        assert "iets geheims" in desk.text


async def test_a_head_that_is_due_waits_below_the_lock(tmp_path: Path) -> None:
    async with desk_at(town.place(town.not_open, tmp_path)) as desk:
        await desk.sign_in("sam")
        await desk.press("o", "enter")
        await desk.countersign(user="ada")
        assert desk.at(HeadScreen)
        await desk.pass_seconds(5 * MINUTE)
        assert desk.at(LockScreen)
        await desk.fill(town.PASSWORD)
        assert desk.at(HeadScreen)


async def test_a_session_elsewhere_ends_this_one_without_a_key(station: Path) -> None:
    async with desk_at(station) as desk:
        await half_typed(desk)
        signing_in.sign_in(desk.file, "bo", town.PASSWORD, "tty2")
        assert desk.at(EntryScreen)
        await desk.look_around()
        assert desk.at(LoginScreen)
        assert "ander scherm ingelogd" in desk.notice


async def test_a_locked_session_that_ended_elsewhere_is_not_opened(station: Path) -> None:
    async with desk_at(station) as desk:
        await half_typed(desk)
        await desk.pass_seconds(10 * MINUTE)
        signing_in.sign_in(desk.file, "bo", town.PASSWORD, "tty2")
        await desk.fill(town.PASSWORD)
        assert desk.at(LoginScreen)


async def test_twelve_hours_is_the_end_with_a_warning(station: Path) -> None:
    async with desk_at(station) as desk:
        await half_typed(desk)
        for _ in range(int(11.8 * HOUR / (9 * MINUTE))):
            await desk.pass_seconds(9 * MINUTE)
            await desk.press("f1", "escape")
        assert "tien minuten" not in desk.words
        left = desk.app.lookout.attendance.left
        await desk.pass_seconds(left - 10 * MINUTE)
        assert "Over tien minuten wordt u uitgelogd" in desk.words
        assert "74_" in desk.text
        await desk.press("f1", "escape")
        await desk.pass_seconds(9 * MINUTE)
        await desk.press("8", "enter")
        assert desk.form.values == {"poll_cards": 743, "proxies": 748}
        await desk.pass_seconds(MINUTE)
        assert desk.at(LoginScreen)
        assert "twaalf uur" in desk.notice
        assert desk.file.value("SELECT count(*) FROM session WHERE ended_at IS NULL") == 0
        await desk.sign_in("bo")
        assert desk.at(PickScreen)
        assert "uitgelogd" not in desk.notice
