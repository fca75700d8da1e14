"""The supervisor's part of a rehearsal at the overview: differences decided against the paper."""

from __future__ import annotations

from textual.widgets import DataTable

from osv_tui.election.form import FieldId
from osv_tui.election.workflow import UnitState
from osv_tui.rehearsal import outcome
from osv_tui.rehearsal.hands import Hands
from osv_tui.rehearsal.plan import Plan, who_misread
from osv_tui.store.decisions import UnitLine
from osv_tui.ui.dialogs import Choose
from osv_tui.ui.screens.head import HeadScreen
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.reconcile import ReconcileScreen


async def overview(hands: Hands) -> OverviewScreen:
    """Wait for the overview, and write down the head of the log whenever that comes first."""
    while True:
        screen = await hands.see(OverviewScreen, HeadScreen)
        if isinstance(screen, OverviewScreen):
            return screen
        assert isinstance(screen, HeadScreen)
        await write_head(hands, screen)


async def write_head(hands: Hands, screen: HeadScreen) -> None:
    """Copy the head of the log from the screen, and type its last group from the paper."""
    await hands.fill(screen, outcome.last_group_on(screen))
    await hands.seen_away(screen)


async def open_next(hands: Hands, wanted: UnitState) -> UnitLine | None:
    """Choose the first unit in this state on the overview and press Enter; nothing when there is none."""
    screen = await overview(hands)
    row = next((row for row, unit in enumerate(screen.shown) if unit.state is wanted), None)
    if row is None:
        return None
    screen.query_one(DataTable).move_cursor(row=row)
    hands.press("\n")
    return screen.shown[row]


async def send_back(hands: Hands, screen: ReconcileScreen, plan: Plan, unit: int) -> dict[int, list[FieldId]]:
    """Say of each row who misread the paper, send it back; returns the fields by entry number."""
    paper = plan.paper(unit).count
    misread = [who_misread(difference, paper) for difference in screen.differences]
    alike = len(set(misread)) == 1
    for row, numbers in enumerate(misread[:1] if alike else misread):
        screen.query_one(DataTable).move_cursor(row=row)
        hands.press("3" if len(numbers) == 2 else str(numbers[0]))
        await hands.see(Choose)
        hands.press("1")
        await hands.see(ReconcileScreen)
    hands.press("h", "t")
    await hands.seen_away(screen)
    return {
        number: [
            difference.field.id
            for difference, numbers in zip(screen.differences, misread, strict=True)
            if number in numbers
        ]
        for number in (1, 2)
        if any(number in numbers for numbers in misread)
    }


async def discard(hands: Hands, number: int) -> None:
    """Let the entry with that number lapse, as it was typed from another paper."""
    hands.press("v")
    which = await hands.see(Choose)
    hands.press(str(number + 1))
    await hands.seen_away(which)
    await hands.see(Choose)
    hands.press("5")
