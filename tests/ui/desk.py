"""A seat in the counting room: the app on a station file, with hands at its keyboard."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from osv_tui.guard.offline import Finding
from osv_tui.rehearsal.hands import Hands, settled
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.steady import Moment
from osv_tui.ui.app import OsvApp
from osv_tui.ui.screens.login import LoginScreen
from osv_tui.ui.surroundings import Installation
from osv_tui.ui.widgets.bars import Notice
from osv_tui.ui.widgets.entry_form import EntryForm
from tests.ui import town
from tests.ui.pictures import Shot, shoot

_PATIENCE_SECONDS = 10.0
INSTALLED = Installation("0123456789abcdef" * 4, development=True)


class Surroundings:
    """A computer that stands alone until something is plugged in; ``passed`` seconds after the start."""

    def __init__(self, *findings: Finding, installation: Installation = INSTALLED) -> None:
        self.findings = findings
        self.installation = installation
        self.passed = 0.0

    def look(self, allowed: frozenset[str]) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.interface not in allowed)

    def program(self) -> Installation:
        return self.installation

    def steady(self) -> Moment:
        return Moment("deze start", self.passed)


@dataclass
class Desk:
    """``folder`` holds the station and is where files are read and written."""

    app: OsvApp
    hands: Hands
    pilot: Pilot[int]
    folder: Path
    around: Surroundings

    @property
    def file(self) -> StationFile:
        return self.app.file

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    async def settle(self) -> None:
        """Wait until every key has been dealt with and everything is drawn."""
        await settled(self.pilot)

    async def press(self, *names: str) -> None:
        """Keys by name or character, one after the other, each fully dealt with."""
        for name in names:
            self.hands.press(name)
            await self.settle()

    async def type(self, text: str) -> None:
        """Characters in one burst; ``\\n`` is Enter."""
        self.hands.press(*text)
        await self.settle()

    async def fill(self, *answers: str) -> None:
        """Fill the lines of a short form, each closed with Enter."""
        await self.hands.fill(self.screen, *answers)
        await self.settle()

    async def countersign(
        self, *name: str, user: str = town.SECOND.user_name, password: str = town.PASSWORD
    ) -> None:
        """Let the second official confirm, with the ``name`` typed again where that is asked."""
        await self.fill(*name, user, password)

    async def sign_in(self, user: str, password: str = town.PASSWORD) -> None:
        login = await self.hands.see(LoginScreen)
        await self.hands.fill(login, user, password)
        await self.settle()

    async def pass_seconds(self, seconds: float) -> None:
        """Let so much time go by, and the program look around once."""
        self.around.passed += seconds
        await self.look_around()

    async def look_around(self) -> None:
        """Let the program look around now, not only when its time has come."""
        await self.until(lambda: not self.app.lookout.is_busy)
        self.app.lookout.look_around()
        await self.until(lambda: not self.app.lookout.is_busy)

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait for something that happens beside the keys."""
        end = monotonic() + _PATIENCE_SECONDS
        while not happened():
            assert monotonic() < end, f"it did not happen; on the screen:\n{self.text}"
            await asyncio.sleep(0.01)
        await self.settle()

    def at(self, kind: builtins.type[Widget]) -> bool:
        return isinstance(self.app.screen, kind)

    @property
    def shot(self) -> Shot:
        return shoot(self.app)

    @property
    def text(self) -> str:
        """Everything on the screen, as characters."""
        return self.shot.text

    @property
    def words(self) -> str:
        """Everything on the screen with line breaks and runs of spaces made one space."""
        return " ".join(self.text.replace("│", " ").split())

    @property
    def notice(self) -> str:
        """What the message line of the screen says."""
        return str(self.screen.query_one(Notice).render())

    @property
    def form(self) -> EntryForm:
        return self.screen.query_one(EntryForm)

    def static(self, selector: str) -> str:
        return str(self.screen.query_one(selector, Static).render())


@asynccontextmanager
async def desk_at(
    station: Path, size: tuple[int, int] = (80, 24), around: Surroundings | None = None
) -> AsyncIterator[Desk]:
    """The app open on ``station``; closed again, with its file, when the block is left."""
    around = around or Surroundings()
    file = open_station(station, town.clock)
    file.steady = around.steady
    app = OsvApp(file, "tty1", was_checked=True, look=around.look, program=around.program)
    try:
        async with app.run_test(size=size) as pilot:
            desk = Desk(app, Hands(app, pilot), pilot, station.parent, around)
            await desk.until(
                lambda: app.lookout.findings is not None and app.lookout.installation is not None
            )
            yield desk
    finally:
        file.close()
