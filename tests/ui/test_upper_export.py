"""The end of the evening of a hoofdstembureau, through the keys of the export screen."""

from __future__ import annotations

import re
from pathlib import Path

from osv_tui.ui.dialogs import Tell
from osv_tui.ui.screens.export import ExportScreen
from tests.ui import town, upper
from tests.ui.desk import Desk, desk_at
from tests.ui.test_releasing import at_release, looked, read_on, reopen, until_said, written

_STATION = re.compile(r"\bstembureaus?\b", re.IGNORECASE)


async def _printed(desk: Desk, key: str, folder: str) -> list[str]:
    await desk.press(key)
    await desk.until(lambda: folder in desk.notice)
    return sorted(path.name.split("_")[1] for path in (desk.folder / folder).rglob("*.pdf"))


async def test_papers_release_files_and_reopening_of_a_kieskring(tmp_path: Path) -> None:
    async with desk_at(town.place(upper.added_up, tmp_path)) as desk:
        screen = await at_release(desk)
        assert not _STATION.search(desk.text)
        assert await _printed(desk, "n", "zitting") == ["Narekenstaat"]
        drafts = await _printed(desk, "p", "concepten")
        assert drafts == ["Narekenstaat", "O3", "Verantwoording", "osv4-4"]
        await desk.press("z")
        assert isinstance(desk.screen, ExportScreen), "seats are of a central committee"
        await desk.press("f1")
        assert not _STATION.search(desk.text)
        await desk.press("escape", "c")
        assert not _STATION.search(desk.text)
        await desk.press("escape")
        await looked(desk, screen.gatekeeper)
        await desk.press("d")
        assert "3 gemeenten" in desk.words
        await desk.press("2")
        await desk.countersign(user="ada", password=town.PASSWORD)
        await until_said(desk, "De verkiezing is definitief.")
        folder = await written(desk)
        assert folder.name == "PS2031_Voorbeeld_HSB1_Hoofdstad"
        assert {path.name.partition("_")[0] for path in folder.glob("[134]*/*")} == {
            *("O3", "osv4-1", "osv4-3", "osv4-4", "Telling", "Verantwoording", "Narekenstaat"),
            *("Verkiezingsdefinitie", "Kandidatenlijsten", "stembureaus.csv"),
        }
        await reopen(desk)
        assert not _STATION.search(await read_on(desk))
        assert (folder.parent / f"VERVALLEN_{folder.name}").is_dir()


async def test_a_central_committee_is_told_which_lot_is_missing(tmp_path: Path) -> None:
    async with desk_at(town.place(upper.to_be_drawn, tmp_path)) as desk:
        await at_release(desk, "e", "enter")
        await until_said(desk, "worden geloot")
        assert not isinstance(desk.screen, Tell)
        assert "lijst 1, lijst 2 en lijst 4" in desk.notice
        assert not (tmp_path / "export").exists() or not any((tmp_path / "export").iterdir())
