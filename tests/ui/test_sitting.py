"""Opening and closing the sitting, and the head of the log that is written on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from osv_tui.election.workflow import Role
from osv_tui.rehearsal.outcome import last_group_on
from osv_tui.store import check, people, signing_in, sittings
from osv_tui.store.chain import in_groups
from osv_tui.store.people import NewPerson
from osv_tui.store.sittings import Occasion
from osv_tui.ui.countersign import Countersign
from osv_tui.ui.screens.entry import EntryScreen
from osv_tui.ui.screens.head import HeadScreen, grid
from osv_tui.ui.screens.login import LoginScreen
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.pick import PickScreen
from osv_tui.ui.screens.setup import SetupScreen
from osv_tui.ui.screens.sitting import SittingScreen
from tests.ui import town
from tests.ui.desk import Desk, desk_at

NOT_OPEN = "! De zitting is nog niet geopend. Vraag de toezichthouder."


@pytest.fixture
def not_open(tmp_path: Path) -> Path:
    return town.place(town.not_open, tmp_path)


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    return town.place(town.ready, tmp_path)


async def write_head(desk: Desk) -> None:
    assert desk.at(HeadScreen), desk.text
    await desk.fill(last_group_on(desk.screen))


def noted(desk: Desk) -> list[str]:
    found = desk.file.rows("SELECT detail ->> 'occasion' FROM log WHERE action = 'head noted' ORDER BY seq")
    return [occasion for (occasion,) in found]


@pytest.mark.parametrize(
    ("one", "two", "first"), [("sam", "ada", OverviewScreen), ("ada", "sam", SetupScreen)]
)
async def test_the_sitting_is_opened_by_two_and_its_head_written_down(
    not_open: Path, one: str, two: str, first: type[OverviewScreen] | type[SetupScreen]
) -> None:
    async with desk_at(not_open) as desk:
        await desk.sign_in(one)
        assert "zitting niet open" in desk.words
        await desk.press("o")
        assert desk.at(SittingScreen)
        assert all(name in desk.words for name in ("Ada Beheer", "Bo Tikker", "Cas Klavier", "Sam Zicht"))
        await desk.press("enter")
        assert desk.at(Countersign)
        assert not sittings.is_open(desk.file)
        await desk.countersign(user=two)
        assert sittings.is_open(desk.file)
        assert "De zitting is geopend." in desk.words
        await write_head(desk)
        assert desk.at(first)
        assert "zitting open" in desk.words
        assert "staat op papier" in desk.notice
        assert noted(desk) == ["opening"]
        (sitting,) = sittings.sittings(desk.file)
        assert {sitting.opened_by, sitting.confirmed_by} == {"Ada Beheer", "Sam Zicht"}


async def test_one_official_alone_opens_nothing(not_open: Path) -> None:
    async with desk_at(not_open) as desk:
        await desk.sign_in("sam")
        await desk.press("o", "enter")
        for user, answer in (("sam", "een ander dan wie is ingelogd"), ("bo", "een toezichthouder of")):
            await desk.countersign(user=user)
            assert desk.at(Countersign)
            assert answer in desk.words
            await desk.press("up")
        await desk.press("escape")
        assert desk.at(SittingScreen)
        await desk.press("escape")
        assert desk.at(OverviewScreen)
        assert not sittings.is_open(desk.file)


async def test_the_list_is_seen_to_its_last_page_before_it_can_be_confirmed(not_open: Path) -> None:
    async with desk_at(not_open) as desk:
        ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
        for number in range(24):
            person = NewPerson(f"Typist {number:02}", f"9{number:02}", f"typist{number}", Role.TYPIST)
            people.register(desk.file, ada, person, town.SECOND)
        await desk.sign_in("sam")
        await desk.press("o")
        seen = desk.words
        assert "28 personen, bladzijde 1 van 3." in seen
        await desk.press("enter")
        seen += desk.words
        await desk.press("minus", "enter", "enter")
        seen += desk.words
        assert desk.at(SittingScreen)
        assert "bladzijde 3 van 3. Klopt de lijst? Enter opent de zitting." in desk.words
        assert all(f"Typist {number:02}" in seen for number in range(24))
        await desk.press("enter")
        assert desk.at(Countersign)


async def test_who_is_off_or_has_a_new_password_is_marked_in_the_list(not_open: Path) -> None:
    async with desk_at(not_open) as desk:
        ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
        people.reset_password(desk.file, ada, 3, town.SECOND)
        people.set_active(desk.file, ada, 4, active=False)
        await desk.sign_in("sam")
        await desk.press("o")
        assert "Bo Tikker 201 invoerder nieuw wachtwoord 19-03 21:30" in desk.words
        assert "Cas Klavier 202 invoerder uitgezet" in desk.words


async def test_before_and_after_the_sitting_a_typist_hears_whom_to_ask(not_open: Path) -> None:
    async with desk_at(not_open) as desk:
        await desk.sign_in("bo")
        await desk.type("4\n")
        assert desk.at(PickScreen)
        assert desk.notice == NOT_OPEN
        await desk.press("escape")
        await desk.sign_in("sam")
        await desk.press("o", "enter")
        await desk.countersign(user="ada")
        await write_head(desk)
        await desk.press("escape")
        await desk.sign_in("bo")
        await desk.type("99\n")
        assert "Er is geen stembureau 99" in desk.notice
        await desk.type("4\n")
        assert desk.at(EntryScreen)
        await desk.press("escape", "escape")
        await desk.sign_in("sam")
        await desk.press("o", "2")
        await write_head(desk)
        await desk.press("escape")
        await desk.sign_in("bo")
        await desk.type("4\n")
        assert desk.notice == NOT_OPEN


async def test_the_sitting_is_closed_after_a_question_and_its_head_written_down(ready: Path) -> None:
    async with desk_at(ready) as desk:
        await desk.sign_in("sam")
        await desk.press("o", "1")
        assert sittings.is_open(desk.file)
        assert desk.at(OverviewScreen)
        await desk.press("o", "2")
        assert not sittings.is_open(desk.file)
        assert "De zitting is gesloten." in desk.words
        await write_head(desk)
        assert "zitting niet open" in desk.words
        assert noted(desk) == ["opening", "closing"]


# The head.


async def test_the_head_on_the_screen_is_the_head_of_the_log(ready: Path) -> None:
    async with desk_at(ready) as desk:
        await desk.sign_in("sam")
        await desk.press("o", "2")
        head = check.head(desk.file)
        shown = "".join(part for part in desk.static("#code") if part in "0123456789ABCDEF")
        assert shown == "".join(
            f"{line}{in_groups(head.hash).replace(' ', '')[16 * line - 16 : 16 * line]}"
            for line in range(1, 5)
        )
        assert f"Regel {head.seq} van het logboek, 19-03-2031 21:30." in desk.words


async def test_other_characters_than_the_last_four_are_said(ready: Path) -> None:
    async with desk_at(ready) as desk:
        await desk.sign_in("sam")
        await desk.press("o", "2")
        right = last_group_on(desk.screen)
        for wrong in ("", right[::-1] if right != right[::-1] else "0", right[:3], f"{right}0"):
            await desk.fill(wrong)
            assert desk.at(HeadScreen)
            assert desk.notice.startswith("! Dat zijn andere tekens.")
        await desk.fill(f" {right[:2].lower()} {right[2:]} ")
        assert desk.at(OverviewScreen)


async def test_the_head_stays_what_it_was_while_others_go_on(ready: Path) -> None:
    async with desk_at(ready) as desk:
        await desk.sign_in("sam")
        await desk.press("o", "2")
        before = check.head(desk.file)
        signing_in.sign_in(desk.file, "bo", town.PASSWORD, "tty2")
        assert check.head(desk.file) != before
        await write_head(desk)
        assert desk.file.value("SELECT subject FROM log ORDER BY seq DESC LIMIT 1") == f"row {before.seq}"


async def test_the_only_way_round_the_head_is_to_sign_out_and_then_it_comes_again(ready: Path) -> None:
    async with desk_at(ready) as desk:
        await desk.sign_in("sam")
        await desk.press("o", "2")
        for key in ("tab", "f9", "o", "x", "f1", "escape"):
            await desk.press(key)
            assert desk.at(HeadScreen) or key == "f1"
        await desk.press("escape")
        assert desk.at(LoginScreen)
    for user in ("sam", "ada"):
        async with desk_at(ready) as again:
            await again.sign_in(user)
            assert again.at(HeadScreen)
            assert "De zitting is gesloten." in again.words
    async with desk_at(ready) as again:
        await again.sign_in("ada")
        await write_head(again)
        assert again.at(SetupScreen)
        await again.press("escape")
        await again.sign_in("sam")
        assert again.at(OverviewScreen)


async def test_after_25_more_final_units_the_head_comes_in_the_overview(tmp_path: Path) -> None:
    station = town.place(town.many_final, tmp_path)
    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        assert "Er zijn weer 25 stembureaus definitief." in desk.words
        await write_head(desk)
        assert desk.at(OverviewScreen)
        assert noted(desk) == ["opening", Occasion.UNITS.value]
        desk.app.screen.refresh_units()  # type: ignore[attr-defined]
        await desk.settle()
        assert desk.at(OverviewScreen)


async def test_the_head_does_not_come_over_a_question(tmp_path: Path) -> None:
    station = town.place(town.many_final, tmp_path)
    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        await write_head(desk)
        await desk.press("z")
        ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
        sittings.close_sitting(desk.file, ada)
        desk.app.screen_stack[-2].refresh_units()  # type: ignore[attr-defined]
        await desk.settle()
        assert not desk.at(HeadScreen)
        await desk.press("escape")
        assert desk.at(HeadScreen)


async def test_a_typist_never_sees_the_sitting_or_the_head(ready: Path) -> None:
    async with desk_at(ready) as desk:
        ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
        sittings.close_sitting(desk.file, ada)
        sittings.open_sitting(desk.file, ada, town.SECOND)
        assert sittings.due(desk.file) is Occasion.OPENING
        await desk.sign_in("bo")
        for key in ("o", "p", "h", "f1", "escape", "4", "enter", "7", "enter", "o", "f2", "escape"):
            await desk.press(key)
            kinds = {type(screen) for screen in desk.app.screen_stack}
            assert kinds.isdisjoint({HeadScreen, SittingScreen, Countersign})
            assert "zitting" not in desk.words.lower()
            assert in_groups(check.head(desk.file).hash)[:4] not in desk.words


def test_the_boxes_hold_every_group_in_order_on_four_numbered_lines() -> None:
    digits = "".join(f"{number:04x}" for number in range(0x1000, 0x1010))
    drawn = grid(digits).splitlines()
    assert {len(line) for line in drawn} == {77}
    assert [line.split("│")[1].strip() for line in drawn[1::2]] == [f"regel {n}" for n in (1, 2, 3, 4)]
    assert "".join(drawn[1::2]).count("1 0 0") == 16
    assert drawn[-2].split("│")[-2].strip() == "1 0 0 F"
