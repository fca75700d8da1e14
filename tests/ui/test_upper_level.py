"""The screens at a hoofdstembureau and a central committee: made, set up, keyed, laid beside a lower file."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input

from osv_tui.election.model import CandidateLists, Contest, CountingMethod, Subcategory
from osv_tui.election.workflow import UnitState
from osv_tui.eml.definition_writing import write_candidate_lists, write_definition
from osv_tui.eml.digest import digest, groups
from osv_tui.store import database, elections, founding
from osv_tui.store.founding import StationFacts
from osv_tui.ui.screens.new_station import NewStationApp
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.reading import LowerCountScreen
from osv_tui.ui.screens.unit import UnitScreen
from tests import list_sets
from tests.election.upper import definition, upper_values
from tests.examples import LISTS
from tests.ui import town, upper
from tests.ui.desk import Desk, desk_at
from tests.ui.test_setting_up import SUPERVISOR_LINES, hidden_groups, read


@pytest.mark.parametrize("code", ["HSB2", "csb"])
async def test_a_station_above_a_municipality_is_not_asked_how_is_counted(code: str, tmp_path: Path) -> None:
    path = tmp_path / "nieuw.osv"
    app = NewStationApp(path)
    lines = (code, "Ada Beheer", "100", "ada", town.PASSWORD, town.PASSWORD, *SUPERVISOR_LINES)
    async with app.run_test(size=(80, 24)) as pilot:
        for text in lines:
            field = app.focused
            assert isinstance(field, Input)
            field.value = text[:-1]
            await pilot.press(text[-1], "enter")
    assert app.return_value is True
    file = database.open_station(path)
    assert founding.station_facts(file) == StationFacts(code.upper(), CountingMethod.STATION, practice=False)
    file.close()


async def test_two_files_make_the_election_of_a_hoofdstembureau(tmp_path: Path) -> None:
    of = definition(Subcategory.PS2)
    lists = type(LISTS)(of.identifier, Contest("alle", None), LISTS.lists)
    files = {
        "n": ("110a.eml.xml", write_definition(of, upper.MADE)),
        "l": ("230b.eml.xml", write_candidate_lists(lists, of, upper.MADE)),
    }
    async with desk_at(town.place(upper.founded, tmp_path)) as desk:
        await desk.sign_in("ada")
        assert "110b" not in desk.text
        for key, (name, data) in files.items():
            (tmp_path / name).write_bytes(data)
            await read(desk, tmp_path / name, key)
        assert "klaar voor invoer" in desk.text
        assert "HSB1 Hoofdstad" in desk.text
        units = elections.load_election(desk.file, 1).units
        assert [unit.number for unit in units] == [37, 518, 9999]
        await desk.press("f")
        assert desk.notice == "! Alleen een gemeente heeft lege formulieren: die zijn voor de stembureaus."
        await desk.press("f1")
        assert "Een gemeente leest daarna haar stembureaus" in " ".join(desk.text.split())


async def test_a_central_committee_reads_the_lists_of_each_kieskring(tmp_path: Path) -> None:
    of = definition(Subcategory.PS2)
    lists = tuple(
        replace(each, candidates=tuple(replace(one, locality="Dorp") for one in each.candidates))
        for each in LISTS.lists
    )
    differ = (replace(lists[0], kieskringen=(2,)), *lists[1:])
    everywhere = CandidateLists(of.identifier, Contest("alle", None), differ)
    (tmp_path / "110a.eml.xml").write_bytes(write_definition(of, upper.MADE))
    for number in (1, 2):
        own = list_sets.of_kieskring(everywhere, of, number)
        (tmp_path / f"{number}.eml.xml").write_bytes(write_candidate_lists(own, of, upper.MADE))
    async with desk_at(town.place(partial(upper.founded, code="CSB"), tmp_path)) as desk:
        await desk.sign_in("ada")
        await read(desk, tmp_path / "110a.eml.xml", "n")
        await read(desk, tmp_path / "2.eml.xml", "l")
        assert desk.notice.endswith("klopt met het papier. Lees nu de lijsten van kieskring 1.")
        assert re.search(r"ja +1/2 +nog bestanden nodig", desk.text)
        await desk.press("l")
        await desk.fill(str(tmp_path / "2.eml.xml"))
        assert "de lijsten van kieskring 2 zijn al gelezen. Kies het bestand van een" in desk.notice
        await desk.press("escape", "escape")
        await desk.sign_in("ada")
        assert desk.notice == "Lees nu de lijsten van kieskring 1."
        await read(desk, tmp_path / "1.eml.xml", "l")
        assert desk.notice.endswith("klopt met het papier.")
        assert re.search(r"ja +ja +klaar voor invoer", desk.text)
        assert elections.load_election(desk.file, 1).lists == differ


async def test_a_paper_is_keyed_in_the_words_of_the_level(tmp_path: Path) -> None:
    async with desk_at(town.place(upper.hsb, tmp_path)) as desk:
        await desk.sign_in("bo")
        assert "Nummer gemeente" in desk.text
        await desk.type("37\n")
        assert "Gemeente 37" in desk.text
        form = elections.load_form(desk.file, 1)
        values = upper_values()
        await desk.type("".join(f"{values[field.id]}\n" for field in form.fields))
        assert "Typ het nummer van de gemeente om in te leveren" in desk.text
        await desk.type("518\n")
        assert "Dit scherm is van gemeente 37, u typte 518" in desk.text
        await desk.type("37\n")
        assert desk.notice.startswith("Gemeente 37 is ingeleverd")
        assert "tembureau" not in desk.text


async def lay_beside(desk: Desk, blank: int) -> None:
    """Read the file of kieskring 1, in which stand ``blank`` blank votes."""
    path = upper.lower_file(desk.folder, blank)
    await desk.press("l")
    assert desk.at(LowerCountScreen)
    await desk.fill(str(path))
    on_paper = groups(digest(path.read_bytes()).raw)
    await desk.fill(*(on_paper[position] for position in hidden_groups(desk)))
    assert desk.at(OverviewScreen), desk.text


def state_of(desk: Desk, number: int) -> UnitState:
    screen = desk.screen
    assert isinstance(screen, OverviewScreen)
    return next(unit.state for unit in screen.shown if unit.unit.number == number)


async def test_a_lower_file_that_says_the_same(tmp_path: Path) -> None:
    async with desk_at(town.place(upper.csb, tmp_path)) as desk:
        await desk.sign_in("sam")
        assert state_of(desk, 1) is UnitState.FINAL
        assert "Kieskring" in desk.text
        await lay_beside(desk, blank=3)
        assert "bestand gelezen" in desk.text
        await desk.press("enter")
        assert desk.at(UnitScreen)
        assert "alles is gelijk" in desk.text
        assert "H-D" not in desk.text
        assert "tembureau" not in desk.text.replace("hoofdstembureau", "")


async def test_a_lower_file_that_says_something_else_must_be_judged(tmp_path: Path) -> None:
    async with desk_at(town.place(upper.csb, tmp_path)) as desk:
        await desk.sign_in("sam")
        await lay_beside(desk, blank=8)
        await desk.press("enter")
        assert "W.652" in desk.text
        assert "Blanco stemmen: ingevoerd 3, in het bestand 8." in " ".join(desk.text.split())
        assert "Nog te doen: 3 te beoordelen" in desk.notice
        await desk.press("b", "2")
        await desk.fill("het proces-verbaal O 3", "3 staat er", "")
        assert desk.text.count("beoordeeld") == 3


async def test_a_committee_is_called_by_its_name_at_every_level(tmp_path: Path) -> None:
    async with desk_at(town.place(upper.hsb, tmp_path)) as desk:
        await desk.sign_in("sam")
        screen = desk.screen
        assert isinstance(screen, OverviewScreen)
        screen.complain("Bij dit stembureau: de zetels worden verdeeld door het centraal stembureau.")
        assert "Bij deze gemeente: de zetels" in desk.notice
        assert "door het centraal stembureau." in desk.notice


async def test_a_municipality_has_no_such_key(tmp_path: Path) -> None:
    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await desk.sign_in("sam")
        await desk.press("l")
        assert desk.at(OverviewScreen)
        assert "L lees" not in desk.text
