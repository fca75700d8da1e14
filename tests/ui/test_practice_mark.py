"""On a practice station every screen says OEFENING, the dialogs that hide the title too."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.screen import Screen

from osv_tui.rehearsal.practice import PRACTICE_PASSWORD, make_practice
from osv_tui.ui.countersign import Confirmation, Countersign
from osv_tui.ui.dialogs import AskText, Choose, Tell
from osv_tui.ui.screens.help import HelpScreen
from osv_tui.ui.screens.people import NewPersonDialog
from tests.ui.desk import desk_at


@pytest.fixture
def station(tmp_path: Path) -> Path:
    return make_practice(tmp_path / "oefening", 7, central=False).station


@pytest.mark.parametrize(
    ("user", "keys"),
    [
        ("beheer", ["p", "escape", "n"]),
        ("beheer", ["o", "1"]),
        ("invoer1", ["3", "enter"]),
        ("toezicht", ["x"]),
    ],
)
async def test_every_screen_of_a_role_is_marked(station: Path, user: str, keys: list[str]) -> None:
    async with desk_at(station) as desk:
        assert "OEFENING" in desk.words
        await desk.sign_in(user, PRACTICE_PASSWORD)
        for key in keys:
            assert "OEFENING" in desk.words, key
            await desk.press(key)
        assert "OEFENING" in desk.words


@pytest.mark.parametrize(
    "dialog",
    [
        Tell("Titel", "Tekst"),
        AskText("Titel", "Tekst"),
        Choose("Titel", "Tekst", ("een", "twee")),
        HelpScreen("Titel", "Tekst"),
        NewPersonDialog(),
        Countersign(Confirmation("Er gebeurt iets.")),
    ],
    ids=lambda dialog: type(dialog).__name__,
)
async def test_every_dialog_is_marked(station: Path, dialog: Screen[object]) -> None:
    async with desk_at(station) as desk:
        await desk.app.push_screen(dialog)
        await desk.press("f12")
        assert desk.app.screen is dialog
        assert "OEFENING" in desk.words
