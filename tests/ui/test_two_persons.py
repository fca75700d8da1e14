"""Registering a person and giving a new password take two officials, with the second at the keyboard."""

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
from osv_tui.ui.screens.people import NewPersonDialog, PeopleScreen
from osv_tui.ui.screens.pick import PickScreen
from tests.ui import town
from tests.ui.desk import Desk, desk_at

DEE = ("Dée  Toets", "31-12-1980", "dee", "1")


@pytest.fixture
def station(tmp_path: Path) -> Path:
    return town.place(town.ready, tmp_path)


def lines(desk: Desk) -> tuple[str, ...]:
    return tuple(line.value for line in desk.screen.query(Input))


def persons(desk: Desk) -> int:
    return int(desk.file.value("SELECT count(*) FROM person"))


async def registering(desk: Desk) -> None:
    await desk.sign_in("ada")
    await desk.press("p", "n")
    await desk.fill(*DEE)
    assert desk.at(Countersign)


async def test_the_dialog_says_what_is_confirmed_and_who_may(station: Path) -> None:
    async with desk_at(station) as desk:
        await registering(desk)
        assert "Dée Toets (31-12-1980) wordt geregistreerd als invoerder." in desk.words
        assert "een andere toezichthouder of beheerder" in desk.words
        assert persons(desk) == 4


async def test_a_person_confirmed_by_a_second_official_can_sign_in(station: Path) -> None:
    async with desk_at(station) as desk:
        await registering(desk)
        await desk.countersign("dÉE toets")
        assert desk.at(Tell)
        assert persons(desk) == 5
        await desk.press("enter", "down", "down", "down")
        assert "Geregistreerd door Ada Beheer om 21:30, bevestigd door Sam Zicht." in desk.words


@pytest.mark.parametrize("wrong", ["", "Dee Toets", "Dée", "Bo Tikker"])
async def test_another_name_is_said_and_asked_again(station: Path, wrong: str) -> None:
    async with desk_at(station) as desk:
        await registering(desk)
        await desk.fill(wrong)
        assert "! Dit is niet de naam die hierboven staat." in desk.words
        assert desk.app.focused is desk.screen.query_one("#name")
        await desk.press("down", "down")
        await desk.fill(town.PASSWORD)
        assert desk.at(Countersign), "nor does going past the name help"
        assert desk.app.focused is desk.screen.query_one("#name")
        await desk.fill("dée toets")
        assert "!" not in desk.words
        await desk.fill("sam", town.PASSWORD)
        assert desk.at(Tell)


@pytest.mark.parametrize(
    ("user", "password", "answer"),
    [
        ("sam", "verkeerd wachtwoord", "Gebruikersnaam of wachtwoord klopt niet."),
        ("niemand", town.PASSWORD, "Gebruikersnaam of wachtwoord klopt niet."),
        ("ada", town.PASSWORD, "Bevestigen doet een ander dan wie is ingelogd."),
        ("bo", town.PASSWORD, "Bevestigen doet een toezichthouder of een beheerder."),
    ],
)
async def test_a_refusal_keeps_all_but_the_password(
    station: Path, user: str, password: str, answer: str
) -> None:
    async with desk_at(station) as desk:
        await registering(desk)
        await desk.countersign("dée toets", user=user, password=password)
        assert desk.at(Countersign)
        assert f"! {answer}" in desk.words
        assert lines(desk) == (DEE[0], user, "")
        assert desk.app.focused is desk.screen.query_one("#password")
        assert password not in desk.shot.svg
        assert persons(desk) == 4
        await desk.press("up")
        await desk.countersign()
        assert desk.at(Tell)


async def test_too_many_wrong_passwords_must_wait_here_as_well(station: Path) -> None:
    async with desk_at(station) as desk:
        await registering(desk)
        await desk.fill("dée toets", "sam")
        for number in range(6):
            await desk.fill(f"wachtwoord nummer {number}")
        assert "! Er is te vaak een verkeerd wachtwoord getypt. Wacht" in desk.words
        await desk.fill(town.PASSWORD)
        assert desk.at(Countersign)
        assert persons(desk) == 4


async def test_leaving_the_second_official_loses_nothing_of_the_person(station: Path) -> None:
    async with desk_at(station) as desk:
        await registering(desk)
        await desk.press("escape")
        assert desk.at(NewPersonDialog)
        assert lines(desk) == DEE
        await desk.press("escape")
        assert desk.at(PeopleScreen)
        assert persons(desk) == 4


async def test_who_is_known_is_told_before_the_second_official_comes(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("p", "n")
        await desk.fill("Dee Toets", "0201", "dee", "1")
        assert desk.at(NewPersonDialog)
        assert "! Bo Tikker (201, gebruikersnaam bo) is al geregistreerd." in desk.words
        assert lines(desk) == ("Dee Toets", "0201", "dee", "1")


async def test_a_name_that_cannot_be_printed_comes_back_with_all_that_was_typed(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("p", "n")
        await desk.fill("Dee 漢", *DEE[1:])
        assert desk.at(NewPersonDialog)
        assert "(U+6F22)" in desk.words
        assert "kan niet worden afgedrukt. Typ de tekst opnieuw" in desk.words
        assert lines(desk) == ("Dee 漢", *DEE[1:])
        assert persons(desk) == 4
        await desk.fill("Dée Szőke Жук", *DEE[1:])
        assert desk.at(Countersign)


async def test_a_session_taken_over_meanwhile_registers_nobody(station: Path) -> None:
    async with desk_at(station) as desk:
        await registering(desk)
        signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
        await desk.countersign("dée toets")
        assert desk.at(LoginScreen)
        assert persons(desk) == 4


async def test_who_became_known_meanwhile_is_refused_by_the_file(station: Path) -> None:
    async with desk_at(station) as desk:
        await registering(desk)
        ada = desk.app.actor
        assert ada is not None
        people.register(desk.file, ada, NewPerson("Eva", "204", "dee", Role.TYPIST), town.SECOND)
        await desk.countersign("dée toets")
        assert desk.at(Countersign)
        assert "! Dit kan niet" in desk.words
        await desk.press("escape")
        assert lines(desk) == DEE


async def test_a_new_password_takes_two_and_is_shown_with_its_time(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("p", "down")
        assert "teruggezet" not in desk.words
        await desk.press("w")
        assert "Bo Tikker (201) krijgt een nieuw eenmalig wachtwoord." in desk.words
        await desk.countersign("Bo Tikker", password="verkeerd wachtwoord")
        assert desk.at(Countersign)
        await desk.fill(town.PASSWORD)
        assert desk.at(Tell)
        one_time = desk.words.split("Wachtwoord: ")[1].split()[0]
        await desk.press("enter")
        assert "Wachtwoord teruggezet om 21:30." in desk.words
        await desk.press("escape", "escape")
        await desk.sign_in("bo", one_time)
        assert "Eigen wachtwoord" in desk.words
        await desk.fill(one_time, "een nieuw wachtwoord", "een nieuw wachtwoord")
        assert desk.at(PickScreen)
        for word in ("teruggezet", "bevestigd", "geregistreerd"):
            assert word not in desk.words.lower(), "that is not for typists"


@pytest.mark.parametrize(
    ("row", "answer"),
    [(0, "U kunt uw eigen wachtwoord niet terugzetten."), (3, "Wie bevestigt moet een ander zijn")],
)
async def test_nobody_of_the_two_gets_the_new_password(station: Path, row: int, answer: str) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("p", *["down"] * row, "w")
        await desk.countersign(("Ada Beheer", "", "", "Sam Zicht")[row])
        assert f"! {answer}" in desk.words
        await desk.press("escape")
        assert desk.at(PeopleScreen)
        ada = desk.app.actor
        assert ada is not None
        assert not any(line.password_reset_at for line in people.accounts(desk.file, ada))
