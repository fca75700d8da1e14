"""How far each election is from its release: looked at beside the keys, for the screens of the gate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from osv_tui.election.release_gate import Blocker, Blocking
from osv_tui.election.workflow import UnitState
from osv_tui.store import decisions, elections, releasing
from osv_tui.store.actor import Actor
from osv_tui.store.check import first_fault
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.decisions import UnitLine
from osv_tui.store.elections import ElectionLine
from osv_tui.store.problems import StoreProblem

if TYPE_CHECKING:
    from osv_tui.ui.frame import StationScreen

Found = TypeVar("Found")


@dataclass(frozen=True)
class Standing:
    """An election with its units and what the gate of the store says; a released election has no blockers.

    ``version`` is the one that is released, or else the next one.
    """

    line: ElectionLine
    version: int
    units: tuple[UnitLine, ...]
    blockers: tuple[Blocker, ...]

    @property
    def final_units(self) -> int:
        return sum(unit.state is UnitState.FINAL for unit in self.units)

    def unit(self, number: int | None) -> UnitLine | None:
        return next((unit for unit in self.units if unit.unit.number == number), None)


def standings(file: StationFile, actor: Actor) -> tuple[Standing, ...]:
    """Every election of the station. In a city this takes a while: every count is looked at."""
    lines = elections.election_lines(file)
    # Before the units are read: the gate declares some of them final.
    blockers = {line.key: () if line.final_at else releasing.gate(file, actor, line.key) for line in lines}
    units = decisions.overview(file, actor)
    return tuple(
        Standing(
            line,
            releasing.version_of(file, line.key),
            tuple(unit for unit in units if unit.election == line.key),
            blockers[line.key],
        )
        for line in lines
    )


async def with_file(screen: StationScreen[Any], act: Callable[[StationFile], Found]) -> Found:
    """Do ``act`` in a thread, on the file of the station opened anew; raises what ``act`` raises."""

    def do() -> Found:
        with closing(open_station(path, clock)) as file:
            return act(file)

    path, clock = screen.file.path, screen.file.clock
    return await asyncio.to_thread(do)


class Gatekeeper:
    """What blocks each election, as it was seen last; ``changed`` is called when that is new."""

    def __init__(self, screen: StationScreen[Any], changed: Callable[[], None]) -> None:
        self._screen = screen
        self._changed = changed
        self._chain_is_checked = False
        self._fault: str | None = None
        self._is_wanted = False
        self.is_looking = False
        self.standings: tuple[Standing, ...] = ()

    def standing(self, election: int) -> Standing:
        return next(each for each in self.standings if each.line.key == election)

    def blockers(self, standing: Standing) -> tuple[Blocker, ...]:
        """What blocks an election now; what is wrong with the file or the computer stands first."""
        if standing.line.final_at:
            return ()
        app = self._screen.station_app
        found = app.findings if app.is_closed else ()
        return (
            *((Blocker(Blocking.UNSOUND, self._fault),) if self._fault else ()),
            *(Blocker(Blocking.CONNECTED, finding.text) for finding in found),
            *standing.blockers,
        )

    def is_open(self, standing: Standing) -> bool:
        """Whether an election can be released, as far as has been looked."""
        return self._chain_is_checked and not standing.line.final_at and not self.blockers(standing)

    def look(self) -> None:
        """Look anew, beside the keys; the file is compared with its log once, as that takes longest."""
        self._is_wanted = True
        if not self.is_looking:
            self.is_looking = True
            self._screen.run_worker(self._look_while_wanted(), name="Het nakijken", exit_on_error=False)

    async def _look_while_wanted(self) -> None:
        try:
            while self._is_wanted:
                self._is_wanted = False
                await self._look()
        except StoreProblem as problem:
            self._screen.tell_problem(problem)
        finally:
            self.is_looking = False
        self._changed()

    async def _look(self) -> None:
        actor = self._screen.actor
        self.standings = await with_file(self._screen, lambda file: standings(file, actor))
        self._changed()
        if not self._chain_is_checked:
            self._fault = await with_file(self._screen, first_fault)
            self._chain_is_checked = True
