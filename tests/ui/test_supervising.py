"""The supervisor: overview, decisions on differences, declaring final, and writing the files."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.widgets import DataTable

from osv_tui.election import form as f
from osv_tui.publication import package
from osv_tui.store import database, decisions, elections
from osv_tui.store.problems import Busy
from osv_tui.ui.dialogs import AskText, Choose, Tell
from osv_tui.ui.screens.export import ExportScreen
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.reconcile import ReconcileScreen
from osv_tui.ui.widgets.fields import TextField
from osv_tui.ui.widgets.progress import ProgressLine
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
        for _ in range(6):
            shown.append([unit.unit.number for unit in screen.shown])
            await desk.press("f")
        assert [len(units) for units in shown] == [24, 1, 8, 3, 2, 1]
        assert shown[1:] == [[4], [1, 2, 3, 4, 5, 6, 11, 12], [2, 3, 6], [11, 12], [5]]
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
        assert desk.notice == "! Stembureau 1: eerste invoer klaar. Er valt niets te vergelijken."


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


async def test_the_cursor_stays_at_its_unit_when_others_leave_the_list(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        screen = desk.screen
        assert isinstance(screen, OverviewScreen)
        await desk.press("down", "down", "down", "down", "f", "f")
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


async def test_the_export_screen_waits_for_a_file_that_is_in_use(tmp_path: Path, impatient: None) -> None:
    station = town.place(town.all_final, tmp_path)
    async with desk_at(station) as desk:
        await exporting(desk)
        with held(station):
            await desk.press("d", "2")
            assert desk.notice == IN_USE
            assert isinstance(desk.screen, ExportScreen)
            desk.screen.refresh_lines()
            assert desk.notice == IN_USE
            assert "kan definitief worden" in desk.text
        await desk.press("d", "2")
        assert "DEFINITIEF" in desk.text


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


# Final, and the files.


async def exporting(desk: Desk) -> None:
    """On the export screen, at the water board."""
    await desk.sign_in("sam")
    await desk.press("x", "down")


async def test_the_export_is_closed_until_all_is_final_and_names_what_is_open(evening: Path) -> None:
    async with desk_at(evening) as desk:
        await desk.sign_in("sam")
        await desk.press("x")
        assert "Dit staat nog open:" in desk.text
        for line in ("nog niet ingevoerd: 2 (11-12)", "VERSCHIL: 1 (4)", "terug naar invoerder: 1 (5)"):
            assert line in desk.text
        await desk.press("e")
        assert desk.notice == "! De export is gesloten tot deze verkiezing definitief is."
        await desk.press("d", "2")
        assert desk.notice.startswith("! Dit kan niet:")
        assert desk.file.value("SELECT count(*) FROM final_election") == 0


async def test_declaring_final_asks_first(tmp_path: Path) -> None:
    async with desk_at(town.place(town.all_final, tmp_path)) as desk:
        await exporting(desk)
        await desk.press("e")
        assert "gesloten" in desk.notice
        await desk.press("d", "1")
        assert desk.file.value("SELECT count(*) FROM final_election") == 0
        await desk.press("d", "2")
        assert "DEFINITIEF 19-03 21:30" in desk.text
        await desk.press("d")
        assert desk.notice == "! Deze verkiezing is al definitief. Met E schrijft u de bestanden."


@pytest.mark.parametrize(
    ("now", "warned"),
    [
        (datetime(2031, 3, 18, 23, 59, tzinfo=UTC), True),
        (datetime(2031, 3, 19, 0, 0, tzinfo=UTC), False),
        (datetime(2031, 3, 20, 0, 10, tzinfo=UTC), False),
    ],
)
async def test_the_clock_is_shown_before_anything_is_final(
    tmp_path: Path, now: datetime, warned: bool
) -> None:
    async with desk_at(town.place(town.all_final, tmp_path)) as desk:
        await exporting(desk)
        desk.file.clock = lambda: now
        await desk.press("d")
        assert f"Nu is het {now:%d-%m-%Y %H:%M} volgens deze computer" in desk.words
        warning = "LET OP: dat is voor de dag van de stemming, 19-03-2031."
        assert (warning in desk.words) is warned


async def test_an_impossible_folder_is_refused_with_a_reason(tmp_path: Path) -> None:
    async with desk_at(town.place(town.declared, tmp_path)) as desk:
        await exporting(desk)
        await desk.press("e")
        assert Path(desk.app.screen.query_one(TextField).value).is_absolute()
        await desk.press("ctrl+u")
        await desk.type("~niemand-met-deze-naam/export")
        await desk.press("enter")
        assert desk.at(ExportScreen)
        assert desk.notice.startswith("! ")
        assert "niemand-met-deze-naam" in desk.notice


async def test_the_files_are_written_and_the_sheet_to_sign_stands_apart(tmp_path: Path) -> None:
    async with desk_at(town.place(town.declared, tmp_path)) as desk:
        await exporting(desk)
        await desk.press("e", "enter")
        await desk.until(lambda: desk.at(Tell))
        assert "Code van SHA256SUMS:" in desk.text
        (folder,) = (tmp_path / "export").iterdir()
        published = {path.name for path in (folder / "publicatie").iterdir()}
        to_sign = {path.name for path in (folder / "ondertekenen").iterdir()}
        assert {"SHA256SUMS", "BLAKE3SUMS"} < published
        assert len(to_sign) == 1
        assert published.isdisjoint(to_sign)
        await desk.press("enter")
        assert desk.at(ExportScreen)
        await desk.press("e", "enter")
        await desk.until(lambda: bool(desk.notice))
        assert desk.notice.startswith("! In ")
        assert "staat al een export van deze verkiezing" in desk.notice


async def test_a_disk_that_refuses_is_told_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_at(town.place(town.declared, tmp_path)) as desk:
        await exporting(desk)
        with monkeypatch.context() as patch:
            patch.setattr(package, "_write", _full)
            await desk.press("e", "enter")
            await desk.until(lambda: bool(desk.notice))
        assert "No space left on device" in desk.notice or "schijf" in desk.notice.lower()
        assert desk.at(ExportScreen)
        await desk.press("e")
        await desk.fill(str(tmp_path / "elders"))
        await desk.until(lambda: desk.at(Tell))
        assert list((tmp_path / "elders").iterdir())


def _full(path: Path, data: bytes) -> None:
    raise OSError(28, "No space left on device")


async def test_an_unknown_fault_while_writing_is_told_with_a_code_and_no_detail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path, data: bytes) -> None:
        raise ValueError("geheim 4711")

    monkeypatch.setattr(package, "_write", broken)
    async with desk_at(town.place(town.declared, tmp_path)) as desk:
        await exporting(desk)
        await desk.press("e", "enter")
        await desk.until(lambda: bool(desk.notice))
        assert desk.notice.startswith(
            "! Het schrijven is niet gelukt. Geef deze code aan de beheerder: Value"
        )
        assert "4711" not in desk.text


async def test_progress_is_shown_and_the_screen_stays_until_the_files_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(*_: object, progress: package.Progress, **__: object) -> package.Package:
        progress("Proces-verbaal.pdf", 1, 4)
        assert go_on.wait(10)
        raise package.ExportFailed("afgebroken")

    monkeypatch.setattr(package, "write_package", slow)
    async with desk_at(town.place(town.declared, tmp_path)) as desk:
        await exporting(desk)
        await desk.press("e", "enter")
        await desk.until(lambda: "Proces-verbaal.pdf" in desk.text)
        assert str(desk.screen.query_one(ProgressLine).render()).startswith("[#######.....")
        assert " 25 %" in desk.text
        await desk.press("escape")
        assert desk.at(ExportScreen)
        assert desk.notice == "! Er wordt nog gewerkt. Wacht tot dat klaar is."
        await desk.press("e")
        assert desk.notice == "! Er wordt nog gewerkt. Wacht tot dat klaar is."
        go_on.set()
        await desk.until(lambda: "afgebroken" in desk.notice)
        assert str(desk.screen.query_one(ProgressLine).render()) == ""


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


async def test_the_keys_go_on_while_an_election_is_declared_final(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a large municipality the check of the file takes seconds."""
    go_on = threading.Event()
    declare = decisions.finalise_election

    def slow(*arguments: Any) -> datetime:
        assert go_on.wait(10)
        return declare(*arguments)

    monkeypatch.setattr(decisions, "finalise_election", slow)
    async with desk_at(town.place(town.evening, tmp_path)) as desk:
        await exporting(desk)
        await desk.press("down", "d", "down", "enter")
        assert "wordt eerst nagekeken" in desk.notice
        await desk.press("d")
        assert desk.notice == "! Er wordt nog gewerkt. Wacht tot dat klaar is."
        await desk.press("escape")
        assert desk.at(ExportScreen)
        go_on.set()
        await desk.until(lambda: "De verkiezing is definitief" in desk.notice)
        assert desk.file.value("SELECT count(*) FROM final_election") == 1
