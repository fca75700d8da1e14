"""The administrator: a new station, and the files of an election read through the screens."""

from __future__ import annotations

import csv
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from osv_tui import intake
from osv_tui.election.model import CountingMethod
from osv_tui.election.workflow import Role
from osv_tui.eml.definition_writing import (
    write_candidate_lists,
    write_definition,
    write_polling_stations,
)
from osv_tui.eml.digest import digest, groups
from osv_tui.paperwork.papers import write_station_forms
from osv_tui.store import database, elections, founding, people, signing_in
from osv_tui.store.database import StationFile
from osv_tui.store.founding import StationFacts
from osv_tui.ui.app import OsvApp
from osv_tui.ui.screens.new_station import NewStationApp
from osv_tui.ui.screens.reading import ReadingScreen
from osv_tui.ui.screens.setup import SetupScreen
from osv_tui.ui.widgets.bars import Notice
from tests.documents.reading_back import pages_of
from tests.shared import SHARED, needs_shared
from tests.ui import town
from tests.ui.desk import Desk, desk_at
from tests.ui.pictures import shoot

REAL = SHARED / "data/tytsjerksteradiel-2019"
INVALID = SHARED / "data/invalid"
_MADE = datetime(2031, 2, 4, 12, tzinfo=UTC)


@pytest.fixture
def station(tmp_path: Path) -> Path:
    return town.place(town.founded, tmp_path)


def practice_files(folder: Path, key: int) -> tuple[Path, Path, Path]:
    """The three files of an election of the made-up town."""
    definition = town.definition(key)
    written = (
        ("110a.eml.xml", write_definition(definition, _MADE)),
        ("230b.eml.xml", write_candidate_lists(town.candidate_lists(key), definition, _MADE)),
        ("110b.eml.xml", write_polling_stations(town.polling_stations(key), _MADE)),
    )
    folder.mkdir()
    for name, data in written:
        (folder / name).write_bytes(data)
    first, second, third = (folder / name for name, _ in written)
    return first, second, third


def hidden_groups(desk: Desk) -> list[int]:
    """The two positions that the screen leaves open."""
    shown = desk.static("#groups").split()
    return [int(shown[place - 1].rstrip(":")) - 1 for place, word in enumerate(shown) if word == "____"]


async def read(desk: Desk, path: Path, key: str) -> None:
    """Read ``path`` with the code as it stands on the paper."""
    await desk.press(key)
    await desk.fill(str(path))
    assert desk.static("#groups"), desk.notice
    on_paper = groups(digest(path.read_bytes()).raw)
    await desk.fill(*(on_paper[position] for position in hidden_groups(desk)))


def stored(file: StationFile) -> int:
    return int(file.value("SELECT (SELECT count(*) FROM election) + (SELECT count(*) FROM document)"))


async def test_two_elections_are_read_from_their_files(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        for key in (town.PS, town.AB):
            for path, press in zip(practice_files(station.parent / f"in{key}", key), "nll", strict=True):
                await read(desk, path, press)
                assert desk.at(SetupScreen), desk.text
                assert desk.notice.startswith(f"Gelezen en opgeslagen: {path.name}. Code ")
        assert [line.complete for line in elections.election_lines(desk.file)] == [True, True]
        assert desk.text.count("klaar voor invoer") == 2
        await desk.press("l")
        assert desk.notice == "! Van deze verkiezing zijn alle bestanden al gelezen."
        read_back = elections.load_election(desk.file, town.PS)
        assert read_back.lists == town.candidate_lists(town.PS).lists
        assert read_back.units == town.polling_stations(town.PS).units


@needs_shared
@pytest.mark.parametrize("which", ["ps", "ab"])
async def test_the_real_files_are_read(tmp_path: Path, which: str) -> None:
    station = tmp_path / "station.osv"
    file = database.create(station)
    founding.found(file, StationFacts("0737", CountingMethod.STATION, practice=False), town.FOUNDERS)
    file.close()
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        for start, key in (("Verkiezingsdefinitie", "n"), ("Kandidatenlijsten", "l"), ("Stembureaus", "l")):
            (path,) = (REAL / which / "input").glob(f"{start}*")
            await read(desk, path, key)
        assert elections.election_lines(desk.file)[0].complete
        assert "klaar voor invoer" in desk.text


async def test_a_wrong_code_stores_nothing_and_can_be_typed_again(station: Path) -> None:
    path, *_ = practice_files(station.parent / "in", town.PS)
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        await desk.fill(str(path))
        on_paper = groups(digest(path.read_bytes()).raw)
        first, second = (on_paper[position] for position in hidden_groups(desk))
        assert first not in desk.static("#groups")
        for wrong in ((first, "0000"), ("0000", second), (second, first), ("", "")):
            await desk.fill(*wrong)
            assert desk.at(ReadingScreen)
            assert "De getypte codes horen niet bij dit bestand" in desk.notice
            assert stored(desk.file) == 0
        await desk.fill(first.lower(), second.lower())
        assert desk.at(SetupScreen)
        assert stored(desk.file) == 2


async def test_two_groups_in_one_burst(station: Path) -> None:
    path, *_ = practice_files(station.parent / "in", town.PS)
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        await desk.fill(str(path))
        on_paper = groups(digest(path.read_bytes()).raw)
        await desk.type("".join(f"{on_paper[position]}\n" for position in hidden_groups(desk)))
        assert desk.notice.startswith("Gelezen en opgeslagen: 110a.eml.xml.")


async def test_either_code_of_a_file_is_shown_and_taken(station: Path) -> None:
    path, *_ = practice_files(station.parent / "in", town.PS)
    path.write_bytes(path.read_bytes() + b"\n\n")
    found = digest(path.read_bytes())
    assert found.canonical not in (None, found.raw)
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        await desk.fill(str(path))
        hidden = hidden_groups(desk)
        for place, name, sha256 in (
            ("#groups", "Code van het bestand", found.raw),
            ("#groups_of_osv", "Code zoals OSV die afdrukt", found.canonical),
        ):
            shown = desk.static(place)
            assert name in shown
            for position, group in enumerate(groups(sha256 or "")):
                assert (f"{position + 1}: {group}" in shown) is (position not in hidden)
        assert "Groep" in desk.text
        await desk.fill(*(groups(found.canonical or "")[position] for position in hidden))
        assert desk.at(SetupScreen)
        assert "Code zoals OSV die afdrukt klopt met het papier" in desk.words


async def test_the_lists_of_another_election_are_refused(station: Path) -> None:
    definition, *_ = practice_files(station.parent / "ps", town.PS)
    _, lists, _ = practice_files(station.parent / "ab", town.AB)
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await read(desk, definition, "n")
        before = stored(desk.file)
        await desk.press("l")
        await desk.fill(str(lists))
        assert desk.at(ReadingScreen)
        assert "230b.eml.xml" in desk.notice
        assert "anders" in desk.notice
        assert stored(desk.file) == before


async def test_the_same_election_is_not_read_twice(station: Path) -> None:
    definition, *_ = practice_files(station.parent / "ps", town.PS)
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await read(desk, definition, "n")
        await desk.press("n")
        await desk.fill(str(definition))
        assert "PS2031_Voorbeeld is al ingelezen" in desk.notice
        assert stored(desk.file) == 2


SOME_WRONG_FILES = (
    ("fixtures/eml110a_invalid_xml.eml.xml", "regel 4"),
    ("fixtures/eml110a_invalid_election_missing_election_domain.eml.xml", "ElectionDomain"),
    ("fixtures/eml110a_invalid_election_date_format.eml.xml", "ElectionDate"),
    ("hostile/110a_xxe_file.eml.xml", "DOCTYPE"),
    ("hostile/110a_empty.eml.xml", "leeg"),
)


@needs_shared
@pytest.mark.parametrize(("name", "why"), SOME_WRONG_FILES)
async def test_a_wrong_file_is_named_with_its_reason_and_not_stored(
    station: Path, name: str, why: str
) -> None:
    path = INVALID / name
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        await desk.fill(str(path))
        assert desk.at(ReadingScreen)
        assert path.name[:40] in desk.notice
        assert why in desk.notice
        assert "root:" not in desk.text
        assert stored(desk.file) == 0
        assert desk.screen.query_one("#path", Input).value == str(path)


async def test_a_name_that_cannot_be_printed_is_told_when_its_file_is_read(station: Path) -> None:
    definition, lists, _ = practice_files(station.parent / "in", town.PS)
    name = town.candidate_lists(town.PS).lists[0].candidates[0].last_name
    text = lists.read_text("utf-8")
    bad = lists.with_name("Kandidatenlijsten_PS2031_Voorbeeld.eml.xml")
    bad.write_text(text.replace(f"{name}<", f"{name}♥<", 1), "utf-8")
    good = lists.with_name("goed.eml.xml")
    good.write_text(text.replace(f"{name}<", f"{name} Szőke-Жук<", 1), "utf-8")
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await read(desk, definition, "n")
        before = stored(desk.file)
        await desk.press("l")
        await desk.fill(str(bad))
        where = f"lijst 1, kandidaat 1: het teken «♥» (U+2665) in «{name}♥» kan niet worden afgedrukt."
        assert where in desk.words
        assert desk.screen.query_one("#path", Input).value == str(bad)
        assert stored(desk.file) == before
        await desk.press("escape")
        await read(desk, good, "l")
        assert stored(desk.file) > before


@needs_shared
async def test_no_hostile_file_brings_the_screen_down(station: Path) -> None:
    with (INVALID / "hostile.tsv").open(encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["given_as"] == "110a"]
    assert len(rows) > 5
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        for row in rows:
            if row["expected"] == "refuse":
                await desk.fill(str(INVALID / "hostile" / row["file"]))
                assert desk.at(ReadingScreen)
                assert desk.notice.startswith("! ")
                assert "\x1b" not in desk.text
                await desk.press("shift+tab", "tab")
                desk.screen.query_one("#path", Input).focus()
        assert stored(desk.file) == 0


async def test_what_is_no_file_is_told(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = station.parent / "in"
    big, *_ = practice_files(folder, town.PS)
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        await desk.fill(str(folder / "er_niet.xml"))
        assert desk.notice == "! Er is geen bestand er_niet.xml op deze plek."
        monkeypatch.setattr(intake, "INPUT_LIMIT", 100)
        await desk.fill(str(big))
        assert desk.notice == "! 110a.eml.xml is te groot en wordt niet gelezen."
        await desk.fill("")
        assert desk.at(ReadingScreen)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("~niemand9/x", "bestaat niet"),
        ("x" * 300, "te lang"),
        ("/" + "map/" * 2000, "te lang"),
        ("geen\x00naam", "onzichtbaar teken"),
    ],
)
async def test_a_path_that_cannot_be_is_told(station: Path, typed: str, answer: str) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        desk.screen.query_one("#path", Input).value = typed
        await desk.press("enter")
        assert desk.at(ReadingScreen)
        assert answer in desk.notice


async def test_a_folder_one_may_not_enter_is_told(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        monkeypatch.setattr(Path, "is_file", forbidden)
        folder = station.parent / "in"
        practice_files(folder, town.PS)
        await desk.fill(str(folder))
        assert desk.notice == "! Deze map kan niet worden gelezen."


async def test_a_file_is_offered_again_once_the_station_is_free(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)
    path, *_ = practice_files(station.parent / "in", town.PS)
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        other = sqlite3.connect(station, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        await desk.fill(str(path))
        assert "Het bestand is in gebruik" in desk.notice
        other.execute("ROLLBACK")
        other.close()
        await desk.press("enter")
        assert len(hidden_groups(desk)) == 2


async def test_the_station_gets_its_name_with_the_polling_stations(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        for path, press in zip(practice_files(station.parent / "in", town.PS), "nll", strict=True):
            assert "gemeente 9999" in desk.text
            await read(desk, path, press)
        assert "Voorbeelddam" in desk.text


def test_a_working_folder_that_was_removed_is_not_missed(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def removed() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "cwd", removed)
    file = database.open_station(station)
    assert OsvApp(file).import_folder == station.parent
    file.close()


async def test_a_folder_with_very_many_files_says_so(station: Path) -> None:
    folder = station.parent / "vol"
    folder.mkdir()
    for number in range(201):
        (folder / f"{number:03}.xml").touch()
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        await desk.fill(str(folder))
        assert desk.notice == "De eerste 200 van 201 getoond; typ anders de naam."


async def test_a_folder_shows_its_files_to_choose_from(station: Path) -> None:
    folder = station.parent / "in"
    practice_files(folder, town.PS)
    (folder / "brief.txt").write_text("niet dit", "utf-8")
    (folder / "dieper").mkdir()
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("n")
        await desk.fill(str(folder))
        names = [str(option.prompt) for option in desk.screen.query_one("#files", OptionList).options]
        assert names == ["..  (map hierboven)", "dieper/", "110a.eml.xml", "110b.eml.xml", "230b.eml.xml"]
        await desk.press("tab", "down", "down", "down", "enter")
        assert len(hidden_groups(desk)) == 2


async def test_the_forms_of_every_station_are_made_to_be_printed(tmp_path: Path) -> None:
    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await desk.sign_in("ada")
        for _ in range(2):  # a second time the same forms are there already
            await desk.press("f")
            await desk.until(lambda: "alles in de map formulieren/PS2031_Voorbeeld" in desk.notice)
    made = sorted((tmp_path / "formulieren" / "PS2031_Voorbeeld").iterdir())
    units = town.polling_stations(town.PS).units
    assert [path.name.partition("_")[0] for path in made] == ["N10-1"] * len(units)
    for path in made:
        pages = pages_of(path.read_bytes())
        assert pages[-1].endswith(f"pagina {len(pages)} / {len(pages)}")
        assert "Hashcode" not in pages[0]


def test_forms_of_files_that_were_read_anew_are_not_mixed_with_the_old_ones(tmp_path: Path) -> None:
    opened = town._open(town.place(town.half_set_up, tmp_path))
    file, actor = opened.file, opened.administrator
    for name in ("Gymzaal", "Sporthal"):
        (key,) = (line.key for line in elections.election_lines(file) if line.id == "PS2031_Voorbeeld")
        elections.remove_election(file, actor, key)
        town._add_election(opened, town.PS, name=name)
        (key,) = (line.key for line in elections.election_lines(file) if line.id == "PS2031_Voorbeeld")
        folders = [write_station_forms(file, actor, tmp_path, key) for _ in range(2)]
        assert len(set(folders)) == 1
        made = [pages_of(path.read_bytes())[0] for path in folders[0].iterdir()]
        assert len(made) == len(town.polling_stations(town.PS).units)
        assert all(name in page for page in made)
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {
        "PS2031_Voorbeeld",
        "PS2031_Voorbeeld-2",
    }
    file.close()


async def test_there_are_no_forms_before_all_files_have_been_read(tmp_path: Path) -> None:
    async with desk_at(town.place(town.half_set_up, tmp_path)) as desk:
        await desk.sign_in("ada")
        await desk.press("down", "f")
        await desk.until(lambda: "Het papier is niet gemaakt." in desk.notice)
        assert "nog niet alle bestanden" in " ".join(desk.notice.split())
        assert list((tmp_path / "formulieren").iterdir()) == []


async def test_an_election_is_taken_out_again_only_while_nothing_is_entered(tmp_path: Path) -> None:
    station = town.place(town.evening, tmp_path)
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("v", "2")
        assert desk.notice.startswith("! ")
        assert len(elections.election_lines(desk.file)) == 2
        await desk.press("v", "1")
        assert len(elections.election_lines(desk.file)) == 2


async def test_an_election_read_by_mistake_is_taken_out(tmp_path: Path) -> None:
    station = town.place(town.half_set_up, tmp_path)
    async with desk_at(station) as desk:
        await desk.sign_in("ada")
        await desk.press("down", "v", "2")
        assert [line.id for line in elections.election_lines(desk.file)] == ["PS2031_Voorbeeld"]


# A new station.


ADMINISTRATOR_LINES = ("9999", "2", "Ada Beheer", "100", "ada", town.PASSWORD, town.PASSWORD)
SUPERVISOR_LINES = ("Sam Zicht", "31-12-1980", "sam", "de koffie is koud", "de koffie is koud")


def page(app: NewStationApp) -> list[Input]:
    """The lines of the page that is on the screen."""
    return [line for line in app.query(Input) if all(node.display for node in line.ancestors_with_self)]


async def fill_page(app: NewStationApp, pilot: Pilot[bool], typed: tuple[str, ...]) -> None:
    for line, text in zip(page(app), typed, strict=True):
        line.value = text
    page(app)[-1].focus()
    await pilot.press("enter")
    await pilot.pause()


def said(app: NewStationApp) -> str:
    return str(app.query_one(Notice).render())


async def test_a_new_station_is_made_by_two_from_what_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "nieuw.osv"
    app = NewStationApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        for text in (*ADMINISTRATOR_LINES, *SUPERVISOR_LINES):
            field = app.focused
            assert isinstance(field, Input)
            field.value = text[:-1]
            await pilot.press(text[-1], "enter")
    assert app.return_value is True
    file = database.open_station(path)
    assert founding.station_facts(file) == StationFacts("9999", CountingMethod.CENTRAL, practice=False)
    ada = signing_in.sign_in(file, "ada", town.PASSWORD, "tty1")
    sam = signing_in.sign_in(file, "sam", "de koffie is koud", "tty1")
    assert (ada.role, sam.role) == (Role.ADMINISTRATOR, Role.SUPERVISOR)
    assert people.accounts(file, sam)[1].staff_number == "31-12-1980"
    file.close()


async def test_a_new_station_in_one_burst(tmp_path: Path) -> None:
    path = tmp_path / "nieuw.osv"
    app = NewStationApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for character in "\n".join((*ADMINISTRATOR_LINES, *SUPERVISOR_LINES, "")):
            app.post_message(Key("enter" if character == "\n" else character, character))
        await pilot.pause()
    assert app.return_value is True
    file = database.open_station(path)
    assert signing_in.sign_in(file, "ada", town.PASSWORD, "tty1").name == "Ada Beheer"
    assert signing_in.sign_in(file, "sam", "de koffie is koud", "tty1").name == "Sam Zicht"
    file.close()


async def test_the_second_does_not_see_the_password_of_the_first(tmp_path: Path) -> None:
    app = NewStationApp(tmp_path / "nieuw.osv")
    async with app.run_test(size=(80, 24)) as pilot:
        await fill_page(app, pilot, ADMINISTRATOR_LINES)
        assert "Geef het toetsenbord aan de toezichthouder." in shoot(app).text
        assert not {"Ada Beheer", town.PASSWORD, "*" * len(town.PASSWORD)} & set(shoot(app).text.split("  "))
        seen = ""
        for key in ["up"] * 6 + ["tab"] * 6 + ["escape"]:
            await pilot.press(key)
            seen += shoot(app).svg
        assert "Ada" in seen, "the last key went back to the first page"
        assert town.PASSWORD not in seen


@pytest.mark.parametrize("name", ["er-niet/nieuw.osv", "al.osv", "x" * 300])
async def test_where_no_station_can_be_made_nothing_is_asked(tmp_path: Path, name: str) -> None:
    (tmp_path / "al.osv").write_text("iets anders", "utf-8")
    app = NewStationApp(tmp_path / name)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
    assert (app.return_value, app.return_code) == (False, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["al.osv"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (("99", "1", "Ada", "100", "ada", town.PASSWORD, town.PASSWORD), "vier cijfers"),
        (("9999", "3", "Ada", "100", "ada", town.PASSWORD, town.PASSWORD), "Tellen 1"),
        (("9999", "1", "", "100", "ada", town.PASSWORD, town.PASSWORD), "een naam"),
        (("9999", "1", "Ada", "100", "ada", "te kort", "te kort"), "ten minste 13 tekens"),
        (
            ("9999", "1", "Ada 漢", "100", "ada", town.PASSWORD, town.PASSWORD),
            "in «Ada 漢» kan niet",
        ),
        (("9999", "1", "Ada", "100", "ada", town.PASSWORD, "iets heel anders"), "niet gelijk"),
    ],
)
async def test_an_administrator_who_cannot_be_is_told_before_the_keyboard_is_passed_on(
    tmp_path: Path, typed: tuple[str, ...], answer: str
) -> None:
    path = tmp_path / "nieuw.osv"
    app = NewStationApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await fill_page(app, pilot, typed)
        assert answer in said(app)
        assert tuple(line.value for line in page(app)) == typed
        await pilot.press("escape")
    assert app.return_value is False
    assert not path.exists()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (("Ada Beheer", "0100", "anders", *["de koffie is koud"] * 2), "twee verschillende personen"),
        (("Sam", "300", "Ada", *["de koffie is koud"] * 2), "twee verschillende personen"),
        (("Sam", "300", "", *["de koffie is koud"] * 2), "een gebruikersnaam"),
        (("Sam", "300", "sam", *["te kort"] * 2), "ten minste 13 tekens"),
        (("Sam 漢", "300", "sam", *["de koffie is koud"] * 2), "(U+6F22) in «Sam 漢» kan niet worden"),
        (("Sam", "300", "sam", "de koffie is koud", "de koffie was koud"), "niet gelijk"),
    ],
)
async def test_nothing_typed_is_lost_when_the_second_person_is_refused(
    tmp_path: Path, typed: tuple[str, ...], answer: str
) -> None:
    path = tmp_path / "nieuw.osv"
    app = NewStationApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await fill_page(app, pilot, ADMINISTRATOR_LINES)
        await fill_page(app, pilot, typed)
        assert answer in said(app)
        assert not path.exists()
        assert tuple(line.value for line in app.query(Input)) == (*ADMINISTRATOR_LINES, *typed)
        await pilot.press("escape")
        assert tuple(line.value for line in page(app)) == ADMINISTRATOR_LINES
        await fill_page(app, pilot, ADMINISTRATOR_LINES)
        await fill_page(app, pilot, SUPERVISOR_LINES)
    assert app.return_value is True
    assert path.exists()
