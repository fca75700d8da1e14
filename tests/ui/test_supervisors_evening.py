"""The evening of a supervisor from the first difference to the second version, all of it with keys."""

from __future__ import annotations

import csv
from pathlib import Path

from pypdf import PdfReader

from osv_tui.election.count import Count
from osv_tui.election.form import total_field
from osv_tui.publication.day_page import EXPIRED
from osv_tui.store.final_counts import final_counts
from osv_tui.ui.screens.control import ControlScreen
from osv_tui.ui.screens.entry import EntryScreen
from osv_tui.ui.screens.export import ExportScreen
from osv_tui.ui.screens.gate import GateScreen
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.pick import PickScreen
from osv_tui.ui.screens.reconcile import ReconcileScreen
from osv_tui.ui.screens.unit import UnitScreen
from tests.ui import town
from tests.ui.desk import Desk, desk_at
from tests.ui.test_releasing import at_release, finalise, looked, read_on, reopen, until_said, written

BOARD = 1
"""The key of the only election."""
JUDGED = ("het proces-verbaal, onderdeel 4", "zo staat het op het papier", "telploeg 3")
ACCOUNTED = (
    "stembiljetten meegenomen",
    "De voorzitter zag het gebeuren",
    "1",
    "2",
    "telploeg 3",
    "de burgemeester",
)


async def test_a_supervisors_evening_with_one_reopening(tmp_path: Path) -> None:
    async with desk_at(town.place(town.four_units, tmp_path)) as desk:
        await type_everything(desk)
        await settle_the_difference(desk)
        await clear_the_gate(desk)
        await finalise(desk)
        await until_said(desk, "De verkiezing is definitief.")
        first = await written(desk)
        assert accounted(first) == [
            *(("niets te verantwoorden", "1"), ("telverschil", "2"), ("melding", "2"), ("melding", "2")),
            *(("melding", "3"), ("niets te verantwoorden", "4"), ("met de hand opgeteld", "")),
        ]
        assert not list(first.rglob("Wijzigingen_*"))
        await correct_a_paper(desk)
        await release_again(desk)
        second = await written(desk)
        assert not first.exists()
        assert first.with_name(f"{EXPIRED}_{first.name}").is_dir()
        assert ("correctie", "4") in accounted(second)
        told = changes(second)
        assert "Wijzigingen ten opzichte van versie 1" in told
        assert "Stembureau 4: Bibliotheek" in told
        assert "kandidaat 1 Visser, B.L. 412 411 −1" in told


def accounted(package: Path) -> list[tuple[str, str]]:
    (path,) = package.rglob("Verantwoording_*.csv")
    rows = csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";")
    return [(row["Soort"], row["Nummer stembureau"]) for row in rows]


def changes(package: Path) -> str:
    (path,) = package.rglob("Wijzigingen_*.pdf")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


# Typing.


def papers(desk: Desk) -> dict[int, Count]:
    form = town.form_at(desk.file.path, BOARD)
    return {
        1: town.full_count(form, 1),
        2: town.full_count(form, 2, **town.FEWER_BALLOTS),
        3: town.full_count(form, 3, poll_cards=430, admitted=435, invalid=20, found=435),
        4: town.full_count(form, 4),
    }


async def type_paper(desk: Desk, unit: int, count: Count) -> None:
    form = town.form_at(desk.file.path, BOARD)
    await desk.type(f"{unit}\n")
    await desk.hands.see(EntryScreen)
    await desk.type("".join(f"{count.number(field.id)}\n" for field in form.open_fields(count.values)))
    await desk.type(f"{unit}\n")
    await desk.until(lambda: desk.at(PickScreen))
    assert f"Stembureau {unit} is ingeleverd" in desk.notice


async def type_everything(desk: Desk) -> None:
    for user in ("bo", "cas"):
        await desk.sign_in(user)
        for unit, count in papers(desk).items():
            misread = user == "cas" and unit == 1
            form = town.form_at(desk.file.path, BOARD)
            await type_paper(desk, unit, town.full_count(form, 1, blank=3, invalid=2) if misread else count)
        await desk.press("escape")


# Judging.


async def settle_the_difference(desk: Desk) -> None:
    await desk.sign_in("sam")
    await desk.press("enter")
    assert desk.at(ReconcileScreen)
    await desk.press("2", "1", "2", "1", "t")
    assert desk.at(OverviewScreen)
    await desk.press("escape")
    await desk.sign_in("cas")
    await desk.type("1\n")
    await desk.hands.see(EntryScreen)
    await desk.type("2\n3\n1\n")
    await desk.until(lambda: desk.at(PickScreen))
    await desk.press("escape")


async def clear_the_gate(desk: Desk) -> None:
    screen = await at_release(desk, "enter")
    await go(desk, "Stembureau 2: er is nog iets te beoordelen.", UnitScreen)
    await desk.press("down", "b", "2")
    await desk.fill(*JUDGED)
    await desk.press("t")
    await desk.fill(*ACCOUNTED)
    await desk.press("escape")
    await go(desk, "Stembureau 3: er is nog iets te beoordelen.", UnitScreen)
    await desk.press("b")
    await desk.fill(*JUDGED)
    await desk.press("escape")
    await add_by_hand(desk)
    await looked(desk, screen.gatekeeper)


async def go(desk: Desk, point: str, kind: type[UnitScreen] | type[ControlScreen]) -> None:
    """From the gate to its first point."""
    await desk.until(lambda: isinstance(desk.screen, GateScreen) and not desk.screen.is_looking)
    assert point in desk.text
    await desk.press("home", "enter")
    assert desk.at(kind)


async def add_by_hand(desk: Desk) -> None:
    """First wrong, which keeps the election closed."""
    total = final_counts(desk.file, BOARD).tally.total(total_field(1))
    await go(desk, "De controletelling mist nog 1 van de 1 gelote lijsten.", ControlScreen)
    await desk.press("s")
    await desk.fill("1", str(total + 1))
    await desk.press("escape")
    await go(desk, "Lijst 1: de som met de hand is niet die van de invoer.", ControlScreen)
    await desk.press("enter")
    await desk.fill(str(total))
    await desk.press("escape")
    await desk.until(lambda: "Er staat niets meer open." in desk.text)
    await desk.press("escape")
    assert desk.at(ExportScreen)


# Opening again.


async def correct_a_paper(desk: Desk) -> None:
    """A vote was in the wrong pile at unit 4: its two typists type the new paper, blind."""
    await reopen(desk)
    await read_on(desk)
    await desk.press("escape", "down", "down", "down", "enter", "h")
    await desk.fill("het stembureau vond een stem op de verkeerde stapel")
    await desk.countersign(user="ada")
    assert desk.notice == "Stembureau 4 is heropend. Laat twee personen het opnieuw invoeren."
    await desk.press("escape")
    was = papers(desk)[4].values
    form = town.form_at(desk.file.path, BOARD)
    one, two = [field.id for field in form.fields if field.id.startswith("list.1.")][:2]
    moved = town.full_count(form, 4, **{one: was[one] - 1, two: was[two] + 1})
    for user in ("bo", "cas"):
        await desk.sign_in(user)
        await type_paper(desk, 4, moved)
        await desk.press("escape")


async def release_again(desk: Desk) -> None:
    screen = await at_release(desk, "enter")
    await add_by_hand(desk)
    await looked(desk, screen.gatekeeper)
    await finalise(desk)
    await until_said(desk, "De verkiezing is definitief.")
