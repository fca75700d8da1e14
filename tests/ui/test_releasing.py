"""The end of the evening: the gate, the control tally, release by two, the files, and reopening."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import DataTable

from osv_tui.guard.offline import Finding, What
from osv_tui.publication import contents, package
from osv_tui.store import database, decisions, releasing
from osv_tui.store.problems import Busy
from osv_tui.ui import reopening
from osv_tui.ui.countersign import Countersign
from osv_tui.ui.dialogs import AskText, Choose, Tell
from osv_tui.ui.gatekeeper import Gatekeeper
from osv_tui.ui.reopening import Marked
from osv_tui.ui.screens.control import ControlScreen
from osv_tui.ui.screens.export import ExportScreen
from osv_tui.ui.screens.gate import GateScreen
from osv_tui.ui.screens.guard import ConnectedScreen
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.reconcile import ReconcileScreen
from osv_tui.ui.screens.unit import UnitScreen
from osv_tui.ui.widgets.fields import TextField
from osv_tui.ui.widgets.progress import ProgressLine
from tests.documents.conformance import faults
from tests.documents.reading_back import pages_of
from tests.ui import releases, town
from tests.ui.desk import Desk, desk_at
from tests.ui.town import AB, PS

CABLE = Finding("eth0", What.CARRIER)


async def at_release(desk: Desk, *keys: str) -> ExportScreen:
    """On the screen of releases, with everything looked at; then ``keys``."""
    await desk.sign_in("sam")
    await desk.press("x")
    screen = desk.screen
    assert isinstance(screen, ExportScreen)
    await looked(desk, screen.gatekeeper)
    await desk.press(*keys)
    return screen


async def looked(desk: Desk, keeper: Gatekeeper) -> None:
    await desk.until(lambda: not keeper.is_looking)


async def finalise(desk: Desk, user: str = "ada", password: str = town.PASSWORD) -> None:
    await desk.press("d", "2")
    await desk.countersign(user=user, password=password)


async def until_said(desk: Desk, text: str) -> None:
    await desk.until(lambda: isinstance(desk.screen, ExportScreen) and text in desk.notice)


def finals(desk: Desk) -> list[tuple[object, ...]]:
    return desk.file.rows("SELECT election, version FROM final_election ORDER BY id")


# The gate.


async def test_the_gate_counts_first_and_lists_every_kind(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.blocked, tmp_path)) as desk:
        await at_release(desk)
        assert "PS Voorbeeld 3 van 12 nog open: 15" in desk.words
        for line in ("nog niet definitief: 7 (2, 7-12)", "VERSCHIL: 1 (1)", "te beoordelen: 1 (3)"):
            assert line in desk.words
        assert "telverschil niet verantwoord: 1 (4) controle niet beoordeeld: 5 (4-6)" in desk.words
        await desk.press("down")
        assert "controle niet beoordeeld: 3 (4-6) controletelling niet af: 1" in desk.words
        await desk.press("enter")
        assert desk.at(GateScreen)
        assert desk.screen.query_one(DataTable).row_count == 4
        assert "AB Dammerdiep: er staan nog 4 punten open." in desk.words


async def test_enter_jumps_to_what_the_supervisor_can_do(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.blocked, tmp_path)) as desk:
        await at_release(desk, "enter")
        for down, screen in ((0, ReconcileScreen), (2, UnitScreen), (7, UnitScreen), (1, UnitScreen)):
            await desk.press(*["down"] * down, "enter")
            assert desk.at(screen)
            await desk.press("escape")
            assert desk.at(GateScreen)


async def test_what_others_must_do_is_told_with_who(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.blocked, tmp_path)) as desk:
        await at_release(desk, "enter", "down", "enter")
        assert desk.notice == "! Geef het papier aan een tweede invoerder."
        await desk.press("down", "down", "enter")
        assert desk.notice == "! Geef het papier aan een invoerder."
        assert desk.at(GateScreen)


async def test_the_control_tally_is_reached_from_the_gate_and_what_is_done_leaves_it(tmp_path: Path) -> None:
    station = town.place(releases.counted, tmp_path)
    total = releases.sum_by_hand(station, AB, 1)
    async with desk_at(station) as desk:
        screen = await at_release(desk, "down", "enter", "enter")
        assert desk.at(ControlScreen)
        await desk.press("s")
        await desk.fill("1", str(total))
        await desk.press("escape")
        await looked(desk, screen.gatekeeper)
        assert desk.at(GateScreen)
        assert "Er staat niets meer open." in desk.words
        await desk.press("enter", "escape")
        assert "AB Dammerdiep 12 van 12 kan definitief worden" in desk.words


async def test_unread_files_are_told(tmp_path: Path) -> None:
    async with desk_at(town.place(town.half_set_up, tmp_path)) as desk:
        await at_release(desk, "down", "enter", "enter")
        assert "Nog niet alle bestanden van deze verkiezing zijn ingelezen." in desk.words
        assert "De beheerder leest de bestanden in" in desk.notice


async def test_a_file_that_is_not_what_its_log_tells_blocks_every_election(tmp_path: Path) -> None:
    station = town.place(releases.added_up, tmp_path)
    with closing(sqlite3.connect(station)) as other:
        (rule,) = other.execute("SELECT sql FROM sqlite_master WHERE name = 'person_unchanged'").fetchone()
        other.execute("DROP TRIGGER person_unchanged")
        other.execute("UPDATE person SET name = 'Bo Ander' WHERE name = 'Bo Tikker'")
        other.execute(rule)
        other.commit()
    async with desk_at(station) as desk:
        await at_release(desk)
        assert desk.text.count("nog open: 1") == 2
        assert "telbestand klopt niet: 1" in desk.words
        await desk.press("d")
        assert desk.notice == "! Dit kan nog niet: er staat nog 1 punt open. Enter laat zien wat."
        await desk.press("enter", "enter")
        assert desk.notice.startswith("! Stop met tellen en waarschuw de beheerder.")


async def test_a_connection_blocks_for_as_long_as_it_is_there(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        screen = await at_release(desk)
        desk.around.findings = (CABLE,)
        await desk.look_around()
        await desk.press("enter")
        assert "computer verbonden: 1" in desk.words
        assert "Netwerkkaart eth0 is verbonden." in desk.words
        await desk.press("enter")
        assert desk.notice.startswith("! Haal de verbinding weg.")
        await desk.press("escape", "d")
        assert "Dit kan nog niet" in desk.notice
        await desk.press("down", "e")
        assert desk.at(ConnectedScreen)
        desk.around.findings = ()
        await desk.look_around()
        assert desk.at(AskText)
        await desk.press("escape", "up")
        assert screen.gatekeeper.blockers(screen.gatekeeper.standing(PS)) == ()


async def test_a_long_list_scrolls_to_its_end(tmp_path: Path) -> None:
    async with desk_at(town.place(town.large, tmp_path)) as desk:
        await at_release(desk)
        assert "nog niet definitief: 797 (1-2, 4-76" in desk.words
        await desk.press("enter", "end")
        assert "Stembureau 800: nog niet definitief." in desk.static("#what")
        await desk.press("home")
        assert "Stembureau 1: nog niet definitief." in desk.static("#what")


async def test_a_file_that_is_in_use_is_told_and_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy("Het bestand is in gebruik.")

    async with desk_at(town.place(releases.added_up, tmp_path)) as desk:
        screen = await at_release(desk)
        with monkeypatch.context() as patch:
            patch.setattr(releasing, "gate", busy)
            screen.gatekeeper.look()
            await looked(desk, screen.gatekeeper)
        assert desk.notice == "! Het bestand is in gebruik."
        assert "kan definitief worden" in desk.text


async def test_a_fault_of_the_program_while_looking_is_told_with_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("geheim 4711")

    monkeypatch.setattr(releasing, "gate", broken)
    async with desk_at(town.place(releases.added_up, tmp_path)) as desk:
        await at_release(desk)
        assert desk.notice.startswith("! Het nakijken is niet gelukt. Geef deze code aan de beheerder: Value")
        assert "4711" not in desk.text
        await desk.press("d", "e", "h", "c", "n", "enter", "escape")
        assert desk.at(OverviewScreen)


# The control tally.


async def adding(desk: Desk, *keys: str) -> None:
    await at_release(desk, "c")
    assert desk.at(ControlScreen)
    await desk.press(*keys)


async def test_a_sum_by_hand_is_right_or_wrong_and_every_try_stays(tmp_path: Path) -> None:
    station = town.place(releases.counted, tmp_path)
    totals = [releases.sum_by_hand(station, PS, number) for number in (1, 2, 3)]
    async with desk_at(station) as desk:
        await adding(desk)
        assert "mist nog 3 van de 3" in desk.words
        for number, total in enumerate(totals, 1):
            await desk.press("s")
            await desk.fill(str(number), str(total + (number == 2)))
        assert desk.notice == "Lijst 3 klopt."
        assert f"Lijst 2 Avondlicht {totals[1] + 1} KLOPT NIET" in desk.words
        assert "Laat een ander die lijst opnieuw optellen" in desk.words
        assert str(totals[1]) not in desk.text, "the sum of the program is nowhere"
        await desk.press("up", "enter")
        await desk.fill(str(totals[1]))
        assert "KLOPT NIET" not in desk.text
        assert "De controletelling klopt." in desk.words
        tried = desk.file.rows("SELECT list, total FROM control_sum ORDER BY id")
        assert tried == [(1, totals[0]), (2, totals[1] + 1), (3, totals[2]), (2, totals[1])]


async def test_a_wrong_sum_blocks_the_release(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.counted, tmp_path)) as desk:
        screen = await at_release(desk, "down", "c", "s")
        await desk.fill("1", "12")
        assert desk.notice == "! Lijst 1 klopt niet met de invoer."
        await desk.press("escape")
        await looked(desk, screen.gatekeeper)
        assert "controletelling klopt niet: 1" in desk.words
        await desk.press("d")
        assert "Dit kan nog niet" in desk.notice
        assert finals(desk) == []


async def test_a_list_that_is_not_there_and_a_sum_that_is_no_number_are_asked_again(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.counted, tmp_path)) as desk:
        await adding(desk, "s")
        for wrong in ("9", "Avondlicht", "0"):
            await desk.fill(wrong)
            assert f"! Er is geen lijst {wrong}." in desk.words
        await desk.fill("2")
        assert "Lijst 2 Avondlicht" in desk.words
        for wrong in ("12 34", "-1", "1.2", "veel"):
            await desk.fill(wrong)
            assert "! Dat is geen getal." in desk.words
            assert desk.screen.query_one(TextField).value == wrong
        await desk.press("escape")
        assert desk.at(ControlScreen)
        assert desk.file.value("SELECT count(*) FROM control_sum") == 0


async def test_the_sheet_to_add_on_is_made_once_all_is_final(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.counted, tmp_path)) as desk:
        await adding(desk, "n")
        await desk.until(lambda: "Concept_Narekenstaat" in desk.notice)
        assert [path.name for path in (tmp_path / "zitting").iterdir()] == [
            "Concept_Narekenstaat_PS2031_Voorbeeld.pdf"
        ]


async def test_a_trial_print_has_every_document_as_a_draft(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.counted, tmp_path)) as desk:
        await at_release(desk, "p")
        await desk.until(lambda: "alles in de map concepten/PS2031_Voorbeeld." in desk.notice)
    written = sorted((tmp_path / "concepten" / "PS2031_Voorbeeld").iterdir())
    assert [path.name.split("_")[:2] for path in written] == [
        ["Concept", "N11"],
        ["Concept", "Narekenstaat"],
        ["Concept", "Verantwoording"],
    ]
    for path in written:
        assert faults(path.read_bytes()) == []
        for page in pages_of(path.read_bytes()):
            assert page.count("CONCEPT") == 2
            assert "(Concept)" in page
            assert "Hashcode" not in page


@pytest.mark.parametrize(
    ("make", "keys", "said"),
    [
        (releases.blocked, ["p"], "als alle stembureaus"),
        (releases.released, ["down", "p"], "bij de bestanden van de export"),
    ],
)
async def test_a_trial_print_is_made_between_the_last_count_and_the_release(
    tmp_path: Path, make: town.StationMaker, keys: list[str], said: str
) -> None:
    async with desk_at(town.place(make, tmp_path)) as desk:
        await at_release(desk, *keys)
        await desk.until(lambda: said in desk.notice and "Het papier is niet gemaakt." in desk.notice)
        assert not any((tmp_path / "concepten").iterdir())


@pytest.mark.parametrize(
    ("make", "keys", "no_sum", "no_sheet"),
    [
        (releases.blocked, ["c"], "als alle stembureaus", "als alle stembureaus"),
        (releases.released, ["down", "c"], "ligt vast", "bij de bestanden van de export"),
    ],
)
async def test_nothing_is_added_by_hand_before_all_is_final_or_after_the_release(
    tmp_path: Path, make: town.StationMaker, keys: list[str], no_sum: str, no_sheet: str
) -> None:
    async with desk_at(town.place(make, tmp_path)) as desk:
        await at_release(desk, *keys)
        for key in ("s", "enter"):
            await desk.press(key)
            assert desk.at(ControlScreen)
            assert no_sum in desk.notice
        await desk.press("n")
        await desk.until(lambda: no_sheet in desk.notice and "Het papier is niet gemaakt." in desk.notice)
        assert not any((tmp_path / "zitting").iterdir())


# Release by two.


async def test_a_release_takes_another_official_with_the_right_password(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.added_up, tmp_path)) as desk:
        screen = await at_release(desk)
        await desk.press("d", "1")
        assert desk.at(ExportScreen)
        await finalise(desk, user="sam")
        await desk.until(lambda: "Bevestigen doet een ander dan wie is ingelogd." in desk.words)
        await desk.press("escape")
        await finalise(desk, password="een verkeerd wachtwoord")
        await desk.until(lambda: "wachtwoord klopt niet" in desk.words)
        assert finals(desk) == []
        await desk.fill(town.PASSWORD)
        await until_said(desk, "De verkiezing is definitief.")
        assert finals(desk) == [(PS, 1)]
        await looked(desk, screen.gatekeeper)
        assert "DEFINITIEF versie 1, 19-03 21:30" in desk.text
        await desk.press("d")
        assert desk.notice == "! Deze verkiezing is al definitief. Met E schrijft u de bestanden."


async def test_what_is_confirmed_is_told(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.added_up, tmp_path)) as desk:
        await at_release(desk, "d")
        told = "Provinciale Staten Voorbeeld 2031 wordt definitief: 12 stembureaus, versie 1."
        assert told in desk.words
        await desk.press("2")
        assert desk.at(Countersign)
        assert told in desk.words


async def test_nothing_is_declared_while_anything_blocks(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.blocked, tmp_path)) as desk:
        await at_release(desk, "d")
        assert desk.at(ExportScreen)
        assert desk.notice == "! Dit kan nog niet: er staan nog 15 punten open. Enter laat zien wat."
        await desk.press("e")
        assert desk.notice == "! De export is gesloten tot deze verkiezing definitief is."
        await desk.press("h")
        assert desk.notice == "! Deze verkiezing is niet definitief. Er valt niets te heropenen."


async def test_what_changed_since_it_was_looked_at_is_refused_by_the_file(tmp_path: Path) -> None:
    station = town.place(releases.added_up, tmp_path)
    async with desk_at(station) as desk:
        screen = await at_release(desk, "d", "2")
        unit = decisions.overview(desk.file, screen.actor)[0]
        releasing.reopen_unit(desk.file, screen.actor, town.BESIDE_SUPERVISOR, unit.key, "ander papier")
        await desk.countersign(user="ada")
        await desk.until(lambda: "heropend en nog niet opnieuw ingevoerd" in desk.words)
        await desk.press("escape")
        await looked(desk, screen.gatekeeper)
        assert finals(desk) == []
        assert "nog open: 1" in desk.words


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
    async with desk_at(town.place(releases.added_up, tmp_path)) as desk:
        await at_release(desk)
        desk.file.clock = lambda: now
        await desk.press("d")
        assert f"Nu is het {now:%d-%m-%Y %H:%M} volgens deze computer" in desk.words
        warning = "LET OP: dat is voor de dag van de stemming, 19-03-2031."
        assert (warning in desk.words) is warned


async def test_the_keys_go_on_while_an_election_is_declared_final(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a large municipality the check of the file takes seconds."""
    go_on = threading.Event()
    release = releasing.release

    def slow(*arguments: Any) -> datetime:
        assert go_on.wait(10)
        return release(*arguments)

    monkeypatch.setattr(releasing, "release", slow)
    async with desk_at(town.place(releases.added_up, tmp_path)) as desk:
        await at_release(desk)
        await finalise(desk)
        assert "wordt eerst nagekeken" in desk.notice
        for key in ("d", "e", "h", "c", "n", "enter", "escape"):
            await desk.press("down", "up", key)
            assert desk.at(ExportScreen)
            assert desk.notice == "! Er wordt nog gewerkt. Wacht tot dat klaar is."
        go_on.set()
        await until_said(desk, "De verkiezing is definitief")
        assert finals(desk) == [(PS, 1)]


# The files.


async def exporting(desk: Desk) -> None:
    """At the question for the folder, of the water board."""
    await at_release(desk, "down", "e")
    assert desk.at(AskText)


async def written(desk: Desk, *folder: str) -> Path:
    """Write the files in ``folder``, or where the program proposes; gives the folder of the package."""
    await desk.press("e")
    await desk.fill(*folder) if folder else await desk.press("enter")
    await desk.until(lambda: desk.at(Tell))
    await desk.press("enter")
    return Path(str(desk.file.value("SELECT folder FROM package ORDER BY id DESC LIMIT 1")))


async def test_an_impossible_folder_is_refused_with_a_reason(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        await exporting(desk)
        assert Path(desk.app.screen.query_one(TextField).value).is_absolute()
        await desk.press("ctrl+u")
        await desk.type("~niemand-met-deze-naam/export")
        await desk.press("enter")
        assert desk.at(ExportScreen)
        assert desk.notice.startswith("! ")
        assert "niemand-met-deze-naam" in desk.notice


def folder_of_package(place: Path) -> Path:
    (folder,) = (place / "export" / "publicatie").glob("*/")
    return folder


async def test_the_files_are_written_told_and_recorded(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        await exporting(desk)
        await desk.press("enter")
        await desk.until(lambda: desk.at(Tell))
        lines = len((folder_of_package(tmp_path) / "SHA256SUMS").read_text().splitlines())
        assert f"Code van SHA256SUMS, een lijst van {lines} regels:" in desk.words
        assert "Ondertekend met de sleutel van de zitting." in desk.words
        folder = folder_of_package(tmp_path)
        published = {path.name for path in folder.rglob("*")}
        to_sign = {path.name for path in (tmp_path / "export" / "ondertekenen" / folder.name).iterdir()}
        assert {"SHA256SUMS", "BLAKE3SUMS"} < published
        assert len(to_sign) == 1
        assert published.isdisjoint(to_sign)
        ((recorded, root),) = desk.file.rows("SELECT folder, root FROM package")
        assert Path(recorded) == folder
        assert root[:4].upper() in desk.text
        await desk.press("enter")
        await desk.press("e", "enter")
        await desk.until(lambda: "staat al een export van deze verkiezing" in desk.notice)
        assert desk.file.value("SELECT count(*) FROM package") == 1


async def test_a_disk_that_refuses_is_told_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        await exporting(desk)
        with monkeypatch.context() as patch:
            patch.setattr(package, "_write", full)
            await desk.press("enter")
            await until_said(desk, "is niet gelukt")
        assert desk.file.value("SELECT count(*) FROM package") == 0
        elsewhere = await written(desk, str(tmp_path / "elders"))
        assert elsewhere.parent == tmp_path / "elders" / "publicatie"


async def test_files_that_cannot_be_recorded_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy("Het bestand is in gebruik.")

    monkeypatch.setattr(releasing, "package_written", busy)
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        await exporting(desk)
        await desk.press("enter")
        await until_said(desk, "Wat is geschreven geldt niet. Haal deze map weg:")


async def test_an_unknown_fault_while_writing_is_told_with_a_code_and_no_detail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path, data: bytes) -> None:
        raise ValueError("geheim 4711")

    monkeypatch.setattr(package, "_write", broken)
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        await exporting(desk)
        await desk.press("enter")
        await until_said(desk, "Het schrijven is niet gelukt. Geef deze code aan de beheerder: Value")
        assert "4711" not in desk.text
        await desk.press("escape")
        assert desk.at(OverviewScreen)


async def test_progress_is_shown_and_the_screen_stays_until_the_files_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(*_: object, progress: contents.Progress, **__: object) -> package.Package:
        progress("Proces-verbaal.pdf", 1, 4)
        assert go_on.wait(10)
        raise package.ExportFailed("afgebroken")

    monkeypatch.setattr(package, "write_package", slow)
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        await exporting(desk)
        await desk.press("enter")
        await desk.until(lambda: "Proces-verbaal.pdf" in desk.text)
        assert str(desk.screen.query_one(ProgressLine).render()).startswith("[#######.....")
        assert " 25 %" in desk.text
        for key in ("escape", "e", "h"):
            await desk.press(key)
            assert desk.at(ExportScreen)
            assert desk.notice == "! Er wordt nog gewerkt. Wacht tot dat klaar is."
        go_on.set()
        await until_said(desk, "afgebroken")
        assert str(desk.screen.query_one(ProgressLine).render()) == ""


# Reopening.

REASON = "het proces-verbaal van De Brug is gewijzigd"


async def reopen(desk: Desk, *, user: str = "ada") -> None:
    await desk.press("h")
    await desk.fill(REASON)
    await desk.countersign(user=user)


async def read_on(desk: Desk) -> str:
    """Everything that is told, one dialog after the other."""
    told = []
    await desk.until(lambda: desk.at(Tell))
    while desk.at(Tell):
        told.append(desk.words)
        await desk.press("enter")
    return " ".join(told)


async def test_reopening_marks_the_old_package_and_the_next_one_is_version_2(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        screen = await at_release(desk, "down")
        first = await written(desk)
        await reopen(desk)
        told = await read_on(desk)
        assert "De volgende uitslag wordt versie 2." in told
        assert "Staat versie 1 al op de website?" in told
        assert f"VERVALLEN_{first.name}" in "".join(told.split())
        assert "NIET gemerkt" not in told
        assert not first.exists()
        expired = first.with_name(f"VERVALLEN_{first.name}")
        assert REASON in (expired / "VERVALLEN.txt").read_text("utf-8")
        await looked(desk, screen.gatekeeper)
        assert "AB Dammerdiep 12 van 12 nog open: 1" in desk.words
        await desk.press("c", "s")
        await desk.fill("1", str(releases.sum_of(desk.file, AB, 1)))
        await desk.press("escape")
        await looked(desk, screen.gatekeeper)
        await finalise(desk)
        await until_said(desk, "De verkiezing is definitief.")
        await looked(desk, screen.gatekeeper)
        assert "DEFINITIEF versie 2" in desk.text
        second = await written(desk)
        assert second.name == f"{first.name}_v2"
        assert desk.file.value("SELECT reason FROM reopened_election") == REASON


async def test_a_package_that_is_not_where_it_was_written_is_named(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        await at_release(desk, "down")
        gone = await written(desk)
        there = await written(desk, str(tmp_path / "b"))
        shutil.move(gone, tmp_path / "stick")
        await reopen(desk)
        told = await read_on(desk)
        marked, left = told.split("NIET gemerkt")
        assert str(gone) in "".join(left.split())
        assert f"VERVALLEN_{there.name}" in "".join(marked.split())
        assert (tmp_path / "stick").is_dir()


async def test_reopening_takes_a_reason_and_another_official(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        await at_release(desk, "down", "h", "enter")
        assert desk.at(AskText), "an empty reason is not taken"
        await desk.fill("fout ♥")
        assert "! Het teken «♥» (U+2665) in «fout ♥» kan niet worden afgedrukt." in desk.words
        assert desk.screen.query_one(TextField).value == "fout ♥"
        await desk.press("escape")
        await reopen(desk, user="sam")
        assert "Bevestigen doet een ander dan wie is ingelogd." in desk.words
        await desk.press("escape")
        assert desk.at(ExportScreen)
        assert desk.file.value("SELECT count(*) FROM reopened_election") == 0


def test_every_folder_is_told_however_many_there_are() -> None:
    folders = tuple(f"/media/stick{number}/export" for number in range(7))
    texts = tuple(reopening.pages(Marked(1, (), folders)))
    assert len(texts) == 4
    assert all(any(folder in text for text in texts) for folder in folders)


# A file that another program holds.


@contextmanager
def held(station: Path) -> Iterator[None]:
    with closing(sqlite3.connect(station, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


async def test_a_release_waits_for_a_file_that_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)
    station = town.place(releases.added_up, tmp_path)
    async with desk_at(station) as desk:
        await at_release(desk)
        with held(station):
            await finalise(desk)
            await desk.until(lambda: "Het bestand is in gebruik" in desk.words)
            assert desk.at(Countersign)
        await desk.fill(town.PASSWORD)
        await until_said(desk, "De verkiezing is definitief.")


async def test_keys_that_come_twice_do_one_thing(tmp_path: Path) -> None:
    async with desk_at(town.place(releases.released, tmp_path)) as desk:
        await at_release(desk)
        await desk.type("dd")
        assert desk.at(Choose)
        await desk.type("22")
        assert desk.at(Countersign)
        assert sum(isinstance(screen, Countersign) for screen in desk.app.screen_stack) == 1
        await desk.press("escape", "down")
        await desk.type("hh")
        assert desk.at(AskText)
        assert desk.screen.query_one(TextField).value == ""
