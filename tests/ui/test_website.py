"""What is set up about the website, and what the export screen makes of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from osv_tui.store import settings
from osv_tui.store.session_key import key_path
from osv_tui.ui.dialogs import Tell
from osv_tui.ui.screens.setup import SetupScreen
from osv_tui.ui.screens.website import WebsiteScreen
from tests.ui import releases, town
from tests.ui.desk import Desk, desk_at
from tests.ui.test_releasing import at_release, until_said, written

DAY = date(2031, 3, 19)


async def at_website(desk: Desk) -> None:
    await desk.sign_in("ada")
    await desk.press("w")
    assert desk.at(WebsiteScreen)


async def test_what_is_typed_is_kept_and_comes_back(tmp_path: Path) -> None:
    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await at_website(desk)
        await desk.press("ctrl+u")
        await desk.fill("22-03-2031 09:30", "/uitslag", "het team", "maandag 10 uur")
        assert desk.at(SetupScreen)
        assert desk.notice == "Bewaard."
        found = settings.publishing(desk.file, DAY)
        assert found.deadline == datetime(2031, 3, 22, 9, 30)  # noqa: DTZ001
        assert (found.page, found.contact, found.sitting) == ("/uitslag", "het team", "maandag 10 uur")
        await desk.press("w", "enter", "enter", "enter", "enter")
        assert desk.at(SetupScreen)
        assert desk.file.value("SELECT count(*) FROM log WHERE action = 'set up'") == 4


@pytest.mark.parametrize("typed", ["", "22 maart 2031", "31-02-2031 10:00", "22-03-2031"])
async def test_a_deadline_that_is_none_comes_back(tmp_path: Path, typed: str) -> None:
    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await at_website(desk)
        await desk.press("ctrl+u")
        await desk.fill(typed)
        assert desk.notice == "! Typ een dag en een tijd: 22-03-2019 10:00."
        assert desk.at(WebsiteScreen)


async def test_what_no_page_can_print_comes_back(tmp_path: Path) -> None:
    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await at_website(desk)
        await desk.press("ctrl+u")
        await desk.fill("22-03-2031 09:30", "/uitslag", "het team \u2603")
        assert desk.notice.startswith("! ")
        assert desk.at(WebsiteScreen)
        assert settings.publishing(desk.file, DAY).contact == ""


async def test_the_export_screen_counts_down_and_says_what_is_written(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        await at_release(desk, "down")
        assert "Uiterlijk 21-03-2031 10:00 op de website: nog 1 dag en 12 uur." in desk.words
        assert "krijgt geen handtekening" not in desk.words
        await desk.press("l")
        await until_said(desk, "Er is nog niets geschreven voor de website.")
        await written(desk)
        assert "Versie 1 is geschreven, op 1 plek." in desk.words
        await desk.press("l")
        await until_said(desk, "publiceren.pdf")
        assert list(tmp_path.rglob("publiceren.pdf"))


async def test_without_a_key_the_screen_says_so_before_and_after(tmp_path: Path) -> None:
    station = town.place(releases.released, tmp_path)
    key_path(station).unlink()
    async with desk_at(station) as desk:
        await at_release(desk, "down")
        assert "wat u nu schrijft, krijgt geen handtekening." in desk.words
        await desk.press("e", "enter")
        await desk.until(lambda: desk.at(Tell))
        assert "Zonder handtekening." in desk.words
