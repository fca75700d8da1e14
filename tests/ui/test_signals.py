"""The signs that one person sat at two accounts: to the supervisor in full, to a typist in no way."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest
from textual.containers import VerticalScroll

from osv_tui.election.signals import ADVICE
from osv_tui.store import history, signing_in
from osv_tui.ui.screens import entry, pick
from osv_tui.ui.screens.help import HelpScreen
from osv_tui.ui.screens.signals import SignalsScreen, notice
from tests.ui import town
from tests.ui.desk import Desk, desk_at

SIGN = re.compile(r"Stembureau \d+ is twee keer|Op scherm")


@pytest.fixture
def evening(tmp_path: Path) -> Path:
    return town.place(town.evening, tmp_path)


async def look(desk: Desk, user: str = "sam") -> None:
    await desk.sign_in(user)
    await desk.app.push_screen(SignalsScreen())
    await desk.settle()


async def pages(desk: Desk) -> list[str]:
    """What is on each page, with the last one left on the screen."""
    found = [desk.words]
    while True:
        await desk.press("enter")
        if desk.words == found[-1]:
            return found
        found.append(desk.words)


async def test_every_sign_is_told_in_full_with_who_where_when_and_what_to_do(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await look(desk)
        told = history.signals(desk.file, desk.app.actor or pytest.fail("nobody is signed in"))
        shown = await pages(desk)
        whole = " ".join(shown)
        assert len(told) == len(SIGN.findall(whole)) > 10
        for line in told:
            assert line.signal.seen in whole
            assert f"{', '.join(line.persons)} {line.signal.seen}" in whole
        assert all(" ".join(ADVICE.split()) in page for page in shown)
        assert "om 21:30 PS Voorbeeld, stembureau 10 Bo Tikker, Cas Klavier Stembureau 10" in shown[0]
        for number, page in enumerate(shown, 1):
            assert f"{len(told)} tekenen, bladzijde {number} van {len(shown)}." in page


async def test_what_was_on_the_screen_is_new_no_longer(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await look(desk)
        assert desk.words.count("NIEUW") == 3
        await desk.press("enter", "minus")
        assert desk.words.count("NIEUW") == 3  # as long as the screen is open
        await desk.press("escape")
        actor = desk.app.actor
        assert actor
        total = len(history.signals(desk.file, actor))
        assert history.count_new_signals(desk.file, actor) == total - 6
        await desk.app.push_screen(SignalsScreen())
        await desk.settle()
        assert "NIEUW" not in desk.words
        await desk.press("enter", "enter")
        assert desk.words.count("NIEUW") == 3


async def test_a_taller_screen_has_more_on_a_page(evening: Path) -> None:
    async with desk_at(evening, (100, 60)) as desk:
        await look(desk)
        assert len(SIGN.findall(desk.words)) > 3
        await desk.press("enter")
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert len(SIGN.findall(desk.words)) == 3
        assert "bladzijde 1 van" in desk.words


async def test_a_page_fits_on_a_screen_of_any_height(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await look(desk)
        for height in range(24, 40):
            await desk.pilot.resize_terminal(80, height)
            await desk.settle()
            assert "tekenen, bladzijde 1 van" in desk.words, height


async def test_a_quiet_evening_says_so(tmp_path: Path) -> None:
    async with desk_at(town.place(town.founded, tmp_path)) as desk:
        await look(desk)
        assert "Er zijn geen tekenen gezien." in desk.words
        await desk.press("enter", "minus")
        assert "bladzijde 1" not in desk.words


async def test_help_fits_without_scrolling(tmp_path: Path) -> None:
    async with desk_at(town.place(town.founded, tmp_path)) as desk:
        await look(desk)
        await desk.press("f1")
        assert isinstance(desk.screen, HelpScreen)
        assert desk.screen.query_one(VerticalScroll).max_scroll_y == 0
        assert "geen bewijs" in desk.words


def test_the_notice_of_the_overview() -> None:
    assert notice(0) == ""
    assert notice(1).startswith("1 nieuw teken:")
    assert notice(19).startswith("19 nieuwe tekenen:")


# Not to typists ----------------------------------------------------------------------------------------


async def test_even_if_a_typist_could_open_it_nothing_is_told(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await look(desk, "bo")
        assert desk.notice == "! Uw account mag dit niet doen."
        assert SIGN.search(desk.words) is None
        assert "tekenen" not in desk.words
        await desk.press("enter", "minus")
        await desk.pilot.resize_terminal(90, 30)
        assert SIGN.search(desk.words) is None


async def test_no_key_of_a_typist_opens_it(evening: Path) -> None:
    keys = (*string.ascii_lowercase, *string.ascii_uppercase, *(f"f{number}" for number in range(2, 13)))
    async with desk_at(evening) as desk:
        await desk.sign_in("bo")
        assert desk.at(pick.PickScreen)
        for key in keys:
            await desk.press(key)
            assert not desk.at(SignalsScreen), key
        await desk.press("escape")
    async with desk_at(evening) as desk:
        await desk.sign_in("cas")
        await desk.type("11\n")
        assert desk.at(entry.EntryScreen)
        for key in keys:
            await desk.press(key)
            assert not desk.at(SignalsScreen), key


def test_no_screen_of_a_typist_knows_of_it() -> None:
    for module in (pick, entry):
        assert module.__file__
        names = {
            alias.name
            for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert names.isdisjoint({"history", "signals", "SignalsScreen", "notice"})


async def test_a_session_that_ended_elsewhere_leaves_nothing_on_the_screen(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await look(desk)
        signing_in.sign_in(desk.file, "sam", town.PASSWORD, "tty2")
        await desk.press("enter")
        assert SIGN.search(desk.words) is None
        assert "op een ander scherm ingelogd" in desk.words
