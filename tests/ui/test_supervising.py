"""The supervisor: overview, and decisions on differences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import DataTable, Input

from osv_tui.election import form as f
from osv_tui.store import database, decisions, elections
from osv_tui.store.problems import Busy
from osv_tui.ui.dialogs import AskText, Choose
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.reconcile import ReconcileScreen
from osv_tui.ui.wording import ranges
from tests.ui import town
from tests.ui.desk import Desk, desk_at

UNIT_4 = ("down", "down", "down")
"""The keys that bring the cursor of the overview from its first row to the unit whose entries differ."""


@pytest.fixture
def evening(tmp_path: Path) -> Path:
    return town.place(town.evening, tmp_path)


async def comparing(desk: Desk) -> ReconcileScreen:
    await desk.sign_in("sam")
    await desk.press(*UNIT_4, "enter")
    screen = desk.screen
    assert isinstance(screen, ReconcileScreen)
    return screen


def numbers(desk: Desk) -> list[tuple[object, ...]]:
    return desk.file.rows("SELECT entry, field, value FROM entry_value ORDER BY entry, field")


def decided(desk: Desk) -> list[tuple[object, ...]]:
    return desk.file.rows("SELECT entry, field, reason FROM decision_field ORDER BY entry, field")


# The overview.


async def test_the_overview_counts_filters_and_searches(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        screen = desk.screen
        assert isinstance(screen, OverviewScreen)
        assert "AB Dammerdiep 12 definitief" in desk.words
        assert "2 nog niet ingevoerd, 1 eerste invoer bezig, 1 eerste invoer klaar" in desk.words
        shown = []
        for _ in range(7):
            shown.append([unit.unit.number for unit in screen.shown])
            await desk.press("f")
        assert [len(units) for units in shown] == [24, 1, 0, 8, 3, 2, 1]
        assert shown[1:] == [[4], [], [1, 2, 3, 4, 5, 6, 11, 12], [2, 3, 6], [11, 12], [5]]
        assert len(screen.shown) == 24
        await desk.press("z")
        await desk.fill("brug")
        assert [unit.unit.name for unit in screen.shown] == ["De Brug", "De Brug"]
        await desk.press("z")
        await desk.fill("12")
        assert [unit.unit.number for unit in screen.shown] == [12, 12]
        await desk.press("z")
        await desk.fill("")
        assert len(screen.shown) == 24


async def test_a_search_without_a_find_says_so_and_nothing_can_be_opened(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        await desk.press("z")
        await desk.fill("bestaat niet")
        assert "Getoond: alle, met «bestaat niet» (0)" in desk.words
        await desk.press("enter", "v")
        assert desk.at(OverviewScreen)
        assert desk.notice == "! Hier is geen invoer die kan vervallen."


async def test_the_overview_follows_what_the_typists_do(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        assert "2 nog niet ingevoerd" in desk.words
        async with desk_at(evening) as typist:
            await typist.sign_in("bo")
            await typist.type("11\n1\n")
        screen = desk.screen
        assert isinstance(screen, OverviewScreen)
        screen.refresh_units()
        await desk.settle()
        assert "1 nog niet ingevoerd, 2 eerste invoer bezig" in desk.words


async def test_only_a_difference_can_be_compared(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        await desk.press("enter")
        assert desk.at(OverviewScreen)
        assert desk.notice == "Stembureau 1: de eerste invoer is klaar. Een andere invoerder doet de tweede."


async def test_an_entry_is_discarded_from_the_overview_with_a_reason(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        await desk.press("down", "v")
        assert "de invoer van Bo Tikker" in desk.text
        await desk.press("2")
        await desk.press("enter")
        assert desk.at(AskText), "an empty reason is not taken"
        await desk.fill("papier hoort bij een ander bureau")
        assert desk.notice == "Vervallen. Stembureau 2 moet opnieuw worden ingevoerd."
        reasons = desk.file.rows("SELECT reason FROM discarded")
        assert reasons == [("papier hoort bij een ander bureau",)]


async def test_a_reason_that_cannot_be_printed_comes_back_as_it_was_typed(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        await desk.press("down", "v", "2")
        await desk.fill("koffie ♥ erover")
        assert desk.at(AskText)
        assert "! Het teken «♥» (U+2665) in «koffie ♥ erover» kan niet" in desk.words
        assert desk.screen.query_one(Input).value == "koffie ♥ erover"
        assert desk.file.rows("SELECT reason FROM discarded") == []
        await desk.press("escape")
        await desk.press("v", "2")
        await desk.fill("koffie erover, één vlek")
        assert desk.file.rows("SELECT reason FROM discarded") == [("koffie erover, één vlek",)]


async def test_the_cursor_stays_at_its_unit_when_others_leave_the_list(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        screen = desk.screen
        assert isinstance(screen, OverviewScreen)
        await desk.press("down", "down", "down", "down", "f", "f", "f")
        table = screen.query_one(DataTable)
        table.move_cursor(row=4)
        await desk.settle()
        assert desk.static("#who").startswith("5 ")
        await desk.press("f")  # of the units that are being typed 5 is none, so now another is chosen
        await desk.press("f", "f")
        assert desk.static("#who").startswith("5 ")
        await desk.press("f")
        assert screen.shown[table.cursor_row].unit.number == 5
        assert desk.static("#who").startswith("5 ")


async def test_a_number_of_nine_digits_is_shown_whole(tmp_path: Path) -> None:
    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await desk.sign_in("sam")
        screen = desk.screen
        assert isinstance(screen, OverviewScreen)
        assert "     1  Gemeentehuis" in desk.text
        unit = replace(screen._units[0].unit, number=123_456_789, name="漢字" * 40)
        screen._units = (replace(screen._units[0], unit=unit), *screen._units[1:])
        screen._show_table()
        await desk.settle()
        assert " 123456789  漢字" in desk.text
        assert "        2  De Brug" in desk.text
        assert all(cell_len(line) <= 80 for line in desk.text.splitlines())


# A file that another program holds.


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)


@contextmanager
def held(station: Path) -> Iterator[None]:
    with closing(sqlite3.connect(station, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


IN_USE = "! Het bestand is in gebruik door een ander programma. Probeer het zo opnieuw."


async def test_the_overview_waits_for_a_file_that_is_in_use(evening: Path, impatient: None) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        screen = desk.screen
        assert isinstance(screen, OverviewScreen)
        with held(evening):
            screen.refresh_units()
            await desk.settle()
            assert desk.notice == IN_USE
            assert len(screen.shown) == 24


@pytest.mark.parametrize("reads", ["comparison", "load_form"])
async def test_comparing_a_file_that_is_in_use_is_told_and_can_be_left(
    evening: Path, monkeypatch: pytest.MonkeyPatch, reads: str
) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        with monkeypatch.context() as patch:
            patch.setattr(decisions if reads == "comparison" else elections, reads, _busy)
            await desk.press(*UNIT_4, "enter")
            assert desk.at(ReconcileScreen)
            assert desk.notice == IN_USE
            await desk.press("1", "h", "t", "v", "escape")
        assert desk.at(OverviewScreen)


def _busy(*_: object) -> None:
    raise Busy(IN_USE.removeprefix("! "))


# Deciding.


async def test_each_difference_is_decided_with_a_reason_and_sent_back(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await comparing(desk)
        before = decided(desk)
        await desk.press("t")
        assert desk.at(ReconcileScreen)
        assert desk.notice == "! Geef eerst aan wie «Blanco stembiljetten» verkeerd las."
        await desk.press("1", "1", "3", "6")
        await desk.fill("koffie over het papier")
        assert "nog te beslissen: 1" in desk.text
        await desk.press("t")
        assert "Geef eerst aan wie" in desk.notice
        await desk.press("2", "2")
        await desk.press("t")
        assert desk.at(OverviewScreen)
        assert desk.notice == "Stembureau 4 is teruggestuurd. Geef het papier terug."
        new = [row[1:] for row in decided(desk) if row not in before]
        assert new == [
            (f.BLANK, "tikfout"),
            (f.INVALID, "koffie over het papier"),
            (f.INVALID, "koffie over het papier"),
            ("list.1.2", "regel verschoven"),
        ]


async def test_a_reason_for_a_field_is_refused_where_it_is_typed(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await comparing(desk)
        await desk.press("1", "6")
        await desk.fill("vlek ♥")
        assert desk.at(AskText)
        assert "! Het teken «♥» (U+2665) in «vlek ♥» kan niet" in desk.words
        assert desk.screen.query_one(Input).value == "vlek ♥"
        await desk.press("backspace")
        await desk.type("Ж\n")
        assert desk.at(ReconcileScreen)
        await desk.press("up")
        assert "Invoer 1 las verkeerd: vlek Ж" in desk.words


async def test_escape_asks_before_decisions_are_lost(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await comparing(desk)
        await desk.press("1", "1", "escape")
        assert "1 beslissing is nog niet teruggestuurd." in desk.words
        for answer in ("1", "escape"):
            await desk.press(answer)
            assert desk.at(ReconcileScreen)
            assert "nog te beslissen: 2" in desk.text
            await desk.press("escape")
        await desk.press("2")
        assert desk.at(OverviewScreen)


async def test_escape_without_a_decision_just_leaves(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await comparing(desk)
        await desk.press("escape")
        assert desk.at(OverviewScreen)


async def test_h_decides_the_rest_as_the_last_one(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await comparing(desk)
        await desk.press("h")
        assert desk.notice == "! Beslis eerst over één veld; daarna kan de rest hetzelfde krijgen."
        await desk.press("1", "3", "h")
        assert "nog te beslissen: 0" in desk.text
        before = decided(desk)
        await desk.press("t")
        assert {row[2] for row in decided(desk) if row not in before} == {"cijfers omgewisseld"}


async def test_escape_at_the_reason_decides_nothing(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await comparing(desk)
        await desk.press("1", "escape", "1", "6", "escape")
        assert desk.at(ReconcileScreen)
        assert "nog te beslissen: 3" in desk.text


@pytest.mark.parametrize(("choice", "lapsed"), [("2", 1), ("3", 1), ("4", 2)])
async def test_a_whole_entry_or_both_can_lapse(evening: Path, choice: str, lapsed: int) -> None:
    async with desk_at(evening) as desk:
        await comparing(desk)
        await desk.press("v", choice, "5")
        assert desk.at(OverviewScreen)
        assert desk.notice == "Stembureau 4 moet opnieuw worden ingevoerd."
        assert desk.file.rows("SELECT reason FROM discarded") == [("verkeerd papier ingevoerd",)] * lapsed


async def test_choosing_none_lets_nothing_lapse(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await comparing(desk)
        await desk.press("v", "1")
        assert desk.at(ReconcileScreen)
        assert desk.file.value("SELECT count(*) FROM discarded") == 0


async def test_no_key_makes_a_number(evening: Path) -> None:
    keys = [chr(code) for code in range(32, 127)] + ["enter", "tab", "delete", "backspace", "left", "f2"]
    async with desk_at(evening) as desk:
        screen = await comparing(desk)
        before = numbers(desk)
        for key in keys:
            desk.hands.press(key)
            await desk.pilot.pause()
            if not desk.at(ReconcileScreen):
                await desk.press("escape")
                if isinstance(desk.screen, OverviewScreen):
                    await desk.press("enter")
        await desk.settle()
        assert numbers(desk) == before
        assert screen.differences


async def test_a_digit_at_a_question_does_not_reach_the_screen_below(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await comparing(desk)
        await desk.press("1", "9")
        assert desk.at(Choose), "there is no option 9"
        await desk.press("1")
        assert desk.at(ReconcileScreen)
        assert "nog te beslissen: 2" in desk.text
        await desk.press("2")
        assert desk.at(Choose)


async def test_the_chosen_row_is_told_in_full(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        await desk.press(*UNIT_4)
        assert desk.static("#who") == "4 Bibliotheek   invoer 1: Bo Tikker   invoer 2: Cas Klavier"
        assert desk.screen.query_one(DataTable).cursor_row == 3


def test_numbers_in_a_row_are_drawn_together() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"
    assert ranges([]) == ""
