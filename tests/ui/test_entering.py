"""A typist at work: choosing a unit, typing it, interrupting, handing in, and keying again."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, Form
from osv_tui.election.workflow import UnitState
from osv_tui.store import database, decisions, elections, entries, signing_in
from osv_tui.store.database import open_station
from osv_tui.store.entries import OwnWork
from osv_tui.store.problems import Busy, Refused
from osv_tui.ui.screens.entry import EntryScreen
from osv_tui.ui.screens.pick import PickScreen
from tests.ui import town
from tests.ui.desk import Desk, desk_at


@pytest.fixture
def station(tmp_path: Path) -> Path:
    return town.place(town.ready, tmp_path)


def paper(form: Form, count: Count) -> str:
    """The keys of a whole paper."""
    return "".join(f"{count.number(field.id)}\n" for field in form.open_fields(count.values))


async def opened(desk: Desk, unit: int, user: str = "bo", election: str = "") -> None:
    await desk.sign_in(user)
    await desk.type(f"{election}{unit}\n")
    await desk.hands.see(EntryScreen)
    await desk.settle()


def values(desk: Desk) -> dict[str, int]:
    return dict(desk.file.rows("SELECT field, value FROM entry_value"))


async def test_plus_and_minus_choose_the_election(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        assert "> Provinciale Staten Voorbeeld 2031" in desk.text
        await desk.type("+")
        assert "> Waterschap Dammerdiep 2031" in desk.text
        await desk.type("12\n")
        await desk.hands.see(EntryScreen)
        await desk.settle()
        assert "Waterschap Dammerdiep 2031" in desk.text
        assert "Stembureau 12  Mobiel stembureau" in desk.text
        await desk.press("escape")
        await desk.type("-")
        assert "> Provinciale Staten Voorbeeld 2031" in desk.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("99\n", "! Er is geen stembureau 99 bij deze verkiezing. Kijk op het papier."),
        ("\n", "! Typ het nummer van het stembureau dat op het papier staat."),
        ("abc\n", "! Typ het nummer van het stembureau dat op het papier staat."),
    ],
)
async def test_a_number_that_is_not_there(station: Path, typed: str, answer: str) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        await desk.type(typed)
        assert desk.at(PickScreen)
        assert desk.notice == answer


async def test_a_unit_that_another_types_cannot_be_opened(station: Path) -> None:
    async with desk_at(station) as one, desk_at(station) as other:
        await opened(one, 4)
        await one.type("743\n")
        await other.sign_in("cas")
        await other.type("4\n")
        assert other.notice == "! Stembureau 4 wordt nu door een ander ingevoerd."
        assert "743" not in other.text


async def test_nobody_types_both_entries(station: Path) -> None:
    async with desk_at(station) as desk:
        await opened(desk, 4, election="+")
        form = town.form_at(station, town.AB)
        await desk.type(f"{paper(form, town.full_count(form, 4))}4\n")
        await desk.until(lambda: desk.at(PickScreen))
        await desk.type("4\n")
        assert desk.notice == ("! U hebt stembureau 4 al ingevoerd. Voor u is daar nu niets te typen.")


async def test_interrupting_and_coming_back_continues_at_the_same_field(station: Path) -> None:
    async with desk_at(station) as desk:
        await opened(desk, 4)
        await desk.type("743\n4\n17")
        await desk.press("escape")
        assert desk.notice == "Stembureau 4 is onderbroken; wat u typte is bewaard."
        assert "verder invoeren" in desk.text
        await desk.press("escape")
    async with desk_at(station) as desk:
        await opened(desk, 4)
        assert desk.form.current_field == f.VOTER_PASSES
        assert desk.form.values == {f.POLL_CARDS: 743, f.PROXIES: 4, f.VOTER_PASSES: 17}


async def test_a_file_in_use_is_told_and_claims_nothing(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy("Het bestand is in gebruik.")

    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        with monkeypatch.context() as patch:
            patch.setattr(elections, "load_form", busy)
            await desk.type("4\n")
            assert desk.at(PickScreen)
            assert desk.notice == "! Het bestand is in gebruik."
        assert desk.file.value("SELECT count(*) FROM live_entry") == 0
        await desk.type("4\n")
        await desk.hands.see(EntryScreen)


async def test_a_file_that_another_program_holds_leaves_the_lists_as_they_were(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        screen = desk.screen
        assert isinstance(screen, PickScreen)
        with closing(sqlite3.connect(station, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            screen.refresh_lists()
            await desk.type("4\n")
            assert desk.at(PickScreen)
            assert desk.notice.startswith("! Het bestand is in gebruik door een ander programma.")
            assert "> Provinciale Staten Voorbeeld 2031" in desk.text
        await desk.type("4\n")
        await desk.hands.see(EntryScreen)


@pytest.mark.parametrize("count", [1, 2, 10, 14])
async def test_all_that_waits_is_on_the_screen_or_counted(station: Path, count: int) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        screen = desk.screen
        assert isinstance(screen, PickScreen)
        first = screen._elections[0]
        screen._elections = tuple(replace(first, key=key, name=f"Verkiezing {key}") for key in range(count))
        screen._work = tuple(OwnWork(0, 123_456_780 + number, "De Brug", False) for number in range(20))
        screen.on_resize()
        screen.choose_next(-1)
        await desk.settle()
        assert f"> Verkiezing {count - 1}" in desk.text
        assert "Nummer stembureau" in desk.text
        listed = desk.text.count("verder invoeren")
        assert listed >= 2
        assert f"en nog {20 - listed}" in desk.text
        assert (f"({count} van {count})" in desk.text) is (count > 10)
        screen.complain("x" * 230)
        await desk.settle()
        assert f"en nog {20 - listed}" in desk.text


async def test_an_election_that_was_taken_away_is_no_longer_chosen(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        await desk.type("+")
        file = open_station(station)
        ada = signing_in.sign_in(file, "ada", town.PASSWORD, "tty2")
        elections.remove_election(file, ada, town.AB)
        file.close()
        screen = desk.screen
        assert isinstance(screen, PickScreen)
        screen.refresh_lists()
        await desk.settle()
        assert "> Provinciale Staten Voorbeeld 2031" in desk.text


async def test_a_unit_left_untouched_is_free_again(station: Path) -> None:
    async with desk_at(station) as desk:
        await opened(desk, 4)
        await desk.press("escape")
        assert desk.notice == "Er is niets ingevoerd; stembureau 4 is weer vrij."
        await desk.press("escape")
        await opened(desk, 4, "cas")
        assert desk.form.values == {}


async def test_keys_typed_while_the_form_opens_are_not_lost(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("bo")
        await desk.type("4\n743\n4\n1\n748\n")
        await desk.hands.see(EntryScreen)
        await desk.settle()
        assert values(desk) == {"poll_cards": 743, "proxies": 4, "voter_passes": 1, "admitted": 748}


async def test_a_refusal_keeps_the_typist_in_the_form(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Refused("Dit kan niet: een regel.")

    async with desk_at(station) as desk:
        await opened(desk, 4)
        await desk.type("743")
        with monkeypatch.context() as patch:
            patch.setattr(entries, "save", refuse)
            await desk.press("escape")
            assert desk.at(EntryScreen)
            assert desk.form.status == "NIET opgeslagen: Dit kan niet: een regel."
        with monkeypatch.context() as patch:
            patch.setattr(entries, "withdraw_empty", refuse)
            await desk.press("escape")
            assert desk.at(EntryScreen)
            assert desk.form.status == "Dit kan niet: een regel."
        await desk.press("escape")
        assert desk.notice == "Stembureau 4 is onderbroken; wat u typte is bewaard."


async def test_a_lapsed_entry_is_told_whole_and_can_be_left(station: Path) -> None:
    async with desk_at(station) as desk:
        await opened(desk, 4)
        await desk.type("743\n")
        file = open_station(station)
        sam = signing_in.sign_in(file, "sam", town.PASSWORD, "tty2")
        (lapsing,) = (line.entries for line in decisions.overview(file, sam) if line.entries)
        decisions.discard(file, sam, lapsing, "verkeerd papier")
        file.close()
        await desk.type("4\n")
        assert (
            "NIET opgeslagen: Deze invoer is vervallen verklaard door de toezichthouder. Druk op Escape."
            in desk.words
        )
        await desk.press("escape")
        assert desk.at(PickScreen)


async def test_the_wrong_number_at_the_end_does_not_hand_in(station: Path) -> None:
    form = town.form_at(station, town.AB)
    async with desk_at(station) as desk:
        await opened(desk, 4, election="+")
        await desk.type(f"{paper(form, town.full_count(form, 4))}5\n")
        assert desk.form.status == "Dit scherm is van stembureau 4, u typte 5. Kijk op het papier."
        await desk.type("4\n")
        await desk.until(lambda: desk.at(PickScreen))
        assert desk.notice == "Stembureau 4 is ingeleverd. Leg het papier bij «ingevoerd»."


@pytest.mark.parametrize("seed", range(10))
async def test_the_second_typist_sees_the_same_whatever_the_first_typed(tmp_path: Path, seed: int) -> None:
    """Whole screens, key group by key group, beside two different first entries."""
    seen = [await screens_of_second_entry(tmp_path, seed, turn) for turn in (0, 1)]
    assert len(seen[0]) > 5
    assert seen[0] == seen[1]


async def screens_of_second_entry(folder: Path, seed: int, turn: int) -> list[str]:
    """What Cas sees; in turn 1 Bo's entry before it is another than in turn 0, where it is equal."""
    station = town.place(town.ready, folder)
    chance = random.Random(seed)
    room = town.open_town(station)
    form = room.form(town.AB)
    count = town.full_count(form, seed + 1)
    field = chance.choice([field.id for field in form.open_fields(count.values) if field.id != f.EQUAL])
    other = Count.of({**count.values, field: count.number(field) + chance.randrange(1, 500)})
    room.type_in(0, 4, other if turn else count, election=town.AB)
    if room.line(town.AB, 4).state is UnitState.FIRST_WRONG:
        room.let_stand(4, town.AB)
    room.file.close()
    keys = f"{paper(form, count)}4\n"
    seen = []
    async with desk_at(station) as desk:
        await desk.sign_in("cas")
        seen.append(desk.shot.svg)
        await desk.type("+4\n")
        await desk.hands.see(EntryScreen)
        await desk.settle()
        for start in range(0, len(keys), 16):
            seen.append(desk.shot.svg)
            await desk.type(keys[start : start + 16])
        await desk.until(lambda: desk.at(PickScreen))
        seen.append(desk.shot.svg)
        await desk.type("4\n")
        seen.append(desk.shot.svg)
    room = town.open_town(station)
    states = [u.state for u in decisions.overview(room.file, room.supervisor) if u.election == town.AB]
    room.file.close()
    assert states[3] is (UnitState.DIFFERENT if turn else UnitState.FINAL)
    return seen


async def test_keying_again_asks_only_the_fields_sent_back_and_shows_no_other_number(tmp_path: Path) -> None:
    station = town.place(town.evening, tmp_path)
    async with desk_at(station) as desk:
        await opened(desk, 5)
        assert "OPNIEUW INVOEREN" in desk.text
        stops = []
        for number in ("2", "13", "39"):
            stops.append(desk.form.current_field)
            await desk.type(f"{number}\n")
        assert stops == [f.BLANK, f.INVALID, FieldId("list.1.2")]
        assert desk.form.current_field is None
        await desk.type("5\n")
        await desk.until(lambda: desk.at(PickScreen))
        assert desk.notice.startswith("Stembureau 5 is ingeleverd.")


async def test_the_emptied_fields_hold_neither_the_old_nor_the_other_number(tmp_path: Path) -> None:
    station = town.place(town.evening, tmp_path)
    async with desk_at(station) as desk:
        await opened(desk, 5)
        form = town.form_at(station, town.PS)
        assert form.missing(desk.form.values) == tuple(
            form.by_id[field] for field in (f.BLANK, f.INVALID, FieldId("list.1.2"))
        )


async def test_help_explains_what_is_marked_and_then_how_to_type(station: Path) -> None:
    async with desk_at(station) as desk:
        await opened(desk, 4)
        await desk.press("f1")
        assert "F.201" not in desk.text
        assert "Typ de getallen precies" in desk.text
        await desk.press("escape")
        await desk.type("743\n4\n17\n765\n-")
        assert "A+B+C is samen 764" in desk.text
        await desk.press("f1")
        assert "F.201  Toegelaten kiezers kloppen niet (fout)" in desk.text
        assert "Escape onderbreekt." not in desk.text
        await desk.press("pagedown")
        await desk.settle()
        assert "Escape onderbreekt." in desk.text
        await desk.press("escape")
        await desk.type("764\n")
        assert desk.form.findings == ()
