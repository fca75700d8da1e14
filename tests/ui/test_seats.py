"""The seats on the screen: sheet by sheet, and lots that two persons type without seeing each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import DataTable

from osv_tui.guard.offline import Finding, What
from osv_tui.store import distributing, lots, releasing, signing_in
from osv_tui.store.lots import DrawnTwice
from osv_tui.ui.countersign import Countersign
from osv_tui.ui.dialogs import Tell
from osv_tui.ui.screens.deceased import DeceasedScreen
from osv_tui.ui.screens.export import ExportScreen
from osv_tui.ui.screens.guard import ConnectedScreen
from osv_tui.ui.screens.lot import LotScreen, in_columns
from osv_tui.ui.screens.seats import SeatsScreen
from osv_tui.ui.widgets.fields import TextField
from tests.ui import boards, town
from tests.ui.desk import Desk, desk_at


async def at_seats(desk: Desk, *keys: str) -> SeatsScreen:
    """On the screen with the seats; then ``keys``."""
    await desk.sign_in("sam")
    await desk.press("x")
    screen = desk.screen
    assert isinstance(screen, ExportScreen)
    await desk.until(lambda: not screen.gatekeeper.is_looking)
    await desk.press("z")
    found = desk.screen
    assert isinstance(found, SeatsScreen)
    await desk.press(*keys)
    return found


async def draw(desk: Desk, first: str, second: str = "", user: str = "ada") -> None:
    await desk.fill(first)
    await desk.fill(second or first, user, town.PASSWORD)


async def at_lot(desk: Desk) -> None:
    await desk.press("l")
    await desk.until(lambda: "Geloot wordt tussen:" in desk.words)


def typed(desk: Desk) -> list[str]:
    return [field.value for field in desk.screen.query(TextField)]


def stored(desk: Desk) -> list[tuple[object, ...]]:
    return desk.file.rows("SELECT ordinal, drawn FROM lot_now ORDER BY ordinal")


# Reading.


async def test_each_step_of_the_law_is_a_sheet_and_none_is_left_out(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.drawn, tmp_path)) as desk:
        screen = await at_seats(desk)
        seen = [screen.shown]
        for _ in range(60):
            await desk.press("pagedown")
            if screen.shown == seen[-1] and "blad" in desk.text:
                break
            seen.append(screen.shown)
        titles = [each.split(" (")[0] for each in seen]
        assert titles[:4] == ["Hoe het staat, versie 1", "Stemmen per lijst", "Kiesdeler", "Volle zetels"]
        assert titles[4:6] == ["Restzetel 1 van 2: overschot", "Restzetel 2 van 2: overschot"]
        assert titles[6:9] == ["Zetels per lijst", "Zetels en stemmen in beeld", "Voorkeurdrempel"]
        assert titles[9:] == [
            f"Lijst {n}: {what}" for what in ("gekozen", "rangschikking") for n in range(1, 5)
        ]
        await desk.press("home")
        assert screen.shown == seen[0]
        await desk.press("end", "up")
        assert screen.shown == seen[-2]


async def test_arrows_and_go_to_reach_a_step(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.drawn, tmp_path)) as desk:
        screen = await at_seats(desk, "right", "right")
        assert screen.shown == "Kiesdeler (art. P 5)"
        await desk.press("left", "left", "left")
        assert screen.shown == "Hoe het staat, versie 1"
        await desk.press("g", "4")
        assert screen.shown == "Volle zetels (art. P 6)"
        await desk.press("g", "escape", "pagedown")
        assert screen.shown.startswith("Restzetel 1")


async def test_a_wide_terminal_has_longer_bars_and_a_higher_one_more_lines(tmp_path: Path) -> None:
    station = town.place(boards.drawn, tmp_path)
    lengths = []
    for size in ((80, 24), (140, 40)):
        async with desk_at(station, size) as desk:
            screen = await at_seats(desk, "g", "8")
            assert screen.shown == "Zetels en stemmen in beeld"
            lengths.append(max(line.count("#") for line in desk.text.splitlines() if "%" in line))
    assert lengths[1] > 2 * lengths[0]


async def test_the_overview_tells_how_to_get_there_at_a_central_committee_only(tmp_path: Path) -> None:
    (tmp_path / "csb").mkdir()
    async with desk_at(town.place(boards.drawn, tmp_path / "csb")) as desk:
        await at_seats(desk, "escape")
        assert "Met Z ziet u hoe de zetels zijn verdeeld" in desk.words
    async with desk_at(town.place(town.ready, tmp_path)) as desk:
        await desk.sign_in("sam")
        await desk.press("x", "z")
        assert desk.at(ExportScreen)
        assert "Met Z" not in desk.words


async def test_before_the_release_there_are_no_seats(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.not_released, tmp_path)) as desk:
        await desk.sign_in("sam")
        await desk.press("x")
        await desk.until(lambda: desk.screen.query_one(DataTable).row_count > 0)
        await desk.press("z")
        assert desk.notice == "! De zetels worden verdeeld als deze verkiezing definitief is."


async def test_after_the_release_the_seats_come_next(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.added_up, tmp_path)) as desk:
        await desk.sign_in("sam")
        await desk.press("x")
        screen = desk.screen
        assert isinstance(screen, ExportScreen)
        await desk.until(lambda: not screen.gatekeeper.is_looking)
        await desk.press("d", "2")
        await desk.countersign(user="ada")
        await desk.until(lambda: desk.notice == "De verkiezing is definitief. Met Z ziet u de zetels.")
        await desk.until(lambda: not screen.gatekeeper.is_looking)
        await desk.press("z")
        assert desk.at(SeatsScreen)


# Lots.


async def test_a_lot_is_typed_by_two_and_what_follows_is_shown(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.to_draw, tmp_path)) as desk:
        screen = await at_seats(desk)
        assert "LOTING NODIG: tussen lijst 1, 2 en 4." in desk.words
        await at_lot(desk)
        assert desk.at(LotScreen)
        for words in ("artikel P 8, eerste lid", "hetzelfde overschot: 400", "lijst 4 (Blanco lijst Visser)"):
            assert words in desk.words
        assert "Wie wordt getrokken, krijgt de zetel." in desk.words
        await draw(desk, "4")
        assert desk.screen is screen
        assert desk.notice == "De loting is vastgelegd. Getrokken is lijst 4 (Blanco lijst Visser)."
        assert "Loting 1: tussen lijst 1, 2 en 4. Getrokken is lijst 4" in desk.words
        assert "LOTING NODIG: tussen 2 kandidaten van lijst 1." in desk.words
        await at_lot(desk)
        assert "nummer 3: Özdemir, D.L." in desk.words
        await draw(desk, "Özdemir")
        await at_lot(desk)
        await draw(desk, "2.4", "4")
        assert "Alle zetels zijn verdeeld en toegewezen." in desk.words
        assert stored(desk) == [(1, "4"), (2, "1.3"), (3, "2.4")]
        await desk.press("l")
        assert desk.screen is screen


async def test_the_second_one_sees_nothing_of_what_the_first_one_typed(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.to_draw, tmp_path)) as desk:
        await at_seats(desk)
        await at_lot(desk)
        before = desk.text
        await desk.fill("4")
        assert "ziet niet wat er al is getypt" in desk.words
        assert typed(desk) == ["", "", ""]
        shot = desk.text
        await desk.press("escape")
        await at_lot(desk)
        assert desk.text == before
        await desk.fill("1")
        assert desk.text == shot


async def test_two_that_differ_begin_anew_and_are_told_nothing(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.to_draw, tmp_path)) as desk:
        await at_seats(desk)
        await at_lot(desk)
        await draw(desk, "4", "2")
        assert desk.at(LotScreen)
        assert "De twee invoeren zijn niet gelijk." in desk.notice
        assert typed(desk) == ["", "", ""]
        assert "U typt het eerst." in desk.words
        assert stored(desk) == []
        await draw(desk, "2")
        assert stored(desk) == [(1, "2")]


@pytest.mark.parametrize(
    ("user", "said"),
    [
        ("sam", "een ander dan wie is ingelogd"),
        ("bo", "toezichthouder of een beheerder"),
        ("niemand", "klopt niet"),
    ],
)
async def test_who_may_not_confirm_can_be_followed_by_who_may(user: str, said: str, tmp_path: Path) -> None:
    async with desk_at(town.place(boards.to_draw, tmp_path)) as desk:
        await at_seats(desk)
        await at_lot(desk)
        await draw(desk, "4", user=user)
        assert said in desk.notice
        assert stored(desk) == []
        assert typed(desk) == ["4", user, ""]
        user_field = desk.screen.query_one("#user", TextField)
        user_field.value = "ada"
        await desk.type(f"{town.PASSWORD}\n")
        assert stored(desk) == [(1, "4")]


@pytest.mark.parametrize("wrong", ["3", "9", "", "Dijk en Duin", "lijst"])
async def test_who_takes_no_part_is_not_taken(wrong: str, tmp_path: Path) -> None:
    async with desk_at(town.place(boards.to_draw, tmp_path)) as desk:
        await at_seats(desk)
        await at_lot(desk)
        await desk.fill(wrong)
        assert "Typ het nummer van de lijst." in desk.notice
        assert "U typt het eerst." in desk.words


async def test_a_lot_that_was_typed_wrong_is_withdrawn_by_two(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.drawn, tmp_path)) as desk:
        screen = await at_seats(desk, "i", "3")
        await desk.fill("verkeerd afgelezen")
        assert desk.at(Countersign)
        assert "loting 2: getrokken is nummer 4: Mulder, E.L." in desk.words
        await desk.countersign(user="sam")
        assert "een ander dan wie is ingelogd" in desk.words
        desk.screen.query_one("#user", TextField).value = "ada"
        await desk.type(f"{town.PASSWORD}\n")
        assert desk.screen is screen
        assert stored(desk) == [(1, "4")]
        assert "LOTING NODIG: tussen 2 kandidaten van lijst 1." in desk.words
        reasons = desk.file.rows("SELECT reason FROM withdrawn_lot")
        assert reasons == [("verkeerd afgelezen",)] * 2


async def test_the_export_waits_for_the_lots(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.to_draw, tmp_path)) as desk:
        await at_seats(desk, "escape")
        desk.app.export_folder = tmp_path / "uit"
        (tmp_path / "uit").mkdir()
        await desk.press("e", "enter")
        await desk.until(lambda: "eerst nog worden geloot" in desk.notice)
        await desk.press("z")
        for drawn in ("1", "3"):
            await at_lot(desk)
            await draw(desk, drawn)
        assert "Alle zetels zijn verdeeld en toegewezen." in desk.words
        await desk.press("escape", "e", "enter")
        await desk.until(lambda: desk.at(Tell))
        assert list((tmp_path / "uit").rglob("*.eml.xml"))
        await desk.press("enter", "z", "i")
        assert desk.at(SeatsScreen)


async def test_after_the_export_nothing_can_be_typed(tmp_path: Path) -> None:
    station = town.place(boards.to_draw, tmp_path)
    async with desk_at(station) as desk:
        sam = signing_in.sign_in(desk.file, "sam", town.PASSWORD, "tty2")
        releasing.package_written(desk.file, sam, 1, 1, "/uit", "0" * 64)
        screen = await at_seats(desk, "l", "o", "i")
        assert desk.screen is screen
        assert not any(word in desk.text.splitlines()[-1] for word in ("loting", "overleden", "trek in"))


async def test_nothing_is_typed_while_the_computer_is_connected(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.to_draw, tmp_path)) as desk:
        screen = await at_seats(desk)
        await at_lot(desk)
        await desk.fill("4")
        desk.around.findings = (Finding("eth0", What.CARRIER),)
        await desk.look_around()
        assert desk.at(ConnectedScreen)
        desk.around.findings = ()
        await desk.look_around()
        assert desk.at(LotScreen)
        await desk.press("escape")
        assert desk.screen is screen


# Deceased candidates.


async def test_a_deceased_candidate_is_typed_by_two(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.to_draw, tmp_path)) as desk:
        screen = await at_seats(desk, "o")
        assert desk.at(DeceasedScreen)
        await desk.fill("1", "9")
        assert "Op lijst 1 staat niemand met nummer 9." in desk.notice
        for field in desk.screen.query(TextField):
            field.value = ""
        await desk.fill("1", "3")
        assert "Özdemir, D.L. is overleden?" in desk.words
        await desk.press("1")
        assert "Geef het toetsenbord" not in desk.words, "the first one said no"
        await desk.press("enter")
        assert "Özdemir, D.L. is overleden?" in desk.words
        await desk.press("2")
        assert "Geef het toetsenbord" in desk.words
        assert "Özdemir" not in desk.text
        await desk.fill("1", "3", "ada", town.PASSWORD)
        assert desk.screen is screen
        assert "Overleden: Özdemir, D.L. (lijst 1)." in desk.words
        await desk.press("i")
        assert "overleden: Özdemir, D.L." in desk.words
        await desk.press("2")
        await desk.fill("leeft nog")
        await desk.countersign(user="ada")
        assert desk.file.rows("SELECT 1 FROM deceased_now") == []


async def test_no_deceased_candidate_after_a_lot(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.drawn, tmp_path)) as desk:
        screen = await at_seats(desk, "o")
        assert desk.screen is screen
        assert not any(word in desk.text.splitlines()[-1] for word in ("overleden", "loting"))


async def test_what_changed_meanwhile_is_told(tmp_path: Path) -> None:
    """Another supervisor's screen typed the same lot in the meantime."""
    async with desk_at(town.place(boards.to_draw, tmp_path)) as desk:
        await at_seats(desk)
        await at_lot(desk)
        await desk.fill("4")
        actor = desk.app.actor
        assert actor is not None
        question = distributing.distribution(desk.file, actor, 1).lot_needed
        assert question is not None
        lots.add_lot(desk.file, actor, town.BESIDE_SUPERVISOR, 1, question, DrawnTwice(4, 4))
        await desk.fill("4", "ada", town.PASSWORD)
        assert "niet meer nodig" in desk.notice
        assert stored(desk) == [(1, "4")]


async def test_a_lot_between_all_lists_leaves_room_for_the_second_one(tmp_path: Path) -> None:
    async with desk_at(town.place(boards.all_equal, tmp_path)) as desk:
        await at_seats(desk)
        await at_lot(desk)
        assert f"lijst {', '.join(map(str, range(1, 25)))} en 25." in desk.words
        assert "Daarna wordt nog 8 keer geloot, tussen wie overblijven." in desk.words
        await desk.fill("24")
        password = desk.screen.query_one("#password", TextField)
        assert password.region.bottom <= desk.screen.query_one("#body").region.bottom
        await desk.fill("24", "ada", town.PASSWORD)
        await at_lot(desk)
        assert "Daarna wordt nog 7 keer geloot" in desk.words
        assert "24" not in desk.words.split("Geloot wordt tussen:")[1].split(".")[0]


def test_many_options_stand_in_columns_and_none_is_lost() -> None:
    items = tuple(f"- lijst {number}" for number in range(1, 26))
    rows = in_columns(items, 78, 6)
    assert len(rows) <= 6
    assert all(len(row) <= 78 for row in rows)
    cells = [cell.strip() for row in rows for cell in row.split("- ")[1:]]
    assert sorted(cells) == sorted(item.removeprefix("- ") for item in items)
