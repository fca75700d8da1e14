"""The papers for the staff come at the moments that ask for them, beside the station."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from osv_tui.rehearsal.outcome import last_group_on
from osv_tui.store import check, entries, people, signing_in
from osv_tui.store.chain import in_groups
from osv_tui.ui.screens.head import HeadScreen
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.signals import SignalsScreen
from tests.ui import town
from tests.ui.desk import Desk, desk_at


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def papers(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.file.path.parent / "zitting").iterdir())


async def until_said(desk: Desk, text: str) -> None:
    for _ in range(200):
        if text in desk.words:
            return
        await desk.pilot.pause(0.05)
    raise AssertionError(desk.text)


async def test_opening_gives_the_list_of_persons_and_the_slip_with_the_head(tmp_path: Path) -> None:
    async with desk_at(town.place(town.not_open, tmp_path)) as desk:
        await desk.sign_in("sam")
        await desk.press("o", "enter")
        await desk.fill("ada", town.PASSWORD)
        assert desk.at(HeadScreen)
        shown = check.head(desk.file)
        await desk.fill(last_group_on(desk.screen))
        slip = f"controlecode-opening-{shown.seq}.pdf"
        assert papers(desk) == [slip, "personenlijst.pdf"]
        assert slip in "".join(desk.words.split())
        folder = desk.file.path.parent / "zitting"
        assert folder.stat().st_mode & 0o077 == 0
        assert "Bo Tikker" in text_of(folder / "personenlijst.pdf")
        on_slip = text_of(folder / slip)
        assert all(group in on_slip for group in in_groups(shown.hash).split())


async def test_a_paper_that_cannot_be_made_is_told_and_nothing_stops(tmp_path: Path) -> None:
    path = town.place(town.not_open, tmp_path)
    (tmp_path / "zitting").write_text("geen map")
    async with desk_at(path) as desk:
        await desk.sign_in("sam")
        await desk.press("o", "enter")
        await desk.fill("ada", town.PASSWORD)
        await desk.fill(last_group_on(desk.screen))
        assert desk.at(OverviewScreen)
        assert "niet gemaakt" in desk.words


async def test_the_supervisor_makes_the_audit_report(tmp_path: Path) -> None:
    async with desk_at(town.place(town.evening, tmp_path)) as desk:
        await desk.sign_in("sam")
        await desk.press("r")
        await until_said(desk, "controleverslag.pdf")
        assert "controleverslag.pdf" in papers(desk)
        assert "Cas Klavier" in text_of(desk.file.path.parent / "zitting" / "controleverslag.pdf")


@pytest.mark.parametrize(("user", "is_told"), [("sam", True), ("ada", False), ("bo", False)])
async def test_only_a_supervisor_hears_of_signs(tmp_path: Path, user: str, is_told: bool) -> None:
    async with desk_at(town.place(town.evening, tmp_path)) as desk:
        await desk.sign_in(user)
        await desk.pass_seconds(61)
        for _ in range(40):
            await desk.pilot.pause(0.05)
            if not desk.app.lookout.is_busy:
                break
        await desk.pilot.pause()
        assert ("nieuwe tekenen" in desk.words) is is_told
        if is_told:
            await desk.press("t")
            assert desk.at(SignalsScreen)


async def test_the_overview_marks_entries_made_after_a_new_password(tmp_path: Path) -> None:
    path = town.place(town.ready, tmp_path)
    made = town.open_town(path)
    new = "een nieuwe zin als wachtwoord"
    one_time = people.reset_password(made.file, made.administrator, 3, town.SECOND)
    actor = signing_in.sign_in(made.file, "bo", one_time, "tty1")
    entries.claim(made.file, signing_in.change_password(made.file, actor, one_time, new, new), town.PS, 1)
    made.file.close()
    async with desk_at(path) as desk:
        await desk.sign_in("sam")
        assert "invoer 1: Bo Tikker (nieuw wachtwoord)" in desk.words
