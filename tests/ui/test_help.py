"""F1 on every screen: the whole text fits, and Escape goes back without doing anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.containers import VerticalScroll

from osv_tui.ui.frame import StationScreen
from osv_tui.ui.screens import (
    control,
    deceased,
    entry,
    export,
    gate,
    guard,
    head,
    lock,
    login,
    lot,
    overview,
    password,
    people,
    pick,
    reading,
    reconcile,
    seats,
    settings,
    setup,
    sitting,
    thresholds,
    unit,
)
from osv_tui.ui.screens.help import HelpScreen, reflowed
from tests.ui import town
from tests.ui.desk import desk_at

SCREENS: list[type[StationScreen[str]] | type[StationScreen[None]]] = [
    control.ControlScreen,
    deceased.DeceasedScreen,
    entry.EntryScreen,
    export.ExportScreen,
    gate.GateScreen,
    guard.ChangedScreen,
    guard.ConnectedScreen,
    head.HeadScreen,
    lock.LockScreen,
    login.LoginScreen,
    lot.LotScreen,
    overview.OverviewScreen,
    password.PasswordScreen,
    people.PeopleScreen,
    pick.PickScreen,
    reading.ReadingScreen,
    seats.SeatsScreen,
    reconcile.ReconcileScreen,
    settings.SettingsScreen,
    setup.SetupScreen,
    sitting.SittingScreen,
    thresholds.ThresholdsScreen,
    unit.UnitScreen,
]


@pytest.mark.parametrize("screen", SCREENS)
async def test_every_help_fits_without_scrolling(
    screen: type[StationScreen[str]] | type[StationScreen[None]], tmp_path: Path
) -> None:
    town.founded(tmp_path / "station.osv")
    async with desk_at(tmp_path / "station.osv") as desk:
        await desk.app.push_screen(HelpScreen(screen.TITLE_TEXT, screen.HELP))
        await desk.settle()
        assert screen.HELP.split()[0] in desk.text
        assert desk.screen.query_one(VerticalScroll).max_scroll_y == 0
        await desk.press("escape")
        assert not isinstance(desk.screen, HelpScreen)


def test_a_paragraph_flows_and_a_key_keeps_its_line() -> None:
    text = "\nEen zin die\ndoorloopt.\n\nN  een toets\nL  nog een\n  vervolg\n"
    assert reflowed(text) == "Een zin die doorloopt.\n\nN  een toets\nL  nog een\n  vervolg"
