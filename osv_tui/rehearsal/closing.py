"""The supervisor's part of a rehearsal after the differences: judging, adding by hand, release and export.

What is stated on findings and differences is made up here, as the papers of a rehearsal tell no causes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.widgets import DataTable

from osv_tui.election.form import FieldId, total_field
from osv_tui.election.model import CandidateList
from osv_tui.election.release_gate import LISTS_TO_DRAW
from osv_tui.rehearsal import outcome
from osv_tui.rehearsal.cases import Case
from osv_tui.rehearsal.direct import Room
from osv_tui.rehearsal.hands import Hands, HandsStuck
from osv_tui.store.signing_in import Credentials
from osv_tui.ui.countersign import Countersign
from osv_tui.ui.dialogs import AskText, Choose, Tell
from osv_tui.ui.matters import Matter
from osv_tui.ui.screens.control import ControlScreen
from osv_tui.ui.screens.export import ExportScreen
from osv_tui.ui.screens.gate import GateScreen
from osv_tui.ui.screens.lot import LotScreen
from osv_tui.ui.screens.seats import SeatsScreen
from osv_tui.ui.screens.unit import UnitScreen
from osv_tui.ui.statement import AskStatement

LOOKED_AT = "het proces-verbaal van het stembureau"
FOUND = "Het staat zo op het papier."
CAUSE = "Niet meer na te gaan"
ACCOUNT = "De stembiljetten zijn opnieuw geteld. Het aantal bleef gelijk. Een verklaring is niet gevonden."
_RECOUNTED = ("0", "1", "twee leden van het stembureau", "de voorzitter")
_FROM_PAPER = "Zo staat het niet op het papier"
ON_PAPER = "Zo staat het op het papier"


async def have_read_again(hands: Hands, wrong: Sequence[FieldId]) -> tuple[FieldId, ...]:
    """Send back, on the dossier of a first entry, the fields of a check among which all ``wrong`` ones are.

    Returns those fields, or nothing when there is no such check and the whole entry lapsed.
    """
    screen = await hands.see(UnitScreen)
    fields = [matter.finding.fields if matter.finding else () for matter in screen.matters]
    row = next((row for row, of_check in enumerate(fields) if set(wrong) <= set(of_check)), None)
    screen.query_one(DataTable).move_cursor(row=row or 0)
    hands.press("s")
    which = await hands.see(Choose)
    hands.press("4" if row is None else "2")
    await hands.seen_away(which)
    await hands.fill(await hands.see(AskStatement), _FROM_PAPER)
    await hands.seen_away(screen)
    return () if row is None else fields[row]


async def let_stand(hands: Hands) -> None:
    """Let a first entry stand in which a sum does not hold, as the paper says so."""
    screen = await hands.see(UnitScreen)
    hands.press("l")
    await hands.fill(await hands.see(AskStatement), ON_PAPER)
    await hands.seen_away(screen)


async def choose_election(hands: Hands, row: int) -> None:
    """Go to the election at ``row`` of the release screen, once they have all been looked at."""
    screen = await hands.see(ExportScreen)
    await hands.until(lambda: screen.is_idle, "de verkiezingen verschenen niet")
    screen.query_one(DataTable).move_cursor(row=row)
    await hands.see(ExportScreen)


async def clear_the_gate(hands: Hands, case: Case) -> None:
    """From the list of what is open, judge and account for everything, and add the drawn lists by hand."""
    hands.press("\n")
    while (gate := await _gate(hands)) is not None:
        hands.press("\n")
        screen = await hands.see(UnitScreen, ControlScreen)
        if isinstance(screen, UnitScreen):
            await _settle(hands, screen)
        else:
            await _add_by_hand(hands, case)
        hands.press("escape")
        await hands.see(type(gate))
    hands.press("escape")
    await hands.see(ExportScreen)


async def _gate(hands: Hands) -> GateScreen | None:
    """The list of what is open, once it is up to date; nothing when it is empty."""
    gate = await hands.see(GateScreen)
    await hands.until(lambda: not gate.is_looking, "de lijst van wat open staat kwam niet")
    return gate if gate.query_one(DataTable).row_count else None


async def _settle(hands: Hands, screen: UnitScreen) -> None:
    while (row := _first_open(screen.matters)) is not None:
        screen.query_one(DataTable).move_cursor(row=row)
        await hands.see(UnitScreen)
        hands.press("b" if screen.matters[row].finding else "t")
        asked = await hands.see(AskStatement, Choose)
        if isinstance(asked, Choose):
            hands.press("2")
            await hands.seen_away(asked)
        form = await hands.see(AskStatement)
        of_finding = screen.matters[row].finding is not None
        await hands.fill(form, *((LOOKED_AT, FOUND, "") if of_finding else (CAUSE, ACCOUNT, *_RECOUNTED)))
        await hands.seen_away(form)
        if await hands.see(UnitScreen) is not screen:
            raise HandsStuck("het dossier van het stembureau kwam niet terug")


def _first_open(matters: Sequence[Matter]) -> int | None:
    return next((row for row, matter in enumerate(matters) if matter.is_open), None)


async def _add_by_hand(hands: Hands, case: Case) -> None:
    for drawn in drawn_lists(case):
        total = sum(paper.count.number(total_field(drawn.number)) for paper in case.papers)
        screen = await hands.see(ControlScreen)
        hands.press("s")
        for typed in (drawn.number, total):
            asked = await hands.see(AskText)
            await hands.fill(asked, str(typed))
            await hands.seen_away(asked)
        if await hands.see(ControlScreen) is not screen:
            raise HandsStuck("de controletelling kwam niet terug")


def drawn_lists(case: Case) -> tuple[CandidateList, ...]:
    """The lists that came out of the draw in the room: the last ones, as the papers have to decide."""
    return case.election.lists[-LISTS_TO_DRAW:]


async def release(hands: Hands, second: Credentials) -> None:
    """Print a draft of everything and declare the chosen election final by two."""
    screen = await hands.see(ExportScreen)
    await hands.until(lambda: screen.is_idle, "er werd te lang gekeken wat er nog open staat")
    await hands.printed("p")
    hands.press("d")
    await hands.see(Choose)
    hands.press("2")
    dialog = await hands.see(Countersign)
    await hands.fill(dialog, second.user_name, second.password)
    await hands.seen_away(dialog)
    await hands.until(lambda: screen.is_idle, "het definitief maken kwam niet klaar")


async def distribute(hands: Hands, room: Room, second: Credentials) -> None:
    """Read the seats of the chosen election to the end; two type what is drawn in ``room``."""
    hands.press("z")
    screen = await hands.see(SeatsScreen)
    while (question := screen.lot_needed) is not None:
        hands.press("l")
        drawn, lot = str(room.draw(question)), await hands.see(LotScreen)
        await hands.fill(lot, drawn)
        await hands.fill(lot, drawn, second.user_name, second.password)
        await hands.seen_away(lot)
        if await hands.see(SeatsScreen) is not screen:
            raise HandsStuck("het scherm met de zetels kwam niet terug")
    hands.press("end", "escape")
    await hands.see(ExportScreen)


async def export(hands: Hands) -> Path:
    """Write the files of the chosen election; returns the folder for the website."""
    await hands.see(ExportScreen)
    hands.press("e")
    await hands.see(AskText)
    hands.press("\n")
    written = outcome.folder_on(await hands.see(Tell))
    hands.press("\n")
    await hands.see(ExportScreen)
    return written
