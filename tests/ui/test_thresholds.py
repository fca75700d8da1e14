"""The numbers that the checks compare with, as the administrator sets them up."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widgets import DataTable

from osv_tui.election.check_pages import checks_with
from osv_tui.election.model import UnitKind
from osv_tui.election.thresholds import Threshold
from osv_tui.election.upper_check_pages import limit_label
from osv_tui.store import settings
from osv_tui.store.problems import Busy
from osv_tui.ui.dialogs import AskText
from osv_tui.ui.screens.help import HelpScreen
from osv_tui.ui.screens.setup import SetupScreen
from osv_tui.ui.screens.thresholds import ThresholdsScreen
from osv_tui.ui.widgets.fields import TextField
from tests.ui import town, upper
from tests.ui.desk import Desk, desk_at


async def setting(desk: Desk, *keys: str) -> None:
    await desk.sign_in("ada")
    await desk.press("g")
    assert desk.at(ThresholdsScreen)
    await desk.press(*keys)


async def test_a_threshold_is_changed_marked_and_put_back(tmp_path: Path) -> None:
    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await setting(desk, "down", "enter")
        assert "Van 1 tot en met 100 %. Standaard is 3." in desk.words
        await desk.fill("5")
        assert desk.notice == "Bewaard. Veel ongeldige stembiljetten, vanaf: 5 %."
        assert "Veel ongeldige stembiljetten, vanaf 5 % nee (3)" in desk.words
        assert settings.thresholds(desk.file).value(Threshold.INVALID_PERCENT) == 5
        await desk.press("enter")
        await desk.fill("3")
        assert "nee (" not in desk.text
        await desk.press("escape")
        assert desk.at(SetupScreen)


@pytest.mark.parametrize(
    ("typed", "why"),
    [("0", "gaat van 1 tot en met 100 %."), ("101", "gaat van 1 tot en met 100 %."), ("3,5", "geen getal")],
)
async def test_what_cannot_be_comes_back_with_the_reason(tmp_path: Path, typed: str, why: str) -> None:
    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await setting(desk, "enter")
        await desk.fill(typed)
        assert desk.at(AskText)
        assert why in desk.words
        assert desk.screen.query_one(TextField).value == typed
        await desk.fill("1")
        assert desk.notice.startswith("Bewaard.")


async def type_something(station: Path) -> None:
    async with desk_at(station) as typist:
        await typist.sign_in("bo")
        await typist.type("4\n1\n")


async def test_once_somebody_has_typed_they_are_fixed(tmp_path: Path) -> None:
    station = town.place(town.ready, tmp_path)
    await type_something(station)
    async with desk_at(station) as desk:
        await setting(desk)
        assert "Er is al ingevoerd. De grenzen liggen nu vast." in desk.words
        await desk.press("enter")
        assert desk.notice == "! Er is al ingevoerd. De grenzen liggen nu vast."
        assert desk.at(ThresholdsScreen)


async def test_who_begins_to_type_meanwhile_fixes_them_too(tmp_path: Path) -> None:
    station = town.place(town.ready, tmp_path)
    async with desk_at(station) as desk:
        await setting(desk, "enter")
        await type_something(station)
        await desk.fill("5")
        assert "er is al ingevoerd" in desk.words
        assert settings.thresholds(desk.file).value(Threshold.BLANK_PERCENT) == 3


async def test_a_file_that_is_in_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise Busy("Het bestand is in gebruik.")

    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await setting(desk, "enter")
        monkeypatch.setattr(settings, "set_threshold", busy)
        await desk.fill("5")
        assert desk.notice == "! Het bestand is in gebruik."


LONGEST = (
    Threshold.CALLED_UP_PERCENT,
    Threshold.SWAP_FACTOR,
    Threshold.OTHER_UNITS,
    Threshold.ADMITTED_COUNT,
)


@pytest.mark.parametrize("threshold", LONGEST)
async def test_f1_says_which_checks_compare_with_it_and_fits(tmp_path: Path, threshold: Threshold) -> None:
    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await setting(desk, *["down"] * list(Threshold).index(threshold), "f1")
        assert desk.at(HelpScreen)
        assert f"Grens: {threshold.bound.label}" in desk.words
        for check in checks_with(threshold):
            assert check.value in desk.text
        assert desk.screen.query_one(VerticalScroll).max_scroll_y == 0


async def test_above_a_municipality_only_its_own_in_its_own_words(tmp_path: Path) -> None:
    async with desk_at(town.place(upper.hsb, tmp_path)) as desk:
        await setting(desk)
        assert "D en H" not in desk.text
        assert "tembureau" not in desk.text
        shown = [threshold for threshold in Threshold if checks_with(threshold, UnitKind.MUNICIPALITY)]
        assert desk.screen.query_one(DataTable).row_count == len(shown) < len(Threshold)
        for threshold in shown:
            assert f" {limit_label(threshold, UnitKind.MUNICIPALITY)} " in desk.text
        await desk.press(*["down"] * shown.index(Threshold.OTHER_UNITS), "enter")
        await desk.fill("3")
        assert desk.notice == "Bewaard. Vergelijken met andere gemeenten, vanaf: 3 gemeenten."
        assert settings.thresholds(desk.file).value(Threshold.OTHER_UNITS) == 3
