"""Signing in and out, the first own password, and accounts as the administrator keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from osv_tui.election.workflow import Role
from osv_tui.store import people, signing_in
from osv_tui.store.people import NewPerson
from osv_tui.ui.countersign import Countersign
from osv_tui.ui.dialogs import Tell
from osv_tui.ui.screens.login import LoginScreen
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.password import PasswordScreen
from osv_tui.ui.screens.people import NewPersonDialog, PeopleScreen
from osv_tui.ui.screens.pick import PickScreen
from osv_tui.ui.screens.setup import SetupScreen
from tests.ui import town
from tests.ui.desk import Desk, desk_at


@pytest.fixture
def station(tmp_path: Path) -> Path:
    return town.place(town.ready, tmp_path)


def field(desk: Desk, name: str) -> str:
    return desk.screen.query_one(f"#{name}", Input).value


@pytest.mark.parametrize(
    ("user", "screen"), [("ada", SetupScreen), ("bo", PickScreen), ("sam", OverviewScreen)]
)
async def test_each_role_comes_at_its_own_first_screen(station: Path, user: str, screen: type) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in(user)
        assert desk.at(screen)
        await desk.press("escape")
        assert desk.at(LoginScreen)
        assert desk.notice == "U bent uitgelogd."


@pytest.mark.parametrize(("user", "password"), [("bo", "verkeerd wachtwoord"), ("niemand", town.PASSWORD)])
async def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    station: Path, user: str, password: str
) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in(user, password)
        assert desk.at(LoginScreen)
        assert desk.notice == "! Gebruikersnaam of wachtwoord klopt niet. Probeer het opnieuw."
        assert field(desk, "user") == user
        assert field(desk, "password") == ""
        assert password not in desk.shot.svg
        await desk.press(*["shift+tab"])
        await desk.fill("bo", town.PASSWORD)
        assert desk.at(PickScreen)


async def test_nothing_of_a_session_stays_behind(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        await desk.press("escape")
        assert field(desk, "user") == field(desk, "password") == ""
        assert "Bo Tikker" not in desk.text


async def test_the_first_time_an_own_password_is_chosen(station: Path) -> None:
    async with desk_at(station) as desk:
        ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
        one_time = people.register(desk.file, ada, NewPerson("Dee", "203", "dee", Role.TYPIST), town.SECOND)
        await desk.sign_in("dee", one_time)
        assert desk.at(PasswordScreen)
        for old, new, again, answer in (
            (one_time, "te kort", "te kort", "ten minste 13 tekens"),
            (one_time, "een nieuw wachtwoord", "een ander wachtwoord", "niet gelijk"),
            ("onzin", "een nieuw wachtwoord", "een nieuw wachtwoord", "huidige wachtwoord klopt niet"),
        ):
            await desk.fill(old, new, again)
            assert desk.at(PasswordScreen)
            assert answer in desk.notice
        await desk.fill(one_time, "een nieuw wachtwoord", "een nieuw wachtwoord")
        assert desk.at(PickScreen)


async def test_without_an_own_password_nothing_else_can_be_reached(station: Path) -> None:
    async with desk_at(station) as desk:
        ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
        one_time = people.reset_password(desk.file, ada, 3, town.SECOND)
        await desk.sign_in("bo", one_time)
        await desk.press("escape")
        assert desk.at(LoginScreen)
        await desk.sign_in("bo", one_time)
        assert desk.at(PasswordScreen)


async def test_no_key_brings_the_administrator_to_the_form(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        for key in (*"abcdefghijklmnopqrstuvwxyz0123456789", "enter", "f2", "f9"):
            await desk.press(key)
            kinds = {type(screen).__name__ for screen in desk.app.screen_stack}
            assert kinds.isdisjoint({"EntryScreen", "PickScreen", "OverviewScreen", "ReconcileScreen"})
            while not desk.at(SetupScreen):
                await desk.press("escape")
        assert desk.file.value("SELECT count(*) FROM entry") == 0


async def test_a_person_is_registered_and_gets_a_one_time_password(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("p", "n")
        await desk.fill("Dee Toets", "203", "dee", "1")
        await desk.countersign("Dee Toets")
        assert desk.at(Tell)
        one_time = desk.words.split("Wachtwoord: ")[1].split()[0]
        await desk.press("enter")
        assert desk.at(PeopleScreen)
        assert one_time not in desk.text
        await desk.press("escape", "escape")
        await desk.sign_in("dee", one_time)
        assert desk.at(PasswordScreen)


async def test_a_known_user_name_is_refused_and_a_form_with_gaps_is_not_taken(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("p", "n")
        await desk.fill("", "203", "dee", "1")
        assert desk.at(NewPersonDialog)
        await desk.fill("Dee Toets", "203", "bo", "1")
        assert desk.at(NewPersonDialog)
        assert "! Bo Tikker (201, gebruikersnaam bo) is al geregistreerd." in desk.words
        assert [field(desk, name) for name in ("name", "staff", "user", "role")] == [
            *("Dee Toets", "203", "bo", "1")
        ]
        await desk.press("enter", "enter", "backspace", "backspace")
        await desk.type("dee\n\n")
        assert desk.at(Countersign)


async def test_a_person_can_be_switched_off_but_not_the_administrator_himself(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("p", "u", "2")
        assert desk.notice == "! U kunt uw eigen account niet uitzetten."
        await desk.press("down", "down", "down", "u")
        assert "Sam Zicht, toezichthouder" in desk.words
        await desk.press("1")
        assert "uitgezet" not in desk.text
        await desk.press("u", "2")
        assert "uitgezet" in desk.text
        await desk.press("escape", "escape")
        await desk.sign_in("sam")
        assert desk.notice == "! Dit account is uitgezet. Vraag de beheerder."


async def test_a_paste_at_the_login_is_one_line_at_most(station: Path) -> None:
    from textual.events import Paste

    async with desk_at(station) as desk:
        desk.app.post_message(Paste("bo\nrm -rf"))
        await desk.settle()
        assert field(desk, "user") == "bo"


async def test_f10_ends_the_program(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.press("f10")
        assert desk.app.return_code == 0


async def test_ctrl_c_tells_how_to_stop(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.press("ctrl+c")
        assert desk.notice == "! Ctrl+C stopt niet. Ga met Escape terug naar het inlogscherm; daar stopt F10."


# Keys that come faster than the screens.


async def test_name_and_password_in_one_burst(station: Path) -> None:
    async with desk_at(station) as desk:
        desk.hands.press(*"bo\n", *town.PASSWORD)
        await desk.settle()
        assert (field(desk, "user"), field(desk, "password")) == ("bo", town.PASSWORD)
        assert town.PASSWORD not in desk.text
        await desk.type("\n")
        assert desk.at(PickScreen)


async def test_corrections_in_a_burst_work_where_they_are_typed(station: Path) -> None:
    async with desk_at(station) as desk:
        desk.hands.press(*"bx", "backspace", *"oo", "left", "delete", "tab", *"pw", "shift+tab", "home", "a")
        await desk.settle()
        assert (field(desk, "user"), field(desk, "password")) == ("abo", "pw")


async def test_keys_behind_the_password_do_not_stay_on_the_login_screen(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.type(f"sam\n{town.PASSWORD}\nsam\n\n")
        await desk.hands.see(OverviewScreen)
        await desk.press("escape")
        assert desk.at(LoginScreen)
        assert field(desk, "user") == field(desk, "password") == ""


async def test_an_own_password_in_one_burst(station: Path) -> None:
    async with desk_at(station) as desk:
        ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
        one_time = people.reset_password(desk.file, ada, 3, town.SECOND)
        await desk.sign_in("bo", one_time)
        assert desk.at(PasswordScreen)
        await desk.type(f"{one_time}\neen nieuw wachtwoord\neen nieuw wachtwoord\n")
        await desk.hands.see(PickScreen)


async def test_a_person_in_one_burst_and_the_one_time_password_stays(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("p", "n")
        await desk.type("Dee Toets\n203\ndee\n1\n\n\n")
        assert desk.at(Countersign)
        await desk.type(f"dee toets\nsam\n{town.PASSWORD}\n\n\n")
        assert desk.at(Tell)
        assert "Gebruikersnaam: dee" in desk.words
